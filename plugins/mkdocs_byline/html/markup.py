"""Parsing of HTML by anyone into its parts, whatever stands in it."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser


def quoted(value: str) -> str:
    """Escape an attribute's value as the standard does."""
    return escape(value, quote=False).replace('"', "&quot;").replace("\xa0", "&nbsp;")


class MarkupReader(HTMLParser):
    """Python's parser, but for what makes it raise."""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Read `<![…` as a comment, as browsers do; Python's own reading may raise."""
        return self.parse_bogus_comment(i, report)
