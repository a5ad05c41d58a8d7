"""Files beside posts in; where they go, and which stay out with unpublished posts, out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from mkdocs_byline.model import Post
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings


def is_blog_file(path: str, settings: Settings) -> bool:
    """Whether a path is the posts' folder, in it, the authors file or the ledger."""
    own = (settings.authors_path, settings.urls_path)
    return f"{path}/".startswith(f"{settings.posts_folder}/") or path in own


def medium_place(path: str, settings: Settings) -> str:
    """Return the output file of what lies beside posts, by Material's rule."""
    return posixpath.join(settings.blog_dir, path.removeprefix(f"{settings.posts_folder}/"))


def misplaced_media(
    media: Iterable[str],
    settings: Settings,
    pages: Mapping[str, str],
    shown: Callable[[str], str],
) -> list[Problem]:
    """Report what lies beside posts and would overwrite another file of the site.

    Args:
        pages: See `library.assemble`.
    """
    problems = []
    for path in media:
        place = medium_place(path, settings)
        if owner := pages.get(place):
            message = f"in the site, '{place}' belongs to {owner} already."
            problems.append(Problem(shown(path), 1, 1, "BY324", message, "Rename it."))
    return problems


@dataclass(frozen=True, slots=True)
class Text:
    """What is published: a source's path in the docs folder, the folder of its URL, its text."""

    path: str
    folder: str
    text: str


def withheld_media(
    media: Mapping[str, str], withheld: Iterable[Post], published: Iterable[Text]
) -> dict[str, Post]:
    """Return the files that stay out of the site, each with the post it belongs to.

    A folder post owns what lies in its folder. Elsewhere a file belongs to the unpublished posts
    that refer to it. Either is published all the same if anything published refers to it.

    Args:
        media: Paths in the docs folder, with their places in the site.
        withheld: The posts that are not published.
        published: Everything that is, read as far as needed.
    """
    posts = list(withheld)
    folders = {
        posixpath.dirname(post.path): post
        for post in posts
        if posixpath.basename(post.path) == "index.md"
    }
    found: dict[str, Post] = {}
    for path in media:
        folder = next((each for each in _folders(path) if each in folders), None)
        if folder is not None:
            found[path] = folders[folder]
    texts = [Text(post.path, posixpath.dirname(post.dest), post.body) for post in posts]
    for path, dest in media.items():
        for post, text in zip(posts, texts, strict=True):
            if path not in found and refers(text, path, dest):
                found[path] = post
    for text in published if found else ():
        for path in [each for each in found if refers(text, each, media[each])]:
            del found[path]
    return found


def _folders(path: str) -> Iterable[str]:
    while path := posixpath.dirname(path):
        yield path


def refers(text: Text, path: str, dest: str) -> bool:
    """Whether a text has a link or a value that leads to a file.

    Links are relative to the source, or to the page where they stand in HTML; values such as
    `image` start at the docs folder.
    """
    name = posixpath.basename(path)
    if name not in text.text and quote(name) not in text.text:
        return False
    for match in _pattern(name).finditer(text.text):
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
