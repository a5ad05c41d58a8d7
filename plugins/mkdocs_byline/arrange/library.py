"""Posts as read in, the blog's posts out: resolved, checked against each other and in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from mkdocs_byline.arrange import resolve, urls
from mkdocs_byline.arrange.ids import identify
from mkdocs_byline.arrange.provenance import Past
from mkdocs_byline.arrange.recall import History
from mkdocs_byline.model import Build, Person, Post, Status, Term
from mkdocs_byline.problems import Problem, did_you_mean
from mkdocs_byline.read.authors import Authors
from mkdocs_byline.read.frontmatter import Source
from mkdocs_byline.read.ledger import Ledger
from mkdocs_byline.settings import Settings

_EPOCH = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Broken:
    """A post that can't be published, with the URL at which the preview explains why."""

    path: str
    url: str
    dest: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """The posts of one build.

    Attributes:
        posts: What this build shows, newest first.
        withheld: Drafts, and scheduled and expired posts, that it leaves out.
        broken: Posts with errors.
        ids: Of all posts, in whatever state, by path.
        problems: All problems, sorted by file and line.
    """

    posts: tuple[Post, ...]
    withheld: tuple[Post, ...]
    broken: tuple[Broken, ...]
    problems: tuple[Problem, ...]
    ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def listed(self) -> tuple[Post, ...]:
        return tuple(post for post in self.posts if post.listed)


def assemble(
    sources: Iterable[Source],
    authors: Authors,
    settings: Settings,
    build: Build,
    pages: Mapping[str, str] | None = None,
    places: Mapping[str, tuple[str, str]] | None = None,
    files: Container[str] | None = None,
    has_template: Callable[[str], bool] | None = None,
    history: History | None = None,
    ledger: Ledger | None = None,
) -> Library:
    """Resolve all posts.

    Args:
        pages: Output files of the site's other pages, with the path to show for each.
        places: URL and output file that posts had when they were last in order, by path, so
            that the preview shows a broken post's problems where its reader is looking.
        files: Source paths in the docs folder, to check the `links` key; None checks nothing.
        has_template: Whether there is a template of this name; None checks nothing.
        history: What git knows of the posts; None if it was not asked.
        ledger: What is on record of the posts' URLs; None for nothing.
    """
    posts: list[Post] = []
    broken: list[Broken] = []
    withheld: list[Post] = []
    by_path: dict[str, Source] = {}
    history = history or History()
    for source in sources:
        past = history.pasts.get(source.path, Past())
        source.landed = past.created
        status = resolve.status(source, settings, build)
        if not _shows(status, settings, build):
            quiet = replace(source, problems=list(source.problems))  # Not this build's business.
            withheld.append(resolve.resolve(quiet, status, authors, settings, build))
            continue
        by_path[source.path] = source
        found = resolve.resolve(source, status, authors, settings, build, files, has_template)
        posts.append(resolve.remember(found, past, authors, settings))
    ids = identify([*posts, *withheld], ledger or Ledger(), history.pasts)
    posts = [replace(post, id=ids[post.path]) for post in posts]
    withheld = [replace(post, id=ids[post.path]) for post in withheld]
    _report_collisions(posts, by_path, pages or {})
    shown = [post for post in posts if not by_path[post.path].has_error]
    taken = {*(pages or {}), *(post.dest for post in shown)}
    for post in posts:
        source = by_path[post.path]
        if source.has_error:
            url, dest = (places or {}).get(post.path, (post.url, post.dest))
            if dest in taken:
                url, dest = resolve.aside(source, settings, build)
            taken.add(dest)
            broken.append(Broken(post.path, url, dest, tuple(sorted(source.problems))))
    problems = [problem for source in by_path.values() for problem in source.problems]
    problems += _default_authors(authors, settings)
    problems += _history_problems(history, by_path)
    return Library(
        posts=_link(in_order(shown), settings, build),
        withheld=tuple(sorted(withheld, key=lambda each: each.path)),
        broken=tuple(sorted(broken, key=lambda each: each.path)),
        problems=tuple(sorted({*problems, *authors.problems})),
        ids=ids,
    )


def in_order(posts: Iterable[Post]) -> tuple[Post, ...]:
    """Sort newest first, and posts of one moment by path, so that chance has no say."""
    by_path = sorted(posts, key=lambda post: post.path)
    return tuple(sorted(by_path, key=lambda post: post.dates.created or _EPOCH, reverse=True))


