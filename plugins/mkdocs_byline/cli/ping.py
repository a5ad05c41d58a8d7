"""Command `ping`: asks the WebSub hub to fetch feeds that may be new."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import click

from mkdocs_byline.cli.inspection import inspect
from mkdocs_byline.cli.project import CONFIG, find_projects
from mkdocs_byline.clock import read_clock
from mkdocs_byline.problems import plural

_SECONDS = 30


@click.command()
@CONFIG
def ping(config: Path) -> None:
    """Ask the hub of `feed_hub` to look at the feeds, when the site has been published.

    Without a hub it does nothing. Exits with 1 if the hub can't be reached or refuses.
    """
    now = read_clock(os.environ)
    for project in find_projects(config):
        hub = project.settings.feed_hub
        feeds = inspect(project, now).feeds.feeds if hub else ()
        topics = [feed.url for feed in feeds if not feed.archive]
        if not topics:
            click.echo("No hub is to be asked." if not hub else "There are no feeds.")
            continue
        try:
            _publish(hub, topics)
        except (OSError, ValueError) as error:
            click.echo(f"The hub {hub} can't be asked: {error}", err=True)
            raise SystemExit(1) from None
        click.echo(f"{hub} was asked to look at {plural(len(topics), 'feed')}.")


def _publish(hub: str, topics: list[str]) -> None:
    """Send what publishers send: https://www.w3.org/TR/websub/#publishing.

    Raises:
        OSError: if it can't be sent, or is refused.
        ValueError: if the hub's address can't be used.
    """
    fields = [("hub.mode", "publish")]
    fields += [(name, topic) for topic in topics for name in ("hub.topic", "hub.url")]
    # `Settings` takes web addresses only.
    request = urllib.request.Request(hub, urlencode(fields).encode(), method="POST")  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
            pass
    except urllib.error.HTTPError as error:  # An answer, too.
        error.close()
        raise
