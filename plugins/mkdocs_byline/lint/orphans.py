"""Orphans: posts that nothing links to, and documentation that no post mentions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.blog.mentions import LinkScan, documentation, find_mentions
from mkdocs_byline.blog.project import Project
from mkdocs_byline.model import Status
from mkdocs_byline.settings import HOME_PAGES


@dataclass(frozen=True, slots=True)
class Orphans:
    """Pages that no link leads to, by their paths for messages, and how many were looked at.

    Attributes:
        posts: Listed posts that neither a post nor a page of the documentation links to.
        documents: Pages that no post links to, but for the home page and listings.
    """

    posts: tuple[str, ...]
    all_posts: int
    documents: tuple[str, ...]
    all_documents: int

    def lines(self) -> Iterator[str]:
        """Yield what is said of them."""
        yield f"Posts that nothing links to: {len(self.posts)} of {self.all_posts}"
        yield from (f"  {path}" for path in self.posts)
        yield f"Pages that no post mentions: {len(self.documents)} of {self.all_documents}"
        yield from (f"  {path}" for path in self.documents)


def find_orphans(blog: Blog, project: Project) -> Orphans:
    """Return what no link leads to, as far as Markdown's sources say."""
    linked = find_mentions(blog, project, LinkScan.of(project))
    posts = [each for each in blog.library.listed if each.status is Status.PUBLISHED]
    documents = documentation(blog, project) - {*HOME_PAGES}
    return Orphans(
        tuple(sorted(project.shown(each.path) for each in posts if each.path not in linked)),
        len(posts),
        tuple(sorted(project.shown(path) for path in documents if path not in linked)),
        len(documents),
    )
