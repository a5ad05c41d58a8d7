"""What to read after each post of a build, with what was computed for earlier ones."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mkdocs_byline.blog.nearest import Index
from mkdocs_byline.blog.related import Related

if TYPE_CHECKING:
    from mkdocs_byline.host.build_state import BuildState

# An index is kept when more than one in so many posts have been read since: to keep a large one
# takes longer than to read a few posts again.
_SHARE = 256


def related_posts(state: BuildState) -> Related:
    """Return what to read after the posts of a build."""
    blog, cache, known = state.blog, state.cache, state.memory.nearest

    def place(language: str) -> str:
        kind = "all" if blog.settings.related_newer else "older"
        return cache.key("nearest", language, kind, blog.build.folder, blog.build.language)

    def open_index(language: str) -> Index:
        if language not in known and (data := cache.get(place(language))) is not None:
            with suppress(ValueError):
                known[language] = Index.decode(data)
        return known.get(language, Index())

    def keep(language: str, index: Index, number_read: int) -> None:
        known[language] = index
        if number_read * _SHARE > len(index.marks):
            cache.put(place(language), index.encode())

    return Related(blog.posts, blog.series, blog.settings, open_index, keep)
