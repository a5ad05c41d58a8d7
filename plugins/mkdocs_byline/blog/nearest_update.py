"""Update of the index of similar posts, after some were written, edited or removed.

Each post is read without the words that are common among the oldest posts: those that are not
younger than it, as many of them as are a power of two and no more than 64. So a new post has no
say in that either.
"""

from __future__ import annotations

import itertools
import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import nsmallest

from mkdocs_byline.blog.nearest import DEPTH, FLOOR, Index, Postings, Ranked
from mkdocs_byline.blog.post_terms import choose_terms, common_terms

_SAMPLE = 6  # The most posts that say what is common, in powers of two.
_NEW = -1  # Stands for a post that the old index does not have.
_GONE = -2

Read = Callable[[int], dict[str, int]]


def update(old: Index, marks: Sequence[str], read: Read) -> tuple[Index, int]:
    """Return the index of these posts, and how many had to be read.

    Args:
        marks: Identify each post, with its text; oldest first.
        read: Counts the terms of one of them.
    """
    if old.marks == marks:
        return old, 0
    new = Index(old.newer, list(marks), terms=old.terms)
    sources = _take_over(new, old, read)
    number_read = sources.count(_NEW)
    if new.ids == old.ids and new.counts == old.counts and new.ends == old.ends:
        new.weights, new.norms = old.weights, old.norms
        new.others, new.scores = old.others, old.scores
        return new, number_read
    new.weigh()
    changed = {
        at
        for at, source in enumerate(sources)
        if source == _NEW or new.weights[new.span(at)] != old.weights[old.span(source)]
    }
    new.norms = array(
        "I", (new.norm(at) if at in changed else old.norms[s] for at, s in enumerate(sources))
    )
    if len(changed) * 8 > len(marks):
        new.rank_all()
    else:
        _rank_again(new, old, sources, changed)
    return new, number_read


def _take_over(new: Index, old: Index, read: Read) -> list[int]:
    """Take over the terms of posts that are as they were, read others, and return the former."""
    counted: dict[int, dict[str, int]] = {}

    def count(at: int) -> dict[str, int]:
        if at not in counted:
            counted[at] = read(at)
        return counted[at]

    number, most = len(new.marks), 2**_SAMPLE
    if new.marks[:most] == old.marks[:most]:
        new.common = old.common
    else:
        sample = [count(at) for at in range(min(number, most))]
        sizes = range(len(sample).bit_length())
        new.common = [common_terms(sample[: 2**size]) for size in sizes]
    same = [one == other for one, other in zip(new.common, old.common, strict=False)]
    sources = _sources(new, old)
    for at, source in enumerate(sources):
        size = _sample(new, at)
        if source != _NEW and not (size == _sample(old, source) and same[size]):
            sources[at] = _NEW
    counts = bytearray()
    for first, last, offset in _runs(sources):
        if offset is None:
            for at in range(first, last):
                chosen = choose_terms(count(at), new.common[_sample(new, at)])
                new.ids.extend(new.terms.setdefault(term, len(new.terms)) for term in chosen)
                counts += bytes(chosen.values())
                new.ends.append(len(new.ids))
                counted.pop(at, None)
        else:
            start, end = old.span(first + offset).start, old.span(last - 1 + offset).stop
            shift = len(new.ids) - start
            new.ids.extend(old.ids[start:end])
            counts += old.counts[start:end]
            new.ends.extend(place + shift for place in old.ends[first + offset : last + offset])
    new.counts = bytes(counts)
    return sources


def find_beside(
    index: Index, posts: Sequence[tuple[int, Mapping[str, int]]]
) -> Iterator[list[int]]:
    """Yield the posts nearest to each of others that are not in the index.

    Args:
        posts: How many of those in the index are older than each, and its terms.
    """
    if not posts or not index.marks:
        yield from ([] for _ in posts)
        return
    index.measure()
    sizes = [_sample(index, max(at - 1, 0)) for at, _ in posts]
    chosen = [
        choose_terms(counts, index.common[size])
        for (_, counts), size in zip(posts, sizes, strict=True)
    ]
    wanted = {index.terms[term] for each in chosen for term in each if term in index.terms}
    postings = index.postings(wanted)
    for (at, _), terms in zip(posts, chosen, strict=True):
        known = {index.terms[term]: count for term, count in terms.items() if term in index.terms}
        yield index.near_to(known, postings, len(index.marks) if index.newer else at)


