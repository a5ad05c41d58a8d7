"""History of a post: what git knows of it and its front matter does not say."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace

from mkdocs_byline.blog.credits import people_of
from mkdocs_byline.content.authors import Authors
from mkdocs_byline.content.confusables import without_unseen
from mkdocs_byline.git.file_history import Past
from mkdocs_byline.model import Correction, Post, Revision
from mkdocs_byline.settings import Settings


def with_history(post: Post, past: Past, authors: Authors, settings: Settings) -> Post:
    """Return the post with what git knows and its front matter does not say."""
    people = functools.partial(people_of, authors)
    writers = post.authors or (people(past.authors) if settings.authors else ())
    dates, updated = post.dates, past.updated
    if dates.updated is None and updated is not None:
        updated = updated.astimezone(settings.zone)
        if dates.created is None or updated.date() > dates.created.date():
            dates = replace(dates, updated=updated)
    corrections = [
        *post.corrections,
        *(
            Correction(date.astimezone(settings.zone), without_unseen(text))
            for date, text in past.corrections
        ),
    ]
    return replace(
        post,
        authors=writers,
        dates=dates,
        revisions=tuple(
            Revision(
                each.commit,
                each.date.astimezone(settings.zone),
                people(each.people),
                without_unseen(each.subject),
            )
            for each in past.revisions
        ),
        corrections=newest_first(corrections),
        contributors=tuple(each for each in people(past.contributors) if each not in writers)
        if settings.history_contributors
        else (),
        committed=past.committed,
        commit=past.commit,
    )


def newest_first(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    return tuple(sorted(corrections, key=lambda each: each.date, reverse=True))
