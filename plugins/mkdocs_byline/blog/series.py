"""Series: the order of their parts, and what is wrong with it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_byline.blog import urls
from mkdocs_byline.blog.intros import Intro
from mkdocs_byline.clock import EARLIEST
from mkdocs_byline.content.near_names import nearest_name
from mkdocs_byline.content.topics import Topics
from mkdocs_byline.model import Post, SeriesPart, SeriesPlace, View
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

MOST_PARTS = 30  # Of which each post lists all: with 300 parts that would be 90,000 links.
AROUND = 4  # Parts that each post of a longer series lists before and after it, if there are.
_REMOVE = "Remove it here or there."


@dataclass(frozen=True, slots=True)
class SeriesIndex:
    """Where each listed post stands in its series, by path, and what is wrong with any series."""

    places: Mapping[str, SeriesPlace]
    problems: tuple[Problem, ...]


def numbered(posts: Iterable[Post]) -> list[tuple[int, Post]]:
    """Return the posts of one series in reading order, each with its number.

    A post that gives no part takes the first number that is free, by date.
    """
    oldest_first = sorted(posts, key=lambda each: (each.dates.created or EARLIEST, each.path))
    taken = {part for each in oldest_first if (part := _part(each))}
    free = (number for number in itertools.count(1) if number not in taken)
    found = [(_part(each) or next(free), each) for each in oldest_first]
    return sorted(found, key=lambda pair: pair[0])


def in_order(posts: Sequence[Post]) -> tuple[Post, ...]:
    """Return the posts of one series in reading order."""
    return tuple(post for _, post in numbered(posts))


def _part(post: Post) -> int | None:
    return post.series.part if post.series else None


def index(
    views: Iterable[View],
    posts: Iterable[Post],
    withheld: Iterable[Post],
    settings: Settings,
    shown: Callable[[str], str],
) -> SeriesIndex:
    """Number the posts of all series.

    Args:
        views: All listings; each series has one.
        posts: Those that this build shows, unlisted ones among them.
        withheld: Those it leaves out, since a part that waits for its date is no gap.
    """
    places: dict[str, SeriesPlace] = {}
    for view in views:
        if view.kind == "series" and not view.is_overview:
            places |= _places(view)
    problems: list[Problem] = []
    if settings.series:
        posts = tuple(posts)
        here, away = _by_series(posts, settings), _by_series(withheld, settings)
        for path, group in here.items():
            problems += _doubles(group, shown)
            problems += _gaps([*group, *away.get(path, ())], {each.path for each in group}, shown)
        problems += _without_page(posts, settings, shown)
    return SeriesIndex(places, tuple(problems))


def _places(view: View) -> dict[str, SeriesPlace]:
    found = numbered(view.posts)
    parts = tuple(SeriesPart(number, post.title, post.url, post.lang) for number, post in found)
    room = 2 * AROUND + 1 if len(parts) > MOST_PARTS else len(parts)
    places = {}
    for at, (number, post) in enumerate(found):
        first = max(0, min(at - AROUND, len(parts) - room))
        some = parts[first : first + room]
        places[post.path] = SeriesPlace(
            view.title,
            view.url,
            number,
            found[-1][0],
            some,
            at - first,
            len(parts) - len(some),
            view.key,
            view.topic.state if view.topic else "",
        )
    return places


def _by_series(posts: Iterable[Post], settings: Settings) -> dict[str, list[Post]]:
    """Group posts by the place of their series' page, as listings are."""
    found: dict[str, list[Post]] = {}
    for post in posts:
        if post.series and (path := urls.series_path(post.series.name, settings)):
            found.setdefault(path, []).append(post)
    return found


def _doubles(group: Iterable[Post], shown: Callable[[str], str]) -> Iterator[Problem]:
    first: dict[int, Post] = {}
    for post in in_order(tuple(group)):
        if post.series and (part := post.series.part):
            other = first.setdefault(part, post)
            if other is not post:
                name, at = shown(other.path), (post.series.line, post.series.column)
                message = f"{name} is part {part} of '{post.series.name}' already."
                hint = "Give one of them another 'part:'."
                yield Problem(shown(post.path), *at, "BY441", message, hint, (name,))


