"""Contents of the blog's pages: what is taken of their converted HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from mkdocs.structure.pages import Page

from mkdocs_byline.content.body import mark_pattern
from mkdocs_byline.content.frontmatter import split_front
from mkdocs_byline.host.build_state import BuildState
from mkdocs_byline.host.posts.listing_pages import EmptyPage
from mkdocs_byline.host.posts.pages import PostPage, give_up
from mkdocs_byline.host.progress import CONVERTING
from mkdocs_byline.html.excerpt import Excerpt, excerpt, split_heading
from mkdocs_byline.html.filled import plain_captions, sanitize_filled
from mkdocs_byline.html.fragment import Fragment
from mkdocs_byline.html.post_parts import Parts, take_apart
from mkdocs_byline.markdown.include_sandbox import failure
from mkdocs_byline.markdown.result import Conversion as Formed
from mkdocs_byline.markdown.result import with_formulas
from mkdocs_byline.markdown.trial import shown_by_conversion
from mkdocs_byline.model import Post
from mkdocs_byline.outputs.context import Conversion
from mkdocs_byline.problems import Problem
from mkdocs_byline.timeout import OutOfTime, deadline

T = TypeVar("T")


def take_content(state: BuildState, page: Page, html: str) -> str:
    """Keep what listings need of a post's HTML, and set its heading aside for the template."""
    state.progress.step(CONVERTING)
    if isinstance(page, PostPage) and (post := state.post_of(page)):
        if page.failure:
            state.report([give_up(state, page)])
            return html
        parts = bounded(page, partial(_take_captioned_apart, state, post, html, page))
        if parts is None:
            state.report([give_up(state, page)])
            return ""
        if not page.is_said:
            state.report(late_problems(state, page, misplaced=parts.misplaced))
        page.converter.note(page, parts.at, misplaced=parts.misplaced)
        minutes = parts.minutes if post.readtime is None else post.readtime
        page.rendered = Conversion(parts.heading, parts.excerpt, minutes)
        page.taken = parts.body
        return parts.body
    if state.converter.draws_formulas:
        html = _draw_formulas(state, page, html)
    if state.listing_of(page):
        heading, body = split_heading(Fragment(html), leading_only=False)
        is_own = isinstance(page, EmptyPage) and not page.is_written
        state.contents.note_heading(page, None if is_own else heading)
        return body.html.strip() if is_own else body.html
    return html


def _draw_formulas(state: BuildState, page: Page, html: str) -> str:
    """Return the HTML of a page that is no post's with its formulas drawn."""
    found = with_formulas(Formed(html), page.markdown or "")
    if found.removals:
        _, _, first = split_front(page.file.content_string)
        shown = state.project.shown(page.file.src_uri)
        state.report(
            replace(each, path=shown, line=each.line + first - 1) for each in found.removals
        )
    return found.html


def take_filled(state: BuildState) -> None:
    """Cut excerpts anew out of posts whose placeholders plugins have filled in meanwhile."""
    for post in state.blog.posts.values():
        page = state.files[post.path].page
        if not isinstance(page, PostPage) or page.loader or page.failure or not page.rendered:
            continue
        if page.content is None or page.content == page.taken:
            continue
        page.origin = None
        filled = bounded(page, partial(_sanitize_and_cut, state, post, page.content, page))
        if filled is None:
            state.report([give_up(state, page)])
            page.content, page.rendered = "", None
            continue
        page.content = page.taken = filled[0]
        page.rendered = replace(page.rendered, excerpt=filled[1])


def _sanitize_and_cut(
    state: BuildState, post: Post, html: str, page: PostPage
) -> tuple[str, Excerpt]:
    """Return a post's HTML, with what was filled in sanitised, and its excerpt."""
    if page.policy:
        html = sanitize_filled(html, page.taken, page.policy)
    return html, _excerpt_of_filled(state, post, html, page)


def _excerpt_of_filled(state: BuildState, post: Post, html: str, page: PostPage) -> Excerpt:
    assert page.rendered
    had, settings = page.rendered.excerpt, state.blog.settings
    if had.is_marked and not mark_pattern(settings.post_excerpt_separator).search(html):
        return had  # It was cut where another plugin left no mark.
    automatic, mark = settings.post_excerpt == "automatic", settings.post_excerpt_separator
    return excerpt(Fragment(html), post.url, mark, automatic=automatic)[0]


def late_problems(state: BuildState, page: PostPage, *, misplaced: bool) -> list[Problem]:
    """Return what is wrong with a post as its conversion has shown."""
    mark = state.blog.settings.post_excerpt_separator if misplaced else ""
    return shown_by_conversion(page.post, state.project.shown(page.post.path), page.removals, mark)


def bounded(page: PostPage, work: Callable[[], T]) -> T | None:
    """Return what comes of work on a post's HTML; None if it fails, which is left on the page."""
    try:
        with deadline():
            return work()
    except (OutOfTime, RecursionError) as error:
        page.failure = failure(error)
        return None


def _take_captioned_apart(state: BuildState, post: Post, html: str, page: PostPage) -> Parts:
    html = plain_captions(html) if page.policy else html
    return take_post_apart(state, post, html, page.content or "")


def take_post_apart(state: BuildState, post: Post, html: str, converted: str = "") -> Parts:
    return take_apart(
        html,
        post.url,
        state.cache,
        leading_only=bool(post.meta.get("title")),
        mark=state.blog.settings.post_excerpt_separator,
        words_per_minute=state.blog.settings.post_readtime_words_per_minute,
        automatic=state.blog.settings.post_excerpt == "automatic",
        converted=converted,
    )
