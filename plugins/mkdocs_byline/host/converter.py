"""A post's Markdown in, its page's HTML and table of contents out; converted, or as kept.

MkDocs builds Python-Markdown with all extensions anew for every page. Here one instance serves
all posts, and what it makes of a text is kept, if the extensions allow it; see `extensions`. What
MkDocs says of links while it converts is kept too, and said again: a build warns as often as it
is run. The files that links and snippets ask for are asked for again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import markdown
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc

from mkdocs_byline.cache.digest import OpaqueError, describe
from mkdocs_byline.cache.store import Cache
from mkdocs_byline.host.compat import get_logger, register_processors, set_title_from_render
from mkdocs_byline.markdown.extension_purity import fingerprint
from mkdocs_byline.markdown.highlight import share_styles
from mkdocs_byline.markdown.include_sandbox import Fence, failure
from mkdocs_byline.markdown.result import (
    Conversion,
    Origin,
    TocEntry,
    decode,
    decode_origin,
    encode,
    encode_origin,
    sanitized,
)
from mkdocs_byline.markdown.speedups import hasten
from mkdocs_byline.markdown.timeout import OutOfTime, deadline

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from mkdocs_byline.host.pages import PostPage
    from mkdocs_byline.html.allowlist import Policy
    from mkdocs_byline.model import Post

log = get_logger("plugins.byline")
_pages_log = get_logger("structure.pages")


class Converter:
    """Converts the posts of one build.

    Attributes:
        fingerprint: What else than its text decides what a post becomes; empty if nothing is kept.
        opaque: The extension that is why.
    """

    def __init__(self, config: MkDocsConfig, cache: Cache, allowed: tuple[str, ...]) -> None:
        self.config = config
        self.cache = cache
        self.fingerprint = self.opaque = ""
        try:
            links = {**config.validation.links, "directory_urls": config.use_directory_urls}
            self.fingerprint = fingerprint(
                config.markdown_extensions, config.mdx_configs or {}, allowed, links
            )
        except OpaqueError as error:
            self.opaque = str(error)
        self.instances: dict[bool, _Instance] = {}
        self.policy: tuple[Policy | None, str] = (None, "")

    def render(self, page: PostPage, files: Files) -> None:
        """Fill a page with what its Markdown becomes, and say what MkDocs says of its links."""
        found = self.known(page, files) or self.make(page, files)
        included = (os.path.realpath(path) for _, path, _ in found.includes if path)
        page.asked = frozenset((*(path for path, *_ in found.targets), *included))
        fill(page, found, files)
        page.origin = None
        if self.fingerprint and (at := self.key(page)) in self.cache:
            page.origin = Origin(at, found.targets, found.includes, found.links, found.anchors)

    def note(self, page: PostPage, excerpt: str) -> None:
        """Keep what a page was made of, so that the next build need not read it to know.

        Args:
            excerpt: What its excerpt is kept under.
        """
        if origin := page.origin:
            at, data = self._origin(origin.conversion), encode_origin(origin, excerpt)
            if self.cache.get(at) != data:
                self.cache.put(at, data)

    def predict(self, page: PostPage, files: Files) -> Origin | None:
        """Return what a page will be made of; None if it is not in the cache."""
        if not self.fingerprint:
            return None
        at = self.key(page)
        data = self.cache.get(self._origin(at))
        if data is None:
            return None
        origin, excerpt = decode_origin(at, data)
        if at not in self.cache or not self._is_unchanged(page, origin, files):
            return None
        self.cache.used.update((at, excerpt))
        page.links_to_anchors = to_anchors(origin.links, files)
        return origin

    def known(self, page: PostPage, files: Files) -> Conversion | None:
        """Return what was kept, if the files it asked for are what they were."""
        data = self.cache.get(self.key(page)) if self.fingerprint else None
        if data is None:
            return None
        found = decode(data)
        return found if self._is_unchanged(page, found, files) else None

    def _is_unchanged(self, page: PostPage, found: Conversion | Origin, files: Files) -> bool:
        """Whether the files that a text asked for are what and where they were."""
        asked = _Asked(files)
        for path, *_ in found.targets:
            asked.get_file_from_path(path)
        if asked.rows() != found.targets:
            return False
        return not found.includes or self._instance(page).includes_of(found) == found.includes

    def is_kept(self, page: PostPage) -> bool:
        """Whether something was kept of this text, though links may lead elsewhere by now."""
        return bool(self.fingerprint) and self.key(page) in self.cache

    def key(self, page: PostPage) -> str:
        file = page.file
        place = (file.src_uri, file.url, file.inclusion.name)
        policy, told = self.policy
        if policy is not page.policy or not told:  # Most pages have the same one.
            told = json.dumps(describe(page.policy, lambda module: False))
            self.policy = (page.policy, told)
        texts = (page.markdown or "", page.post.body)
        return self.cache.key("conversion", self.fingerprint, *place, told, *texts)

    def _origin(self, conversion: str) -> str:
        """Return what the origin of a conversion is kept under."""
        return self.cache.key("origin", conversion)

    def make(self, page: PostPage, files: Files) -> Conversion:
        """Convert a page's Markdown, and keep the result.

        What goes wrong is left in the page's `failure`: Python's HTML parser raises for some
        declarations, and extensions raise what they like.
        """
        asked = _Asked(files)
        with _listening() as heard:
            try:
                with deadline():
                    found = self._instance(page).convert(page, asked, self.config)
            except (Exception, OutOfTime) as error:
                log.debug("converting %s", page.file.src_uri, exc_info=True)
                self.instances.clear()
                page.failure = failure(error)
                return Conversion("", messages=tuple(heard.messages))
        found = replace(found, messages=tuple(heard.messages), targets=asked.rows())
        if self.fingerprint and not heard.others:
            self.cache.put(self.key(page), encode(found))
        return found

    def _instance(self, page: PostPage) -> _Instance:
        """Return Python-Markdown as it is for a first text."""
        is_fenced = page.policy is not None
        found = self.instances.get(is_fenced)
        if found is None or not self.fingerprint:
            found = self.instances[is_fenced] = _Instance(
                self.config, is_fenced=is_fenced, is_known=bool(self.fingerprint)
            )
        found.reset(page.post)
        return found


class _Instance:
    """Python-Markdown with a site's extensions, for posts by anyone or by maintainers.

    Attributes:
        includes: Snippets that the text asked for: path and digest by name as written.
    """

    def __init__(self, config: MkDocsConfig, *, is_fenced: bool, is_known: bool) -> None:
        self.fence = Fence(Path(config.docs_dir)) if is_fenced else None
        extensions: list[Any] = [*config.markdown_extensions, *filter(None, [self.fence])]
        configs = config.mdx_configs or {}
        self.markdown = markdown.Markdown(extensions=extensions, extension_configs=configs)
        if is_known:
            hasten(self.markdown)
            share_styles()
        self.includes: dict[str, tuple[str, str]] = {}
        self.find_snippet: Callable[[str], str | None] = lambda name: None
        if "snippet" in self.markdown.preprocessors:
            self._follow_snippets(self.markdown.preprocessors["snippet"])

    def reset(self, post: Post) -> None:
        self.markdown.reset()
        self.includes = {}
        if self.fence:
            self.fence.enclose(post)

    def convert(self, page: PostPage, files: Any, config: MkDocsConfig) -> Conversion:
        md = self.markdown
        processors = register_processors(md, page, files, config)
        found = Conversion(
            md.convert(page.markdown or ""),
            _toc(get_toc(getattr(md, "toc_tokens", []))),
            processors.title.title,
            processors.anchor_ids,
            processors.anchor_links,
        )
        if page.policy:
            found = sanitized(found, page.post.body, page.policy)
        if "<![" in found.html:  # Search plugins will parse it while pages are written.
            HTMLParser().feed(found.html)
        refused = self.fence.refused if self.fence else ()
        removals = (*found.removals, *refused)
        return replace(found, includes=self._notes(), removals=removals)

    def includes_of(self, found: Conversion | Origin) -> tuple[tuple[str, str, str], ...]:
        """Return what the snippets of an earlier conversion are now."""
        for name, *_ in found.includes:
            with suppress(Exception):  # Whatever it raises, it is not what it was.
                self._snippet(name)
        return self._notes()

    def _notes(self) -> tuple[tuple[str, str, str], ...]:
        return tuple((name, *each) for name, each in self.includes.items())

    def _follow_snippets(self, snippets: Any) -> None:
        """Have the extension's search for a file leave a note of what it found."""
        self.find_snippet = snippets.get_snippet_path
        snippets.get_snippet_path = self._snippet

    def _snippet(self, name: str) -> str | None:
        path = self.find_snippet(name)
        digest = hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""
        self.includes[name] = (path or "", digest)
        return path


