"""The result of a conversion as plain values that can be kept and reported again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from html import escape
from html.parser import HTMLParser
from typing import Any

from mkdocs_byline.cache.store import key
from mkdocs_byline.html.allowlist import Policy, is_their_id, open_id
from mkdocs_byline.html.anchor_ids import unique_ids
from mkdocs_byline.html.formulas import draw_formulas
from mkdocs_byline.html.sanitize import Removal, sanitize, sanitize_text
from mkdocs_byline.html.sanitizer_report import explain
from mkdocs_byline.problems import Problem


@dataclass(frozen=True, slots=True)
class TocEntry:
    title: str
    id: str
    level: int
    children: tuple[TocEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversion:
    """A post's HTML and what came with it.

    Attributes:
        anchors: Ids in the HTML, sorted.
        links: Links to anchors: path of the file, anchor, and the link as written.
        removals: What was left out of it, without a path and with lines of the body.
        messages: Level and text of what MkDocs said of the post's links.
        targets: Files that links asked for: path, URL, and whether it is part of the site; both
            are empty where there is no such file.
        includes: Snippets: name as written, the file it was, and its digest.
    """

    html: str
    toc: tuple[TocEntry, ...] = ()
    anchors: tuple[str, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    removals: tuple[Problem, ...] = ()
    messages: tuple[tuple[int, str], ...] = ()
    targets: tuple[tuple[str, str, str], ...] = ()
    includes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Origin:
    """What a conversion was made of, which decides what it is.

    Attributes:
        conversion: What it is kept under, made of the text and how it is converted.
        targets, includes: As in `Conversion`.
        links, anchors: The same, of what came of it.
        lists: Options of the lists of posts that there are places for; see `post_lists`.
        removals, messages: What was said of it, as in `Conversion`.
        misplaced: Whether the excerpt mark stands amid a list, a quotation or the like.
    """

    conversion: str
    targets: tuple[tuple[str, str, str], ...]
    includes: tuple[tuple[str, str, str], ...]
    links: tuple[tuple[str, str, str], ...]
    anchors: tuple[str, ...]
    lists: tuple[str, ...] = ()
    removals: tuple[Problem, ...] = ()
    messages: tuple[tuple[int, str], ...] = ()
    misplaced: bool = False

    @cached_property  # Each listing that has the post asks for it.
    def digest(self) -> str:
        return key(self.conversion, json.dumps([self.targets, self.includes]))


def check_readable(html: str) -> None:
    """Raise for what search plugins would raise for, who parse HTML while pages are written."""
    if "<![" in html:
        HTMLParser().feed(html)


def sanitized(conversion: Conversion, path: str, body: str, policy: Policy) -> Conversion:
    """Leave nothing in the HTML that could harm a reader, whatever extensions made of it.

    Args:
        path: Of the file that the text is from.
    """
    clean = sanitize(conversion.html, policy)
    made = unique_ids(clean.html)
    headings = iter(made.headings)
    gone = {each for each in conversion.anchors if is_their_id(each)} - made.ids
    return replace(
        conversion,
        html=made.html,
        toc=tuple(_sanitized(entry, headings) for entry in conversion.toc),
        anchors=tuple(sorted({*conversion.anchors} - gone | made.ids)),
        links=tuple(
            (to, open_id(anchor) if to == path and anchor in gone else anchor, link)
            for to, anchor, link in conversion.links
        ),
        removals=(*conversion.removals, *explain(clean.removed, body)),
    )


def with_formulas(conversion: Conversion, body: str) -> Conversion:
    """Put MathML in the place of formulas, and report which can't be read."""
    html, unread = draw_formulas(conversion.html)
    removed = [Removal("formula", "math", each.reason, each.tex, each.at) for each in unread]
    return replace(conversion, html=html, removals=explain(removed, body))


def _sanitized(entry: TocEntry, headings: Iterator[tuple[str, str]]) -> TocEntry:
    """Return an entry as it leads to its heading, the next that had its id."""
    old = open_id(entry.id)
    id = next((new for each, new in headings if each == old), old)
    children = tuple(_sanitized(each, headings) for each in entry.children)
    return TocEntry(sanitize_text(entry.title), escape(id), entry.level, children)


def encode(conversion: Conversion) -> bytes:
    each = conversion
    values = [
        each.html,
        [_row(entry) for entry in each.toc],
        each.anchors,
        each.links,
        [astuple(problem) for problem in each.removals],
        each.messages,
        each.targets,
        each.includes,
    ]
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def decode(data: bytes) -> Conversion:
    html, toc, anchors, links, removals, messages, targets, includes = json.loads(data)
    return Conversion(
        html,
        _entries(toc),
        tuple(anchors),
        _rows(links),
        tuple(_problem(*row) for row in removals),
        _rows(messages),
        _rows(targets),
        _rows(includes),
    )


def encode_origin(origin: Origin, excerpt: str) -> bytes:
    made = [origin.links, origin.anchors, origin.lists]
    said = [list(map(astuple, origin.removals)), origin.messages, origin.misplaced]
    values = [origin.targets, origin.includes, *made, *said, excerpt]
    return json.dumps(values, separators=(",", ":")).encode("ascii")


def decode_origin(conversion: str, data: bytes) -> tuple[Origin, str]:
    targets, includes, links, anchors, lists, *said, excerpt = json.loads(data)
    removals, messages, misplaced = said
    origin = Origin(
        conversion,
        _rows(targets),
        _rows(includes),
        _rows(links),
        tuple(anchors),
        tuple(lists),
        tuple(_problem(*row) for row in removals),
        _rows(messages),
        misplaced,
    )
    return origin, excerpt


def _problem(*row: Any) -> Problem:
    *fields, others = row
    return replace(Problem(*fields), others=tuple(others))


def _rows(rows: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    return tuple(tuple(row) for row in rows)


def _row(entry: TocEntry) -> list[Any]:
    return [entry.title, entry.id, entry.level, [_row(each) for each in entry.children]]


def _entries(rows: Sequence[Any]) -> tuple[TocEntry, ...]:
    return tuple(
        TocEntry(title, id, level, _entries(children)) for title, id, level, children in rows
    )
