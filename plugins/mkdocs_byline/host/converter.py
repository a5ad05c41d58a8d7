"""Conversion of posts' pages: MkDocs' side of `markdown.converter`.

MkDocs resolves links and collects ids with processors that it registers for each page. What it
says of links while a page is converted is kept back, and said when the page is filled: a build
warns as often as it is run.
"""

from __future__ import annotations

import copy
import logging
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc

from mkdocs_byline.cache.digest import OpaqueError
from mkdocs_byline.cache.store import Cache
from mkdocs_byline.host import compat
from mkdocs_byline.host.compat import ENGINE, get_logger, register_processors
from mkdocs_byline.html.formulas import is_available, wants_mathml
from mkdocs_byline.markdown.converter import Converter, Rows, Text
from mkdocs_byline.markdown.extension_purity import fingerprint
from mkdocs_byline.markdown.result import Conversion, Origin, TocEntry

if TYPE_CHECKING:
    from markdown import Markdown
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from mkdocs_byline.host.posts.pages import PostPage
    from mkdocs_byline.markdown.include_sandbox import Fence

_pages_log = get_logger("structure.pages")


class PageConverter:
    """Converts the pages of one build's posts.

    Attributes:
        fingerprint, draws_formulas: See `Converter`.
        lacks_formulas: Whether they would be drawn, were the package for it there.
        opaque: The extension that is why there is none.
    """

    def __init__(self, config: MkDocsConfig, cache: Cache, allowed: tuple[str, ...]) -> None:
        self.config = config
        self.opaque = ""
        whole = ""
        configs = config.mdx_configs or {}
        wants = wants_mathml(configs, config.extra_javascript)
        self.draws_formulas = wants and is_available()
        self.lacks_formulas = wants and not self.draws_formulas
        try:
            links = {
                **config.validation.links,
                "directory_urls": config.use_directory_urls,
                "formulas": self.draws_formulas,
            }
            whole = fingerprint(config.markdown_extensions, configs, allowed, links)
        except OpaqueError as error:
            self.opaque = str(error)
        self.converter = Converter(
            cache,
            whole if compat.PROCESSORS.is_there else "",
            config.markdown_extensions,
            configs,
            Path(config.docs_dir),
            draws_formulas=self.draws_formulas,
        )

    @property
    def fingerprint(self) -> str:
        return self.converter.fingerprint

    def render(self, page: PostPage, files: Files) -> None:
        """Fill a page with what its Markdown becomes, and say what MkDocs says of its links."""
        found = self.known(page, files) or self.make(page, files)
        included = (os.path.realpath(path) for _, path, _ in found.includes if path)
        page.asked = frozenset((*(path for path, *_ in found.targets), *included))
        fill(page, found, files)
        page.origin = None if page.failure else self.converter.origin(self._text(page), found)

    def digest_of_made(self, page: PostPage, found: Conversion) -> str:
        """Return a digest of what decides the HTML that has just been made, if it is kept."""
        return self.converter.origin_if_kept(self._text(page), found).digest

    def note(self, page: PostPage, excerpt: str, *, misplaced: bool) -> None:
        """Keep what a page was made of; see `Converter.keep_origin`."""
        if origin := page.origin:
            self.converter.keep_origin(replace(origin, misplaced=misplaced), excerpt)

    def predict(self, page: PostPage, files: Files) -> Origin | None:
        """Return what a page will be made of, if it is in the cache; None if it is to be read.

        What is to be said of the page is said now.
        """
        origin = self.converter.kept_origin(self._text(page), _Host(page, files, self.config))
        if origin:
            page.links_to_anchors = to_anchors(origin.links, files)
            say(page, origin)
        return origin

    def known(self, page: PostPage, files: Files) -> Conversion | None:
        """Return what was kept, if the files it asked for are what they were."""
        return self.converter.kept(self._text(page), _Host(page, files, self.config))

    def is_kept(self, page: PostPage) -> bool:
        """Whether something was kept of this text, though links may lead elsewhere by now."""
        return self.converter.is_kept(self._text(page))

    def make(self, page: PostPage, files: Files) -> Conversion:
        """Convert a page's Markdown, and keep the result. A failure is left on the page."""
        found, failure = self.converter.make(self._text(page), _Host(page, files, self.config))
        if failure:
            page.failure = failure
        return found

    def _text(self, page: PostPage) -> Text:
        file = page.file
        place = (file.src_uri, file.url, file.inclusion.name)
        # That plugin makes links of pictures itself.
        enlarges = "glightbox" not in self.config.plugins
        return Text(page.post, page.markdown or "", place, page.policy, enlarges)


