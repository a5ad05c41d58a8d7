"""Listings of a blog: its index, the archive, and one for each topic, author and series.

A way of grouping posts is one row in `KINDS`; it gets an overview, pages, pagination, titles and
template context from that.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mkdocs_byline.blog import series, urls
from mkdocs_byline.blog.places import SITE_FILES, Places, reserved
from mkdocs_byline.locales import format_moment
from mkdocs_byline.model import Build, ListingPage, Person, Post, Term, Topic, View
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

# A listing: its path, its key, its title, and whose it is.
Entry = tuple[str | None, str, str, Person | None]
# Of each kind, by subject.
Entries = dict[str, dict[Hashable, Entry]]
# What a post is listed under and in which role, with something to know it again by.
Subject = tuple[Hashable, Any, str]


def _pinned_first(posts: Iterable[Post]) -> tuple[Post, ...]:
    return tuple(sorted(posts, key=lambda post: not post.pin))


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of grouping posts.

    `option` switches it on, `url_format` names the option whose folder holds the overview, and
    `name` the option for the overview's title. `subjects` says what one post is listed under, and
    `entry` where that is. `in_order` sorts a listing's posts, which come newest first.
    A `bare` kind has an overview even while nothing is listed.
    """

    option: str
    name: str
    url_format: str
    subjects: Callable[[Post], Iterable[Subject]]
    entry: Callable[[Any, Settings, Build], Entry]
    newest_first: bool = False
    in_order: Callable[[Sequence[Post]], tuple[Post, ...]] = _pinned_first
    bare: bool = True


def _dates(post: Post) -> Iterator[Subject]:
    if created := post.dates.created:
        yield created.isoformat(), created, ""  # Equal moments may be in different years.


def _archive(created: dt.datetime, settings: Settings, build: Build) -> Entry:
    title = format_moment(created, settings.archive_date_format, build.language)
    return urls.archive_path(created, settings, build), title, title, None


def _terms(terms: Iterable[Term]) -> Iterator[Subject]:
    """Yield topics, and the wider ones: who reads of these wants all that is on a part of them."""
    for term in terms:
        for each in (*term.parents, term):
            yield each.key, each, ""


def _category(term: Term, settings: Settings, build: Build) -> Entry:
    return urls.category_path(term.key, settings), term.key, term.name, None


def _tag(term: Term, settings: Settings, build: Build) -> Entry:
    return urls.tag_path(term.key, settings), term.key, term.name, None


def _series(post: Post) -> Iterator[Subject]:
    if post.series:
        yield post.series.name, post.series.name, ""


def _series_entry(name: str, settings: Settings, build: Build) -> Entry:
    return urls.series_path(name, settings), name, name, None


def _people(post: Post) -> Iterator[Subject]:
    for role, people in post.people:
        for person in people:
            yield person, person, role


def _author(person: Person, settings: Settings, build: Build) -> Entry:
    return urls.author_path(person, settings), person.id, person.name, person


KINDS: Mapping[str, Kind] = {
    "archive": Kind(
        "archive", "archive_name", "archive_url_format", _dates, _archive, newest_first=True
    ),
    "category": Kind(
        "categories",
        "categories_name",
        "categories_url_format",
        lambda post: _terms(post.categories),
        _category,
    ),
    "tag": Kind(
        "tags",
        "tags_name",
        "tags_url_format",
        lambda post: _terms(post.tags),
        _tag,
    ),
    "series": Kind(
        "series",
        "series_name",
        "series_url_format",
        _series,
        _series_entry,
        in_order=series.in_order,
        bare=False,
    ),
    "author": Kind(
        "authors_profiles",
        "authors_profiles_name",
        "authors_profiles_url_format",
        _people,
        _author,
    ),
}


TOPICS = ("category", "tag")  # The kinds that the topics file is about.


def option_for(path: str, settings: Settings) -> str:
    """Return the option without which there is no listing at a path; empty if it is none's."""
    for kind in KINDS.values():
        folder = getattr(settings, kind.url_format).strip("/").partition("{")[0]
        is_off = "/" in folder and not getattr(settings, kind.option)
        if is_off and path.startswith(posixpath.join(settings.blog_dir, folder)):
            return kind.option
    return ""


