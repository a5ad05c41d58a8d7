"""Reports for a terminal: each problem, its line, and a caret below the place."""

from __future__ import annotations

import click

from mkdocs_byline.problems import Problem, printable
from mkdocs_byline.report import Report

WIDTH = 88  # Cells of a source line that are shown.
TAB = 4

_COLOURS = {"error": "red", "warning": "yellow", "notice": "cyan"}


def render(report: Report) -> str:
    """Return the report with a terminal's colours; `click.echo` takes them out for a file."""
    lines = []
    texts: dict[str, list[str]] = {}
    for problem in report.problems:
        if problem.path not in texts:
            texts[problem.path] = (report.read(problem.path) or "").split("\n")
        lines.append(_headline(problem))
        lines += _excerpt(problem, texts[problem.path])
    return "\n".join([*lines, report.summary])


def _headline(problem: Problem) -> str:
    path, place = printable(problem.path), f":{problem.line}:{problem.column}: "
    code = click.style(problem.code, fg=_COLOURS[problem.severity], bold=True)
    return f"{click.style(path, bold=True)}{place}{code} {problem.text}"


def source_excerpt(problem: Problem, lines: list[str]) -> tuple[str, str] | None:
    """Return the line that a problem is on, and one with a caret below the place; None without."""
    if problem.line > len(lines) or not lines[problem.line - 1].strip():
        return None
    text, before = _window(lines[problem.line - 1], problem.column - 1)
    return text, " " * before + "^"


def _excerpt(problem: Problem, lines: list[str]) -> list[str]:
    """Return the line that the problem is on, and a caret; nothing if there is nothing to see."""
    excerpt = source_excerpt(problem, lines)
    if excerpt is None:
        return []
    number = str(problem.line)
    gutter = click.style(f"  {number} | ", fg="blue")
    empty = click.style(f"  {' ' * len(number)} | ", fg="blue")
    caret = click.style("^", fg=_COLOURS[problem.severity], bold=True)
    return [gutter + excerpt[0], empty + excerpt[1].replace("^", caret)]


def _window(line: str, column: int) -> tuple[str, int]:
    """Return the part of a line around a column, and how many cells of it lie before that."""
    start = max(column - 2 * WIDTH, 0)
    before = _shown(line[start:column])
    if start or _cells(before) > WIDTH * 2 // 3:
        while (surplus := _cells(before) - WIDTH // 2) > 0:
            before = before[_characters(surplus) :]
        before = f"…{before}"
    after = _shown(line[column : column + 2 * WIDTH], _cells(before)).rstrip()
    if _cells(before + after) > WIDTH:
        while (surplus := _cells(before + after) - WIDTH + 1) > 0:
            after = after[: -_characters(surplus)]
        after += "…"
    return before + after, _cells(before)


def _characters(cells: int) -> int:
    """Return how many characters take so many cells at most: problems may be thousands."""
    return max(cells // 2, 1)


def _shown(text: str, start: int = 0) -> str:
    """Return the text as it can be printed from the cell `start` on, without tabs."""
    shown = ""
    for number, part in enumerate(text.split("\t")):
        if number:
            shown += " " * (TAB - (start + _cells(shown)) % TAB)
        shown += printable(part)
    return shown


def _cells(text: str) -> int:
    """Return how many cells of a terminal the text takes."""
    from wcwidth import wcswidth  # Its tables take long to load, and most builds show no line.

    return max(wcswidth(text), 0)
