"""What review reads of a built site: a post's text and reading time, and the build's warnings."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from mkdocs_byline.html.markup import MarkupReader
from mkdocs_byline.html.readtime import reading_minutes
from mkdocs_byline.model import Post
from mkdocs_byline.problems import Problem

# As MkDocs logs what a strict build fails for.
_OBJECTION = re.compile(r"^(?:WARNING|ERROR|CRITICAL)\s+-\s+(.*)", re.MULTILINE)
_COLOUR = re.compile(r"\x1b\[[\d;]*m")

# As `byline/post.html` sets a post.
_TEXT = re.compile(
    r'<div class="byline-post"[^>]*>(.*)</div>\s*<footer class="byline-footer">', re.DOTALL
)


def read_page(site: Path, post: Post) -> str | None:
    """Return the HTML of a post's text; None if the site has no such page, or none like it."""
    file = site / post.dest
    if not file.is_file():
        return None
    match = _TEXT.search(file.read_text(encoding="utf-8", errors="replace"))
    return match[1] if match else None


def read_head(site: Path, post: Post) -> dict[str, str]:
    """Return what the head of a post's page says to machines, by name; nothing without a page."""
    file = site / post.dest
    if not file.is_file():
        return {}
    head = LexborHTMLParser(file.read_text(encoding="utf-8", errors="replace")).head
    return {
        name: each.attributes.get("content") or ""
        for each in (head.css("meta") if head else ())
        if (name := each.attributes.get("property") or each.attributes.get("name"))
    }


def minutes(html: str, post: Post, words_per_minute: int) -> int:
    return reading_minutes(html, words_per_minute) if post.readtime is None else post.readtime


def objections(log: Path, known: Collection[Problem]) -> list[str]:
    """Return a log's warnings and errors but those that are known; nothing if there is no log."""
    if not log.is_file():
        return []
    text = _COLOUR.sub("", log.read_text(encoding="utf-8", errors="replace"))
    expected = {str(each) for each in known}
    found = (match[1].strip() for match in _OBJECTION.finditer(text))
    return [each for each in dict.fromkeys(found) if each not in expected]


_IN_WORDS = frozenset(
    ("a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small")
    + ("span", "strong", "sub", "sup", "u")
)


class _Words(MarkupReader):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.skipping = 0

    def _part(self, tag: str) -> None:
        if tag not in _IN_WORDS:
            self.parts.append(" ")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)
        self.skipping += tag in ("script", "style", "svg")

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag in ("script", "style", "svg") and self.skipping:
            self.skipping -= 1

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.parts.append(data.replace("¶", " "))


def beginning(html: str, words: int) -> str:
    """Return the first words of a page as plain text."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    found = "".join(parser.parts).split()
    text = " ".join(found[:words])
    return f"{text} …" if len(found) > words else text
