"""The blog's pages as MkDocs and its plugins see them."""

from __future__ import annotations

import copy
import operator
import posixpath
from collections.abc import Callable, MutableMapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from mkdocs_byline.blog.intros import Intro
from mkdocs_byline.content import theme_metadata
from mkdocs_byline.content.plugin_calls import unveil, veil
from mkdocs_byline.host.build_state import BuildState
from mkdocs_byline.host.interop import material_names
from mkdocs_byline.host.interop.author_text import (
    AuthorMeta,
    AuthorText,
    Escaped,
    author_text,
    for_template,
)
from mkdocs_byline.host.posts.lazy_page import LazyPage
from mkdocs_byline.host.project import meta_files
from mkdocs_byline.markdown.include_sandbox import Failure
from mkdocs_byline.markdown.result import Origin
from mkdocs_byline.model import Post, Status
from mkdocs_byline.outputs.context import Conversion, Entry, entry_id, listing_title
from mkdocs_byline.outputs.lazy_value import Lazy
from mkdocs_byline.outputs.metadata import described
from mkdocs_byline.problems import Problem
from mkdocs_byline.theme_names import written_names

try:  # Hooks ask whether a page is one of Material's posts.
    from material.plugins.blog.structure import Post as MaterialPost
except ImportError:  # Another theme.
    MaterialPost = Page

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_URL_CHARACTERS = "%:/?#[]@!$&()*+,;=~"

POST_TEMPLATE = "blog-post.html"
BROKEN_TEMPLATE = "byline/broken.html"
LISTING_TEMPLATE = "blog.html"
SUBSCRIBE_TEMPLATE = "byline/subscribe.html"
SEARCH_TEMPLATE = "byline/search.html"


def _has_own_template(config: MkDocsConfig) -> bool:
    """Whether a site has a template for posts that is made after Material's, which wants the room
    that the navigation takes.
    """
    folder = config.theme.custom_dir
    return folder is not None and Path(folder, POST_TEMPLATE).is_file()


