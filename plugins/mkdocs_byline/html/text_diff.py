"""Comparison of two texts: what readers are shown of the difference.

Paragraphs that belong together are compared word by word; one that stands elsewhere now is known
as such; of what stayed the same there is no more than shows where a change is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdocs_byline.html.diff_blocks import Block, Word, words_of
from mkdocs_byline.html.word_diff import (
    Piece,
    TooDifferentError,
    Work,
    compare_words,
    matches,
    similarity,
    whole,
)

ALIKE = 0.4  # From here on, one paragraph is taken for another one's new wording.
MOVED = 0.75  # The same for one that stands elsewhere.
MIN_WORDS_MOVED = 5
MAX_PAIRS = 2_500  # Of paragraphs that are looked at together.
WORK_A_WORD = 50  # What a word of two paragraphs costs of which it is asked how alike they are.
AROUND = 24  # Words that are shown before and after a change in a long paragraph.
MAX_WORDS = 20_000  # Of one comparison that are shown.
MAX_PARTS = 2_000  # The same for paragraphs.


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a comparison.

    Attributes:
        change: `same`, `edited`, `added`, `removed`, `moved` (stands here now), `left` (stood here
            before), or `gap` for blocks that are left out.
        number: How many these are; of a heading, its level.
    """

    change: str
    kind: str = ""
    number: int = 0
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one text to another.

    Attributes:
        added, removed: How many words.
        is_cut: Whether there is more than is shown. Of texts that are too different to compare,
            nothing is.
    """

    parts: tuple[Part, ...]
    added: int = 0
    removed: int = 0
    is_cut: bool = False


def compare(old: Sequence[Block], new: Sequence[Block]) -> Comparison:
    """Compare two texts, or count what differs if they are too different for more."""
    work = Work()
    try:
        rows = _with_moves(_aligned(old, new, work), work)
        parts = {at: _part(*rows[at], work) for at in _shown(rows)}
    except TooDifferentError:
        one, other = _read_words(old), _read_words(new)
        return Comparison((), (other - one).total(), (one - other).total(), is_cut=True)
    added, removed = _counted(parts.values(), "ins"), _counted(parts.values(), "del")
    kept, is_cut = _cut(_collapsed(parts, len(rows)))
    return Comparison(tuple(kept), added, removed, is_cut)


def _read_words(blocks: Sequence[Block]) -> Counter[str]:
    words = (word for block in blocks for word in block.words if word.is_seen)
    return Counter(word.text for word in words if _is_read(word))


# An old block, the new one that came of it, and how it is to be shown. One of them may be missing.
_Row = tuple[Block | None, Block | None, str]


def _aligned(old: Sequence[Block], new: Sequence[Block], work: Work) -> list[_Row]:
    """Return blocks side by side in the order of the new text."""
    rows: list[_Row] = []
    at_old = at_new = 0
    ends = (len(old), len(new))
    keys = [block.key for block in old], [block.key for block in new]
    pairs = [*matches(*keys, work), ends]
    for one, other in pairs:
        rows += _paired(old[at_old:one], new[at_new:other], work)
        if (one, other) != ends:
            rows.append((old[one], new[other], "same"))
        at_old, at_new = one + 1, other + 1
    return rows


def _paired(old: Sequence[Block], new: Sequence[Block], work: Work) -> Iterator[_Row]:
    """Yield blocks of which none is the same, each beside the one that it resembles most."""
    at_old = at_new = 0
    for one, other in [*_alike(old, new, work), (len(old), len(new))]:
        yield from ((block, None, "removed") for block in old[at_old:one])
        yield from ((None, block, "added") for block in new[at_new:other])
        if one < len(old):
            yield old[one], new[other], "edited"
        at_old, at_new = one + 1, other + 1


def _alike(old: Sequence[Block], new: Sequence[Block], work: Work) -> list[tuple[int, int]]:
    """Return the pairs, in order, that are more alike in sum than any others."""
    if not old or not new or len(old) * len(new) > MAX_PAIRS:
        return []
    _spend_on_pairs(work, old, new)
    bags = [_bag(block) for block in new]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    taken: list[list[bool]] = [[False] * len(new) for _ in old]
    for one in range(len(old) - 1, -1, -1):
        bag = _bag(old[one])
        for other in range(len(new) - 1, -1, -1):
            best[one][other] = max(best[one + 1][other], best[one][other + 1])
            if (old[one].kind == "code") != (new[other].kind == "code"):
                continue
            alike = similarity(bag, bags[other])
            if alike >= ALIKE and alike + best[one + 1][other + 1] > best[one][other]:
                best[one][other] = alike + best[one + 1][other + 1]
                taken[one][other] = True
    pairs, one, other = [], 0, 0
    while one < len(old) and other < len(new):
        if taken[one][other]:
            pairs.append((one, other))
            one, other = one + 1, other + 1
        elif best[one + 1][other] >= best[one][other + 1]:
            one += 1
        else:
            other += 1
    return pairs


def _spend_on_pairs(work: Work, old: Collection[Block], new: Collection[Block]) -> None:
    """Take note that each of these blocks is about to be compared with each of the others."""
    of_old, of_new = (sum(len(block.words) for block in each) for each in (old, new))
    work.spend(WORK_A_WORD * (of_old * len(new) + of_new * len(old)))


def _bag(block: Block) -> Counter[Hashable]:
    return Counter(word.text for word in block.words if word.is_seen)


def _with_moves(rows: list[_Row], work: Work) -> list[_Row]:
    """Return rows in which what was removed here and added there is known as one."""
    gone = {at: row[0] for at, row in enumerate(rows) if row[2] == "removed" and row[0]}
    came = {at: row[1] for at, row in enumerate(rows) if row[2] == "added" and row[1]}
    gone = {at: block for at, block in gone.items() if len(block.words) >= MIN_WORDS_MOVED}
    came = {at: block for at, block in came.items() if len(block.words) >= MIN_WORDS_MOVED}
    by_key: dict[Hashable, list[int]] = {}
    for at, block in gone.items():
        by_key.setdefault(block.key, []).append(at)
    pairs = []
    for at, block in came.items():
        if same := by_key.get(block.key):
            pairs.append((same.pop(0), at))
    for one, other in pairs:
        del gone[one], came[other]
    if len(gone) * len(came) <= MAX_PAIRS:
        _spend_on_pairs(work, gone.values(), came.values())
        bags = {at: _bag(block) for at, block in gone.items()}
        for at, block in came.items():
            bag = _bag(block)
            alike = max(
                ((similarity(each, bag), -one) for one, each in bags.items()), default=None
            )
            if alike and alike[0] >= MOVED:
                pairs.append((-alike[1], at))
                del bags[-alike[1]]
    for one, other in pairs:
        rows[other] = (rows[one][0], rows[other][1], "moved")
        rows[one] = (rows[one][0], None, "left")
    return rows


def _part(old: Block | None, new: Block | None, change: str, work: Work) -> Part:
    block = new or old
    assert block
    if change in ("edited", "moved") and old and new:
        pieces = compare_words(old.words, new.words, work)
    else:
        op = {"added": "ins", "removed": "del"}.get(change, "same")
        pieces = whole(op, block.words)
    return Part(change, block.kind, block.level, tuple(pieces))


def _counted(parts: Iterable[Part], op: str) -> int:
    """Return how many words are in the pieces of one kind."""
    texts = (
        text for part in parts for piece in part.pieces if piece.op == op for _, text in piece.runs
    )
    return sum(_words_in(text) for text in texts)


def _words_in(text: str) -> int:
    if text.isascii():  # Where words stand between spaces; looking further takes long.
        return sum(each.isalnum() or any(map(str.isalnum, each)) for each in text.split())
    return sum(map(_is_read, words_of(text)))


def _is_read(word: Word) -> bool:
    """Whether it is a word and no sign."""
    return any(map(str.isalnum, word.text))


def _shown(rows: Sequence[_Row]) -> Iterator[int]:
    """Yield where something changed, and where its heading is and what is around it."""
    shown = set()
    heading: int | None = None
    for at, (old, new, change) in enumerate(rows):
        block = new or old
        if block and block.kind == "heading":
            heading = at
        if change != "same":
            shown |= {at - 1, at, at + 1} | ({heading} if heading is not None else set())
    yield from (at for at in range(len(rows)) if at in shown)


def _collapsed(parts: Mapping[int, Part], number: int) -> Iterator[Part]:
    """Yield the parts that are shown of a number of them, with gaps for all others."""
    left_out = 0
    for at in range(number):
        part = parts.get(at)
        if part is None:
            left_out += 1
            continue
        if left_out:
            yield Part("gap", number=left_out)
            left_out = 0
        if part.change == "left" or (part.change == "same" and part.kind != "heading"):
            yield replace(part, pieces=tuple(_context(part.pieces)))
        else:
            yield replace(part, pieces=tuple(_abridged(part.pieces)))
    if left_out:
        yield Part("gap", number=left_out)


def _context(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the beginning of a paragraph that is there only to show where a change is."""
    runs, rest = _first_words([run for piece in pieces for run in piece.runs], AROUND)
    found = [Piece("same", tuple(runs), rest)]
    return [*found, Piece("gap")] if rest else found


