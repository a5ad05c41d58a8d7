"""Posts as read in, the blog's posts out: resolved, checked against each other and in order."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from mkdocs_byline.arrange import urls
from mkdocs_byline.model import Build, Dates, Person, Post, Status, Term
from mkdocs_byline.problems import Problem, did_you_mean
from mkdocs_byline.read.authors import Authors, to_person
from mkdocs_byline.read.frontmatter import (
    Source,
    extra_values,
    first_heading,
    mark_pattern,
    resolve_date,
)
from mkdocs_byline.read.inline import plain_text
from mkdocs_byline.read.schema import DatesEntry, PersonEntry
from mkdocs_byline.settings import Settings

ROLES = ("authors", "editors", "reviewers", "translators")
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
        withheld: Paths of drafts and of scheduled and expired posts that it leaves out.
        broken: Posts with errors.
        problems: All problems, sorted by file and line.
    """

    posts: tuple[Post, ...]
    withheld: frozenset[str]
    broken: tuple[Broken, ...]
    problems: tuple[Problem, ...]

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
) -> Library:
    """Resolve all posts.

    Args:
        pages: Output files of the site's other pages, with the path to show for each.
        places: URL and output file that posts had when they were last in order, by path, so
            that the preview shows a broken post's problems where its reader is looking.
    """
    posts: list[Post] = []
    broken: list[Broken] = []
    withheld: set[str] = set()
    by_path: dict[str, Source] = {}
    for source in sources:
        status = _status(source, settings, build)
        if not _shows(status, settings, build):
            withheld.add(source.path)
            continue
        by_path[source.path] = source
        posts.append(_resolve(source, status, authors, settings, build))
    _report_collisions(posts, by_path, pages or {})
    shown = [post for post in posts if not _has_error(by_path[post.path])]
    taken = {*(pages or {}), *(post.dest for post in shown)}
    for post in posts:
        source = by_path[post.path]
        if _has_error(source):
            url, dest = (places or {}).get(post.path, (post.url, post.dest))
            if dest in taken:
                url, dest = _aside(source, settings, build)
            taken.add(dest)
            broken.append(Broken(post.path, url, dest, tuple(sorted(source.problems))))
    problems = [problem for source in by_path.values() for problem in source.problems]
    return Library(
        posts=_link(in_order(shown), settings, build),
        withheld=frozenset(withheld),
        broken=tuple(sorted(broken, key=lambda each: each.path)),
        problems=tuple(sorted({*problems, *authors.problems})),
    )


def _has_error(source: Source) -> bool:
    return any(problem.is_error for problem in source.problems)


def in_order(posts: Iterable[Post]) -> tuple[Post, ...]:
    """Sort newest first; posts of one moment by path, so that the order never depends on chance."""
    by_path = sorted(posts, key=lambda post: post.path)
    return tuple(sorted(by_path, key=lambda post: post.dates.created or _EPOCH, reverse=True))


def _status(source: Source, settings: Settings, build: Build) -> Status:
    matter = source.matter
    dates = matter.date or DatesEntry()
    if matter.draft:
        return Status.DRAFT
    if dates.publish_at and dates.publish_at > build.now:
        return Status.SCHEDULED
    if dates.expires and dates.expires <= build.now:
        return Status.EXPIRED
    created = resolve_date(source, settings.zone)
    if created is None:
        return Status.UNDATED
    if settings.draft_if_future_date and matter.draft is None and created > build.now:
        return Status.DRAFT
    return Status.PUBLISHED


def _shows(status: Status, settings: Settings, build: Build) -> bool:
    if status is Status.DRAFT:
        return settings.draft or (build.preview and settings.draft_on_serve)
    return build.preview or status in (Status.PUBLISHED, Status.UNDATED)


def _resolve(
    source: Source, status: Status, authors: Authors, settings: Settings, build: Build
) -> Post:
    matter = source.matter
    readable = not _has_error(source)
    title, slug_title = _titles(source, report=readable)
    dates = _dates(source, settings)
    if dates.created is None and readable and not build.preview:
        source.add(
            "BY121",
            "the post has no date.",
            f"Add 'date: {build.now:%Y-%m-%d}' to its front matter.",
        )
    categories, tags = list(matter.categories), list(matter.tags)
    _check_categories(source, settings)
    url, dest = _place(source, slug_title, dates.created, settings, build)
    if settings.post_excerpt == "required" and not mark_pattern(
        settings.post_excerpt_separator
    ).search(source.body):
        source.add(
            "BY115",
            "the post has no excerpt mark.",
            f"Put {settings.post_excerpt_separator} on a line of its own after the introduction.",
            (source.body_line, 1),
        )
    people = {role: _people(source, role, authors, settings) for role in ROLES}
    extra, meta = extra_values(source)
    return Post(
        path=source.path,
        title=title,
        url=url,
        dest=dest,
        dates=dates,
        status=status,
        description=matter.description,
        categories=tuple(Term(name, "") for name in categories),
        tags=tuple(Term(name, "") for name in tags),
        pin=matter.pin,
        unlisted=matter.unlisted,
        links=matter.links,
        readtime=matter.readtime,
        body=source.body,
        body_line=source.body_line,
        extra=extra,
        meta=meta,
        **people,
    )


