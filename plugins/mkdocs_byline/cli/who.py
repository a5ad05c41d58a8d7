"""Command `who`: whose names and work a pull request has to do with."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import click

from mkdocs_byline.blog.records import described_files, project_authors
from mkdocs_byline.cli.comparison import BASE, compare
from mkdocs_byline.cli.project import CONFIG, find_projects
from mkdocs_byline.cli.reporting import format_option, reader
from mkdocs_byline.report import Report, folder_of
from mkdocs_byline.review.who import check

FORMATS = {"text": "text", "json": "records", "github": "github"}


@click.command()
@CONFIG
@BASE
@click.option("--actor", required=True, metavar="LOGIN", help="Who sends it, on GitHub.")
@format_option("notices", *FORMATS)
@click.option("--strict", is_flag=True, help="Fail if there is a notice.")
def who(config: Path, base: str, actor: str, style: str, strict: bool) -> None:
    """Say whose names a pull request signs with, and whose posts and entries it changes.

    Logins on GitHub are those that the authors file has on the base commit.

    Exits with 0, or with --strict 1 if there is a notice; 2 if the call is wrong.
    """
    found = []
    posts = 0
    for project in find_projects(config):
        seen = compare(project, base)
        default = project.settings.default_authors
        people, described = project_authors(project), described_files(project)
        both = zip(seen.described, described, strict=True)
        found += check(seen.posts, seen.base, people, actor.lstrip("@"), default, both)
        posts += len(seen.posts)
    root = config.resolve().parent
    report = Report(tuple(sorted(found)), posts, 0, reader(root), folder_of(root))
    form = importlib.import_module(f"mkdocs_byline.report.{FORMATS[style]}")
    click.echo(form.render(report), color=False if os.environ.get("NO_COLOR") else None)
    if found and strict:
        raise SystemExit(1)
