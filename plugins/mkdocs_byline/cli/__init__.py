"""The `byline` command: thin commands over the same functions that a build uses."""

from __future__ import annotations

import json

import click

from mkdocs_byline import __version__
from mkdocs_byline.read.schema import json_schema


@click.group()
@click.version_option(__version__, prog_name="byline")
def main() -> None:
    """Author and date metadata done right, for blogs built with MkDocs."""


@main.command()
@click.argument("what", type=click.Choice(["front-matter", "authors"]), default="front-matter")
def schema(what: str) -> None:
    """Print the JSON Schema of a post's front matter, or of the authors file."""
    click.echo(json.dumps(json_schema(what), indent=2))
