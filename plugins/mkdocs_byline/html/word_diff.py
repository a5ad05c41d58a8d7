"""Longest common parts of two sequences; and of two paragraphs, what changed in words.

The longest common subsequence is computed in the bits of integers, as by Hyyrö (2004,
"Bit-parallel LCS-length computation revisited"). So the time depends on how long texts are and
not on what is in them: `difflib` takes time by the cube of it for some.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from mkdocs_byline.html.diff_blocks import Word

MAX_WORK = 300_000_000  # Of one comparison, in pairs of words: 17,000 by 17,000 that changed.

_ENDS = frozenset("\n.!?…。！？।؟")  # Of a line or a sentence.

# What becomes of a part of the old sequence and of the new one: both are bounds.
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph: `same`, `ins`, `del`, or a `gap` where what is the same is left out.

    Attributes:
        runs: Texts with how each is marked up.
        space: Whether white space follows.
    """

    op: str
    runs: tuple[tuple[str, str], ...] = ()
    space: bool = False


class TooDifferentError(Exception):
    """Two texts have too little in common for a comparison that anyone would wait for."""


@dataclass(slots=True)
class Work:
    """What a comparison may yet do, counted and not timed: the same texts always end the same."""

    left: int = field(default_factory=lambda: MAX_WORK)

    def spend(self, pairs: int) -> None:
        """Take note of work that is about to be done.

        Raises:
            TooDifferentError: if it is more than is left.
        """
        self.left -= pairs
        if self.left < 0:
            raise TooDifferentError


