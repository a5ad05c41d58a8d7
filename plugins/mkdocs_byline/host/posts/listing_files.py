"""Files of listings' pages, and of the blog's other pages that are no posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.structure.files import File

    from mkdocs_byline.model import ListingPage


class ListingFiles:
    """MkDocs' files of one build.

    Attributes:
        all: Those of listings, of what editors wrote for them too, and of the other pages.
        listings: What a page lists, by source path.
        first: The file of a listing's first page, by the listing's own path.
    """

    def __init__(self, listings: Mapping[str, ListingPage]) -> None:
        self.all: list[File] = []
        self.listings = dict(listings)
        self.first: dict[str, File] = {}

    def add(self, file: File, listing: ListingPage | None = None) -> None:
        """Add the file of a page, which may show a listing."""
        self.all.append(file)
        if listing:
            self.listings[file.src_uri] = listing
            if listing.number == 1:
                self.first[listing.view.path] = file
