"""The picture that a post brings: the `image` of its front matter."""

from __future__ import annotations

import mimetypes
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin

from mkdocs_byline.blog.cover import Cover, cover_of
from mkdocs_byline.blog.load import Blog
from mkdocs_byline.blog.media import is_blog_file, medium_place
from mkdocs_byline.content.safe_files import dimensions
from mkdocs_byline.model import Post
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs_byline.blog.project import Project

_KINDS = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
# In Markdown, where what an example in code shows does no harm: only files that are there count.
_IN_TEXT = re.compile(r"!\[[^\]\n]*\]\(\s*<?([^\s()<>]+)")
_DEFINED = re.compile(r"\]:\s*<?([^\s<>]+)")


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
            found[post.path] = _picture(cover, project, site_url)
    return found


def seen_pictures(
    post: Post, project: Project, site_url: str, picture: Picture | None = None
) -> list[str]:
    """Return the absolute URLs of the site's own pictures that a post's page shows, each once."""
    found = [picture.url] if picture else []
    targets = _IN_TEXT.findall(post.body) if "![" in post.body else []
    targets += _DEFINED.findall(post.body) if targets or "][" in post.body else []
    folder = posixpath.dirname(post.path)
    for target in targets:
        if not target.lower().endswith(_KINDS):
            continue
        path = posixpath.normpath(posixpath.join(folder, unquote(target)))
        if path in project.files:
            found.append(urljoin(site_url, quote(_place(path, project.settings))))
    return list(dict.fromkeys(found))


def _place(path: str, settings: Settings) -> str:
    """Return the output file of a picture in the docs folder."""
    return medium_place(path, settings) if is_blog_file(path, settings) else path


def _picture(cover: Cover, project: Project, site_url: str) -> Picture:
    if cover.url:
        return Picture(cover.url, cover.alt, mimetypes.guess_type(cover.url)[0] or "")
    path = cover.path
    file = project.docs / path
    known = file.is_file()  # A plugin may have made it.
    width, height = dimensions(str(file)) if known else (0, 0)
    return Picture(
        urljoin(site_url, quote(_place(path, project.settings))),
        cover.alt,
        mimetypes.guess_type(path)[0] or "",
        file.stat().st_size if known else 0,
        max(width, 0),
        max(height, 0),
    )
