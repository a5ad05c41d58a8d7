"""Sanitising of HTML, so that it can do readers no harm.

nh3 (https://nh3.readthedocs.io) reads HTML as browsers do and writes out only what the allow-list
has. It reports nothing of what it leaves out, so the same rules are asked a second time about the
HTML as it came. Only nh3's output is ever published.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import nh3

from mkdocs_byline.content.body import mark_pattern
from mkdocs_byline.html.allowlist import (
    ADDRESSES,
    ATTRIBUTES,
    REFERENCE,
    REFERENCE_ATTRIBUTES,
    SCHEMES,
    TAGS,
    WITHOUT_CONTENT,
    Policy,
    is_allowed,
    kept_value,
    scheme,
)
from mkdocs_byline.html.embeds import replace_embeds
from mkdocs_byline.html.markup import MarkupReader
from mkdocs_byline.html.parsecost import check_parse_cost

# nh3 drops comments. It escapes `<` in text and in attributes, so this can't be mistaken.
_MARK = "byline-more"
_INPUT = re.compile(r"<input\b(?![^<>]*\stype=\"(?:checkbox|radio)\")[^<>]*>", re.IGNORECASE)
# Without a name autorefs would raise.
_NAMELESS = re.compile(r"<autoref (?![^<>]*\bidentifier=\")[^<>]*>")
_START = re.compile(r"<[a-zA-Z][^<>]*?(?= ?/?>)")
_OPENING = re.compile(r"<[a-zA-Z]")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_TAGS = {tag.lower() for tag in TAGS} | {_MARK}


@dataclass(frozen=True, slots=True, order=True)
class Removal:
    """Something that was left out of a post.

    Attributes:
        kind: `element`, `attribute`, `part` (a value of an allowed attribute), `address`, `style`,
            `embed`, `diagram` or `formula`.
        tag: The element's name, in lower case.
        name: The attribute's name; empty for an element; of a formula, what is wrong with it.
        value: What was left out of the attribute; of an embed, its URL; of a formula, its TeX.
        at: Where in its TeX a formula is wrong, from 0.
    """

    kind: str
    tag: str
    name: str = ""
    value: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Clean:
    """HTML that is safe to publish, and what is missing from it, in order."""

    html: str
    removed: tuple[Removal, ...] = ()


def sanitize(html: str, policy: Policy) -> Clean:
    """Keep what the allow-list has; see `allowlist` for what that is, and why.

    Raises:
        OutOfTime: if parsing the HTML would take too long; see `parsecost`.
    """
    mark = mark_pattern(policy.mark) if policy.mark.startswith("<!--") else None
    if mark:
        html = mark.sub(f"<{_MARK}></{_MARK}>", html)
    html, embeds = replace_embeds(html, policy.embed_hosts)
    clean = _cleaned(html, policy)
    removed = [Removal("embed", each.tag, "", each.url) for each in embeds if not each.loads]
    if not _is_plain(html, clean, policy):
        removed += _Reader.removals(html, policy)
        clean = _settled(clean, policy)
    if mark:
        clean = clean.replace(f"<{_MARK}></{_MARK}>", policy.mark)
        clean = clean.replace(f"<{_MARK}>", policy.mark).replace(f"</{_MARK}>", "")
    return Clean(clean, tuple(removed))


def _cleaned(html: str, policy: Policy) -> str:
    check_parse_cost(html)
    clean = _INPUT.sub("", cleaner(policy).clean(html))
    return _NAMELESS.sub("<autoref>", clean) if policy.references else clean


def _settled(html: str, policy: Policy) -> str:
    """Clean until nothing changes any more.

    Elements that were apart can be nested where one between them was left out, in a way that no
    browser would read again. What never comes to rest is shown as text.
    """
    for _ in range(4):
        again = _cleaned(html, policy)
        if again == html:
            return html
        html = again
    return sanitize_text(html)


def sanitize_text(html: str) -> str:
    """Return HTML's text alone, escaped, as for an entry of the table of contents."""
    check_parse_cost(html)
    return _WORDS.clean(html)


_WORDS = nh3.Cleaner(tags=set(), clean_content_tags=set(WITHOUT_CONTENT))


@functools.cache
def cleaner(policy: Policy) -> nh3.Cleaner:
    references = {REFERENCE: set(REFERENCE_ATTRIBUTES)} if policy.references else {}
    return nh3.Cleaner(
        tags={*TAGS, _MARK, *references},
        clean_content_tags=set(WITHOUT_CONTENT),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()} | references,
        generic_attribute_prefixes={"aria-"},
        attribute_filter=lambda tag, name, value: kept_value(tag, name, value, policy),
        url_schemes={*SCHEMES, "data"},  # `kept_value` lets raster images through, nothing else.
        link_rel=None,
    )


def _is_plain(html: str, clean: str, policy: Policy) -> bool:
    """Whether nothing can be missing from `clean`.

    Python reads HTML slowly, so it is asked only about tags whose text is not in the result. The
    answer may be no for want of a better one, as where `<` stands in an attribute.
    """
    tags = _START.findall(html)
    if len(tags) != len(_OPENING.findall(html)):
        return False
    kept = set(_START.findall(clean))
    return all(tag in kept or _is_in_order(tag, policy) for tag in set(tags))


@functools.lru_cache(maxsize=4096)
def _is_in_order(tag: str, policy: Policy) -> bool:
    """Whether nothing of a start tag is left out; not if it may be but a part of one."""
    quotes = _QUOTED.sub("", tag)
    return not ('"' in quotes or "'" in quotes or _Reader.removals(f"{tag}>", policy))


class _Reader(MarkupReader):
    """Reads HTML before it is sanitised, and lists what will be missing."""

    def __init__(self, policy: Policy) -> None:
        super().__init__()
        self.policy = policy
        self.found: list[Removal] = []

    @classmethod
    def removals(cls, html: str, policy: Policy) -> list[Removal]:
        reader = cls(policy)
        reader.feed(html)
        reader.close()
        return reader.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS and not (tag == REFERENCE and self.policy.references):
            self.found.append(Removal("element", tag))
            return
        values: dict[str, str] = {}
        for name, value in attrs:
            values.setdefault(name, value or "")
        if tag == "input" and values.get("type", "").lower() not in ("checkbox", "radio"):
            self.found.append(Removal("element", tag))
            return
        for name, value in values.items():
            self.found += _missing(tag, name, value, self.policy)


@functools.lru_cache(maxsize=4096)
def _missing(tag: str, name: str, value: str, policy: Policy) -> tuple[Removal, ...]:
    if not is_allowed(tag, name):
        return (Removal("attribute", tag, name, value),)
    kept = kept_value(tag, name, value, policy)
    if kept == value:
        return ()
    return tuple(
        Removal(kind, tag, name, part) for kind, part in _lost(tag, name, value, kept or "")
    )


def _lost(tag: str, name: str, value: str, kept: str) -> Iterator[tuple[str, str]]:
    """Yield kind and text of what `kept` lacks; a picture asked for over HTTPS lacks nothing."""
    if name in ("class", "rel"):
        for word in value.split():
            if word not in kept.split():
                yield "diagram" if word.lower() == "mermaid" else "part", word
    elif name == "style":
        for declaration in filter(None, map(str.strip, value.split(";"))):
            if declaration not in kept.split("; "):
                yield "style", declaration
    elif name == "srcset":
        for image in value.split(","):
            if scheme(image) not in ("", "http", "https"):
                yield "address", image.strip()
    elif not kept:
        yield "address" if name in ADDRESSES else "part", value
