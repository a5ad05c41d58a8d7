"""Command `new`: a new post's file, after asking for what else it needs."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
import re
import shlex
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mkdocs_byline.blog import urls
from mkdocs_byline.blog.disk_project import DiskProject
from mkdocs_byline.cli.fixing import replace_file
from mkdocs_byline.cli.inspection import Inspection, inspect
from mkdocs_byline.cli.project import CONFIG, find_project
from mkdocs_byline.clock import read_clock
from mkdocs_byline.content.authors import Authors, no_reply_login
from mkdocs_byline.content.dates import parse_date
from mkdocs_byline.fix.dates import mended_date
from mkdocs_byline.git.log import Identity
from mkdocs_byline.git.repository import configured_identity
from mkdocs_byline.problems import did_you_mean
from mkdocs_byline.scaffold.authors import Entry, entry_for, entry_text, free_id, with_entry
from mkdocs_byline.scaffold.post import Draft, post_text


class _Day(click.ParamType):  # type: ignore[type-arg]
    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return parse_date(mended_date(str(value)) or str(value), dt.UTC).date()
        except ValueError as error:
            self.fail(f"'{value}' can't be read: {error}. Write it as in 2026-11-22.", param, ctx)


class _Names(click.ParamType):  # type: ignore[type-arg]
    """Names with commas between them, also as they stand in front matter: `[a, b]`, `#a`."""

    name = "names"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        composed = unicodedata.normalize("NFC", str(value))  # As the blog's own names are read.
        parts = re.split("[,;]", composed.strip().removeprefix("[").removesuffix("]"))
        names = (part.strip().strip("\"'“”").removeprefix("#").strip() for part in parts)
        return tuple(name for name in names if name)


def _joined(
    ctx: click.Context, param: click.Parameter, given: Sequence[tuple[str, ...]]
) -> tuple[str, ...] | None:
    """Join what an option gives that stands there more than once; None if it is not there."""
    return tuple(dict.fromkeys(name for names in given for name in names)) if given else None


def _names_option(name: str, help: str) -> Callable[[Any], Any]:
    return click.option(name, type=_Names(), multiple=True, callback=_joined, help=help)


@click.command()
@CONFIG
@click.argument("title", required=False)
@click.option(
    "--author",
    "authors",
    type=_Names(),
    multiple=True,
    callback=_joined,
    help="Ids or names, with commas between.",
)
@click.option("--description", help="One or two sentences.")
@_names_option("--categories", "Topics, with commas between.")
@_names_option("--tags", "Finer topics, with commas between.")
@click.option(
    "--date",
    type=_Day(),
    help="When it is to appear; later than today, it waits.  [default: today]",
)
@click.option("--slug", default="", help="Last part of the URL.  [default: from the title]")
@click.option("--series", default="", help="The series that it is a part of.")
@click.option("--folder", is_flag=True, help="Make a folder, for pictures beside the post.")
@click.option("--draft", is_flag=True, help="Leave it out of builds for now.")
@click.option("--add-author", is_flag=True, help="Add yourself to the authors file.")
def new(
    config: Path,
    title: str | None,
    authors: tuple[str, ...] | None,
    description: str | None,
    categories: tuple[str, ...] | None,
    tags: tuple[str, ...] | None,
    date: dt.date | None,
    slug: str,
    series: str,
    folder: bool,
    draft: bool,
    add_author: bool,
) -> None:
    """Begin a post: write its file, with front matter that is right.

    In a terminal, asks for what is not given; elsewhere, takes what git and the defaults say.
    Never overwrites a file.
    """
    project = find_project(config)
    asks = is_terminal()
    now = read_clock(os.environ)
    if title is None:
        if not asks:
            raise click.UsageError('Give a title: byline new "Title".')
        title = click.prompt("Title")
    title = " ".join(title.split())
    seen = inspect(project, now, withheld=True)
    known = seen.blog.records.authors
    if known.broken and known.problems:
        raise click.ClickException(f"{known.problems[0]}\nMend that first; it says who there is.")
    ids, guests, entry = _people(project, known, authors, asks=asks, add=add_author)
    if asks and description is None:
        description = click.prompt(
            "Description, a sentence or two", default="", show_default=False
        )
    categories = _topics(project, seen, categories, asks=asks)
    today = now.astimezone(project.settings.zone).date()
    post = Draft(
        title,
        date or today,
        "",
        (description or "").strip(),
        ids,
        guests,
        categories,
        tags or (),
        draft,
        planned=bool(date and date > today),
        series=_series(seen, series),
    )
    post, path, url = _place(seen, post, slug, folder=folder)
    if entry:
        _add_author(project, entry)
    write_new(project.docs / path, post_text(post, project.settings.post_excerpt_separator))
    file = shlex.quote(os.path.relpath(project.docs / path).replace(os.sep, "/"))
    given = "" if config == Path("mkdocs.yml") else f" -f {shlex.quote(str(config))}"
    when = f", from {post.date} on" if post.planned else ""
    click.echo(f"Wrote {project.shown(path)}; it will be at {url}{when}\n")
    click.echo(f"  mkdocs serve{given}")
    click.echo(f"  byline check{given} {file}")


def is_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def _ask(question: str) -> str:
    """Ask for what may be left out."""
    return str(click.prompt(question, default="", show_default=False)).strip()


def _people(
    project: DiskProject, known: Authors, given: Sequence[str] | None, *, asks: bool, add: bool
) -> tuple[tuple[str, ...], tuple[str, ...], Entry | None]:
    """Return the authors' ids, names of guests, and who is to be added to the authors file."""
    if not project.settings.authors:
        return (), (), None
    ids, guests = [], []
    for name in given or ():
        found = known.people.get(name) or known.by_name(name)
        if found:
            ids.append(found.id)
        elif " " in name:
            guests.append(name)
        else:
            hint = did_you_mean(name, known.people) or "Give a full name for a guest."
            raise click.UsageError(f"'{name}' is not in {known.shown}. {hint}")
    if given:
        return tuple(ids), tuple(guests), None
    identity = configured_identity(project.root)
    if identity is None and asks:
        identity = Identity(click.prompt("Your name"), "")
    if identity is None:
        if project.settings.default_authors:
            return (), (), None
        raise click.UsageError("git does not know your name. Give --author.")
    person = known.by_identity(identity.name, identity.email)
    if not person.id:
        person = known.by_name(identity.name) or person
    if person.id:
        if asks:
            click.echo(f"Author: {person.name} ({person.id})")
        return (person.id,), (), None
    if asks and not add:
        click.echo(f"{identity.name} is not in {known.shown}.")
        add = click.confirm("Add yourself, to get a profile page?", default=True)
    if not add:
        return (), (identity.name,), None
    id = free_id(identity.name, known.people)
    about = ""
    if asks:
        id = click.prompt("Your id, for front matter and the profile's URL", default=id)
        about = _ask("What readers should know of you")
    identity = Identity(identity.name, _shown_address(identity.email, known, asks=asks))
    if id in known.people:
        raise click.UsageError(f"'{id}' is taken.")
    return (id,), (), entry_for(identity, id, about)


