"""Contexts of listings' pages: the values that their templates are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.model import (
    Correction,
    Link,
    ListingPage,
    Person,
    Post,
    Topic,
    View,
)
from mkdocs_byline.outputs.context import Site, entries, listing_title
from mkdocs_byline.outputs.editions import correction_url
from mkdocs_byline.outputs.feed_outputs import FeedPlan
from mkdocs_byline.outputs.json_ld import Collection
from mkdocs_byline.outputs.lazy_value import Lazy
from mkdocs_byline.outputs.metadata import (
    Metadata,
    listing_metadata,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A listing as the one above it leads to it: an overview, or the page of a wider topic.

    Attributes:
        path: Where an editor's page for it would lie in the docs folder.
        number: How many posts it has.
        posts: These, where an overview leads to it.
        parts: Those below it.
    """

    title: str
    url: str
    path: str
    topic: Topic | None
    person: Person | None
    number: int
    posts: tuple[Post, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the pagination; `number` is 0 for a gap, and `url` empty for the current page.

    `rel` is `prev` or `next` for a link that shows an arrow in place of the number.
    """

    number: int
    url: str
    rel: str = ""


def listing_context(
    blog: Blog, site: Site, listing: ListingPage, url: str, ids: Iterable[str] = ()
) -> dict[str, object]:
    """Return the context of a listing whose page is at `url`.

    Args:
        ids: Those that its introduction has.
    """
    view = listing.view
    title, above = listing_title(blog, view), _above(blog, view)
    return {
        "view": view,
        "listing": listing,
        "listing_title": title,
        "metadata": Lazy.of(
            listing_metadata,
            _collection(blog, listing, title),
            site.publication,
            site.picture(listing.path),
            _trail(blog, site, view, title, above),
            site.written(listing.path),
        ),
        "entries": [] if view.is_overview else entries(site, listing.posts, url, ids),
        "corrections": _corrections(blog, view) if view.kind == "corrections" else [],
        "descriptions": _descriptions(blog, view),
        "broken": _broken(blog, site, listing),
        "above": [Link(each.title, each.url) for each in above],
        "parent_view": above[-1] if above else None,
        # Templates may not read `children` unseen.
        "parts": tuple(_part(each, with_posts=view.is_overview) for each in view.children),
    }


def subscribe_metadata(site: Site, plan: FeedPlan) -> Lazy[Metadata]:
    """Return what the page about feeds says of itself."""
    title = site.translate("byline.subscribe")
    description = site.translate("byline.subscribe.intro")
    page = Collection("subscribe", title, plan.url, description=description)
    trail = (*site.publication.home(), (title, plan.url))
    picture, written = site.picture(plan.path), site.written(plan.path)
    return Lazy.of(listing_metadata, page, site.publication, picture, trail, written)


def overview_link(blog: Blog, kind: str) -> Link | None:
    """Return the link to the overview of a kind of listings, with links to these below it.

    None if there is none.
    """
    if (view := blog.overview(kind)) is None:
        return None
    below = (Link(listing_title(blog, each), each.url) for each in view.children)
    return Link(listing_title(blog, view), view.url, tuple(below))


def _part(view: View, *, with_posts: bool) -> Part:
    return Part(
        title=view.title,
        url=view.url,
        path=view.path,
        topic=view.topic,
        person=view.person,
        number=view.number,
        posts=view.posts if with_posts else (),
        parts=tuple(_part(each, with_posts=with_posts) for each in view.children),
    )


def _descriptions(blog: Blog, view: View) -> dict[str, str]:
    """Return what editors say of the listings that a listing leads to, by their own paths."""
    return {child.path: " ".join(blog.description(child).split()) for child in view.children}


def _collection(blog: Blog, listing: ListingPage, title: str) -> Collection:
    view = listing.view
    description = blog.description(view)
    if not description and view.person:
        description = view.person.description
    children = tuple((each.title, each.url) for each in view.children)
    return Collection(
        kind=view.kind,
        name=title,
        url=listing.url,
        topic="" if view.is_overview else view.key,
        state=view.topic.state if view.topic else "",
        description=description,
        posts=() if view.is_overview else listing.posts,
        children=children,
        person=view.person if listing.number == 1 else None,
    )


def _trail(
    blog: Blog, site: Site, view: View, title: str, above: Iterable[View]
) -> tuple[tuple[str, str], ...]:
    """Return the way to a listing's page, as readers see it in its header."""
    home = site.publication.home()
    if view is blog.index:
        return tuple(home)
    return (*home, *((each.title, each.url) for each in above), (title, view.url))


def _above(blog: Blog, view: View) -> list[View]:
    """Return the listings that lead to one, the overview first."""
    overview = None if view.is_overview else blog.overview(view.kind)
    parents = blog.parents(view) if view.topic else ()
    return [*([overview] if overview else []), *parents]


def _corrections(blog: Blog, view: View) -> list[tuple[Correction, Post, str]]:
    """Return what the blog had wrong, newest first, and where what changed is shown, if it is."""
    found = []
    for post in view.posts:
        for each in post.corrections:
            url = correction_url(blog, post, each)
            found.append((each, post, "" if url == post.url else url))
    return sorted(found, key=lambda row: row[0].date, reverse=True)


def _broken(blog: Blog, site: Site, listing: ListingPage) -> list[Link]:
    """Return links to what the preview shows for broken posts; only for the blog's first page."""
    if listing.view is not blog.index or listing.number > 1:
        return []
    return [Link(site.shown(each.path), each.url) for each in blog.library.broken]


def page_links(blog: Blog, listing: ListingPage) -> list[PageLink]:
    """Return the first, the last and the pages around the current one, with gaps between, and
    arrows on both sides if wanted.
    """
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
    return [*_arrow(blog, listing, -1), *links, *_arrow(blog, listing, 1)]


def _arrow(blog: Blog, listing: ListingPage, step: int) -> Iterator[PageLink]:
    """Yield the link to the page before or after a listing's, where the format asks for it."""
    rel, place = ("prev", "$link_previous") if step < 0 else ("next", "$link_next")
    number = listing.number + step
    if place in blog.settings.pagination_format and 1 <= number <= listing.total:
        yield PageLink(number, blog.paged[listing.view.path][number - 1].url, rel)
