"""Everything one build knows of the blog, by the paths that MkDocs' files and pages have."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import InitVar, dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mkdocs.utils import get_relative_url

from mkdocs_byline.blog.library import Broken, Memory
from mkdocs_byline.blog.load import Blog
from mkdocs_byline.cache.digest import OpaqueError, describe
from mkdocs_byline.cache.store import Cache, key
from mkdocs_byline.cache.workers import Workers
from mkdocs_byline.host.converter import PageConverter
from mkdocs_byline.host.incremental.known_plugins import PluginEffects, without
from mkdocs_byline.host.incremental.template_tracking import TemplateTracking, TrackedSequence
from mkdocs_byline.host.interop import head_tags
from mkdocs_byline.host.output.data_files import registry_of
from mkdocs_byline.host.posts.editions import Editions
from mkdocs_byline.host.posts.feed_texts import site_of
from mkdocs_byline.host.posts.listing_files import ListingFiles
from mkdocs_byline.host.posts.mentions import PageMentions
from mkdocs_byline.host.posts.own_file import SourceFolder
from mkdocs_byline.host.posts.page_contents import PageContents
from mkdocs_byline.host.posts.related import related_posts
from mkdocs_byline.host.progress import Progress
from mkdocs_byline.host.project import BuildProject
from mkdocs_byline.model import ListingPage, Post, RelatedPost
from mkdocs_byline.outputs import feed_outputs
from mkdocs_byline.outputs.cards import CardPlan, plan_cards
from mkdocs_byline.outputs.context import Conversion, Site, publication
from mkdocs_byline.outputs.feed import Site as FeedSite
from mkdocs_byline.outputs.feed_outputs import FeedPlan
from mkdocs_byline.outputs.lazy_value import Lazy
from mkdocs_byline.outputs.metadata import Written
from mkdocs_byline.outputs.output import Output
from mkdocs_byline.outputs.pictures import Picture, page_pictures
from mkdocs_byline.outputs.registry import Registry
from mkdocs_byline.outputs.search_page import search_page
from mkdocs_byline.problems import Problem

if TYPE_CHECKING:
    import jinja2
    from mkdocs.structure.files import File
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.csp import Csp
    from mkdocs_byline.host.incremental.page_cache import PageCache
    from mkdocs_byline.host.incremental.unchanged_pages import UnchangedPages
    from mkdocs_byline.host.output.manifest import Manifest
    from mkdocs_byline.host.posts.pages import PostPage


T = TypeVar("T")


@dataclass(slots=True)
class BuildState:
    """What one build makes of a blog, by the paths that MkDocs' files and pages have.

    Only its methods change its fields; those that `host/hooks.py` calls come in a build's order.

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
        files: MkDocs' file of each post that is shown, by source path.
        listing_files: MkDocs' files of the blog's other pages.
        sources: Where other plugins find sources of files that the blog generates.
        contents: What has been taken out of pages and put into them.
        late_problems: Found when posts were converted, and not reported yet.
        problems_of_lists: Those noted of lists that come from elsewhere than a page's source.
        prints_heading: Whether a template of this name prints a page's heading itself.
        env: What renders lists of posts, and what links to pages.
        current: The post whose page is being rendered.
        csp: The policy that pages are under, if any.
        has_search: Whether Pagefind searches the site, so that there is a page for it.
        on_demand: Whether files are made only when somebody asks for them; see `serve/site.py`.
        mentions: What links to pages.
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
    files: dict[str, File] = field(init=False)
    listing_files: ListingFiles = field(init=False)
    sources: SourceFolder = field(default_factory=SourceFolder)
    contents: PageContents = field(default_factory=PageContents)
    late_problems: list[Problem] = field(default_factory=list)
    problems_of_lists: set[Problem] = field(default_factory=set)
    prints_heading: Callable[[str], bool] = field(default=lambda name: True)
    env: jinja2.Environment | None = None
    current: PostPage | None = None
    csp: Csp | None = None
    has_search: bool = False
    on_demand: bool = False
    last: InitVar[BuildState | None] = None
    mentions: PageMentions = field(init=False)
    derived: dict[str, tuple[object, Any]] = field(default_factory=dict)

    def __post_init__(self, last: BuildState | None) -> None:
        self.mentions = PageMentions(self, last.mentions if last else None)
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
            self.mentions.of,
        )
        self.broken = dict(self.blog.broken)
        self.listing_files = ListingFiles(self.blog.listings)
        files = self.project.post_files
        self.files = {path: files[path] for path in files if path in self.blog.posts}

    def begin_conversion(self, unchanged: UnchangedPages | None) -> None:
        """All pages are known, and none is converted."""
        self.unchanged = unchanged

    def begin_pages(self, env: jinja2.Environment, prints_heading: Callable[[str], bool]) -> None:
        """All posts are converted, or will be when they are asked for, and no page is rendered."""
        self.env, self.prints_heading = env, prints_heading

    def begin_rendering(self, page_cache: PageCache | None) -> None:
        """It is known which pages need not be rendered."""
        self.page_cache = page_cache

    def keep_no_pages(self, what: str) -> None:
        """Note what keeps finished pages from being kept."""
        self.opaque = what

    def begin_page(self, page: PostPage | None) -> None:
        """A page is about to be rendered, which may be a post's."""
        if self.current:
            self.current.is_current = False
        self.current = page
        if page:
            page.is_current = True

    def serve_on_demand(self) -> None:
        """Make files only when somebody asks for them."""
        self.on_demand = True

    def note_changed(self, paths: Iterable[str]) -> None:
        """Note files that have changed since they were read."""
        self.changed = set(paths)

    def take_text(self, post: Post) -> None:
        """Go on with a post of which only the text has changed."""
        self.blog = self.blog.with_text(post)

    def give_up(self, post: Post, problem: Problem) -> None:
        """Show a post's problem in its place: it could not be converted."""
        self.broken[post.path] = Broken(post.path, post.url, post.dest, (problem,))

    def report(self, problems: Iterable[Problem]) -> None:
        """Note problems that came to light late, to be reported with the next others."""
        self.late_problems += problems

    def report_of_lists(self, problems: Iterable[Problem]) -> None:
        """Note problems of lists in the same way, each once: every page with a list has them."""
        new = [each for each in dict.fromkeys(problems) if each not in self.problems_of_lists]
        self.problems_of_lists.update(new)
        self.report(new)

    def take_late_problems(self) -> list[Problem]:
        """Return those to be reported, and forget them."""
        found, self.late_problems = self.late_problems, []
        return found

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
    def manifest(self) -> Manifest | None:
        """Pages that stay in the output folder, if any may."""
        return self.unchanged.manifest if self.unchanged else None

    @property
    def index_page(self) -> Page | None:
        return self.listing_files.first[self.blog.index.path].page

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
        if digest := page.digest_of_origin(pure=pure, content=self.contents.headed(post.path)):
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

    def is_subscribe_page(self, page: Page) -> bool:
        return bool(self.feeds.path) and page.file.src_uri == self.feeds.path

    def is_search_page(self, page: Page) -> bool:
        own = self.search_page
        return own is not None and page.file.src_uri == own.source

    def listing_of(self, page: Page | None) -> ListingPage | None:
        return self.listing_files.listings.get(page.file.src_uri) if page else None

    def is_listed(self, file: File) -> bool:
        """Whether the site map may name the file."""
        post = self.blog.posts.get(file.src_uri)
        if post:
            page = cast("PostPage", file.page)
            if page.origin is None:  # Else it has been converted before.
                page.load()  # Which shows whether it is broken.
        return file.src_uri not in self.broken and self.registry.is_listed(file.dest_uri)
