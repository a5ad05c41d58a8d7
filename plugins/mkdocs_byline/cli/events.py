"""Dated events as lines for a terminal or records of JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from mkdocs_byline.blog.disk_project import DiskProject
from mkdocs_byline.blog.schedule import Event
from mkdocs_byline.problems import printable

Found = Iterable[tuple[DiskProject, Event]]


def as_lines(found: Found) -> list[str]:
    """Return one line for each event; a time is shown where it is not midnight."""
    return [
        f"{_shown(event.moment):16}  {event.kind:9}  "
        f"{printable(project.shown(event.post.path))}  {printable(event.post.title)}"
        for project, event in found
    ]


def as_json(found: Found) -> str:
    records = [
        {
            "date": event.moment.isoformat(timespec="seconds") if event.moment else None,
            "kind": event.kind,
            "path": project.shown(event.post.path),
            "title": event.post.title,
            "url": event.post.url,
            "authors": [person.name for person in event.post.authors],
        }
        for project, event in found
    ]
    return json.dumps(records, indent=2, ensure_ascii=False)


def _shown(moment: dt.datetime | None) -> str:
    if moment is None:
        return "no date"
    day = moment.date().isoformat()
    return day if moment.time() == dt.time() else f"{day} {moment:%H:%M}"