def _sources(new: Index, old: Index) -> list[int]:
    """Return what number each post had; of those that came in another order, not of all."""
    known = {mark: at for at, mark in enumerate(old.marks)}
    found, last = [], -1
    for mark in new.marks:
        source = known.get(mark, _NEW)
        if source > last:
            last = source
        else:
            source = _NEW
        found.append(source)
    return found


def _sample(index: Index, at: int) -> int:
    """Return how many posts say what is common for one, in powers of two."""
    number = len(index.marks) if index.newer else at + 1
    return min(number.bit_length() - 1, _SAMPLE)


def _runs(sources: Sequence[int]) -> Iterator[tuple[int, int, int | None]]:
    """Yield runs of posts, each with what its numbers differ by from former ones; None for new."""

    def offset(at: int) -> int | None:
        return None if sources[at] == _NEW else sources[at] - at

    for shift, group in itertools.groupby(range(len(sources)), key=offset):
        numbers = list(group)
        yield numbers[0], numbers[-1] + 1, shift


def _rank_again(new: Index, old: Index, sources: Sequence[int], changed: set[int]) -> None:
    """Find the posts nearest to those that have changed, and to whom these are or were near."""
    _take_over_ranks(new, old, sources, changed)
    touched = {place // DEPTH for place, other in enumerate(new.others) if other == _GONE}
    new.measure()
    postings = new.postings({id for at in changed for id, _ in new.vector(at)})
    floors = [FLOOR * math.sqrt(norm) for norm in new.norms]
    offers: dict[int, list[Ranked]] = defaultdict(list)
    ranked: dict[int, list[Ranked]] = {}
    for at in changed:
        products = new.products(at, postings)
        ranked[at] = new.best(at, products)
        inverse = new.inverse[at]
        for other, product in products.items():
            if (new.newer or other > at) and (score := product * inverse) >= floors[other]:
                offers[other].append((-score, -at))
    unsure = set()
    for at in (touched | offers.keys()) - changed:
        if (found := _merged(new, at, offers.get(at, []))) is None:
            unsure.add(at)
        else:
            ranked[at] = found
    more: Postings = new.postings({id for at in unsure for id, _ in new.vector(at)})
    for at in unsure:
        ranked[at] = new.best(at, new.products(at, more))
    for at, found in ranked.items():
        new.set_ranked(at, found)


def _take_over_ranks(new: Index, old: Index, sources: Sequence[int], changed: set[int]) -> None:
    """Have the nearest posts that each had, with those marked that are not what they were."""
    moved = [_GONE] * len(old.marks) + [-1]  # The last is for -1, which is for none.
    for at, source in enumerate(sources):
        if source != _NEW and at not in changed:
            moved[source] = at
    others = array("i", map(moved.__getitem__, old.others))
    for first, last, offset in _runs(sources):
        if offset is None:
            new.others.extend([-1] * ((last - first) * DEPTH))
            new.scores.extend([0.0] * ((last - first) * DEPTH))
        else:
            rows = slice((first + offset) * DEPTH, (last + offset) * DEPTH)
            new.others.extend(others[rows])
            new.scores.extend(old.scores[rows])


def _merged(new: Index, at: int, offers: list[Ranked]) -> list[Ranked] | None:
    """Return a post's nearest, of those it had and new ones; None if there may be others.

    What was not among them is worse than the last of them was.
    """
    found = [*new.ranked(at), *offers]
    last = (at + 1) * DEPTH - 1
    row = new.others[at * DEPTH : last + 1]
    if _GONE in row and row[-1] != -1:
        score, other = new.scores[last], new.others[last]
        if other == _GONE:
            found = [each for each in found if -each[0] > score]
        else:
            found = [each for each in found if each <= (-score, -other)]
        if len(found) < DEPTH:
            return None
    return nsmallest(DEPTH, found)
