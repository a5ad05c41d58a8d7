"""What commands print: in which format, what a report knows of its place, what a workflow gets."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mkdocs_byline.content.frontmatter import read_text


def format_option(what: str, *styles: str) -> Callable[[Any], Any]:
    """Return the option `--format`, whose value is one of these; the first is the default."""
    return click.option(
        "--format",
        "style",
        type=click.Choice(styles),
        default=styles[0],
        show_default=True,
        help=f"What the {what} are printed as.",
    )


def reader(root: Path) -> Callable[[str], str | None]:
    """Return what gives a file's text, with the lines that problems count."""

    def read(path: str) -> str | None:
        try:
            content = (root / path).read_bytes()
        except OSError:
            return None
        return read_text(content)

    return read


def write_for_workflow(text: str, name: str) -> None:
    """Add to the file that a workflow gives in a variable; outside of one, print the text."""
    if file := os.environ.get(name):
        with Path(file).open("a", encoding="utf-8") as output:
            output.write(text if text.endswith("\n") else f"{text}\n")
    else:
        click.echo(text, nl=not text.endswith("\n"))
