"""Command `check`: the problems of posts, and an exit code."""

from __future__ import annotations

import datetime as dt
import importlib
import os
from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path

import click

from mkdocs_byline.blog.disk_project import DiskProject
from mkdocs_byline.cli.comparison import Comparison, compare
from mkdocs_byline.cli.inspection import Inspection, inspect
from mkdocs_byline.cli.project import CONFIG, find_projects
from mkdocs_byline.cli.reporting import format_option, reader, write_for_workflow
from mkdocs_byline.clock import read_clock
from mkdocs_byline.problems import CHECKS, Problem
from mkdocs_byline.report import Report, folder_of

FORMATS = {"text": "text", "json": "records", "github": "github", "sarif": "sarif"}

_Asked = list[Path] | None
_Call = tuple[DiskProject, _Asked, Comparison | None]


@click.command()
@CONFIG
@format_option("problems", *FORMATS)
@click.option("--strict", is_flag=True, help="Fail for warnings, too.")
@click.option("--fix", is_flag=True, help="Mend what is safe to mend, and show it.")
@click.option("--diff", is_flag=True, help="Show what --fix would mend, and change nothing.")
@click.option("--report", "lists", is_flag=True, help="List what no link leads to, too.")
@click.option("--base", metavar="REF", help="Report on the files that differ from this commit.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def check(
    config: Path,
    style: str,
    strict: bool,
    fix: bool,
    diff: bool,
    lists: bool,
    base: str | None,
    paths: tuple[Path, ...],
) -> None:
    """Report what is wrong with the posts, as a build would, without building.

    PATHS are files and folders to report on; the whole blog is read either way. Drafts and
    expired posts, which a build leaves out, are looked at where PATHS names them, or where they
    differ from the commit that --base names. Of these posts the text is converted, too.

    With --report, the posts that nothing links to and the other pages that no post mentions are
    listed; that is no problem, and changes nothing in the exit code.

    Exits with 0 if the posts can be published, 1 if not, 2 if the call is wrong.
    """
    if lists and style != "text":
        raise click.UsageError("--report is text; leave out --format.")
    now = read_clock(os.environ)
    colour = False if os.environ.get("NO_COLOR") else None
    asked = []
    for project in find_projects(config):
        compared = compare(project, base) if base else None
        asked.append((project, _asked(project, paths, compared), compared))
    mended = _mend(asked, write=not diff) if fix or diff else []
    for line in mended:
        click.echo(line, color=colour, err=style != "text")
    found: list[Problem] = []
    posts = elsewhere = 0
    refused = False
    for project, wanted, compared in asked:
        seen = inspect(project, now, withheld=wanted is not None)
        concerns = partial(_is_asked_for, project, wanted)
        everything = [*seen.blog.problems, *seen.remarks(concerns)]
        if wanted is not None:  # Converting all would take as long as a build.
            everything += seen.late_problems(concerns)
        problems = {
            each
            for each in everything
            # No error is there before a pull request that must pass, wherever it stands.
            if _concerns(each, project, wanted) or (compared and each.is_error)
        }
        elsewhere += len(set(everything) - problems)
        left = _left_behind(seen, compared, problems)
        refused = refused or _refused(project, left, problems if compared else ())
        found += [*problems, *left]
        posts += sum(_lies_in(project.docs / path, wanted) for path in project.posts)
    root = config.resolve().parent
    report = Report(tuple(sorted(set(found))), posts, elsewhere, reader(root), folder_of(root))
    form = importlib.import_module(f"mkdocs_byline.report.{FORMATS[style]}")
    click.echo(form.render(report), color=colour)
    if lists:
        for project, _, _ in asked:
            _list_orphans(project, now)
    if style == "github" and (rest := form.summary(report)):
        write_for_workflow(rest, "GITHUB_STEP_SUMMARY")
    failed = refused or (diff and bool(mended))
    if failed or any(each.is_error or strict for each in report.problems):
        raise SystemExit(1)


def _list_orphans(project: DiskProject, now: dt.datetime) -> None:
    from mkdocs_byline.lint.orphans import find_orphans  # Which reads all of the documentation.

    for line in find_orphans(inspect(project, now).blog, project).lines():
        click.echo(line)


def _asked(project: DiskProject, paths: Iterable[Path], compared: Comparison | None) -> _Asked:
    """Return the files and folders that a call is about; None for all."""
    wanted = [path.resolve() for path in paths]
    if compared:
        wanted += [(project.root / path).resolve() for path in compared.files]
    return wanted if wanted or compared else None


def _left_behind(
    seen: Inspection, compared: Comparison | None, known: Collection[Problem]
) -> set[Problem]:
    """Return links to what a pull request deletes or moves, but for those known already."""
    if compared is None:
        return set()
    places = {(each.path, each.line, each.column) for each in known if each.code == "BY507"}
    left = seen.left_behind(compared.gone)
    return {each for each in left if (each.path, each.line, each.column) not in places}


def _refused(project: DiskProject, left: Iterable[Problem], others: Iterable[Problem]) -> bool:
    """Whether a strict build of a pull request would fail for what is no error here."""
    of_build = [each for each in others if each.code not in CHECKS.values()]
    return project.strict and any((*left, *of_build))


def _mend(asked: Iterable[_Call], *, write: bool) -> list[str]:
    from mkdocs_byline.cli.fixing import mend_people, mend_posts  # Not needed for a mere check.

    shown = []
    for project, wanted, _ in asked:
        paths = [path for path in project.posts if _lies_in(project.docs / path, wanted)]
        shown += mend_posts(project, paths, write=write)
        if _lies_in(project.docs / project.settings.authors_path, wanted):
            shown += mend_people(project, write=write)
    return shown


def _concerns(problem: Problem, project: DiskProject, wanted: _Asked) -> bool:
    files = (problem.path, *problem.others)
    return any(_lies_in(project.root / path, wanted) for path in files)


def _is_asked_for(project: DiskProject, wanted: _Asked, path: str) -> bool:
    return _lies_in(project.docs / path, wanted)


def _lies_in(path: Path, wanted: _Asked) -> bool:
    """Whether a file is one of those asked for, or in one of the folders."""
    return wanted is None or any(path.resolve().is_relative_to(place) for place in wanted)
