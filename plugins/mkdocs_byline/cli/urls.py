"""Command `urls`: writes the ledger of posts' URLs, and reports URLs that vanished."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from mkdocs_byline.blog.redirects import accept as accepted
from mkdocs_byline.blog.redirects import record
from mkdocs_byline.cli.fixing import replace_file
from mkdocs_byline.cli.inspection import Inspection, inspect
from mkdocs_byline.cli.project import CONFIG, find_projects
from mkdocs_byline.clock import read_clock
from mkdocs_byline.content.ledger import Ledger, format_ledger
from mkdocs_byline.problems import plural

_CODES = ("BY411", "BY412", "BY413", "BY414")


@click.group(invoke_without_command=True)
@CONFIG
@click.option("--check", is_flag=True, help="Write nothing; fail if there is something to write.")
@click.pass_context
def urls(ctx: click.Context, config: Path, check: bool) -> None:
    """Write down every URL that a post has, so that none of them ever breaks.

    Exits with 0 if every URL leads somewhere, 1 if not.
    """
    ctx.obj = config
    if ctx.invoked_subcommand:
        return
    failed = False
    for seen in _blogs(config):
        found = record(seen.blog.library, seen.blog.records.ledger)
        lines = list(_changes(seen.blog.records.ledger, found, seen))
        problems = [each for each in seen.blog.problems if each.code in _CODES]
        for line in [*lines, *map(str, problems)]:
            click.echo(line)
        if not seen.blog.records.ledger.problems and not check:
            _write(seen, found)
        posts = plural(len(found.posts), "post")
        count = plural(sum(len(entry.urls) for entry in found.posts.values()), "URL")
        done = "to write" if check or seen.blog.records.ledger.problems else "written"
        click.echo(f"{seen.blog.records.ledger.shown}: {posts} and {count}; {len(lines)} {done}.")
        failed = failed or bool(problems) or (check and bool(lines))
    if failed:
        raise SystemExit(1)


@urls.command()
@click.option("--all", "everything", is_flag=True, help="All that have vanished.")
@click.argument("given", metavar="[URL]...", nargs=-1)
@click.pass_obj
def accept(config: Path, everything: bool, given: tuple[str, ...]) -> None:
    """Say of URLs that they are meant to lead nowhere any more."""
    if not given and not everything:
        raise click.UsageError("Give URLs, or --all.")
    wanted = {url.lstrip("/") for url in given}
    known: set[str] = set()
    for seen in _blogs(config):
        lost = _lost(seen)
        known |= lost
        chosen = lost if everything else lost & wanted
        for url in sorted(chosen):
            click.echo(f"gone  {url}")
        if chosen:
            _write(seen, accepted(record(seen.blog.library, seen.blog.records.ledger), chosen))
    if unknown := sorted(wanted - known):
        raise click.UsageError(f"'{unknown[0]}' has not vanished.")


def _blogs(config: Path) -> Iterator[Inspection]:
    now = read_clock(os.environ)
    for project in find_projects(config):
        yield inspect(project, now, history=True)


def _lost(seen: Inspection) -> set[str]:
    """Return the URLs on record that lead to no post of theirs."""
    lines = {line: each for each, line in seen.blog.records.ledger.lines.items()}
    return {
        url
        for problem in seen.blog.problems
        if problem.code in ("BY411", "BY412") and problem.path == seen.blog.records.ledger.shown
        for url in seen.blog.records.ledger.posts[lines[problem.line]].urls
        if f"'{url}'" in problem.message
    }


def _changes(before: Ledger, after: Ledger, seen: Inspection) -> Iterator[str]:
    for each, entry in sorted(after.posts.items(), key=lambda pair: pair[1].path):
        known = before.posts.get(each)
        url, path = entry.urls[-1], seen.project.shown(entry.path)
        if known is None:
            yield f"new    {url}  {path}"
        elif known != entry:
            yield f"moved  {url}  {path}"


def _write(seen: Inspection, ledger: Ledger) -> None:
    path = seen.project.docs / seen.project.settings.urls_path
    replace_file(path, format_ledger(ledger).encode())
