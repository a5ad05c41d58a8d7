"""Media files beside posts: where they go, and which stay out with unpublished posts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from mkdocs_byline.blog.places import SITE_FILES, Places, reserved_file
from mkdocs_byline.model import Post
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings


def is_blog_file(path: str, settings: Settings) -> bool:
    """Whether a path is the posts' folder, in it, or one of the files with people and the like."""
    in_posts = f"{path}/".startswith(f"{settings.posts_folder}/")
    return in_posts or path in settings.own_files


def medium_place(path: str, settings: Settings) -> str:
    """Return the output file of what lies beside posts, by Material's rule."""
    return posixpath.join(settings.blog_dir, path.removeprefix(f"{settings.posts_folder}/"))


def place_media(
    media: Iterable[str],
    settings: Settings,
    taken: Places,
    shown: Callable[[str], str],
) -> list[Problem]:
    """Report what lies beside posts and would overwrite another file of the site.

    Args:
        taken: What `places.occupied` gives; the media's places are added.
    """
    problems, fitting = [], []
    for path in media:
        place = medium_place(path, settings)
        if owner := SITE_FILES if reserved_file(place) else taken.holder(place):
            message = f"in the site, '{place}' belongs to {owner} already."
            problems.append(Problem(shown(path), 1, 1, "BY324", message, "Rename it."))
        else:
            fitting.append((place, shown(path)))
    for place, name in fitting:
        taken.take(place, name)
    return problems


@dataclass(frozen=True, slots=True)
class Text:
    """What is published: a source's path in the docs folder, the folder of its URL, its text."""

    path: str
    folder: str
    text: str


def withheld_media(
    media: Mapping[str, str],
    withheld: Iterable[Post],
    posts: Iterable[str],
    published: Iterable[Text],
) -> dict[str, Post]:
    """Return the files that stay out of the site, each with the post it belongs to.

    A folder post owns what lies in its folder. Elsewhere a file belongs to the unpublished posts
    that refer to it. Either is published all the same if anything published refers to it.

    Args:
        media: Paths in the docs folder, with their places in the site.
        withheld: The posts that are not published.
        posts: Paths of those that are.
        published: Everything that is published, read as far as needed.
    """
    kept_back = sorted(withheld, key=lambda post: post.path)
    owners: dict[str, Post | None] = dict.fromkeys(
        map(posixpath.dirname, filter(_is_index, posts))
    )
    owners |= {posixpath.dirname(each.path): each for each in kept_back if _is_index(each.path)}
    texts = [
        Text(each.path, posixpath.dirname(each.dest), f"{_lead_path(each)}\n{each.body}")
        for each in kept_back
    ]
    everything = "\n".join(text.text for text in texts)
    found: dict[str, Post] = {}
    for path, dest in media.items():
        folder = next((each for each in _folders(path) if each in owners), None)
        owner = owners[folder] if folder is not None else None
        if owner is None and folder is None and _names(path, everything):
            users = zip(kept_back, texts, strict=True)
            owner = next((post for post, text in users if refers(text, path, dest)), None)
        if owner is not None:
            found[path] = owner
    for text in published if found else ():
        for path in [each for each in found if refers(text, each, media[each])]:
            del found[path]
    return found


def _lead_path(post: Post) -> str:
    return quote(post.image.picture.path) if post.image and post.image.picture else ""


def _is_index(path: str) -> bool:
    return posixpath.basename(path) == "index.md"


def _names(path: str, text: str) -> bool:
    """Whether a file's name stands in a text at all."""
    name = posixpath.basename(path)
    return name in text or quote(name) in text


def _folders(path: str) -> Iterable[str]:
    while path := posixpath.dirname(path):
        yield path


def refers(text: Text, path: str, dest: str) -> bool:
    """Whether a text has a link or a value that leads to a file.

    Links are relative to the source, or to the page where they stand in HTML; values such as
    `image` start at the docs folder.
    """
    if not _names(path, text.text):
        return False
    for match in _pattern(posixpath.basename(path)).finditer(text.text):
        target = unquote(match[0])
        if target.startswith("/") and target.endswith(f"/{dest}"):
            return True
        if posixpath.normpath(target) == path:
            return True
        if posixpath.normpath(posixpath.join(posixpath.dirname(text.path), target)) == path:
            return True
        if posixpath.normpath(posixpath.join(text.folder, target)) == dest:
            return True
    return False


def _pattern(name: str) -> re.Pattern[str]:
    names = "|".join({re.escape(name), re.escape(quote(name))})
    return re.compile(rf"""[^\s()<>"'\[\]]*(?<![\w.-])(?:{names})""")
