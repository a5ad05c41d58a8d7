"""A post's HTML after placeholders were filled in, sanitised where it is new.

Plugins such as mkdocs-autorefs put into a page what others have written on another one: titles,
names, addresses. What was there when the post was sanitised, or was added soon after, stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_byline.html.allowlist import TAGS, Policy, is_allowed, kept_value
from mkdocs_byline.html.fragment import Fragment

_TAGS = frozenset(tag.lower() for tag in TAGS)


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
