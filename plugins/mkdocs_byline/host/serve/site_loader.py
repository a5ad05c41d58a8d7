"""Loading of a site for the preview: all of its sources, or those that have changed."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import clean_directory

from mkdocs_byline.host import collector, compat
from mkdocs_byline.host.posts.lazy_page import LazyPage
from mkdocs_byline.host.posts.listing_pages import EmptyPage
from mkdocs_byline.host.posts.pages import PostPage
from mkdocs_byline.host.serve.site import Found, Site, may_defer

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation

    from mkdocs_byline.host.build_state import BuildState

log = compat.get_logger("plugins.byline")

_SERVED = InclusionLevel.is_in_serve


def read(
    config: MkDocsConfig,
    serve_url: str,
    states: Callable[[MkDocsConfig], list[BuildState]],
    is_outdated: Callable[[], bool],
) -> Site:
    """Do what `mkdocs.commands.build.build` does before it writes pages.

    Raises:
        Abort: if a plugin gives up.
    """
    # All that is made here stays: to look through it for garbage again and again takes long. What
    # an earlier read made goes, now that it is no longer served.
    collector.release()
    gc.collect()
    with _reading(config):
        config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        clean_directory(config.site_dir)
        files = get_files(config)
        env = config.theme.get_env()
        files.add_files_from_theme(env, config)
        found = [(file, file.inclusion) for file in files]
        files, nav = _arrange(files, config)
        _fill(files, config, serve_url)
        env = config.plugins.on_env(env, config=config, files=files)
        files.copy_static_files(inclusion=_SERVED)
        site = Site(config, files, nav, env, states(config), found, is_outdated, serve_url)
        collector.pass_over()
    return site


def reread(
    site: Site, changed: Collection[str], states: Callable[[MkDocsConfig], list[BuildState]]
) -> Site | None:
    """Do the same for a site of which only posts, and what lies beside them, have changed.

    What the change does not touch is kept: files, pages that are converted, the environment.

    Args:
        changed: Files that were written, added or removed, by their paths in the docs folder.

    Returns:
        The site as it is now; None if it has to be read anew.
    """
    config, places = site.config, _places(site.files)
    outputs = {file.dest_uri: file for file in site.files}
    with _reading(config):
        found = _look_again(site, changed)
        _unlink(site.files)
        files, nav = _arrange(_begin_again(found), config)
        new_blogs = states(config)
        for state in new_blogs:
            state.progress.end()
        if any(
            state.blog.library.withheld for state in new_blogs
        ):  # Media are kept back with them.
            return None
        moved = {path for path, _ in places.items() ^ _places(files).items()}
        # A page that isn't a post may have pieces of posts in it.
        is_moved = bool(moved) or uses_snippets(config)
        paths = {os.path.realpath(Path(config.docs_dir, path)) for path in changed}
        renewed = _fill(files, config, site.serve_url, moved | paths, is_moved=is_moved)
        env = config.plugins.on_env(site.env, config=config, files=files)
        for file in files:
            if file.is_documentation_page() or not _SERVED(file.inclusion):  # type: ignore[no-untyped-call]
                continue
            if outputs.get(file.dest_uri) is not file or file.src_uri in changed:
                file.copy_file()
        gone = outputs.keys() | _data_files(site.states)
        for dest in gone - _data_files(new_blogs) - {file.dest_uri for file in files}:
            Path(config.site_dir, dest).unlink(missing_ok=True)
    again = Site(config, files, nav, env, new_blogs, found, site.is_outdated, site.serve_url)
    again.unchecked = [*site.unchecked, *renewed, *again.leading_to(set(renewed))]
    return again


def _data_files(states: Iterable[BuildState]) -> set[str]:
    return {output.dest for state in states for output in state.registry.data}


@contextmanager
def _reading(config: MkDocsConfig) -> Iterator[None]:
    started = time.monotonic()
    try:
        with collector.paused():
            yield
    except Exception as error:
        config.plugins.on_build_error(error=error)
        if isinstance(error, BuildError):
            log.error("%s", error)
            raise Abort("Aborted with a BuildError!") from error
        raise
    log.info("Read in %.2f seconds", time.monotonic() - started)


def _arrange(files: Files, config: MkDocsConfig) -> tuple[Files, Navigation]:
    """Give all files their places, and the site its navigation."""
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = get_navigation(_InNav(files), config)
    for file in files:
        if file.page is None and file.is_documentation_page() and _is_built(file):
            Page(None, file, config)
    return files, config.plugins.on_nav(nav, config=config, files=files)


def _is_built(file: File) -> bool:
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


class _InNav(Files):
    """The files that a navigation may have; `_arrange` makes the pages of the others itself."""

    def documentation_pages(self, **options: Any) -> Sequence[File]:
        return [
            file
            for file in super().documentation_pages(**options)
            if file.inclusion.value > InclusionLevel.NOT_IN_NAV.value
        ]


def _look_again(site: Site, changed: Collection[str]) -> list[Found]:
    """Look for files again, in MkDocs' order; those that are known stay the same objects."""
    docs = site.config.docs_dir
    known = {file.src_uri: file for file, _ in site.found if file.src_dir == docs}
    if all(path in known and Path(docs, path).is_file() for path in changed):
        return site.found
    found = [(known.get(file.src_uri, file), file.inclusion) for file in get_files(site.config)]
    return [*found, *(each for each in site.found if each[0].src_dir != docs)]


