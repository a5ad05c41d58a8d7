"""What links to a page, as the page lists it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.model import Mention

MOST = 100  # That a page lists: ten thousand would be 1.7 MB of HTML, which nobody reads.


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a page lists, and how many others link to it."""

    listed: tuple[Mention, ...] = ()
    others: int = 0

    @property
    def values(self) -> dict[str, object]:
        """What a template gets."""
        return {"mentions": self.listed, "mentions_others": self.others}


def mentions(
    blog: Blog, paths: Sequence[str], document: Callable[[str], tuple[str, str] | None]
) -> Mentions:
    """Return what a page lists of the pages at these source paths, in their order.

    However many posts there are, a fifth of the room is for pages that are none.

    Args:
        document: Returns title and URL of a page that is no post; None if there is none.
    """
    posts = [path for path in paths if path in blog.posts]
    pages = [path for path in paths if path not in blog.posts][: max(MOST // 5, MOST - len(posts))]
    listed = [*posts[: MOST - len(pages)], *pages]
    found = []
    for path in listed:
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
    return Mentions(tuple(found), len(paths) - len(listed))


def joined(found: Sequence[Mentions]) -> Mentions:
    """Return what a page lists where several blogs have pages that link to it."""
    if len(found) == 1:
        return found[0]
    each_once = {item.url: item for one in found for item in one.listed}.values()
    dated = [(item.date.timestamp(), item) for item in each_once if item.date]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    listed = (*(item for _, item in dated), *(item for item in each_once if not item.date))
    left_out = len(listed[MOST:]) + sum(one.others for one in found)
    return Mentions(listed[:MOST], left_out)
