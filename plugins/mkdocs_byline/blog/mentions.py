"""Links between pages: which pages of a site lead to each.

Links are read in Markdown by the scan that checks use, so that a build, the preview and a check
see the same ones, and nothing has to be converted to know them. What a text links to is kept by
the text's digest; where that leads is worked out for each state of the blog, since pages move.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.blog.project import Project
from mkdocs_byline.blog.urls import file_destination
from mkdocs_byline.content.frontmatter import read_text, split_front
from mkdocs_byline.content.markdown_scan import scan_links
from mkdocs_byline.model import Link, Post
from mkdocs_byline.timeout import OutOfTime, deadline, seconds_for

# A link's path, decoded and without what follows it; and whether it begins at the page's file or
# its URL, at the page's URL, or at the site's host.
Row = tuple[str, Literal["file", "page", "host"]]
Linked = Mapping[str, tuple[str, ...]]  # By source path: the pages that link there, in order.

# The beginning of a link to anywhere but another site or a picture.
_PICTURE = r"[^()\s]*\.(?:apng|avif|gif|ico|jpe?g|png|svg|webp)[\s)]"
_LINK = re.compile(rf"\]\((?!\s*<?(?:https?:|mailto:|#|{_PICTURE}))")
_DEFINITION = re.compile(r"^[ \t>]*\[[^\[\]\n]+\]:", re.MULTILINE)


class LinkScan:
    """The links of texts by the texts' digests; each text is read once.

    Attributes:
        is_new: Whether it knows more than was kept.
    """

    def __init__(self, site_url: str, *, magic_links: bool, kept: bytes | None = None) -> None:
        """Begin a scan.

        Args:
            magic_links: Whether bare URLs are links.
            kept: What `encode` gave, of a scan of the same site.
        """
        self.host, self.magic_links = urlsplit(site_url).netloc.lower(), magic_links
        self.own = site_url.partition("://")[2].rstrip("/")
        rows = json.loads(kept) if kept else {}
        self.known: dict[str, tuple[Row, ...]] = {
            digest: tuple((path, start) for path, start in each) for digest, each in rows.items()
        }
        self.used: set[str] = set()
        self.is_new = False

    @classmethod
    def of(cls, project: Project, kept: bytes | None = None) -> LinkScan:
        """Return a scan of a project's texts."""
        magic_links = "pymdownx.magiclink" in project.extensions
        return cls(project.site_url, magic_links=magic_links, kept=kept)

    def of_post(self, post: Post) -> tuple[Row, ...]:
        """Return a post's links that may lead into the site, each once, in the text's order."""
        if (found := self._kept(post.sha256)) is None:
            found = self._keep(post.sha256, post.body)
        return found

    def of_file(self, content: bytes) -> tuple[Row, ...]:
        """Return the same of any other page."""
        digest = hashlib.sha256(content).hexdigest()
        if (found := self._kept(digest)) is None:
            found = self._keep(digest, split_front(read_text(content))[1])
        return found

    def _kept(self, digest: str) -> tuple[Row, ...] | None:
        self.used.add(digest)
        return self.known.get(digest)

    def _keep(self, digest: str, body: str) -> tuple[Row, ...]:
        self.is_new = True
        self.known[digest] = found = self._read(body)
        return found

    def encode(self) -> bytes:
        """Return what is to be kept: the links of the texts that were asked for."""
        rows = {digest: self.known[digest] for digest in sorted(self.used)}
        self.is_new = False
        return json.dumps(rows, separators=(",", ":")).encode("ascii")

    def _may_link(self, text: str) -> bool:
        """Whether a text may link into the site; most don't, and need not be read."""
        return bool(
            _LINK.search(text)
            or "<a" in text
            or "<A" in text
            or (self.own and self.own in text)
            or ("]:" in text and _DEFINITION.search(text))
        )

    def _read(self, body: str) -> tuple[Row, ...]:
        if not self._may_link(body):
            return ()
        try:
            with deadline(seconds_for(body)):
                page = scan_links(body, self._may_link)
        except OutOfTime:  # A check says so.
            return ()
        found = [(each.target, each.is_html) for each in page.links if not each.is_image]
        if self.magic_links:
            found += [(url, True) for _, url in page.bare]
        rows = (self.row(target, is_url=is_url) for target, is_url in found)
        return tuple(dict.fromkeys(filter(None, rows)))

    def row(self, target: str, *, is_url: bool) -> Row | None:
        """Return what is to be known of a link; None if it doesn't lead into the site.

        Args:
            is_url: Whether it is no path of a file, as in HTML.
        """
        try:
            parts = urlsplit(target)
        except ValueError:
            return None
        path = unquote(parts.path)
        if parts.scheme or parts.netloc:
            is_ours = self.host and parts.netloc.lower() == self.host
            return (path or "/", "host") if is_ours else None
        return (path, "page" if is_url else "file") if path else None


