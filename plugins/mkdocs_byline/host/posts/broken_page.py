"""The page of a post that can't be shown, which explains its problems in the preview."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs_byline.content.frontmatter import read_text
from mkdocs_byline.content.topics import Topics
from mkdocs_byline.fix.post import mend
from mkdocs_byline.problems import CODES, Problem, printable
from mkdocs_byline.report.manual import explanation
from mkdocs_byline.report.text import source_excerpt
from mkdocs_byline.settings import Settings


@dataclass(frozen=True, slots=True)
class Explained:
    """A problem with its line and a caret below the place, both empty if there is nothing to see.

    `meaning` is what its code stands for, `more` what the documentation says of it, as HTML.
    """

    problem: Problem
    meaning: str
    more: str
    line: str
    caret: str


def explain(problems: tuple[Problem, ...], shown: str, content: bytes) -> tuple[Explained, ...]:
    """Return the problems with their lines; `content` is that of the file `shown`."""
    lines = read_text(content).split("\n")
    found = []
    for problem in problems:
        excerpt = source_excerpt(problem, lines) if problem.path == shown else None
        meaning, more = CODES[problem.code][1], explanation(problem.code)
        found.append(Explained(problem, meaning, more, *(excerpt or ("", ""))))
    return tuple(found)


def correction(content: bytes, shown: str, settings: Settings, topics: Topics) -> str:
    """Return what `byline check --fix` would change, as a diff; empty if that is nothing."""
    mended = mend(content, shown, settings, topics=topics)
    return "\n".join(map(printable, mended.diff.splitlines()[2:]))


def read_file(path: str | None) -> bytes:
    """Return a file's content; empty if it can't be read, or there is none."""
    try:
        return Path(path).read_bytes() if path else b""
    except OSError:
        return b""
