"""Reports of problems, for people and machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mkdocs_byline.problems import Problem, Severity, plural


@dataclass(frozen=True, slots=True)
class Report:
    """What one run found.

    Attributes:
        problems: Sorted by file and line.
        posts: How many posts were looked at.
        elsewhere: How many problems there are in files that nobody asked about.
        read: Returns the text of a file by its path in problems; None if it can't be read.
        folder: Where these paths start, below the top of the repository: empty, or with `/`.
    """

    problems: tuple[Problem, ...]
    posts: int
    elsewhere: int
    read: Callable[[str], str | None]
    folder: str = ""

    def count(self, severity: Severity) -> int:
        return sum(problem.severity is severity for problem in self.problems)

    @property
    def summary(self) -> str:
        """One sentence with the numbers."""
        counts = Counter(problem.severity for problem in self.problems)
        parts = [plural(counts[each], each) for each in Severity if counts[each]]
        text = " and ".join(parts) or "No problems"
        text += f" in {plural(self.posts, 'post')}"
        if self.elsewhere:
            text += f"; {self.elsewhere} more in other files"
        return f"{text}."


def folder_of(root: Path) -> str:
    """Return where the project lies in its repository, as the start of a path."""
    for top in (root, *root.parents):
        if (top / ".git").exists():
            inner = root.relative_to(top).as_posix()
            return "" if inner == "." else f"{inner}/"
    return ""
