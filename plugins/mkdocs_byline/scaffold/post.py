"""A new post's title, people and topics in, its text out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import yaml

from mkdocs_byline.content.confusables import without_unseen

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


def flow(value: object) -> str:
    """Return a value as YAML in one line, quoted only where it has to be.

    What no reader would see, as it comes along when text is pasted, is left out.
    """
    written: str = yaml.safe_dump(
        [_seen(value)],
        default_flow_style=True,
        allow_unicode=True,
        width=float("inf"),
        sort_keys=False,
    )
    return written.strip().removeprefix("[").removesuffix("]")


def _seen(value: object) -> object:
    if isinstance(value, list):
        return [_seen(each) for each in value]
    if isinstance(value, dict):
        return {key: _seen(each) for key, each in value.items()}
    return without_unseen(value) if isinstance(value, str) else value
