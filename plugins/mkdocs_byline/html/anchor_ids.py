"""Unique ids in a post's HTML, and links that lead to them.

Python-Markdown sees to it that its own ids differ. An author may give a heading a footnote's,
or write HTML; and a heading whose id is the theme's gets another one when it is sanitised.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from itertools import count
from urllib.parse import unquote

from mkdocs_byline.html.allowlist import HEADINGS, is_their_id, open_id
from mkdocs_byline.html.markup import quoted

# nh3 writes all tags so.
_TAG = re.compile(r'<([a-zA-Z][a-zA-Z0-9]*)((?: [^\s"=<>]+="[^"]*")+) ?/?>')
_VALUE = re.compile(r' (id|href|class)="([^"]*)"')
# What extensions count up, of footnotes, tabs and lines of code, and the elements it is for.
_COUNTED = re.compile(r"fn(?:ref\d*)?:|__")
_COUNTED_ON = frozenset(("a", "figcaption", "figure", "input", "li", "span", "sup", "td"))


@dataclass(frozen=True, slots=True)
class Anchors:
    """HTML in which each id is there once.

    Attributes:
        ids: All of them.
        headings: Ids of headings, in order, each as it was and as it is.
    """

    html: str
    ids: frozenset[str]
    headings: tuple[tuple[str, str], ...]


def unique_ids(html: str) -> Anchors:
    """Give elements an id of their own where another one has theirs."""
    found = [(match, *_values(match)) for match in _TAG.finditer(html) if _matters(match)]
    new = _renamed([(tag, values["id"]) for _, tag, values in found if "id" in values])
    ids = frozenset(new)
    out: list[str] = []
    end, renamed = 0, iter(new)
    headings: list[tuple[str, str]] = []
    for match, tag, values in found:
        changed = {}
        if "id" in values:
            changed["id"] = next(renamed)
            if tag in HEADINGS:
                headings.append((values["id"], changed["id"]))
        elif tag in HEADINGS:
            headings.append(("", ""))
        if tag == "a" and values.get("href", "").startswith("#"):
            is_permalink = "headerlink" in values.get("class", "").split()
            above = headings[-1] if headings and is_permalink else ("", "")
            changed["href"] = _led(values["href"], ids, *above)
        changed = {name: value for name, value in changed.items() if value != values[name]}
        if changed:
            out += [html[end : match.start()], _with(match[0], changed)]
            end = match.end()
    return Anchors("".join([*out, html[end:]]), ids, tuple(each for each in headings if each[0]))


def ids_in(html: str) -> set[str]:
    """Return the ids of the elements of any HTML that is well written."""
    return {unescape(value) for value in re.findall(r"<[^<>]*?\sid=\"([^\"]*)\"", html)}


def _matters(match: re.Match[str]) -> bool:
    """Whether a start tag has an id, leads to one, or is a heading's; most are of code."""
    attributes = match[2]
    return ' id="' in attributes or ' href="#' in attributes or match[1].lower() in HEADINGS


def _values(match: re.Match[str]) -> tuple[str, dict[str, str]]:
    values = {name: unescape(value) for name, value in _VALUE.findall(match[2])}
    return match[1].lower(), values


def _renamed(written: list[tuple[str, str]]) -> list[str]:
    """Return the ids that elements get, given their names and the ids that they had."""
    times = Counter(id for _, id in written)
    if len(times) == len(written):
        return [id for _, id in written]
    owners: dict[str, int] = {}
    for index, (tag, id) in enumerate(written):
        if id not in owners or (_is_counted(tag, id) and not _is_counted(*written[owners[id]])):
            owners[id] = index
    taken, found = set(times), list[str]()
    for index, (_, id) in enumerate(written):
        new = id
        if owners[id] != index:
            base = open_id(id.lstrip("_"))
            new = next(each for n in count(1) if (each := f"{base}_{n}") not in taken)
            taken.add(new)
        found.append(new)
    return found


def _is_counted(tag: str, id: str) -> bool:
    return tag in _COUNTED_ON and bool(_COUNTED.match(id))


def _led(href: str, ids: frozenset[str], old: str, new: str) -> str:
    """Return a link within the page as it leads to what it was meant for."""
    target = unquote(href[1:])
    if target not in ids and is_their_id(target) and open_id(target) in ids | {old}:
        target = open_id(target)
    if old and target == old:
        target = new
    return href if target == unquote(href[1:]) else f"#{target}"


def _with(tag: str, values: dict[str, str]) -> str:
    """Return a start tag with other values of some attributes."""

    def written(each: re.Match[str]) -> str:
        return f' {each[1]}="{quoted(values[each[1]])}"' if each[1] in values else each[0]

    return _VALUE.sub(written, tag)
