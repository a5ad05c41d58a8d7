"""Digests of pages, made of the values that their templates are given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mkdocs.structure.nav import Link, Section
from mkdocs.structure.pages import Page

from mkdocs_byline.cache.digest import OpaqueError, packed
from mkdocs_byline.cache.store import key
from mkdocs_byline.host.incremental.known_plugins import without
from mkdocs_byline.host.incremental.site_digest import describe_options, unmentioned
from mkdocs_byline.host.incremental.template_tracking import OF_FILE, OUTLINE
from mkdocs_byline.host.posts.listing_pages import CLASSES
from mkdocs_byline.host.posts.pages import BrokenPage, PostPage
from mkdocs_byline.outputs.lazy_value import ValueDigests

if TYPE_CHECKING:
    from mkdocs.structure import StructureItem
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.toc import AnchorLink

    from mkdocs_byline.host.build_state import BuildState

_PAGES = (Page, PostPage, BrokenPage, *CLASSES)
_SECTION_PAGE = "mkdocs_section_index.SectionPage"  # A section that is a page as well.
_TAGS = "material.plugins.tags.structure."
# Values of a context that the site's digest covers, or that templates may not read unseen.
_COVERED = {
    *("byline_settings", "config", "mkdocs_version", "nav", "page"),
    *("byline_views", "pages", "build_date_utc"),
}


class PageDigests(ValueDigests):
    """Digests of one build's pages. What can't be described raises `OpaqueError`."""

    def __init__(self, state: BuildState, site: str) -> None:
        super().__init__()
        self.state, self.site = state, site
        self.navigation: tuple[Navigation | None, str] = (None, "")
        self.places: dict[int, str] = {}
        self.outlines: dict[int, tuple[Page, Any]] = {}
        self.unmentioned = unmentioned(state.effects.of_newest_commit, state.project.config)

    def digest(self, page: Page, values: Mapping[str, Any], nav: Navigation) -> str:
        """Return the digest of a page whose template is given these values.

        Raises:
            OpaqueError: if something in it can't be described.
        """
        given = {name: each for name, each in values.items() if name not in _COVERED}
        own = [
            (name, self.describe(each))
            for name, each in sorted(without(given, self.unmentioned).items())
        ]
        around = self._nav(nav)
        if self.state.effects.unknown_context:  # mkdocs-static-i18n changes options for each page.
            around = key(around, json.dumps(describe_options(self.state.project.config)))
        return key(self.site, around, packed(own), json.dumps(self._page(page)))

    def _nav(self, nav: Navigation) -> str:
        """Return a digest of the navigation, and note where in it everything is."""
        if self.navigation[0] is not nav:
            self.navigation = (nav, key(json.dumps(self._items(nav.items, ""))))
        return self.navigation[1]

    def _items(self, items: Iterable[StructureItem], place: str) -> list[Any]:
        found = []
        for number, item in enumerate(items):
            self.places[id(item)] = at = f"{place}/{number}"
            if type(item) is Section:
                found.append([item.title, self._items(item.children, at)])
            elif type(item) is Link:
                found.append([item.title, item.url, "link"])
            elif _is_section_page(item):
                found.append([self.outline(item), self._items(getattr(item, "children", ()), at)])
            else:
                found.append(self.outline(item))
        return found

    def other(self, value: Any) -> Any:
        if isinstance(value, Page):
            return self.outline(value)
        if type(value) is Link:
            return ["link", value.title, value.url]
        if type(value).__module__.startswith(_TAGS):
            return [type(value).__qualname__, self.describe(vars(value))]
        return super().other(value)

    def outline(self, page: Any) -> Any:
        """Describe what any page may show of another."""
        if page is None:
            return None
        if type(page) not in _PAGES and not _is_section_page(page):
            raise OpaqueError(type(page).__qualname__)
        kept = self.outlines.get(id(page))
        if kept is None or self.state.effects.unknown_context:
            kept = self.outlines[id(page)] = (page, self._outline(page))
        return kept[1]

    def _outline(self, page: Any) -> Any:
        return key(packed([self.describe(self._attribute(page, name)) for name in OUTLINE]))

    def _attribute(self, page: Any, name: str) -> Any:
        if name != "meta":
            return getattr(page, name, None)
        meta = page.front_matter_for_templates() if isinstance(page, PostPage) else page.meta
        return without(meta, self.unmentioned)

    def _page(self, page: Page) -> Any:
        """Describe what only a page's own template may see of it."""
        file = page.file
        above = [self.places.get(id(each)) for each in page.ancestors]
        if None in above:
            raise OpaqueError("a section outside of the navigation")
        return [
            self.outline(page),
            self._content(page),
            self.places.get(id(page)),
            above,
            [self.outline(page.previous_page), self.outline(page.next_page)],
            [self.describe(getattr(file, name)) for name in OF_FILE],
        ]

    def _content(self, page: Page) -> Any:
        """Describe a page's HTML, without making it if it is known what it is made of."""
        if isinstance(page, PostPage):
            pure = self.state.effects.content_is_pure
            headed = self.state.contents.headed(page.file.src_uri)
            if digest := page.digest_of_origin(pure=pure, content=headed):
                return digest
        return [key(page.content or "", page.markdown or ""), _toc(page.toc)]


def _is_section_page(item: object) -> bool:
    return f"{type(item).__module__}.{type(item).__qualname__}" == _SECTION_PAGE


def _toc(entries: Iterable[AnchorLink]) -> list[Any]:
    return [[each.title, each.id, each.level, _toc(each.children)] for each in entries]
