"""Paths in; the problems of the posts there out, and an exit code."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click

from mkdocs_byline.cli.comparison import compare
from mkdocs_byline.cli.inspection import inspect
from mkdocs_byline.cli.project import CONFIG, Project, find_projects
from mkdocs_byline.cli.reporting import format_option, hand_on, reader
from mkdocs_byline.clock import read_clock
from mkdocs_byline.problems import Problem
from mkdocs_byline.report import Report, folder_of

FORMATS = {"text": "text", "json": "records", "github": "github", "sarif": "sarif"}

_Asked = list[Path] | None


@click.command()
@CONFIG
@format_option("problems", *FORMATS)
@click.option("--strict", is_flag=True, help="Fail for warnings, too.")
@click.option("--fix", is_flag=True, help="Mend what is safe to mend, and show it.")
@click.option("--diff", is_flag=True, help="Show what --fix would mend, and change nothing.")
@click.option("--base", metavar="REF", help="Report on the files that differ from this commit.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def check(
    config: Path,
    style: str,
    strict: bool,
    fix: bool,
    diff: bool,
    base: str | None,
    paths: tuple[Path, ...],
) -> None:
    """Report what is wrong with the posts, as a build would, without building.

    PATHS are files and folders to report on; the whole blog is read either way. Drafts and
    planned posts, which a build leaves out, are looked at where PATHS names them, or where they
    differ from the commit that --base names.

    Exits with 0 if the posts can be published, 1 if not, 2 if the call is wrong.
    """
    now = read_clock(os.environ)
    colour = False if os.environ.get("NO_COLOR") else None
    asked = [(project, _asked(project, paths, base)) for project in find_projects(config)]
    mended = _mend(asked, write=not diff) if fix or diff else []
    for line in mended:
        click.echo(line, color=colour, err=style != "text")
    found: list[Problem] = []
    posts = elsewhere = 0
    for project, wanted in asked:
        seen = inspect(project, now, withheld=wanted is not None)
        concerns = partial(_is_asked_for, project, wanted)
        everything = [*seen.problems, *seen.remarks(concerns)]
        problems = [each for each in everything if _concerns(each, project, wanted)]
        found += problems
        elsewhere += len(everything) - len(problems)
        posts += sum(_lies_in(project.docs / path, wanted) for path in seen.sources)
    root = config.resolve().parent
    report = Report(tuple(sorted(set(found))), posts, elsewhere, reader(root), folder_of(root))
    form = importlib.import_module(f"mkdocs_byline.report.{FORMATS[style]}")
    click.echo(form.render(report), color=colour)
    if style == "github" and (rest := form.summary(report)):
        hand_on(rest, "GITHUB_STEP_SUMMARY")
    if any(each.is_error or strict for each in report.problems) or (diff and mended):
        raise SystemExit(1)


def _asked(project: Project, paths: Iterable[Path], base: str | None) -> _Asked:
    """Return the files and folders that a call is about; None for all."""
    wanted = [path.resolve() for path in paths]
    if base:
        wanted += [(project.root / path).resolve() for path in compare(project, base).files]
    return wanted if wanted or base else None


def _mend(asked: Iterable[tuple[Project, _Asked]], *, write: bool) -> list[str]:
    from mkdocs_byline.cli.mending import mend_people, mend_posts  # Not needed for a mere check.

    shown = []
    for project, wanted in asked:
        paths = [path for path in project.posts if _lies_in(project.docs / path, wanted)]
        shown += mend_posts(project, paths, write=write)
        if _lies_in(project.docs / project.settings.authors_path, wanted):
            shown += mend_people(project, write=write)
    return shown


def _concerns(problem: Problem, project: Project, wanted: _Asked) -> bool:
    files = (problem.path, *problem.others)
    return any(_lies_in(project.root / path, wanted) for path in files)


def _is_asked_for(project: Project, wanted: _Asked, path: str) -> bool:
    return _lies_in(project.docs / path, wanted)


def _lies_in(path: Path, wanted: _Asked) -> bool:
    """Whether a file is one of those asked for, or in one of the folders."""
    return wanted is None or any(path.resolve().is_relative_to(place) for place in wanted)
