"""Feeds for readers to choose from: the Subscribe page, autodiscovery and OPML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_byline.outputs.feed import MEDIA_TYPES, Feed, Format


@dataclass(frozen=True, slots=True)
class Subscription:
    """One thing to follow, in each format.

    Attributes:
        kind, key: As of the feeds.
        name: What it is called on a page that says whose feeds these are.
        title: The same with the site's name.
        description: What it is for, in plain words.
        page: URL of its listing, absolute.
        feeds: URL, absolute, by format, the preferred one first.
    """

    kind: str
    key: str
    name: str
    title: str
    description: str
    page: str
    feeds: tuple[tuple[Format, str], ...]


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A `<link rel="alternate">` in a page's head."""

    type: str
    title: str
    href: str


def subscriptions(feeds: Iterable[Feed]) -> tuple[Subscription, ...]:
    """Return what readers can follow, the whole blog first."""
    found: dict[tuple[str, str], list[Feed]] = {}
    for feed in feeds:
        if feed.is_for_readers:
            found.setdefault((feed.kind, feed.key), []).append(feed)
    return tuple(
        Subscription(
            kind,
            key,
            same[0].name,
            same[0].title,
            same[0].description,
            same[0].page,
            tuple((feed.format, feed.url) for feed in same),
        )
        for (kind, key), same in found.items()
    )


def autodiscovery(
    offered: Iterable[Subscription], kind: str = "blog", key: str = ""
) -> tuple[FeedLink, ...]:
    """Return the links in the head of a page: the blog's feeds first, then the page's own.

    Args:
        kind, key: Of the listing that the page shows; those of the blog for any other page.
    """
    wanted = ("blog", ""), (kind, key)
    chosen = [each for each in offered if (each.kind, each.key) in wanted]
    chosen.sort(key=lambda each: each.kind != "blog")
    return tuple(
        FeedLink(MEDIA_TYPES[form], each.title, url) for each in chosen for form, url in each.feeds
    )
