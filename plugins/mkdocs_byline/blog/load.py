"""Loading a blog: from a project's files to everything that is known before conversion.

A build, the preview and every command load the blog with the same function, so that they can't
disagree about what is wrong with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mkdocs_byline.blog import library, post_lists, series
from mkdocs_byline.blog.cards import Cards, read_cards
from mkdocs_byline.blog.intros import Intro, read_intros
from mkdocs_byline.blog.layout import Planner, Upcoming, taken_places
from mkdocs_byline.blog.library import Broken, Inputs, Library, Memory
from mkdocs_byline.blog.places import Places
from mkdocs_byline.blog.post_lists import Names
from mkdocs_byline.blog.records import Records, read_records
from mkdocs_byline.blog.related import check_related
from mkdocs_byline.blog.vanishing import find_gaps, links_to_vanishing
from mkdocs_byline.content.folder_defaults import reserved_defaults
from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.safe_files import MARKDOWN
from mkdocs_byline.model import Build, ListingPage, Post, Redirect, SeriesPlace, View
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs_byline.blog.project import Project

# The default titles of overviews and of the blog, as the theme's language or Byline's has them.
TITLES = {
    "blog": "byline.blog",
    "archive": "blog.archive",
    "category": "blog.categories",
    "tag": "byline.tags",
    "series": "byline.series",
    "author": "blog.authors",
    "corrections": "byline.corrections",
}


@dataclass(frozen=True, slots=True)
class Blog:
    """A blog as it was loaded.

    Attributes:
        views: All listings, the blog's index first.
        views_by_kind: The same by kind and key; that of an overview, and of the index, is empty.
        paged: The pages of each listing, by the listing's own path.
        listings: The page of a listing at each source path that stands for one.
        redirects: Pages at former URLs.
        pages: Output files of everything that is not the blog's; see `Project.pages`.
        taken: The same with all that is laid out.
        posts: Those that this build shows, by path.
        series: Where listed posts stand in their series, by path.
        neighbours: What comes before and after each listed post, by path: in its series, else
            in time.
        intros: Editors' pages for listings, by the listing's own path.
        upcoming: The blog with all posts out that wait for a date, if any do.
        cards: What stands on posts' cards; None if the site has none.
        problems: Everything that is wrong, sorted.
    """

    settings: Settings
    build: Build
    records: Records
    library: Library
    views: tuple[View, ...]
    views_by_kind: Mapping[str, Mapping[str, View]]
    paged: Mapping[str, tuple[ListingPage, ...]]
    listings: Mapping[str, ListingPage]
    redirects: tuple[Redirect, ...]
    pages: Mapping[str, str]
    taken: Places
    posts: Mapping[str, Post]
    series: Mapping[str, SeriesPlace]
    neighbours: Mapping[str, tuple[Post | None, Post | None]]
    intros: Mapping[str, Intro]
    upcoming: Upcoming | None
    cards: Cards | None
    problems: tuple[Problem, ...]

    @property
    def index(self) -> View:
        """The listing of all posts."""
        return self.views[0]

    def overview(self, kind: str) -> View | None:
        """Return the listing of listings of a kind; None if there is none, as of the blog."""
        view = self.views_by_kind.get(kind, {}).get("")
        return view if view and view.is_overview else None

    def parents(self, view: View) -> tuple[View, ...]:
        """Return the listings of the wider topics that a topic is a part of, the widest first."""
        if view.topic is None or not view.topic.parents:
            return ()
        known = self.views_by_kind[view.kind]
        return tuple(known[each] for each in view.topic.parents if each in known)

    def description(self, view: View) -> str:
        """Return how an editor describes a listing: on its own page, else in a file of such."""
        intro = self.intros.get(view.path)
        own = str(intro.meta.get("description") or "") if intro else ""
        return own or (view.topic.description if view.topic else "")

    @property
    def broken(self) -> Mapping[str, Broken]:
        """Posts with errors, by path."""
        return {each.path: each for each in self.library.broken}

    def with_text(self, post: Post) -> Blog:
        """Return the blog with a post of which only the text has changed."""
        posts = tuple(post if each.path == post.path else each for each in self.library.posts)
        return replace(
            self,
            library=replace(self.library, posts=posts),
            posts={**self.posts, post.path: post},
        )


def _list_problems(
    project: Project, build: Build, records: Records, shelf: Library, sources: Iterable[Source]
) -> list[Problem]:
    """Return what is wrong with lists of posts, in posts that this build shows and in pages."""
    shown = {each.path for each in shelf.posts} | {each.path for each in shelf.broken}
    lists = {each.path: each.lists for each in sources if each.lists and each.path in shown}

    def names() -> Names:
        return list_names(shelf, records, project.settings, build)

    return post_lists.problems_of({**records.lists, **lists}, names, project.shown)


def list_names(shelf: Library, records: Records, settings: Settings, build: Build) -> Names:
    """Return what lists of posts may name."""
    return Names.of(
        shelf.known, records.authors, (records.topics, records.series), settings, build
    )


def assemble_posts(
    project: Project,
    build: Build,
    records: Records,
    sources: Iterable[Source],
    *,
    places: Mapping[str, tuple[str, str]] | None = None,
    memory: Memory | None = None,
) -> Library:
    """Resolve posts, all or some of them; see `library.assemble`."""
    inputs = Inputs(
        settings=project.settings,
        authors=records.authors,
        topics=records.topics,
        series=records.series,
        history=records.history,
        ledger=records.ledger,
        pages=taken_places(project.pages, project.settings),
        files=frozenset(project.files),
        has_template=project.has_template,
        pictures=project.pictures,
    )
    return library.assemble(sources, inputs, build, places, memory)


def load(
    project: Project,
    build: Build,
    records: Records | None = None,
    *,
    places: Mapping[str, tuple[str, str]] | None = None,
    memory: Memory | None = None,
) -> Blog:
    """Load a blog. Never raises for what authors wrote; see `Blog.problems`.

    Args:
        records: What was read before, if nothing in it can have changed.
        places: URL and output file that posts had when they were last in order, by path.
        memory: What came of single posts before; added to.
    """
    settings, shown = project.settings, project.shown
    records = records or read_records(project, build)
    memory = memory or Memory()
    sources = [project.source(path) for path in project.posts]

    def assembled(build: Build) -> Library:
        return assemble_posts(project, build, records, sources, places=places, memory=memory)

    planner = _planner(project, records, memory)
    shelf = assembled(build)
    layout = planner.lay_out(shelf, build)
    found = series.index(layout.views, shelf.posts, shelf.withheld, settings, shown)
    by_url = {post.url: post for post in shelf.listed}
    intros = read_intros(layout.listings, project.intros, project.read, shown)
    # The preview shows posts that wait for their date.
    upcoming = None if build.preview else planner.look_ahead(shelf, build, assembled)
    out = (*shelf.posts, *(upcoming.posts if upcoming else ()))
    gaps = find_gaps((upcoming.layout if upcoming else layout).paged, settings, build.now)
    # In another language the same links are to be mended.
    vanishing = (
        ()
        if build.preview or build.folder
        else links_to_vanishing(project, gaps, {post.path: post for post in out})
    )
    cards, of_cards = read_cards(project, build, records.authors, out)
    problems = {
        *_of_files(project, records),
        *shelf.problems,
        *layout.problems,
        *found.problems,
        *check_related(shelf.posts, shelf.ids, shown),
        *(problem for intro in intros.values() for problem in intro.problems),
        *series.contradictions(layout.views, intros, records.series, shown),
        *series.check_entries(records.series, shelf.known, settings),
        *(upcoming.problems if upcoming else ()),
        *vanishing,
        *of_cards,
        *_of_the_site(project),
        *_list_problems(project, build, records, shelf, sources),
    }
    return Blog(
        settings=settings,
        build=build,
        records=records,
        library=shelf,
        views=layout.views,
        views_by_kind=_by_kind(layout.views),
        paged=layout.paged,
        listings={page.path: page for page in layout.listings},
        redirects=layout.redirects,
        pages=planner.others,
        taken=layout.taken,
        posts={post.path: post for post in shelf.posts},
        series=found.places,
        neighbours=series.neighbours(found.places, by_url, _neighbours(shelf.listed)),
        intros=intros,
        upcoming=upcoming,
        cards=cards,
        problems=tuple(sorted(problems)),
    )


def _by_kind(views: Iterable[View]) -> dict[str, dict[str, View]]:
    """Return listings by kind and key."""
    found: dict[str, dict[str, View]] = defaultdict(dict)
    for view in views:
        found[view.kind][view.key] = view
    return dict(found)


def _of_files(project: Project, records: Records) -> Iterator[Problem]:
    """Report what is wrong with files by themselves, but for posts."""
    yield from project.problems
    for read in (records.bios, records.topics, records.series, records.withheld, records):
        yield from read.problems
    yield from reserved_defaults(project.metas, project.settings, project.shown)


def _of_the_site(project: Project) -> Iterator[Problem]:
    """Report what is wrong with a site and is no post's."""
    yield from _lacking_templates(project)
    yield from _posts_elsewhere(project)


