"""The library: all posts of a blog, resolved, checked against each other and in order."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mkdocs_byline.blog import resolve, taxonomies, urls
from mkdocs_byline.blog.credits import people_of
from mkdocs_byline.blog.editions import with_editions
from mkdocs_byline.blog.history import with_history
from mkdocs_byline.blog.identity import identify
from mkdocs_byline.blog.listing_urls import link
from mkdocs_byline.blog.nearest import Index
from mkdocs_byline.blog.pictures import NO_PICTURES, Pictures, PicturesOfPost
from mkdocs_byline.blog.places import SITE_FILES, Places, lifetime, reserved
from mkdocs_byline.cache.memo import Memo
from mkdocs_byline.clock import EARLIEST
from mkdocs_byline.content.authors import Authors
from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.ledger import Ledger
from mkdocs_byline.content.topics import Topics
from mkdocs_byline.git.file_history import Past
from mkdocs_byline.git.load import History
from mkdocs_byline.model import Build, Post, Status
from mkdocs_byline.problems import Problem, did_you_mean
from mkdocs_byline.settings import Settings

_UNKNOWN = Past()


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
        known: All posts, in whatever state, those with errors among them.
    """

    posts: tuple[Post, ...]
    withheld: tuple[Post, ...]
    broken: tuple[Broken, ...]
    problems: tuple[Problem, ...]
    ids: Mapping[str, str] = field(default_factory=dict)
    known: tuple[Post, ...] = ()

    @property
    def listed(self) -> tuple[Post, ...]:
        return tuple(post for post in self.posts if post.listed)


class Memory:
    """What came of single posts, so that a change of one is not the end of what others are.

    A post that comes out as before is the same object as before. `entries` are for
    `taxonomies.plan`, and `nearest` are the indexes of similar posts, by language.
    """

    def __init__(self) -> None:
        self.resolved: Memo[tuple[Source, Post]] = Memo()
        self.linked: Memo[Post] = Memo()
        self.entries: dict[str, dict[Hashable, Any]] = {}
        self.nearest: dict[str, Index] = {}

    def keep_only(self, paths: set[str]) -> None:
        self.resolved.keep_only(paths)
        self.linked.keep_only(paths)

    def clear(self) -> None:
        """Forget everything: nothing will be read again."""
        self.keep_only(set())
        self.entries.clear()


@dataclass(frozen=True, slots=True)
class Inputs:
    """What posts are resolved against, besides each other.

    Attributes:
        history: What git knows of the posts.
        ledger: What is on record of the posts' URLs.
        pages: Output files of the site's other pages, with the path to show for each.
        files: Source paths in the docs folder, to check the `links` key; None checks nothing.
        has_template: Whether there is a template of this name; None checks nothing.
        pictures: The pictures that posts may show; None for none.
    """

    settings: Settings
    authors: Authors
    topics: Topics = field(default_factory=Topics)
    series: Topics = field(default_factory=Topics)
    history: History = field(default_factory=History)
    ledger: Ledger = field(default_factory=Ledger)
    pages: Mapping[str, str] = field(default_factory=dict)
    files: Container[str] | None = None
    has_template: Callable[[str], bool] | None = None
    pictures: Pictures | None = None


@dataclass(frozen=True, slots=True)
class _Own:
    """What decides, besides its source and what all posts share, what becomes of one post."""

    status: Status
    past: Past
    pictures: PicturesOfPost
    shows: bool
    early: bool


