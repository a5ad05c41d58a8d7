"""Extension of Python-Markdown: an element for each list of posts, which is filled in later.

A list is made when its page is, since it is made of other posts than the text it stands in. The
element carries the list's options in an encoding that whatever rewrites HTML leaves as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

from mkdocs_byline.content.list_blocks import closing, opens_list
from mkdocs_byline.html.allowlist import LIST_ATTRIBUTE

NAME = __name__
# Before indented code and mkdocstrings, as pymdownx.blocks.
_PRIORITY = 89
_PLACE = re.compile(
    rf"""<div\b[^<>]*\s{LIST_ATTRIBUTE}=(["']?)([\w.~%-]*)\1(?=[\s>])[^<>]*>\s*</div>"""
)


class _PostLists(BlockProcessor):
    def __init__(self, parser: BlockParser, *, has_mkdocstrings: bool) -> None:
        super().__init__(parser)
        self.has_mkdocstrings = has_mkdocstrings

    def test(self, parent: Element, block: str) -> bool:
        return "posts" in block and self._opening(block.split("\n")) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        start = self._opening(lines)
        assert start is not None
        if before := "\n".join(lines[:start]):
            self.parser.parseBlocks(parent, [before])
        end = closing(lines, start + 1)
        options = "\n".join(lines[start + 1 : end])
        SubElement(parent, "div", {LIST_ATTRIBUTE: quote(options, safe="")})
        rest = lines[end + 1 :]
        if end == len(lines) and blocks:  # A blank line may stand before the mark that closes.
            following = blocks[0].split("\n")
            if lines[start].strip()[:3] == "///" and closing(following, 0) == 0:
                blocks.pop(0)
                rest = following[1:]
        if "\n".join(rest).strip():
            blocks.insert(0, "\n".join(rest))

    def _opening(self, lines: list[str]) -> int | None:
        for number, line in enumerate(lines):
            if "posts" not in line or len(line) - len(line.lstrip(" ")) > 3:
                continue
            options = lines[number + 1 : closing(lines, number + 1)]
            if not line.lstrip().startswith(">") and opens_list(
                line, options, has_mkdocstrings=self.has_mkdocstrings
            ):
                return number
        return None


class PostListsExtension(Extension):
    def __init__(self, **options: Any) -> None:
        self.config = {"mkdocstrings": [False, "Whether the site has mkdocstrings"]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # Python-Markdown's name.
        processor = _PostLists(md.parser, has_mkdocstrings=bool(self.getConfig("mkdocstrings")))
        md.parser.blockprocessors.register(processor, "byline_posts", _PRIORITY)


def makeExtension(**options: Any) -> PostListsExtension:  # Python-Markdown's name.
    return PostListsExtension(**options)


def lists_in(html: str) -> tuple[str, ...]:
    """Return the options of the lists that a page's HTML has places for, in order, encoded."""
    if LIST_ATTRIBUTE not in html:
        return ()
    return tuple(match[2] for match in _PLACE.finditer(html))


def options_of(encoded: str) -> str:
    """Return the options of a list as they were written."""
    return unquote(encoded)


def put_lists(html: str, make: Callable[[str, int, int], str]) -> str:
    """Put lists into their places.

    Args:
        make: Returns the HTML of a list, given its options, encoded, its number from 0, and the
            level of headings in it.
    """
    found = iter(range(len(html)))
    return _PLACE.sub(
        lambda match: make(match[2], next(found), _level(html[: match.start()])), html
    )


def _level(before: str) -> int:
    """Return the level of headings that are below the last one before a place."""
    levels = re.findall(r"<h([1-6])\b", before)
    return min(int(levels[-1]) + 1, 6) if levels else 2
