"""The Content-Security-Policy of a site's pages, by its configuration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs_byline.html.csp import (
    BASE,
    COMMENTS,
    headers,
    inline_scripts,
    marked_scripts,
    merge,
    under_policy,
    unmarked_scripts,
)
from mkdocs_byline.outputs.comments import policy_of
from mkdocs_byline.theme_names import THEMES

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.settings import Settings

_ANALYTICS = {
    "script-src": ("https://www.googletagmanager.com",),
    "connect-src": ("https://*.google-analytics.com", "https://*.analytics.google.com"),
    "img-src": ("https://*.google-analytics.com", "https://www.googletagmanager.com"),
}


class Csp:
    """One build's policy.

    Attributes:
        scripts: The hashes of all pages' scripts, for the headers file.
        embeds: Hosts of embeds; a page may load frames only from those that it names.
        last: The scripts of the page that came last.
        marker: What scripts that anyone wrote are marked with in this page.
        refused: Those of a page in which what anyone wrote was not found as it was.
        has_wasm_worker: Whether a worker runs WebAssembly. Workers have no policy but in headers,
            and pages have theirs besides, which doesn't allow it.
    """

    def __init__(self, config: MkDocsConfig, settings: Settings) -> None:
        self.directives = merge(BASE, _of_config(config), settings.csp_extra)
        # Which pages with comments need besides.
        self.of_comments = policy_of(settings.comments) if settings.comments else {}
        self.embeds = tuple(settings.embed_hosts)
        # Then the policy of the page that was opened first is that of all.
        self.is_one_for_all = "navigation.instant" in (config.theme.get("features") or ())
        self.scripts: dict[str, None] = {}
        self.last: tuple[str, ...] = ()
        self.marker = ""
        self.refused: tuple[str, ...] = ()
        self.has_wasm_worker = False

    def mark(self, html: str, authored: str) -> str:
        """Mark the scripts in what anyone wrote, before other plugins write the page anew.

        Args:
            authored: What in the page was written by anyone; its scripts are never let through.
        """
        marked, self.marker = marked_scripts(authored)
        self.refused = () if authored in html else inline_scripts(authored)
        return html.replace(authored, marked) if self.marker else html

    def protect(self, html: str) -> str:
        """Return a page under the policy, without marks."""
        self.last = tuple(each for each in inline_scripts(html) if each not in self.refused)
        return self.let_through(unmarked_scripts(html, self.marker), self.last)

    def let_through(self, html: str, scripts: Iterable[str]) -> str:
        """Return a page under a policy that lets scripts with these hashes run."""
        self.scripts.update(dict.fromkeys(scripts))
        hosts = [each for each in self.embeds if self.is_one_for_all or each in html]
        comments = self.of_comments if self.is_one_for_all or COMMENTS in html else {}
        return under_policy(html, merge(self.directives, _frames(hosts), comments), scripts)

    def headers(self) -> str:
        """Return the headers file, when all pages are made."""
        wasm = ["'wasm-unsafe-eval'"] if self.has_wasm_worker else []
        # They hold for all pages; what is in a page narrows them.
        directives = merge(self.directives, _frames(self.embeds), self.of_comments)
        return headers(directives, [*wasm, *sorted(self.scripts)])


def _frames(hosts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {"frame-src": tuple(f"https://{host}" for host in hosts)}


def _of_config(config: MkDocsConfig) -> dict[str, tuple[str, ...]]:
    """Return what the theme asks of other hosts, as the maintainers have configured it."""
    found: list[dict[str, tuple[str, ...]]] = [
        *({"script-src": _origin(str(script))} for script in config.extra_javascript),
        *({"style-src": _origin(str(style))} for style in config.extra_css),
    ]
    if config.theme.name in THEMES and config.theme.get("font"):
        found.append({"style-src": ("https://fonts.googleapis.com",)})
        found.append({"font-src": ("https://fonts.gstatic.com",)})
    host = urlsplit(config.repo_url or "").netloc
    if host == "github.com":  # The theme asks it for the number of stars.
        found.append({"connect-src": ("https://api.github.com",)})
    elif "gitlab" in host:
        found.append({"connect-src": (f"https://{host}",)})
    if (config.extra.get("analytics") or {}).get("provider") == "google":
        found.append(_ANALYTICS)
    return merge(*found)


def _origin(address: str) -> tuple[str, ...]:
    parts = urlsplit(address)
    return (f"{parts.scheme or 'https'}://{parts.netloc}",) if parts.netloc else ()
