"""What a build will need in; out, forked workers that make it while the build is at other things.

Both kinds of work are what the build does itself: converting posts, and setting pages. Workers
begin when it is clear that there is much to do: in a build with all in the cache there is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.commands import build as mkdocs_build

from mkdocs_byline.host.company import is_known
from mkdocs_byline.host.pages import PostPage, take_post_apart
from mkdocs_byline.render import workers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.blog import Blog

_BEFORE_CONVERSION = ("pre_page", "page_read_source", "page_markdown")
_BEFORE_RENDERING = ("page_context",)


def convert_ahead(blog: Blog, config: MkDocsConfig, files: Files) -> None:
    """Have posts converted that are not in the cache, unless a plugin will change their text."""
    converter = blog.converter
    if workers.usable_cores() < 2 or not converter.fingerprint:
        return
    if not is_known(config, *_BEFORE_CONVERSION):
        return
    pages = {}
    for path, file in blog.files.items():
        if isinstance(file.page, PostPage):
            file.page.markdown = file.page.post.body
            if converter.key(file.page) not in blog.cache:
                pages[path] = file.page

    def do(path: str) -> bytes:
        html = converter.make(pages[path], files).html
        take_post_apart(blog, pages[path].post, html)
        return b""  # All is in the cache.

    blog.converting.start(list(pages), do)


class Rendering:
    """Has pages set that come after the one at hand, once most so far were not in the cache."""

    def __init__(self, blog: Blog, env: jinja2.Environment, config: MkDocsConfig) -> None:
        self.blog, self.env, self.config = blog, env, config
        self.seen = self.missing = 0
        self.begun = not is_known(config, *_BEFORE_RENDERING)

    def note(self, page: Page, *, is_kept: bool, nav: Navigation, files: Sequence[File]) -> None:
        """Take note of a page that is about to be rendered, or was found."""
        self.seen += 1
        self.missing += not is_kept
        if self.begun or self.missing < _ENOUGH or self.missing * 2 < self.seen:
            return
        self.begun = True
        pages = {file.src_uri: file for file in files}
        paths = list(pages)
        rest = paths[paths.index(page.file.src_uri) + 1 :]

        def do(path: str) -> bytes:
            return self._set(pages[path], nav, files).encode("utf-8", "surrogatepass")

        page.active = False
        self.blog.rendering.start(rest, do)
        page.active = True

    def _set(self, file: File, nav: Navigation, files: Sequence[File]) -> str:
        """Do what MkDocs' `_build_page` does before anything is written."""
        page = file.page
        assert page
        page.active = True
        try:
            context = mkdocs_build.get_context(nav, files, self.config, page)
            template = self.env.get_template(page.meta.get("template", "main.html"))
            context = self.config.plugins.on_page_context(
                context, page=page, config=self.config, nav=nav
            )
            return template.render(context)
        finally:
            page.active = False


_ENOUGH = 16
