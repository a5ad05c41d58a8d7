"""Command `editions`: what readers are shown of posts' editions, and what is withheld."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from mkdocs_byline.cli.fixing import replace_file
from mkdocs_byline.cli.inspection import Inspection, inspect
from mkdocs_byline.cli.project import CONFIG, find_projects
from mkdocs_byline.clock import read_clock
from mkdocs_byline.content.withheld import with_lines
from mkdocs_byline.git.load import read_blobs
from mkdocs_byline.model import Edition, Post
from mkdocs_byline.problems import plural, printable

_MIN_ID = 7  # Of a commit's id that is given in part.


@click.command()
@CONFIG
@click.option(
    "--withhold",
    "given",
    metavar="EDITION",
    multiple=True,
    help="Show nothing of an edition: its number, if one post is given, or its commit.",
)
@click.option(
    "--containing",
    "text",
    metavar="TEXT",
    help="Show nothing of editions that have this in their text or message; - reads it from "
    "standard input.",
)
@click.argument("paths", metavar="[POST]...", nargs=-1, type=click.Path(path_type=Path))
def editions(
    config: Path, given: tuple[str, ...], text: str | None, paths: tuple[Path, ...]
) -> None:
    """List the editions of posts that readers are shown, and withhold some of them.

    What is withheld is written into a file that belongs into git, by the ids of the texts, which
    stay when a history is rewritten.

    Exits with 0, or 2 if the call is wrong.
    """
    if text == "-":
        text = sys.stdin.readline().rstrip("\n")
    if text is not None and not text.strip():
        raise click.UsageError("--containing needs a text.")
    now, wanted = read_clock(os.environ), {path.resolve() for path in paths}
    chosen: list[tuple[Inspection, Post, Edition]] = []
    for project in find_projects(config):
        if not project.settings.editions:
            raise click.UsageError("Readers see no editions: 'editions: true' is not set.")
        seen = inspect(project, now, history=True)
        if problems := seen.blog.records.withheld.problems:
            raise click.ClickException(printable("\n".join(map(str, problems))))
        posts = [post for post in seen.blog.library.posts if post.editions]
        if wanted:
            posts = [post for post in posts if (project.docs / post.path).resolve() in wanted]
        if given:
            chosen += ((seen, *each) for each in _named(posts, given, is_one=len(wanted) == 1))
        elif text is not None:
            chosen += ((seen, *each) for each in _containing(seen, posts, text))
        else:
            _list(seen, posts)
    if given or text is not None:
        if not chosen:
            raise click.UsageError("There is no such edition; 'byline editions' lists them.")
        _withhold(chosen)


def _list(seen: Inspection, posts: Sequence[Post]) -> None:
    for post in posts:
        click.echo(seen.project.shown(post.path))
        for edition in post.editions:
            said = edition.subjects[0] if edition.subjects else "first published"
            said = "withheld" if edition.withheld else said
            line = f"{edition.number:>4}  {edition.date.date()}  {edition.commit[:12]:12}  {said}"
            click.echo(printable(line))


def _named(
    posts: Sequence[Post], given: Sequence[str], *, is_one: bool
) -> Iterator[tuple[Post, Edition]]:
    """Yield the editions that were given by number or commit.

    Raises:
        click.UsageError: if one is not there.
    """
    for name in given:
        found = [
            (post, edition)
            for post in posts
            for edition in post.editions
            if not edition.withheld
            and (
                (is_one and name == str(edition.number))
                or (len(name) >= _MIN_ID and edition.commit.startswith(name.lower()))
            )
        ]
        if not found:
            raise click.UsageError(f"'{name}' is no edition that is shown.")
        yield from found


def _containing(
    seen: Inspection, posts: Sequence[Post], text: str
) -> Iterator[tuple[Post, Edition]]:
    wanted = {post.path: {each.blob for each in post.editions if each.blob} for post in posts}
    settings = seen.project.settings
    contents = read_blobs(seen.project.docs, settings.posts_folder, wanted)
    for post in posts:
        for edition in post.editions:
            content = contents.get(edition.blob, b"").decode("utf-8", "replace")
            corrected = (each.text for each in post.corrections if each.date == edition.date)
            if text in content or any(text in each for each in (*edition.subjects, *corrected)):
                yield post, edition


def _withhold(chosen: Sequence[tuple[Inspection, Post, Edition]]) -> None:
    by_file: dict[Path, dict[str, str]] = {}
    for seen, post, edition in chosen:
        file = seen.project.docs / seen.project.settings.withheld_path
        said = f"{post.path}, edition {edition.number}, {edition.date.date()}"
        by_file.setdefault(file, {})[edition.blob] = said
        click.echo(
            printable(f"withheld  {seen.project.shown(post.path)}, edition {edition.number}")
        )
        if edition is post.editions[-1]:
            click.echo("          It is what the post says now: that is not withheld.")
    for file, new in by_file.items():
        before = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
        replace_file(file, with_lines(before, new).encode())
        click.echo(f"{file.name}: {plural(len(new), 'edition')} written. Commit the file.")
