"""Related posts: what to read after each post, and why.

First what the post itself names, then older posts that are like it. The parts of its series before
and after it have their own links at its foot. What no listing may name, or isn't out yet, is named
by no post either.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import posixpath
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from mkdocs_byline.blog.nearest import Index
from mkdocs_byline.blog.nearest_update import find_beside, update
from mkdocs_byline.blog.post_terms import count_terms
from mkdocs_byline.cache.store import key
from mkdocs_byline.model import NamedPost, Post, RelatedPost, SeriesPlace, Status
from mkdocs_byline.problems import Problem, did_you_mean
from mkdocs_byline.settings import Settings

_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)  # A draft without a date will be the newest.
_TOPICS = 2  # That a reason names.


class Related:
    """What to read after each post. Nothing is computed before somebody asks."""

    def __init__(
        self,
        posts: Mapping[str, Post],
        series: Mapping[str, SeriesPlace],
        settings: Settings,
        open_index: Callable[[str], Index],
        keep: Callable[[str, Index, int], None],
    ) -> None:
        """Take a blog.

        Args:
            posts: All that are shown, by path.
            series: Where they stand in their series, by path.
            open_index: Returns what is known of the posts in a language, or an empty index.
            keep: Takes it as it is now, and how many posts had to be read for that.
        """
        self.posts, self.series, self.settings = posts, series, settings
        self.open_index, self.keep = open_index, keep
        self.near: dict[str, Mapping[str, Sequence[Post]]] = {}
        self.outlines: dict[str, str] = {}

    def posts_of(self, post: Post) -> list[tuple[str, Post]]:
        """Return the posts to read after one; those that were picked for it are marked `pin`."""
        asked, count = post.related, self.settings.related_posts
        if not count or (asked and asked.is_off):
            return []
        found: dict[str, tuple[str, Post]] = {}
        banned = {post.path}
        if asked:
            banned |= {each.path for each in self._named(asked.ban, post)}
            for each in self._named(asked.pin, post):
                found.setdefault(each.path, ("pin", each))
        besides = self._neighbours(post)
        for each in self._like(post):
            if len(found) < count and each.path not in banned and each.url not in besides:
                found.setdefault(each.path, ("", each))
        return [pair for path, pair in found.items() if path not in banned][:count]

    def _named(self, named: Iterable[NamedPost], post: Post) -> Iterator[Post]:
        for each in named:
            path = find_post(each.path, post.path, self.posts)
            if path and may_be_named(self.posts[path]):
                yield self.posts[path]

    def _neighbours(self, post: Post) -> set[str]:
        """Return the URLs of the parts before and after a post in its series."""
        place = self.series.get(post.path)
        parts = (place.before, place.after) if place else ()
        return {part.url for part in parts if part}

    def _like(self, post: Post) -> Sequence[Post]:
        if post.lang not in self.near:
            self.near[post.lang] = self._compare(post.lang)
        return self.near[post.lang].get(post.path, ())

    def _compare(self, language: str) -> Mapping[str, Sequence[Post]]:
        """Return the posts nearest to each, of those in one language."""
        own = [post for post in self.posts.values() if post.lang == language]
        own.sort(key=_moment)
        posts = [post for post in own if may_be_named(post)]
        index = self.open_index(language)
        if index.newer != self.settings.related_newer:
            index = Index(self.settings.related_newer)
        index, number = update(index, [_mark(post) for post in posts], _reader(posts))
        self.keep(language, index, number)
        found = {
            post.path: [posts[each] for each in index.near(at)] for at, post in enumerate(posts)
        }
        moments = [_moment(post) for post in posts]
        beside = [post for post in own if post.path not in found]
        places = [(bisect(moments, _moment(post)), count_terms(post)) for post in beside]
        for post, near in zip(beside, find_beside(index, places), strict=True):
            found[post.path] = [posts[each] for each in near]
        return found

    def digest(self, post: Post) -> str:
        """Return a digest of what a post's page shows of the others, beside the post itself."""
        return key(
            *(part for kind, each in self.posts_of(post) for part in (kind, self._outline(each)))
        )

    def _outline(self, post: Post) -> str:
        if post.path not in self.outlines:
            self.outlines[post.path] = repr(
                (post.title, post.url, post.lang, post.dates.created, post.series)
                + (post.tags, post.categories, [(each.id, each.name) for each in post.authors])
            )
        return self.outlines[post.path]

    def of(self, post: Post) -> tuple[RelatedPost, ...]:
        """Return what to read after a post, each with its reason."""
        return tuple(
            RelatedPost(
                each.title, each.url, each.lang, each.dates.created, *_reason(post, each, kind)
            )
            for kind, each in self.posts_of(post)
        )


