"""The `byline` command: thin commands over the same functions that a build uses."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from mkdocs_byline import __version__
from mkdocs_byline.cli.age import Age
from mkdocs_byline.cli.project import find_project
from mkdocs_byline.read.schema import json_schema
from mkdocs_byline.render.metadata import provenance_schema

CONFIG = click.option(
    "--config-file",
    "-f",
    "config",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="MkDocs' configuration.",
)


@click.group()
@click.version_option(__version__, prog_name="byline")
def main() -> None:
    """Author and date metadata done right, for blogs built with MkDocs."""


@main.command()
@click.argument(
    "what", type=click.Choice(["front-matter", "authors", "provenance"]), default="front-matter"
)
def schema(what: str) -> None:
    """Print the JSON Schema of front matter, of the authors file, or of provenance.json."""
    found = provenance_schema() if what == "provenance" else json_schema(what)
    click.echo(json.dumps(found, indent=2))


@main.command()
@CONFIG
@click.option(
    "--older-than",
    "age",
    type=Age(),
    default="18m",
    show_default=True,
    help="How long ago: 90d, 6w, 18m or 2y.",
)
def stale(config: Path, age: Age.Value) -> None:
    """List posts that nobody has written, changed or checked for a long time, oldest first."""
    project = find_project(config)
    limit = age.before(dt.datetime.now(dt.UTC))
    found = []
    for post in project.library(dt.datetime.now(dt.UTC)).listed:
        dates = [post.dates.created, post.dates.updated, post.dates.reviewed]
        last = max((date for date in dates if date), default=None)
        if last and last < limit:
            found.append((last, project.shown(post.path), post.title))
    for last, path, title in sorted(found):
        click.echo(f"{last.date()}  {path}  {title}")
