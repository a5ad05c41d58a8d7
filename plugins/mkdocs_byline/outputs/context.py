"""Template contexts of posts and listings."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.html.excerpt import Excerpt, Heading
from mkdocs_byline.html.fragment import text_without
from mkdocs_byline.html.structured_data import json_ld
from mkdocs_byline.i18n import fill
from mkdocs_byline.model import Correction, Link, ListingPage, Post, SeriesPlace, Status, View
from mkdocs_byline.outputs.lazy_value import Lazy


@dataclass(frozen=True, slots=True)
class Conversion:
    """What converting a post's Markdown adds to it."""

    heading: Heading | None
    excerpt: Excerpt
    minutes: int


@dataclass(frozen=True, slots=True)
class Site:
    """What contexts need beside the blog.

    Attributes:
        translate: Gives a word in the theme's language.
        shown: Turns a path in the docs folder into the one that messages give.
        relative: Gives one site-relative URL as seen from another.
        conversion: Of a post that is shown; None if converting it failed.
    """

    url: str
    name: str
    translate: Callable[[str], str]
    shown: Callable[[str], str]
    relative: Callable[[str, str], str]
    conversion: Callable[[Post], Lazy[Conversion] | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A post in a listing; `excerpt` is HTML whose links fit the listing's page."""

    post: Post
    url: str  # The listing's.
    anchor: str
    href: str  # From the listing.
    conversion: Lazy[Conversion]

    @property
    def excerpt(self) -> str:
        return self.conversion.value.excerpt.at(self.url)

    @property
    def more(self) -> bool:
        return self.conversion.value.excerpt.more

    @property
    def is_marked(self) -> bool:
        return self.conversion.value.excerpt.is_marked

    @property
    def minutes(self) -> int:
        return self.conversion.value.minutes

    @property
    def title(self) -> str:
        """What the post's page has for a heading, as plain text."""
        heading = self.conversion.value.heading
        return (_heading_text(heading.html) if heading else "") or self.post.title


@functools.lru_cache(maxsize=10_000)  # Each listing that has the post asks for it, and twice.
def _heading_text(html: str) -> str:
    """Return a heading's text without the permalink."""
    return text_without(html, "a.headerlink")


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the pagination; `number` is 0 for a gap, and `url` empty for the current page."""

    number: int
    url: str


def post_context(blog: Blog, site: Site, post: Post) -> dict[str, object]:
    """Return a post's context."""
    conversion = site.conversion(post)
    assert conversion
    older, newer = blog.neighbours.get(post.path, (None, None))
    return {
        "post": post,
        "heading": Lazy.of(_heading, conversion),
        "minutes": Lazy.of(_minutes, conversion),
        "notice": notice(blog, site, post),
        "json_ld": Lazy.of(
            _json_ld, post, site.url, site.name, blog.build.language, blog.series.get(post.path)
        ),
        "series": blog.series.get(post.path),
        "older": older,
        "newer": newer,
    }


def _heading(conversion: Conversion) -> Heading | None:
    return conversion.heading


def _minutes(conversion: Conversion) -> int:
    return conversion.minutes


def _json_ld(
    post: Post, site_url: str, site_name: str, language: str, series: SeriesPlace | None
) -> str:
    return json_ld(post, site_url=site_url, site_name=site_name, language=language, series=series)


def notice(blog: Blog, site: Site, post: Post) -> str:
    """Return what a writer should know of a post that the preview shows and a build refuses."""
    if not post.committed:
        return site.translate("byline.unpublished.hint") if blog.build.preview else ""
    if post.status is not Status.UNDATED:
        return ""
    return fill(site.translate("byline.undated.hint"), blog.build.now.date())


def listing_context(blog: Blog, site: Site, listing: ListingPage, url: str) -> dict[str, object]:
    """Return the context of a listing whose page is at `url`."""
    view = listing.view
    return {
        "view": view,
        "listing": listing,
        "listing_title": listing_title(blog, view),
        "entries": [] if view.is_overview else entries(site, listing.posts, url),
        "corrections": _corrections(view) if view.kind == "corrections" else [],
        "descriptions": _descriptions(blog, view),
        "broken": _broken(blog, site, listing),
        "parent_view": None if view.is_overview else blog.overviews.get(view.kind),
    }


def _descriptions(blog: Blog, view: View) -> dict[str, str]:
    """Return what editors say of the listings that an overview leads to, by their own paths."""
    found = {child.path: "" for child in view.children}
    for path in found.keys() & blog.intros.keys():
        found[path] = " ".join(str(blog.intros[path].meta.get("description") or "").split())
    return found


def listing_title(blog: Blog, view: View) -> str:
    """Return the title that an editor has given a listing, or its own."""
    intro = blog.intros.get(view.path)
    return intro.title if intro and intro.title else view.title


def entries(site: Site, posts: Sequence[Post], url: str) -> list[Entry]:
    """Return what a listing at `url` shows of these posts."""
    found: list[Entry] = []
    anchors: set[str] = set()
    for post in posts:
        if conversion := site.conversion(post):
            slug = post.url.strip("/").rsplit("/", 1)[-1]
            others = (f"{slug}_{number}" for number in itertools.count(1))
            anchor = next(each for each in itertools.chain((slug,), others) if each not in anchors)
            anchors.add(anchor)
            found.append(Entry(post, url, anchor, site.relative(post.url, url), conversion))
    return found


def _corrections(view: View) -> list[tuple[Correction, Post]]:
    """Return what the blog had wrong, newest first, for the listing of that."""
    found = [(each, post) for post in view.posts for each in post.corrections]
    return sorted(found, key=lambda pair: pair[0].date, reverse=True)


def _broken(blog: Blog, site: Site, listing: ListingPage) -> list[Link]:
    """Return links to what the preview shows for broken posts; only for the blog's first page."""
    if listing.view is not blog.index or listing.number > 1:
        return []
    return [Link(site.shown(each.path), each.url) for each in blog.library.broken]


def page_links(blog: Blog, listing: ListingPage) -> list[PageLink]:
    """Return the first, the last and the pages around the current one, with gaps between."""
    settings = blog.settings
    if listing.total == 1 and not settings.pagination_if_single_page:
        return []
    digits = "".join(char for char in settings.pagination_format if char.isdigit())
    radius = int(digits or 2)
    wanted = {1, listing.total}
    wanted |= set(range(listing.number - radius, listing.number + radius + 1))
    pages = blog.paged[listing.view.path]
    links: list[PageLink] = []
    previous = 0
    for number in sorted(wanted & set(range(1, listing.total + 1))):
        if number - previous == 2:
            links.append(PageLink(number - 1, pages[number - 2].url))
        elif number - previous > 2:
            links.append(PageLink(0, ""))
        links.append(PageLink(number, "" if number == listing.number else pages[number - 1].url))
        previous = number
    return links
