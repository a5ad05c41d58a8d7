"""Words that the search finds a post by besides its text, and a page as search plugins read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING

from mkdocs_byline.host.posts.pages import escape_meta, restore_meta
from mkdocs_byline.host.search_index import reads_tags
from mkdocs_byline.outputs.pages import search_words

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.model import Post


def search_text(state: BuildState, post: Post) -> str:
    """Return what is put before a post's text; its tags only where they would not be read."""
    config = state.project.config
    tags_are_read = state.once("tags are read", lambda: reads_tags(config), config)
    tags = {tag.name for tag in post.tags} if tags_are_read else ()
    return " · ".join(word for word in search_words(post) or () if word not in tags)


def show_to_search(state: BuildState, page: Page) -> None:
    """Put people and topics into what search plugins read: readers look for posts by them."""
    post = state.post_of(page)
    if post and page.content is not None:
        words = escape(search_text(state, post))
        if words or not page.content:  # Of a post that is but a heading, its title is found.
            state.contents.add_search_text(page, words)
    escape_meta(page)


def take_from_search(state: BuildState, page: Page) -> None:
    """Have a page as it was again, with what other plugins have made of it meanwhile."""
    state.contents.remove_search_text(page)
    restore_meta(page)


@contextmanager
def read_by_search(states: Sequence[BuildState], page: Page) -> Iterator[None]:
    """Have a page as search plugins read it, of all of a site's blogs."""
    for state in states:
        show_to_search(state, page)
    try:
        yield
    finally:
        for state in states:
            take_from_search(state, page)
