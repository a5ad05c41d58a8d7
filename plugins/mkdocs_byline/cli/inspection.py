"""A blog as commands look at it: loaded from the disk, with what an editor would remark on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from markdown.extensions.toc import slugify

from mkdocs_byline.blog.disk_project import DiskProject
from mkdocs_byline.blog.load import Blog, load
from mkdocs_byline.blog.taxonomies import option_for
from mkdocs_byline.content.safe_files import MARKDOWN
from mkdocs_byline.html.formulas import is_available, wants_mathml
from mkdocs_byline.lint.blog import lint
from mkdocs_byline.lint.links import links_to_gone
from mkdocs_byline.lint.site import Site
from mkdocs_byline.markdown.trial import TrialConverter
from mkdocs_byline.model import Build
from mkdocs_byline.outputs import feed
from mkdocs_byline.outputs.all_outputs import gather_outputs
from mkdocs_byline.outputs.cards import CardPlan, plan_cards
from mkdocs_byline.outputs.feed_outputs import FeedPlan, plan
from mkdocs_byline.outputs.pictures import Picture, page_pictures
from mkdocs_byline.outputs.registry import Registry
from mkdocs_byline.problems import CHECKS, Problem


@dataclass(frozen=True)
class Inspection:
    """A blog on the disk."""

    project: DiskProject
    blog: Blog

    @cached_property
    def outputs(self) -> frozenset[str]:
        """The output files of a build: the blog's and those of the rest of the site."""
        return self.registry.dests | self.blog.pages.keys()

    @cached_property
    def registry(self) -> Registry:
        """What a build of the blog writes."""
        return gather_outputs(self.blog, self.project, self._site, self.feeds, cards=self.cards)

    @cached_property
    def pictures(self) -> Mapping[str, Picture]:
        """The pictures of posts and listings, by source path."""
        return page_pictures(self.blog, self._site.url)

    @cached_property
    def feeds(self) -> FeedPlan:
        """The feeds of the blog; texts that only a theme knows are English."""
        return plan(self.blog, self._site)

    @cached_property
    def cards(self) -> CardPlan:
        return plan_cards(self.blog, self.project)

    @property
    def _site(self) -> feed.Site:
        return feed.Site(self.project.site_url, name="")

    @cached_property
    def site(self) -> Site:
        """What posts can link to."""
        project = self.project
        toc = project.extensions.get("toc", {})
        return Site(
            files=frozenset(project.files),
            generated=frozenset(filter(None, (*self.blog.listings, self.feeds.path))),
            outputs=self.outputs,
            texts=tuple(path for path in project.files if path.endswith((*MARKDOWN, ".css")))
            + ((project.settings.authors_path,) if project.settings.authors else ()),
            text=project.text,
            size=lambda path: (project.docs / path).stat().st_size,
            shown=project.shown,
            lead=lambda source: project.pictures.lead(source)[0],
            option_for=partial(option_for, settings=project.settings),
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

    @cached_property
    def trial(self) -> TrialConverter:
        project = self.project
        return TrialConverter(
            project.extensions,
            project.docs,
            project.policy,
            project.settings.post_excerpt_separator,
            draws_formulas=is_available() and wants_mathml(project.extensions, project.scripts),
        )

    def late_problems(self, concerns: Callable[[str], bool]) -> list[Problem]:
        """Return what only converting their text shows of posts that somebody asks about."""
        project, settings = self.project, self.project.settings
        asked = [post for post in self.blog.library.posts if concerns(post.path)]
        asked = [post for post in asked if not settings.trusts(post.path)]
        found = (self.trial.convert(post, project.shown(post.path)).problems for post in asked)
        return [problem for each in found for problem in each]

    def remarks(self, concerns: Callable[[str], bool] = lambda path: True) -> list[Problem]:
        """Return what an editor would remark on, as the site has chosen.

        Args:
            concerns: Whether somebody asks about a file in the docs folder; others cost no work.
        """
        project, site = self.project, self.site
        shelf = self.blog.library
        dests = {post.path: post.dest for post in shelf.posts}
        dests |= {post.path: post.dest for post in shelf.broken}
        wanted = [name for name in CHECKS if project.settings.checks.get(name, True)]
        sources = [project.source(path) for path in dests]
        files = self.blog.records.topics, self.blog.records.series
        return lint(sources, dests, site, project.media, wanted, concerns, files)


def inspect(
    project: DiskProject, now: dt.datetime, *, withheld: bool = False, history: bool = False
) -> Inspection:
    """Load a blog from the disk.

    Args:
        withheld, history: See `Build`.
    """
    build = Build(
        now,
        language=project.language,
        directory_urls=project.directory_urls,
        withheld=withheld,
        history=history,
    )
    return Inspection(project, load(project, build))
