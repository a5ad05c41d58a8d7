"""Escaping of any text for GitHub Markdown.

Code is the one thing in which neither Markdown and HTML nor GitHub's own `@name`, `#1` and bare
URLs mean anything. https://github.github.com/gfm/#code-spans
"""

from __future__ import annotations

import re

from mkdocs_byline.problems import printable

MAX_CODE = 500
MAX_BLOCK = 4000


def code(text: str) -> str:
    """Return one line of text as a code span."""
    line = printable(" ".join(text.split()))
    if not line:
        return "–"
    line = f"{line[:MAX_CODE]}…" if len(line) > MAX_CODE else line
    fence = _fence(line, 1)
    # One space on either side is taken away again, where a back quote needs the distance.
    gap = " " if "`" in (line[0], line[-1]) else ""
    return f"{fence}{gap}{line}{gap}{fence}"


def block(text: str) -> str:
    """Return text as a block of code."""
    lines = "\n".join(printable(line) for line in text.strip().splitlines())[:MAX_BLOCK]
    fence = _fence(lines, 3)
    return f"{fence}text\n{lines}\n{fence}"


def _fence(text: str, least: int) -> str:
    """Return more back quotes than stand anywhere in the text."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)
