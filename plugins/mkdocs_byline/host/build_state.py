"""Everything one build knows of the blog, by the paths that MkDocs' files and pages have."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mkdocs.utils import get_relative_url

from mkdocs_byline.blog.library import Broken, Memory
from mkdocs_byline.blog.load import Blog
from mkdocs_byline.blog.mentions import Linked, LinkScan, find_mentions
from mkdocs_byline.blog.project import blog_of
from mkdocs_byline.cache.digest import OpaqueError, describe
from mkdocs_byline.cache.store import Cache, key
from mkdocs_byline.cache.workers import Workers
from mkdocs_byline.host.converter import PageConverter
from mkdocs_byline.host.incremental.known_plugins import PluginEffects, without
from mkdocs_byline.host.incremental.template_tracking import TemplateTracking, TrackedSequence
from mkdocs_byline.host.interop import head_tags
from mkdocs_byline.host.interop.author_text import plain_title
from mkdocs_byline.host.output.data_files import registry_of
from mkdocs_byline.host.posts.editions import Editions
from mkdocs_byline.host.posts.feed_texts import site_of
from mkdocs_byline.host.posts.own_file import SourceFolder
from mkdocs_byline.host.posts.related import related_posts
from mkdocs_byline.host.progress import Progress
from mkdocs_byline.host.project import BuildProject
from mkdocs_byline.html.excerpt import Heading
from mkdocs_byline.model import ListingPage, Post, RelatedPost, Status
from mkdocs_byline.outputs import feed_outputs
from mkdocs_byline.outputs.cards import CardPlan, plan_cards
from mkdocs_byline.outputs.context import Conversion, Site, publication
from mkdocs_byline.outputs.feed import Site as FeedSite
from mkdocs_byline.outputs.feed_outputs import FeedPlan
from mkdocs_byline.outputs.lazy_value import Lazy
from mkdocs_byline.outputs.mentions import Mentions, joined, mentions
from mkdocs_byline.outputs.metadata import Written
from mkdocs_byline.outputs.output import Output
from mkdocs_byline.outputs.pictures import Picture, page_pictures
from mkdocs_byline.outputs.registry import Registry
from mkdocs_byline.outputs.search_page import search_page
from mkdocs_byline.problems import Problem
from mkdocs_byline.review.leaks import Medium

if TYPE_CHECKING:
    import jinja2
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.csp import Csp
    from mkdocs_byline.host.incremental.page_cache import PageCache
    from mkdocs_byline.host.incremental.unchanged_pages import UnchangedPages
    from mkdocs_byline.host.nav import Kept
    from mkdocs_byline.host.output.manifest import Manifest
    from mkdocs_byline.host.posts.pages import PostPage


T = TypeVar("T")


@dataclass(slots=True)
class BuildState:
    """What one build makes of a blog, by the paths that MkDocs' files and pages have.

    Attributes:
        blog: The blog as it was loaded.
        project: The build's files and configuration.
        memory: What came of single posts, for when the blog is loaded again.
        changed: Paths of files that have changed since they were read, new and vanished ones too.
        cache, converter: What was made before, and what makes posts' HTML.
        converting, rendering: Processes that convert posts and render pages ahead of the build.
        progress: Says how far a long build has come.
        tracking, page_cache: What templates read, and pages as they were kept; see
            `host/incremental/page_cache.py`.
        unchanged: Does without converting and rendering pages; see
            `host/incremental/unchanged_pages.py`.
        opaque: What keeps pages from being kept.
        effects: What other plugins do to posts.
        site: What templates' contexts need beside the blog.
        tracked_views: All listings, for templates.
        broken: Posts that can't be shown, by path.
        listings: The page of a listing that a source path holds.
        files: MkDocs' file of each post that is shown, by source path.
        pages: MkDocs' file of each listing's first page, by the listing's own path.
        listing_files: MkDocs' files of all listings' pages.
        sources: Where other plugins find sources of files that the blog generates.
        headings: Headings taken out of listings' introductions, by source path.
        site_files: All of MkDocs' files.
        withheld_media: What stays out of the site with unpublished posts.
        late_problems: Found when posts were converted.
        prints_heading: Whether a template of this name prints a page's heading itself.
        headed: Pages' content with a heading put back for such a template.
        filled: Pages' content with lists of posts in it, and the lists' options.
        list_problems: Those noted of lists that come from elsewhere than a page's source.
        env: What renders lists of posts, and what links to pages.
        current: The post whose page is being rendered.
        searched: What was put before pages' content for the search.
        nav: The navigation as it was before other plugins changed it.
        csp: The policy that pages are under, if any.
        has_search: Whether Pagefind searches the site, so that there is a page for it.
        on_demand: Whether files are made only when somebody asks for them; see `serve/site.py`.
        link_scan: Which links texts have, if anybody asks.
        derived: What was made of a state of the blog, by name; see `once`.
    """

    blog: Blog
    project: BuildProject
    memory: Memory
    cache: Cache
    converter: PageConverter
    converting: Workers
    rendering: Workers
    changed: set[str] = field(default_factory=set)
    progress: Progress = field(default_factory=Progress)
    tracking: TemplateTracking = field(default_factory=TemplateTracking)
    page_cache: PageCache | None = None
    unchanged: UnchangedPages | None = None
    opaque: str = ""
    effects: PluginEffects = field(init=False)
    site: Site = field(init=False)
    tracked_views: TrackedSequence = field(init=False)
    broken: dict[str, Broken] = field(init=False)
    listings: dict[str, ListingPage] = field(init=False)
    files: dict[str, File] = field(init=False)
    pages: dict[str, File] = field(default_factory=dict)
    listing_files: list[File] = field(default_factory=list)
    sources: SourceFolder = field(default_factory=SourceFolder)
    headings: dict[str, Heading | None] = field(default_factory=dict)
    site_files: Files | None = None
    withheld_media: list[Medium] = field(default_factory=list)
    late_problems: list[Problem] = field(default_factory=list)
    prints_heading: Callable[[str], bool] = field(default=lambda name: True)
    headed: dict[str, str] = field(default_factory=dict)
    filled: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    list_problems: set[Problem] = field(default_factory=set)
    env: jinja2.Environment | None = None
    current: PostPage | None = None
    searched: dict[str, str] = field(default_factory=dict)
    nav: Kept | None = None
    csp: Csp | None = None
    has_search: bool = False
    on_demand: bool = False
    link_scan: LinkScan | None = None
    derived: dict[str, tuple[object, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tracked_views = TrackedSequence.of(self.tracking, "byline_views", self.blog.views)
        self.effects = PluginEffects(self.project.config)
        self.site = Site(
            self.project.translate,
            self.project.shown,
            get_relative_url,
            self.conversion,
            publication(self.blog, self.feed_site),
            lambda path: self.cards.picture(path, self.pictures.get(path)),
            self.written,
            self.related,
            self.mentions,
        )
        self.broken = dict(self.blog.broken)
        self.listings = dict(self.blog.listings)
        files = self.project.post_files
        self.files = {path: files[path] for path in files if path in self.blog.posts}

    def once(self, name: str, make: Callable[[], T], of: object = None) -> T:
        """Return what is made of the blog, made once for each state of it.

        Args:
            of: What of the blog decides it. Its listings stay when only a post's text changes.
        """
        of = self.blog if of is None else of
        known, value = self.derived.get(name, (None, None))
        if known is not of:
            value = make()
            self.derived[name] = (of, value)
        return cast("T", value)

    @property
    def registry(self) -> Registry:
        """What the blog writes."""
        return self.once("registry", lambda: registry_of(self))

    @property
    def feed_site(self) -> FeedSite:
        language = self.blog.build.language

        def site() -> FeedSite:
            return site_of(self.project.config, language)

        return self.once("feed_site", site, self.blog.views)

    @property
    def pictures(self) -> Mapping[str, Picture]:
        """The pictures that posts bring, by source path."""
        url = self.feed_site.url
        return self.once("pictures", lambda: page_pictures(self.blog, url), self.blog.views)

    def written(self, path: str) -> Written:
        """Return what others write into the head of the page of a post or listing."""
        if post := self.blog.posts.get(path):
            return head_tags.written(self.project.config, path, post.meta)
        listing = self.blog.listings.get(path)
        intro = self.blog.intros.get(listing.view.path) if listing else None
        meta = intro.meta if intro else {}
        is_first = listing is not None and listing.number == 1
        at = intro.path if intro and is_first else path
        return head_tags.written(self.project.config, at, meta)

    @property
    def feeds(self) -> FeedPlan:
        """What there is to follow."""

        def plan() -> FeedPlan:
            translate = self.project.translate
            return feed_outputs.plan(self.blog, self.feed_site, translate, self.pictures)

        return self.once("feeds", plan, self.blog.views)

    @property
    def editions(self) -> Editions:
        """The pages that show what changed in posts."""
        return self.once("editions", lambda: Editions(self))

    @property
    def search_page(self) -> Output | None:
        return search_page(self.blog) if self.has_search else None

    @property
    def cards(self) -> CardPlan:
        """The pictures of pages in link previews."""

        def plan() -> CardPlan:
            return plan_cards(self.blog, self.project)

        return self.once("cards", plan, self.blog.views)

    def related(self, post: Post) -> Lazy[tuple[RelatedPost, ...]]:
        """Return what to read after a post."""
        found = self.once("related", lambda: related_posts(self))
        return Lazy.known(found.digest(post), lambda: found.of(post))

    @property
    def linked(self) -> Linked:
        """Which pages link to which."""
        return self.once("linked", self._find_mentions)

    def _find_mentions(self) -> Linked:
        site_url, extensions = self.project.site_url, self.project.extensions
        magic_links = "pymdownx.magiclink" in extensions
        at = self.cache.key("links", site_url, str(magic_links), self.blog.settings.blog_dir)
        scan = self.link_scan = self.link_scan or LinkScan.of(self.project, self.cache.get(at))
        found = find_mentions(self.blog, self.project, scan)
        if scan.is_new:
            self.cache.put(at, scan.encode())
        return found

    def mentions(self, path: str) -> Mentions:
        """Return what the page at a source path lists of the pages that link to it.

        Where a site has several blogs, the one that the page belongs to lists those of all.
        """
        blogs, own = self.project.blogs, self.blog.settings.blog_dir
        if len(blogs) < 2:
            return self._own_mentions(path)
        plugins = self.project.config.plugins.values()
        states = [getattr(each, "state", None) for each in plugins]
        others = [each for each in states if isinstance(each, BuildState) and each is not self]
        is_of_other = any(path in each.blog.posts for each in others)
        if is_of_other or (path not in self.blog.posts and blog_of(path, blogs) != own):
            return Mentions()
        return joined([each._own_mentions(path) for each in (self, *others)])

    def _own_mentions(self, path: str) -> Mentions:
        """Return what this blog knows of pages that link to one."""
        if not self.blog.settings.shows_backlinks(path):
            return Mentions()
        return mentions(self.blog, self.linked.get(path, ()), self._document)

    def _document(self, path: str) -> tuple[str, str] | None:
        """Return title and URL of a page that is not the blog's."""
        file = self.project.file_set.src_uris.get(path)
        return (plain_title(file.page.title), file.url) if file and file.page else None

    @property
    def manifest(self) -> Manifest | None:
        """Pages that stay in the output folder, if any may."""
        return self.unchanged.manifest if self.unchanged else None

    @property
    def index_page(self) -> Page | None:
        return self.pages[self.blog.index.path].page

    @property
    def places(self) -> dict[str, tuple[str, str]]:
        return {path: (post.url, post.dest) for path, post in self.blog.posts.items()}

    def new_problems(self, last: BuildState | None) -> list[Problem]:
        """Return the problems that are new since the last time, and all of changed files."""
        known = set(last.blog.problems) if last else ()
        changed = {self.project.shown(path) for path in last.changed} if last else ()
        return [each for each in self.blog.problems if each not in known or each.path in changed]

    def close(self, *, whole: bool) -> None:
        """End what works ahead, and keep what was made; all of the site, or a part of it."""
        self.converting.stop()
        self.rendering.stop()
        self.progress.end()
        if self.unchanged:
            self.unchanged.end()
        if self.page_cache:
            self.page_cache.close()
        self.editions.keep()
        self.cache.save(whole=whole)

    def rendered(self, post: Post) -> Conversion | None:
        """Return what conversion adds to a post that is shown; None if it failed."""
        page = cast("PostPage", self.files[post.path].page)
        page.load()
        return page.rendered

    def conversion(self, post: Post) -> Lazy[Conversion] | None:
        """Return what conversion adds to a post, not made yet if it is known what it is made of.

        None if converting it failed.
        """
        page = cast("PostPage", self.files[post.path].page)
        pure = self.effects.content_is_pure
        if digest := page.digest_of_origin(pure=pure, content=self.headed.get(post.path)):
            with suppress(OpaqueError):
                if self.effects.changes_source:  # Front matter may decide what becomes of HTML.
                    meta = without(page.meta, self.effects.of_newest_commit)
                    digest = key(digest, json.dumps(describe(meta, lambda module: False)))
                return Lazy.known(digest, lambda: cast("Conversion", self.rendered(post)))
        if (rendered := self.rendered(post)) is None:
            return None
        digest = key(json.dumps(describe(rendered, lambda module: False)))
        return Lazy.known(digest, lambda: rendered)

    def post_of(self, page: Page | None) -> Post | None:
        return self.blog.posts.get(page.file.src_uri) if page else None

    def mark_of(self, page: Page) -> str:
        """Return what the preview's search says of a post that a build leaves out."""
        post = self.post_of(page)
        if post is None or post.status is Status.PUBLISHED:
            return ""
        kind = "blog.draft" if post.status is Status.DRAFT else f"byline.{post.status}"
        return self.project.translate(kind)

    def is_subscribe_page(self, page: Page) -> bool:
        return bool(self.feeds.path) and page.file.src_uri == self.feeds.path

    def is_search_page(self, page: Page) -> bool:
        own = self.search_page
        return own is not None and page.file.src_uri == own.source

    def listing_of(self, page: Page | None) -> ListingPage | None:
        return self.listings.get(page.file.src_uri) if page else None

    def is_listed(self, file: File) -> bool:
        """Whether the site map may name the file."""
        post = self.blog.posts.get(file.src_uri)
        if post:
            page = cast("PostPage", file.page)
            if page.origin is None:  # Else it has been converted before.
                page.load()  # Which tells whether it is broken.
        return file.src_uri not in self.broken and self.registry.is_listed(file.dest_uri)
