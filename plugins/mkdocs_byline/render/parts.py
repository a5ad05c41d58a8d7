"""A post's finished HTML in; its body, heading, excerpt and reading time out, found or as kept."""

from __future__ import annotations

import json
from dataclasses import dataclass

from mkdocs_byline.render.cache import Cache
from mkdocs_byline.render.excerpt import Excerpt, Heading, excerpt, split_heading
from mkdocs_byline.render.readtime import reading_minutes


@dataclass(frozen=True, slots=True)
class Parts:
    """A post's HTML taken apart.

    Attributes:
        body: The HTML without its heading.
        misplaced: Whether there is an excerpt mark where it can't count.
        at: What the excerpt is kept under.
    """

    body: str
    heading: Heading | None
    excerpt: Excerpt
    misplaced: bool
    minutes: int
    at: str


def take_apart(
    html: str,
    url: str,
    cache: Cache,
    *,
    leading_only: bool,
    mark: str,
    words_per_minute: int,
    automatic: bool = True,
) -> Parts:
    """Take a post's HTML apart; see `split_heading`, `excerpt` and `reading_minutes`."""
    heading, body = split_heading(html, leading_only=leading_only)
    at = cache.key("excerpt", body, url, mark, str(words_per_minute), str(automatic))
    if kept := cache.get(at):
        text, more, misplaced, minutes = json.loads(kept)
        return Parts(body, heading, Excerpt(text, more), misplaced, minutes, at)
    cut, misplaced = excerpt(body, url, mark, automatic=automatic)
    minutes = reading_minutes(body, words_per_minute)
    cache.put(at, json.dumps([cut.html, cut.more, misplaced, minutes]).encode())
    return Parts(body, heading, cut, misplaced, minutes, at)
