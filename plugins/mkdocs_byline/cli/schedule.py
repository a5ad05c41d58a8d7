"""Command `schedule`: what was published or expired by its date since a moment."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import click

from mkdocs_byline.blog import schedule as timetable
from mkdocs_byline.cli import events
from mkdocs_byline.cli.inspection import inspect
from mkdocs_byline.cli.project import CONFIG, find_projects
from mkdocs_byline.cli.reporting import format_option, write_for_workflow
from mkdocs_byline.clock import read_clock
from mkdocs_byline.content.dates import parse_date


class Since(click.ParamType):  # type: ignore[type-arg]
    """A moment, or a file that holds one; None if there is no such file, or nothing in it."""

    name = "moment or file"

    def convert(self, value: Any, param: Any, ctx: Any) -> dt.datetime | None:
        if isinstance(value, dt.datetime):
            return value
        try:
            return parse_date(str(value), dt.UTC)
        except ValueError:
            pass
        try:
            return parse_date(Path(value).read_text(encoding="utf-8").strip(), dt.UTC)
        except (OSError, ValueError):
            return None


@click.command()
@CONFIG
@click.option(
    "--due-since",
    "since",
    type=Since(),
    required=True,
    metavar="LAST",
    help="When the site was last built: a moment, or a file that holds one.",
)
@format_option("posts", "text", "json", "github")
def schedule(config: Path, since: dt.datetime | None, style: str) -> None:
    """Say whether the site has to be built again because a date has passed.

    Prints the posts that were published or expired by their date alone since LAST. If LAST is a
    file that does not exist, all that ever were.

    Exits with 0 if there are such posts, 1 if there are none, 2 if the call is wrong. With
    --format github, writes `due=true` or `due=false` to GITHUB_OUTPUT and exits with 0.
    """
    now = read_clock(os.environ)
    found = []
    for project in find_projects(config):
        shelf = inspect(project, now, history=True).blog.library
        posts = [*shelf.posts, *shelf.withheld]
        future = project.settings.draft_if_future_date
        found += [
            (project, each) for each in timetable.due(posts, since, now, future_dates=future)
        ]
    if style == "json":
        click.echo(events.as_json(found))
    for line in events.as_lines(found) if style != "json" else ():
        click.echo(line)
    if style == "github":
        write_for_workflow(f"due={'true' if found else 'false'}", "GITHUB_OUTPUT")
    elif not found:
        raise SystemExit(1)
