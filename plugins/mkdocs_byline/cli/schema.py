"""A format's name in, its JSON Schema out."""

from __future__ import annotations

import json

import click

from mkdocs_byline.read.schema import json_schema
from mkdocs_byline.render.metadata import provenance_schema


@click.command()
@click.argument(
    "what", type=click.Choice(["front-matter", "authors", "provenance"]), default="front-matter"
)
def schema(what: str) -> None:
    """Print the JSON Schema of front matter, of the authors file, or of provenance.json."""
    found = provenance_schema() if what == "provenance" else json_schema(what)
    click.echo(json.dumps(found, indent=2))
