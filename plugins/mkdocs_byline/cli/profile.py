"""Command `profile`: what a build of the site spends its time on, and what would help."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_byline.cli.project import CONFIG

if TYPE_CHECKING:
    from mkdocs_byline.host.profile import Profile

SLOWEST = 5
NOTABLE = 0.005  # Of the whole. What takes less is summed up.


@click.command()
@CONFIG
@click.option("--cold", is_flag=True, help="Build as if earlier builds had kept nothing.")
def profile(config: Path, cold: bool) -> None:
    """Build the site aside, and say where the time goes."""
    from mkdocs_byline.host import profile as host  # All other commands do without MkDocs.

    with tempfile.TemporaryDirectory(prefix="byline-") as folder:
        found = host.profile(config, Path(folder), cold=cold)
    if found.error:
        raise click.ClickException(found.error)
    click.echo("\n".join(report(found)))


def report(found: Profile) -> list[str]:
    """Return lines for a maintainer."""
    share = found.total or 1.0
    kinds = sorted(found.seconds.items(), key=lambda pair: -pair[1])
    shown = [pair for pair in kinds if pair[1] >= NOTABLE * share]
    rest = sum(seconds for _, seconds in kinds) - sum(seconds for _, seconds in shown)
    lines = [f"{found.total:.1f} s on one core: {found.counts()}", ""]
    for name, seconds in [*shown, ("all else", rest)]:
        lines.append(f"{seconds:8.2f} s  {seconds / share:4.0%}  {name}")
    if found.posts:
        lines += ["", "The posts that took longest to convert:"]
        for seconds, path in sorted(found.posts, reverse=True)[:SLOWEST]:
            lines.append(f"{seconds:8.3f} s  {path}")
    if found.remarks:
        lines += ["", *found.remarks]
    return lines
