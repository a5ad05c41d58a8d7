"""Placeholders in a post's HTML that other plugins fill in later: what is new is sanitised.

Plugins such as mkdocs-autorefs put into a page what others have written on another one: titles,
names, addresses. What was there when the post was sanitised, or was added soon after, stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from mkdocs_byline.html.allowlist import TAGS, Policy, is_allowed, kept_value
from mkdocs_byline.html.fragment import Fragment
from mkdocs_byline.html.markup import quoted
from mkdocs_byline.html.sanitize import sanitize_text

_TAGS = frozenset(tag.lower() for tag in TAGS)


# No author can write these: mkdocs-glightbox makes them of what stands beside a picture.
_CAPTION = re.compile(r'(?<= )(data-title|data-description)="([^"]*)"')


def plain_captions(html: str) -> str:
    """Return a post's HTML with captions in which there is no HTML, which a lightbox would run."""

    def plain(each: re.Match[str]) -> str:
        return f'{each[1]}="{quoted(sanitize_text(unescape(each[2])))}"'

    return _CAPTION.sub(plain, html)


def sanitize_filled(html: str, before: str, policy: Policy) -> str:
    """Leave of what was added to HTML only what the allow-list has."""
    fragment, had = Fragment(html), frozenset(_found(Fragment(before)))
    for element in fragment.root.css("*"):
        tag = element.tag or ""
        if (
            tag not in _TAGS
            and (tag, "", "") not in had
            and element.mem_id != fragment.root.mem_id
        ):
            element.decompose()
            continue
        for name, value in list(element.attributes.items()):
            if (tag, name, value or "") in had:
                continue
            kept = kept_value(tag, name, value or "", policy) if is_allowed(tag, name) else None
            if kept is None:
                del element.attrs[name]
            elif kept != value:
                element.attrs[name] = kept
    return fragment.rewritten()


def _found(fragment: Fragment) -> Iterator[tuple[str, str, str]]:
    for element in fragment.root.css("*"):
        tag = element.tag or ""
        yield tag, "", ""
        for name, value in element.attributes.items():
            yield tag, name, value or ""
