"""Contexts of posts' pages, and what those of listings have of posts."""

from __future__ import annotations

import functools
import itertools
import posixpath
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.html.allowlist import open_id
from mkdocs_byline.html.excerpt import Excerpt, Heading
from mkdocs_byline.html.fragment import text_without
from mkdocs_byline.i18n import fill
from mkdocs_byline.model import (
    Post,
    RelatedPost,
    SeriesPlace,
    Status,
    View,
)
from mkdocs_byline.outputs import feed
from mkdocs_byline.outputs.citation import cite
from mkdocs_byline.outputs.comments import comment_thread
from mkdocs_byline.outputs.editions import history_url
from mkdocs_byline.outputs.json_ld import Around, Publication
from mkdocs_byline.outputs.lazy_value import Lazy
from mkdocs_byline.outputs.markdown_files import markdown_place
from mkdocs_byline.outputs.mentions import Mentions
from mkdocs_byline.outputs.metadata import (
    Metadata,
    Written,
    described,
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