def _titles(source: Source, *, report: bool) -> tuple[str, str]:
    """Return the title, and the text that the slug is made of.

    The slug follows Material: the title key, else a heading on the body's first line, else the
    file name. So a post keeps its URL when a blog moves over.
    """
    heading, line = first_heading(source.body)
    first = next((line for line in source.body.split("\n") if line.strip()), "").strip()
    file_name = posixpath.splitext(posixpath.basename(source.path))[0]
    by_file = file_name.replace("-", " ").replace("_", " ")
    by_file = by_file.capitalize() if by_file.lower() == by_file else by_file
    slug_title = by_file
    if first.startswith("# "):
        slug_title = first.lstrip("# ")
    if source.matter.title:
        return source.matter.title, source.matter.title
    if title := plain_text(heading):
        return title, slug_title
    name = source.stem.replace("-", " ").replace("_", " ").strip()
    words = "".join(char for char in name if char.isalpha())
    if report and not words:
        source.add("BY113", "the post has no title.", "Write '# Title' above its text.")
    elif report:
        source.add(
            "BY112",
            f"the post has no title; '{by_file}' is taken from its file name.",
            "Write '# Title' above its text.",
            (source.body_line, 1) if line == 0 else (1, 1),
        )
    return by_file, slug_title


def _dates(source: Source, settings: Settings) -> Dates:
    entry = source.matter.date or DatesEntry()
    dates = Dates(
        created=resolve_date(source, settings.zone),
        updated=entry.updated,
        publish_at=entry.publish_at,
        expires=entry.expires,
        other=dict(entry.__pydantic_extra__ or {}),
    )
    pairs = (
        ("updated", dates.updated, "created", dates.created),
        ("expires", dates.expires, "created", dates.created),
        ("expires", dates.expires, "publish_at", dates.publish_at),
    )
    for name, later, other, earlier in pairs:
        if later and earlier and later < earlier:
            message = f"'{name}' ({later.date()}) is before '{other}' ({earlier.date()})."
            at = source.position("date", name)
            source.add("BY123", message, "Check which of the two is meant.", at)
    return dates


def _check_categories(source: Source, settings: Settings) -> None:
    allowed = settings.categories_allowed
    for index, name in enumerate(source.matter.categories):
        if allowed and name not in allowed:
            hint = did_you_mean(name, allowed) or f"Allowed: {', '.join(allowed)}."
            at = source.position("categories", index)
            source.add("BY404", f"category '{name}' is not allowed.", hint, at)


def _place(
    source: Source,
    slug_title: str,
    created: dt.datetime | None,
    settings: Settings,
    build: Build,
) -> tuple[str, str]:
    """Return URL and output file; for a post without a usable one, a place for its problems."""
    stem = posixpath.splitext(posixpath.basename(source.path))[0]
    slug = source.matter.slug or urls.post_slug(slug_title, settings) or source.stem
    try:
        if source.matter.slug:
            urls.below(settings.blog_dir, slug)
        path = urls.post_path(
            slug=slug,
            stem=stem,
            created=created,
            categories=list(source.matter.categories),
            settings=settings,
            build=build,
        )
    except urls.BadPath as error:
        message = f"the URL '{slug}' can't be used: {error}."
        hint = "Give a slug of letters, digits and hyphens."
        source.add("BY403", message, hint, source.position("slug"))
        return _aside(source, settings, build)
    return urls.destination(path, directory_urls=build.directory_urls)


def _aside(source: Source, settings: Settings, build: Build) -> tuple[str, str]:
    """Return where the preview shows the problems of a post that has no URL of its own."""
    slug = urls.post_slug(posixpath.splitext(source.path)[0].replace("/", " "), settings)
    path = posixpath.join(settings.blog_dir, "broken", f"{slug or 'post'}.md")
    return urls.destination(path, directory_urls=build.directory_urls)


def _people(
    source: Source, role: str, authors: Authors, settings: Settings
) -> tuple[Person, ...]:
    if not settings.authors:
        return ()
    refs: list[str | PersonEntry] = list(getattr(source.matter, role))
    key, lenient = role, False
    if role == "authors" and not refs:
        # Many blogs give `author` a plain name, for the page's meta tag.
        refs, key, lenient = list(source.matter.author), "author", True
        if not refs:
            default = settings.default_author
            refs, key = list((default,) if isinstance(default, str) else default), ""
    found: dict[str, Person] = {}
    for index, ref in enumerate(refs):
        if isinstance(ref, PersonEntry):
            found.setdefault(f"\0{ref.name}", to_person(ref))
        elif person := authors.people.get(ref.strip()) or _by_name(ref, authors):
            found.setdefault(person.id, person)
        elif lenient or authors.broken:
            found.setdefault(f"\0{ref}", Person("", ref))
            if not authors.broken:
                hint = did_you_mean(ref, authors.people) or "Give an id, or a mapping with 'name'."
                message = f"'{ref}' is not in {authors.shown}; the name is shown as it is."
                source.add("BY202", message, hint, source.position(key))
        else:
            hint = f"{did_you_mean(ref, authors.people)} Authors are in {authors.shown}.".strip()
            at = source.position(key, index) if key else (1, 1)
            source.add("BY201", f"unknown author '{ref}'.", hint, at)
    return tuple(found.values())


def _by_name(name: str, authors: Authors) -> Person | None:
    wanted = name.strip().casefold()
    matches = [each for each in authors.people.values() if each.name.casefold() == wanted]
    return matches[0] if len(matches) == 1 else None


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
            source.add("BY401", f"the URL '{post.url}' belongs to {shown} already.", hint, at)
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
            **{role: tuple(person(each) for each in getattr(post, role)) for role in ROLES},
        )
        for post in posts
    )
