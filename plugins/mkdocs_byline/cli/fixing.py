"""A blog's posts in, what there is to mend in them shown, and on demand mended."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from mkdocs_byline.blog.disk_project import DiskProject
from mkdocs_byline.fix.post import mend
from mkdocs_byline.problems import printable

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def mend_posts(project: DiskProject, paths: Iterable[str], *, write: bool) -> list[str]:
    """Mend posts, or only find out what would be mended; return what to show of it.

    Args:
        paths: In the docs folder.
    """
    shown = []
    for path in paths:
        file = project.docs / path
        content = file.read_bytes()
        mended = mend(content, project.shown(path), project.settings)
        if mended.content != content:
            shown += [printable(f"{project.shown(path)}: {note}.") for note in mended.notes]
            shown += [_coloured(line) for line in mended.diff.splitlines()]
            if write:
                replace_file(file, mended.content)
                project.parsed.pop(path, None)
    return shown


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
            shutil.copymode(file, name)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}.") from None
