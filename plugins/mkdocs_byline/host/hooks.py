"""Order of a build: what is done at each of MkDocs' hooks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mkdocs_byline.host import collector, compat, log, templates
from mkdocs_byline.host.incremental.page_cache import keep_pages
from mkdocs_byline.host.incremental.prerender import convert_ahead
from mkdocs_byline.host.incremental.unchanged_pages import skip_unchanged
from mkdocs_byline.host.interop.author_text import escape_in_plugins
from mkdocs_byline.host.interop.material_names import prints_heading
from mkdocs_byline.host.interop.material_tags import escape_tocs
from mkdocs_byline.host.lists import note_list_problems
from mkdocs_byline.host.output.data_files import write_data_files
from mkdocs_byline.host.posts import contents, listing_pages, pages
from mkdocs_byline.host.posts.search_text import show_to_search, take_from_search
from mkdocs_byline.host.posts.upcoming import convert_upcoming
from mkdocs_byline.host.progress import CONVERTING, RENDERING
from mkdocs_byline.host.project import root_folder
from mkdocs_byline.host.search_index import SearchEntries

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.host.csp import Csp
    from mkdocs_byline.host.output.staging import Aside


def before_all(config: MkDocsConfig) -> None:
    """A build begins."""
    for loss in (*compat.missing(), *compat.missing_of_plugins(config)):
        log.log.info("byline: %s", loss)


def before_conversion(
    state: BuildState,
    config: MkDocsConfig,
    files: Files,
    csp: Csp | None,
    aside: Aside | None,
) -> None:
    """All pages and their places are known."""
    listing_pages.give_classes(state)
    escape_in_plugins(config)
    convert_ahead(state, files)
    state.begin_conversion(skip_unchanged(state, config, csp, aside))
    state.progress.begin(CONVERTING, len(files.documentation_pages()))


def before_pages(
    state: BuildState, env: jinja2.Environment, config: MkDocsConfig, files: Files
) -> None:
    """All posts are converted, or will be when they are asked for, and no page is rendered."""
    state.begin_pages(env, prints_heading(env))
    templates.extend_environment(state, env, config, files)
    contents.take_filled(state)
    escape_tocs(config)
    entries = SearchEntries(config, state.cache, partial(pages.mark_of, state))
    convert_upcoming(state, config, files)
    report_late_problems(state, config)
    if state.blog.build.preview:
        from mkdocs_byline.host.serve.site import suits  # Which no build needs.

        if suits(config):
            return  # Other pages are read, and all are rendered, when they are asked for.
    state.converting.stop()
    state.begin_rendering(keep_pages(state, env, config, entries))
    if state.unchanged and state.page_cache:
        state.unchanged.look_up(state.page_cache, entries)
    if not state.blog.build.preview:
        collector.pass_over()
    state.progress.begin(RENDERING, len(files.documentation_pages()))


def after_pages(state: BuildState, config: MkDocsConfig, *, dirty: bool) -> None:
    """All pages are written, and plugins write what they have collected."""
    if not state.on_demand:
        write_data_files(state, config, dirty=dirty)
    report_late_problems(state, config)  # Some posts may have been read only now.
    state.close(whole=not state.blog.build.preview)


def report_late_problems(state: BuildState, config: MkDocsConfig) -> None:
    """Report what was found wrong when posts were converted.

    Raises:
        PluginError: if there are errors and this is no preview.
    """
    found = state.take_late_problems()
    log.problems(found, preview=state.blog.build.preview, annotated_in=root_folder(config))


def before_search(state: BuildState, page: Page) -> None:
    """A page is about to be read by search plugins, and then to be rendered."""
    if state.page_cache:
        state.page_cache.ahead.collect(page)
    show_to_search(state, page)


def after_search(state: BuildState, page: Page) -> dict[str, object]:
    """Return what the page's template gets."""
    take_from_search(state, page)
    state.progress.step(RENDERING)
    note_list_problems(state, page)
    if state.page_cache and (ready := state.page_cache.ahead.ready) and ready.page is page:
        return {}  # A worker has rendered it.
    pages.mark_current(state, page)
    return templates.for_page(state, page)