def plan(
    posts: tuple[Post, ...],
    settings: Settings,
    build: Build,
    titles: Mapping[str, str],
    entries: Entries | None = None,
    topics: Mapping[str, Topic] | None = None,
    described: Mapping[str, Topic] | None = None,
) -> tuple[View, ...]:
    """Return all listings: the blog's index first, then each kind's overview and its listings.

    Args:
        posts: The listed posts, newest first.
        titles: Default titles of `blog`, of each kind's overview and of `corrections`, in the
            theme's language.
        entries: Where subjects had their listings before, with the same settings; added to.
        topics: What the topics file says, by id.
        described: What the series file says, by id.
    """
    entries = {} if entries is None else entries
    path = posixpath.join(settings.blog_dir, "index.md")
    views = [_view("blog", "", titles["blog"], path, _pinned_first(posts), build)]
    for name, kind in KINDS.items():
        if not getattr(settings, kind.option) or (name == "author" and not settings.authors):
            continue
        children = _group(name, kind, posts, settings, build, entries.setdefault(name, {}))
        if topics and name in TOPICS:
            children = _by_topic(children, topics)
        if described and name == "series":
            children = _as_described(children, described, settings)
        if not (children or kind.bare):
            continue
        if overview := _overview(name, kind, children, settings, build, titles):
            views.append(overview)
        views += children
    if corrected := tuple(post for post in posts if post.corrections):
        path = posixpath.join(settings.blog_dir, "corrections", "index.md")
        views.append(_view("corrections", "", titles["corrections"], path, corrected, build))
    return tuple(views)


def _view(
    kind: str, key: str, title: str, path: str, posts: tuple[Post, ...], build: Build
) -> View:
    url, dest = urls.destination(path, directory_urls=build.directory_urls, folder=build.folder)
    return View(kind, key, title, path, url, dest, posts)


def _group(
    name: str,
    kind: Kind,
    posts: tuple[Post, ...],
    settings: Settings,
    build: Build,
    entries: dict[Hashable, Entry],
) -> list[View]:
    listed: dict[str, dict[str, Post]] = {}
    spellings: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    people: dict[str, Person] = {}
    credits: dict[str, list[tuple[str, Post]]] = {}
    for post in posts:
        for known, subject, role in kind.subjects(post):
            if known not in entries:
                entries[known] = kind.entry(subject, settings, build)
            path, key, title, person = entries[known]
            if path is None:
                continue
            group = listed.setdefault(path, {})
            spellings[path][key, title] += 1
            if person:
                people[path] = person
            if role in ("", "author"):
                group[post.path] = post
            else:
                credits.setdefault(path, []).append((role, post))
    views = []
    for path, group in listed.items():
        # "Python" and "python" share a URL: the spelling most used wins, then the first by name.
        key, title = min(spellings[path], key=lambda pair: (-spellings[path][pair], pair))
        merged = {distinct(name, key): key for key, _ in spellings[path]}
        created = next(iter(group.values())).dates.created if group else None
        if name == "archive" and len(merged) > 1 and created:
            # URLs are coarser than titles, as `yyyy` and `MMMM yyyy`: it is called after its URL.
            key = title = format_moment(created, settings.archive_url_date_format, build.language)
            merged = {}
        url, dest = urls.destination(
            path, directory_urls=build.directory_urls, folder=build.folder
        )
        views.append(
            View(
                name,
                key,
                title,
                path,
                url,
                dest,
                kind.in_order(tuple(group.values())),
                people.get(path),
                tuple(credits.get(path, ())),
                merged=tuple(sorted(merged.values())),
            )
        )
    if kind.newest_first:
        return views  # Groups were met in the order of the posts.
    views.sort(key=_by_title)
    if name == "category":
        views.sort(key=settings.categories_sort_by, reverse=settings.categories_sort_reverse)
    return views


def _as_described(
    views: Sequence[View], described: Mapping[str, Topic], settings: Settings
) -> list[View]:
    """Return series with what their file says of them, in its order, and else by title."""
    by_path: dict[str | None, Topic] = {}
    for name, each in described.items():
        by_path.setdefault(urls.series_path(name, settings), each)
    known = {view.key: by_path[view.path] for view in views if view.path in by_path}
    titled = [
        replace(view, title=known[view.key].title) if view.key in known else view for view in views
    ]
    return _by_topic(sorted(titled, key=_by_title), known)


def _by_title(view: View) -> tuple[str, str]:
    return view.title.casefold(), view.path


