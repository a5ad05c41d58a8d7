"""Targets of links in the docs folder: its files, pages and anchors."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from markdown.extensions.toc import slugify as toc_slugify
from markdown.extensions.toc import unique

from mkdocs_byline.content.frontmatter import Source, split_front
from mkdocs_byline.content.markdown_page import Page
from mkdocs_byline.content.markdown_scan import scan
from mkdocs_byline.model import Image

Slugify = Callable[[str, str], str]


@dataclass(slots=True)
class Site:
    """What posts can point at.

    Attributes:
        files: Paths in the docs folder.
        generated: Source paths of listings, which have no file.
        option_for: Returns the option that would make a listing at a path, if it is off.
        outputs: Output files; links in HTML are relative to these.
        texts: Paths of the files in which a picture can be named.
        text, size, shown: Return a file's text with its front matter, its number of bytes, and
            the path that messages give, each by its path.
        lead: Returns a post's lead picture.
        slugify: Makes anchors of headings; None if it is a function that we can't call.
        magic_links: Whether bare URLs become links.
        markdown_in_html: Whether Markdown is read in an element that asks for it.
        mark: The excerpt mark.
    """

    files: frozenset[str]
    generated: frozenset[str]
    outputs: frozenset[str]
    texts: tuple[str, ...]
    text: Callable[[str], str]
    size: Callable[[str], int]
    shown: Callable[[str], str]
    lead: Callable[[Source], Image | None] = lambda source: None
    option_for: Callable[[str], str] = lambda path: ""
    slugify: Slugify | None = toc_slugify
    separator: str = "-"
    magic_links: bool = False
    markdown_in_html: bool = False
    mark: str = "<!-- more -->"
    pages: dict[str, Page] = field(default_factory=dict)
    known_anchors: dict[str, frozenset[str]] = field(default_factory=dict)

    def page(self, path: str) -> Page:
        """Return what is in a Markdown file; each is read once."""
        if path not in self.pages:
            _, body, line = split_front(self.text(path))
            self.pages[path] = scan(body, line)
        return self.pages[path]

    def has_anchor(self, path: str, anchor: str) -> bool:
        """Whether a page has an anchor, as far as can be told from its Markdown."""
        if self.slugify is None or self.page(path).is_open:
            return True
        # Those of tabs and footnotes.
        return anchor.startswith(("__", "fn:", "fnref:")) or anchor in self.anchors(path)

    def anchors(self, path: str) -> frozenset[str]:
        """Return the anchors that are written in a page, or made of its headings by `toc`."""
        if path not in self.known_anchors:
            page = self.page(path)
            ids = set(page.ids)
            for heading in page.headings:
                if not heading.id and self.slugify:
                    unique(self.slugify(heading.text, self.separator), ids)
            self.known_anchors[path] = frozenset(ids)
        return self.known_anchors[path]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a path in the docs folder, or an output file; and an anchor."""

    path: str
    anchor: str


def resolve(link: str, start: str) -> Target | None:
    """Return where a relative link leads; None if it leaves the site or is not ours to judge.

    Args:
        start: The path of the file or the output file that the link stands in.
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or link.startswith(("/", "\\")):
        return None
    anchor = unquote(parts.fragment)
    if not parts.path:
        return Target(start, anchor)
    path = posixpath.join(posixpath.dirname(start), unquote(parts.path))
    return Target(posixpath.normpath(path), anchor)
