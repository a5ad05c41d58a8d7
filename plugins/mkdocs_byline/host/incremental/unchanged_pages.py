"""Unchanged pages, which a build neither converts nor renders.

What a page becomes is decided by what its template is given, and of that digests are known before
any Markdown is converted or looked up. So each page that is kept leaves a note, under its digest,
of where it is kept; and in the next build that note is found first. Hooks of plugins that see
Markdown or front matter are run for each post in any case. Where others may change a post's HTML,
it is converted, or found, and the digest is that of the HTML.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs import utils

from mkdocs_byline.cache.digest import OpaqueError
from mkdocs_byline.host import compat, project
from mkdocs_byline.host.blogs import settings_of_blogs
from mkdocs_byline.host.incremental.known_plugins import unknown_plugin
from mkdocs_byline.host.lists import note_list_problems
from mkdocs_byline.host.output.manifest import Manifest
from mkdocs_byline.host.posts.contents import late_problems
from mkdocs_byline.host.posts.pages import PostPage, unveil_markdown
from mkdocs_byline.host.progress import CONVERTING, RENDERING
from mkdocs_byline.host.templates import context_of

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.host.csp import Csp
    from mkdocs_byline.host.incremental.page_cache import PageCache
    from mkdocs_byline.host.output.staging import Aside
    from mkdocs_byline.host.search_index import SearchEntries
    from mkdocs_byline.markdown.result import Origin


def skip_unchanged(
    state: BuildState, config: MkDocsConfig, csp: Csp | None, aside: Aside | None
) -> UnchangedPages | None:
    """Stand in for MkDocs from here to the build's end, unless something keeps us from it."""
    if state.blog.build.preview or hindrance(config):
        return None
    unchanged = UnchangedPages(state, config, csp)
    if aside and not onlooker(config):
        folder = project.cache_folder(config)
        unchanged.manifest = Manifest.open(aside.site, aside.new, folder, unchanged.restore)
    unchanged.functions.install(unchanged.read, unchanged.build)
    return unchanged


def hindrance(config: MkDocsConfig) -> str:
    """Return why all posts have to be read, and all pages looked up; empty if they need not."""
    if len(settings_of_blogs(config)) > 1:
        return "the second blog"
    if not (compat.PAGES.is_there and compat.CURRENT_PAGE.is_there):
        return "the version of MkDocs"
    if any(compat.missing_of_plugins(config)):
        return "the version of a search plugin"
    return ""


def unknown_renderer(config: MkDocsConfig) -> str:
    """Return why all pages are looked up in the cache one by one; empty if they need not be."""
    return unknown_plugin(config, "page_context", "post_page")


def onlooker(config: MkDocsConfig) -> str:
    """Return who may want to see all pages where they are written; empty if nobody does."""
    return unknown_plugin(config, "post_build")


