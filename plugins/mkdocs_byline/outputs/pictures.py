"""The picture that a post brings: the `image` of its front matter."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.content.pictures import kind
from mkdocs_byline.model import Image


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

    Feeds, metadata and the site map show what this returns, and look for no other but `cards`.
    """
    if not site_url:
        return {}
    posts = blog.posts.values()
    return {post.path: _picture(post.image, site_url) for post in posts if post.image}


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
