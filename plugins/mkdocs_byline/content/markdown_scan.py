"""Scan of a Markdown text for its links, headings, pictures and paragraphs.

Nothing is converted. Link syntax is that of https://spec.commonmark.org/0.31.2/#links, as far as
writers use it, with the attribute lists of Python-Markdown.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise

from mkdocs_byline.content.body import plain_text
from mkdocs_byline.content.markdown_blocks import blank, blank_code
from mkdocs_byline.content.markdown_page import At, Heading, Link, Page, Paragraph

SHORT = 500  # Characters of a paragraph that nobody minds, and that are not kept.
MAX_LABEL = 1000  # https://spec.commonmark.org/0.31.2/#link-label
HIDDEN = "\ue000"  # Stands for what is text but must not be read as markup.

# Repetitions are possessive or bounded, so that no text takes long to be read.
_CHUNK = re.compile(r"[^\n]+(?:\n(?![ \t]*(?:\n|\Z))[^\n]*)*")
_APART = re.compile(r"\n[ \t]*\n")
_LITERAL = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)|\\[^\n]", re.DOTALL)
_HEADING = re.compile(r"^[ \t]*+(#{1,6})([^\n]*)$", re.MULTILINE)
_SETEXT = re.compile(r"\A([ ]{0,3}\S[^\n]*)\n[ ]{0,3}(=+|-+)[ \t]*$", re.MULTILINE)
_BRACES = re.compile(r"\{:?([^{}\n]{1,500})\}")
_DEFINITION = re.compile(
    r"^[ \t>]*+\[(?![\^!])([^\[\]\n]+)\]:[ \t]*\n?[ \t]*(?:<([^<>\n]*)>|(\S+))"
    r"(?:\s+(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?[ \t]*$",
    re.MULTILINE,
)
_ABBREVIATION = re.compile(r"^\*\[[^\]\n]+\]:[^\n]*$", re.MULTILINE)
_NOTE = re.compile(r"\[\^[^\]\n]{1,200}\]:?")
_AUTOLINK = re.compile(r"(?<!\]\()<((?:https?|ftp|mailto):[^<>\s]++)>")
_TAG = re.compile(
    r"(?<!\]\()<(/?)([A-Za-z][\w-]{0,30})((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+'){0,40}+)>"
)
_ATTRIBUTE = re.compile(r"([\w:-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_BARE = re.compile(
    rf"(?<![\w/@])https?://[^\s<>\[\]|*`\"'{HIDDEN}]*[^\s<>\[\]|*`\"'.,:;!?){HIDDEN}]"
)
_TARGET = re.compile(
    r"\(\s{0,50}(?:<(?P<angle>[^<>\n]*)>|(?P<plain>(?:[^\s()<>]++|\((?:[^\s()]|\([^\s()]*\))*\))*))"
    r"(?:\s+(?:\"[^\"]{0,1000}\"|'[^']{0,1000}'))?\s{0,50}\)"
)
_REFERENCE = re.compile(r"[ ]?\[([^\[\]]*)\]")
# What shows files in HTML: elements, and attributes that name one.
_SHOWING: Mapping[str, tuple[str, ...]] = {
    "audio": ("src",),
    "iframe": ("poster",),
    "source": ("src",),
    "track": ("src",),
    "video": ("src", "poster"),
}
_DECORATIVE = re.compile(r"""\balt=|aria-hidden=["']?true|role=["']?(?:presentation|none)""")
_NO_HEADING = re.compile(r"[ \t]*(?:[-*+>|]|\d+[.)]|#)")
_MARKUP = re.compile(r"[\[<#`\\]|://|^[ ]{0,3}[=-]+[ \t]*$", re.MULTILINE)
# Where a new paragraph begins without a blank line.
_BREAK = re.compile(
    r"^[ \t>]*+(?:(?:[-*+]|\d+[.)])[ \t]|(?:!!!|\?\?\?\+?|===) [^\n]*\n)", re.MULTILINE
)
_DELIMITER = re.compile(r"^[ \t>]*+\|?(?:[ \t]*+:?-++:?[ \t]*+\|)+[ \t:|-]*$", re.MULTILINE)


def scan(body: str, first_line: int = 1) -> Page:
    """Read a post's body; `first_line` is the line of the file on which it starts."""
    page = Page()
    for match in _BRACES.finditer(body):
        page.ids.update(_ids(match[1]))
    # Snippets and generated reference bring headings that are not written here.
    page.is_open = bool(re.search(r"^[^\S\n]*+(?:--8<--|-{1,}8<-{1,}|::: )", body, re.MULTILINE))
    text = "\n".join(blank_code(body.split("\n")))
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(offset: int) -> At:
        line = bisect_right(starts, offset) - 1
        return first_line + line, offset - starts[line] + 1

    text = _ABBREVIATION.sub(lambda match: blank(match[0]), text)
    text, definitions = _take_definitions(text)
    for chunk in _CHUNK.finditer(text):
        _read_chunk(page, chunk[0], partial(_place, at, chunk.start()), definitions)
    return page


def scan_links(body: str, may_be: Callable[[str], bool]) -> Page:
    """Read links and bare URLs alone, whose places don't matter; much quicker than all of it.

    Args:
        may_be: Whether a link that is asked for may stand in a part of the text, or be defined.
    """
    page = Page()
    text = "\n".join(blank_code(body.split("\n")))
    text, definitions = _take_definitions(text)
    defines = any(may_be(f"]({target})") for target in definitions.values())
    for chunk in _APART.split(text):
        if may_be(chunk) or (defines and "[" in chunk):
            _read_chunk(page, chunk, _nowhere, definitions)
    return page


def _nowhere(offset: int) -> At:
    return 0, 0


def _take_definitions(text: str) -> tuple[str, dict[str, str]]:
    """Return a text without the definitions of links, and these by label."""
    if "]:" not in text:
        return text, {}
    definitions = {
        _label(match[1]): _unescape(match[2] if match[2] is not None else match[3])
        for match in _DEFINITION.finditer(text)
    }
    return _DEFINITION.sub(lambda match: _spaces(match[0]), text), definitions


def _place(at: Callable[[int], At], start: int, offset: int) -> At:
    return at(start + offset)


def _read_chunk(
    page: Page, text: str, at: Callable[[int], At], definitions: Mapping[str, str]
) -> None:
    """Read lines without a blank one between: links don't reach beyond."""
    if not _MARKUP.search(text):
        _read_paragraphs(page, text, at)
        return
    marks = _LITERAL.sub(lambda match: re.sub(r"[^\n]", HIDDEN, match[0]), text)
    marks, rest = _read_tags(page, text, marks, at)
    marks = _NOTE.sub(lambda match: _spaces(match[0]), marks)
    targets, links = [], []
    for start, label, end, target in _links(text, marks, definitions):
        is_image = marks[max(start - 1, 0)] == "!" and start > 0
        opening = start - is_image
        words = plain_text(text[start + 1 : label].replace("\n", " "))
        attributes = _BRACES.match(text, end)
        decorative = bool(attributes and _DECORATIVE.search(attributes[0]))
        page.links.append(Link(at(opening), target, words, is_image, decorative))
        targets.append((label, end))
        links.append((opening, end))
    rest = _without(rest, links)
    page.bare += [(at(match.start()), match[0]) for match in _BARE.finditer(rest)]
    headings = _read_headings(page, text, marks, at)
    _read_paragraphs(page, _without(marks, targets + headings), at)


def _read_tags(page: Page, text: str, marks: str, at: Callable[[int], At]) -> tuple[str, str]:
    """Read HTML; return the marks without tags, and without what is a link, too."""
    for match in _AUTOLINK.finditer(marks):
        page.links.append(Link(at(match.start()), text[match.start(1) : match.end(1)], None))
    marks = _AUTOLINK.sub(lambda match: _spaces(match[0]), marks)
    links = []
    for match in _TAG.finditer(marks):
        name, given = match[2].lower(), {}
        for attribute in _ATTRIBUTE.finditer(text[match.start(3) : match.end(3)]):
            value = attribute[2] or attribute[3] or attribute[4] or ""
            given[attribute[1].lower()] = html.unescape(value)
        if match[1]:
            continue
        page.ids.update(given[key] for key in ("id", "name") if given.get(key))
        if name == "img" and "src" in given:
            decorative = given.get("alt") == "" or bool(_DECORATIVE.search(match[3]))
            words = given.get("alt", "")
            page.links.append(
                Link(at(match.start()), given["src"], words, True, decorative, True, True)
            )
        elif name in _SHOWING:
            addresses = filter(None, map(given.get, _SHOWING[name]))
            page.links += [
                Link(at(match.start()), each, None, is_html=True, is_shown=True)
                for each in addresses
            ]
        elif name == "a" and "href" in given:
            end = marks.find("</a", match.end())
            end = end if end >= 0 else len(marks)
            words = plain_text(text[match.end() : end].replace("\n", " "))
            page.links.append(Link(at(match.start()), given["href"], words, is_html=True))
            links.append((match.start(), end))
    rest = _TAG.sub(lambda match: _spaces(match[0]), _without(marks, links))
    return _TAG.sub(lambda match: _spaces(match[0]), marks), rest


def _links(
    text: str, marks: str, definitions: Mapping[str, str]
) -> Iterator[tuple[int, int, int, str]]:
    """Yield where each link opens, where its words end, where it ends, and its target."""
    opened: list[int] = []
    done = 0  # Brackets before this belong to a link's target.
    picture = 0  # But for those around a picture: it may be what a link is about.
    for match in re.finditer(r"[\[\]]", marks):
        if match[0] == "[":
            opened.append(match.start())
            continue
        label = match.start()
        start = opened.pop() if opened else -1
        if start < 0 or (start < done and (start >= picture or label < done)):
            continue
        picture = start if start > 0 and marks[start - 1] == "!" else 0
        if found := _TARGET.match(marks, label + 1):
            done = found.end()
            group = "angle" if found["angle"] is not None else "plain"
            yield start, label, done, _unescape(text[slice(*found.span(group))])
            continue
        name, end = text[start + 1 : min(label, start + MAX_LABEL)], label + 1
        if found := _REFERENCE.match(marks, end):
            name, end = text[slice(*found.span(1))] or name, found.end()
        if (target := definitions.get(_label(name))) is not None:
            done = end if found else done
            yield start, label, end, target


def _read_headings(
    page: Page, text: str, marks: str, at: Callable[[int], At]
) -> list[tuple[int, int]]:
    """Read the headings; return where they are."""
    found = [(match, len(match[1]), match.span(2)) for match in _HEADING.finditer(marks)]
    if (match := _SETEXT.match(marks)) and not _NO_HEADING.match(marks):
        found.insert(0, (match, 1 if match[2][0] == "=" else 2, match.span(1)))
    for match, level, span in found:
        words, id = text[slice(*span)].strip(), ""
        if words.endswith("}") and (braces := _BRACES.match(words, words.rfind("{"))):
            words = words[: braces.start()]
            id = next(_ids(braces[1]), "")
        if words := words.strip().rstrip("#").rstrip():
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            page.headings.append(Heading(at(start), level, plain_text(words), id))
    return [match.span() for match, _, _ in found]


def _read_paragraphs(page: Page, prose: str, at: Callable[[int], At]) -> None:
    """Read paragraphs; each item of a list is one of its own, and a table is none."""
    if len(prose) < SHORT:
        return
    starts = [match.start() for match in _BREAK.finditer(prose)]
    for start, end in pairwise(sorted({0, *starts, len(prose)})):
        part = prose[start:end]
        lead = len(part) - len(part.lstrip())
        if part.lstrip()[:1] == "|" or _DELIMITER.search(part):
            continue
        if len(part) - lead >= SHORT:
            page.paragraphs.append(
                Paragraph(at(start + lead), part.replace(HIDDEN, "x").replace("<", " "))
            )


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _unescape(text: str) -> str:
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)).strip()


def _ids(attributes: str) -> Iterator[str]:
    """Return the ids in an attribute list, as in `{ #id .class }`."""
    return (word[1:] for word in attributes.split() if word.startswith("#") and len(word) > 1)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """Blank parts of the text."""
    parts, position = [], 0
    for start, end in sorted(spans):
        start, end = max(start, position), max(end, position)
        parts += [text[position:start], _spaces(text[start:end])]
        position = end
    return "".join([*parts, text[position:]])


def _spaces(text: str) -> str:
    """Blank the text, but keep its lines."""
    return re.sub(r"[^\n]", " ", text)