def _shows(status: Status, settings: Settings, build: Build) -> bool:
    if build.withheld:
        return True
    if status is Status.DRAFT:
        return settings.draft or (build.preview and settings.draft_on_serve)
    return build.preview or status in (Status.PUBLISHED, Status.UNDATED)


def _history_problems(history: History, sources: Mapping[str, Source]) -> list[Problem]:
    """Report once what git could not tell, if a post needed to know."""
    if history.failure:
        message = f"git can't be asked for dates and people: {history.failure.rstrip('.')}."
        hint = "Mend that, or set 'history: false' in the plugin's options."
        return [Problem("mkdocs.yml", 1, 1, "BY132", message, hint)]
    cut_off = [
        source.shown
        for path, source in sorted(sources.items())
        if not history.pasts.get(path, Past()).complete
        and not (source.matter.date and source.matter.date.updated)
    ]
    if not cut_off:
        return []
    others = f" and {len(cut_off) - 1} more" if len(cut_off) > 1 else ""
    message = f"this clone has only the newest commits, so git can't date this post{others}."
    hint = "Fetch all of them: 'git fetch --unshallow', or 'fetch-depth: 0' in the workflow."
    return [Problem(cut_off[0], 1, 1, "BY131", message, hint)]


def _default_authors(authors: Authors, settings: Settings) -> list[Problem]:
    """Report unknown ids in the site's options once, not for every post that relies on them."""
    if authors.broken or not settings.authors:
        return []
    return [
        Problem(
            path="mkdocs.yml",
            line=1,
            column=1,
            code="BY201",
            message=f"default_author: unknown author '{each}'.",
            hint=f"{did_you_mean(each, authors.people)} Authors are in {authors.shown}.".strip(),
        )
        for each in settings.default_authors
        if each not in authors.people
    ]


def _report_collisions(
    posts: list[Post], sources: Mapping[str, Source], pages: Mapping[str, str]
) -> None:
    taken: dict[str, str] = {}
    for post in sorted(posts, key=lambda each: each.path):
        source = sources[post.path]
        at = source.position("slug")
        hint = "Give one of them another 'slug:'."
        if other := taken.get(post.dest):
            shown = sources[other].shown
            message = f"the URL '{post.url}' belongs to {shown} already."
            source.add("BY401", message, hint, at, others=(shown,))
        elif page := pages.get(post.dest):
            message = f"the URL '{post.url}' belongs to {page}."
            source.add("BY402", message, "Give the post another 'slug:'.", at)
        else:
            taken[post.dest] = post.path


def _link(posts: tuple[Post, ...], settings: Settings, build: Build) -> tuple[Post, ...]:
    """Give people and topics the URL of their listing, if a listed post gives them one."""
    listed = [post for post in posts if post.listed]
    categories = {term.name for post in listed for term in post.categories}
    tags = {term.name for post in listed for term in post.tags}
    people = {each.id for post in listed for _, group in post.people for each in group if each.id}

    def url(path: str | None) -> str:
        return urls.destination(path, directory_urls=build.directory_urls)[0] if path else ""

    def category(term: Term) -> Term:
        known = settings.categories and term.name in categories
        return replace(term, url=url(urls.category_path(term.name, settings)) if known else "")

    def tag(term: Term) -> Term:
        known = settings.tags and term.name in tags
        return replace(term, url=url(urls.tag_path(term.name, settings)) if known else "")

    def person(each: Person) -> Person:
        known = settings.authors_profiles and each.id in people
        return replace(each, page=url(urls.author_path(each, settings)) if known else "")

    return tuple(
        replace(
            post,
            categories=tuple(category(term) for term in post.categories),
            tags=tuple(tag(term) for term in post.tags),
            authors=tuple(person(each) for each in post.authors),
            editors=tuple(person(each) for each in post.editors),
            reviewers=tuple(person(each) for each in post.reviewers),
            translators=tuple(person(each) for each in post.translators),
            contributors=tuple(person(each) for each in post.contributors),
            revisions=tuple(
                replace(each, people=tuple(person(who) for who in each.people))
                for each in post.revisions
            ),
        )
        for post in posts
    )
