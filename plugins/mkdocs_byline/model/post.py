"""Frozen values of posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mkdocs_byline.model.person import Link, Person
from mkdocs_byline.model.picture import Image, Picture
from mkdocs_byline.model.series import SeriesKey
from mkdocs_byline.model.topic import Term


class Status(StrEnum):
    """Where a post is between being written and being gone. Only `PUBLISHED` is built."""

    PUBLISHED = "published"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Dates:
    """When a post was written and what follows from it. All values are aware.

    `created` keeps the offset its author wrote, so that the shown date, the URL and the archive
    agree with the file. `other` holds further dates from the `date` mapping.
    """

    created: dt.datetime | None = None
    updated: dt.datetime | None = None
    publish_at: dt.datetime | None = None
    expires: dt.datetime | None = None
    reviewed: dt.datetime | None = None
    other: Mapping[str, dt.datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that really changed a post's text after it was published."""

    commit: str
    date: dt.datetime
    people: tuple[Person, ...]
    subject: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A text that a post once had, or has, for readers.

    Attributes:
        number: Counted from 1, which was published first.
        commit: The newest that is in it; empty if that is not shown, as is `blob`, its content.
        path: What its file was called, relative to the docs folder.
        subjects: What its commits say, newest first.
        withheld: Whether nothing is shown of it but its date.
    """

    number: int
    date: dt.datetime
    commit: str
    blob: str
    path: str
    people: tuple[Person, ...] = ()
    subjects: tuple[str, ...] = ()
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What a post had wrong. `text` is plain."""

    date: dt.datetime
    text: str


@dataclass(frozen=True, slots=True)
class Alias:
    """A place at which a post once was. `line` and `column` are those of its mention."""

    url: str
    dest: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class NamedPost:
    """A post that another one names in its front matter, by a path as written, and where."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class RelatedKey:
    """What a post says of those to read after it.

    Attributes:
        pin: Named first.
        ban: Not named.
        is_off: Whether none is.
    """

    pin: tuple[NamedPost, ...] = ()
    ban: tuple[NamedPost, ...] = ()
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """One post, from its file alone. What rendering adds lies beside it, keyed by `path`.

    Attributes:
        path: Source file relative to the docs folder, with `/`.
        url, dest: Site-relative URL (percent-encoded) and output file.
        id: Stays with the post when it is moved or renamed; see `blog.identity`.
        aliases: The `aliases` key, in the order written.
        body: Markdown below the front matter.
        body_line: Line of the file on which `body` starts.
        comments: Whether readers may comment, where the site has comments.
        links: The `links` key; internal targets are still source paths here.
        readtime: Minutes, if the author gave them.
        revisions, corrections: Newest first.
        editions: Oldest first; none unless the text changed after it was published.
        contributors: Who changed the text later and is not among the authors.
        committed: False if git is known not to have the post yet.
        commit: Id of the commit that brought it; empty if that is unknown.
        sha256: Digest of the source file, in hex.
        extra: Unknown front-matter keys, as YAML values.
        meta: All front matter as YAML values, for themes and other plugins.
        lang: The language it is written in, as in `pt-BR`; empty where that is the site's.
        image: The lead picture.
        pictures: Those in the docs folder that its text may show.
    """

    path: str
    title: str
    url: str
    dest: str
    dates: Dates
    id: str = ""
    status: Status = Status.PUBLISHED
    description: str = ""
    authors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    reviewers: tuple[Person, ...] = ()
    translators: tuple[Person, ...] = ()
    categories: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    pin: bool = False
    unlisted: bool = False
    comments: bool = True
    links: tuple[Link, ...] = ()
    series: SeriesKey | None = None
    related: RelatedKey | None = None
    aliases: tuple[Alias, ...] = ()
    readtime: int | None = None
    revisions: tuple[Revision, ...] = ()
    corrections: tuple[Correction, ...] = ()
    editions: tuple[Edition, ...] = ()
    contributors: tuple[Person, ...] = ()
    committed: bool = True
    commit: str = ""
    sha256: str = ""
    body: str = ""
    body_line: int = 1
    extra: Mapping[str, object] = field(default_factory=dict)
    meta: Mapping[str, object] = field(default_factory=dict)
    lang: str = ""
    image: Image | None = None
    pictures: tuple[Picture, ...] = ()

    @property
    def listed(self) -> bool:
        """Whether listings, search and the site map may name the post."""
        return not self.unlisted

    @property
    def topics(self) -> tuple[Term, ...]:
        """Categories and tags, and the wider ones that these are a part of."""
        own = (*self.categories, *self.tags)
        return (*own, *(parent for term in own for parent in term.parents))

    @property
    def people(self) -> tuple[tuple[str, tuple[Person, ...]], ...]:
        """The roles that somebody has, in the order a byline names them."""
        roles = (
            ("author", self.authors),
            ("editor", self.editors),
            ("reviewer", self.reviewers),
            ("translator", self.translators),
        )
        return tuple((role, people) for role, people in roles if people)
