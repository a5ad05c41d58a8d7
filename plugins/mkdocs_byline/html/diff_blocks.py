"""Blocks of an HTML text as words, for a comparison of two texts.

A word keeps how it is marked up, and nothing else of its HTML: what a comparison shows is made of
these values alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from mkdocs_byline.html.fragment import Fragment, children

# Where a link leads and what file a picture is are compared too, but only seen if they differ.
TARGET = "target"
PICTURE, CELL = "picture", "cell"

_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img")
    + ("ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span")
    + ("strong", "sub", "sup", "time", "u", "var", "wbr")
)
_MARKS = {"b": "strong", "strong": "strong", "em": "em", "i": "em", "code": "code", "kbd": "code"}
_SKIPPED = frozenset(("script", "style", "svg", "template", "input", "button", "wbr", "rp"))
_UNREAD = frozenset(("headerlink", "footnote-ref", "footnote-backref", "linenos", "md-annotation"))
_CELLS = frozenset(("td", "th"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS = {"pre": "code", "tr": "row", "li": "item", "blockquote": "quote"} | dict.fromkeys(
    _HEADINGS, "heading"
)
# Scripts that put no space between words: each of their characters is compared for itself.
_UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_ON_TOP = (
    "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e"
    "\u17b4-\u17d3\u3099\u309a\ufe00-\ufe0f"
)
_PARTS = re.compile(f"[{_UNSPACED}][{_ON_TOP}]*|[^{_UNSPACED}]+")
_CHUNKS = re.compile(r"(\S+)(\s*)")


class Word(NamedTuple):
    """A word, a sign, or where a link leads; `space` is what stands between it and the next."""

    text: str
    marks: str = ""
    space: str = ""

    @property
    def is_seen(self) -> bool:
        return self.marks != TARGET


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item, table row or piece of code; headings have a level."""

    kind: str
    words: tuple[Word, ...]
    level: int = 0

    @cached_property
    def key(self) -> tuple[str, int, tuple[tuple[str, str], ...]]:
        return self.kind, self.level, tuple([word[:2] for word in self.words])


# A block's kind, its level, and its texts with how each is marked up.
Source = tuple[str, int, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class _Reader:
    """Collects texts until a block ends.

    Attributes:
        known: Blocks by what they are made of: an older text has mostly those of a newer one.
    """

    known: dict[Source, Block | None] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=lambda: ["text"])
    marks: list[str] = field(default_factory=list)
    level: int = 0

    def add_text(self, text: str) -> None:
        self.texts.append((text, " ".join(sorted(set(self.marks)))))

    def end_block(self) -> None:
        if not self.texts:
            return
        kind = self.kinds[-1]
        source = kind, self.level if kind == "heading" else 0, tuple(self.texts)
        self.texts = []
        if source not in self.known:
            self.known[source] = _block(*source)
        if block := self.known[source]:
            self.blocks.append(block)


def _block(kind: str, level: int, texts: Sequence[tuple[str, str]]) -> Block | None:
    """Return texts as a block of words; None if there is nothing to read in it."""
    words: list[Word] = []
    for text, marks in texts:
        if marks == PICTURE:
            words.append(Word(text, marks))
        elif marks == CELL:
            words += [Word(text, marks, " ")] if words else []
        elif marks == TARGET:
            words += [Word(text, marks, words[-1].space)] if text and words else []
        elif kind == "code":
            words += [Word(each, marks) for each in _code(text)]
        else:
            if text[:1].isspace():
                _add_space(words)
            words += words_of(text, marks)
    if kind == "code":
        while words and not words[-1].text.strip():
            words.pop()
    return Block(kind, tuple(words), level) if any(word.is_seen for word in words) else None


def _add_space(words: list[Word]) -> None:
    """Have white space follow the last word."""
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        if word.space:  # And so have those before it.
            break
        words[at] = Word(word.text, word.marks, " ")
        if word.is_seen:  # Else it may be left out.
            break


