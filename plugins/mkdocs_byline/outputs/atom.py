"""Atom 1.0 (RFC 4287), with archives (RFC 5005) and licences (RFC 4946)."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from mkdocs_byline.html.feed_content import FeedContent
from mkdocs_byline.model import Post
from mkdocs_byline.outputs.feed import MEDIA_TYPES, Credit, Feed, Item
from mkdocs_byline.outputs.feed_body import item_body
from mkdocs_byline.outputs.feed_text import add, document, line, rfc3339

_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:fh": "http://purl.org/syndication/history/1.0",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
_TYPE = MEDIA_TYPES["atom"]


def write(feed: Feed, content: Callable[[Post], FeedContent]) -> bytes:
    """Return a feed as Atom."""
    root = Element("feed", {**_NAMESPACES, "xml:lang": feed.language})
    add(root, "id", feed.id)
    add(root, "title", line(feed.title))
    add(root, "subtitle", line(feed.description))
    add(root, "updated", rfc3339(feed.updated))
    _person(root, "author", feed.author)
    links = (("self", feed.url, _TYPE), ("alternate", feed.page, "text/html"), *feed.links)
    for rel, href, kind in links:
        add(root, "link", rel=rel, type=kind, href=href)
    if feed.rights:
        add(root, "rights", line(feed.rights))
    if feed.logo:
        add(root, "logo", feed.logo)
    add(root, "generator", "Byline")
    if feed.archive:
        add(root, "fh:archive")
    for item in feed.items:
        _entry(root, feed, item, item_body(feed, item, content))
    return document(root)


def _entry(root: Element, feed: Feed, item: Item, body: FeedContent) -> None:
    entry = add(root, "entry")
    if item.language:
        entry.set("xml:lang", item.language)
    add(entry, "id", item.id)
    add(entry, "title", line(item.title))
    add(entry, "link", rel="alternate", type="text/html", href=item.url)
    add(entry, "published", rfc3339(item.published))
    add(entry, "updated", rfc3339(item.updated))
    for each in item.by("author"):
        _person(entry, "author", each)
    for each in item.by("editor", "reviewer", "translator", "contributor"):
        _person(entry, "contributor", each)
    for topic in item.topics:
        add(entry, "category", term=line(topic))
    if feed.license:
        add(entry, "link", rel="license", href=feed.license)
    for file in item.media.attachments:
        add(entry, "link", rel="enclosure", type=file.type, length=str(file.length), href=file.url)
    add_cover(entry, item)
    add(entry, "summary", body.summary)
    if body.html:
        add(entry, "content", body.html, type="html")


def _person(parent: Element, tag: str, person: Credit) -> None:
    element = add(parent, tag)
    add(element, "name", line(person.name) or "?")
    if person.url:
        add(element, "uri", person.url)


def add_cover(entry: Element, item: Item) -> None:
    """Add a post's cover as Media RSS has it: https://www.rssboard.org/media-rss."""
    if cover := item.media.cover:
        values = {"width": cover.width, "height": cover.height, "fileSize": cover.length}
        sizes = {name: str(value) for name, value in values.items() if value}
        picture = add(entry, "media:content", url=cover.url, type=cover.type, medium="image")
        picture.attrib.update(
            sizes
        )  # Its text is in the body: readers take one here for the post's.
