"""Command `stale`: posts that nobody has changed for a length of time."""

from __future__ import annotations

import os
from pathlib import Path

import click

from mkdocs_byline.blog.schedule import last_touched
from mkdocs_byline.cli.age import STALE_AFTER, Age
from mkdocs_byline.cli.inspection import inspect
from mkdocs_byline.cli.project import CONFIG, find_project
from mkdocs_byline.clock import read_clock


@click.command()
@CONFIG
@click.option(
    "--older-than",
    "age",
    type=Age(),
    default=STALE_AFTER,
    show_default=True,
    help="How long ago: 90d, 6w, 18m or 2y.",
)
def stale(config: Path, age: Age.Value) -> None:
    """List posts that nobody has written, changed or checked for a long time, oldest first."""
    project = find_project(config)
    now = read_clock(os.environ)
    limit = age.before(now)
    found = []
    for post in inspect(project, now, history=True).blog.library.listed:
        last = last_touched(post)
        if last and last < limit:
            found.append((last, project.shown(post.path), post.title))
    for last, path, title in sorted(found):
        click.echo(f"{last.date()}  {path}  {title}")
