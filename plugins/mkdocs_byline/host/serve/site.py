"""A site whose pages are made when a browser asks for them.

This is MkDocs' build in two halves. `site_loader` does what is needed before any page can be made:
files, navigation, the blog's shape. A `Site` then makes single pages, templates and the search
index. Both use MkDocs' own functions in the same order, so that what is served is what a build
would write.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import InclusionLevel
from mkdocs.structure.pages import Page

from mkdocs_byline.host import compat, log
from mkdocs_byline.host.incremental.known_plugins import (
    PluginEffects,
    copying_hooks,
    is_known,
    writes_late,
)
from mkdocs_byline.host.output.data_files import serve_data_file
from mkdocs_byline.host.posts.pages import PostPage
from mkdocs_byline.host.posts.placement import DataFile
from mkdocs_byline.host.posts.search_text import read_by_search
from mkdocs_byline.host.search_index import empty_indexes

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation

    from mkdocs_byline.host.build_state import BuildState

_ABOUT_OUTPUT = (
    "page_context",
    "post_build",
    "post_page",
    "post_template",
    "pre_template",
    "template_context",
)
_LAST = "*"  # Stands for what plugins write after all pages.
_KINDS_WRITTEN_LAST = (".js", ".json", ".xml")  # By plugins that are known.
_ABOUT_SOURCES = ("env", "files", "nav", "page_content", "page_markdown", "pre_page")


def suits(config: MkDocsConfig) -> bool:
    """Whether pages may be made one at a time, for all that the site's plugins do."""
    parts = (compat.PAGES, compat.TEMPLATES, compat.server_part())
    if not all(part.is_there for part in parts) or writes_late(config):
        return False
    return is_known(config, *_ABOUT_OUTPUT)


def suits_edits(config: MkDocsConfig) -> bool:
    """Whether one page may also be read again without the others."""
    return is_known(config, *_ABOUT_SOURCES)


def may_defer(config: MkDocsConfig) -> bool:
    """Whether a post may be read after others have been rendered."""
    effects = PluginEffects(config)
    return effects.content_is_pure and not (effects.sees_source or effects.collectors)


Found = tuple["File", InclusionLevel]


class Site:
    """What was read, and what of it has been made since.

    Attributes:
        states: Those of the site's blogs; there may be several.
        found: The files that MkDocs found at first, before plugins had their say.
        pages: By output file.
        templates: What makes each file that is rendered from a template alone.
        made: Output files that are up to date.
        unchecked: Pages whose links to headings are still to be checked.
        is_outdated: Whether a change is waiting to be read, so that long work is in vain.
    """

    def __init__(
        self,
        config: MkDocsConfig,
        files: Files,
        nav: Navigation,
        env: jinja2.Environment,
        states: Sequence[BuildState],
        found: list[Found],
        is_outdated: Callable[[], bool],
        serve_url: str,
    ) -> None:
        self.config, self.files, self.nav, self.env = config, files, nav, env
        self.states, self.is_outdated, self.serve_url = states, is_outdated, serve_url
        self.documents = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        self.pages = {file.dest_uri: file for file in self.documents}
        self.templates = compat.template_builders(env, files, config, nav)
        self.static = {
            file.dest_uri
            for file in files
            if not (file.is_documentation_page() or isinstance(file, DataFile))
        }
        self.made: set[str] = set()
        self.found = found
        self.unchecked = list(self.documents)
        for state in states:
            state.serve_on_demand()
        for copy in copying_hooks(config):
            copy(config=config)

    def prepare(self, path: str) -> None:
        """See to it that an output file is there and right, if the site has it."""
        if path in self.made or path in self.static:
            return
        if file := self.pages.get(path):
            self._make_page(file)
        elif make := self.templates.get(path):
            make()
        elif any(serve_data_file(state, path, self.config) for state in self.states):
            self.report_late_problems()  # Of posts that were read for it.
        elif f"{path}/index.html" in self.pages:  # The server will lead there.
            self.prepare(f"{path}/index.html")
        else:
            if _LAST not in self.made and path.endswith(_KINDS_WRITTEN_LAST):
                if not self._make_last_files():
                    return
                self.made.add(_LAST)
            if not Path(self.config.site_dir, path).is_file() and "404.html" in self.templates:
                self.prepare("404.html")
        self.made.add(path)

    def read_rest(self) -> Iterator[None]:
        """Read posts that nobody has looked at yet, one at each step, and report what is wrong."""
        for file in self.documents:
            for state in self.states:
                state.converting.collect(file.src_uri)
            if isinstance(file.page, PostPage):
                with suppress(Exception):  # MkDocs has reported it.
                    file.page.load()
            yield
        self.report_late_problems()
        self.check_anchors(self.unchecked)
        self.unchecked = []

    def report_late_problems(self) -> None:
        """Report what was found wrong when posts were converted."""
        for state in self.states:
            log.problems(state.take_late_problems(), preview=True)

    def check_anchors(self, documents: Iterable[File]) -> None:
        """Say which links lead to a heading that is not there."""
        level = self.config.validation.links.anchors
        for file in documents:
            if file.page:
                file.page.validate_anchor_links(files=self.files, log_level=level)

    def leading_to(self, files: Container[File]) -> list[File]:
        """Return other pages that lead to a heading of these."""
        return [
            each
            for each in self.documents
            if each not in files
            and each.page
            and any(target in files for target in each.page.links_to_anchors or ())
        ]

    def _make_page(self, file: File) -> None:
        page = file.page
        assert page
        with _unchanged(page):
            compat.build_page(
                page,
                self.config,
                self.documents,
                self.nav,
                self.env,
                excluded=file.inclusion.value <= InclusionLevel.DRAFT.value,
            )

    def _make_last_files(self) -> bool:
        """Have plugins write what they write after all pages: above all, the search index.

        Returns False if a change came between, which will have it asked for again.
        """
        add_entries = empty_indexes(self.config)
        for file in self.documents if add_entries else ():
            page = file.page
            assert page
            if self.is_outdated():
                return False
            with _unchanged(page), read_by_search(self.states, page):
                for add in add_entries:
                    add({}, page=page, config=self.config, nav=self.nav)
        self.config.plugins.on_post_build(config=self.config)
        return True


@contextmanager
def _unchanged(page: Page) -> Iterator[None]:
    """Give a page its content back, which MkDocs and search plugins change in passing."""
    content = page.content
    try:
        yield
    finally:
        page.content = content
