"""The feeds of a blog: which there are, their URLs, and which posts are in each.

Archives follow RFC 5005. One is closed for good: it has the posts of one year, or if those are
more than a feed has room for, as many of them, counted from the year's first. What is not yet in
a closed one is always less than that, and so in the feed itself. So nobody misses a post, and a
closed file changes only with its own posts.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from urllib.parse import quote, urljoin

from mkdocs_byline.blog import urls
from mkdocs_byline.blog.load import Blog
from mkdocs_byline.html.feed_content import FeedContent
from mkdocs_byline.html.sanitize import sanitize_text
from mkdocs_byline.i18n import ENGLISH, fill
from mkdocs_byline.model import Post, View
from mkdocs_byline.option_types import RSS_PLUGIN_FILES
from mkdocs_byline.outputs import atom, json_feed, rss
from mkdocs_byline.outputs.editions import correction_url
from mkdocs_byline.outputs.feed import Credit, Feed, Format, Item, Media, Site
from mkdocs_byline.outputs.feed_items import (
    correction_items,
    credit,
    is_public,
    lasting_id,
    post_item,
)
from mkdocs_byline.settings import Settings

_FILES: Mapping[Format, str] = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}
_ARCHIVES: Mapping[Format, str] = {"atom": "atom.xml", "rss": "rss.xml", "json": "json"}
_WRITERS = {"atom": atom.write, "rss": rss.write, "json": json_feed.write}


def plan_feeds(
    blog: Blog,
    site: Site,
    *,
    media: Mapping[str, Media] | None = None,
    translate: Callable[[str], str] = lambda key: ENGLISH[key],
) -> tuple[Feed, ...]:
    """Return all feeds, those of the whole blog first; none without posts or the site's URL.

    Args:
        media: Covers and attachments of posts, by path.
        translate: Returns a word in the theme's language; see `i18n`.
    """
    settings = blog.settings
    if not site.url or not settings.feeds:
        return ()
    public = [post for post in blog.library.posts if is_public(post)]
    media = media or {}
    items = {post.path: post_item(post, site, media.get(post.path, Media())) for post in public}
    order = {path: place for place, path in enumerate(items)}
    feeds: list[Feed] = []
    for view in blog.views:
        if view.is_overview and view.kind != "corrections":
            continue
        if view.kind not in ("blog", *settings.feed_kinds):
            continue
        posts = public if view.kind == "blog" else view.posts
        if view.kind == "corrections":
            corrected = (each for each in posts if is_public(each))
            place = functools.partial(correction_url, blog)
            own = correction_items(corrected, site, view.title, place)
        else:
            paths = [post.path for post in posts if post.path in items]
            if view.kind != "series":  # It has an order of its own; others, pinned posts first.
                paths.sort(key=order.__getitem__)
            own = [items[path] for path in paths]
        if own:
            feeds += _feeds_of(view, own, site, blog, translate)
    return (*feeds, *_rss_plugin_feeds(blog, site, items, feeds))


def render(feed: Feed, content: Callable[[Post], FeedContent]) -> bytes:
    """Return a feed's bytes, which depend on nothing else.

    Args:
        content: Returns the text that a post has in feeds; asked once for each item.
    """
    return _WRITERS[feed.format](feed, content)


def _feeds_of(
    view: View,
    items: Sequence[Item],
    site: Site,
    blog: Blog,
    translate: Callable[[str], str],
) -> Iterator[Feed]:
    """Yield the feeds of a listing in each format, each followed by its archives."""
    settings, language = blog.settings, blog.build.folder
    folder = view.path.removesuffix(".md").removesuffix("index").strip("/")
    folder = f"{folder}/" if folder else ""
    folder = f"{language}/{folder}" if language else folder
    newest = tuple(items[: settings.feed_posts])
    base = Feed(
        kind=view.kind,
        key=view.key,
        format="atom",
        id=lasting_id(site, posixpath.join(language, _lasting_name(view, settings))),
        title=view.title if view.title == site.name else f"{view.title} – {site.name}",
        name=view.title,
        description=_description(view, blog, translate),
        language=site.language.replace("_", "-"),
        url="",
        dest="",
        page=urljoin(site.url, view.url),
        author=credit("author", view.person, site) if view.person else _publisher(site),
        items=newest,
        updated=_updated(newest),
        hub=settings.feed_hub,
        license=settings.license,
        rights=unescape(sanitize_text(site.copyright)).strip(),
        logo=site.logo,
        full_text=settings.feed_full_text,
    )
    parts: dict[str, tuple[Item, ...]] = {}
    if view.kind == "blog" and settings.feed_archives and len(items) > len(newest):
        parts = closed_parts(items, settings.feed_posts, settings.zone)
    for form in settings.feed_formats:
        feed = _at(replace(base, format=form), f"{folder}{_FILES[form]}", site)
        places = [f"{folder}feeds/{name}.{_ARCHIVES[form]}" for name in parts]
        archived = [
            _at(replace(feed, items=part, updated=_updated(part), hub="", archive=True), at, site)
            for part, at in zip(parts.values(), places, strict=True)
        ]
        yield replace(feed, older=archived[-1].url if archived else "")
        closed = ["", *(each.url for each in archived), ""]
        for number, each in enumerate(archived, 1):
            older, newer = closed[number - 1], closed[number + 1]
            yield replace(each, current=feed.url, older=older, newer=newer)


def _description(view: View, blog: Blog, translate: Callable[[str], str]) -> str:
    """Return what an editor says of a topic or series, else what is in its feed."""
    topic = view.topic
    about = " ".join(blog.description(view).split()) if topic else ""
    about = about or fill(translate(f"byline.feed.{view.kind}"), view.title)
    state = topic.state if topic else ""
    return f"{about} ({translate(f'byline.series.{state}')})" if state else about


def closed_parts(items: Iterable[Item], size: int, zone: dt.tzinfo) -> dict[str, tuple[Item, ...]]:
    """Return the items of each archive by its name, the oldest first.

    Items are newest first, within a part too.
    """

    def year(item: Item) -> int:
        try:
            return item.published.astimezone(zone).year
        except OverflowError:  # In the first or the last year that there is.
            return item.published.year

    oldest_first = sorted(items, key=lambda item: item.published)
    by_year = [(number, list(some)) for number, some in itertools.groupby(oldest_first, year)]
    parts = {}
    for number, some in by_year:
        for index, at in enumerate(range(0, len(some), size), 1):
            part = some[at : at + size]
            if len(part) == size or number != by_year[-1][0]:
                name = f"{number}" if index == 1 else f"{number}-{index}"
                parts[name] = tuple(reversed(part))
    return parts


def _rss_plugin_feeds(
    blog: Blog, site: Site, items: Mapping[str, Item], feeds: Sequence[Feed]
) -> Iterator[Feed]:
    """Yield feeds where mkdocs-rss-plugin has its own, with the ids that it gives posts.

    It takes a post's URL for the id. Of one that has moved since, that is the first on record.
    """
    given = blog.settings.feed_rss_plugin
    if not given or not feeds or blog.build.folder:
        return
    files = {**RSS_PLUGIN_FILES, **(given if isinstance(given, dict) else {})}
    former = {}
    for path, item in items.items():
        entry = blog.records.ledger.posts.get(item.post.id) if item.post else None
        first = urljoin(site.url, entry.urls[0]) if entry and entry.urls else item.url
        former[path] = replace(item, id=first, is_permalink=first == item.url)
    for name, file in files.items():
        form: Format = "json" if name.startswith("json") else "rss"
        newest = list(former.values())
        if name.endswith("updated"):
            # As there, the date of such an item is that of its change.
            newest = [replace(item, published=item.updated) for item in newest]
            newest.sort(key=lambda item: item.updated, reverse=True)
        some = tuple(newest[: blog.settings.feed_posts])
        feed = replace(
            feeds[0], kind="rss-plugin", key=name, format=form, items=some, updated=_updated(some)
        )
        yield _at(replace(feed, older=""), file, site)


def _at(feed: Feed, dest: str, site: Site) -> Feed:
    return replace(feed, url=urljoin(site.url, quote(dest)), dest=dest)


def _updated(items: Iterable[Item]) -> dt.datetime:
    return max(item.updated for item in items)


def _publisher(site: Site) -> Credit:
    return Credit("publisher", site.name, site.url)


def _lasting_name(view: View, settings: Settings) -> str:
    """Return a name for a listing that stays when URL formats change."""
    if view.kind in ("category", "tag", "series"):
        return f"{view.kind}/{settings.blog_dir}/{urls.topic_slug(view.key, settings)}"
    return f"{view.kind}/{settings.blog_dir}/{view.key}"
