"""A path in the docs folder in; whether it belongs to the blog, and where it goes, out."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping

from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings


def is_blog_file(path: str, settings: Settings) -> bool:
    """Whether a path is the posts' folder, in it, or the authors file."""
    return f"{path}/".startswith(f"{settings.posts_folder}/") or path == settings.authors_path


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
