"""Markdown of finished HTML, for programs and people that read text."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

PACKAGE = "markdownify"


def is_available() -> bool:
    """Whether the package that writes Markdown is installed."""
    return find_spec(PACKAGE) is not None


def to_markdown(html: str) -> str:
    """Return HTML as feeds have it as Markdown."""
    from markdownify import ATX, MarkdownConverter

    class Converter(MarkdownConverter):
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

    converter = Converter(heading_style=ATX, bullets="-", escape_misc=True)
    return str(converter.convert(html)).strip()
