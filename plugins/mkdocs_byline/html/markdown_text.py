"""Finished HTML in, plain Markdown out, for programs and people that read text."""

from __future__ import annotations

from importlib.util import find_spec

PACKAGE = "markdownify"


def is_available() -> bool:
    """Whether the package that writes Markdown is installed."""
    return find_spec(PACKAGE) is not None


def to_markdown(html: str) -> str:
    """Return HTML as feeds have it as Markdown."""
    from markdownify import ATX, MarkdownConverter

    converter = MarkdownConverter(heading_style=ATX, bullets="-", escape_misc=True)
    return str(converter.convert(html)).strip()
