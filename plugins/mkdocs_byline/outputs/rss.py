"""RSS 2.0 as the RSS Advisory Board has it: https://www.rssboard.org/rss-profile."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from mkdocs_byline.html.feed_content import FeedContent
from mkdocs_byline.model import Post
from mkdocs_byline.outputs.atom import add_cover
from mkdocs_byline.outputs.feed import MEDIA_TYPES, Feed, Item
from mkdocs_byline.outputs.feed_body import item_body
from mkdocs_byline.outputs.feed_text import add, document, line, rfc822, rfc3339

_NAMESPACES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:fh": "http://purl.org/syndication/history/1.0",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
_TYPE = MEDIA_TYPES["rss"]


def write(feed: Feed, content: Callable[[Post], FeedContent]) -> bytes:
    """Return a feed as RSS."""
    root = Element("rss", _NAMESPACES)
    channel = add(root, "channel")
    add(channel, "title", line(feed.title))
    add(channel, "link", feed.page)
    add(channel, "description", line(feed.description))
    add(channel, "language", feed.language)
    if feed.rights:
        add(channel, "copyright", line(feed.rights))
    add(channel, "lastBuildDate", rfc822(feed.updated))
    add(channel, "generator", "Byline")
    if feed.logo:
        image = add(channel, "image")
        add(image, "url", feed.logo)
        add(image, "title", line(feed.title))
        add(image, "link", feed.page)
    for rel, href, kind in (("self", feed.url, _TYPE), *feed.links):
        add(channel, "atom:link", rel=rel, type=kind, href=href)
    if feed.archive:
        add(channel, "fh:archive")
    for item in feed.items:
        _item(channel, item, item_body(feed, item, content))
    return document(root)


def _item(channel: Element, item: Item, body: FeedContent) -> None:
    element = add(channel, "item")
    add(element, "title", line(item.title))
    add(element, "link", item.url)
    add(element, "guid", item.id, isPermaLink="true" if item.is_permalink else "false")
    add(element, "pubDate", rfc822(item.published))
    if item.updated != item.published:
        add(element, "dcterms:modified", rfc3339(item.updated))
    for each in item.by("author"):
        add(element, "dc:creator", line(each.name))
    for each in item.by("editor", "reviewer", "translator", "contributor"):
        add(element, "dc:contributor", line(each.name))
    for topic in item.topics:
        add(element, "category", line(topic))
    add(element, "description", body.summary)
    if body.html:
        add(element, "content:encoded", body.html)
    for file in item.media.attachments[:1]:  # Readers take one, and validators refuse more.
        add(element, "enclosure", url=file.url, length=str(file.length), type=file.type)
    add_cover(element, item)