def _lacking_templates(project: Project) -> Iterator[Problem]:
    """Report a template of comments that is not there."""
    comments = project.settings.comments
    if comments and comments.template and not project.has_template(comments.template):
        message = f"comments: there is no template '{comments.template}'."
        hint = "Write its path in 'custom_dir'."
        yield Problem(project.config_name, 1, 1, "BY117", message, hint)


def _posts_elsewhere(project: Project) -> Iterator[Problem]:
    """Report posts in the folders that mkdocs-static-i18n may have for languages."""
    options = project.plugins.get("i18n", {})
    if options.get("docs_structure") != "folder":
        return
    folder = re.compile(rf"[\w-]+/{re.escape(project.settings.posts_folder)}/")
    posts = (each for each in project.files if each.endswith(MARKDOWN) and folder.match(each))
    if found := sorted(posts):
        others = f" and {len(found) - 1} more" if len(found) > 1 else ""
        message = f"no blog looks for this post{others}: it becomes a plain page, if a draft, too."
        hint = "Set 'docs_structure: suffix', and give translations names such as 'post.de.md'."
        yield Problem(project.shown(found[0]), 1, 1, "BY328", message, hint)


def _planner(project: Project, records: Records, memory: Memory) -> Planner:
    """Return what a project's blog is laid out among."""
    return Planner(
        settings=project.settings,
        titles={kind: project.translate(key) for kind, key in TITLES.items()},
        others=taken_places(project.pages, project.settings),
        media=project.media,
        ledger=records.ledger,
        shown=project.shown,
        topics=records.topics,
        series=records.series,
        entries=memory.entries,
    )


def _neighbours(listed: Sequence[Post]) -> dict[str, tuple[Post | None, Post | None]]:
    """Return the older and the newer post of each, by path."""
    newest_first = (None, *listed, None)
    return {
        post.path: (older, newer)
        for newer, post, older in zip(newest_first, listed, newest_first[2:], strict=False)
    }
