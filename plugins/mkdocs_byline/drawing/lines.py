"""Breaking of a text into lines of even length.

Where a line may end follows the rules that matter most of https://www.unicode.org/reports/tr14/:
after spaces, between Chinese and Japanese characters but for those that may not begin or end a
line. Korean is broken at spaces. A word that fits on no line is broken at hyphens, else anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, east_asian_width

from mkdocs_byline.drawing import clusters

Measure = Callable[[str], float]  # The width of a text in ems.

# What may not begin a line, besides closing brackets and quotation marks, and what may not end it.
_NO_BEGIN = frozenset(
    "!%,.:;?¢°·’†‡›℃∶、。〃！％，．：；？～‥…・"
    "ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
)
_NO_END = frozenset("$£¥#＄￡￥＃")
_HYPHENATED = re.compile("[^-‐–—/]*[-‐–—/]+|[^-‐–—/]+")
_GLUE = frozenset("\u00a0\u202f\u2060\ufeff")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
_SOFT = " ,;:–—-"  # What no ellipsis follows.
_LONGEST = 500  # Characters that any line has room for, and more.
_STEPS = 12  # Of the search for even lines: more make no difference that is seen.


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text as it is set: its size and its lines."""

    size: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """What may not be broken; `bare` is its width without the space at its end."""

    text: str
    width: float
    bare: float


def fit(
    text: str,
    measure: Measure,
    *,
    width: float,
    height: float,
    sizes: Sequence[float],
    leading: float,
) -> Paragraph:
    """Return a text in the largest size in which it fits.

    A word is broken only if the text fits in no size otherwise. What has no room in the smallest
    one ends in an ellipsis.

    Args:
        sizes: The largest first.
        leading: Distance of lines, as a factor of the size.
    """
    units = [_unit(each, measure) for each in _unbreakable(text)]
    for size in sizes:
        limit, most = width / size, _room(height, size, leading)
        if all(each.bare <= limit for each in units):
            lines = _even(units, limit)
            if len(lines) <= most:
                return Paragraph(size, lines)
    for size in sizes:
        limit, most = width / size, _room(height, size, leading)
        lines = _even(list(_broken(units, limit, measure)), limit)
        if len(lines) <= most:
            return Paragraph(size, lines)
    kept = " ".join(lines[most - 1 :])
    return Paragraph(size, (*lines[: most - 1], _shortened(kept, measure, limit)))


def _room(height: float, size: float, leading: float) -> int:
    """Return how many lines there is room for; one in any case."""
    return max(int((height - size) / (size * leading)) + 1, 1)


def _even(units: Sequence[_Unit], limit: float) -> tuple[str, ...]:
    """Return as few lines as there can be, none longer than it has to be for that."""
    lines = _filled(units, limit)
    low = max(sum(each.width for each in units) / len(lines) if lines else 0.0, 0.0)
    high = limit
    for _ in range(_STEPS if len(lines) > 1 else 0):
        middle = (low + high) / 2
        if len(narrower := _filled(units, middle)) > len(lines):
            low = middle
        else:
            lines, high = narrower, middle
    return lines


def _filled(units: Iterable[_Unit], limit: float) -> tuple[str, ...]:
    """Return lines, each of which takes what it has room for."""
    lines: list[str] = []
    line, used = "", 0.0
    for unit in units:
        if line and used + unit.bare > limit:
            lines.append(line.rstrip(" "))
            line, used = "", 0.0
        line, used = line + unit.text, used + unit.width
    return (*lines, line.rstrip(" ")) if line else tuple(lines)


def _unit(text: str, measure: Measure) -> _Unit:
    bare = text.rstrip(" ")
    width = measure(bare) if bare else 0.0
    return _Unit(text, width if bare == text else width + measure(text[len(bare) :]), width)


def _broken(units: Iterable[_Unit], limit: float, measure: Measure) -> Iterator[_Unit]:
    """Yield units that fit on a line, in pieces of words that don't: at hyphens if possible."""
    for unit in units:
        parts = [unit]
        if unit.bare > limit:
            parts = [_unit(each, measure) for each in _HYPHENATED.findall(unit.text)]
        for part in parts:
            yield from _pieces(part, limit, measure) if part.bare > limit else (part,)


def _pieces(unit: _Unit, limit: float, measure: Measure) -> Iterator[_Unit]:
    """Yield as few pieces as can be."""
    piece = ""
    for cluster in clusters(unit.text):
        if piece and measure((piece + cluster).rstrip(" ")) > limit:
            yield _unit(piece, measure)
            piece = ""
        piece += cluster
    yield _unit(piece, measure)


def _shortened(text: str, measure: Measure, limit: float) -> str:
    """Return the beginning of a text, of whole words if possible, and an ellipsis on one line."""
    for parts in (list(_unbreakable(text)), list(clusters(text[:_LONGEST]))):
        while parts and measure("".join(parts).rstrip(_SOFT) + "…") > limit:
            parts.pop()
        if parts:
            break
    return "".join(parts).rstrip(_SOFT) + "…"


def _unbreakable(text: str) -> Iterator[str]:
    """Yield the pieces of a text between which a line may end."""
    piece = last = ""
    for cluster in clusters(text):
        if piece and _may_break(last, cluster):
            yield piece
            piece = ""
        piece += cluster
        last = cluster
    if piece:
        yield piece


def _may_break(one: str, other: str) -> bool:
    """Whether a line may end between two clusters of characters."""
    if other[0] == " " or one[-1] in _GLUE or other[0] in _GLUE:
        return False
    if one[0] in " \u200b":
        return True
    if other[0] in _NO_BEGIN or category(other[0]) in ("Pe", "Pf"):
        return False
    if one[0] in _NO_END or category(one[0]) in ("Ps", "Pi"):
        return False
    return _is_ideograph(one) or _is_ideograph(other)


def _is_ideograph(cluster: str) -> bool:
    """Whether lines may end beside a character without a space."""
    return east_asian_width(cluster[0]) in "WF" and not _HANGUL.match(cluster)
