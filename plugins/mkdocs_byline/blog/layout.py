"""The layout of a blog: where its posts, listings, redirects and media are, and what collides.

Builds and `byline check` both ask a `Planner`. What is written there is in `outputs/`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_byline.blog import places, redirects, taxonomies
from mkdocs_byline.blog.library import Library
from mkdocs_byline.blog.media import place_media
from mkdocs_byline.blog.places import Places
from mkdocs_byline.blog.taxonomies import Entries
from mkdocs_byline.content.ledger import Ledger
from mkdocs_byline.content.topics import Topics
from mkdocs_byline.model import Build, ListingPage, Post, Redirect, Status, View
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

_ONCE = frozenset(("BY131", "BY132"))  # Told of the whole history, in words that count posts.


@dataclass(frozen=True, slots=True)
class Layout:
    """Listings page by page, by their path; redirects; all places, and what is wrong with any."""

    views: tuple[View, ...]
    paged: Mapping[str, tuple[ListingPage, ...]]
    redirects: tuple[Redirect, ...]
    problems: tuple[Problem, ...]
    taken: Places

    @property
    def listings(self) -> tuple[ListingPage, ...]:
        return tuple(page for pages in self.paged.values() for page in pages)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The blog with all posts out that wait for their date.

    Attributes:
        posts: Those that wait, but for broken ones.
        problems: Of all posts.
    """

    posts: tuple[Post, ...]
    layout: Layout
    problems: tuple[Problem, ...]


def taken_places(pages: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Return the output files that posts, listings and files beside posts may not have.

    Args:
        pages: Those of the theme and of other files, with what to call each.
    """
    own = posixpath.join(settings.blog_dir, "provenance.json")
    return {own: "Byline's own data", **pages}


@dataclass(frozen=True)
class Planner:
    """What a blog is laid out among, whichever of its posts are out.

    Attributes:
        titles: See `taxonomies.plan`; so are `entries`.
        others: See `taken_places`.
        media: Source paths of what lies beside posts.
        shown: Turns a source path into the path that messages give.
    """

    settings: Settings
    titles: Mapping[str, str]
    others: Mapping[str, str]
    media: Sequence[str]
    ledger: Ledger
    shown: Callable[[str], str]
    topics: Topics = field(default_factory=Topics)
    series: Topics = field(default_factory=Topics)
    entries: Entries = field(default_factory=dict)

    def lay_out(self, library: Library, build: Build) -> Layout:
        """Give everything a build writes its place."""
        settings, shown = self.settings, self.shown
        planned = taxonomies.plan(
            library.listed,
            settings,
            build,
            self.titles,
            self.entries,
            self.topics.topics,
            self.series.topics,
        )
        paged = {view.path: taxonomies.paginate(view, settings, build) for view in planned}
        listings = tuple(page for pages in paged.values() for page in pages)
        problems = taxonomies.collisions(listings, library.posts, self.others, shown)
        taken = places.occupied(self.others, listings, library.posts, build, shown)
        problems += place_media(self.media, settings, taken, shown)
        found, lost = redirects.plan(library, self.ledger, taken, build, shown)
        found += redirects.of_topics(planned, taken, settings, build)
        return Layout(planned, paged, found, (*problems, *lost), taken)

    def look_ahead(
        self, library: Library, build: Build, assemble: Callable[[Build], Library]
    ) -> Upcoming | None:
        """Return what becomes of the blog by dates alone; None if no post waits for its own.

        What would end a build on that day has to end the one with which the post was sent in.

        Args:
            assemble: Reads the posts of `library` for another build.
        """
        if not any(waits(post, self.settings, build) for post in library.withheld):
            return None
        later = replace(build, upcoming=True)
        found = assemble(later)
        layout = self.lay_out(found, later)
        known = {each.code for each in library.problems} & _ONCE
        problems = (each for each in found.problems if each.code not in known)
        present = {post.path for post in library.posts}
        posts = tuple(post for post in found.posts if post.path not in present)
        return Upcoming(posts, layout, (*problems, *layout.problems))


def waits(post: Post, settings: Settings, build: Build) -> bool:
    """Whether a post that is not out will be, by its date alone."""
    if post.status is Status.DRAFT and settings.draft_if_future_date:
        return post.dates.created is not None and post.dates.created > build.now
    return post.status is Status.SCHEDULED