def _moment(post: Post) -> tuple[dt.datetime, str]:
    return post.dates.created or _LAST, post.path


def may_be_named(post: Post) -> bool:
    """Whether other posts may name one."""
    return post.listed and post.status is Status.PUBLISHED


def _reader(posts: Sequence[Post]) -> Callable[[int], dict[str, int]]:
    return lambda at: count_terms(posts[at])


def _mark(post: Post) -> str:
    """Return what identifies a post, with all that its terms are made of."""
    topics = (term.name for term in (*post.tags, *post.categories))
    text = "\0".join((post.path, post.sha256 or post.body, post.title, *topics))
    # Ten thousand are made in each build.
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _reason(post: Post, other: Post, kind: str) -> tuple[str, tuple[str, ...]]:
    """Return what two posts have in common that readers can see: a kind, and names of it."""
    if kind == "pin":
        return "pin", ()
    if post.series and other.series and post.series.name == other.series.name:
        return "series", ()
    theirs = {term.name for term in (*other.tags, *other.categories)}
    topics = [term.name for term in (*post.tags, *post.categories) if term.name in theirs]
    names = tuple(dict.fromkeys(topics))[:_TOPICS]
    if any(person in other.authors for person in post.authors):
        return "author", names
    return ("topics" if names else "text"), names


def find_post(name: str, path: str, posts: Mapping[str, object]) -> str:
    """Return the path of a post that another one names, from its own folder or the docs folder."""
    name = unquote(name.partition("#")[0])
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    inner = posixpath.normpath(name.lstrip("/"))
    return beside if beside in posts else inner if inner in posts else ""


def check_related(
    posts: Iterable[Post], paths: Mapping[str, object], shown: Callable[[str], str]
) -> Iterator[Problem]:
    """Yield what is wrong with posts that others name.

    Args:
        paths: Of all posts, in whatever state.
    """
    by_path = {post.path: post for post in posts}
    for post in by_path.values():
        if post.related is None:
            continue
        pins = [find_post(each.path, post.path, paths) for each in post.related.pin]
        for named in (*post.related.pin, *post.related.ban):
            path = find_post(named.path, post.path, paths)
            other = by_path.get(path)
            at = (shown(post.path), named.line, named.column)
            if not path:
                yield Problem(*at, "BY443", *_missing(named.path, paths))
            elif path == post.path:
                yield Problem(*at, "BY444", "the post names itself.", "Remove it.")
            elif named in post.related.ban and path in pins:
                message = f"'{named.path}' is both under 'pin' and under 'ban'."
                yield Problem(*at, "BY444", message, "Remove one of them.")
            elif named in post.related.pin and other and other.unlisted:
                message = f"'{named.path}' is unlisted, so that no other post leads to it."
                hint = "Link to it from the text if readers are to come there."
                yield Problem(*at, "BY444", message, hint, (shown(path),))


def _missing(name: str, paths: Iterable[str]) -> tuple[str, str]:
    message = f"the related post '{name}' is not there."
    names = {posixpath.basename(each): each for each in sorted(paths)}
    hint = did_you_mean(posixpath.basename(name), names)
    return message, hint or "Give its path from the post's own file, or from the docs folder."
