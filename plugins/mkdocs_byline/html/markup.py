"""HTML that may have been written by anyone in, its parts out, whatever stands in it."""

from __future__ import annotations

from html.parser import HTMLParser


class MarkupReader(HTMLParser):
    """Python's parser, but for what makes it raise."""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Read `<![…` as a comment, as browsers do; Python's own reading may raise."""
        return self.parse_bogus_comment(i, report)