class _Asked:
    """MkDocs' files, with a note of what was asked for."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.found: dict[str, File | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        file = self.found[path] = _find(self.files, path)
        return file

    def rows(self) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            (path, file.url, file.inclusion.name) if file else (path, "", "")
            for path, file in self.found.items()
        )


def fill(page: PostPage, found: Conversion, files: Files) -> None:
    """Set what MkDocs' own `Page.render` sets."""
    for level, message in found.messages:
        _pages_log.log(level, "%s", message)
    page.content, page.removals = found.html, found.removals
    page.is_silent = not (found.messages or found.removals)
    page.toc = _links(found.toc)
    set_title_from_render(page, found.title)
    page.present_anchor_ids = set(found.anchors)
    page.links_to_anchors = to_anchors(found.links, files)


def to_anchors(
    links: Iterable[tuple[str, str, str]], files: Files
) -> dict[File, dict[str, str]] | None:
    """Return the links that MkDocs is to check; nothing where it has checked them already."""
    if _pages_log.getEffectiveLevel() <= logging.DEBUG:
        return None
    found: dict[File, dict[str, str]] = {}
    for path, anchor, link in links:
        if file := _find(files, path):
            found.setdefault(file, {})[anchor] = link
    return found


def _find(files: Files, path: str) -> File | None:
    """Return a file; quicker than MkDocs, who brings each path into its normal form first."""
    return files.src_uris.get(path) or files.get_file_from_path(path)


