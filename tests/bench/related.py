"""How well related posts are found, and how quickly: `python -m bench.related FOLDER...`.

Of blogs, it counts how often posts that link to each other are among the first five that are found
for either, and how often they would be by chance. Of made-up posts, it measures computing.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bench import posts as made_up
from mkdocs_byline.blog.nearest import Index
from mkdocs_byline.blog.nearest_update import update
from mkdocs_byline.blog.post_terms import count_terms
from mkdocs_byline.content.body import first_heading
from mkdocs_byline.content.frontmatter import parse_post, resolve_date
from mkdocs_byline.model import Dates, Post, Term

FIRST = 5
_LINK = re.compile(r"\]\(([^()\s#]+\.md)")
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


def read_blog(folder: Path) -> list[Post]:
    """Return the posts below a folder, oldest first."""
    found = []
    for path in sorted(folder.rglob("*.md")):
        source = parse_post(path.read_bytes(), path.relative_to(folder).as_posix())
        matter, created = source.matter, resolve_date(source, dt.UTC)
        title = matter.title or first_heading(source.body)[0] or source.stem
        found.append(
            Post(
                source.path,
                title,
                source.path,
                "",
                Dates(created),
                categories=tuple(Term(each, "") for each in matter.categories),
                tags=tuple(Term(each, "") for each in matter.tags),
                body=source.body,
            )
        )
    return sorted(found, key=lambda each: (each.dates.created or _LAST, each.path))


def linked(posts: Sequence[Post]) -> set[tuple[int, int]]:
    """Return the pairs of posts of which one links to the other, the older one first."""
    numbers = {post.path: at for at, post in enumerate(posts)}
    found = set()
    for at, post in enumerate(posts):
        for link in _LINK.findall(post.body):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(post.path), link))
            other = numbers.get(path, at)
            if other != at:
                found.add((min(at, other), max(at, other)))
    return found


def indexed(posts: Sequence[Post], old: Index) -> Index:
    marks = [f"{post.path} {post.sha256}" for post in posts]
    return update(old, marks, lambda at: count_terms(posts[at]))[0]


def hits(posts: Sequence[Post], *, newer: bool) -> tuple[int, int, float]:
    """Return how many links lead to one of the first five, of how many, and how many by chance."""
    index, pairs, number = indexed(posts, Index(newer)), linked(posts), len(posts)
    if newer:
        ways = [(each, other) for pair in pairs for each, other in (pair, pair[::-1])]
        chance = len(ways) * FIRST / max(number - 1, FIRST)
    else:
        ways = [(newest, oldest) for oldest, newest in pairs]
        chance = sum(min(FIRST, newest) / newest for newest, _ in ways)
    return sum(other in index.near(at)[:FIRST] for at, other in ways), len(ways), chance


def reachable(posts: Sequence[Post], *, newer: bool) -> int:
    """Return how many links could lead to one of the first five: some posts link to more."""
    pairs = linked(posts)
    links = Counter(each for pair in pairs for each in (pair if newer else pair[1:]))
    return sum(min(FIRST, number) for number in links.values())


def _computing(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _made_up(number: int) -> list[Post]:
    return [
        Post(
            each.name,
            each.title,
            each.url,
            "",
            Dates(),
            categories=tuple(Term(name, "") for name in each.categories),
            tags=tuple(Term(name, "") for name in each.tags),
            body=each.body,
        )
        for each in made_up.generate(number)
    ]


def main(folders: Sequence[str]) -> None:
    for folder in folders:
        posts = read_blog(Path(folder))
        for newer in (True, False):
            found, number, chance = hits(posts, newer=newer)
            lift = f"{found / chance:.1f} times" if chance else "nothing to compare with"
            kind = "any" if newer else "older"
            most = reachable(posts, newer=newer)
            ways = f"{found} of {number} ({most} at most)"
            print(f"{folder}, {len(posts)} posts, {kind}: {ways}, {lift} chance")
    for number in () if folders else (1_000, 10_000):
        measure(number)


def measure(number: int) -> None:
    """Print what made-up posts cost, and what the next build does after a change of one."""
    posts = _made_up(number)
    print(f"{number} posts: {_computing(lambda: indexed(posts, Index())):.2f} s")
    data, middle = indexed(posts, Index()).encode(), number // 2
    edited = replace(posts[middle], body=posts[middle].body + " A lantern.", sha256="new")
    rest = posts[middle + 1 :]
    print(f"  an edit: {_next([*posts[:middle], edited, *rest], data):.3f} s")
    print(f"  a new post: {_next([*posts, replace(edited, path='new')], data):.3f} s")
    print(f"  one gone: {_next([*posts[:middle], *rest], data):.3f} s")


def _next(posts: Sequence[Post], data: bytes) -> float:
    return _computing(lambda: indexed(posts, Index.decode(data)))


if __name__ == "__main__":
    main(sys.argv[1:])
