"""Option `--fix` of `check`: shows what can be mended in posts, and mends it on demand."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import click

from mkdocs_byline.blog.disk_project import DiskProject
from mkdocs_byline.blog.records import described_files
from mkdocs_byline.fix.authors import mend_authors
from mkdocs_byline.fix.post import diff_of, mend
from mkdocs_byline.problems import printable

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def mend_posts(project: DiskProject, paths: Iterable[str], *, write: bool) -> list[str]:
    """Mend posts, or only find out what would be mended; return what to show of it.

    Args:
        paths: In the docs folder.
    """
    shown, topics = [], described_files(project)[0]
    for path in paths:
        file = project.docs / path
        content = file.read_bytes()
        is_file = partial(_is_file, file.parent)
        mended = mend(content, project.shown(path), project.settings, is_file, topics)
        if mended.content != content:
            shown += [printable(f"{project.shown(path)}: {note}.") for note in mended.notes]
            shown += [_coloured(line) for line in mended.diff.splitlines()]
            if write:
                replace_file(file, mended.content)
                project.parsed.pop(path, None)
    return shown


def mend_people(project: DiskProject, *, write: bool) -> list[str]:
    """Mend the authors file, or only find out what would be mended; return what to show of it."""
    path = project.settings.authors_path
    file, shown = project.docs / path, project.shown(path)
    if path in project.refused or not project.settings.authors or not file.is_file():
        return []
    try:
        text = file.read_bytes().decode()
    except UnicodeDecodeError:
        return []
    mended = mend_authors(text)
    if mended != text and write:
        replace_file(file, mended.encode())
    return [_coloured(line) for line in diff_of(text, mended, shown).splitlines()]


def _is_file(folder: Path, path: str) -> bool:
    return (folder / unquote(path.partition("#")[0])).exists()


def _coloured(line: str) -> str:
    return click.style(printable(line.replace("\t", "    ")), fg=_COLOURS.get(line[:1]))


def replace_file(file: Path, content: bytes) -> None:
    """Write a file in one step, so that it is never there by half.

    Raises:
        click.ClickException: if that can't be done.
    """
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(content)
            if file.exists():
                shutil.copymode(file, name)
            else:
                Path(name).chmod(0o644)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}.") from None
