"""Lists of posts in pages: their values for a page's template, and their HTML in its content.

A list is part of its page's context, so that the page's digest covers the posts in it, and is put
into the content when the page is about to be rendered: nothing that reads pages before, such as
search plugins, feeds and excerpts, sees it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup
from mkdocs.utils import get_relative_url

from mkdocs_byline.blog.load import list_names
from mkdocs_byline.blog.post_lists import Names
from mkdocs_byline.blog.project import blog_of
from mkdocs_byline.content.list_blocks import ListRequest, read_values
from mkdocs_byline.host.posts.lazy_page import LazyPage
from mkdocs_byline.markdown.post_lists import NAME, lists_in, put_lists
from mkdocs_byline.outputs.context import Entry
from mkdocs_byline.outputs.post_lists import PostList, post_list, requested_lists
from mkdocs_byline.problems import Problem

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.build_state import BuildState

_TEMPLATE = "byline/partials/list.html"
# In the context of a page that is not to be kept: it can't be described.
NOT_COVERED = {"not_kept_for": object()}


def add_extension(config: MkDocsConfig) -> None:
    """Have Markdown know lists of posts, in all pages."""
    if NAME not in config.markdown_extensions:
        config.markdown_extensions.append(NAME)
    if "mkdocstrings" in config.plugins:
        config.mdx_configs = {**config.mdx_configs, NAME: {"mkdocstrings": True}}


def list_values(state: BuildState, page: Page) -> dict[str, object]:
    """Return what a page's context has of the lists in it; empty without any."""
    if not (encoded := _encoded(state, page)):
        return {}
    requested = _requested(state, page, encoded)
    return {"post_lists": [made for _, made in requested]}


def note_list_problems(state: BuildState, page: Page) -> None:
    """Note what is wrong with lists that are not in the page's source, but come from elsewhere.

    Macros and snippets may bring some. Problems of the others are known since the blog was loaded.
    """
    if not (encoded := _encoded(state, page)):
        return
    shown = state.project.shown(page.file.src_uri)
    known = {(each.code, each.message) for each in state.blog.problems if each.path == shown}
    for request, _ in _requested(state, page, encoded):
        found = _problems(state, request, shown)
        state.report_of_lists(each for each in found if (each.code, each.message) not in known)


def fill_lists(state: BuildState, page: Page, values: dict[str, object]) -> dict[str, object]:
    """Put a page's lists into its content, and return its context, as it was given.

    Where a site's own template for lists reads more than the page's digest covers, the context
    gets something that has none, so that the page is not kept.
    """
    lists = values.get("post_lists")
    if not isinstance(lists, list) or not lists:
        return values
    encoded, content = _encoded(state, page), page.content or ""

    def make(text: str, number: int, level: int) -> str:
        return render_list(state, page, lists[number], level) if number < len(lists) else ""

    filled, is_covered = state.tracking.part(page, lambda: put_lists(content, make))
    state.contents.put_lists(page, filled, encoded)
    return values if is_covered else {**values, **NOT_COVERED}


def render_list(
    state: BuildState, page: Page | None, made: PostList, level: int, base_url: str = ""
) -> str:
    """Return the HTML of a list, with headings of this level.

    Args:
        base_url: The way to the site's root, where that is no page's.
    """
    assert state.env
    values = {
        "base_url": get_relative_url(".", page.url) if page else base_url,
        "byline_settings": state.blog.settings,
        "config": state.project.config,
        "heading_level": level,
        "post_list": made,
        "page": page,
    }
    # A page's template may be looked up in the cache when it is rendered, and this is no page.
    return "".join(state.env.get_template(_TEMPLATE).generate(values)).strip()


def list_functions(state: BuildState) -> dict[str, Callable[..., object]]:
    """Return the functions by which templates ask for posts, by name."""

    @jinja2.pass_context
    def byline_posts(
        values: jinja2.runtime.Context, limit: int = 5, **options: Any
    ) -> list[Entry]:
        """Return posts, the newest unless options say otherwise, as entries for the page."""
        state.tracking.note_foreign_read("byline_posts")
        return entries_for_template(state, values, {"limit": limit, **options})

    @jinja2.pass_context
    def byline_list(
        values: jinja2.runtime.Context, heading_level: int = 2, **options: Any
    ) -> Markup:
        """Return a list of posts as HTML, as a block in Markdown with these options."""
        state.tracking.note_foreign_read("byline_list")
        return list_for_template(state, values, heading_level, options)

    return {"byline_posts": byline_posts, "byline_list": byline_list}


def list_for_template(
    state: BuildState, context: jinja2.runtime.Context, level: int, options: dict[str, Any]
) -> Markup:
    """Return the HTML of the list that a template asks for."""
    page, request = context.get("page"), _read(state, context, options)
    made = PostList(request.options.layout, (), None, problems=request.problems)
    if not request.problems:
        url, path = (page.url, page.file.src_uri) if page else ("", "")
        made = post_list(state.blog, state.site, request.options, url, path)
    html = render_list(state, page, made, level, context.get("base_url", ""))
    return Markup(html)  # noqa: S704  # By a template, which escapes.


def entries_for_template(
    state: BuildState, context: jinja2.runtime.Context, options: dict[str, Any]
) -> list[Entry]:
    """Return the posts that a template asks for, as entries for the page at hand."""
    page, request = context.get("page"), _read(state, context, options)
    found = post_list(state.blog, state.site, request.options, page.url if page else "")
    return list(found.entries)


def _read(
    state: BuildState, context: jinja2.runtime.Context, options: dict[str, Any]
) -> ListRequest:
    """Read the options that a template gives, and note what is wrong with them."""
    file = context.environment.get_template(context.name).filename if context.name else None
    root = os.fspath(state.project.root)
    shown = os.path.relpath(file, root).replace(os.sep, "/") if file else str(context.name)
    request = read_values(options, shown)
    state.report_of_lists(_problems(state, request, shown))
    return request


def _encoded(state: BuildState, page: Page) -> tuple[str, ...]:
    """Return the options of the lists that a page has or had places for."""
    path = page.file.src_uri
    if state.post_of(page) is None and not _is_own(state, path):
        return ()
    if isinstance(page, LazyPage) and page.loader and (origin := getattr(page, "origin", None)):
        return tuple(origin.lists)
    return state.contents.lists_in(page) or lists_in(page.content or "")


def _is_own(state: BuildState, path: str) -> bool:
    """Whether lists in a page that is no post are of this blog's posts."""
    return blog_of(path, state.project.blogs) == state.blog.settings.blog_dir


def _requested(
    state: BuildState, page: Page, encoded: Iterable[str]
) -> list[tuple[ListRequest, PostList]]:
    path = page.file.src_uri
    shown = state.project.shown(path)
    return requested_lists(state.blog, state.site, encoded, page.url, path, shown)


def _problems(state: BuildState, request: ListRequest, shown: str) -> Iterator[Problem]:
    """Yield what is wrong with a list that nobody knows the lines of."""
    blog = state.blog

    def names() -> Names:
        return list_names(blog.library, blog.records, blog.settings, blog.build)

    known = state.once("list names", names)
    for each in (*request.problems, *known.problems(request, shown)):
        yield replace(each, line=1, column=1)
