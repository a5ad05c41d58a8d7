"""Command `init`: makes a blog of an empty folder, or of a site that is there."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

import click

from mkdocs_byline.cli.configuration import read_configuration
from mkdocs_byline.cli.new import is_terminal, write_new
from mkdocs_byline.cli.requirement import requirement
from mkdocs_byline.cli.takeover import make_own, tracked_or_refused
from mkdocs_byline.clock import read_clock
from mkdocs_byline.content.authors import no_reply_login
from mkdocs_byline.content.web_address import with_scheme
from mkdocs_byline.git.repository import configured_identity, origin
from mkdocs_byline.scaffold.authors import Entry, free_id
from mkdocs_byline.scaffold.deployment import HOSTS
from mkdocs_byline.scaffold.site import NewSite, lines_to_add, site_files


@click.command()
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), default=".", required=False
)
@click.option("--name", help="What the blog is called.  [default: the folder's name]")
@click.option("--url", help="Where it will be, as in https://example.org/blog/.")
@click.option("--author", help="Your name.  [default: what git says]")
@click.option("--login", default="", help="Your login on GitHub.")
@click.option(
    "--host", type=click.Choice(list(HOSTS)), help="Who publishes it.  [default: github]"
)
@click.option("--repository", help="Its repository's address.  [default: git's origin]")
@click.option(
    "--pull-request-comments",
    is_flag=True,
    help="On GitHub, have the summary of each pull request put into a comment on it.",
)
@click.option("--yes", is_flag=True, help="Ask nothing, and take the defaults.")
@click.option(
    "--from-here",
    is_flag=True,
    help="In a clone of Byline's repository: keep how its blog looks, and none of what it says.",
)
def init(
    folder: Path,
    name: str | None,
    url: str | None,
    author: str | None,
    login: str,
    host: str | None,
    repository: str | None,
    pull_request_comments: bool,
    yes: bool,
    from_here: bool,
) -> None:
    """Make a blog: a site that builds, with a first post, an author, and what publishes it.

    Never overwrites a file. Where there is a mkdocs.yml already, shows the lines to add to it.
    """
    asks = is_terminal() and not yes
    folder = folder.resolve() if from_here else folder
    files = tracked_or_refused(folder) if from_here else []
    default = folder.resolve().name.replace("-", " ").replace("_", " ").capitalize() or "Blog"
    name = name or (click.prompt("What is the blog called?", default=default) if asks else default)
    if url is None:
        url = _ask("Where will it be? An address; empty if you don't know yet", asks=asks)
    author, login, host = _people(folder, author, login, host, asks=asks)
    if repository is None:
        repository = origin(folder) if folder.is_dir() else ""
        repository = repository if repository.startswith("http") else ""
        if from_here and asks:
            repository = click.prompt("Its repository's address", default=repository)
    needed = requirement(pinned=from_here)
    site = NewSite(
        " ".join(str(name).split()),
        f"{address.rstrip('/')}/" if (address := _address(url)) else "",
        Entry(free_id(author, ()), author, github=login),
        host,
        read_clock(os.environ).date(),
        needed,
        _address(repository).removesuffix(".git"),
        pull_request_comments,
    )
    if from_here:
        make_own(folder, files, site, asks=asks, yes=yes)
    else:
        _write(folder, site_files(site))
    if (folder / "requirements.txt").is_file():
        _look_at_requirements(folder / "requirements.txt", needed)


def _people(
    folder: Path, author: str | None, login: str, host: str | None, *, asks: bool
) -> tuple[str, str, str]:
    """Return who writes, their login on GitHub, and who publishes."""
    identity = configured_identity(folder if folder.is_dir() else Path.cwd())
    author = author or (identity.name if identity else "")
    if asks:
        author = click.prompt("Your name, as readers see it", default=author or None)
    if not author:
        raise click.UsageError("git does not know your name. Give --author.")
    if host is None:
        choice = click.Choice(list(HOSTS))
        host = (
            click.prompt("Who publishes it?", type=choice, default="github") if asks else "github"
        )
    login = login.lstrip("@") or (no_reply_login(identity.email) if identity else "")
    if host == "github" and not login:
        login = _ask("Your login on GitHub, to be asked for reviews", asks=asks)
    return author, login, str(host)


def _look_at_requirements(file: Path, needed: str) -> None:
    without_extras = re.sub(r"\[.*?\]", "", file.read_text(encoding="utf-8"))
    if needed not in without_extras:
        click.echo(f"\nYour requirements.txt lacks a line: {needed}")
    elif "file:" in needed:
        click.echo(
            f"\nrequirements.txt has '{needed}', which is on this computer only. For a host to "
            "build the site, write there where others get it from."
        )


def _ask(question: str, *, asks: bool) -> str:
    return str(click.prompt(question, default="", show_default=False)).strip() if asks else ""


def _address(url: str) -> str:
    url = with_scheme(url.strip()) or url.strip()
    if url and not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", url):
        raise click.UsageError(f"'{url}' is no address. Write it as in https://example.org/blog/.")
    return url


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write what is not there, and show what is to be added to what is."""
    config = next(
        (each for each in ("mkdocs.yml", "mkdocs.yaml") if (folder / each).exists()), None
    )
    if config:
        docs = str(read_configuration(folder / config).get("docs_dir") or "docs")
        del files["mkdocs.yml"]
        files.pop("docs/index.md")
        files = {
            re.sub("^docs(?=/)", lambda match: docs, path): text for path, text in files.items()
        }
    for path, text in files.items():
        if (folder / path).exists() or (folder / path).is_symlink():
            click.echo(f"kept   {path}")
        else:
            write_new(folder / path, text)
            click.echo(f"wrote  {path}")
    if config:
        _show_lines(folder / config, config)
    start = "" if folder == Path() else f"  cd {folder}\n"
    click.echo(f"\nNow:\n\n{start}  pip install -r requirements.txt\n  mkdocs serve")


def _show_lines(file: Path, name: str) -> None:
    text = file.read_text(encoding="utf-8")
    proposal = lines_to_add(text)
    if proposal is None:
        click.echo(f"kept   {name}, which has Byline already")
        return
    before, after = (each.splitlines(keepends=True) for each in (text, proposal))
    click.echo(f"kept   {name}; add this to it:\n")
    click.echo("".join(difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")).rstrip())
