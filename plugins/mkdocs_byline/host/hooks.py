"""What Byline does between MkDocs' own steps, in the order that it has to be done in."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from mkdocs_byline.host import compat, jinja, loader, log, nav, pages
from mkdocs_byline.host.author_text import escape_in_plugins
from mkdocs_byline.host.incremental.page_cache import keep_pages
from mkdocs_byline.host.incremental.prerender import convert_ahead
from mkdocs_byline.host.incremental.unchanged_pages import spare
from mkdocs_byline.host.material_names import sets_heading
from mkdocs_byline.host.material_tags import escape_tocs
from mkdocs_byline.host.progress import CONVERTING, SETTING
from mkdocs_byline.host.search_index import Entries
from mkdocs_byline.host.serve.site import suits
from mkdocs_byline.host.upcoming import convert_upcoming

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.build_state import Blog
    from mkdocs_byline.host.csp import Csp
    from mkdocs_byline.host.output.staging import Aside


def before_all() -> None:
    """A build begins, and what is left of one before it in this process may go.

    When it ended would be too early: collections would go through all of it in the build's last
    steps, and once more when the process ends.
    """
    gc.unfreeze()
    for loss in compat.missing():
        log.log.info("byline: %s", loss)


def before_conversion(
    blog: Blog,
    navigation: Navigation,
    config: MkDocsConfig,
    files: Files,
    csp: Csp | None,
    aside: Aside | None,
) -> None:
    """All pages and their places are known."""
    nav.arrange(blog, navigation, config)
    pages.skip_empty(blog)
    escape_in_plugins(config)
    convert_ahead(blog, config, files)
    blog.sparing = spare(blog, config, csp, aside)
    blog.progress.begin(CONVERTING, len(files.documentation_pages()))
    _keep_out_of_collections(blog)


def before_pages(blog: Blog, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    """All posts are converted, or will be when they are asked for, and no page is set."""
    jinja.extend_environment(blog, env, config, files)
    pages.take_filled(blog)
    blog.sets_heading = sets_heading(env)
    escape_tocs(config)
    entries = Entries(config, blog.cache)
    convert_upcoming(blog, config, files)
    tell(blog, config)
    if blog.build.preview and suits(config):
        return  # Other pages are read, and all are set, when they are asked for; see `lazy`.
    blog.converting.stop()
    blog.finished = keep_pages(blog, env, config, files, entries)
    if blog.sparing and blog.finished:
        blog.sparing.look_up(blog.finished, entries)
    _keep_out_of_collections(blog)
    blog.progress.begin(SETTING, len(files.documentation_pages()))


def tell(blog: Blog, config: MkDocsConfig) -> None:
    """Tell what was found wrong when posts were converted.

    Raises:
        PluginError: if there are errors and this is no preview.
    """
    found, blog.late_problems = blog.late_problems, []
    log.problems(found, preview=blog.build.preview, annotated_in=loader.project(config))


def _keep_out_of_collections(blog: Blog) -> None:
    """What is there now stays to the end: looking for garbage in it only takes time."""
    if not blog.build.preview:
        gc.freeze()


def before_search(blog: Blog, page: Page) -> None:
    """A page is about to be read by search plugins, and then to be set."""
    if blog.finished:
        blog.finished.ahead.collect(page)
    jinja.add_search_text(blog, page)
    pages.escape_meta(page)


def after_search(blog: Blog, page: Page) -> dict[str, object]:
    """Return what the page's template gets."""
    jinja.remove_search_text(blog, page)
    pages.restore_meta(page)
    blog.progress.step(SETTING)
    if blog.finished and (ready := blog.finished.ahead.ready) and ready.page is page:
        return {}  # A worker has set it.
    return jinja.for_page(blog, page)
