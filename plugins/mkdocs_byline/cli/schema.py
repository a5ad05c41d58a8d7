"""Command `schema`: the JSON Schema of a format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import click

from mkdocs_byline.content.schema import json_schema
from mkdocs_byline.outputs.provenance import provenance_schema
from mkdocs_byline.report.records import problems_schema

SCHEMAS: Mapping[str, Callable[[], Mapping[str, Any]]] = {
    "front-matter": partial(json_schema, "front-matter"),
    "authors": partial(json_schema, "authors"),
    "topics": partial(json_schema, "topics"),
    "series": partial(json_schema, "series"),
    "problems": problems_schema,
    "provenance": provenance_schema,
}


@click.command()
@click.argument("what", type=click.Choice(list(SCHEMAS)), default="front-matter")
def schema(what: str) -> None:
    """Print a JSON Schema: of what people write, or of what Byline itself writes."""
    click.echo(json.dumps(SCHEMAS[what](), indent=2))
