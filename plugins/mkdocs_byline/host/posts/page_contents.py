"""Contents of pages: what is taken out of them and put into them on the way to a template.

Plugins may do more to a page between two of these steps. So what was done is noted with the
content that came of it, and counts only as long as the page has that very content.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from mkdocs_byline.host.interop.author_text import AuthorText, for_template

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from mkdocs_byline.html.excerpt import Heading


class PageContents:
    """The contents of one build's pages, by source path.

    Attributes:
        headings: Those taken out of listings' introductions; None of a page that has none.
    """

    def __init__(self) -> None:
        self.headings: dict[str, Heading | None] = {}
        self._headed: dict[str, str] = {}
        self._with_lists: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._for_search: dict[str, str] = {}

    def note_heading(self, page: Page, heading: Heading | None) -> None:
        """Note the heading that was taken out of a listing's introduction."""
        self.headings[page.file.src_uri] = heading

    def put_heading_back(self, page: Page, heading: Heading | None) -> None:
        """Have a page's heading in its content, once, for a template that prints nothing else."""
        path, content = page.file.src_uri, page.content or ""
        if self._headed.get(path) == content:
            return
        if heading is None:
            title = for_template(AuthorText(page.title))
            content = f"<h1>{title}</h1>\n{content}"
        else:
            mark = f' id="{escape(heading.id)}"' if heading.id else ""
            content = f"<h1{mark}>{heading.html}</h1>\n{content}"
        page.content = self._headed[path] = content

    def headed(self, path: str) -> str | None:
        """Return a page's content as it was when its heading had been put back."""
        return self._headed.get(path)

    def put_lists(self, page: Page, content: str, options: tuple[str, ...]) -> None:
        """Give a page a content with lists of posts in it, whose options these are."""
        page.content = content
        self._with_lists[page.file.src_uri] = (content, options)

    def note_final(self, page: Page) -> None:
        """Note the content of a page of the blog with lists in it, as templates will have it."""
        path = page.file.src_uri
        if path in self._with_lists and page.content is not None:
            self._with_lists[path] = (page.content, self._with_lists[path][1])
            self._headed[path] = page.content

    def lists_in(self, page: Page) -> tuple[str, ...]:
        """Return the options of the lists that were put into a page's content, if that is it."""
        content, options = self._with_lists.get(page.file.src_uri, ("", ()))
        return options if content == page.content else ()

    def add_search_text(self, page: Page, words: str) -> None:
        """Put words that readers may look for before a page's content."""
        added = self._for_search[page.file.src_uri] = f"<p>{words}</p>\n"
        page.content = added + (page.content or "")

    def remove_search_text(self, page: Page) -> None:
        """Take them out again, and leave what other plugins have made of the rest meanwhile."""
        if added := self._for_search.pop(page.file.src_uri, ""):
            page.content = (page.content or "").replace(added, "", 1)
