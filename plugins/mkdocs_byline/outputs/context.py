"""Template contexts of posts and listings."""

from __future__ import annotations

import functools
import itertools
import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.html.allowlist import open_id
from mkdocs_byline.html.excerpt import Excerpt, Heading
from mkdocs_byline.html.fragment import text_without
from mkdocs_byline.i18n import fill
from mkdocs_byline.model import (
    Correction,
    Link,
    ListingPage,
    Person,
    Post,
    RelatedPost,
    SeriesPlace,
    Status,
    Topic,
    View,
)
from mkdocs_byline.outputs import feed
from mkdocs_byline.outputs.citation import cite
from mkdocs_byline.outputs.comments import comment_thread
from mkdocs_byline.outputs.editions import correction_url, history_url
from mkdocs_byline.outputs.feed_outputs import FeedPlan
from mkdocs_byline.outputs.json_ld import Around, Collection, Publication
from mkdocs_byline.outputs.lazy_value import Lazy
from mkdocs_byline.outputs.markdown_files import markdown_place
from mkdocs_byline.outputs.mentions import Mentions
from mkdocs_byline.outputs.metadata import (
    Metadata,
    Written,
    described,
    listing_metadata,
    post_metadata,
)
from mkdocs_byline.outputs.pictures import Picture


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
        picture: Of the page at a source path; see `pictures.page_pictures`.
        written: What others write into the head of the page at a source path.
        related: What to read after a post.
        mentions: What the page at a source path lists of the pages that link to it.
    """

    translate: Callable[[str], str]
    shown: Callable[[str], str]
    relative: Callable[[str, str], str]
    conversion: Callable[[Post], Lazy[Conversion] | None]
    publication: Publication
    picture: Callable[[str], Picture | None]
    written: Callable[[str], Written]
    related: Callable[[Post], Lazy[tuple[RelatedPost, ...]]]
    mentions: Callable[[str], Mentions]


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
    def description(self) -> str:
        """What the post says of itself, or its first words, as plain text."""
        post = self.post
        return described(post, "" if post.description else self.excerpt)

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


def post_context(blog: Blog, site: Site, post: Post) -> dict[str, object]:
    """Return a post's context."""
    conversion = site.conversion(post)
    assert conversion
    older, newer = blog.neighbours.get(post.path, (None, None))
    related = site.related(post)
    return {
        "post": post,
        "heading": Lazy.of(_heading, conversion),
        "minutes": Lazy.of(_minutes, conversion),
        "notice": notice(blog, site, post),
        "metadata": Lazy.of(
            _post_metadata,
            post,
            site.publication,
            conversion,
            site.picture(post.path),
            blog.series.get(post.path),
            site.written(post.path),
            related,
        ),
        "citation": Lazy.of(cite, post, site.publication),
        "markdown_url": markdown_place(post, blog, site.publication.site),
        "series": blog.series.get(post.path),
        "history_url": history_url(blog, post),
        "older": older,
        "newer": newer,
        "related": related,
        **site.mentions(post.path).values,
        "thread": comment_thread(post, blog.settings.comments, blog.build.language),
    }


def _heading(conversion: Conversion) -> Heading | None:
    return conversion.heading


def _minutes(conversion: Conversion) -> int:
    return conversion.minutes


def _post_metadata(
    post: Post,
    publication: Publication,
    conversion: Conversion,
    picture: Picture | None,
    series: SeriesPlace | None,
    written: Written,
    related: tuple[RelatedPost, ...],
) -> Metadata:
    excerpt = "" if post.description else conversion.excerpt.at(post.url)
    minutes = conversion.minutes
    return post_metadata(
        post, publication, excerpt, minutes, picture, Around(series, related), written
    )


def notice(blog: Blog, site: Site, post: Post) -> str:
    """Return what a writer should know of a post that the preview shows and a build refuses."""
    if not post.committed:
        return site.translate("byline.unpublished.hint") if blog.build.preview else ""
    if post.status is not Status.UNDATED:
        return ""
    return fill(site.translate("byline.undated.hint"), blog.build.now.date())


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
            _trail(blog, site, listing, title),
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


def publication(blog: Blog, site: feed.Site) -> Publication:
    """Return what pages say of the blog that they are in."""
    settings, index = blog.settings, blog.index
    return Publication(
        site,
        listing_title(blog, index),
        index.url,
        posixpath.join(blog.build.folder, settings.blog_dir),
        blog.description(index) if index.path in blog.intros else site.description,
        settings.license,
        settings.post_readtime,
    )


def listing_title(blog: Blog, view: View) -> str:
    """Return the title that an editor has given a listing, or its own."""
    intro = blog.intros.get(view.path)
    return intro.title if intro and intro.title else view.title


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
    blog: Blog, site: Site, listing: ListingPage, title: str
) -> tuple[tuple[str, str], ...]:
    """Return the way to a listing's page, as readers see it in its header."""
    view, trail = listing.view, list(site.publication.home())
    if view is blog.index:
        return tuple(trail)
    trail += [(each.title, each.url) for each in _above(blog, view)]
    return (*trail, (title, view.url))


def _above(blog: Blog, view: View) -> list[View]:
    """Return the listings that lead to one, the overview first."""
    overview = None if view.is_overview else blog.overview(view.kind)
    parents = blog.parents(view) if view.topic else ()
    return [*([overview] if overview else []), *parents]


def entry_id(post: Post) -> str:
    """Return the id that a post's heading has in a listing, if nothing else has it there."""
    return open_id(post.url.strip("/").rsplit("/", 1)[-1])


def entries(site: Site, posts: Sequence[Post], url: str, ids: Iterable[str] = ()) -> list[Entry]:
    """Return what a listing at `url` shows of these posts, with none of these ids."""
    found: list[Entry] = []
    anchors = set(ids)
    for post in posts:
        if conversion := site.conversion(post):
            slug = entry_id(post)
            others = (f"{slug}_{number}" for number in itertools.count(1))
            anchor = next(each for each in itertools.chain((slug,), others) if each not in anchors)
            anchors.add(anchor)
            found.append(Entry(post, url, anchor, site.relative(post.url, url), conversion))
    return found


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
