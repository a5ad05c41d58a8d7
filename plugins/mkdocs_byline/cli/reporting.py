"""What a report needs to know of where it is made, and what it hands on to a workflow."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from mkdocs_byline.read.frontmatter import read_text


def reader(root: Path) -> Callable[[str], str | None]:
    """Return what gives a file's text, with the lines that problems count."""

    def read(path: str) -> str | None:
        try:
            content = (root / path).read_bytes()
        except OSError:
            return None
        return read_text(content)

    return read


def hand_on(text: str, name: str) -> None:
    """Add to the file that a workflow gives in a variable; outside of one, print the text."""
    if file := os.environ.get(name):
        with Path(file).open("a", encoding="utf-8") as output:
            output.write(text if text.endswith("\n") else f"{text}\n")
    else:
        click.echo(text, nl=not text.endswith("\n"))