def _toc(entries: Iterable[AnchorLink]) -> tuple[TocEntry, ...]:
    return tuple(
        TocEntry(each.title, each.id, each.level, _toc(each.children)) for each in entries
    )


def _links(entries: Iterable[TocEntry]) -> TableOfContents:
    def link(entry: TocEntry) -> AnchorLink:
        made = AnchorLink(entry.title, entry.id, entry.level)
        made.children = [link(each) for each in entry.children]
        return made

    links = [link(each) for each in entries]
    if links:
        links[0].active = True  # type: ignore[attr-defined]  # As `get_toc` has it.
    return TableOfContents(links)


class _Heard(logging.Filter):
    """Holds back what MkDocs says of a page, and notices whether anyone else says something."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[tuple[int, str]] = []
        self.others = False

    def filter(self, record: logging.LogRecord) -> bool:
        self.messages.append((record.levelno, record.getMessage()))
        return False

    def note(self, name: str, *args: Any, **kwargs: Any) -> logging.LogRecord:
        self.others = self.others or name != _pages_log.name
        return logging.LogRecord(name, *args, **kwargs)


@contextmanager
def _listening() -> Iterator[_Heard]:
    """Hear all that MkDocs says, however much of it the reader of the log wants to know."""
    heard, level, factory = _Heard(), _pages_log.level, logging.getLogRecordFactory()
    _pages_log.setLevel(logging.INFO)
    _pages_log.addFilter(heard)
    logging.setLogRecordFactory(heard.note)
    try:
        yield heard
    finally:
        logging.setLogRecordFactory(factory)
        _pages_log.removeFilter(heard)
        _pages_log.setLevel(level)
