"""Mending of topics' names in front matter, by the topics file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_byline.content.topics import KINDS, Topics
from mkdocs_byline.content.yaml_nodes import Scalar, Sequence
from mkdocs_byline.content.yaml_text import flow
from mkdocs_byline.fix.rules import start_of, tree_of


def topic_names(front: str, topics: Topics) -> Iterator[str]:
    """Yield the text with one synonym or other spelling replaced, or a double removed."""
    tree = tree_of(front)
    for key in KINDS:
        node = tree.items.get(key) if tree else None
        items = node.items if isinstance(node, Sequence) else [node]
        seen = set()
        for scalar in items:
            if not isinstance(scalar, Scalar) or not (topic := topics.by_name(scalar.text)):
                continue
            if topic.id in seen:
                yield from _without(front, scalar)
            elif scalar.text.strip() != topic.id:
                yield from _with(front, scalar, topic.id)
            seen.add(topic.id)


def _span(front: str, scalar: Scalar) -> tuple[int, int] | None:
    """Return where a scalar begins and ends, its quotes included; None if it spans lines."""
    start = start_of(front, scalar)
    end = start + len(scalar.text) + 2 * scalar.quoted
    inner = front[start + scalar.quoted : end - scalar.quoted]
    return (start, end) if inner == scalar.text else None


def _with(front: str, scalar: Scalar, name: str) -> Iterator[str]:
    if span := _span(front, scalar):
        start, end = span
        quote = front[start] if scalar.quoted else ""
        plain = not quote or re.search(r"[\\'\"]", name)
        yield front[:start] + (flow(name) if plain else f"{quote}{name}{quote}") + front[end:]


def _without(front: str, scalar: Scalar) -> Iterator[str]:
    """Yield the text without an item: with its line, or else with a comma."""
    if span := _span(front, scalar):
        before, after = front[: span[0]], front[span[1] :]
        if (line := re.search(r"(?:^|\n)[ ]*-[ ]+$", before)) and re.match(r"[ \t]*\n", after):
            rest = after[after.index("\n") :]
            yield before[: line.start()] + (rest if line.start() else rest[1:])
        yield re.sub(r",\s*$", "", before) + after
        yield before + re.sub(r"^\s*,[ ]*", "", after)
