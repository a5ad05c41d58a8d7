"""Everything one build knows of the blog, by the paths that MkDocs' files and pages have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from mkdocs_byline.blog.intros import Intro
from mkdocs_byline.blog.library import Broken, Library, Memory
from mkdocs_byline.blog.outputs import Upcoming
from mkdocs_byline.cache.store import Cache
from mkdocs_byline.cache.workers import Workers
from mkdocs_byline.host.background import Background
from mkdocs_byline.host.converter import Converter
from mkdocs_byline.host.incremental.template_tracking import Watch, Watched
from mkdocs_byline.host.progress import Progress
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.excerpt import Excerpt, Heading
from mkdocs_byline.model import Build, ListingPage, Post, Redirect, View
from mkdocs_byline.problems import Problem
from mkdocs_byline.review.leaks import Medium
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.incremental.page_cache import Finished
    from mkdocs_byline.host.incremental.unchanged_pages import Sparing
    from mkdocs_byline.host.nav import Kept
    from mkdocs_byline.host.output.manifest import Standing
    from mkdocs_byline.host.pages import PostPage


@dataclass(frozen=True, slots=True)
class Rendered:
    """What conversion adds to a post."""

    heading: Heading | None
    excerpt: Excerpt
    minutes: int


@dataclass(slots=True)
class Blog:
    """One build's blog.

    Attributes:
        reread: Reads the file of one post alone, against the same background.
        memory: What came of single posts.
        accepted: Source paths of all files that may be published.
        changed: Of these, what has changed since it was read, and new and vanished ones.
        files: MkDocs' file of each post that is shown, by source path.
        listings: The page of a listing that a source path holds.
        pages: MkDocs' file of each listing's first page, by the listing's own path.
        headings: Headings taken out of listings' introductions, by source path.
        policy: What HTML posts may have.
        bios: The HTML of people's `bio`, by their id.
        cache, converter: What was made before, and what makes posts' HTML.
        converting, rendering: Processes that convert posts and set pages ahead of the build.
        progress: Says how far a long build has come.
        watch, finished: What templates read, and pages as they were kept; see
            `host/incremental/page_cache.py`.
        sparing: Does without reading and setting pages; see `host/incremental/unchanged_pages.py`.
        untold: What keeps pages from being kept.
        overviews: The listing of listings of each kind.
        watched_views: All listings, for templates.
        translate, shown: Words in the theme's language; paths as messages give them.
        intros: Editors' pages for listings, by the listing's own path.
        neighbours: The older and the newer post of each listed post.
        redirects: Pages at former URLs.
        upcoming: The blog once all posts are out that wait for a date; None in the preview.
        site_files: All of MkDocs' files.
        withheld_media: What stays out of the site with unpublished posts.
        late_problems: Found when posts were converted.
        sets_heading: Whether a template of this name prints a page's heading itself.
        headed: Pages' content with a heading put back for such a template.
        searched: Pages' content as it was before text for the search was added.
    """

    settings: Settings
    build: Build
    library: Library
    views: tuple[View, ...]
    translate: Callable[[str], str]
    shown: Callable[[str], str]
    problems: tuple[Problem, ...]
    cache: Cache
    converter: Converter
    converting: Workers
    rendering: Workers
    reread: Callable[[File], Library]
    background: Background
    memory: Memory
    accepted: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    progress: Progress = field(default_factory=Progress)
    watch: Watch = field(default_factory=Watch)
    finished: Finished | None = None
    sparing: Sparing | None = None
    untold: str = ""
    overviews: dict[str, View] = field(default_factory=dict)
    watched_views: Watched = field(init=False)
    site_url: str = ""
    site_name: str = ""
    policy: Policy = field(default_factory=Policy)
    bios: dict[str, str] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    broken: dict[str, Broken] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    listings: dict[str, ListingPage] = field(default_factory=dict)
    paged: dict[str, tuple[ListingPage, ...]] = field(default_factory=dict)
    pages: dict[str, File] = field(default_factory=dict)
    headings: dict[str, Heading | None] = field(default_factory=dict)
    neighbours: dict[str, tuple[Post | None, Post | None]] = field(default_factory=dict)
    redirects: tuple[Redirect, ...] = ()
    upcoming: Upcoming | None = None
    site_files: Files | None = None
    withheld_media: list[Medium] = field(default_factory=list)
    late_problems: list[Problem] = field(default_factory=list)
    sets_heading: Callable[[str], bool] = field(default=lambda name: True)
    headed: dict[str, str] = field(default_factory=dict)
    searched: dict[str, str] = field(default_factory=dict)
    intros: dict[str, Intro] = field(default_factory=dict)
    listing_files: list[File] = field(default_factory=list)
    nav: Kept | None = None

    @property
    def standing(self) -> Standing | None:
        """Pages that stay in the output folder, if any may."""
        return self.sparing.standing if self.sparing else None

    @property
    def index(self) -> View:
        return self.views[0]

    @property
    def index_page(self) -> Page | None:
        return self.pages[self.index.path].page

    @property
    def places(self) -> dict[str, tuple[str, str]]:
        return {path: (post.url, post.dest) for path, post in self.posts.items()}

    def __post_init__(self) -> None:
        self.overviews = {view.kind: view for view in self.views if view.is_overview}
        self.watched_views = Watched.of(self.watch, "byline_views", self.views)

    def news(self, last: Blog | None) -> list[Problem]:
        """Return the problems that are new since the last time, and all of changed files."""
        told = set(last.problems) if last else ()
        changed = {self.shown(path) for path in last.changed} if last else ()
        return [each for each in self.problems if each not in told or each.path in changed]

    def close(self, *, whole: bool) -> None:
        """End what works ahead, and keep what was made; all of the site, or a part of it."""
        self.converting.stop()
        self.rendering.stop()
        self.progress.end()
        if self.sparing:
            self.sparing.end()
        self.cache.save(whole=whole)

    def rendered(self, post: Post) -> Rendered | None:
        """Return what conversion adds to a post that is shown; None if it failed."""
        page = cast("PostPage", self.files[post.path].page)
        page.fill()
        return page.rendered

    def listing_title(self, view: View) -> str:
        """Return the title that an editor has given a listing, or its own."""
        intro = self.intros.get(view.path)
        return intro.title if intro and intro.title else view.title

    def post_of(self, page: Page | None) -> Post | None:
        return self.posts.get(page.file.src_uri) if page else None

    def listing_of(self, page: Page | None) -> ListingPage | None:
        return self.listings.get(page.file.src_uri) if page else None

    def is_listed(self, file: File) -> bool:
        """Whether the site map may name the file."""
        post = self.posts.get(file.src_uri)
        if post:
            page = cast("PostPage", file.page)
            if page.origin is None:  # Else it has been converted before.
                page.fill()  # Which tells whether it is broken.
        return file.src_uri not in self.broken and (post is None or post.listed)