def assemble(
    sources: Iterable[Source],
    inputs: Inputs,
    build: Build,
    places: Mapping[str, tuple[str, str]] | None = None,
    memory: Memory | None = None,
) -> Library:
    """Resolve posts.

    Args:
        places: URL and output file that posts had when they were last in order, by path, so
            that the preview shows a broken post's problems where its reader is looking.
        memory: What came of single posts before, with the same settings, templates and kind of
            build; added to.
    """
    settings, authors, memory = inputs.settings, inputs.authors, memory or Memory()
    posts: list[Post] = []
    withheld: list[Post] = []
    by_path: dict[str, Source] = {}
    for source in sources:
        own = _own(source, inputs, build)
        resolved = functools.partial(_resolve, source, own, inputs, build)
        given = (source, own, authors, inputs.topics, inputs.series)
        read, post = memory.resolved.get(source.path, given, resolved)
        if own.shows:
            by_path[source.path] = read
            posts.append(post)
        else:  # Its problems are not this build's business.
            withheld.append(post)
    ids = identify([*posts, *withheld], inputs.ledger, inputs.history.pasts)
    wrong = {path: list(source.problems) for path, source in by_path.items()}
    for problem, path in collisions(posts, by_path, inputs.pages, build):
        wrong[path].append(problem)
    refused = {path for path, found in wrong.items() if any(each.is_error for each in found)}
    shown = in_order(post for post in posts if post.path not in refused)
    if inputs.files is not None:
        for problem, path in _dead_links(by_path, shown, inputs.files, settings, build):
            wrong[path].append(problem)
    taken = {*inputs.pages, *(post.dest for post in shown)}
    broken = []
    for post in (post for post in posts if post.path in refused):
        url, dest = _place_of_broken(post, by_path, places or {}, taken, settings, build)
        taken.add(dest)
        broken.append(Broken(post.path, url, dest, tuple(sorted(wrong[post.path]))))
    problems = [problem for found in wrong.values() for problem in found]
    problems += _default_authors(authors, settings)
    problems += _history_problems(inputs.history, by_path, settings)
    memory.keep_only(set(ids))
    return Library(
        posts=link(shown, ids, settings, build, memory.linked),
        withheld=tuple(
            replace(post, id=ids[post.path])
            for post in sorted(withheld, key=lambda each: each.path)
        ),
        broken=tuple(sorted(broken, key=lambda each: each.path)),
        problems=tuple(sorted({*problems, *authors.problems})),
        ids=ids,
        known=(*posts, *withheld),
    )


def _own(source: Source, inputs: Inputs, build: Build) -> _Own:
    """Return what decides how a post is resolved, and note in its source when git saw it land."""
    past = inputs.history.pasts.get(source.path, _UNKNOWN)
    source.landed = past.created
    status = resolve.status(source, inputs.settings, build)
    return _Own(
        status=status,
        past=past,
        pictures=inputs.pictures.of(source) if inputs.pictures else NO_PICTURES,
        shows=_shows(status, inputs.settings, build),
        early=resolve.is_early(source, status, inputs.settings, build),
    )


def _resolve(source: Source, own: _Own, inputs: Inputs, build: Build) -> tuple[Source, Post]:
    """Resolve one post; its problems are added to a copy of its source."""
    read = replace(source, problems=list(source.problems))
    settings, authors = inputs.settings, inputs.authors
    has_template = inputs.has_template if own.shows else None
    known = (authors, inputs.topics, inputs.series)
    post = resolve.resolve(read, own.status, known, settings, build, has_template)
    post = _with_pictures(read, post, own.pictures)
    if own.shows and own.past is not _UNKNOWN:
        post = with_history(post, own.past, authors, settings)
        people = functools.partial(people_of, authors)
        post = with_editions(post, own.past, settings, build.now, people)
    return read, post


def _with_pictures(source: Source, post: Post, pictures: PicturesOfPost) -> Post:
    """Return a post with its pictures; what is wrong with them is added to the source."""
    if pictures is NO_PICTURES:
        return post
    if pictures.problem:
        source.problems.append(pictures.problem)
    image, meta = pictures.image, post.meta
    if image and isinstance(meta.get("image"), Mapping):
        meta = {**meta, "image": image.url}  # A text, as all that read it expect.
    return replace(post, image=image, pictures=pictures.named, meta=meta)


def _place_of_broken(
    post: Post,
    sources: Mapping[str, Source],
    places: Mapping[str, tuple[str, str]],
    taken: Container[str],
    settings: Settings,
    build: Build,
) -> tuple[str, str]:
    """Return the URL and output file at which the preview explains what is wrong with a post."""
    url, dest = places.get(post.path, (post.url, post.dest))
    return resolve.aside(sources[post.path], settings, build) if dest in taken else (url, dest)


