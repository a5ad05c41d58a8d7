"""Listings that will go with their last posts, and the links that lead to one on such a day.

A post that expires takes its listings with it, if nothing else is in them, and a strict build then
fails for links to these. As with posts that wait for their date, it has to fail at once.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from mkdocs_byline.blog.places import ALWAYS, Life
from mkdocs_byline.blog.taxonomies import KINDS
from mkdocs_byline.content.frontmatter import Source, read_text, split_front
from mkdocs_byline.content.markdown_scan import scan
from mkdocs_byline.content.safe_files import MARKDOWN
from mkdocs_byline.model import Link, ListingPage, Post
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs_byline.blog.project import Project

Gaps = Mapping[str, Sequence[Life]]


def life(post: Post, settings: Settings) -> Life:
    """Return from when until when a post is out, or will be."""
    dates = post.dates
    created = dates.created if settings.draft_if_future_date else None
    return dates.publish_at or created or ALWAYS[0], dates.expires or ALWAYS[1]


def find_gaps(
    paged: Mapping[str, Sequence[ListingPage]], settings: Settings, now: dt.datetime
) -> Gaps:
    """Return from when until when there will be no such page, by its path.

    Args:
        paged: The pages of each listing, with all posts that wait for their date.
    """
    gaps = {}
    for pages in paged.values():
        view = pages[0].view
        kind = KINDS.get(view.kind)
        is_lasting = view.kind == "blog" or (view.is_overview and kind is not None and kind.bare)
        members = {post.path: post for post in (*view.posts, *(post for _, post in view.credits))}
        lives = [life(post, settings) for post in members.values()]
        if all(end == ALWAYS[1] for _, end in lives):
            continue
        before = 0  # Posts that are on the pages before.
        for page in pages:
            found = [gap for gap in _without(lives, before) if gap[0] > now]
            if found and (page.number > 1 or not is_lasting):
                gaps[page.path] = found
            before += len(page.posts)
    return gaps


def _without(lives: Iterable[Life], many: int) -> Iterator[Life]:
    """Yield from when until when not more than so many posts are out."""
    changes: Counter[dt.datetime] = Counter()
    for start, end in lives:
        changes[start] += 1
        changes[end] -= 1
    count, since = 0, ALWAYS[0]
    for moment in sorted(changes):
        before, count = count, count + changes[moment]
        if before <= many < count:
            yield since, moment
        elif count <= many < before:
            since = moment
    if since < ALWAYS[1] and count <= many:
        yield since, ALWAYS[1]


def links_to_vanishing(
    project: Project, gaps: Gaps, posts: Mapping[str, Post]
) -> Iterator[Problem]:
    """Report links to listings that will be gone while they still lead there.

    Args:
        posts: Those that are out or will be, by path. Others are not read.
    """
    gaps = {path: found for path, found in gaps.items() if path not in project.files}
    if not gaps:
        return
    for path in project.nav:
        if path in gaps:
            yield _problem("mkdocs.yml", (1, 1), path, gaps[path][0])
    names = {posixpath.basename(path) for path in gaps}
    names |= {quote(name) for name in names}
    folder = f"{project.settings.posts_folder}/"
    for path in project.files:
        post = posts.get(path)
        if not path.endswith(MARKDOWN) or (post is None and path.startswith(folder)):
            continue
        text = read_text(project.read(path))
        if not any(name in text for name in names):
            continue
        out = life(post, project.settings) if post else ALWAYS
        _, body, line = split_front(text)
        for link in scan(body, line).links:
            address = unquote(link.target.partition("#")[0].partition("?")[0])
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
            if not link.is_html and (gap := _meeting(gaps.get(target, ()), out)):
                yield _problem(project.shown(path), link.at, link.target, gap)
        if post:
            source = project.source(path)
            yield from _related(source, source.matter.links, gaps, out, ("links",))


def _related(
    source: Source, links: Sequence[Link], gaps: Gaps, out: Life, keys: tuple[str | int, ...]
) -> Iterator[Problem]:
    for index, link in enumerate(links):
        here = (*keys, index, link.label)
        if gap := _meeting(gaps.get(link.url.partition("#")[0], ()), out):
            yield _problem(source.shown, source.position(*here), link.url, gap)
        yield from _related(source, link.children, gaps, out, here)


def _meeting(gaps: Iterable[Life], out: Life) -> Life | None:
    return next((gap for gap in gaps if gap[0] < out[1] and out[0] < gap[1]), None)


def _problem(shown: str, at: tuple[int, int], link: str, gap: Life) -> Problem:
    message = f"the link '{link}' leads to a listing that has no post from {gap[0].date()} on."
    hint = "Lead somewhere else, or let one of its posts stay."
    return Problem(shown, *at, "BY405", message, hint)
