"""Frozen values of listings, and of posts and pages as others lead to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mkdocs_byline.model.person import Person
from mkdocs_byline.model.post import Post, Status
from mkdocs_byline.model.topic import Topic


@dataclass(frozen=True, slots=True)
class RelatedPost:
    """A post to read after another one.

    Attributes:
        reason: `pin`, `series`, `author` (and topics), `topics` or `text`.
        topics: What both are about, at most two.
    """

    title: str
    url: str
    lang: str
    created: dt.datetime | None
    reason: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A page that links to another, as the other lists it.

    Attributes:
        url: Site-relative.
        date: Of a post; None of any other page.
        status, committed: Of a post, for the preview's marks.
    """

    title: str
    url: str
    date: dt.datetime | None = None
    lang: str = ""
    status: Status = Status.PUBLISHED
    committed: bool = True

    @property
    def unlisted(self) -> bool:
        """Whether it is an unlisted post, which is named nowhere."""
        return False


@dataclass(frozen=True, slots=True)
class View:
    """A listing: the blog's index, one year, one topic, one author, or an overview of these.

    Attributes:
        kind: A key of `blog.taxonomies.KINDS`, `blog` or `corrections`.
        key: What the listing is for (`2026`, `python`, an author's id); empty for an overview.
        path: Where an editor's page for this listing would lie in the docs folder.
        posts: In the order shown.
        person: The author whose profile this is.
        credits: What that person did besides writing: role and post.
        children: The listings that an overview, or a topic with narrower ones, leads to.
        merged: Keys that share this listing, one of each that can't be told apart from others.
        topic: What the topics file, or that of series, says of it.
    """

    kind: str
    key: str
    title: str
    path: str
    url: str
    dest: str
    posts: tuple[Post, ...] = ()
    person: Person | None = None
    credits: tuple[tuple[str, Post], ...] = ()
    children: tuple[View, ...] = ()
    merged: tuple[str, ...] = ()
    topic: Topic | None = None

    @property
    def name(self) -> str:
        """What Material's functions for `categories_sort_by` call the title."""
        return self.title

    @property
    def number(self) -> int:
        """How many posts it has."""
        return len(self.posts)

    @property
    def is_overview(self) -> bool:
        return not self.key and self.kind != "blog"


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page of a listing; `number` counts from 1 up to `total`."""

    view: View
    number: int
    total: int
    path: str
    url: str
    dest: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    """A page that leads from another URL, site-relative as well, to a post or listing."""

    url: str
    dest: str
    target: Post | View