def _begin_again(found: list[Found]) -> Files:
    """Let files be as MkDocs finds them."""
    for file, inclusion in found:
        file.inclusion = inclusion
    return Files(file for file, _ in found)


def _unlink(files: Files) -> None:
    """Take pages out of the navigation that they were in."""
    for file in files:
        if page := file.page:
            page.parent = page.previous_page = page.next_page = None
            if isinstance(page, EmptyPage):
                page.reset()


def uses_snippets(config: MkDocsConfig) -> bool:
    return "pymdownx.snippets" in config.markdown_extensions


def _places(files: Files) -> dict[str, tuple[str, str]]:
    return {file.src_uri: (file.url, file.inclusion.name) for file in files}


def _fill(
    files: Files,
    config: MkDocsConfig,
    serve_url: str,
    touched: Collection[str] = (),
    *,
    is_moved: bool = True,
) -> list[File]:
    """Read and convert all pages, or see to it that they are when somebody looks at them.

    Args:
        touched: Paths of files that are not what or where they were.
        is_moved: Whether there are any that are not where they were.

    Returns:
        The files of pages that are not what they were.
    """
    excluded, renewed = [], []
    may_be_deferred = may_defer(config)
    for file in files.documentation_pages(inclusion=_SERVED):
        if file.page is None and file.inclusion.value <= InclusionLevel.NOT_IN_NAV.value:
            if file.inclusion is InclusionLevel.DRAFT:
                excluded.append(urljoin(serve_url, file.url))
            Page(None, file, config)
        assert file.page is not None
        if _is_as_it_was(file.page, touched, is_moved=is_moved):
            continue
        populate = partial(compat.populate_page, file.page, config, files)
        if may_be_deferred and isinstance(file.page, LazyPage) and _is_soon_done(file.page):
            file.page.defer(populate)
        else:
            populate()
        if not isinstance(file.page, EmptyPage):
            renewed.append(file)
    if excluded:
        log.info("Only in the preview, as 'draft_docs' says:\n  - %s", "\n  - ".join(excluded))
    return renewed


def _is_soon_done(page: LazyPage) -> bool:
    """Whether a page has nothing to convert but what is in the cache.

    Whoever looks at a page may be another thread than the one in which what a text may cost can be
    limited, and in which workers can be forked.
    """
    if page.loader or not isinstance(page, PostPage):
        return True
    page.markdown = page.post.body
    return page.converter.is_kept(page)


def _is_as_it_was(page: Page, touched: Collection[str], *, is_moved: bool) -> bool:
    """Whether a page was converted before, and would become the same again."""
    if isinstance(page, PostPage):
        if page.loader or "content" not in vars(page) or page.content is None:
            return False
        return not (is_moved and page.failure) and page.asked.isdisjoint(touched)
    return page.markdown is not None and not is_moved
