"""Near names: which known ones a mistyped name was probably meant to be.

Two names are near if they differ in accents, hyphens or spaces alone, or if both become the same
by leaving out a letter or two, which is what slips of the hand come to: a letter too many, one too
few, a wrong one, two in the wrong order. Digits tell names apart (`Python 2`, `Python 3`), and
hardly anybody mistypes the first letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from mkdocs_byline.problems import nearest

_FROM = 5  # Letters from which on a name may be mistyped: shorter ones are too much alike.
_LONG = 10  # Letters from which on it may lack two, or have two too many.
_LONGEST = 40
_JOINTS = re.compile(r"[\s_.'’-]+")
_ACCENTS = re.compile("[\u0300-\u036f]")


def _plain(name: str) -> str:
    """Return a name without what people write in different ways, for comparing."""
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", name)).casefold()
    return _JOINTS.sub("", text) or name


class NearNames:
    """Known names, to be asked for what is near another. Asking takes no longer for more names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_key: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for name in sorted(set(names)):
            for key, lost in _shortened(_plain(name)):
                self._by_key[key].append((lost, name))

    def near(self, name: str) -> list[str]:
        """Return the known names that this one was probably meant to be, the nearest first."""
        found: dict[str, int] = {}
        for key, lost in _shortened(_plain(name)):
            for others, known in self._by_key.get(key, ()):
                if known != name and lost + others <= 2:
                    found[known] = min(found.get(known, 2), lost + others)
        return sorted(found, key=lambda known: (found[known], known))


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is nearest to one, if need be more than a slip away."""
    names = list(known)
    near = NearNames(names).near(name)
    return near[0] if near else nearest(name, names)


def _shortened(word: str) -> Iterator[tuple[str, int]]:
    """Yield a word, and it without each letter it might have too many, with how many these are."""
    yield word, 0
    if not _FROM <= len(word) <= _LONGEST:
        return
    ones = set(_without_a_letter(word))
    yield from ((each, 1) for each in ones)
    if len(word) >= _LONG:
        twos = {each for one in ones for each in _without_a_letter(one)}
        yield from ((each, 2) for each in twos)


def _without_a_letter(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)) if not word[at].isdigit())