class PostPage(LazyPage, MaterialPost):  # type: ignore[misc]
    """A post's page. Its file is parsed already, by a stricter parser than MkDocs'.

    With a policy its HTML is sanitised; `removals` are then what was left out, without a path
    and with lines of the body. `rendered` is what listings and templates need of it, `asked` the
    paths of files that it asked for, `origin` what decides its HTML, if that is kept, and
    `is_said` whether what was to be said of its text has been said. `as_written` and `as_shown`
    hold title and front matter while templates' contexts are made; see `escape_meta`.
    """

    def __init__(self, state: BuildState, post: Post, file: File, config: MkDocsConfig) -> None:
        Page.__init__(self, None, file, config)
        self.post = post
        self.label = ""
        self.in_preview = state.blog.build.preview
        self.site_files: Files | None = None
        self.title = post.title
        self.converter, self.workers = state.converter, state.converting
        self.called = state.project.calls
        self.policy = None if state.blog.settings.trusts(post.path) else state.project.policy
        self.takes_room = state.once(
            "own template", lambda: _has_own_template(config), state.project
        )
        self.removals: tuple[Problem, ...] = ()
        self.failure: Failure | None = None
        self.rendered: Conversion | None = None
        self.origin: Origin | None = None
        self.is_said = False
        self.is_current = False  # Whether it is this page that is rendered.
        self.taken = ""  # The HTML that its excerpt was cut out of.
        self.asked: frozenset[str] = frozenset()
        self.as_written: tuple[str, MutableMapping[str, Any]] | None = None
        self.as_shown: dict[Any, Any] = {}
        self.shown_meta: tuple[tuple[object, ...], dict[Any, Any]] = ((), {})
        settings = state.blog.settings
        self.shown_names = settings.post_excerpt_max_authors, settings.post_excerpt_max_categories
        self.shown_excerpt: tuple[Conversion | None, material_names.Excerpt | None] = (None, None)
        if self.edit_url:  # Has the file's name as it is, and themes write it as it is.
            self.edit_url = quote(self.edit_url, safe=_URL_CHARACTERS)
        # MkDocs stamps a file with the latest date, and gzip ends in 2106.
        moment = post.dates.updated or post.dates.created
        if moment and moment <= state.blog.build.now:
            self.update_date = moment.date().isoformat()

    def defer(self, loader: Callable[[], None], *, is_read: bool = False) -> None:
        super().defer(loader, is_read=is_read)
        self.origin = None

    def defer_conversion(self, loader: Callable[[], None], origin: Origin) -> None:
        """Have a page that has been read converted later; it is known of what."""
        self.defer(loader, is_read=True)
        self.origin, self.present_anchor_ids = origin, set(origin.anchors)

    def digest_of_origin(self, *, pure: bool, content: str | None = None) -> str:
        """Return a digest of what decides the page's HTML; empty if that isn't known.

        Args:
            pure: Whether other plugins' hooks are.
            content: What may have been made of the HTML in a known way.
        """
        if not pure or not self.origin or self.failure:
            return ""
        if self.loader is None and self.content not in (self.taken, content):
            return ""
        return self.origin.digest

    @property
    def title(self) -> str:
        """The title. Whatever it is set to is made of what an author wrote."""
        return self._title

    @title.setter
    def title(self, title: str) -> None:
        self._title = title if isinstance(title, Escaped) else AuthorText(title)

    @property
    def is_index(self) -> bool:
        """A folder post's `index.md` is no index of the section it is listed in."""
        return False

    def read_source(self, config: MkDocsConfig) -> None:
        post = self.post
        self.markdown = veil(post.body, self.called) if self.policy else post.body
        self.title = (
            self.label or post.title
        )  # mkdocs-blog-plugin puts a date before it, each time.
        self.meta = author_text(dict(post.meta))
        if post.tags:
            self.meta["tags"] = [AuthorText(term.name) for term in post.tags]
        if post.categories:
            self.meta["categories"] = [AuthorText(term.name) for term in post.categories]
        if applied := list(meta_files(config)):
            self.meta["__extends"] = applied  # So that the meta plugin doesn't apply them again.
        self.meta.setdefault("template", POST_TEMPLATE)
        if self.meta["template"] == POST_TEMPLATE and self.takes_room:
            hidden = self.meta.get("hide") or []
            hidden = hidden if isinstance(hidden, list) else [hidden]
            self.meta["hide"] = [*hidden, *({"navigation"} - {*map(str, hidden)})]
        if self.policy and "macros" in config.plugins:
            self.meta["render_macros"] = False  # mkdocs-macros would run what the text says.
        if post.unlisted:
            for name in _tag_properties(config):
                self.meta.pop(name, None)
        if post.unlisted or (post.status is not Status.PUBLISHED and not self.in_preview):
            self.meta["search"] = {"exclude": True}

    def meta_for_templates(self) -> dict[Any, Any]:
        """Return the front matter as themes expect it, with all that an author wrote escaped.

        A post's own template gets a description in any case. Those of other pages, which may show
        its front matter in their navigation, would else depend on its text.
        """
        shown = self.front_matter_for_templates()
        if self.is_current and "description" not in shown:
            return {**shown, "description": self._first_words()}
        return shown

    def front_matter_for_templates(self) -> dict[Any, Any]:
        """Return what `meta_for_templates` does, without what comes of the text."""
        # Each page's navigation asks for that of many others, in which nothing changes any more.
        made_of = (self.meta, self.post, *self.meta, *self.meta.values())
        before = self.shown_meta[0]
        if len(before) != len(made_of) or not all(map(operator.is_, before, made_of)):
            self.shown_meta = (made_of, self._meta_for_templates())
        return self.shown_meta[1]

    def _meta_for_templates(self) -> dict[Any, Any]:
        post = self.post
        own = {
            "title": post.title,
            "description": post.description,
            "author": post.authors[0].name if post.authors else "",  # The others: see `Written`.
        }
        plugins = {key for key in own if type(self.meta.get(key)) is str}  # Made by a plugin.
        written = {k: each for k, each in self.meta.items() if k not in own or k in plugins}
        added = {k: AuthorText(text) for k, text in own.items() if text and k not in plugins}
        shown: dict[Any, Any] = for_template(AuthorMeta(written | added))
        return shown

    def _first_words(self) -> Lazy[str]:
        """Return what a post without a description begins with, not made before it is read.

        It needs no digest: it is made of the page's own content.
        """

        def words() -> str:
            self.load()
            html = self.rendered.excerpt.at(self.post.url) if self.rendered else ""
            return AuthorText(described(self.post, html))

        return Lazy.known("", words)

    @property
    def config(self) -> material_names.Fields:
        self.load()
        minutes = self.rendered.minutes if self.rendered else self.post.readtime or 0
        return material_names.config(
            self.post, minutes, material_names.links(self.post, self.site_files)
        )

    @property
    def excerpt(self) -> material_names.Excerpt | None:
        """The post as listings show it; the same each time, since hooks have it rendered."""
        self.load()
        if self.rendered is None:
            return None
        if self.shown_excerpt[0] is not self.rendered:
            made = Lazy.known("", lambda: cast("Conversion", self.rendered))
            entry = Entry(self.post, self.url, entry_id(self.post), "", made)
            shown = material_names.excerpt(entry, self, self.config, *self.shown_names)
            self.shown_excerpt = (self.rendered, shown)
        return self.shown_excerpt[1]

    @property
    def authors(self) -> list[material_names.Fields]:
        return material_names.authors(self.post.authors)

    @property
    def categories(self) -> list[material_names.Fields]:
        return material_names.categories(self.post.categories)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the Markdown; what goes wrong is kept, for all to be reported at once."""
        self.site_files = files
        unveil_markdown(self)
        self.workers.collect(self.file.src_uri)
        self.converter.render(self, files)


def unveil_markdown(page: Page) -> None:
    """Undo what kept other plugins from reading a text as theirs."""
    page.markdown = unveil(page.markdown or "")


def mark_of(state: BuildState, page: Page) -> str:
    """Return what the preview's search says of a post of any blog that a build leaves out."""
    if not isinstance(page, PostPage) or page.post.status is Status.PUBLISHED:
        return ""
    status = page.post.status
    return state.project.translate("blog.draft" if status is Status.DRAFT else f"byline.{status}")


