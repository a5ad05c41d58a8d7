"""Lists of posts that pages ask for: which posts they have, and what is wrong with the names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdocs_byline.blog import series
from mkdocs_byline.blog.taxonomies import distinct
from mkdocs_byline.clock import EARLIEST
from mkdocs_byline.content.authors import Authors
from mkdocs_byline.content.frontmatter import Source, read_text, split_front
from mkdocs_byline.content.list_blocks import (
    ListBlock,
    ListOptions,
    ListRequest,
    find_blocks,
    read_block,
)
from mkdocs_byline.content.topics import Topics
from mkdocs_byline.model import Build, Person, Post, Term, View
from mkdocs_byline.problems import Problem, did_you_mean
from mkdocs_byline.settings import Settings

MAX_LISTS = 20  # In one page: each may cost what a large listing does.

# The listing that has all posts of a filter, by kind.
_KINDS = {"category": "category", "tag": "tag", "author": "author", "series": "series"}
_KINDS["year"] = "archive"


def lists_of_pages(
    pages: Iterable[str],
    read: Callable[[str], bytes],
    shown: Callable[[str], str],
    *,
    has_mkdocstrings: bool,
) -> dict[str, tuple[ListRequest, ...]]:
    """Return the lists of pages that are no posts, by source path.

    Args:
        read: Returns what is in one.
        shown: Turns a source path into the path that messages give.
    """
    found = {}
    for path in pages:
        content = read(path)
        if b"posts" in content:
            _, body, line = split_front(read_text(content))
            blocks = find_blocks(body, line, has_mkdocstrings=has_mkdocstrings)
            if blocks:
                found[path] = _read(blocks, shown(path))
    return found


def problems_of(
    lists: Mapping[str, Sequence[ListRequest]],
    names: Callable[[], Names],
    shown: Callable[[str], str],
) -> list[Problem]:
    """Return what is wrong with lists, given by the source path of their page.

    Args:
        names: Returns what they may name.
    """
    if not lists:
        return []
    known, found = names(), []
    for path, requests in lists.items():
        for request in requests:
            found += [*request.problems, *known.problems(request, shown(path))]
    return found


@dataclass(frozen=True, slots=True)
class Names:
    """What lists may name: whatever any post has, in whatever state it is, or may have."""

    known: Mapping[str, frozenset[str]]

    @classmethod
    def of(
        cls,
        posts: Iterable[Post],
        authors: Authors,
        files: tuple[Topics, Topics],
        settings: Settings,
        build: Build,
    ) -> Names:
        """Return the names of these posts, and those of the files of topics and series."""
        found = {kind: set[str]() for kind in _NAMES if kind != "year"}
        for post in posts:
            for kind, names in found.items():
                names.update(_NAMES[kind](post, build))
        found["category"].update(settings.categories_allowed)
        topics, series_file = files
        for each in series_file.topics.values():
            found["series"].update(each.names)
        for topic in topics.topics.values():
            found["category"].update(topic.names)
            found["tag"].update(topic.names)
        for person in authors.people.values():
            found["author"].update(_names(person))
        return cls({kind: frozenset(names) for kind, names in found.items()})

    def problems(self, request: ListRequest, shown: str) -> Iterator[Problem]:
        """Yield what a list names that no post has. A year may be yet to come."""
        for kind, known in self.known.items():
            given = zip(getattr(request.options, kind), request.places.get(kind, ()), strict=True)
            for name, at in given:
                if not any(_is_same(kind, name, each) for each in known):
                    hint = did_you_mean(name, known) or _hint(known)
                    message = f"no post has the {kind} '{name}', so the list does without."
                    yield Problem(shown, *at, "BY462", message, hint)


def _topic_names(terms: Iterable[Term]) -> Iterator[str]:
    """Yield the names of topics, and of the wider ones, whose listings have the posts, too."""
    return (each.name for term in terms for each in (*term.parents, term))


def _names(person: Person) -> Iterator[str]:
    yield from filter(None, (person.id, person.name))


def _hint(known: Iterable[str]) -> str:
    names = sorted(known)
    return f"There are {', '.join(names)}." if 0 < len(names) <= 8 else ""


def _is_same(kind: str, wanted: str, name: str) -> bool:
    """Whether a list means a name, which it may spell as a URL would not tell apart."""
    if kind == "language":
        wanted, name = wanted.lower().replace("_", "-"), name.lower().replace("_", "-")
        return name == wanted or name.startswith(f"{wanted}-")
    if kind in ("author", "year"):
        return wanted.casefold() == name.casefold()
    return distinct(kind, wanted) == distinct(kind, name)


def read_lists(source: Source, *, has_mkdocstrings: bool) -> None:
    """Read the lists that a post asks for; what is wrong with them is added to its problems."""
    blocks = find_blocks(source.body, source.body_line, has_mkdocstrings=has_mkdocstrings)
    if blocks:
        source.lists = _read(blocks, source.shown)
        source.problems += (problem for each in source.lists for problem in each.problems)


def _read(blocks: Sequence[ListBlock], shown: str) -> tuple[ListRequest, ...]:
    read = [read_block(each, shown) for each in blocks[:MAX_LISTS]]
    for each in blocks[MAX_LISTS : MAX_LISTS + 1]:
        message = f"there are more than {MAX_LISTS} lists of posts in this page."
        hint = "Leave some out, or make pages of their own for them."
        problem = Problem(shown, each.line, each.column, "BY461", message, hint)
        read.append(ListRequest(problems=(problem,)))
    return tuple(read)


def with_names(options: ListOptions, topics: Topics, series_file: Topics) -> ListOptions:
    """Return options whose topics and series have posts' names for them, whichever are given."""

    def titles(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(topics.term(name).name for name in names)

    return replace(
        options,
        category=titles(options.category),
        tag=titles(options.tag),
        series=tuple(map(series_file.id_of, options.series)),
    )


def select(
    options: ListOptions, posts: Iterable[Post], build: Build, but: str = ""
) -> tuple[Post, ...]:
    """Return the posts that a list is of, in order, without regard to how many it shows.

    Args:
        posts: The listed posts, newest first.
        but: Path of the post that the list stands in, which is not in it.
    """
    tests = list(_tests(options, build))
    found = [post for post in posts if post.path != but and all(test(post) for test in tests)]
    sort = options.sort or ("series" if len(options.series) == 1 else "newest")
    if sort == "series":
        groups: dict[str, list[Post]] = {}
        for post in found:
            groups.setdefault(post.series.name if post.series else "", []).append(post)
        return tuple(
            post
            for name in sorted(groups, key=str.casefold)
            for post in _parts(name, groups[name])
        )
    if sort == "oldest":
        found.reverse()
    elif sort == "updated":
        found.sort(
            key=lambda post: post.dates.updated or post.dates.created or EARLIEST, reverse=True
        )
    elif sort == "title":
        found.sort(key=lambda post: (post.title.casefold(), post.path))
    return tuple(found)


def _parts(name: str, posts: Sequence[Post]) -> Sequence[Post]:
    return series.in_order(posts) if name else posts


def _tests(options: ListOptions, build: Build) -> Iterator[Callable[[Post], bool]]:
    """Yield what a post has to pass, one test for each filter that is given."""
    for kind, names_of in _NAMES.items():
        if wanted := getattr(options, kind):
            yield _test(kind, wanted, names_of, build)
    if options.pinned is not None:
        yield lambda post: post.pin is options.pinned


def _test(
    kind: str,
    wanted: tuple[str, ...],
    names_of: Callable[[Post, Build], Iterable[str]],
    build: Build,
) -> Callable[[Post], bool]:
    known: dict[str, bool] = {}  # Thousands of posts have the same few names.

    def is_wanted(name: str) -> bool:
        if name not in known:
            known[name] = any(_is_same(kind, each, name) for each in wanted)
        return known[name]

    return lambda post: any(map(is_wanted, names_of(post, build)))


_NAMES: Mapping[str, Callable[[Post, Build], Iterable[str]]] = {
    "category": lambda post, build: _topic_names(post.categories),
    "tag": lambda post, build: _topic_names(post.tags),
    "author": lambda post, build: (name for each in post.authors for name in _names(each)),
    "series": lambda post, build: (post.series.name,) if post.series else (),
    "year": lambda post, build: (str(created.year),) if (created := post.dates.created) else (),
    "language": lambda post, build: (post.lang or build.language,),
}


def listing_of(options: ListOptions, views: Sequence[View]) -> View | None:
    """Return the listing that has all posts of a list, and no others; None if there is none.

    Args:
        views: All listings, the blog's index first.
    """
    given = {kind: names for kind in _NAMES if (names := getattr(options, kind))}
    if options.pinned is not None or len(given) > 1:
        return None
    if not given:
        return views[0]
    (kind, names), *_ = given.items()
    if len(names) > 1 or kind not in _KINDS:
        return None
    for view in views:
        if view.kind == _KINDS[kind] and view.key and _is_listing_of(view, kind, names[0]):
            return view
    return None


def _is_listing_of(view: View, kind: str, name: str) -> bool:
    known = (view.key,) if kind == "year" else (view.key, view.title)
    return any(_is_same(kind, name, each) for each in known)