def _abridged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield a paragraph's pieces, of long ones that are the same the ends alone."""
    last = len(pieces) - 1
    for at, piece in enumerate(pieces):
        runs = list(piece.runs)
        size = sum(len(text) for _, text in runs)
        if piece.op != "same" or size <= 16 * AROUND or last == 0:
            yield piece
            continue
        if at:
            yield Piece("same", tuple(_first_words(runs, AROUND)[0]), True)
        yield Piece("gap", (), True)
        if at < last:
            yield Piece("same", tuple(_last_words(runs, AROUND)), piece.space)


def _first_words(
    runs: Sequence[tuple[str, str]], number: int
) -> tuple[list[tuple[str, str]], bool]:
    """Return as many words, and whether there are more."""
    found = []
    for index, (marks, text) in enumerate(runs):
        words = text.split(" ")
        if len(words) > number:
            found.append((marks, _short(" ".join(words[:number]))))
            return found, True
        if len(text) > 12 * number:
            return [*found, (marks, _short(text))], True
        found.append((marks, text))
        number -= len(words)
        if number <= 0:
            return found, index < len(runs) - 1
    return found, False


def _short(text: str) -> str:
    """Return the beginning of a text that may have no spaces."""
    return text[: 12 * AROUND]


def _last_words(runs: Sequence[tuple[str, str]], number: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for marks, text in reversed(runs):
        words = text.split(" ")
        if len(words) > number or len(text) > 12 * number:
            found.append((marks, " ".join(words[-number:])[-12 * AROUND :]))
            break
        found.append((marks, text))
        number -= len(words)
        if number <= 0:
            break
    return found[::-1]


def _cut(parts: Iterable[Part]) -> tuple[list[Part], bool]:
    """Return as many parts as are shown, and whether there are more."""
    kept: list[Part] = []
    words = 0
    for part in parts:
        words += sum(_words_in(text) for piece in part.pieces for _, text in piece.runs)
        if words > MAX_WORDS or len(kept) == MAX_PARTS:
            return kept, True
        kept.append(part)
    return kept, False


def encode(comparison: Comparison) -> bytes:
    parts = [
        [part.change, part.kind, part.number, [[p.op, p.runs, p.space] for p in part.pieces]]
        for part in comparison.parts
    ]
    values = [parts, comparison.added, comparison.removed, comparison.is_cut]
    return json.dumps(values, separators=(",", ":")).encode("ascii")


def decode(data: bytes) -> Comparison:
    parts, *counts = json.loads(data)
    return Comparison(tuple(_decoded_part(*part) for part in parts), *counts)


def _decoded_part(change: str, kind: str, number: int, pieces: list[list[object]]) -> Part:
    def piece(op: str, runs: list[list[str]], space: bool) -> Piece:
        return Piece(op, tuple((marks, text) for marks, text in runs), space)

    make: Callable[..., Piece] = piece
    return Part(change, kind, number, tuple(make(*each) for each in pieces))
