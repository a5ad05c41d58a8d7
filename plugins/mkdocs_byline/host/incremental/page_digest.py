"""Pages, posts and listings in; out, plain values that tell what a template may see of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from mkdocs.structure.nav import Link, Section
from mkdocs.structure.pages import Page

from mkdocs_byline.cache.digest import PLAIN, OpaqueError, describe
from mkdocs_byline.cache.store import key
from mkdocs_byline.host.jinja import notice, overview_of, resolve_link
from mkdocs_byline.host.pages import BrokenPage, EmptyPage, PostPage
from mkdocs_byline.model import ListingPage, Post, View

if TYPE_CHECKING:
    from mkdocs.structure import StructureItem
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.toc import AnchorLink

    from mkdocs_byline.host.build_state import BuildState

_PAGES = (Page, PostPage, EmptyPage, BrokenPage)


class Teller:
    """Tells what one build's pages are made of.

    Its methods raise `OpaqueError` for what can't be told.
    """

    def __init__(self, state: BuildState, files: Files) -> None:
        self.state, self.files = state, files
        self.navigation: tuple[Navigation | None, str] = (None, "")
        self.places: dict[int, str] = {}
        self.posts: dict[int, tuple[Post, str]] = {}
        self.converted: dict[str, str] = {}

    def nav(self, nav: Navigation) -> str:
        """Return a digest of the navigation. Pages can be told then."""
        if self.navigation[0] is not nav:
            self.navigation = (nav, key(json.dumps(self._items(nav.items, ""))))
        return self.navigation[1]

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
                told.append(self.outline(item))
        return told

    def outline(self, page: Any) -> Any:
        """Tell what any page may show of another."""
        if page is None:
            return None
        if type(page) not in _PAGES:
            raise OpaqueError(type(page).__qualname__)
        urls = [page.url, page.canonical_url, page.abs_url, page.edit_url]
        meta = page.meta_for_templates() if isinstance(page, PostPage) else page.meta
        return [page.title, urls, page.is_index, page.is_homepage, self.tell(meta)]

    def page(self, page: Page) -> Any:
        """Tell of a page all that its own template may see, but for what it is given beside it."""
        content = key(page.content or "", page.markdown or "")
        return [self.outline(page), content, _toc(page.toc), *self._around(page, self.outline)]

    def origin(self, page: Page) -> Any:
        """Tell what a post's or a listing's page and all that its template is given is made of.

        This reads no post. It tells enough where nobody else changes pages; see `sparing`.
        """
        state = self.state
        index = self.outline(state.index_page)
        around = [index, self._brief(page), *self._around(page, self._brief)]
        if type(page) is PostPage:
            older, newer = state.blog.neighbours.get(page.post.path, (None, None))
            others = [self.tell(older), self.tell(newer), notice(state, page.post)]
            others.append(self.tell(state.blog.series.get(page.post.path)))
            return [around, self._rendered(page.post), others]
        listing = state.listing_of(page)
        if type(page) is not EmptyPage or listing is None:
            raise OpaqueError(type(page).__qualname__)
        shown = [self._rendered(post) for post in listing.posts]
        corrected = listing.view.posts if listing.view.kind == "corrections" else ()
        others = [state.listing_title(listing.view), self.tell(overview_of(state, listing.view))]
        return [around, self.tell(listing), shown, self.tell(corrected), others]

    def _rendered(self, post: Post) -> str:
        """Tell a post with what conversion adds to it."""
        if post.path not in self.converted:
            page = self.state.files[post.path].page
            if not isinstance(page, PostPage) or page.origin is None:
                raise OpaqueError(post.path)
            self.converted[post.path] = self.post(post) + page.origin.digest
        return self.converted[post.path]

    def _brief(self, page: Page | None) -> Any:
        """Tell what any page may show of another, without reading it if it is a post."""
        if type(page) is not PostPage:
            return self.outline(page)
        urls = [page.url, page.canonical_url, page.abs_url, page.edit_url]
        return [page.title, urls, self.post(page.post)]

    def _around(self, page: Page, tell: Callable[[Page | None], Any]) -> list[Any]:
        """Tell a page's place, its neighbours by `tell`, and its file."""
        file = page.file
        above = [self.places.get(id(each)) for each in page.ancestors]
        if None in above:
            raise OpaqueError("a section outside of the navigation")
        return [
            self.places.get(id(page)),
            above,
            [tell(page.previous_page), tell(page.next_page)],
            [file.src_uri, file.dest_uri, file.edit_uri, file.generated_by, file.inclusion.name],
            self._links(page),
        ]

    def _links(self, page: Page) -> Any:
        post = self.state.post_of(page)
        links = post.links if post else ()
        return self.tell([resolve_link(each, page, self.files) for each in links])

    def tell(self, value: Any) -> Any:
        """Describe one of a template's values."""
        if type(value) in PLAIN:
            return value
        if isinstance(value, list | tuple):
            return [self.tell(each) for each in value]
        if isinstance(value, Post):
            return self.post(value)
        if isinstance(value, View):
            credits = [[role, self.post(post)] for role, post in value.credits]
            told = [value.kind, value.key, value.title, value.path, value.url, value.dest]
            return [told, self.tell(value.person), credits, bool(value.posts)]
        if isinstance(value, ListingPage):
            return [self.tell(value.view), value.number, value.total, value.path, value.url]
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return [self.tell(getattr(value, name)) for name in value.__dataclass_fields__]
        return describe(value, lambda module: False)

    def post(self, post: Post) -> str:
        """Return a digest of a post; it is asked for by each listing."""
        if id(post) not in self.posts:
            self.posts[id(post)] = (post, key(repr(post)))
        return self.posts[id(post)][1]


def _toc(entries: Iterable[AnchorLink]) -> list[Any]:
    return [[each.title, each.id, each.level, _toc(each.children)] for each in entries]
