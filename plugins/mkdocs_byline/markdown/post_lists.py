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
_HEADING = re.compile(r"<h([1-6])\b")


class _PostLists(BlockProcessor):
    def __init__(self, parser: BlockParser, *, has_mkdocstrings: bool) -> None:
        super().__init__(parser)
        self.has_mkdocstrings = has_mkdocstrings

    def test(self, parent: Element, block: str) -> bool:
        return "posts" in block and self._opening(block.split("\n")) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        at = 0
        while (start := self._opening(lines, at)) is not None:
            if before := "\n".join(lines[at:start]):
                self.parser.parseBlocks(parent, [before])
            end = closing(lines, start + 1)
            options = "\n".join(lines[start + 1 : end])
            SubElement(parent, "div", {LIST_ATTRIBUTE: quote(options, safe="")})
            at = end + 1
            if end == len(lines) and blocks:  # A blank line may stand before the mark that closes.
                following = blocks[0].split("\n", 1)
                if lines[start].strip()[:3] == "///" and closing(following, 0) == 0:
                    blocks[:1] = following[1:]
        rest = "\n".join(lines[at:])
        if rest.strip():
            blocks.insert(0, rest)

    def _opening(self, lines: list[str], first: int = 0) -> int | None:
        """Return the line where a list begins, from the first one to be looked at."""
        for number in range(first, len(lines)):
            line = lines[number]
            if "posts" not in line or len(line) - len(line.lstrip(" ")) > 3:
                continue
            if not line.lstrip().startswith(">") and opens_list(
                line, lines, number, has_mkdocstrings=self.has_mkdocstrings
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
    out: list[str] = []
    at, level = 0, 2
    for number, match in enumerate(_PLACE.finditer(html)):
        before = html[at : match.start()]
        if levels := _HEADING.findall(before):
            level = min(int(levels[-1]) + 1, 6)
        out += before, make(match[2], number, level)
        at = match.end()
    return "".join(out) + html[at:]
