"""A blog's folder in, all its problems out that can be known without converting Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markdown.extensions.toc import slugify

from mkdocs_byline.arrange import library, redirects, urls, views
from mkdocs_byline.arrange.inherited import reserved_defaults
from mkdocs_byline.arrange.library import Library
from mkdocs_byline.arrange.media import medium_place, misplaced_media
from mkdocs_byline.arrange.recall import History
from mkdocs_byline.arrange.urls import MARKDOWN
from mkdocs_byline.cli.project import Project
from mkdocs_byline.lint import CHECKS
from mkdocs_byline.lint.blog import lint
from mkdocs_byline.lint.links import links_to_gone
from mkdocs_byline.lint.site import Site
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
    """A blog as read.

    Attributes:
        sources: All posts by path.
        library: What came of them.
        ledger: Every URL that posts had.
        generated: Source paths that listings have.
        outputs: The output files of a build.
        problems: What a build would tell.
    """

    project: Project
    sources: Mapping[str, Source]
    library: Library
    ledger: Ledger
    generated: frozenset[str]
    outputs: frozenset[str]
    problems: tuple[Problem, ...]

    @property
    def site(self) -> Site:
        """What posts can link to."""
        project = self.project
        toc = project.extensions.get("toc", {})
        return Site(
            files=frozenset(project.files),
            generated=self.generated,
            outputs=self.outputs,
            texts=tuple(path for path in project.files if path.endswith((*MARKDOWN, ".css")))
            + ((project.settings.authors_path,) if project.settings.authors else ()),
            text=project.text,
            size=lambda path: (project.docs / path).stat().st_size,
            shown=project.shown,
            slugify=toc.get("slugify", slugify),
            separator=str(toc.get("separator", "-")),
            magic_links="pymdownx.magiclink" in project.extensions,
            markdown_in_html=not {"md_in_html", "markdown.extensions.extra", "extra"}.isdisjoint(
                project.extensions
            ),
            mark=project.settings.post_excerpt_separator,
        )

    def left_behind(self, gone: Mapping[str, str]) -> list[Problem]:
        """Return links to files that are gone, as a strict build would refuse them."""
        return sorted(links_to_gone(gone, self.site)) if gone else []

    def remarks(self, concerns: Callable[[str], bool] = lambda path: True) -> list[Problem]:
        """Return what an editor would remark on, as the site has chosen.

        Args:
            concerns: Whether somebody asks about a file in the docs folder; others cost no work.
        """
        project, site = self.project, self.site
        dests = {post.path: post.dest for post in self.library.posts}
        dests |= {post.path: post.dest for post in self.library.broken}
        wanted = [name for name in CHECKS if project.settings.checks.get(name, True)]
        sources = [self.sources[path] for path in dests]
        return lint(sources, dests, site, project.media, wanted, concerns)


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
    misplaced += reserved_defaults(project.metas, settings, project.shown)
    taken = redirects.places(pages, listings, shelf.posts, project.shown)
    former, lost = redirects.plan(shelf, ledger, taken, project.shown)
    found = {*project.refused.values(), *shelf.problems, *collisions, *misplaced, *lost}
    problems = tuple(sorted(found))
    outputs = {
        *pages,
        *(page.dest for page in listings),
        *(post.dest for post in shelf.posts),
        *(redirect.dest for redirect in former),
        *(medium_place(path, settings) for path in project.media),
    }
    by_path = {each.path: each for each in sources}
    generated = frozenset(page.path for page in listings)
    return Inspection(project, by_path, shelf, ledger, generated, frozenset(outputs), problems)