def _shown_address(email: str, known: Authors, *, asks: bool) -> str:
    """Return the address that may stand in the authors file, which everybody can read."""
    if not email or no_reply_login(email):
        return email
    if asks:
        click.echo(f"Your commits are recognised by {email}, if it is in {known.shown}.")
        if click.confirm("Everybody can read that file. Write your address into it?"):
            return email
    click.echo(
        f"Your e-mail address was left out of {known.shown}. To have your commits recognised, "
        "write 'github:' and your login below your name."
    )
    return ""


def _topics(
    project: DiskProject, seen: Inspection, given: tuple[str, ...] | None, *, asks: bool
) -> tuple[str, ...]:
    settings, known = project.settings, seen.blog.records.topics
    used = {term.key for post in seen.blog.library.posts for term in post.categories}
    is_closed = "categories" in known.allowed_only
    names = settings.categories_allowed or tuple(sorted(known.topics if is_closed else used))
    if given is None:
        if not asks or not settings.categories:
            return ()
        hint = f" ({', '.join(names)})" if names else ""
        given = _Names().convert(_ask(f"Topics{hint}, with commas between"), None, None)
    allowed = known.ids(names)
    for name in given or ():
        if (settings.categories_allowed or is_closed) and known.id_of(name) not in allowed:
            hint = did_you_mean(name, names) or f"Allowed: {', '.join(names)}."
            raise click.UsageError(f"The category '{name}' is not allowed. {hint}")
    return tuple(known.ids(given or ()))


def _series(seen: Inspection, given: str) -> str:
    """Return a series as its file or other posts spell it; its next part needs no number."""
    name = " ".join(unicodedata.normalize("NFC", given).split())
    if described := seen.blog.records.series.by_name(name):
        return described.id
    shelf = seen.blog.library
    known = {each.series.name for each in (*shelf.posts, *shelf.withheld) if each.series}
    return next((each for each in sorted(known) if each.casefold() == name.casefold()), name)


def _place(seen: Inspection, post: Draft, slug: str, *, folder: bool) -> tuple[Draft, str, str]:
    """Return the post with a slug if it needs one, a path that is free, and the URL."""
    project, settings = seen.project, seen.project.settings
    natural = urls.post_slug(post.title, settings)
    first = urls.post_slug(slug, settings) if slug else natural
    if not first:
        raise click.UsageError("The title has no letters for a URL. Give --slug.")
    taken = {path.lower() for path in (*project.files, *project.refused)}
    for number in range(1, len(taken) + 2):
        stem = first if number == 1 else f"{first}-{number}"
        name = f"{stem}/index.md" if folder else f"{stem}.md"
        path = posixpath.join(settings.posts_folder, name)
        place = urls.post_path(
            slug=stem,
            stem="index" if folder else stem,
            created=dt.datetime.combine(post.date, dt.time(), settings.zone),
            categories=list(post.categories),
            settings=settings,
            build=seen.blog.build,
        )
        url, dest = urls.destination(place, directory_urls=project.directory_urls)
        is_free = dest not in seen.outputs and not (project.docs / path).exists()
        if is_free and path.lower() not in taken:
            return replace(post, slug="" if stem == natural else stem), path, url
    raise click.UsageError(f"Every name like '{first}' is taken. Give --slug.")


def _add_author(project: DiskProject, entry: Entry) -> None:
    """Put an entry behind the others of the authors file, which may not be there yet."""
    path = project.settings.authors_path
    file, shown = project.docs / path, project.shown(path)
    text = file.read_bytes().decode("utf-8", "replace") if file.is_file() else ""
    changed = with_entry(text, entry) if path not in project.refused else None
    if changed is None:
        message = f"{shown} can't be added to as it is written. Add this yourself:"
        raise click.ClickException(f"{message}\n\n{entry_text(entry)}")
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_file():
        replace_file(file, changed.encode())
    else:
        write_new(file, changed)
    click.echo(f"Added {entry.id} to {shown}.")


def write_new(file: Path, text: str) -> None:
    """Write a new file.

    Raises:
        click.ClickException: if it is there already, or can't be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}.") from None
