"""The pages of posts' editions in a build: their contexts, and the texts that they are made of."""

from __future__ import annotations

import datetime as dt
import json
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mkdocs.structure.files import InclusionLevel
from mkdocs.utils import get_relative_url

from mkdocs_byline.cache.store import key
from mkdocs_byline.git.load import read_blobs
from mkdocs_byline.host.interop.author_text import AuthorText
from mkdocs_byline.html.old_links import with_addresses
from mkdocs_byline.html.text_diff import Comparison
from mkdocs_byline.i18n import fill
from mkdocs_byline.locales import format_moment
from mkdocs_byline.markdown.edition_text import EditionText, EditionTexts
from mkdocs_byline.model import Edition, Post
from mkdocs_byline.outputs.editions import (
    EditionEntry,
    EditionPage,
    edition_entries,
    edition_pages,
    within_bounds,
)
from mkdocs_byline.outputs.lazy_value import Lazy

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.build_state import BuildState

TEMPLATE = "byline/editions.html"
OLD_TEMPLATE = "byline/edition.html"


class Editions:
    """The editions of one state of a blog."""

    def __init__(self, state: BuildState) -> None:
        self.state = state
        self.of_posts = {
            post.path: found
            for post in state.blog.posts.values()
            if (found := edition_pages(state.blog, post))
        }
        self.pages = {page.path: page for found in self.of_posts.values() for page in found}
        self.contents: dict[str, bytes] = {}
        self.have_read: set[str] = set()
        self.has_new_addresses = False

    @cached_property
    def texts(self) -> EditionTexts:
        project, config = self.state.project, self.state.project.config
        configs = config.mdx_configs or {}
        return EditionTexts(
            self.state.cache, config.markdown_extensions, configs, project.docs, project.policy
        )

    @cached_property
    def former(self) -> Mapping[str, str]:
        """What posts are called now, by what they were called before."""
        pasts = self.state.blog.records.history.pasts
        return {old: path for path, past in pasts.items() for old in past.paths}

    def text(self, post: Post, edition: Edition) -> EditionText:
        """Return what a post said, as kept or made now."""
        if kept := self.texts.kept(edition.blob):
            return kept
        if edition.blob not in self.contents:
            self._read(post)
        return self.texts.make(edition.blob, self.contents.get(edition.blob, b""))

    def missing(self) -> list[str]:
        """Return the pages of all editions, by path, of which something is yet to be made.

        Their texts are read, so that any process can go on from there with `make`.
        """
        if not self.of_posts or not self.texts.fingerprint:  # Without, nothing is handed over.
            return []
        texts, cache = self.texts, self.state.cache
        found = []
        for pages in self.of_posts.values():
            compared = _compared_editions(edition_entries(pages))
            blobs = {each.blob for pair in compared for each in pair}
            blobs |= {page.edition.blob for page in pages if page.edition}
            wanted = [texts.key(blob) for blob in blobs]
            wanted += [texts.comparison_key(old.blob, new.blob) for old, new in compared]
            if all(at in cache for at in wanted):
                cache.used.update(wanted)  # Pages that are kept ask for none of it.
            else:
                found.append(pages[0])
        if found:
            self._read(found[0].post)
        return [page.path for page in found]

    def make(self, path: str) -> None:
        """Make what the page of all editions shows, and those of single ones, for the cache."""
        pages = self.of_posts[self.pages[path].post.path]
        for page in pages:
            if page.edition:
                self.text(page.post, page.edition)
        for old, new in _compared_editions(edition_entries(pages)):
            self._compared(pages[0].post, old, new)

    def _read(self, post: Post) -> None:
        """Ask git for a post's texts, in a build for those of all posts: at once that is quick."""
        blog = self.state.blog
        paths = [post.path] if blog.build.preview else [*self.of_posts]
        wanted = {
            path: {
                each.blob
                for each in blog.posts[path].editions
                if each.blob and self.texts.key(each.blob) not in self.state.cache
            }
            for path in paths
            if path not in self.have_read
        }
        self.have_read.update(wanted)
        posts = blog.settings.posts_folder
        self.contents.update(read_blobs(self.state.project.docs, posts, wanted))

    def context(self, page: EditionPage) -> dict[str, object]:
        """Return the template context of a page."""
        post, edition = page.post, page.edition
        pages = self.of_posts[post.path]
        if edition is None:
            return {"post": post, **self._all(pages)}
        found = self._resolved(edition.path, self._addresses(post, edition), page.url)
        at = self.texts.key(edition.blob)
        self.state.cache.used.add(at)  # Though nobody may look at it in this build.
        digest = key(at, *(part for pair in found.items() for part in pair))

        def load() -> EditionText:
            text = self.text(post, edition)
            html = with_addresses(text.html, found) if text.addresses else text.html
            return EditionText(text.title, html, text.typed)

        def until() -> dt.datetime:
            return next(each for each in post.editions if each.number > edition.number).date

        # The post, which the digest has, has all its editions.
        number = str(edition.number)
        return {
            "post": post,
            "edition": Lazy.known(number, lambda: edition),
            "until": Lazy.known(number, until),
            "text": Lazy.known(digest, load),
            "history_url": pages[0].url,
        }

    def _addresses(self, post: Post, edition: Edition) -> Sequence[str]:
        """Return the relative addresses in a text, which is not read for them if they are kept."""
        blob = edition.blob
        if blob not in self.addresses:
            self.addresses[blob] = self.text(post, edition).addresses
            self.has_new_addresses = True
        return self.addresses[blob]

    @cached_property
    def addresses(self) -> dict[str, Sequence[str]]:
        """The relative addresses in texts that were shown, by the texts' ids."""
        kept = (
            self.state.cache.get(self.texts.key("addresses")) if self.texts.fingerprint else None
        )
        return json.loads(kept) if kept else {}

    def keep(self) -> None:
        """Keep what the next build will ask for of all texts at once."""
        if self.has_new_addresses and self.texts.fingerprint:
            blobs = [page.edition.blob for page in self.pages.values() if page.edition]
            shown = {each: self.addresses[each] for each in blobs if each in self.addresses}
            self.state.cache.put(self.texts.key("addresses"), json.dumps(shown).encode())
            self.has_new_addresses = False

    def _all(self, pages: tuple[EditionPage, ...]) -> dict[str, object]:
        post = pages[0].post
        entries = Lazy.known(pages[0].url, lambda: edition_entries(pages))
        blobs = [each.blob for each in post.editions]

        def load() -> list[Comparison | None]:
            return within_bounds(
                [
                    self._compared(post, each.before, each.edition) if each.before else None
                    for each in entries.value
                ]
            )

        digest = self.texts.key("\0".join(blobs))
        return {"entries": entries, "comparisons": Lazy.known(digest, load)}

    def _compared(self, post: Post, old: Edition, new: Edition) -> Comparison:
        kept = self.texts.kept_comparison(old.blob, new.blob)
        if kept is not None:
            return kept
        for each in (old, new):
            self.text(post, each)
        return self.texts.compare(old.blob, new.blob)

    def _resolved(self, path: str, addresses: Iterable[str], url: str) -> dict[str, str]:
        """Return where addresses in a text lead today, as seen from its page; empty if nowhere."""
        files = self.state.project.file_set
        found = {}
        for address in addresses:
            inner, mark, rest = _split(address)
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(inner)))
            file = files.get_file_from_path(self.former.get(place, place))
            is_there = file is not None and file.inclusion is not InclusionLevel.EXCLUDED
            found[address] = (
                get_relative_url(file.url, url) + mark + rest if file and is_there else ""
            )
        return found

    def prepare(self, page: Page, own: EditionPage) -> None:
        """Give a page its template and title, and take it out of the search."""
        self.state.converting.collect(own.path)
        translate, build = self.state.project.translate, self.state.blog.build
        title = fill(translate("byline.editions.of"), own.post.title)
        if own.edition:
            pattern = self.state.blog.settings.post_date_format
            date = format_moment(own.edition.date, pattern, build.language)
            title = f"{own.post.title} ({date})"
        page.meta["template"] = OLD_TEMPLATE if own.edition else TEMPLATE
        page.meta["title"] = AuthorText(title)
        page.meta["search"] = {"exclude": True}

    def authored(self, own: EditionPage) -> str:
        """Return what of a page anyone may have written as HTML."""
        if own.edition is None:
            return ""
        kept = self.texts.kept(own.edition.blob)
        return kept.html if kept else ""

    def once_said(self) -> Iterable[str]:
        """Yield all that the pages show: it was public, whatever became of what it names."""
        for pages in self.of_posts.values():
            post = pages[0].post
            for edition in post.editions:
                yield " ".join(edition.subjects)
                if edition.blob:
                    text = self.text(post, edition)
                    yield from (text.title, text.html, text.typed)


def _compared_editions(entries: Iterable[EditionEntry]) -> list[tuple[Edition, Edition]]:
    """Return the older and the newer one of all editions that are compared."""
    return [(each.before, each.edition) for each in entries if each.before]


def _split(address: str) -> tuple[str, str, str]:
    """Return an address as its path, the sign that ends that, and the rest."""
    at = min((place for sign in "?#" if (place := address.find(sign)) >= 0), default=len(address))
    return address[:at], address[at : at + 1], address[at + 1 :]
