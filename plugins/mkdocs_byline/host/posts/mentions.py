"""Mentions of pages in a build: which pages link to one, in all of a site's blogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_byline.blog.mentions import Linked, LinkScan, find_mentions
from mkdocs_byline.blog.project import blog_of
from mkdocs_byline.host.blogs import states
from mkdocs_byline.host.interop.author_text import plain_title
from mkdocs_byline.outputs.mentions import Mentions, joined, mentions

if TYPE_CHECKING:
    from mkdocs_byline.host.build_state import BuildState


class PageMentions:
    """What links to the pages of a site, as far as one blog's posts and pages know.

    Attributes:
        scan: Which links texts have, if anybody has asked.
    """

    def __init__(self, state: BuildState, last: PageMentions | None) -> None:
        """Begin with what is known from the last time that this blog was loaded."""
        self.state = state
        self.scan: LinkScan | None = last.scan if last else None

    def of(self, path: str) -> Mentions:
        """Return what the page at a source path lists of the pages that link to it.

        Where a site has several blogs, the one that the page belongs to lists those of all.
        """
        state = self.state
        blogs, own = state.project.blogs, state.blog.settings.blog_dir
        if len(blogs) < 2:
            return self._own(path)
        others = [each for each in states(state.project.config) if each is not state]
        is_of_other = any(path in each.blog.posts for each in others)
        if is_of_other or (path not in state.blog.posts and blog_of(path, blogs) != own):
            return Mentions()
        return joined([each.mentions._own(path) for each in (state, *others)])

    def _own(self, path: str) -> Mentions:
        """Return what this blog knows of pages that link to one."""
        blog = self.state.blog
        if not blog.settings.shows_backlinks(path):
            return Mentions()
        linked = self.state.once("linked", self._find)
        return mentions(blog, linked.get(path, ()), self._document)

    def _find(self) -> Linked:
        """Return which pages link to which."""
        blog, project, cache = self.state.blog, self.state.project, self.state.cache
        magic_links = "pymdownx.magiclink" in project.extensions
        at = cache.key("links", project.site_url, str(magic_links), blog.settings.blog_dir)
        scan = self.scan = self.scan or LinkScan.of(project, cache.get(at))
        found = find_mentions(blog, project, scan)
        if scan.is_new:
            cache.put(at, scan.encode())
        return found

    def _document(self, path: str) -> tuple[str, str] | None:
        """Return title and URL of a page that is not the blog's."""
        file = self.state.project.file_set.src_uris.get(path)
        return (plain_title(file.page.title), file.url) if file and file.page else None
