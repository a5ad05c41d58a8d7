"""Common words, which so many pages have that a search is better off without them.

All places of a word are in one file of an index. That of *the* in ten thousand posts is larger
than all else that a query loads, and says nothing about which of them is meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape

from mkdocs_byline.search.records import Record

SAMPLE = 400  # Pages of a language that are looked at.
SHARE = 0.2  # Of all pages of the language.
LEAST = 500  # Pages; fewer are no large file.

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def common_words(records: Iterable[Record]) -> dict[str, list[str]]:
    """Return common words of each language, the commonest first, for the search's worker."""
    by_language: dict[str, list[Record]] = {}
    for record in records:
        by_language.setdefault(record.language.lower(), []).append(record)
    found = {language: _common(pages) for language, pages in sorted(by_language.items())}
    return {language: words for language, words in found.items() if words}


def _common(pages: list[Record]) -> list[str]:
    if len(pages) < LEAST:
        return []
    sample = pages[:: -(-len(pages) // SAMPLE)]
    counts: Counter[str] = Counter()
    for page in sample:
        text = _TAG.sub(" ", " ".join(part.html for part in page.sections))
        counts.update(set(_WORD.findall(unescape(text).lower())))
    least = max(SHARE, LEAST / len(pages)) * len(sample)
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [word for word, count in ordered if count >= least]
