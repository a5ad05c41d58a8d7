"""Records of pages for Pagefind, from a search plugin's entries.

A record has what readers look for and nothing else of the page: its title, its sections with their
ids, people, topics and dates. Code is set apart, since its words count less.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from mkdocs_byline.model import Post

POST, PAGE = "post", "page"
CODE_WEIGHT = "0.3"
MAX_WEIGHT = 10.0  # Pagefind's own.

_CODE = re.compile(r"<pre\b")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What hits show of a post, and what filters ask for.

    Attributes:
        created, corrected: Days; that of the newest correction.
        language: Empty where that is the site's.
        shown_date: The first as readers see it.
        opening: What stands before the text for Material's search; empty if nothing does.
        words: See `Output.search_words`.
    """

    created: dt.date | None = None
    corrected: dt.date | None = None
    shown_date: str = ""
    people: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    language: str = ""
    opening: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its id, its heading as text, and its text as HTML of few elements."""

    id: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the index knows of a page.

    Attributes:
        url: Site-relative.
        weight: How much its text counts, from 0 to 10.
    """

    url: str
    title: str
    language: str
    sections: tuple[Section, ...]
    kind: str = PAGE
    facts: PostFacts = PostFacts()
    tags: tuple[str, ...] = ()
    weight: float = 1.0


def facts_of(
    post: Post, *, opening: str, words: tuple[str, ...], shown: Callable[[dt.datetime], str]
) -> PostFacts:
    """Return what is known of a post."""
    created = post.dates.created
    people = dict.fromkeys(person.name for _, group in post.people for person in group)
    return PostFacts(
        created=created.date() if created else None,
        corrected=max((each.date.date() for each in post.corrections), default=None),
        shown_date=shown(created) if created else "",
        people=tuple(people),
        topics=tuple(dict.fromkeys(term.name for term in post.topics)),
        language=post.lang,
        opening=opening,
        words=words,
    )


def records(
    entries: Iterable[Mapping[str, Any]], posts: Mapping[str, PostFacts], language: str
) -> list[Record]:
    """Return the records of all pages, the newest post first, and other pages after all posts.

    Hits that are equally good come in this order.

    Args:
        entries: As Material's search plugin writes them, those of a page together.
        posts: By URL.
        language: The site's.
    """
    pages: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        pages.setdefault(str(entry["location"]).partition("#")[0], []).append(entry)
    found = [_record(url, parts, posts.get(url), language) for url, parts in pages.items()]
    return sorted(found, key=lambda each: each.facts.created or dt.date.min, reverse=True)


def _record(
    url: str, parts: list[Mapping[str, Any]], facts: PostFacts | None, language: str
) -> Record:
    first = parts[0]
    sections = [
        Section(
            str(part["location"]).partition("#")[2],
            _text(str(part["title"])),
            str(part["text"]),
        )
        for part in parts
    ]
    if facts and facts.opening:
        opening = f"<p>{escape(facts.opening, quote=False)}</p>"
        start = sections[0]
        if start.html.startswith(opening):
            sections[0] = Section(start.id, start.title, start.html.removeprefix(opening))
    tags = first.get("tags")
    return Record(
        url=url,
        title=_text(str(first["title"])),
        language=(facts.language if facts else "") or language,
        sections=tuple(sections),
        kind=POST if facts else PAGE,
        facts=facts or PostFacts(),
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
        weight=_weight(first.get("boost")),
    )


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def _weight(boost: object) -> float:
    known = isinstance(boost, int | float) and boost == boost
    return min(max(float(boost), 0.0), MAX_WEIGHT) if known else 1.0  # type: ignore[arg-type]


def to_html(record: Record) -> str:
    """Return a record as the HTML that is indexed."""
    facts = record.facts
    shown = {"date": facts.shown_date, "people": ", ".join(facts.people)}
    parts = [
        f'<html lang="{escape(record.language)}"><body data-pagefind-body>'
        f'<h1 data-pagefind-meta="title">{escape(record.title, quote=False)}</h1>',
        *(
            f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">'
            for name, value in shown.items()
            if value
        ),
        f'<div data-pagefind-weight="{record.weight:g}">',
    ]
    for section in record.sections:
        if section.id:
            parts.append(
                f'<h2 id="{escape(section.id)}">{escape(section.title, quote=False)}</h2>'
            )
        parts.append(_CODE.sub(f'<pre data-pagefind-weight="{CODE_WEIGHT}"', section.html))
    if known := facts.words or record.tags:
        parts.append(f"<p>{escape(' · '.join(known), quote=False)}</p>")
    return "\n".join((*parts, "</div></body></html>"))