def _gaps(
    posts: Iterable[Post], reported: set[str], shown: Callable[[str], str]
) -> Iterator[Problem]:
    """Yield numbers that no post has, on the post that comes after."""
    previous = 0
    for number, post in numbered(posts):
        if number > previous + 1 and post.series and post.path in reported:
            one = number == previous + 2
            lacks = f"part {previous + 1}" if one else f"parts {previous + 1} to {number - 1}"
            message = f"'{post.series.name}' has no {lacks}."
            hint = f"Write 'part: {previous + 1}', or check the others of the series."
            at = (post.series.line, post.series.column)
            yield Problem(shown(post.path), *at, "BY442", message, hint)
        previous = number


def _without_page(
    posts: Iterable[Post], settings: Settings, shown: Callable[[str], str]
) -> Iterator[Problem]:
    """Yield series whose names leave nothing to make a URL of."""
    for post in posts:
        if (own := post.series) and not urls.series_path(own.name, settings):
            message = f"no URL can be made of '{own.name}', so this series has no page."
            hint = "Give it a name with a letter or a digit."
            yield Problem(shown(post.path), own.line, own.column, "BY447", message, hint)


def check_entries(
    described: Topics, posts: Iterable[Post], settings: Settings
) -> Iterator[Problem]:
    """Yield entries of the series file that no post names, or that mean the same series.

    Args:
        posts: All of them, in whatever state.
    """
    names = {post.series.name for post in posts if post.series}
    used = {urls.series_path(name, settings) or name: name for name in names}
    own = {name: urls.series_path(name, settings) or name for name in described.topics}
    others = [name for path, name in used.items() if path not in own.values()]
    first: dict[str, str] = {}
    for name, path in own.items():
        if described.id_of(name) != name:
            continue  # The file itself says what is wrong.
        if (other := first.setdefault(path, name)) != name:
            message = f"'{name}' is a name of '{other}' already."
            yield Problem(described.shown, described.lines[name], 1, "BY473", message, _REMOVE)
        elif path not in used:
            message = f"no post is a part of '{name}'."
            match = nearest_name(name, others)
            hint = f"Did you mean '{match}'?" if match else "Write its first part, or remove it."
            yield Problem(described.shown, described.lines[name], 1, "BY446", message, hint)


def contradictions(
    views: Iterable[View],
    intros: Mapping[str, Intro],
    described: Topics,
    shown: Callable[[str], str],
) -> Iterator[Problem]:
    """Yield series of which the series file and their introduction say different things."""
    for view in views:
        topic, intro = view.topic, intros.get(view.path)
        if view.kind != "series" or topic is None or intro is None:
            continue
        said = {"title": intro.title, "description": intro.meta.get("description")}
        own = {
            "title": "" if topic.title == topic.id else topic.title,
            "description": topic.description,
        }
        differ = [
            key
            for key, value in own.items()
            if value and said[key] and " ".join(str(said[key]).split()) != value
        ]
        if differ:
            page = shown(intro.path)
            message = f"{page} gives '{topic.id}' another {' and '.join(differ)}, and goes before."
            at = described.places[topic.id, differ[0]]
            yield Problem(described.shown, *at, "BY445", message, _REMOVE, (page,))


def neighbours(
    places: Mapping[str, SeriesPlace],
    by_url: Mapping[str, Post],
    in_time: Mapping[str, tuple[Post | None, Post | None]],
) -> dict[str, tuple[Post | None, Post | None]]:
    """Return what comes before and after each post: in its series, and at its ends in time."""
    found = dict(in_time)
    for path, place in places.items():
        before, after = in_time[path]
        if place.before:
            before = by_url[place.before.url]
        if place.after:
            after = by_url[place.after.url]
        found[path] = before, after
    return found
