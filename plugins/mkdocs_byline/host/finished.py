"""A template and what it is given in, the finished page out: rendered, or as kept.

A page's key tells everything its template sees: the page, its neighbours, the navigation, the
post or listing, the configuration, and the text of all templates. Where that can't be told, or
where a template reads further (`watch`), the page is rendered in every build.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs.structure.nav import Link, Section
from mkdocs.structure.pages import Page

from mkdocs_byline.host.ahead import Rendering
from mkdocs_byline.host.context import resolve_link
from mkdocs_byline.host.pages import BrokenPage, EmptyPage, PostPage
from mkdocs_byline.host.shared import Partials
from mkdocs_byline.host.surroundings import surroundings
from mkdocs_byline.host.watch import Watched, WatchedMoment
from mkdocs_byline.model import ListingPage, Post, View
from mkdocs_byline.render.cache import key
from mkdocs_byline.render.fingerprint import PLAIN, OpaqueError, describe

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.files import Files
    from mkdocs.structure.toc import AnchorLink

    from mkdocs_byline.host.blog import Blog
    from mkdocs_byline.host.entries import Entries

Render = Callable[[Mapping[str, Any]], str]
_PAGES = (Page, PostPage, EmptyPage, BrokenPage)
# Of a template's values, what the surroundings tell, what the page's own part tells, and what is
# watched.
_TOLD = {
    *("byline_settings", "config", "mkdocs_version", "nav", "page"),
    *("blog_page", "byline_views", "pages", "build_date_utc"),
}


def keep_pages(
    blog: Blog, env: jinja2.Environment, config: MkDocsConfig, files: Files, entries: Entries
) -> Finished | None:
    """Have an environment's templates look finished pages up; None if nothing can be told."""
    if env.template_class is not jinja2.Template:  # Another plugin's, or another blog's.
        return None
    try:
        told = surroundings(blog, env, config)
    except OpaqueError as error:
        blog.untold = str(error)
        return None
    finished = Finished(blog, told, files, Rendering(blog, env, config, entries))

    class Template(jinja2.Template):
        def render(self, *args: Any, **kwargs: Any) -> str:
            values = dict(*args, **kwargs)
            return finished.render(self.name or "", values, super().render)

    env.template_class = Template
    if env.cache is not None:
        env.cache.clear()
    blog.watch.attach(env)
    Partials(blog.watch, env)
    return finished


class Finished:
    """The finished pages of one build."""

    def __init__(self, blog: Blog, surroundings: str, files: Files, ahead: Rendering) -> None:
        self.blog, self.files, self.ahead = blog, files, ahead
        self.surroundings = surroundings
        # All pages, as MkDocs has them and as templates see them: ten thousand, so made once.
        self.pages: tuple[object, Watched] = (None, Watched())
        self.nav = ""
        self.places: dict[int, str] = {}
        self.posts: dict[int, tuple[Post, str]] = {}

    def render(self, template: str, values: dict[str, Any], render: Render) -> str:
        """Return a page as it was kept, or render it."""
        page = values.get("page")
        if not isinstance(page, Page):
            return render(values)
        ready, html = self.ahead.ready
        if ready is page:
            return html
        at = self.key(template, values)
        kept = self.blog.cache.get(at) if at else None
        if kept is None:
            html = self._set(page, at, values, render)
        else:
            html = kept.decode("utf-8", "surrogatepass")
        files = values.get("pages", ())
        self.ahead.note(page, is_kept=kept is not None, nav=values["nav"], files=files)
        return html

    def _set(self, page: Page, at: str, values: dict[str, Any], render: Render) -> str:
        """Render a page, and keep it if its template reads nothing but what its key tells."""
        pages, watch = values.get("pages", ()), self.blog.watch
        if self.pages[0] is not pages:
            self.pages = (pages, Watched.of(watch, "pages", pages))
        own = {**values, "pages": self.pages[1]}
        if moment := values.get("build_date_utc"):
            own["build_date_utc"] = WatchedMoment.of(watch, moment)
        watch.begin(page)
        html = render(own)
        watch.end()
        if at and not watch.strayed:
            self.blog.cache.put(at, html.encode("utf-8", "surrogatepass"))
        return html

    def key(self, template: str, values: Mapping[str, Any]) -> str:
        """Return what a page is kept under; empty if something can't be told."""
        try:
            if not self.nav:
                self.nav = key(json.dumps(self._items(values["nav"].items, "")))
            page = self._page(values["page"])
            others = {name: self._tell(each) for name, each in values.items() if name not in _TOLD}
            index = self._outline(values.get("blog_page"))
            told = json.dumps([template, page, others, index], sort_keys=True)
        except OpaqueError:
            return ""
        return self.blog.cache.key("page", self.surroundings, self.nav, told)

    def _items(self, items: Iterable[StructureItem], place: str) -> list[Any]:
        """Tell the navigation, and note where in it everything is."""
        told = []
        for number, item in enumerate(items):
            self.places[id(item)] = at = f"{place}/{number}"
            if type(item) is Section:
                told.append([item.title, self._items(item.children, at)])
            elif type(item) is Link:
                told.append([item.title, item.url, "link"])
            else:
                told.append(self._outline(item))
        return told

    def _outline(self, page: Any) -> Any:
        """Tell what any page may show of another."""
        if page is None:
            return None
        if type(page) not in _PAGES:
            raise OpaqueError(type(page).__qualname__)
        urls = [page.url, page.canonical_url, page.abs_url, page.edit_url]
        return [page.title, urls, page.is_index, page.is_homepage, self._tell(page.meta)]

    def _page(self, page: Page) -> Any:
        file = page.file
        above = [self.places.get(id(each)) for each in page.ancestors]
        if None in above:
            raise OpaqueError("a section outside of the navigation")
        return [
            self._outline(page),
            key(page.content or "", page.markdown or ""),
            _toc(page.toc),
            self.places.get(id(page)),
            above,
            [self._outline(page.previous_page), self._outline(page.next_page)],
            [file.src_uri, file.dest_uri, file.edit_uri, file.generated_by, file.inclusion.name],
            self._links(page),
        ]

    def _links(self, page: Page) -> Any:
        post = self.blog.post_of(page)
        links = post.links if post else ()
        return self._tell([resolve_link(each, page, self.files) for each in links])

    def _tell(self, value: Any) -> Any:
        """Describe one of a template's values."""
        if type(value) in PLAIN:
            return value
        if isinstance(value, list | tuple):
            return [self._tell(each) for each in value]
        if isinstance(value, Post):
            return self._post(value)
        if isinstance(value, View):
            credits = [[role, self._post(post)] for role, post in value.credits]
            told = [value.kind, value.key, value.title, value.path, value.url, value.dest]
            return [told, self._tell(value.person), credits, bool(value.posts)]
        if isinstance(value, ListingPage):
            return [self._tell(value.view), value.number, value.total, value.path, value.url]
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return [self._tell(getattr(value, name)) for name in value.__dataclass_fields__]
        return describe(value, lambda module: False)

    def _post(self, post: Post) -> str:
        """Return a digest of a post; it is asked for by each listing."""
        if id(post) not in self.posts:
            self.posts[id(post)] = (post, key(repr(post)))
        return self.posts[id(post)][1]


def _toc(entries: Iterable[AnchorLink]) -> list[Any]:
    return [[each.title, each.id, each.level, _toc(each.children)] for each in entries]
