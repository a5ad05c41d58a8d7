"""Pages and conversions made ahead of a build, by forked workers.

Both kinds of work are what the build does itself: converting posts, and making pages of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands import build as mkdocs_build

from mkdocs_byline.cache import workers
from mkdocs_byline.host.posts.contents import take_post_apart
from mkdocs_byline.host.posts.feed_texts import make_ahead
from mkdocs_byline.host.posts.lazy_page import LazyPage
from mkdocs_byline.host.posts.pages import PostPage
from mkdocs_byline.timeout import OutOfTime, deadline

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.host.search_index import SearchEntries

_ENOUGH = 16  # Pages.
_SAMPLE = 100  # Posts that say whether most are in the cache.


def convert_ahead(state: BuildState, files: Files) -> None:
    """Have texts converted that are not in the cache, unless a plugin may change posts' texts."""
    converter = state.converter
    if workers.usable_cores() < 2 or not converter.fingerprint:
        return
    if state.effects.changes_source:
        return
    posts = [file.page for file in state.files.values() if isinstance(file.page, PostPage)]

    def is_kept(page: PostPage) -> bool:
        page.markdown = page.post.body
        return converter.is_kept(page)

    # A preview need not look at all of them: it reads what is kept when it is asked for it.
    if state.blog.build.preview and all(map(is_kept, posts[:: len(posts) // _SAMPLE + 1])):
        return
    pages = {page.post.path: page for page in posts if not is_kept(page)}

    # In a preview they are made when they are asked for.
    editions = [] if state.blog.build.preview else state.editions.missing()

    def do(path: str) -> bytes:
        if path not in pages:
            state.editions.make(path)
            return b""
        page = pages[path]
        found = converter.make(page, files)
        with suppress(OutOfTime, RecursionError), deadline():  # Said when the build comes to it.
            parts = take_post_apart(state, page.post, found.html)
            if not page.failure:
                make_ahead(state, page.post, converter.digest_of_made(page, found), parts.body)
        return b""  # All is in the cache.

    state.converting.start([*pages, *editions], do)


@dataclass(frozen=True, slots=True)
class Ready:
    """A page that a worker has rendered: its HTML, and what that is kept under, if it is."""

    page: Page
    html: str
    at: str


class Rendering:
    """Has pages read for the search and rendered by workers.

    That is done once most pages so far were not in the cache. Of those that are, workers would not
    make a quicker build, only a larger one.

    Attributes:
        at: The page that the build is at.
        ready: The same, if a worker has rendered it.
        is_unchanged: Says of a page whether the build will do without rendering it.
    """

    def __init__(
        self,
        state: BuildState,
        env: jinja2.Environment,
        config: MkDocsConfig,
        entries: SearchEntries,
    ) -> None:
        self.state, self.env, self.config, self.entries = state, env, config, entries
        self.at: Page | None = None
        self.ready: Ready | None = None
        self.is_unchanged: Callable[[Page], bool] = lambda page: False
        self.seen = self.missing = 0
        self.begun = bool(state.effects.unknown_context)

    def note(self, page: Page, *, is_kept: bool, nav: Navigation, files: Sequence[File]) -> None:
        """Take note of a page that was rendered or found; perhaps have all others made ahead."""
        self.seen += 1
        self.missing += not is_kept
        if self.begun or self.missing < _ENOUGH or self.missing * 2 < self.seen:
            return
        self.begun = True
        pages = {file.src_uri: file for file in files}
        paths = list(pages)
        rest = [
            path
            for path in paths[paths.index(page.file.src_uri) + 1 :]
            if (other := pages[path].page) and not self.is_unchanged(other)
        ]
        for file in files:  # Or each worker would read all that it needs for itself.
            if isinstance(file.page, LazyPage):
                file.page.load()
        self.at = page
        self.state.rendering.start(rest, lambda path: self._render(pages[path], nav, files))

    def collect(self, page: Page) -> None:
        """Take what was made of a page that the build has come to."""
        self.at, self.ready = page, None
        if made := self.state.rendering.collect(page.file.src_uri):
            head, _, html = made.partition(b"\n")
            at, self.entries.ready = json.loads(head)
            self.ready = Ready(page, html.decode("utf-8", "surrogatepass"), at)

    def _render(self, file: File, nav: Navigation, files: Sequence[File]) -> bytes:
        """Do what MkDocs' `_build_page` does before anything is written, and make the folder.

        Nothing is returned of a page on which something is wrong: the build would not know of it.
        """
        page, known = file.page, len(self.state.late_problems)
        assert page
        Path(file.abs_dest_path).parent.mkdir(parents=True, exist_ok=True)
        if self.at:  # As the worker has inherited it.
            self.at.active, self.at = False, None
        page.active = True
        try:
            context = mkdocs_build.get_context(nav, files, self.config, page)
            template = self.env.get_template(page.meta.get("template", "main.html"))
            context = self.config.plugins.on_page_context(
                context, page=page, config=self.config, nav=nav
            )
            html = template.render(context)
        finally:
            page.active = False
        if len(self.state.late_problems) > known:
            return b""
        kept = self.state.page_cache
        assert kept
        if kept.hooks:
            html = kept.finish(html, page=page, config=self.config)
        head = b'["%s",%s]' % (kept.at.encode(), self.entries.to_json())
        return head + b"\n" + html.encode("utf-8", "surrogatepass")
