"""Command `topics`: categories and tags with their use, and which of them may be merged."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from mkdocs_byline.cli.inspection import Inspection, inspect
from mkdocs_byline.cli.project import CONFIG, find_projects
from mkdocs_byline.cli.reporting import format_option
from mkdocs_byline.clock import read_clock
from mkdocs_byline.content.topic_uses import TopicUse, topic_uses
from mkdocs_byline.content.topics import Topics
from mkdocs_byline.content.yaml_text import flow
from mkdocs_byline.problems import plural, printable

_WORDS = {"categories": "category", "tags": "tag"}


@click.command()
@CONFIG
@format_option("topics", "text", "json")
def topics(config: Path, style: str) -> None:
    """List the categories and tags of all posts that are out, the most used first.

    Each with its number of posts, the newest one's date, and other spellings of it. Then follow
    topics of the topics file that no post has, and proposals: what looks like a slip for a topic
    that is used more often, as lines for that file.
    """
    now = read_clock(os.environ)
    found = []
    for project in find_projects(config):
        seen = inspect(project, now, history=True)
        sources = [project.source(post.path) for post in seen.blog.library.posts]
        file = seen.blog.records.topics
        uses = topic_uses(sources, file)
        if style == "text":
            for line in (*_table(uses, seen), *_unused(uses, file), *_proposals(uses, file)):
                click.echo(printable(line))
        else:
            found += [_record(use, seen) for use in uses]
            unused = (TopicUse("", each, is_known=True) for each in _unused_names(uses, file))
            found += [_record(use, seen) for use in unused]
    if style == "json":
        click.echo(json.dumps({"topics": found}, indent=2, ensure_ascii=False))


def _newest(use: TopicUse, seen: Inspection) -> dt.date | None:
    """Return the day of the newest post that has a topic."""
    posts = (seen.blog.posts[source.path] for source, _ in use.places)
    return max((post.dates.created.date() for post in posts if post.dates.created), default=None)


def _table(uses: Iterable[TopicUse], seen: Inspection) -> Iterator[str]:
    has_file = bool(seen.blog.records.topics.topics)
    for use in uses:
        others = {each: number for each, number in use.spellings.items() if each != use.name}
        notes = [f"{each} {number}" for each, number in sorted(others.items())]
        notes += ["not in the topics file"] if has_file and not use.is_known else []
        row = f"{_WORDS[use.key]:8}  {use.number:5}  {_newest(use, seen) or ''!s:10}  {use.name}"
        yield f"{row}  ({', '.join(notes)})" if notes else row


def _unused_names(uses: Iterable[TopicUse], file: Topics) -> list[str]:
    """Return topics that no post has, nor a part of them."""
    used = {use.name for use in uses if use.is_known}
    used |= {parent for each in used for parent in file.topics[each].parents}
    return [each for each in file.topics if each not in used]


def _unused(uses: Iterable[TopicUse], file: Topics) -> Iterator[str]:
    for name in _unused_names(uses, file):
        yield f"{'unused':8}  {0:5}  {'':10}  {name}"


def _proposals(uses: Iterable[TopicUse], file: Topics) -> Iterator[str]:
    slips: dict[str, list[TopicUse]] = {}
    for use in uses:
        if use.meant:
            slips.setdefault(use.meant.name, []).append(use)
    if not slips:
        return
    yield ""
    yield f"These look alike. If they are meant to be one, write into {file.shown}:"
    yield ""
    yield "topics:"
    for name, others in slips.items():
        yield f"  {flow(name)}:"
        synonyms = dict.fromkeys(each.name for each in others)
        counts = ", ".join(f"{plural(use.number, 'post')} with {use.name}" for use in others)
        topic = file.topics.get(name)
        known = list(topic.synonyms) if topic else []
        yield f"    synonyms: {flow([*known, *synonyms])}  # {counts}"


def _record(use: TopicUse, seen: Inspection) -> Mapping[str, Any]:
    newest = _newest(use, seen)
    return {
        "kind": _WORDS.get(use.key),
        "name": use.name,
        "posts": use.number,
        "newest": newest.isoformat() if newest else None,
        "spellings": dict(sorted(use.spellings.items())),
        "known": use.is_known,
        "meant": use.meant.name if use.meant else None,
    }
