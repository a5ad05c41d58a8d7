"""The blog's section of the sidebar: recent posts, older ones under "More articles".

With mkdocs-blog-plugin (`/blog` in `mkdocs.yml`) that plugin fills the section; Byline bounds
what it sees and mends what it leaves: it lists everything with the blog's URL, however many, the
section's index among them, moves the section to the end and sets no parents. Without it, Byline
builds the same section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs.structure.nav import Section

from mkdocs_byline.blog.load import TITLES
from mkdocs_byline.blog.taxonomies import KINDS
from mkdocs_byline.i18n import fill

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.plugins import BasePlugin
    from mkdocs.structure import StructureItem
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.build_state import BuildState


@dataclass(slots=True)
class Kept:
    """The navigation as it was before mkdocs-blog-plugin changed it, and the section it fills."""

    items: list[StructureItem]
    pages: list[Page]
    filled: Section | None = None
    children: list[StructureItem] = field(default_factory=list)


def blog_plugin(config: MkDocsConfig) -> BasePlugin | None:  # type: ignore[type-arg]
    """Return mkdocs-blog-plugin's instance, if the site uses it."""
    found = (each for each in config.plugins.values() if type(each).__module__ == "mkdocs_blog")
    return next(found, None)


def offer_posts(state: BuildState, nav: Navigation, config: MkDocsConfig) -> Kept:
    """Let mkdocs-blog-plugin see the newest posts and no other page of the blog.

    Returns the navigation as it was.
    """
    plugin = blog_plugin(config)
    kept = Kept(list(nav.items), list(nav.pages))
    if plugin is None or not state.blog.settings.sidebar:
        return kept
    folder = str(plugin.config["folder"])
    section = _titled(nav.items, folder)
    if section is None or f"{folder.lower()}/" not in state.blog.index.url.lower():
        return kept
    kept.filled, kept.children = section, list(section.children)
    mine = {id(file.page) for file in state.listing_files.first.values()}
    others = [page for page in nav.pages if id(page) not in mine]
    nav.pages[:] = others + sidebar_pages(state)
    return kept


def arrange(state: BuildState, nav: Navigation, kept: Kept) -> None:
    """Bring the section into its final form and give every page of the blog its place in it."""
    section = kept.filled
    posts: list[StructureItem] = []
    if section is not None:
        posts = list(section.children)
        nav.items[:] = kept.items  # The plugin moved the section to the end.
        nav.pages[:] = kept.pages
        others = kept.children
    else:
        section, others = _own_section(state, nav)
        if section is not None and state.blog.settings.sidebar:
            posts = recent_and_more(state, sidebar_pages(state))
    if section is not None:
        index = state.index_page
        before = [item for item in others if item is index]
        after = [item for item in others if item is not index]
        known = {id(page) for page in kept.pages}
        overviews = [page for page in _overviews(state) if id(page) not in known]
        listed: list[StructureItem] = (
            list(overviews) if state.blog.settings.sidebar else _listings_by_kind(state, known)
        )
        section.children = [*before, *posts, *after, *listed]
        nav.pages.extend(sidebar_pages(state) if state.blog.settings.sidebar else [])
        nav.pages.extend(_pages(listed))
        _set_parents(nav.items)
    _place_hidden_pages(state, section)


def sidebar_pages(state: BuildState) -> list[Page]:
    """Return the pages of the newest listed posts, as many as the sidebar may hold."""
    posts = state.blog.library.listed[: state.blog.settings.sidebar_posts]
    return [page for post in posts if (page := state.files[post.path].page)]


def recent_and_more(state: BuildState, pages: list[Page]) -> list[StructureItem]:
    """Return the items that mkdocs-blog-plugin would make of these pages."""
    size = state.blog.settings.sidebar_recent
    recent, rest = pages[:size], pages[size:]
    if not rest:
        return list(recent)
    groups = [rest[at : at + size] for at in range(0, len(rest), size)]
    sections = [
        Section(fill(state.project.translate("byline.page"), number, len(groups)), list(group))
        for number, group in enumerate(groups, 1)
    ]
    return [
        *recent,
        Section(fill(state.project.translate("byline.more"), len(rest)), list(sections)),
    ]


def _own_section(state: BuildState, nav: Navigation) -> tuple[Section | None, list[StructureItem]]:
    """Return the section that holds the blog's index, and what is in it; made if need be."""
    index = state.index_page
    for items, holder in levels(nav.items, None):
        for at, item in enumerate(items):
            if item is not index:
                continue
            if holder is not None:
                return holder, list(holder.children)
            if index.is_homepage:
                section = Section(state.project.translate("byline.blog"), [])
                nav.items.append(section)
                return section, []
            section = Section(str(index.title or state.blog.index.title), [index])
            nav.items[at] = section
            return section, [index]
    return None, []


def _titled(items: Iterable[StructureItem], title: str) -> Section | None:
    """Return the section that mkdocs-blog-plugin will fill, by its own rule."""
    for item in items:
        if item.title and item.title.lower() == title.lower():
            return item if isinstance(item, Section) else None
    return None


def levels(
    items: list[StructureItem], holder: Section | None
) -> Iterator[tuple[list[StructureItem], Section | None]]:
    yield items, holder
    for item in items:
        if isinstance(item, Section):
            yield from levels(item.children, item)


def _overviews(state: BuildState) -> list[Page]:
    pages = [
        state.listing_files.first[view.path].page for view in state.blog.views if view.is_overview
    ]
    return [page for page in pages if page is not None]


def _pages(items: Iterable[StructureItem]) -> list[Page]:
    found: list[Page] = []
    for item in items:
        found += _pages(item.children) if isinstance(item, Section) else [item]  # type: ignore[list-item]
    return found


def _listings_by_kind(state: BuildState, known: set[int]) -> list[StructureItem]:
    """Return a section of each kind's listings, as Material's blog has them below its index."""
    sections: list[StructureItem] = []
    for name, kind in KINDS.items():
        listed = [each for each in state.blog.views if each.kind == name and not each.is_overview]
        pages = [state.listing_files.first[view.path].page for view in listed]
        missing = [page for page in pages if page is not None and id(page) not in known]
        if missing:
            title = getattr(state.blog.settings, kind.name)
            title = title or state.project.translate(TITLES[name])
            sections.append(Section(title, list(missing)))
    return sections


def _set_parents(items: Iterable[StructureItem], parent: Section | None = None) -> None:
    for item in items:
        item.parent = parent
        if isinstance(item, Section):
            _set_parents(item.children, item)


def _place_hidden_pages(state: BuildState, section: Section | None) -> None:
    """Open the blog's branch for pages that the sidebar doesn't list, and link neighbours."""
    for path, file in state.files.items():
        page = file.page
        if page is None:
            continue
        if page.parent is None and section is not None:
            page.parent = section
        older, newer = state.blog.neighbours.get(path, (None, None))
        page.previous_page = state.files[older.path].page if older else None
        page.next_page = state.files[newer.path].page if newer else None
    if section is not None:
        index = state.index_page
        for file in state.listing_files.all:
            if file.page is not None and file.page is not index and file.page.parent is None:
                file.page.parent = section