def mark_current(state: BuildState, page: Page) -> None:
    """Note whose template is rendered next."""
    state.begin_page(page if isinstance(page, PostPage) else None)


def escape_meta(page: Page) -> None:
    """Give whoever adds to a template's context what a template gets of a post's page.

    Each of a site's blogs does so, and then puts back what was written: the first of them does it.
    """
    if isinstance(page, PostPage) and page.as_written is None:
        page.as_written, page.as_shown = (page.title, page.meta), page.front_matter_for_templates()
        page.title, page.meta = for_template(page.title), dict(page.as_shown)


def restore_meta(page: Page) -> None:
    """Put back what was written, with what plugins have added to it meanwhile."""
    if isinstance(page, PostPage) and page.as_written is not None:
        shown, meta, title = page.as_shown, page.meta, page.title
        (written, page.meta), page.as_written = page.as_written, None
        page.title = written if title == for_template(written) else title
        for key in shown.keys() - meta.keys():
            page.meta.pop(key, None)
        page.meta.update(
            {key: each for key, each in meta.items() if shown.get(key, page) is not each}
        )


def _tag_properties(config: MkDocsConfig) -> list[str]:
    """Return the keys of front matter by which Material's tags plugin collects pages."""
    return ["tags"] + [
        plugin.config.tags_name_property
        for name, plugin in config.plugins.items()
        if name.partition(" ")[0] in written_names("tags")
    ]


class BrokenPage(Page):
    """Stands in the preview where a post would, and says what is wrong with it."""

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        name = escape(posixpath.basename(self.file.src_uri))
        self.meta = {"title": name, "template": BROKEN_TEMPLATE, "search": {"exclude": True}}


def prepare(state: BuildState, page: Page, markdown: str) -> str:
    """Give a page of the blog's own its template and title, and take it out of the search."""
    if state.is_subscribe_page(page):
        page.meta["template"] = SUBSCRIBE_TEMPLATE
        page.meta["title"] = state.project.translate("byline.subscribe")
        page.meta["search"] = {"exclude": True}
        return markdown
    if state.is_search_page(page):
        page.meta["template"] = SEARCH_TEMPLATE
        page.meta["title"] = state.project.translate("search")
        page.meta["search"] = {"exclude": True}
        return markdown
    if own := state.editions.pages.get(page.file.src_uri):
        state.editions.prepare(page, own)
        return markdown
    listing = state.listing_of(page)
    if listing is None:
        return markdown
    if intro := state.blog.intros.get(listing.view.path):
        _give_front_matter(page, intro, is_first=listing.number == 1)
    page.meta.setdefault("template", LISTING_TEMPLATE)
    search = page.meta.get("search")
    page.meta["search"] = {**(search if isinstance(search, dict) else {}), "exclude": True}
    if page.file.generated_by:
        page.meta["title"] = AuthorText(listing_title(state.blog, listing.view))
    return markdown


def _give_front_matter(page: Page, intro: Intro, *, is_first: bool) -> None:
    """Give all pages of a listing what its introduction says, but for what no theme can read."""
    if is_first:
        for key in page.meta.keys() - intro.meta.keys():
            if key in theme_metadata.CHECKED:
                del page.meta[key]
    else:
        page.meta.update(copy.deepcopy({k: v for k, v in intro.meta.items() if k != "title"}))


def authored(state: BuildState, page: Page) -> str:
    """Return what of a page's HTML anyone may have written; empty for a maintainer's page."""
    if own := state.editions.pages.get(page.file.src_uri):
        return state.editions.authored(own)
    post = state.post_of(page)
    if post is None or state.blog.settings.trusts(post.path):
        return ""
    return page.content or ""


def failed(state: BuildState, page: PostPage) -> Problem:
    """Return why a post could not be converted."""
    assert page.failure
    return page.failure.of(page.post, state.project.shown(page.post.path))


def give_up(state: BuildState, page: PostPage) -> Problem:
    """Show in the preview why a post could not be converted; a build ends when all are known."""
    post, problem = page.post, failed(state, page)
    state.give_up(post, problem)
    page.meta.update(template=BROKEN_TEMPLATE, search={"exclude": True})
    return problem
