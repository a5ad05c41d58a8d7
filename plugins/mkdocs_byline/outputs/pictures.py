"""The picture that a post brings: the `image` of its front matter."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from mkdocs_byline.blog.cover import Cover, cover_of
from mkdocs_byline.blog.load import Blog
from mkdocs_byline.blog.media import is_blog_file, medium_place
from mkdocs_byline.content.safe_files import dimensions

if TYPE_CHECKING:
    from mkdocs_byline.blog.project import Project


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a page; `url` is absolute, and what isn't known is empty or 0."""

    url: str
    alt: str = ""
    type: str = ""
    length: int = 0
    width: int = 0
    height: int = 0


def page_pictures(blog: Blog, project: Project, site_url: str) -> dict[str, Picture]:
    """Return the pictures of posts by source path; none without the site's URL.

    Feeds, metadata and the site map show what this returns, and look for no other but `cards`.
    """
    if not site_url:
        return {}
    found = {}
    for post in blog.posts.values():
        if post.meta.get("image") and (cover := cover_of(post, project.files)):
            found[post.path] = _picture(cover, blog, project, site_url)
    return found


def _picture(cover: Cover, blog: Blog, project: Project, site_url: str) -> Picture:
    if cover.url:
        return Picture(cover.url, cover.alt, mimetypes.guess_type(cover.url)[0] or "")
    path, settings = cover.path, blog.settings
    dest = medium_place(path, settings) if is_blog_file(path, settings) else path
    file = project.docs / path
    known = file.is_file()  # A plugin may have made it.
    width, height = dimensions(str(file)) if known else (0, 0)
    return Picture(
        urljoin(site_url, quote(dest)),
        cover.alt,
        mimetypes.guess_type(path)[0] or "",
        file.stat().st_size if known else 0,
        max(width, 0),
        max(height, 0),
    )