def _dead_links(
    sources: Mapping[str, Source],
    posts: tuple[Post, ...],
    files: Container[str],
    settings: Settings,
    build: Build,
) -> Iterator[tuple[Problem, str]]:
    """Yield links to files that are not there and that no listing will be, and posts' paths."""
    suspects = {
        path: source
        for path, source in sources.items()
        if resolve.lead_nowhere(source.matter.links, files)
    }
    if not suspects:
        return
    titles: Mapping[str, str] = defaultdict(str)
    listed = tuple(post for post in posts if post.listed)
    planned = taxonomies.plan(listed, settings, build, titles)
    generated = {
        page.path for view in planned for page in taxonomies.paginate(view, settings, build)
    }
    generated |= {urls.subscribe_path(settings)} if settings.feeds else set()
    for path, source in suspects.items():
        own = replace(source, problems=[])
        resolve.check_links(own, source.matter.links, _Either(files, generated), settings)
        yield from ((problem, path) for problem in own.problems)


@dataclass(frozen=True, slots=True)
class _Either:
    one: Container[str]
    other: Container[str]

    def __contains__(self, item: object) -> bool:
        return item in self.one or item in self.other


def in_order(posts: Iterable[Post]) -> tuple[Post, ...]:
    """Sort newest first, and posts of one moment by path, so that chance has no say."""
    by_path = sorted(posts, key=lambda post: post.path)
    return tuple(sorted(by_path, key=lambda post: post.dates.created or EARLIEST, reverse=True))


def _shows(status: Status, settings: Settings, build: Build) -> bool:
    if build.withheld:
        return True
    if status is Status.DRAFT:
        return settings.draft or (build.preview and settings.draft_on_serve)
    return build.preview or status in (Status.PUBLISHED, Status.UNDATED)


def _history_problems(
    history: History, sources: Mapping[str, Source], settings: Settings
) -> list[Problem]:
    """Report once what git does not know, if a post needed to know."""
    if history.failure:
        message = f"git can't be asked for dates and people: {history.failure.rstrip('.')}."
        hint = "Mend that, or set 'history: false' in the plugin's options."
        return [Problem("mkdocs.yml", 1, 1, "BY132", message, hint)]
    cut_off = [
        source.shown
        for path, source in sorted(sources.items())
        if not history.pasts.get(path, Past()).complete
        and (settings.editions or not (source.matter.date and source.matter.date.updated))
    ]
    if not cut_off:
        return []
    wanted = "date or show editions of" if settings.editions else "date"
    others = f" and {len(cut_off) - 1} more" if len(cut_off) > 1 else ""
    message = f"this clone has only the newest commits, so git can't {wanted} this post{others}."
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
        if each not in authors.people and each not in authors.invalid
    ]


def collisions(
    posts: list[Post], sources: Mapping[str, Source], pages: Mapping[str, str], build: Build
) -> Iterator[tuple[Problem, str]]:
    """Yield what is wrong with posts whose place is taken, and their paths."""
    places, taken = Places(pages, exact=True), Places(exact=True)
    for post in sorted(posts, key=lambda each: each.path):
        life = lifetime(post, build)
        other, page = taken.holder(post.dest, life), places.holder(post.dest)
        if not page and reserved(post.dest):
            page = SITE_FILES
        if not (other or page):
            taken.take(post.dest, post.path, life)
            continue
        source = sources[post.path]
        at = source.position("slug")
        if other:
            hint = "Give one of them another 'slug:'."
            shown = sources[other].shown
            message = f"the URL '{post.url}' belongs to {shown} already."
            yield Problem(source.shown, *at, "BY401", message, hint, (shown,)), post.path
        else:
            hint = "Give the post another 'slug:'."
            message = f"the URL '{post.url}' belongs to {page}."
            yield Problem(source.shown, *at, "BY402", message, hint), post.path
