"""Redirects from former URLs, URLs that vanished, and the next ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from mkdocs_byline.blog import urls
from mkdocs_byline.blog.library import Library
from mkdocs_byline.blog.places import SITE_FILES, Places, lifetime, reserved
from mkdocs_byline.content.ledger import Entry, Ledger
from mkdocs_byline.model import Build, Post, Redirect, Status, View
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

_HINT = "Give a post 'aliases: [/{url}]', or say that it is meant: byline urls accept {url}"


def plan(
    library: Library,
    ledger: Ledger,
    taken: Places,
    build: Build,
    shown: Callable[[str], str],
) -> tuple[tuple[Redirect, ...], list[Problem]]:
    """Return the pages that lead from former URLs to posts, and what stands in their way.

    Args:
        taken: What `places.occupied` gives; redirects are added.
        shown: Turns a source path into the path that messages give.
    """
    found: dict[str, Redirect] = {}
    problems: list[Problem] = list(ledger.problems)

    def offer(post: Post, url: str, dest: str, where: tuple[str, int, int], hint: str) -> None:
        if dest == post.dest or (dest in found and found[dest].target is post):
            return
        life = lifetime(post, build)
        holder = taken.holder(dest, life)
        if not holder and reserved(dest, former=True):
            holder = SITE_FILES
        if holder:
            message = f"the former URL '{url}' belongs to {holder}."
            if holder == shown(post.path):
                message = f"the former URL '{url}' is another one of this post on many disks."
            problems.append(Problem(*where, "BY412", message, hint))
        else:
            found[dest] = Redirect(url, dest, post)
            taken.take(dest, shown(post.path), life)

    by_path = sorted(library.posts, key=lambda post: post.path)
    for post in by_path:
        for alias in post.aliases:
            where = (shown(post.path), alias.line, alias.column)
            offer(post, alias.url, alias.dest, where, "Remove it from 'aliases'.")
    for post in by_path:
        entry = ledger.posts.get(post.id)
        for url, dest in _former(entry, ledger):
            where = (ledger.shown, ledger.lines.get(post.id, 1), 1)
            hint = f"If that is meant: byline urls accept {url}"
            offer(post, url, dest, where, hint)
    problems += _vanished(library, ledger, taken, shown)
    return tuple(found.values()), problems


def of_topics(
    views: Iterable[View], taken: Places, settings: Settings, build: Build
) -> tuple[Redirect, ...]:
    """Return the pages that lead to a topic from where its other names would have a listing.

    What has such a place already keeps it.

    Args:
        taken: The places of everything else; redirects are added.
    """
    found = []
    places = {"category": urls.category_path, "tag": urls.tag_path}
    for view in views:
        place = places.get(view.kind)
        if view.topic is None or place is None:
            continue
        for name in view.topic.names[1:]:
            if path := place(name, settings):
                url, dest = urls.destination(
                    path, directory_urls=build.directory_urls, folder=build.folder
                )
                if not taken.holder(dest) and not reserved(dest, former=True):
                    found.append(Redirect(url, dest, view))
                    taken.take(dest, f"the listing '{view.title}'")
    return tuple(found)


def _former(entry: Entry | None, ledger: Ledger) -> list[tuple[str, str]]:
    """Return URL and output file of what is on record and not meant to be gone."""
    places = []
    for url in entry.urls if entry else ():
        if url not in ledger.gone:
            try:
                places.append((url, urls.former(url)[1]))
            except urls.BadPath:
                continue  # Told by `_vanished`.
    return places


def _vanished(
    library: Library, ledger: Ledger, taken: Places, shown: Callable[[str], str]
) -> list[Problem]:
    """Report URLs on record at which there is nothing any more, and those nothing can be at.

    A draft, and a planned or expired post, are not built; that says nothing of their URLs. Nor
    does it of those that an expired post has taken over: they lead nowhere by that post's date.
    """
    known = set(library.ids.values())
    expired = {
        dest
        for post in library.withheld
        if post.status is Status.EXPIRED
        for dest in (post.dest, *(alias.dest for alias in post.aliases))
    }
    problems = []
    for each, entry in ledger.posts.items():
        where = (ledger.shown, ledger.lines.get(each, 1), 1)
        for url in entry.urls:
            try:
                dest = urls.former(url)[1]
            except urls.BadPath as error:
                message = f"the former URL '{url}' can't be used: {error}."
                problems.append(Problem(*where, "BY413", message, "Restore the line from git."))
                continue
            if each in known or url in ledger.gone or dest in expired:
                continue
            if not taken.has(dest):
                message = f"'{shown(entry.path)}' is gone, and its URL '{url}' leads nowhere."
                hint = _HINT.format(url=url)
                file = shown(entry.path)  # Shown to whoever deletes it.
                problems.append(Problem(*where, "BY411", message, hint, (file,)))
    return problems


def record(library: Library, ledger: Ledger) -> Ledger:
    """Return the ledger with all posts that are out now, each with its present URL last."""
    entries = dict(ledger.posts)
    for post in library.posts:
        if post.status is Status.PUBLISHED:
            before = entries[post.id].urls if post.id in entries else ()
            others = tuple(url for url in before if url != post.url)
            entries[post.id] = Entry(post.path, (*others, post.url))
    for post in library.withheld:
        if post.id in entries:
            entries[post.id] = replace(entries[post.id], path=post.path)
    live = {post.url for post in library.posts}
    return replace(ledger, posts=entries, gone=ledger.gone - live)


def accept(ledger: Ledger, vanished: Iterable[str]) -> Ledger:
    """Return the ledger with these URLs as meant to be gone."""
    gone = ledger.gone | set(vanished)
    entries = {}
    for each, entry in ledger.posts.items():
        kept = tuple(url for url in entry.urls if url not in gone)
        if kept:
            entries[each] = replace(entry, urls=kept)
    return replace(ledger, posts=entries, gone=gone)
