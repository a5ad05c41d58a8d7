"""What an item of a feed says: its HTML and its summary."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from mkdocs_byline.html.feed_content import FeedContent
from mkdocs_byline.model import Post
from mkdocs_byline.outputs.feed import Feed, Item
from mkdocs_byline.outputs.feed_text import line


def item_body(feed: Feed, item: Item, content: Callable[[Post], FeedContent]) -> FeedContent:
    """Return HTML, empty in a feed of summaries, and a plain summary, which is never empty."""
    own = FeedContent(item.html or "", "")
    if item.post and item.html is None:
        own = content(item.post)
    html = own.html
    cover = item.media.cover
    if cover and escape(cover.url) not in html:
        size = "".join(
            f' {name}="{value}"'
            for name, value in (("width", cover.width), ("height", cover.height))
            if value
        )
        picture = f'<img src="{escape(cover.url)}" alt="{escape(cover.alt)}"{size}>'
        html = f"<p>{picture}</p>\n{html}"
    summary = line(item.summary) or line(own.summary) or line(item.title)
    return FeedContent(html if feed.full_text else "", summary)