class LinkTargets:
    """Where links lead: a site's pages by source path, and by every URL that they have or had."""

    def __init__(self, blog: Blog, project: Project) -> None:
        documents, posts = project.documents, blog.posts.values()
        self.sources = {*documents.values(), *blog.posts}
        self.by_dest = {
            **dict(_moved(project.plugins, directory_urls=blog.build.directory_urls)),
            **documents,
            **{each.dest: each.target.path for each in blog.redirects},
            **{post.dest: post.path for post in posts},
        }
        self.dests = {path: dest for dest, path in documents.items()}
        self.dests |= {post.path: post.dest for post in posts}
        self.base = urlsplit(project.site_url).path.rstrip("/") + "/"

    def target(self, row: Row, path: str, dest: str) -> str | None:
        """Return the source path of the page to which a link leads; None if it is none.

        Args:
            path, dest: Source path and output file of the page that the link stands in.
        """
        inner, start = row
        if start == "host" or inner.startswith("/"):
            if start != "host" and (source := inner[1:]) in self.sources:
                return source  # As with MkDocs' `absolute_links: relative_to_docs`.
            return self._at(inner[len(self.base) :]) if inner.startswith(self.base) else None
        if start == "file":
            source = posixpath.normpath(posixpath.join(posixpath.dirname(path), inner))
            if source in self.sources:
                return source
        return self._at(posixpath.join(posixpath.dirname(dest), inner))

    def _at(self, url: str) -> str | None:
        """Return the source path of the page at a URL, however much of it is left out."""
        path = posixpath.normpath(url or ".")
        files = ("index.html",) if path == "." else (path, f"{path}/index.html", f"{path}.html")
        return next((self.by_dest[file] for file in files if file in self.by_dest), None)


def documentation(blog: Blog, project: Project) -> set[str]:
    """Return the source paths of pages that are neither posts nor stand for listings."""
    listings = {*blog.listings, *(intro.path for intro in blog.intros.values())}
    return {*project.documents.values()} - blog.posts.keys() - listings


def find_mentions(blog: Blog, project: Project, scan: LinkScan) -> Linked:
    """Return which pages link to each post, and which posts to each page of the documentation.

    Posts come first, the newest before others, then documentation by path. No unlisted post is
    among them. Pages that stand for listings are on neither side: they name posts by their nature.
    """
    targets, documents = LinkTargets(blog, project), documentation(blog, project)
    found: dict[str, dict[str, None]] = {}

    def note(path: str, start: str, dest: str, rows: Iterable[Row], *, is_post: bool) -> None:
        for row in rows:
            target = targets.target(row, start, dest)
            if target != path and (target in blog.posts or (is_post and target in documents)):
                found.setdefault(target or "", {})[path] = None

    for post in blog.library.listed:
        note(post.path, post.path, post.dest, scan.of_post(post), is_post=True)
        # The paths in the key `links` begin at the docs folder by now.
        rows = (scan.row(url, is_url=False) for url in _addresses(post.links))
        note(post.path, "", post.dest, filter(None, rows), is_post=True)
    for path in sorted(documents):
        note(path, path, targets.dests[path], scan.of_file(project.read(path)), is_post=False)
    return {path: tuple(each) for path, each in found.items()}


def _moved(
    plugins: Mapping[str, Mapping[str, Any]], *, directory_urls: bool
) -> Iterator[tuple[str, str]]:
    """Yield where pages were that mkdocs-redirects leads on, and the paths of their files now."""
    maps = plugins.get("redirects", {}).get("redirect_maps")
    for old, new in maps.items() if isinstance(maps, Mapping) else ():
        dest = file_destination(str(old), directory_urls=directory_urls)
        yield dest, str(new).partition("#")[0]


def _addresses(links: Iterable[Link]) -> Iterator[str]:
    """Yield where the links of front matter lead."""
    for link in links:
        if link.url:
            yield link.url
        yield from _addresses(link.children)
