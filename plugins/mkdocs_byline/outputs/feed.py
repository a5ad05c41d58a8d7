"""Feeds as values: what one says of itself and of its posts, in whatever format it is written."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from mkdocs_byline.model import Post
from mkdocs_byline.outputs.pictures import Picture

Format = Literal["atom", "rss", "json"]

NAMES: dict[Format, str] = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}
MEDIA_TYPES: dict[Format, str] = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class Site:
    """What feeds say of the site around a blog.

    Attributes:
        url: Absolute, with a slash at its end; without one, there are no feeds.
        language: As in `en` or `pt-BR`.
        copyright: May be HTML.
        logo: Absolute URL of a square picture.
    """

    url: str
    name: str
    language: str = "en"
    description: str = ""
    copyright: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a post, such as a recording; `length` in bytes, `url` absolute."""

    url: str
    type: str
    length: int


@dataclass(frozen=True, slots=True)
class Media:
    """What a post has besides its text."""

    cover: Picture | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody's part in a post; URLs are absolute."""

    role: str
    name: str
    url: str = ""
    avatar: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed.

    Attributes:
        id: The same wherever the post moves.
        language: The post's own, where that is not the feed's.
        is_permalink: Whether `id` is the post's URL, as feeds of mkdocs-rss-plugin have it.
        summary: Plain; of what the post's description says.
        html: The text of an item that is not a whole post; None for the post's own.
        post: Whose text it is.
    """

    id: str
    url: str
    title: str
    published: dt.datetime
    updated: dt.datetime
    summary: str = ""
    html: str | None = None
    language: str = ""
    is_permalink: bool = False
    credits: tuple[Credit, ...] = ()
    topics: tuple[str, ...] = ()
    media: Media = Media()
    post: Post | None = field(default=None, compare=False, repr=False)

    def by(self, *roles: str) -> tuple[Credit, ...]:
        """Return who had one of these roles, each name once."""
        named = {each.name: each for each in reversed(self.credits) if each.role in roles}
        return tuple(reversed(named.values()))


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in one format.

    Attributes:
        kind: That of its listing, or `rss-plugin` for one at a URL of mkdocs-rss-plugin.
        key: What it is for, as a `View` has it.
        id: Shared by all formats and archives of one listing.
        title: With the site's name.
        name: Without it: the title of its listing.
        description: What it is for, in plain words.
        url, dest: Its own URL, absolute, and its output file.
        page: The listing's URL, absolute.
        author: The person whose feed it is, else the site.
        updated: When something in it last really changed.
        archive: Whether it is closed, and leads to newer and older ones (RFC 5005).
        current, newer, older: URLs of the feed that this is an archive of, and of its neighbours.
        hub: URL of a WebSub hub.
        license: URL.
        rights: Plain text.
        full_text: Whether items have their whole text, and not a summary alone.
    """

    kind: str
    key: str
    format: Format
    id: str
    title: str
    name: str
    description: str
    language: str
    url: str
    dest: str
    page: str
    author: Credit
    items: tuple[Item, ...]
    updated: dt.datetime
    archive: bool = False
    current: str = ""
    newer: str = ""
    older: str = ""
    hub: str = ""
    license: str = ""
    rights: str = ""
    logo: str = ""
    full_text: bool = True

    @property
    def links(self) -> tuple[tuple[str, str, str], ...]:
        """What an XML feed leads to beside its page: relation, URL and type of each."""
        kind = MEDIA_TYPES[self.format]
        links = (
            ("hub", self.hub, ""),
            ("license", self.license, ""),
            ("current", self.current, kind),
            ("prev-archive", self.older, kind),
            ("next-archive", self.newer, kind),
        )
        return tuple(each for each in links if each[1])

    @property
    def is_for_readers(self) -> bool:
        """Whether to offer it: it is neither an archive nor there for former subscribers only."""
        return not self.archive and self.kind != "rss-plugin"


def feed_digests(feeds: Iterable[Feed], content_key: Callable[[Post], str]) -> dict[str, str]:
    """Return a digest of all that decides each feed's bytes, but Byline's own code, by `dest`.

    Args:
        content_key: Returns what decides the text that a post has in feeds.
    """
    known: dict[int, bytes] = {}  # A post is the same item in many feeds.
    digests = {}
    for feed in feeds:
        digest = hashlib.blake2b(digest_size=16)
        digest.update(_described(replace(feed, items=()), feed.updated))
        for item in feed.items:
            if id(item) not in known:
                text = content_key(item.post) if item.post else ""
                described = _described((item, text), item.published, item.updated)
                known[id(item)] = hashlib.blake2b(described, digest_size=16).digest()
            digest.update(known[id(item)])
        digests[feed.dest] = digest.hexdigest()
    return digests


def _described(value: object, *moments: dt.datetime) -> bytes:
    """Return a text of a value; moments add the offset that a zone's name alone leaves open."""
    return f"{value!r} {[moment.isoformat() for moment in moments]}".encode("utf-8", "replace")