class UnchangedPages:
    """Stands in for two functions of MkDocs during a build.

    Attributes:
        manifest: Pages that stay in the output folder; None where none may.
        pages, entries: Where pages are kept, and what they add to the search index; None until
            pages are rendered, and if they can't be kept.
        nav: The site's.
        keys: What notes are kept under, by source path.
        scripts: Under a policy, which scripts pages let through that stay in the output folder, by
            the pages' keys.
        plain: Keys of data files, which are under no policy.
    """

    def __init__(self, state: BuildState, config: MkDocsConfig, csp: Csp | None) -> None:
        self.state, self.config, self.csp = state, config, csp
        self.manifest: Manifest | None = None
        self.functions = compat.PageFunctions()
        self.pages: PageCache | None = None
        self.entries: SearchEntries | None = None
        self.nav: Navigation | None = None
        self.keys: dict[str, str] = {}
        self.scripts: dict[str, Sequence[str]] = {}
        self.plain: set[str] = set()

    def look_up(self, pages: PageCache, entries: SearchEntries) -> None:
        """Do without rendering pages, from now on, of which there are notes."""
        if not unknown_renderer(self.config):
            self.pages, self.entries = pages, entries
            pages.ahead.is_unchanged = self.is_kept

    def end(self) -> None:
        self.functions.remove()

    def read(self, page: Page, config: MkDocsConfig, files: Files, dirty: bool = False) -> None:
        """Read a page, and convert it if nobody knows yet what comes of it."""
        if config is not self.config or type(page) is not PostPage or dirty:
            self.functions.populate(page, config, files, dirty)
            return
        effects = self.state.effects
        if effects.sees_source:
            if not compat.read_source(page, config, files):
                self.functions.populate(page, config, files, dirty)
                return
            unveil_markdown(page)
        else:
            page.read_source(config)
            page.markdown = page.post.body
        known = None if effects.unknown_content else page.converter.predict(page, files)
        if known:
            self.state.report(late_problems(self.state, page, misplaced=known.misplaced))
            page.is_said = True
            self._defer(page, known, files)
            self.state.progress.step(CONVERTING)
        else:
            compat.convert_source(page, config, files)

    def _defer(self, page: PostPage, origin: Origin, files: Files) -> None:
        """Have a page converted when somebody asks, after plugins have taken note of it."""
        config, collectors = self.config, self.state.effects.collectors
        convert = partial(compat.convert_source, page, config, files, collectors)
        if collectors:
            page.defer_conversion(partial(page.render, config, files), origin)
            for hook in collectors:
                hook("", page=page, config=config, files=files)
            if page.loader is None:  # One has looked at the HTML.
                convert(is_converted=True)
                return
        page.defer_conversion(convert, origin)

    def build(
        self,
        page: Page,
        config: MkDocsConfig,
        doc_files: Sequence[File],
        nav: Navigation,
        env: jinja2.Environment,
        dirty: bool = False,
        excluded: bool = False,
    ) -> None:
        """Render a page and write it, unless it is there or kept."""
        if config is not self.config or not self.pages or dirty or excluded:
            _load(page)
            self.functions.build(page, config, doc_files, nav, env, dirty, excluded)
            return
        self.nav = nav
        if self._take(page):
            note_list_problems(self.state, page)
            self.state.progress.step(RENDERING)
            self.pages.ahead.note(page, is_kept=True, nav=nav, files=doc_files)
        else:
            _load(page)
            self.functions.build(page, config, doc_files, nav, env, dirty, excluded)
            self._note(page)

    def is_kept(self, page: Page) -> bool:
        return self._key(page) in self.state.cache

    def _key(self, page: Page) -> str:
        """Return what a page's note is kept under; empty if something can't be described."""
        path = page.file.src_uri
        if path not in self.keys:
            self.keys[path] = ""
            if self.pages and self.nav:
                with suppress(OpaqueError):
                    values = self._context(page)
                    digest = self.pages.digests.digest(page, values, self.nav)
                    self.keys[path] = self.state.cache.key("note", digest)
        return self.keys[path]

    def _context(self, page: Page) -> dict[str, object]:
        """Return what the blog and known plugins will give the page's template."""
        values: dict[str, object] = {}
        for hook in self.state.effects.adding:
            values = hook(values, page=page, config=self.config, nav=self.nav) or values
        return {**values, **context_of(self.state, page)}

    def _take(self, page: Page) -> bool:
        """Do without rendering a page, if there is a note of it."""
        cache, entries, manifest = self.state.cache, self.entries, self.manifest
        note = cache.get(self._key(page))
        if note is None or not entries:
            return False
        at, keys, scripts = json.loads(note)
        if (found := entries.find(keys)) is None:
            return False
        if self.csp:
            self.scripts[at] = scripts
            self.csp.scripts.update(dict.fromkeys(scripts))
        if at in cache and manifest and manifest.keeps(page.file.dest_uri, at):
            cache.used.add(at)
        elif html := self.restore(at):
            utils.write_file(html, page.file.abs_dest_path)
            self._has_written(page, at)
        else:
            return False
        entries.add(found)
        return True

    def restore(self, at: str) -> bytes | None:
        """Return a kept page that there is a note of, or a data file, as it is written."""
        kept = self.state.cache.get(at)
        if kept is None or at in self.plain:
            return kept
        html = kept.decode("utf-8", "surrogatepass")
        if self.csp:
            html = self.csp.let_through(html, self.scripts[at])
        return html.encode("utf-8", errors="xmlcharrefreplace")

    def _has_written(self, page: Page, at: str) -> None:
        if self.manifest:
            self.manifest.note(page.file.dest_uri, at)

    def _note(self, page: Page) -> None:
        """Leave a note of a page that has just been rendered and written, if it is kept."""
        at, pages, entries = self._key(page), self.pages, self.entries
        if not at or not pages or not pages.at or not entries:
            return
        if (keys := entries.keys()) is None or not Path(page.file.abs_dest_path).is_file():
            return
        self._has_written(page, pages.at)
        note = json.dumps([pages.at, keys, self.csp.last if self.csp else ()])
        self.state.cache.put(at, note.encode())


def _load(page: Page) -> None:
    """Convert a page before its template is chosen: if that fails, it is another one."""
    if isinstance(page, PostPage):
        page.load()
