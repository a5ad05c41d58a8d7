"""The page that searches the site, with filters and an address for each search."""

from __future__ import annotations

from mkdocs_byline.blog import urls
from mkdocs_byline.blog.load import Blog
from mkdocs_byline.outputs.output import Output

SOURCE = "search.md"


def search_page(blog: Blog) -> Output | None:
    """Return the page; None where something else has its place."""
    build = blog.build
    url, dest = urls.destination(
        SOURCE.removesuffix(".md"), directory_urls=build.directory_urls, folder=build.folder
    )
    if blog.taken.holder(dest):
        return None
    return Output(dest=dest, kind="search", owner="the search page", url=url, source=SOURCE)
