"""Frozen values of a blog, made in `blog/` and read everywhere below it."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote


class Status(StrEnum):
    """Where a post is between being written and being gone. Only `PUBLISHED` is built."""

    PUBLISHED = "published"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled link from front matter or an author's entry; an empty URL makes it a heading."""

    label: str
    url: str
    children: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote, edited, reviewed or translated.

    `id` is the key in the authors file, empty for a one-off guest. `page` is the site-relative
    URL of the person's profile page, empty if there is none. `bio` is Markdown.
    """

    id: str
    name: str
    description: str = ""
    avatar: str = ""
    url: str = ""
    page: str = ""
    slug: str = ""
    email: str = ""
    github: str = ""
    orcid: str = ""
    fediverse: str = ""
    pronouns: str = ""
    bio: str = ""
    links: tuple[Link, ...] = ()
    hidden: bool = False

    @property
    def initials(self) -> str:
        """One or two letters for the disc that stands in for a missing picture."""
        words = [word for word in self.name.split() if word[0].isalnum()] or [self.name or "?"]
        letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
        return letters.upper()

    @property
    def hue(self) -> int:
        """A number from 0 to 7 that stays with the name, to pick the disc's colour."""
        return zlib.crc32(self.name.encode()) % 8

    @property
    def fediverse_url(self) -> str:
        """Where most servers of the fediverse have the profile of a handle; empty without one."""
        name, _, host = self.fediverse.removeprefix("@").partition("@")
        return f"https://{host}/@{name}" if host else ""

    @property
    def orcid_url(self) -> str:
        """Where ORCID has the person's record; empty without one."""
        return f"https://orcid.org/{self.orcid}" if self.orcid else ""

    @property
    def href(self) -> str:
        """Where the name leads: the person's own URL, else the profile page, else nowhere."""
        return self.page or self.url


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
class Topic:
    """What the topics file says of a category or tag, or the series file of a series.

    Attributes:
        id: Its name as posts write it, of which its URLs are made.
        title: Its name as readers see it.
        icon: Of the theme, as in `material/feather`.
        parents: Ids of the wider topics that it is a part of, the widest first.
        state: Of a series: `running`, `complete`, or empty.
    """

    id: str
    title: str
    description: str = ""
    icon: str = ""
    order: int | None = None
    parents: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    state: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All of its names as its entry has them."""
        return self.id, self.title, *self.synonyms


@dataclass(frozen=True, slots=True)
class Term:
    """A category or tag of a post.

    Attributes:
        name: As readers see it.
        url: Site-relative, of its listing.
        id: What its URL is made of, where that isn't the name.
        parents: The wider topics that it is a part of, the widest first.
    """

    name: str
    url: str
    id: str = ""
    parents: tuple[Term, ...] = ()

    @property
    def key(self) -> str:
        """What its URL is made of."""
        return self.id or self.name


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
class SeriesKey:
    """The series that a post says it belongs to, and where it says so."""

    name: str
    part: int | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """One post of a series, as the others list it."""

    number: int
    title: str
    url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SeriesPlace:
    """Where a post stands in its series.

    Attributes:
        url: Of the series' page.
        number, total: As in part 2 of 5.
        key: The series' name as most of its posts have it.
        state: `running`, `complete`, or empty.
        parts: The posts of the series in reading order; of very many, those around this one.
        at: Which of `parts` this is, from 0.
        others: How many are not among `parts`.
    """

    title: str
    url: str
    number: int
    total: int
    parts: tuple[SeriesPart, ...]
    at: int
    others: int
    key: str
    state: str = ""

    @property
    def before(self) -> SeriesPart | None:
        return self.parts[self.at - 1] if self.at else None

    @property
    def after(self) -> SeriesPart | None:
        return self.parts[self.at + 1] if self.at + 1 < len(self.parts) else None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the docs folder.

    Attributes:
        path, dest: Source and output file.
        width, height: In pixels, as browsers show it; 0 if unknown.
        length: In bytes.
        type: Media type.
        widths: Of the sizes that are made of it, rising; none if it is shown as it is.
    """

    path: str
    dest: str
    width: int
    height: int
    length: int
    type: str
    widths: tuple[int, ...] = ()

    def sized(self, width: int) -> str:
        """Return the output file of one of its sizes."""
        return f"{self.dest}.{width}.webp"


@dataclass(frozen=True, slots=True)
class Image:
    """A post's lead picture.

    Attributes:
        url: Site-relative and percent-encoded, or of another site.
        alt: What it shows, in words; empty where it is decoration.
        focus: What of it must stay when it is cropped, as in `50% 20%`; empty for its middle.
        picture: Its file; None on another site.
    """

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    focus: str = ""
    picture: Picture | None = None

    @property
    def width(self) -> int:
        return self.picture.width if self.picture else 0

    @property
    def height(self) -> int:
        return self.picture.height if self.picture else 0

    @property
    def sizes(self) -> tuple[tuple[str, int], ...]:
        """URL and width of each of its smaller sizes, rising."""
        picture = self.picture
        if picture is None:
            return ()
        return tuple((quote(picture.sized(width)), width) for width in picture.widths)


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


@dataclass(frozen=True, slots=True)
class Build:
    """What one build knows of its surroundings. Nothing below it asks the clock or MkDocs.

    Attributes:
        now: The build's one reading of the clock, aware.
        preview: Whether this is `mkdocs serve`, which shows what a build leaves out.
        language: The theme's language, as in `en` or `pt-BR`.
        directory_urls: MkDocs' `use_directory_urls`.
        withheld: Whether posts that a build leaves out are read too, to find problems early.
        history: Whether git is asked in any case, and not only where a post needs it.
        folder: In the site, what all of the blog is written to, as for one of several languages.
        upcoming: Whether posts that wait for a date are taken for published, to find what goes
            wrong on that day.
    """

    now: dt.datetime
    preview: bool = False
    language: str = "en"
    directory_urls: bool = True
    withheld: bool = False
    history: bool = True
    folder: str = ""
    upcoming: bool = False
