"""Lasting ids of posts, from the ledger of URLs and git's renames.

A post is taken for one that is on record if, in this order, its file is where the record has it,
git saw it moved from there, it lists one of the record's URLs under `aliases`, or it has one of
them now. Two posts are never taken for the same one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from mkdocs_byline.content.ledger import Ledger
from mkdocs_byline.git.file_history import Past
from mkdocs_byline.model import Post


def identify(posts: Sequence[Post], ledger: Ledger, pasts: Mapping[str, Past]) -> dict[str, str]:
    """Return an id for each post, by path.

    A post that is not on record gets one made of the first path that git knows of it; `record`
    writes down the same. So an id does not change when the ledger comes to know it.
    """
    by_path: dict[str, str] = {}
    by_url: dict[str, str] = {}
    for each, entry in sorted(ledger.posts.items()):
        by_path.setdefault(entry.path, each)
        by_url.update(dict.fromkeys(entry.urls, each))
    moves = {post.path: pasts.get(post.path, Past()).paths for post in posts}
    rules: tuple[Callable[[Post], Iterable[str | None]], ...] = (
        lambda post: [by_path.get(post.path)],
        lambda post: map(by_path.get, moves[post.path]),
        lambda post: [by_url.get(alias.url) for alias in post.aliases],
        lambda post: [by_url.get(post.url)],
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    # Where a new post took the place of one that was moved, the older one has the first claim.
    ordered = sorted(posts, key=lambda each: (not moves[each.path], each.path))
    for rule in rules if ledger.posts else ():
        for post in ordered:
            free = (each for each in rule(post) if each and each not in taken)
            if post.path not in found and (match := next(free, None)):
                found[post.path] = match
                taken.add(match)
    taken.update(ledger.posts)
    for post in ordered:
        if post.path not in found:
            found[post.path] = _new_id([post.path, *moves[post.path]][-1], taken)
            taken.add(found[post.path])
    return found


def _new_id(path: str, taken: set[str]) -> str:
    name = hashlib.sha256(path.encode("utf-8", "replace")).hexdigest()[:12]
    number = 2
    new = name
    while new in taken:
        new, number = f"{name}-{number}", number + 1
    return new