def read_blocks(html: str, known: dict[Source, Block | None] | None = None) -> list[Block]:
    """Return the blocks of sanitised HTML in the order in which they are read.

    Args:
        known: Those of a text that has much in common with it; what is new is added.
    """
    reader = _Reader({} if known is None else known)
    stack: list[tuple[LexborNode, bool]] = [(Fragment(html).root, True)]
    while stack:  # Not recursive: HTML may be nested deeply.
        node, is_entered = stack.pop()
        if node.is_text_node:
            reader.add_text(node.text_content or "")
        elif not node.is_element_node or _is_unread(node):
            continue
        elif is_entered:
            _enter(node, reader)
            stack.append((node, False))
            stack += [(child, True) for child in reversed(list(children(node)))]
        else:
            _leave(node, reader)
    reader.end_block()
    return reader.blocks


def _is_unread(node: LexborNode) -> bool:
    classes = (node.attributes.get("class") or "").split()
    return node.tag in _SKIPPED or not _UNREAD.isdisjoint(classes)


def _enter(node: LexborNode, reader: _Reader) -> None:
    tag = str(node.tag)
    if tag == "img":
        reader.texts.append((node.attributes.get("alt") or "…", PICTURE))
        reader.texts.append((node.attributes.get("src") or "", TARGET))
    elif tag == "br":
        reader.add_text("\n")
    elif tag in _CELLS and reader.kinds[-1] == "row":
        reader.texts.append(("|", CELL))
    elif tag not in _INLINE:
        reader.end_block()
        reader.kinds.append(_KINDS.get(tag, reader.kinds[-1]))
        if tag in _HEADINGS:
            reader.level = int(tag[1])
    if tag in _MARKS:
        reader.marks.append(_MARKS[tag])


def _leave(node: LexborNode, reader: _Reader) -> None:
    tag = str(node.tag)
    if tag in _MARKS:
        reader.marks.pop()
    if tag == "a":
        reader.texts.append((node.attributes.get("href") or "", TARGET))
    elif tag in _CELLS and reader.kinds[-1] == "row":
        reader.add_text(" ")
    elif tag not in _INLINE:
        reader.end_block()
        reader.kinds.pop()


def plain_blocks(text: str) -> list[Block]:
    """Return the paragraphs of a text as they were typed, for one that can't be converted."""
    return [block for part in re.split(r"\n[ \t]*\n", text) for block in text_block(part)]


def text_block(text: str, kind: str = "text", level: int = 0) -> list[Block]:
    """Return a plain text as one block; none if nothing is in it."""
    reader = _Reader(kinds=[kind], level=level)
    reader.add_text(text)
    reader.end_block()
    return reader.blocks


def words_of(text: str, marks: str = "") -> Iterator[Word]:
    """Yield the words and signs of a text."""
    for chunk, blank in _CHUNKS.findall(text):
        space = " " if blank else ""
        if chunk.isascii() and chunk.isalnum():  # Most are, and looking further takes long.
            yield Word(chunk, marks, space)
            continue
        *others, last = (each for part in _PARTS.findall(chunk) for each in _peeled(part))
        yield from (Word(each, marks) for each in others)
        yield Word(last, marks, space)


def _peeled(part: str) -> Iterator[str]:
    """Yield a word apart from the signs around it."""
    start, end = 0, len(part)
    while start < end and _is_sign(part[start]):
        start += 1
    while end > start and _is_sign(part[end - 1]):
        end -= 1
    yield from part[:start]
    if end > start:
        yield part[start:end]
    yield from part[end:]


def _is_sign(char: str) -> bool:
    return not char.isalnum() and unicodedata.category(char)[0] in "PS"


def _code(text: str) -> list[str]:
    """Return the words, signs and white space of code, in which all of them count."""
    return re.findall(r"\n|[^\S\n]+|\w+|[^\w\s]", text)
