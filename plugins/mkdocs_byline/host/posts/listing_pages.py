"""The pages of listings, for MkDocs and for hooks that look for those of Material's blog."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from mkdocs_byline.host.compat import replace_class
from mkdocs_byline.host.interop.author_text import AuthorText
from mkdocs_byline.host.posts.lazy_page import LazyPage

try:  # Hooks ask whether a page is one of Material's views.
    from material.plugins.blog.structure import Archive, Category, Profile, View
except ImportError:  # Another theme.
    Archive = Category = Profile = View = Page

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.model import ListingPage


class _OfListing(Page):
    """What hooks read of a page that shows a listing.

    It has no `pages`: themes ask each item of the navigation for them, which no digest covers.
    """

    state: BuildState
    listing: ListingPage

    @property
    def name(self) -> str:
        return AuthorText(self.listing.view.title)

    @property
    def posts(self) -> list[Page]:
        """The posts in the listing, on all of its pages."""
        files = (self.state.files.get(post.path) for post in self.listing.view.posts)
        return [file.page for file in files if file and file.page]

    @property
    def views(self) -> list[Page]:
        """The first pages of the listings below this one; of the blog, of all others."""
        view, blog = self.listing.view, self.state.blog
        below = [each for each in blog.views if each.kind != "blog" and not each.is_overview]
        paths = [each.path for each in (below if view.kind == "blog" else view.children)]
        first = self.state.listing_files.first
        pages = (first[path].page for path in paths if path in first)
        return [page for page in pages if page]


class EmptyPage(LazyPage):
    """A listing's page that no editor has written: there is nothing to convert.

    Attributes:
        is_written: Whether another plugin has ever written something into it.
    """

    is_written = False

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.is_written = self.is_written or bool((self.markdown or "").strip())
        if self.is_written:
            super().render(config, files)
        else:
            # Hooks that read HTML count on a page's heading, which the template sets.
            self.content = f"<h1>{escape(str(self.meta.get('title') or self.title or ''))}</h1>"
            self.toc = TableOfContents([])
            self.present_anchor_ids = set()


class _Introduction(_OfListing, View):  # type: ignore[misc]
    """A listing's page that an editor has written."""


class _Empty(_OfListing, EmptyPage, View):  # type: ignore[misc]
    pass


_KINDS = {"archive": Archive, "category": Category, "author": Profile}
_INTRODUCTIONS = {
    kind: type("Introduction", (_Introduction, material), {}) for kind, material in _KINDS.items()
}
_EMPTY = {kind: type("Listing", (_Empty, material), {}) for kind, material in _KINDS.items()}
CLASSES = (EmptyPage, _Introduction, _Empty, *_INTRODUCTIONS.values(), *_EMPTY.values())


def give_classes(state: BuildState) -> None:
    """Give listings' pages their classes, once MkDocs has made them with the nav's titles."""
    for file in state.listing_files.all:
        page, listing = file.page, state.listing_files.listings.get(file.src_uri)
        if type(page) is Page:
            replace_class(page, _class_of(listing, is_empty=bool(file.generated_by)))
        if isinstance(page, _OfListing) and listing:
            page.state, page.listing = state, listing


def _class_of(listing: ListingPage | None, *, is_empty: bool) -> type[Page]:
    if listing is None:  # Nothing is listed on it, as on the page that says how to subscribe.
        return EmptyPage if is_empty else Page
    kind = "" if listing.view.is_overview else listing.view.kind
    named, other = (_EMPTY, _Empty) if is_empty else (_INTRODUCTIONS, _Introduction)
    return named.get(kind, other)
