"""Command `calendar`: drafts, scheduled, expiring and stale posts, by date."""

from __future__ import annotations

import os
from pathlib import Path

import click

from mkdocs_byline.blog import schedule
from mkdocs_byline.cli import events
from mkdocs_byline.cli.age import STALE_AFTER, Age
from mkdocs_byline.cli.inspection import inspect
from mkdocs_byline.cli.project import CONFIG, find_projects
from mkdocs_byline.cli.reporting import format_option
from mkdocs_byline.clock import read_clock


@click.command()
@CONFIG
@format_option("posts", "text", "json")
@click.option(
    "--stale-after",
    "age",
    type=Age(),
    default=STALE_AFTER,
    show_default=True,
    help="How long nobody has touched a stale post: 90d, 6w, 18m or 2y.",
)
def calendar(config: Path, style: str, age: Age.Value) -> None:
    """List drafts, scheduled, expiring and stale posts by date."""
    now = read_clock(os.environ)
    found = []
    for project in find_projects(config):
        shelf = inspect(project, now, history=True).blog.library
        posts = [*shelf.posts, *shelf.withheld]
        found += [(project, each) for each in schedule.calendar(posts, now, age.before(now))]
    if style == "json":
        click.echo(events.as_json(found))
        return
    for line in events.as_lines(found):
        click.echo(line)
