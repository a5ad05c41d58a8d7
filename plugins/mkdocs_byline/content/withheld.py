"""The list of withheld editions: ids of what readers must not be shown.

`docs/blog/.editions-withheld` has an id of a commit or a blob on each line, and after it what
`byline editions` says of it. It is for people to read, and for git to merge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs_byline.problems import Problem

MAX_BYTES = 1024 * 1024
_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_HEAD = "# Editions of posts that are not shown to readers. See 'byline editions --help'.\n"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is on the list. If something is wrong with it, no edition may be shown."""

    shown: str = ""
    ids: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def read_withheld(file: Path, shown: str) -> Withheld:
    """Read the list, if there is one."""
    return parse_withheld(file.read_bytes(), shown) if file.is_file() else Withheld(shown)


def parse_withheld(content: bytes, shown: str) -> Withheld:
    """Read a list. Never raises for what is in it; see `Withheld.problems`."""

    def problem(line: int, reason: str, hint: str) -> Problem:
        return Problem(shown, line, 1, "BY133", reason, hint)

    if len(content) > MAX_BYTES:
        reason = f"the list of withheld editions has more than {MAX_BYTES:,} bytes."
        return Withheld(shown, problems=(problem(1, reason, "Take it as it was from git."),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        reason = "the list of withheld editions is not UTF-8."
        return Withheld(shown, problems=(problem(1, reason, "Take it as it was from git."),))
    ids, problems = set(), []
    for number, line in enumerate(text.splitlines(), 1):
        given = line.partition("#")[0].strip()
        if _ID.fullmatch(given):
            ids.add(given)
        elif given:
            reason = f"'{given[:80]}' is no whole id of a commit or a blob."
            hint = "Write one a line, as 'byline editions' does, with a '#' before other words."
            problems.append(problem(number, reason, hint))
    return Withheld(shown, frozenset(ids), tuple(problems))


def with_lines(content: str, new: Mapping[str, str]) -> str:
    """Return the list's text with further ids and what to say of each."""
    start = content if content.strip() else _HEAD
    start += "" if start.endswith("\n") else "\n"
    return start + "".join(f"{each}  # {' '.join(said.split())}\n" for each, said in new.items())
