"""Parts of a post's HTML: its heading, body, excerpt and reading time."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass

from mkdocs_byline.cache.store import Cache
from mkdocs_byline.content.body import mark_pattern
from mkdocs_byline.html.excerpt import Excerpt, Heading, excerpt, split_heading
from mkdocs_byline.html.fragment import Fragment
from mkdocs_byline.html.readtime import reading_minutes


@dataclass(frozen=True, slots=True)
class Parts:
    """A post's HTML taken apart.

    Attributes:
        body: The HTML without its heading.
        misplaced: Whether the excerpt mark stands amid a list, a quotation or the like.
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
    converted: str = "",
) -> Parts:
    """Take a post's HTML apart; see `split_heading`, `excerpt` and `reading_minutes`.

    Args:
        converted: The same before other plugins changed it: where one has taken comments out, the
            excerpt is cut out of this.
    """
    pattern = mark_pattern(mark)
    is_unmarked = bool(pattern.search(converted)) and not pattern.search(html)
    options = [url, mark, str(words_per_minute), str(leading_only), str(automatic)]
    options += [converted] if is_unmarked else []
    at = cache.key("excerpt", html, *options)
    if kept := cache.get(at):
        left_out, body, found, cut, misplaced, minutes = json.loads(kept)
        heading = Heading(*found) if found else None
        body = html[left_out:] if body is None else body
        return Parts(body, heading, Excerpt(*cut), misplaced, minutes, at)
    heading, rest = split_heading(Fragment(html), leading_only=leading_only)
    marked = rest
    if is_unmarked:
        marked = split_heading(Fragment(converted), leading_only=leading_only)[1]
    cut, misplaced = excerpt(marked, url, mark, automatic=automatic)
    body, minutes = rest.html, reading_minutes(html, words_per_minute)
    row = [
        len(html) - len(body),
        None if html.endswith(body) else body,
        (heading.html, heading.id) if heading else None,
    ]
    cache.put(at, json.dumps([*row, astuple(cut), misplaced, minutes]).encode())
    return Parts(body, heading, cut, misplaced, minutes, at)
