"""Feeds and their list as outputs, and the page that offers them to readers."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from mkdocs_byline.blog import urls
from mkdocs_byline.blog.load import Blog
from mkdocs_byline.html.feed_content import FeedContent
from mkdocs_byline.i18n import ENGLISH
from mkdocs_byline.model import Post
from mkdocs_byline.outputs import opml
from mkdocs_byline.outputs.feed import Feed, Media, Site, feed_digests
from mkdocs_byline.outputs.feed_list import FeedLink, Subscription, autodiscovery, subscriptions
from mkdocs_byline.outputs.feeds import plan_feeds, render
from mkdocs_byline.outputs.output import Output
from mkdocs_byline.outputs.pictures import Picture


@dataclass(frozen=True, slots=True)
class FeedTexts:
    """The texts of posts, which are read only if a feed is written anew.

    Attributes:
        content: Returns what feeds show of a post.
        key: Returns what decides that, without reading it.
    """

    content: Callable[[Post], FeedContent] = lambda post: FeedContent("", "")
    key: Callable[[Post], str] = lambda post: post.sha256


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """The feeds of a blog, but for those whose places something else has.

    Attributes:
        by_listing: What readers can follow, by kind and key of its listing.
        list_dest: Output file of the list of all feeds for programs (OPML).
        path, url, dest: Of the page for readers, as `View` has them; empty if there is none.
    """

    feeds: tuple[Feed, ...] = ()
    by_listing: Mapping[tuple[str, str], Subscription] = field(default_factory=dict)
    list_dest: str = ""
    path: str = ""
    url: str = ""
    dest: str = ""

    def links(self, kind: str = "blog", key: str = "") -> tuple[FeedLink, ...]:
        """Return the links in the head of a page; see `autodiscovery`."""
        listings = dict.fromkeys((("blog", ""), (kind, key)))
        own = [self.by_listing[each] for each in listings if each in self.by_listing]
        return autodiscovery(own, kind, key)

    def followed(self, kind: str, key: str) -> Subscription | None:
        """Return what readers of a listing can follow."""
        return self.by_listing.get((kind, key))

    def with_post(self, post: Post) -> tuple[str, ...]:
        """Return the names of the feeds that have an item of a post, archives apart."""
        feeds = (feed for feed in self.feeds if feed.is_for_readers)
        own = (feed for feed in feeds if any(item.post is post for item in feed.items))
        return tuple(dict.fromkeys(feed.name for feed in own))

    @property
    def offered(self) -> tuple[Subscription, ...]:
        return tuple(self.by_listing.values())


def plan(
    blog: Blog,
    site: Site,
    translate: Callable[[str], str] = lambda key: ENGLISH[key],
    pictures: Mapping[str, Picture] | None = None,
) -> FeedPlan:
    """Plan feeds among all that is laid out, which keeps its places.

    Args:
        pictures: Of posts, by path.
    """
    media = {path: Media(cover=each) for path, each in (pictures or {}).items()}
    planned = plan_feeds(blog, site, media=media, translate=translate)
    feeds = tuple(feed for feed in planned if not blog.taken.holder(feed.dest))
    offered = subscriptions(feeds)
    if not offered:
        return FeedPlan(feeds)
    settings, build = blog.settings, blog.build
    path = urls.subscribe_path(settings)
    url, dest = urls.destination(
        path.removesuffix(".md"), directory_urls=build.directory_urls, folder=build.folder
    )
    if blog.taken.holder(dest):
        path = url = dest = ""
    list_dest = posixpath.join(build.folder, settings.blog_dir, "feeds.opml")
    if blog.taken.holder(list_dest):
        list_dest = ""
    by_listing = {(each.kind, each.key): each for each in offered}
    return FeedPlan(feeds, by_listing, list_dest, path, url, dest)


def feed_outputs(plan: FeedPlan, texts: FeedTexts) -> Iterator[Output]:
    """Yield the outputs of all feeds and of their list."""

    @functools.cache
    def digests() -> Mapping[str, str]:
        return feed_digests(plan.feeds, texts.key)

    for feed in plan.feeds:
        yield Output(
            dest=feed.dest,
            kind="feed",
            owner=f"the feed '{feed.title}'",
            url=feed.dest,
            gives_way=True,
            content=functools.partial(render, feed, texts.content),
            digest=functools.partial(lambda dest: digests()[dest], feed.dest),
        )
    if plan.list_dest:
        title = plan.feeds[0].title
        yield Output(
            dest=plan.list_dest,
            kind="feeds",
            owner="the list of feeds",
            url=plan.list_dest,
            gives_way=True,
            content=lambda: opml.write(plan.feeds, title),
        )