def matches(old: Sequence[Hashable], new: Sequence[Hashable], work: Work) -> list[tuple[int, int]]:
    """Return the positions of a longest common subsequence.

    >>> matches("abcd", "xbyd", Work())
    [(1, 1), (3, 3)]

    Raises:
        TooDifferentError: if that is more work than is left.
    """
    start, end = 0, 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    found = [(each, each) for each in range(start)]
    work.spend(len(middle_old) * len(middle_new))
    inner = _common(middle_old, middle_new)
    found += [(start + one, start + other) for one, other in inner]
    found += [(len(old) - each, len(new) - each) for each in range(end, 0, -1)]
    return found


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return a longest common subsequence: in `rows`, a bit of 0 is where its length grows."""
    if not old or not new:
        return []
    places: dict[Hashable, int] = {}
    for index, item in enumerate(old):
        places[item] = places.get(item, 0) | 1 << index
    whole = (1 << len(old)) - 1
    row, rows = whole, [whole]
    for item in new:
        hit = row & places.get(item, 0)
        row = (row + hit | row - hit) & whole
        rows.append(row)
    found = []
    one, other = len(old), len(new)
    while one and other:
        if rows[other] >> one - 1 & 1:
            one -= 1
            continue
        other -= 1
        if rows[other] >> one - 1 & 1:
            one -= 1
            found.append((one, other))
    return found[::-1]


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable], work: Work) -> Iterator[Opcode]:
    """Yield parts that are the `same`, and others (`other`) of which either may be empty."""
    at_old = at_new = start = 0
    for one, other in [*matches(old, new, work), (len(old), len(new))]:
        if one > at_old or other > at_new:
            if start < at_old:
                yield "same", start, at_old, at_new - at_old + start, at_new
            yield "other", at_old, one, at_new, other
            start = one
        at_old, at_new = one + 1, other + 1
    if start < len(old):
        yield "same", start, len(old), len(new) - len(old) + start, len(new)


def similarity(old: Counter[Hashable], new: Counter[Hashable]) -> float:
    """Return how much of two sets of words is in both, from 0 to 1."""
    total = old.total() + new.total()
    common = sum(min(old[word], new[word]) for word in old.keys() & new.keys())
    return 2 * common / total if total else 1.0


def compare_words(old: Sequence[Word], new: Sequence[Word], work: Work) -> list[Piece]:
    """Return what became of a paragraph.

    What stayed the same in the midst of what did not is part of it if it is short: sentences
    read better whole than with every third word kept.
    """
    keys = [word[:2] for word in old], [word[:2] for word in new]
    found = _slid([*opcodes(*keys, work)], *keys)
    pieces: list[Piece] = []
    for op, a, b, c, d in _joined(found, old, new):
        old_part, new_part = old[a:b], new[c:d]
        if op == "same":
            pieces += _piece("same", [word for word in new_part if word.is_seen])
        else:
            pieces += (*_piece("del", old_part), *_piece("ins", new_part))
    return pieces


def whole(op: str, words: Sequence[Word]) -> list[Piece]:
    """Return a paragraph that is the same, new or gone as a whole."""
    return _piece(op, [word for word in words if word.is_seen])


def _slid(
    found: Sequence[Opcode], old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]
) -> list[Opcode]:
    """Return opcodes in which what was added or removed begins where a line or sentence does.

    Of "A. B. C." and "A. C." it is as right that ". B" is gone as that "B. " is.
    """
    parts = [*found]
    for index in range(1, len(parts)):
        op, *bounds = parts[index]
        before = parts[index - 1]
        is_new = bounds[0] == bounds[1]
        if op == "same" or before[0] != "same" or not (is_new or bounds[2] == bounds[3]):
            continue
        words = new if is_new else old
        start, end = bounds[2:] if is_new else bounds[:2]
        room = before[2] - before[1]
        way = next((each for each in range(room + 1) if _is_bound(words, start - each)), 0)
        if not way or any(words[start - each] != words[end - each] for each in range(1, way + 1)):
            continue
        parts[index - 1] = ("same", before[1], before[2] - way, before[3], before[4] - way)
        a, b, c, d = (bound - way for bound in bounds)
        parts[index] = (op, a, b, c, d)
        after = ("same", b, b + way, d, d + way)
        if index + 1 < len(parts):
            parts[index + 1] = _merged(after, parts[index + 1])
        else:
            parts.append(after)
    return parts


def _is_bound(words: Sequence[tuple[str, str]], at: int) -> bool:
    """Whether a line, a sentence or the text begins with a word."""
    return at == 0 or words[at - 1][0] in _ENDS


def _joined(found: Sequence[Opcode], old: Sequence[Word], new: Sequence[Word]) -> list[Opcode]:
    """Return opcodes without same parts that are no longer than what changed on both sides."""
    of_old, of_new = _lengths(old), _lengths(new)

    def length(part: Opcode) -> int:
        return max(of_old[part[2]] - of_old[part[1]], of_new[part[4]] - of_new[part[3]])

    parts: list[Opcode] = []
    for each in found:
        if parts and parts[-1][0] == each[0]:
            parts[-1] = _merged(parts[-1], each)
        else:
            parts.append(each)
        while len(parts) > 2 and parts[-1][0] == "other":
            before, here, after = parts[-3:]
            if length(here) > min(length(before), length(after)):
                break
            parts[-3:] = [_merged(_merged(before, here), after)]
    return parts


def _lengths(words: Sequence[Word]) -> list[int]:
    """Return how long the text is before each word, and all of it."""
    return [0, *itertools.accumulate(len(word.text) for word in words)]


def _merged(before: Opcode, after: Opcode) -> Opcode:
    op = before[0] if before[0] == after[0] else "other"
    return op, before[1], after[2], before[3], after[4]


def _piece(op: str, words: Sequence[Word]) -> list[Piece]:
    """Return words as one piece with runs of the same markup; none for no words."""
    if not words:
        return []
    runs: list[tuple[str, str]] = []
    for index, word in enumerate(words):
        space = word.space if index < len(words) - 1 else ""
        if runs and runs[-1][0] == word.marks:
            runs[-1] = (word.marks, runs[-1][1] + word.text + space)
        else:
            runs.append((word.marks, word.text + space))
    return [Piece(op, tuple(runs), bool(words[-1].space))]
