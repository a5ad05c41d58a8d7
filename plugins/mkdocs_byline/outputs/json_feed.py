"""JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from mkdocs_byline.html.feed_content import FeedContent
from mkdocs_byline.model import Post
from mkdocs_byline.outputs.feed import Credit, Feed, Item
from mkdocs_byline.outputs.feed_body import item_body
from mkdocs_byline.outputs.feed_text import clean, given, line, rfc3339


def write(feed: Feed, content: Callable[[Post], FeedContent]) -> bytes:
    """Return a feed as JSON Feed; what has no key there is under `_byline`."""
    own = {"license": feed.license, "rights": line(feed.rights), "updated": rfc3339(feed.updated)}
    data: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": line(feed.title),
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "description": line(feed.description),
        "next_url": feed.older,
        "icon": feed.logo,
        "authors": [_author(feed.author)],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "_byline": given(own),
    }
    items = [_item(item, item_body(feed, item, content)) for item in feed.items]
    text = json.dumps(given(data) | {"items": items}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _item(item: Item, body: FeedContent) -> dict[str, Any]:
    cover = item.media.cover
    data: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": line(item.title),
        "language": item.language,
        "content_html": clean(body.html),
        "content_text": "" if body.html else body.summary,
        "summary": body.summary,
        "image": cover.url if cover else "",
        "date_published": rfc3339(item.published),
        "date_modified": rfc3339(item.updated),
        "authors": [_author(each) for each in item.by("author")],
        "tags": [line(topic) for topic in item.topics],
        "attachments": [
            {"url": file.url, "mime_type": file.type, "size_in_bytes": file.length}
            for file in item.media.attachments
        ],
        "_byline": given(
            {
                f"{role}s": [_author(each) for each in item.by(role)]
                for role in ("editor", "reviewer", "translator", "contributor")
            }
        ),
    }
    return given(data)


def _author(person: Credit) -> dict[str, Any]:
    return given({"name": line(person.name), "url": person.url, "avatar": person.avatar})
