"""Posts in; for each, the posts most like it and why, out. TF-IDF over an inverted index.

All arithmetic is on whole numbers but for the last square root, so that neither the order of a sum
nor a hash seed has a say. Document frequencies count in powers of two: one more post changes the
weight of few terms.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from mkdocs_byline.model import Post, RelatedPost

TERMS = 30  # Of each post that are compared.
CANDIDATES = 90  # Of each post that are counted.
_TITLE, _HEADING = 3, 2

_EPOCH = dt.datetime.min.replace(tzinfo=dt.UTC)
_FENCED = re.compile(r"^ *(`{3,}|~{3,}).*?(?:^ *\1[`~]* *$|\Z)", re.MULTILINE | re.DOTALL)
_MARKUP = re.compile(r"<[^<>]*>|\]\([^()\s]*\)|https?://\S+|`[^`\n]*`|\{[^{}\n]*\}")
_HEADINGS = re.compile(r"^#{1,6}[ \t]+(.+)$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]")

Vector = dict[str, int]


def terms_of(post: Post) -> Vector:
    """Return the words a post uses most and how often; long ones first where there are many.

    What everybody writes is short, in any language that has spaces, so that length tells it from
    the rest before other posts are looked at.
    """
    text = _MARKUP.sub(" ", _FENCED.sub("", post.body))
    counts = Counter(_words(text))
    for heading in _HEADINGS.findall(text):
        for word in _words(heading):
            counts[word] += _HEADING - 1
    for named in (post.title, *(term.name for term in (*post.tags, *post.categories))):
        for word in _words(named):
            counts[word] += _TITLE
    ranked = sorted(counts.items(), key=lambda each: (-each[1] * min(len(each[0]), 12), each[0]))
    return dict(ranked[:CANDIDATES])


def _words(text: str) -> list[str]:
    found = (word.casefold() for word in _WORD.findall(text))
    return [_stem(word) for word in found if len(word) > 2]


def _stem(word: str) -> str:
    """Return a word without the ending that most plurals have."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and word[-2] != "s" else word


class Index:
    """The posts' weighted terms, and which posts have each. `comparisons` counts the work."""

    def __init__(self, terms: Sequence[Vector]) -> None:
        frequency = Counter(term for each in terms for term in each)
        size = len(terms).bit_length()
        # A term of more posts than about twice the root of all says little, and costs much.
        least = (size - 1) // 2
        self.rarity = {
            term: rarity
            for term, count in frequency.items()
            if count > 1 and (rarity := size - count.bit_length() + 1) > least
        }
        self.vectors = [self._vector(each) for each in terms]
        self.norms = [sum(value * value for value in each.values()) for each in self.vectors]
        self.comparisons = 0

    def _vector(self, terms: Vector) -> Vector:
        weights = {
            term: count.bit_length() * rarity
            for term, count in terms.items()
            if (rarity := self.rarity.get(term))
        }
        ranked = sorted(weights.items(), key=lambda each: (-each[1], each[0]))
        return dict(ranked[:TERMS])

    def nearest(self, count: int, *, newer: bool = False) -> list[list[int]]:
        """Return for each post the numbers of those most like it, best first.

        Args:
            newer: Whether later ones count too; they are in the order of their dates.
        """
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        if newer:
            for at, vector in enumerate(self.vectors):
                self._add(places, at, vector)
        found = []
        for at, vector in enumerate(self.vectors):
            scores: dict[int, int] = defaultdict(int)
            for term, weight in vector.items():
                for other, value in places.get(term, ()):
                    scores[other] += weight * value
                self.comparisons += len(places.get(term, ()))
            scores.pop(at, None)
            # The post's own length is the same in all of them.
            ranked = sorted(
                (-score / math.sqrt(self.norms[other]), -other) for other, score in scores.items()
            )
            found.append([-other for _, other in ranked[:count]])
            if not newer:
                self._add(places, at, vector)
        return found

    @staticmethod
    def _add(places: dict[str, list[tuple[int, int]]], at: int, vector: Vector) -> None:
        for term, weight in vector.items():
            places[term].append((at, weight))


def related(
    posts: Iterable[Post], count: int, *, newer: bool = False
) -> Mapping[str, tuple[RelatedPost, ...]]:
    """Return what to read after each post, by path.

    Args:
        posts: Those that listings may name.
        count: At most so many for each.
        newer: Whether posts may be named that came later; then old pages change with each new one.
    """
    oldest_first = sorted(posts, key=lambda each: (each.dates.created or _EPOCH, each.path))
    index = Index([terms_of(post) for post in oldest_first])
    return {
        post.path: tuple(
            RelatedPost(other.title, other.url, *_reason(post, other))
            for other in (oldest_first[number] for number in numbers)
        )
        for post, numbers in zip(oldest_first, index.nearest(count, newer=newer), strict=True)
    }


def _reason(post: Post, other: Post) -> tuple[str, tuple[str, ...]]:
    """Return what two posts have in common that readers can see: a kind, and names of it."""
    if post.series and other.series and post.series.name == other.series.name:
        return "series", ()
    theirs = {term.name for term in (*other.tags, *other.categories)}
    topics = [term.name for term in (*post.tags, *post.categories) if term.name in theirs]
    people = [person.name for person in post.authors if person in other.authors]
    if topics:
        return ("author" if people else "topics"), tuple(dict.fromkeys(topics))[:2]
    return "text", ()
