"""Blocks of Markdown: lines with code, comments and scripts blanked out.

What is left is what a writer wrote for readers, at the places where it stood. Blocks are told
apart as Python-Markdown and SuperFences do, without converting anything.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

_FENCE = re.compile(r"(?P<lead>[ \t>]*)(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")
# What has further blocks inside of it, four spaces in: list items, admonitions, tabs,
# definitions and footnotes.
_CONTAINER = re.compile(
    r"(?P<item>(?:[-*+]|\d+[.)])[ \t]+)|(?:!!!|\?\?\?\+?|===!?\+?|///)[ \t]|:[ \t]{1,3}\S|\[\^"
)
_COMMENT_END, _FORMULA_END = re.compile("-->"), re.compile(r"\$\$")
_MARKS = re.compile(r"`+|<!--|\$\$|<\w+")
_RAW = re.compile(r"<(script|style|pre|textarea|svg|math)\b", re.IGNORECASE)


def blank_code(lines: list[str]) -> list[str]:
    """Return the lines with spaces for whatever no reader reads as text.

    Fenced and indented code, comments, raw elements such as `<pre>`, and `$$` formulas.
    """
    state = _State()
    closing = _Closing(lines)
    blanked: list[str] = []
    while len(blanked) < len(lines):
        number = len(blanked)
        match = None if state.end else _FENCE.fullmatch(lines[number])
        if match and (last := closing.find(number, match)):
            blanked += [blank(line) for line in lines[number : last + 1]]
            state.blank_before = state.in_code = False
        else:
            blanked.append(state.take(lines[number]))
    return blanked


def suspicious_fences(lines: list[str]) -> Iterator[tuple[int, str, int | None]]:
    """Yield fences that open and never close, or open in code that another one should have closed.

    Each with its line, from 0, its mark, and the line of the other one.
    """
    state, closing, number = _State(), _Closing(lines), 0
    while number < len(lines):
        match = None if state.end else _FENCE.fullmatch(lines[number])
        last = closing.find(number, match) if match else 0
        if not match or not last:
            if match and not state.in_code and match["lead"].strip(">") in ("", " ", "  ", "   "):
                yield number, match["mark"], None
                return  # What follows is all in it, for whoever wrote it.
            state.take(lines[number])
            number += 1
            continue
        for inner in range(number + 1, last):
            other = _FENCE.fullmatch(lines[inner])
            if other and other["info"].strip() and other.group(1, 2) == match.group(1, 2):
                yield inner, match["mark"], number
                break
        state.blank_before = state.in_code = False
        number = last + 1


class _Closing:
    """Finds where fences close. One that never does is no fence."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.open_until: dict[tuple[str, str], int] = {}

    def find(self, number: int, opening: re.Match[str]) -> int:
        """Return the line that closes the fence; 0 if the text around it ends before."""
        lead, mark = opening["lead"], opening["mark"]
        if number < self.open_until.get((lead, mark), 0):
            return 0
        for last in range(number + 1, len(self.lines)):
            line = self.lines[last]
            inner = line.strip(" \t>")
            if inner and set(inner) == {mark[0]} and len(inner) >= len(mark):
                return last
            if line.strip() and not line.startswith(lead):
                break
        else:
            last = len(self.lines)
        self.open_until[lead, mark] = last
        return 0


class _State:
    def __init__(self) -> None:
        self.end: re.Pattern[str] | None = None
        self.open: list[int] = []  # Where the containers that are open have their content.
        self.blank_before = True
        self.in_code = False

    def take(self, line: str) -> str:
        if self.end:
            return self._raw(line)
        if not line.strip():
            self.blank_before = True
            return line
        if self._is_code(line.expandtabs(4)):
            return blank(line)
        self.blank_before = False
        return self._raw(line)

    def _is_code(self, line: str) -> bool:
        """Whether this line is indented code; keeps track of the containers it is in."""
        indent = len(line) - len(line.lstrip())
        if self.blank_before:
            while self.open and indent < self.open[-1] - 2:  # Two spaces will do in a list.
                self.open.pop()
        content = self.open[-1] if self.open else 0
        starts = self.blank_before or self.in_code
        self.in_code = starts and indent >= content + 4
        if self.in_code:
            return True
        if match := _CONTAINER.match(line.lstrip()):
            while self.open and indent < self.open[-1] - 2:
                self.open.pop()
            if match["item"] or self.blank_before or not self.open:
                self.open.append(indent + 4)
        return False

    def _raw(self, line: str) -> str:
        """Blank what lies between the marks of a comment, a formula or a raw element."""
        kept, position = "", 0
        while True:
            if self.end:
                match = self.end.search(line, position)
                if not match:
                    return kept + blank(line[position:])
                kept += blank(line[position : match.end()])
                position, self.end = match.end(), None
            found = _opening(line, position)
            if found is None:
                return kept + line[position:]
            start, after, self.end = found
            kept += line[position:start] + blank(line[start:after])
            position = after


def _opening(line: str, position: int) -> tuple[int, int, re.Pattern[str]] | None:
    """Return the first place where something opens that is no text, and what ends it."""
    while match := _MARKS.search(line, position):
        start, mark, position = match.start(), match[0], match.end()
        if mark.startswith("`"):
            # Code in a line: what stands in it opens nothing.
            closing = _run_of(len(mark)).search(line, position)
            position = closing.end() if closing else position
        elif mark == "<!--":
            return start, position, _COMMENT_END
        elif mark == "$$":
            if not line[:start].strip():  # Elsewhere it is money, most likely.
                return start, position, _FORMULA_END
        elif raw := _RAW.match(line, start):
            return start, start, re.compile(rf"</{raw[1]}\s*>", re.IGNORECASE)
    return None


@functools.cache
def _run_of(length: int) -> re.Pattern[str]:
    """Return what finds exactly so many back quotes."""
    return re.compile(rf"(?<!`)`{{{length}}}(?!`)")


def blank(text: str) -> str:
    """Return as many spaces as the text has characters."""
    return " " * len(text)