def _by_topic(views: Iterable[View], topics: Mapping[str, Topic]) -> list[View]:
    """Return listings with what the topics file says of them: each before its narrower ones."""

    def order(view: View) -> tuple[bool, int]:
        topic = topics.get(view.key)
        return (True, 0) if topic is None or topic.order is None else (False, topic.order)

    below: dict[str, list[View]] = defaultdict(list)
    listed = {view.key: view for view in sorted(views, key=order)}
    for key, view in listed.items():
        topic = topics.get(key)
        above = [each for each in topic.parents if each in listed] if topic else []
        below[above[-1] if above else ""].append(view)
    found: list[View] = []

    def described(view: View) -> View:
        place = len(found)
        children = tuple(map(described, below[view.key]))
        made = replace(view, topic=topics.get(view.key), children=children)
        found.insert(place, made)
        return made

    for view in below[""]:
        described(view)
    return found


def distinct(kind: str, name: str) -> str:
    """Return what is the same for two names only if one listing may be meant by both.

    They may differ in case, white space and punctuation, and not in signs, as C++ and C# do.
    """
    if kind == "author":
        return name
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", name).casefold()
        if char.isalnum() or char in "#&*/@%\\" or unicodedata.category(char).startswith("S")
    )


def _overview(
    name: str,
    kind: Kind,
    children: list[View],
    settings: Settings,
    build: Build,
    titles: Mapping[str, str],
) -> View | None:
    """Return the page above a kind's listings; None where its folder is the blog's own."""
    folder = posixpath.dirname(getattr(settings, kind.url_format).strip("/"))
    if not folder or "{" in folder:
        return None
    path = posixpath.join(settings.blog_dir, folder, "index.md")
    url, dest = urls.destination(path, directory_urls=build.directory_urls, folder=build.folder)
    posts = {post.path: post for child in children for post in child.posts}
    title = getattr(settings, kind.name) or titles[name]
    return View(name, "", title, path, url, dest, tuple(posts.values()), children=tuple(children))


def paginate(view: View, settings: Settings, build: Build) -> tuple[ListingPage, ...]:
    """Break a listing into pages; an overview has one."""
    posts = view.posts
    size = max(len(posts), 1)
    if settings.for_kind(view.kind, "pagination") and not view.is_overview:
        size = settings.for_kind(view.kind, "pagination_per_page")
    total = max(-(-len(posts) // size), 1)
    pages = []
    for number in range(1, total + 1):
        path, url, dest = view.path, view.url, view.dest
        if number > 1:
            path = urls.page_path(view.path, number, settings)
            url, dest = urls.destination(
                path, directory_urls=build.directory_urls, folder=build.folder
            )
        some = posts[(number - 1) * size : number * size]
        pages.append(ListingPage(view, number, total, path, url, dest, some))
    return tuple(pages)


def collisions(
    listings: tuple[ListingPage, ...],
    posts: tuple[Post, ...],
    pages: Mapping[str, str],
    shown: Callable[[str], str],
) -> list[Problem]:
    """Report posts and pages that a listing would overwrite.

    Args:
        pages: Output files of the site's other pages with their paths. A page at a listing's
            own place is its introduction, and no collision.
        shown: Turns a source path into the path that messages give.
    """
    problems = []
    taken = Places({post.dest: post.path for post in posts}, exact=True)
    others = Places(pages, exact=True)
    seen: dict[str, ListingPage] = {}
    for page in listings:
        title = page.view.title
        if page.number == 1 and len(page.view.merged) > 1:
            names = " and ".join(f"'{each}'" for each in page.view.merged)
            message = f"{names} both have the URL '{page.url}'."
            hint = "Rename one of them, or change the option that makes slugs of them."
            problems.append(Problem("mkdocs.yml", 1, 1, "BY406", message, hint))
        if path := taken.holder(page.dest):
            message = f"the URL '{page.url}' belongs to the listing '{title}'."
            problems.append(
                Problem(shown(path), 1, 1, "BY402", message, "Give the post another 'slug:'.")
            )
        is_intro = page.dest in pages and page.number == 1
        if not is_intro and (path := others.holder(page.dest)):
            message = f"the URL '{page.url}' belongs to page {page.number} of '{title}'."
            problems.append(Problem(path, 1, 1, "BY402", message, "Move the page."))
        if reserved(page.dest):
            message = f"the URL '{page.url}' of '{title}' belongs to {SITE_FILES}."
            hint = "Change its URL format in the plugin's options."
            problems.append(Problem("mkdocs.yml", 1, 1, "BY406", message, hint))
        if (other := seen.setdefault(page.dest, page)) is not page:
            message = f"'{title}' and '{other.view.title}' both have the URL '{page.url}'."
            hint = "Change one of the URL formats in the plugin's options."
            problems.append(Problem("mkdocs.yml", 1, 1, "BY406", message, hint))
    return problems
