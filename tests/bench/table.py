"""Figures in, Markdown out: what was measured, and how it compares to Byline in the same run."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

from bench.measure import Figures

Row = tuple[str, bool, Figures]


def machine(posts: int, versions: Sequence[str]) -> str:
    """Return a line that says what was measured, where and with what."""
    today = dt.datetime.now(dt.UTC).date()
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return (
        f"{posts:,} posts, {today}; {where}, Python {platform.python_version()}; "
        f"{', '.join(versions)}.\n\n"
    )


def engines(rows: Sequence[Row]) -> str:
    """Return the table of engines; in brackets, how many times Byline's figure each one is."""
    lines = [
        "| | titles | cold build | one post changed | edit to page | first page served | memory "
        "| cost per post |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    ours = {True: Figures(), False: Figures()}
    ours |= {headings: found for name, headings, found in rows if name == "Byline"}
    full = ours[True]  # All but the cold build is measured once.
    for name, headings, found in rows:
        base, rest = (Figures(), Figures()) if name == "Byline" else (ours[headings], full)
        cells = (
            name,
            "headings" if headings else "front matter",
            _cell(found.cold, base.cold, "s"),
            _cell(found.warm, rest.warm, "s"),
            _cell(found.edit, rest.edit, "s"),
            _cell(found.first, rest.first, "s"),
            _cell(found.memory, base.memory, "MB"),
            "" if found.growth is None else f"{found.growth:.2f}×",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def notes(failures: Sequence[str]) -> str:
    """Return a list of what could not be measured."""
    lines = "".join(f"- {failure}\n" for failure in failures)
    return f"\nNot measured:\n\n{lines}" if lines else ""


def _cell(value: float | None, base: float | None, unit: str) -> str:
    if value is None:
        return ""
    number = f"{value:.0f}" if value >= 100 else f"{value:.2f}"
    return f"{number} {unit} ({value / base:.1f}×)" if base else f"{number} {unit}"


def write(page: Path, name: str, text: str) -> None:
    """Put a table between the page's marks of that name.

    Raises:
        ValueError: if the page has no such marks.
    """
    old = page.read_text(encoding="utf-8")
    start, end = f"<!-- bench {name} -->", f"<!-- end of bench {name} -->"
    pattern = re.compile(f"(?<={re.escape(start)}\n).*?(?={re.escape(end)})", re.DOTALL)
    new, found = pattern.subn(lambda _: f"\n{text}\n", old)
    if not found:
        raise ValueError(f"{page} has no '{start}' … '{end}' to write the table between")
    page.write_text(new, encoding="utf-8")
