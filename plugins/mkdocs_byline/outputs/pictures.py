"""The picture that a post brings: the `image` of its front matter."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.content.pictures import kind
from mkdocs_byline.model import Image, Post

if TYPE_CHECKING:
    from mkdocs_byline.blog.project import Project

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


def page_pictures(blog: Blog, site_url: str) -> dict[str, Picture]:
    """Return the pictures of posts by source path; none without the site's URL.

    Feeds, metadata and the site map show what this returns, and look for no other but cards.
    """
    if not site_url:
        return {}
    posts = blog.posts.values()
    return {post.path: _picture(post.image, site_url) for post in posts if post.image}


def seen_pictures(
    post: Post, project: Project, site_url: str, picture: Picture | None = None
) -> list[str]:
    """Return the absolute URLs of the site's own pictures that a post's page shows, each once."""
    found = [picture.url] if picture else []
    targets = _IN_TEXT.findall(post.body) if "![" in post.body else []
    targets += _DEFINED.findall(post.body) if targets or "][" in post.body else []
    folder = posixpath.dirname(post.path)
    for target in targets:
        path = posixpath.normpath(posixpath.join(folder, unquote(target)))
        if picture_file := project.pictures.get(path):
            found.append(urljoin(site_url, quote(picture_file.dest)))
    return list(dict.fromkeys(found))


def _picture(image: Image, site_url: str) -> Picture:
    file = image.picture
    return Picture(
        urljoin(site_url, image.url),
        image.alt,
        file.type if file else kind(urlsplit(image.url).path),
        file.length if file else 0,
        image.width,
        image.height,
    )
