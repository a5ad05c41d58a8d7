"""Reports as annotations on a pull request's lines.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import re
from itertools import accumulate

from mkdocs_byline.problems import Problem, Severity
from mkdocs_byline.report import Report

# GitHub shows so many of each severity for one step, and drops the rest.
# https://docs.github.com/en/rest/checks/runs has the limits of annotations.
PER_STEP = 10
MAX_SUMMARY = 1024 * 1024  # Bytes that a step may write.
MAX_LINE = 1000


def render(report: Report) -> str:
    """Return workflow commands for as many problems as GitHub shows, and one for the numbers."""
    return "\n".join([*commands(report), report.summary])


def commands(report: Report) -> list[str]:
    return [_command(problem, report.folder) for problem in _shown(report)]


def summary(report: Report) -> str:
    """Return Markdown for the step's summary: what is not annotated; empty if that is nothing."""
    shown = set(_shown(report))
    rest = [str(each)[:MAX_LINE] for each in report.problems if each not in shown]
    if not rest:
        return ""
    sizes = accumulate(len(line.encode()) + 1 for line in rest)
    kept = [line for line, size in zip(rest, sizes, strict=True) if size < MAX_SUMMARY - 4096]
    if len(kept) < len(rest):
        kept.append(f"and {len(rest) - len(kept)} more")
    text = "".join(f"{line}\n" for line in kept)
    # A fence that is longer than any in the text: whatever authors wrote stays text.
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 3)
    return f"### {report.summary}\n\nNot annotated above:\n\n{fence}text\n{text}{fence}\n"


def _shown(report: Report) -> list[Problem]:
    found: list[Problem] = []
    for severity in Severity:
        found += [each for each in report.problems if each.severity is severity][:PER_STEP]
    return found


def _command(problem: Problem, folder: str) -> str:
    properties = {
        "file": folder + problem.path,
        "line": str(problem.line),
        "col": str(problem.column),
        "title": problem.code,
    }
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{problem.severity} {shown}::{_data(problem.text)}"


def _data(text: str) -> str:
    """Escape a command's text, as GitHub's own toolkit does (actions/core, command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
