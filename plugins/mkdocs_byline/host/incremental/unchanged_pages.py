"""MkDocs' functions that read and set a page in; the same out, without what is there already.

What a page becomes is decided by what it is made of: a post's text and front matter, the posts
beside it, the navigation, the templates. All that is known before any Markdown is converted or
looked up. So each page that is kept leaves a note, under a key of what it was made of, where it is
kept; and in the next build that note is found without reading or setting the page. `Teller.origin`
tells what pages are made of. It knows nothing of what other plugins do to pages while they are
read and set, so theirs must be known to do nothing that matters.
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
from mkdocs_byline.host.incremental.known_plugins import reads_all, stranger
from mkdocs_byline.host.output.manifest import Standing
from mkdocs_byline.host.pages import PostPage
from mkdocs_byline.host.progress import CONVERTING, SETTING

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.host.csp import Csp
    from mkdocs_byline.host.incremental.page_cache import Finished
    from mkdocs_byline.host.output.staging import Aside
    from mkdocs_byline.host.search_index import Entries

_SETTING = ("env", "page_context", "post_page")
_PLUGIN = "mkdocs_byline.host.plugin"


def spare(
    state: BuildState, config: MkDocsConfig, csp: Csp | None, aside: Aside | None
) -> Sparing | None:
    """Stand in for MkDocs from here to the build's end, unless something keeps us from it."""
    if state.blog.build.preview or hindrance(config):
        return None
    sparing = Sparing(state, config, csp)
    if aside and not onlooker(config):
        folder = project.cache_folder(config)
        sparing.standing = Standing.open(aside.site, aside.new, folder, sparing.restore)
    sparing.functions.install(sparing.read, sparing.set)
    return sparing


def hindrance(config: MkDocsConfig) -> str:
    """Return why all posts have to be read, and all pages looked up; empty if they need not."""
    states = [each for each in config.plugins.values() if type(each).__module__ == _PLUGIN]
    if len(states) > 1:
        return "the second blog"
    if not compat.PAGES.is_there:
        return "the version of MkDocs"
    if any(compat.missing_of_plugins(config)):
        return "the version of a search plugin"
    return reads_all(config) or stranger(config, *_SETTING)


def onlooker(config: MkDocsConfig) -> str:
    """Return who may want to see all pages where they are written; empty if nobody does."""
    return stranger(config, "post_build")


class Sparing:
    """Stands in for two functions of MkDocs during a build.

    Attributes:
        standing: Pages that stay in the output folder; None where none may.
        finished, entries: Where pages are kept, and what they add to the search index; None until
            pages are set, and if they can't be kept.
        nav: The site's.
        keys: What notes are kept under, by source path.
        scripts: Under a policy, which scripts pages let through that stay in the output folder, by
            the pages' keys.
        plain: Keys of data files, which are under no policy.
    """

    def __init__(self, state: BuildState, config: MkDocsConfig, csp: Csp | None) -> None:
        self.state, self.config, self.csp = state, config, csp
        self.standing: Standing | None = None
        self.functions = compat.PageFunctions()
        self.finished: Finished | None = None
        self.entries: Entries | None = None
        self.nav: Navigation | None = None
        self.keys: dict[str, str] = {}
        self.scripts: dict[str, Sequence[str]] = {}
        self.plain: set[str] = set()

    def look_up(self, finished: Finished, entries: Entries) -> None:
        """Do without setting pages, from now on, of which there are notes."""
        self.finished, self.entries = finished, entries
        finished.ahead.is_spared = self.is_kept

    def end(self) -> None:
        self.functions.remove()

    def read(self, page: Page, config: MkDocsConfig, files: Files, dirty: bool = False) -> None:
        """Read a page, or see to it that it is read when somebody looks into it."""
        if config is self.config and type(page) is PostPage and not dirty:
            page.markdown = page.post.body
            if origin := self.state.converter.foretell(page, files):
                page.put_off(partial(self.functions.populate, page, config, files), origin)
                self.state.progress.step(CONVERTING)
                return
        self.functions.populate(page, config, files, dirty)

    def set(
        self,
        page: Page,
        config: MkDocsConfig,
        doc_files: Sequence[File],
        nav: Navigation,
        env: jinja2.Environment,
        dirty: bool = False,
        excluded: bool = False,
    ) -> None:
        """Set a page and write it, unless it is there or kept."""
        if config is not self.config or not self.finished or dirty:
            self.functions.build(page, config, doc_files, nav, env, dirty, excluded)
            return
        self.nav = nav
        if self._take(page):
            self.state.progress.step(SETTING)
            self.finished.ahead.note(page, is_kept=True, nav=nav, files=doc_files)
        else:
            self.functions.build(page, config, doc_files, nav, env, dirty, excluded)
            self._note(page)

    def is_kept(self, page: Page) -> bool:
        return self._key(page) in self.state.cache

    def _key(self, page: Page) -> str:
        """Return what a page's note is kept under; empty if something can't be told."""
        path = page.file.src_uri
        if path not in self.keys:
            self.keys[path] = ""
            if self.finished and self.nav:
                with suppress(OpaqueError):
                    teller, surroundings = self.finished.teller, self.finished.surroundings
                    told = [surroundings, teller.nav(self.nav), json.dumps(teller.origin(page))]
                    self.keys[path] = self.state.cache.key("note", *told)
        return self.keys[path]

    def _take(self, page: Page) -> bool:
        """Do without setting a page, if there is a note of it."""
        cache, entries, standing = self.state.cache, self.entries, self.standing
        note = cache.get(self._key(page))
        if note is None or not entries:
            return False
        at, keys, scripts = json.loads(note)
        if (found := entries.find(keys)) is None:
            return False
        if self.csp:
            self.scripts[at] = scripts
            self.csp.scripts.update(dict.fromkeys(scripts))
        if at in cache and standing and standing.keeps(page.file.dest_uri, at):
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
        if self.standing:
            self.standing.note(page.file.dest_uri, at)

    def _note(self, page: Page) -> None:
        """Leave a note of a page that has just been set and written, if it is kept."""
        at, finished, entries = self._key(page), self.finished, self.entries
        if not at or not finished or not finished.at or not entries:
            return
        if (keys := entries.keys()) is None or not Path(page.file.abs_dest_path).is_file():
            return
        self._has_written(page, finished.at)
        note = json.dumps([finished.at, keys, self.csp.last if self.csp else ()])
        self.state.cache.put(at, note.encode())
