"""OPML 2.0 of all feeds, for readers that take a whole list: http://opml.org/spec2.opml."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from mkdocs_byline.outputs.feed import Feed
from mkdocs_byline.outputs.feed_list import subscriptions
from mkdocs_byline.outputs.feed_text import add, document, line, rfc822


def write(feeds: Sequence[Feed], title: str) -> bytes:
    """Return an OPML document that has each feed once, in the preferred format that is XML."""
    root = Element("opml", {"version": "2.0"})
    head = add(root, "head")
    add(head, "title", line(title))
    moments: list[dt.datetime] = [feed.updated for feed in feeds if feed.is_for_readers]
    if moments:
        add(head, "dateModified", rfc822(max(moments)))
    body = add(root, "body")
    for each in subscriptions(feeds):
        form, url = min(each.feeds, key=lambda pair: pair[0] == "json")
        add(
            body,
            "outline",
            type=form if form == "json" else "rss",  # As OPML calls Atom, too.
            text=line(each.title),
            title=line(each.title),
            description=line(each.description),
            xmlUrl=url,
            htmlUrl=each.page,
        )
    return document(root)
