"""What the head of a page says to search engines, chats, reference managers and readers' programs.

As in https://ogp.me, https://docs.joinmastodon.org/spec/activitypub/#fediverse-creator and
https://scholar.google.com/intl/en/scholar/inclusion.html#indexing.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from mkdocs_byline.html.feed_content import summary_of
from mkdocs_byline.model import Person, Post, Status
from mkdocs_byline.outputs.feed_text import line
from mkdocs_byline.outputs.json_ld import (
    Around,
    Collection,
    Publication,
    Trail,
    collection_graph,
    post_graph,
)
from mkdocs_byline.outputs.pictures import Picture

LARGE = 600  # Pixels from which a picture is shown across a preview.


@dataclass(frozen=True, slots=True)
class Tag:
    """A `<meta>` element; `attribute` is `name` or `property`."""

    attribute: str
    key: str
    content: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page's head says of it.

    Attributes:
        tags: Its `<meta>` elements, in order.
        graph: JSON-LD, safe in a `<script>` element.
    """

    title: str
    description: str
    picture: Picture | None
    tags: tuple[Tag, ...]
    graph: str


@dataclass(frozen=True, slots=True)
class Written:
    """What others write into a page's head, so that it is not there twice.

    Attributes:
        keys: Of `<meta>` elements.
        first_author: Whether the theme names the first author.
    """

    keys: frozenset[str] = frozenset()
    first_author: bool = False


def post_metadata(
    post: Post,
    publication: Publication,
    excerpt: str,
    minutes: int,
    picture: Picture | None,
    around: Around,
    written: Written,
) -> Metadata:
    """Return what a post's page says of itself.

    Args:
        excerpt: HTML, for a post without a description.
    """
    description, language = described(post, excerpt), publication.language(post)
    trail = list(publication.home())
    for category in post.categories[:1]:
        above = (*category.parents, category)
        trail += [(term.name, term.url) for term in above if term.url]
    trail.append((post.title, post.url))
    graph = post_graph(
        post,
        publication,
        description=description,
        minutes=minutes,
        picture=picture,
        around=around,
        trail=trail,
    )
    tags = [
        *_general(publication, "article", post.title, description, post.url, language),
        *_post_tags(post, publication, written),
        *_picture_tags(picture),
    ]
    return _metadata(post.title, description, picture, tags, graph, written)


def listing_metadata(
    collection: Collection,
    publication: Publication,
    picture: Picture | None,
    trail: Trail,
    written: Written,
) -> Metadata:
    """Return what a listing's page says of itself."""
    kind = "profile" if collection.person else "website"
    description, language = (
        collection.description or publication.description,
        publication.language(),
    )
    tags = [
        *_general(publication, kind, collection.name, description, collection.url, language),
        *_picture_tags(picture),
    ]
    if collection.person:
        tags += _creator(collection.person)
    graph = collection_graph(collection, publication, trail)
    return _metadata(collection.name, description, picture, tags, graph, written)


def described(post: Post, excerpt: str) -> str:
    """Return a post's description, or the first words of its excerpt."""
    return line(post.description) or line(summary_of(excerpt))


@functools.cache
def og_locale(language: str) -> str:
    """Return a language with its likeliest country, as in `pt_BR`, which Open Graph asks for."""
    name = language.replace("-", "_")
    try:
        locale = Locale.parse(get_global("likely_subtags").get(name, name))
    except (UnknownLocaleError, ValueError):
        return ""
    return f"{locale.language}_{locale.territory}" if locale.territory else ""


def _metadata(
    title: str,
    description: str,
    picture: Picture | None,
    tags: list[Tag],
    graph: str,
    written: Written,
) -> Metadata:
    own = tuple(each for each in tags if each.content and each.key not in written.keys)
    return Metadata(title, description, picture, own, graph)


def _general(
    publication: Publication,
    kind: str,
    title: str,
    description: str,
    url: str,
    language: str,
) -> Iterator[Tag]:
    yield Tag("name", "description", description)
    yield Tag("property", "og:type", kind)
    yield Tag("property", "og:title", line(title))
    yield Tag("property", "og:description", description)
    yield Tag("property", "og:url", publication.absolute(url))
    yield Tag("property", "og:site_name", line(publication.site.name))
    yield Tag("property", "og:locale", og_locale(language))


def _post_tags(post: Post, publication: Publication, written: Written) -> Iterator[Tag]:
    if post.unlisted or post.status is not Status.PUBLISHED:
        yield Tag("name", "robots", "noindex")
    dates = post.dates
    if dates.created:
        yield Tag("property", "article:published_time", dates.created.isoformat())
    if dates.updated:
        yield Tag("property", "article:modified_time", dates.updated.isoformat())
    for person in post.authors:
        yield Tag("property", "article:author", _profile(person, publication))
    for term in post.categories[:1]:
        yield Tag("property", "article:section", line(term.name))
    for term in post.tags:
        yield Tag("property", "article:tag", line(term.name))
    for person in post.authors[1 if written.first_author else 0 :]:
        yield Tag("name", "author", line(person.name))
    for person in post.authors:
        yield from _creator(person)
    yield Tag("name", "citation_title", line(post.title))
    for person in post.authors:
        yield Tag("name", "citation_author", line(person.name))
        yield Tag("name", "citation_author_orcid", person.orcid_url)
    if dates.created:
        yield Tag("name", "citation_publication_date", f"{dates.created:%Y/%m/%d}")
    yield Tag("name", "citation_language", publication.language(post))
    yield Tag("name", "citation_fulltext_html_url", publication.absolute(post.url))


def _picture_tags(picture: Picture | None) -> Iterator[Tag]:
    is_large = picture is not None and (picture.width >= LARGE or not picture.width)
    yield Tag("name", "twitter:card", "summary_large_image" if is_large else "summary")
    if picture:
        yield Tag("property", "og:image", picture.url)
        yield Tag("property", "og:image:type", picture.type)
        yield Tag("property", "og:image:width", str(picture.width or ""))
        yield Tag("property", "og:image:height", str(picture.height or ""))
        yield Tag("property", "og:image:alt", line(picture.alt))
        yield Tag("name", "twitter:image:alt", line(picture.alt))


def _creator(person: Person) -> Iterator[Tag]:
    yield Tag("name", "fediverse:creator", person.fediverse)


def _profile(person: Person, publication: Publication) -> str:
    if person.page:
        return publication.absolute(person.page)
    return person.url if "://" in person.url else ""
