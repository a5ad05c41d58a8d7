"""Markdown of finished HTML, for programs and people that read text."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Any

PACKAGE = "markdownify"
# Elements in each other. Each takes four calls in each other, of which Python makes 1,000 at most;
# people nest no more than some twenty.
MAX_DEPTH = 100
# What is read as a number where it is one by Unicode, or however many digits it has.
_NUMBERS = ("start", "colspan")
_NUMBER = re.compile(r"[0-9]{1,9}")


def is_available() -> bool:
    """Whether the package that writes Markdown is installed."""
    return find_spec(PACKAGE) is not None


def to_markdown(html: str) -> str:
    """Return HTML as feeds have it as Markdown; what is nested very deep, as plain text."""
    from bs4 import BeautifulSoup
    from markdownify import ATX, MarkdownConverter

    base: Any = MarkdownConverter  # Of whose methods no types are known.

    class Converter(base):  # type: ignore[misc]
        depth = 0

        def process_tag(self, node: Any, parent_tags: Any = None) -> str:
            if self.depth == MAX_DEPTH:
                return str(self.escape(node.get_text(" ", strip=True), parent_tags))
            self.depth += 1
            try:
                return str(super().process_tag(node, parent_tags))
            finally:
                self.depth -= 1

        def convert_math(self, node: Any, text: str, parent_tags: object) -> str:
            """Write a formula as its author did."""
            tex = node.get("data-tex")
            if not tex:
                return text
            return f"\n\n$$\n{tex}\n$$\n\n" if node.get("display") == "block" else f"${tex}$"

        def convert_video(self, node: Any, text: str, parent_tags: object) -> str:
            """Write a link: the one in it, for who can't play it, or one of its own."""
            source = node.find("source") or node
            address = node.get("src") or source.get("src") or ""
            return text.strip() if "](" in text or not address else f"<{address}>"

        convert_audio = convert_video

    soup = BeautifulSoup(html, "html.parser")
    for name in _NUMBERS:
        for element in soup.select(f"[{name}]"):
            if not _NUMBER.fullmatch(str(element[name])):
                del element[name]
    converter = Converter(heading_style=ATX, bullets="-", escape_misc=True)
    return str(converter.convert_soup(soup)).strip()