class _Host:
    """MkDocs, as the text of one page needs it."""

    def __init__(self, page: PostPage, files: Files, config: MkDocsConfig) -> None:
        self.page, self.files, self.config = page, files, config

    def convert(self, md: Markdown, text: str, fence: Fence | None) -> Conversion:
        if not compat.PROCESSORS.is_there:
            return self._convert_publicly(fence)
        asked = _Asked(self.files)
        processors = register_processors(md, self.page, asked, self.config)
        return Conversion(
            md.convert(text),
            _toc(get_toc(getattr(md, "toc_tokens", []))),
            processors.anchor_ids,
            processors.anchor_links,
            targets=asked.rows(),
        )

    def _convert_publicly(self, fence: Fence | None) -> Conversion:
        """Have MkDocs convert the page, which builds Python-Markdown anew."""
        page, config = self.page, copy.copy(self.config)
        config["markdown_extensions"] = [*config.markdown_extensions, *filter(None, [fence])]
        Page.render(page, config, self.files)
        links = (page.links_to_anchors or {}).items()
        return Conversion(
            page.content or "",
            _toc(page.toc),
            tuple(sorted(filter(None, page.present_anchor_ids or ()))),
            tuple((file.src_uri, id_, link) for file, ids in links for id_, link in ids.items()),
        )

    def targets(self, paths: Iterable[str]) -> Rows:
        asked = _Asked(self.files)
        for path in paths:
            asked.get_file_from_path(path)
        return asked.rows()

    def listening(self) -> AbstractContextManager[Heard]:
        return listening()


class _Asked:
    """MkDocs' files, with a note of what was asked for."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.found: dict[str, File | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        file = self.found[path] = _find(self.files, path)
        return file

    def rows(self) -> Rows:
        return tuple(
            (path, file.url, file.inclusion.name) if file else (path, "", "")
            for path, file in self.found.items()
        )


def say(page: PostPage, found: Conversion | Origin) -> None:
    """Say what MkDocs said of a page's links, once, and note what was left out of it."""
    for level, message in found.messages if not page.is_said else ():
        _pages_log.log(level, "%s", message)
    page.removals = found.removals


def fill(page: PostPage, found: Conversion, files: Files) -> None:
    """Set what MkDocs' own `Page.render` sets."""
    say(page, found)
    page.content = found.html
    page.toc = _links(found.toc)
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


# Where all that is logged arrives: the engine's logger hands nothing on when a command runs it.
_TOPS = (logging.getLogger(), logging.getLogger(ENGINE))


class _Others(logging.Handler):
    """Notices that anyone but MkDocs' pages says something; it is printed as ever.

    What another thread says, such as the preview's server of a browser, is none of the page's.
    """

    def __init__(self) -> None:
        super().__init__()
        self.thread = threading.get_ident()
        self.have_spoken = False

    def emit(self, record: logging.LogRecord) -> None:
        self.have_spoken = self.have_spoken or threading.get_ident() == self.thread
        last = logging.lastResort  # Which Python itself asks where there is no handler.
        is_handled = any(self._handles(logger) for logger in _chain(record.name))
        if last and not is_handled and record.levelno >= last.level:
            last.handle(record)

    def _handles(self, logger: logging.Logger) -> bool:
        return any(each is not self for each in logger.handlers)


def _chain(name: str) -> Iterator[logging.Logger]:
    """Yield the loggers that a record goes through."""
    logger: logging.Logger | None = logging.getLogger(name)
    while logger:
        yield logger
        logger = logger.parent if logger.propagate else None


class Heard(logging.Filter):
    """Holds back what MkDocs says of a page, in the thread that converts it."""

    def __init__(self) -> None:
        super().__init__()
        self.of_links: list[tuple[int, str]] = []
        self.others = _Others()

    @property
    def are_all(self) -> bool:
        return not self.others.have_spoken

    def filter(self, record: logging.LogRecord) -> bool:
        if threading.get_ident() != self.others.thread:
            return True
        self.of_links.append((record.levelno, record.getMessage()))
        return False


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear all that MkDocs says, however much of it the reader of the log wants to know."""
    heard, level = Heard(), _pages_log.level
    _pages_log.setLevel(logging.INFO)
    _pages_log.addFilter(heard)
    for top in _TOPS:
        top.addHandler(heard.others)
    try:
        yield heard
    finally:
        for top in _TOPS:
            top.removeHandler(heard.others)
        _pages_log.removeFilter(heard)
        _pages_log.setLevel(level)
