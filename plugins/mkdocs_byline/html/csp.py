"""Inline scripts and styles of a page, hashed for its Content-Security-Policy.

Browsers then run the scripts that the site has as files, and inline ones whose hash the page
names (https://www.w3.org/TR/CSP3/). Scripts in what authors wrote are marked and not named, so one
that got through everything else is not run either. A mark stays where other plugins write the page
anew; each has a digest of the text in its name, so that no text can have its own.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping
from html import escape

Directives = Mapping[str, tuple[str, ...]]

REFERRER = "strict-origin-when-cross-origin"
# Theme and extensions set styles in attributes, which no hash can name: column alignment, code
# line numbers, icons' sizes. A style can't run anything.
BASE: Directives = {
    "default-src": ("'self'",),
    "script-src": ("'self'",),
    "style-src": ("'self'", "'unsafe-inline'"),
    "img-src": ("'self'", "data:"),
    "media-src": ("'self'",),
    "font-src": ("'self'", "data:"),
    "connect-src": ("'self'",),
    "worker-src": ("'self'",),
    "frame-src": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
}
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_TYPE = re.compile(r"\btype\s*=\s*[\"']?([^\"'\s>]*)", re.IGNORECASE)
_RUN = ("", "module", "text/javascript", "application/javascript")
_OPENING = re.compile(r"<script(?![\w-])", re.IGNORECASE)
_MARK = "data-byline-authored-"
_HEAD = re.compile(r"<head\b[^>]*>(\s*<meta charset=[^>]*>)?", re.IGNORECASE)


def merge(*parts: Directives) -> dict[str, tuple[str, ...]]:
    """Return all sources of each directive; `'none'` gives way to any other."""
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for name, sources in part.items():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *sources)))
    return {
        name: tuple(each for each in sources if each != "'none'") or ("'none'",)
        for name, sources in found.items()
    }


def inline_scripts(html: str) -> tuple[str, ...]:
    """Return the hashes of the scripts in a page that a browser would run, but for marked ones."""
    found = []
    for attributes, text in _SCRIPT.findall(html):
        if _MARK in attributes:
            continue
        kind = match[1].lower() if (match := _TYPE.search(attributes)) else ""
        if kind in _RUN and not re.search(r"\bsrc\s*=", attributes, re.IGNORECASE):
            found.append(_hash(text))
    return tuple(dict.fromkeys(found))


def marked_scripts(authored: str) -> tuple[str, str]:
    """Return what anyone wrote with a mark on each script, and the mark; empty without scripts."""
    if not _OPENING.search(authored):
        return authored, ""
    mark = _MARK + hashlib.sha256(authored.encode()).hexdigest()
    return _OPENING.sub(lambda match: f"{match[0]} {mark}", authored), mark


def unmarked_scripts(html: str, mark: str) -> str:
    """Return a page without such a mark."""
    return re.sub(rf"\s+{mark}(?:=(?:\"\"|''))?", "", html) if mark else html


@functools.lru_cache(maxsize=1024)
def _hash(text: str) -> str:
    digest = hashlib.sha256(text.replace("\r\n", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def written(directives: Directives) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


# What a page has where a reader may have comments loaded.
COMMENTS = "data-byline-comments="


def under_policy(html: str, directives: Directives, scripts: Iterable[str]) -> str:
    """Return a page with the policy in its head, before anything that it concerns."""
    head, _, _ = html.partition("</head>")
    if 'http-equiv="Content-Security-Policy"' in head:
        return html  # The theme's own, or that of the site's other blog.
    policy = written(merge(directives, {"script-src": tuple(scripts)}))
    tags = (
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">'
        f'<meta name="referrer" content="{REFERRER}">'
    )
    return _HEAD.sub(lambda match: match[0] + tags, html, count=1)


def headers(directives: Directives, scripts: Iterable[str]) -> str:
    """Return the same for hosts that read a `_headers` file, with what only a header can say.

    https://docs.netlify.com/manage/routing/headers/,
    https://developers.cloudflare.com/pages/configuration/headers/
    """
    policy = merge(directives, {"script-src": tuple(scripts)}, {"frame-ancestors": ("'self'",)})
    return (
        "/*\n"
        f"  Content-Security-Policy: {written(policy)}\n"
        f"  Referrer-Policy: {REFERRER}\n"
        "  X-Content-Type-Options: nosniff\n"
    )
