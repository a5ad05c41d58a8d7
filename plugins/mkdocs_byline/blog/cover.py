"""A post's picture: what its `image` key names, and what is wrong with that."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.model import Post

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cover:
    """What `image` names: a file in the docs folder by its source path, or a web address."""

    path: str = ""
    url: str = ""
    alt: str = ""


def cover_of(post: Post, files: Container[str]) -> Cover | None:
    """Return what a post's `image` names; None if it has none, or that is not there.

    It is a path or an address, or a mapping of `path` and `alt`. A path starts at the post's file
    or, as in themes that read the same key, at the docs folder.
    """
    given = post.meta.get("image")
    alt = ""
    if isinstance(given, Mapping):
        alt = str(given.get("alt") or "")
        given = given.get("path")
    if not isinstance(given, str) or not given.strip():
        return None
    target = given.strip()
    if _ADDRESS.fullmatch(target):
        return Cover(url=target, alt=alt)
    folder = posixpath.dirname(post.path)
    for path in (posixpath.join(folder, unquote(target)), unquote(target).lstrip("/")):
        if (normal := posixpath.normpath(path)) in files:
            return Cover(path=normal, alt=alt)
    return None


def check_cover(source: Source, post: Post, files: Container[str]) -> None:
    """Report an `image` that leads nowhere."""
    if post.meta.get("image") is None or cover_of(post, files):
        return
    source.add(
        "BY111",
        "image: there is no such picture.",
        "Write its path from this file or from the docs folder, or an address with https:.",
        source.position("image"),
    )
