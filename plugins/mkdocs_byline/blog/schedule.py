"""Schedule of a blog: what is due on which day, and what became due since another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mkdocs_byline.model import Post, Status


class Kind(StrEnum):
    """What a date is of. `EARLY` is that of a post which is published before it."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EARLY = "early"
    EXPIRES = "expires"
    STALE = "stale"
    PUBLISHED = "published"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Event:
    """Something about a post that has a date; None where a draft has none yet."""

    moment: dt.datetime | None
    kind: Kind
    post: Post


def last_touched(post: Post) -> dt.datetime | None:
    """Return when somebody last wrote, changed or checked a post."""
    dates = (post.dates.created, post.dates.updated, post.dates.reviewed)
    return max((date for date in dates if date), default=None)


def calendar(
    posts: Iterable[Post], now: dt.datetime, stale_before: dt.datetime
) -> tuple[Event, ...]:
    """Return posts whose date is ahead, and drafts and stale ones; those without one come last."""

    def events(post: Post) -> Iterator[Event]:
        dates = post.dates
        if post.status is Status.DRAFT:
            yield Event(dates.publish_at or dates.created, Kind.DRAFT, post)
            return
        if post.status is Status.SCHEDULED:
            yield Event(dates.publish_at, Kind.SCHEDULED, post)
        if dates.expires and dates.expires > now:
            yield Event(dates.expires, Kind.EXPIRES, post)
        if post.status is Status.PUBLISHED and dates.created and dates.created > now:
            yield Event(dates.created, Kind.EARLY, post)
        touched = last_touched(post)
        if post.status is Status.PUBLISHED and touched and touched < stale_before:
            yield Event(touched, Kind.STALE, post)

    return _sorted(event for post in posts for event in events(post))


def due(
    posts: Iterable[Post],
    since: dt.datetime | None,
    now: dt.datetime,
    *,
    future_dates: bool = False,
) -> tuple[Event, ...]:
    """Return what was published or expired by its date alone after `since`, up to `now`.

    Args:
        since: When the site was last built; None if that is not known, and everything counts.
        future_dates: Whether a date in the future keeps a post back; see `draft_if_future_date`.
    """

    def passed(moment: dt.datetime | None) -> bool:
        return moment is not None and moment <= now and (since is None or moment > since)

    def events(post: Post) -> Iterator[Event]:
        dates = post.dates
        start = dates.publish_at or (dates.created if future_dates else None)
        if post.status is Status.PUBLISHED and passed(start):
            yield Event(start, Kind.PUBLISHED, post)
        if post.status is Status.EXPIRED and passed(dates.expires):
            yield Event(dates.expires, Kind.EXPIRED, post)

    return _sorted(event for post in posts for event in events(post))


def _sorted(events: Iterable[Event]) -> tuple[Event, ...]:
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    return tuple(sorted(events, key=lambda each: (each.moment or last, each.kind, each.post.path)))
