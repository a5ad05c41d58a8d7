"""Index of posts by their terms: for each post, those before it that are most like it.

TF-IDF. How rare a term is counts among a post and those before it, and in powers of two: a new
post changes nothing for older ones, and an edit little for newer ones. So `nearest_update` brings
what was computed up to date, with the same outcome as computing it anew.

All arithmetic is on whole numbers but for the last product, so that neither the order of a sum nor
a hash seed has a say.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from operator import mul

DEPTH = 12  # How many are known of each post.
FLOOR = 0.05  # Cosine below which posts have nothing to do with each other.
_OFTEN = 64  # So many posts may have a term in any case.
_MAX_RARITY = 17  # Times the most that a count may be, this fits into a byte.

Postings = Mapping[int, Sequence[tuple[int, int]]]
Ranked = tuple[float, int]  # Score and number of a post, both negative: the best comes first.


@dataclass(slots=True)
class Index:
    """What is known of posts, which have numbers, oldest first.

    Attributes:
        newer: Whether those after a post count as well.
        marks: What identifies each post, with its text.
        common: Terms that posts are read without; see `nearest_update`.
        terms: Their numbers.
        ids, counts, weights: Of each post's terms, one post after the other.
        ends: Where each post's terms end in these.
        norms: Square of the length of each post's vector.
        others, scores: The posts nearest to each, `DEPTH` a post, best first; -1 for none.
        inverse: One through the length of each post's vector.
        comparisons: Counts the work.
    """

    newer: bool = False
    marks: list[str] = field(default_factory=list)
    common: list[frozenset[str]] = field(default_factory=list)
    terms: dict[str, int] = field(default_factory=dict)
    ids: array[int] = field(default_factory=lambda: array("I"))
    counts: bytes = b""
    weights: bytes = b""
    ends: array[int] = field(default_factory=lambda: array("I"))
    norms: array[int] = field(default_factory=lambda: array("I"))
    others: array[int] = field(default_factory=lambda: array("i"))
    scores: array[float] = field(default_factory=lambda: array("d"))
    inverse: list[float] = field(default_factory=list)
    comparisons: int = 0

    def span(self, at: int) -> slice:
        return slice(self.ends[at - 1] if at else 0, self.ends[at])

    def vector(self, at: int) -> list[tuple[int, int]]:
        """Return the terms of a post that count, with their weights."""
        span = self.span(at)
        pairs = zip(self.ids[span], self.weights[span], strict=True)
        return [pair for pair in pairs if pair[1]]

    def near(self, at: int) -> list[int]:
        """Return the posts nearest to one, best first."""
        return [each for each in self.others[at * DEPTH : (at + 1) * DEPTH] if each >= 0]

    def ranked(self, at: int) -> list[Ranked]:
        row = slice(at * DEPTH, (at + 1) * DEPTH)
        pairs = zip(self.scores[row], self.others[row], strict=True)
        return [(-score, -other) for score, other in pairs if other >= 0]

    def set_ranked(self, at: int, ranked: Sequence[Ranked]) -> None:
        row, rest = slice(at * DEPTH, (at + 1) * DEPTH), DEPTH - len(ranked)
        self.others[row] = array("i", [*(-other for _, other in ranked), *[-1] * rest])
        self.scores[row] = array("d", [*(-score for score, _ in ranked), *[0.0] * rest])

    def weigh(self) -> None:
        """Compute the weights of all terms."""
        number = len(self.marks)
        if self.newer:
            frequency = Counter(self.ids)
            rarity = _rarities(number.bit_length(), number)
            rarity[:2] = [0, 0]  # Of a term that no other post has.
            parts = map(rarity.__getitem__, map(frequency.__getitem__, self.ids))
            self.weights = bytes(map(mul, self.counts, parts))
            return
        counters = [itertools.count(1).__next__ for _ in self.terms]
        weights = bytearray()
        for size in range(1, number.bit_length() + 1):
            first, last = 2 ** (size - 1) - 1, min(2**size - 1, number)
            span = slice(self.ends[first - 1] if first else 0, self.ends[last - 1])
            rarity = _rarities(size, last)
            ranks = [counters[id]() for id in self.ids[span]]
            weights += bytes(map(mul, self.counts[span], map(rarity.__getitem__, ranks)))
        self.weights = bytes(weights)

    def norm(self, at: int) -> int:
        return sum(weight * weight for weight in self.weights[self.span(at)])

    def measure(self) -> None:
        """Compute what products are to be multiplied by."""
        self.inverse = [1 / math.sqrt(norm) if norm else 0.0 for norm in self.norms]

    def floor(self, at: int) -> float:
        """Return the least score for which another post is near to one."""
        return FLOOR * math.sqrt(self.norms[at])

    def postings(self, wanted: Collection[int]) -> Postings:
        """Return which posts have each of these terms, with their weights."""
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        ids, weights, ends = self.ids, self.weights, self.ends
        for place in [place for place, id in enumerate(ids) if id in wanted]:
            if weights[place]:
                found[ids[place]].append((bisect_right(ends, place), weights[place]))
        return found

    def products(self, at: int, postings: Postings) -> dict[int, int]:
        """Return the product of a post's vector with that of each that shares a term."""
        found: dict[int, int] = defaultdict(int)
        for id, weight in self.vector(at):
            places = postings.get(id, ())
            self.comparisons += len(places)
            for other, value in places:
                found[other] += weight * value
        found.pop(at, None)
        return found

    def best(self, at: int, products: Mapping[int, int]) -> list[Ranked]:
        """Return the posts that are near to one by their products, best first."""
        inverse, floor = self.inverse, self.floor(at)
        # The post's own length is the same in all of them.
        near = [
            (-score, -other)
            for other, product in products.items()
            if (score := product * inverse[other]) >= floor
        ]
        return nsmallest(DEPTH, near if self.newer else [each for each in near if -each[1] < at])

    def near_to(self, counts: Mapping[int, int], postings: Postings, older: int) -> list[int]:
        """Return the posts nearest to one that is not among them, and younger than so many."""
        rarity = _rarities((older + 1).bit_length(), older + 1)
        products: dict[int, int] = defaultdict(int)
        norm = 0
        for id, count in counts.items():
            places = [place for place in postings.get(id, ()) if place[0] < older]
            weight = count * rarity[len(places) + 1]
            norm += weight * weight
            for other, value in places:
                products[other] += weight * value
        floor = FLOOR * math.sqrt(norm)
        scores = ((product * self.inverse[other], other) for other, product in products.items())
        near = [(-score, -other) for score, other in scores if score and score >= floor]
        return [-other for _, other in nsmallest(DEPTH, near)]

    def rank_all(self) -> None:
        """Find the posts nearest to each, with nothing known."""
        number = len(self.marks)
        self.measure()
        self.others, self.scores = array("i", [-1]) * (number * DEPTH), array("d")
        self.scores.extend([0.0] * (number * DEPTH))
        postings: dict[int, list[tuple[int, int]]] = defaultdict(list)
        if self.newer:
            for at in range(number):
                self._post(at, postings)
        for at in range(number):
            self.set_ranked(at, self.best(at, self.products(at, postings)))
            if not self.newer:
                self._post(at, postings)

    def _post(self, at: int, postings: dict[int, list[tuple[int, int]]]) -> None:
        for id, weight in self.vector(at):
            postings[id].append((at, weight))

    def encode(self) -> bytes:
        arrays = [
            *(self.ids.tobytes(), self.counts, self.weights, self.ends.tobytes()),
            *(self.norms.tobytes(), self.others.tobytes(), self.scores.tobytes()),
        ]
        common = [sorted(each) for each in self.common]
        values = [sys.byteorder, self.newer, self.marks, common, list(self.terms)]
        head = json.dumps([*values, [len(each) for each in arrays]]).encode("ascii")
        return b"".join([len(head).to_bytes(8, "big"), head, *arrays])

    @classmethod
    def decode(cls, data: bytes) -> Index:
        """Read what `encode` made.

        Raises:
            ValueError: if it was made on a machine of another kind.
        """
        start = 8 + int.from_bytes(data[:8], "big")
        order, newer, marks, common, terms, lengths = json.loads(data[8:start])
        if order != sys.byteorder:
            raise ValueError(order)
        ends = list(itertools.accumulate(lengths, initial=start))
        parts = [data[first:last] for first, last in itertools.pairwise(ends)]
        numbers = {term: id for id, term in enumerate(terms)}
        found = cls(newer, marks, [frozenset(each) for each in common], numbers)
        found.counts, found.weights = parts[1], parts[2]
        found.ids.frombytes(parts[0])
        for each, part in zip((found.ends, found.norms, found.others), parts[3:6], strict=True):
            each.frombytes(part)
        found.scores.frombytes(parts[6])
        return found


def _rarities(size: int, most: int) -> list[int]:
    """Return how rare a term is that so many of the posts have, whose number has so many bits.

    A term of more than about the root of all says little, and costs much.
    """
    limit = min(max(_OFTEN, 1 << size // 2), most + 1)
    rarities = [min(size - rank.bit_length() + 1, _MAX_RARITY) for rank in range(1, limit)]
    return [0, *rarities, *[0] * (most + 1 - limit)]
