"""What links to a page, as the page lists it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.model import Mention


def mentions(
    blog: Blog, paths: Iterable[str], document: Callable[[str], tuple[str, str] | None]
) -> tuple[Mention, ...]:
    """Return what a page lists of the pages at these source paths, in their order.

    Args:
        document: Returns title and URL of a page that is no post; None if there is none.
    """
    found = []
    for path in paths:
        if post := blog.posts.get(path):
            found.append(
                Mention(
                    post.title,
                    post.url,
                    post.dates.created,
                    post.lang,
                    post.status,
                    post.committed,
                )
            )
        elif page := document(path):
            found.append(Mention(*page))
    return tuple(found)
