"""The site's configuration in, what HTML its posts may have out; and people's bios, sanitised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import markdown

from mkdocs_byline.content.authors import Authors
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.fragment import settled
from mkdocs_byline.html.sanitize import sanitize
from mkdocs_byline.html.sanitizer_report import explain
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def read_policy(config: MkDocsConfig, settings: Settings) -> Policy:
    """Return what HTML posts may have; a Mermaid script of the site's own is known by its name."""
    scripts = [str(script).lower() for script in config.extra_javascript]
    return Policy(
        mark=settings.post_excerpt_separator,
        embed_hosts=frozenset(host.lower() for host in settings.embed_hosts),
        mermaid=any("mermaid" in script for script in scripts),
        references="autorefs" in config.plugins,
    )


def convert_bios(
    authors: Authors, policy: Policy, path: Path
) -> tuple[dict[str, str], list[Problem]]:
    """Return people's bios as HTML by their id, and what was left out, with its line in the file.

    Args:
        path: The authors file, read again only if something was left out.
    """
    found = {
        key: sanitize(markdown.markdown(person.bio, extensions=["smarty"]), policy)
        for key, person in authors.people.items()
        if person.bio
    }
    problems: list[Problem] = []
    if removed := [removal for clean in found.values() for removal in clean.removed]:
        text = path.read_text(encoding="utf-8-sig")
        problems = [replace(each, path=authors.shown) for each in explain(removed, text)]
    return {key: settled(clean.html) for key, clean in found.items()}, problems
