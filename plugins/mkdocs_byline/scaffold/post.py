"""The text of a new post."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mkdocs_byline.content.yaml_text import flow

BODY = """
The first paragraph says what the post is about. It stands in listings, too.

{mark}

## A heading

The rest follows.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A post to be written. `authors` are ids; `guests` are names without an entry.

    If it is `planned`, it is not published before its date.
    """

    title: str
    date: dt.date
    slug: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    draft: bool = False
    planned: bool = False
    series: str = ""


def post_text(draft: Draft, mark: str) -> str:
    """Return the post's text, its keys in the manual's order; `mark` ends the excerpt."""
    lines = [f"title: {flow(draft.title)}"]
    if draft.description:
        lines.append(f"description: {flow(draft.description)}")
    if draft.slug:
        lines.append(f"slug: {flow(draft.slug)}")
    day = draft.date.isoformat()
    lines += ["date:", f"  publish_at: {day}"] if draft.planned else [f"date: {day}"]
    people = [*draft.authors, *({"name": name} for name in draft.guests)]
    if people:
        lines.append(f"authors: {flow(people)}")
    for key, names in (("categories", draft.categories), ("tags", draft.tags)):
        if names:
            lines.append(f"{key}: {flow(list(names))}")
    if draft.series:
        lines.append(f"series: {flow(draft.series)}")
    if draft.draft:
        lines.append("draft: true")
    return "\n".join(["---", *lines, "---", BODY.format(mark=mark)])
