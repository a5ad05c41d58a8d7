"""Command `preview`: the site as the preview shows it, in a folder to look at."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from mkdocs_byline.cli.project import CONFIG


@click.command()
@CONFIG
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def preview(config: Path, folder: Path) -> None:
    """Write the site into FOLDER to look at: its index.html opens with a double click.

    As in mkdocs serve, drafts and planned posts are shown, a post with errors says on its page
    what is wrong, and no warning keeps the rest away. This is no site to publish.
    """
    from mkdocs_byline.host.serve.preview_folder import (  # All others do without MkDocs.
        write_preview,
    )

    is_ours = (
        not folder.is_dir() or not any(folder.iterdir()) or (folder / "sitemap.xml").is_file()
    )
    if not is_ours:  # It is emptied first.
        raise click.UsageError(f"{folder} has other files in it. Name a folder that is empty.")
    logging.basicConfig(format="%(levelname)s - %(message)s", level=logging.WARNING)
    if error := write_preview(config, folder):
        raise click.ClickException(error)
    click.echo(f"Open {(folder / 'index.html').as_posix()} in a browser.")
