"""Command `comments`: which thread of comments is which post's, by its id and all its URLs."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import click

from mkdocs_byline.cli.inspection import inspect
from mkdocs_byline.cli.project import CONFIG, find_project
from mkdocs_byline.cli.reporting import format_option
from mkdocs_byline.clock import read_clock
from mkdocs_byline.outputs.comments import thread_map


@click.command()
@CONFIG
@format_option("threads", "text", "json")
def comments(config: Path, style: str) -> None:
    """List the threads of comments, for a site whose threads were known by their pages' paths.

    As text, each line has such a path, a tab, and the id that the post's thread has now; there is
    a line for every URL that a post ever had. JSON has the hash that giscus looks for as well.
    """
    project = find_project(config)
    blog = inspect(project, read_clock(os.environ), history=True).blog
    found = list(thread_map(blog, project.site_url))
    if style == "json":
        rows = [dataclasses.asdict(each) for each in found]
        click.echo(json.dumps({"version": 1, "threads": rows}, ensure_ascii=False, indent=2))
        return
    for each in found:
        for path in each.paths:
            click.echo(f"{path}\t{each.id}")
