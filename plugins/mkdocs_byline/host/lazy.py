"""A site whose pages are made when somebody asks for them, for the preview.

This is MkDocs' build in two halves. `read` does all that needs every page: files, navigation,
conversion, links. A `Site` then makes single pages, templates and the search index. Both use
MkDocs' own functions in the same order, so that what is served is what a build would write.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs.commands import build as mkdocs_build
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import clean_directory

from mkdocs_byline.host import report
from mkdocs_byline.host.company import is_known, reads_all_pages
from mkdocs_byline.host.context import add_search_text, remove_search_text
from mkdocs_byline.host.entries import empty_indexes
from mkdocs_byline.host.unread import Unread

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation

    from mkdocs_byline.host.blog import Blog

log = logging.getLogger("mkdocs.plugins.byline")

_ABOUT_OUTPUT = (
    "page_context",
    "post_build",
    "post_page",
    "post_template",
    "pre_template",
    "template_context",
)
_LAST = "*"  # Stands for what plugins write after all pages.
_ABOUT_SOURCES = ("env", "files", "nav", "page_content", "page_markdown", "pre_page")
_ABOUT_READING = ("page_content", "page_markdown", "page_read_source", "pre_page")


def suits(config: MkDocsConfig) -> bool:
    """Whether pages may be made one at a time, for all that the site's plugins do."""
    return is_known(config, *_ABOUT_OUTPUT)


def suits_edits(config: MkDocsConfig) -> bool:
    """Whether one page may also be read again without the others."""
    return is_known(config, *_ABOUT_SOURCES)


def may_put_off(config: MkDocsConfig) -> bool:
    """Whether a post may be read after others have been set."""
    return is_known(config, *_ABOUT_READING) and not reads_all_pages(config)


class Site:
    """What was read, and what of it has been made since.

    Attributes:
        blogs: Those of the site; there may be several.
        pages: By output file.
        templates: What makes each file that is set from a template alone.
        made: Output files that are up to date.
        is_checked: Whether links to headings were checked.
        is_outdated: Tells whether a change is waiting to be read, so that long work is in vain.
    """

    def __init__(
        self,
        config: MkDocsConfig,
        files: Files,
        nav: Navigation,
        env: jinja2.Environment,
        blogs: Sequence[Blog],
        is_outdated: Callable[[], bool],
    ) -> None:
        self.config, self.files, self.nav, self.env = config, files, nav, env
        self.blogs, self.is_outdated = blogs, is_outdated
        self.documents = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        self.pages = {file.dest_uri: file for file in self.documents}
        self.templates: dict[str, Callable[[], None]] = {}
        for name in config.theme.static_templates:
            make = partial(mkdocs_build._build_theme_template, name, env, files, config, nav)
            self.templates[name] = self.templates[f"{name}.gz"] = make
        for name in config.extra_templates:
            if file := files.get_file_from_path(name):
                make = partial(mkdocs_build._build_extra_template, name, files, config, nav)
                self.templates[file.dest_uri] = make
        self.static = {file.dest_uri for file in files if not file.is_documentation_page()}
        self.made: set[str] = set()
        self.is_checked = False

    def prepare(self, path: str) -> None:
        """See to it that an output file is there and right, if the site has it."""
        if path in self.made or path in self.static:
            return
        if file := self.pages.get(path):
            self._make_page(file)
        elif make := self.templates.get(path):
            make()
        elif f"{path}/index.html" in self.pages:  # The server will lead there.
            self.prepare(f"{path}/index.html")
        else:
            if _LAST not in self.made:
                if not self._make_last_files():
                    return
                self.made.add(_LAST)
            if not Path(self.config.site_dir, path).is_file() and "404.html" in self.templates:
                self.prepare("404.html")
        self.made.add(path)

    def read_rest(self) -> Iterator[None]:
        """Read posts that nobody has looked at yet, one at each step, and tell what is wrong."""
        for file in self.documents:
            for blog in self.blogs:
                blog.converting.collect(file.src_uri)
            if isinstance(file.page, Unread):
                with suppress(Exception):  # MkDocs has told of it.
                    file.page.fill()
            yield
        self.tell()
        if not self.is_checked:
            self.is_checked = True
            check_anchors(self.documents, self.files, self.config)
        for blog in self.blogs:
            blog.close(whole=False)

    def tell(self) -> None:
        """Tell what was found wrong when posts were converted."""
        for blog in self.blogs:
            found, blog.late_problems = blog.late_problems, []
            report.problems(found, preview=True)

    def _make_page(self, file: File) -> None:
        page = file.page
        assert page
        with _unchanged(page):
            mkdocs_build._build_page(
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
            with _unchanged(page):
                for blog in self.blogs:
                    add_search_text(blog, page)
                for add in add_entries:
                    add({}, page=page, config=self.config, nav=self.nav)
                for blog in self.blogs:
                    remove_search_text(blog, page)
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


def read(config: MkDocsConfig, serve_url: str) -> tuple[MkDocsConfig, Files, Navigation, Any]:
    """Do what `mkdocs.commands.build.build` does before it writes pages.

    Raises:
        Abort: if a plugin gives up.
    """
    started = time.monotonic()
    plugins = config.plugins
    inclusion = InclusionLevel.is_in_serve
    # All that is made here stays: to look through it for garbage again and again takes long. What
    # an earlier read made goes, now that it is no longer served.
    gc.unfreeze()
    gc.collect()
    gc.disable()
    try:
        config = plugins.on_config(config)
        plugins.on_pre_build(config=config)
        clean_directory(config.site_dir)
        files = get_files(config)
        env = config.theme.get_env()
        files.add_files_from_theme(env, config)
        files = plugins.on_files(files, config=config)
        set_exclusions(files, config)
        nav = plugins.on_nav(get_navigation(files, config), config=config, files=files)
        excluded = []
        put_off = may_put_off(config)
        for file in files.documentation_pages(inclusion=inclusion):
            if file.page is None and file.inclusion.value <= InclusionLevel.NOT_IN_NAV.value:
                if file.inclusion is InclusionLevel.DRAFT:
                    excluded.append(urljoin(serve_url, file.url))
                Page(None, file, config)
            assert file.page is not None
            populate = partial(mkdocs_build._populate_page, file.page, config, files)
            if put_off and isinstance(file.page, Unread):
                file.page.put_off(populate)
            else:
                populate()
        if excluded:
            log.info("Only in the preview, as 'draft_docs' says:\n  - %s", "\n  - ".join(excluded))
        env = plugins.on_env(env, config=config, files=files)
        files.copy_static_files(inclusion=inclusion)
    except Exception as error:
        plugins.on_build_error(error=error)
        if isinstance(error, BuildError):
            log.error("%s", error)
            raise Abort("Aborted with a BuildError!") from error
        raise
    finally:
        gc.freeze()
        gc.enable()
    log.info("Read in %.2f seconds", time.monotonic() - started)
    return config, files, nav, env


def check_anchors(documents: Iterable[File], files: Files, config: MkDocsConfig) -> None:
    """Say which links lead to a heading that is not there."""
    for file in documents:
        if file.page:
            for target in file.page.links_to_anchors or ():
                if isinstance(target.page, Unread):
                    target.page.fill()
            file.page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
