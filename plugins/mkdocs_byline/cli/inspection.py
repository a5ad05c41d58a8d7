"""A blog's folder in, all its problems out that can be known without converting Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs_byline.arrange import library, redirects, urls, views
from mkdocs_byline.arrange.library import Library
from mkdocs_byline.arrange.media import misplaced_media
from mkdocs_byline.arrange.recall import History
from mkdocs_byline.cli.project import Project
from mkdocs_byline.problems import Problem
from mkdocs_byline.read.frontmatter import Source, resolve_date
from mkdocs_byline.read.ledger import Ledger

_TITLES = {
    "blog": "Blog",
    "archive": "Archive",
    "category": "Categories",
    "tag": "Tags",
    "author": "Authors",
    "corrections": "Corrections",
}


@dataclass(frozen=True, slots=True)
class Inspection:
    """A blog as read: its posts' sources by path, what came of them, and the problems."""

    project: Project
    sources: Mapping[str, Source]
    library: Library
    ledger: Ledger
    problems: tuple[Problem, ...]


def inspect(
    project: Project, now: dt.datetime, *, withheld: bool = False, history: bool = False
) -> Inspection:
    """Look at a whole blog.

    Git is asked only if a post is not dated otherwise or not where the ledger has it: that is
    slow.

    Args:
        withheld: See `Build`.
        history: Ask git in any case.
    """
    settings, build = project.settings, project.build(now, withheld=withheld)
    sources = project.sources()
    undated = [each.path for each in sources if resolve_date(each, settings.zone) is None]
    ledger = project.ledger()
    moved = {entry.path for entry in ledger.posts.values()} - set(project.posts)
    asked = history or undated or moved
    past = project.history(project.posts) if asked else History()
    own = {*project.posts, *project.media}
    pages = dict.fromkeys(project.templates, "the theme") | {
        urls.file_destination(path, directory_urls=build.directory_urls): project.shown(path)
        for path in project.files
        if path not in own
    }
    shelf = library.assemble(
        sources,
        project.authors(),
        settings,
        build,
        pages,
        files=frozenset(project.files),
        history=past,
        ledger=ledger,
    )
    planned = views.plan(shelf.listed, settings, build, _TITLES)
    listings = tuple(page for view in planned for page in views.paginate(view, settings, build))
    collisions = views.collisions(listings, shelf.posts, pages, project.shown)
    misplaced = misplaced_media(project.media, settings, pages, project.shown)
    taken = redirects.places(pages, listings, shelf.posts, project.shown)
    _, lost = redirects.plan(shelf, ledger, taken, project.shown)
    found = {*project.refused.values(), *shelf.problems, *collisions, *misplaced, *lost}
    problems = tuple(sorted(found))
    return Inspection(project, {each.path: each for each in sources}, shelf, ledger, problems)
