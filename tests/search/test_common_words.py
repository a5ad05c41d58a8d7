"""Words that so many pages have that a search is better off without them."""

from __future__ import annotations

from mkdocs_byline.search.common_words import common_words
from mkdocs_byline.search.records import Record, Section


def page(number: int, html: str, language: str = "en") -> Record:
    return Record(f"p{number}/", f"Title {number}", language, (Section("", "", html),))


def test_common_words_are_those_of_many_pages_the_commonest_first() -> None:
    # Each word of a number is in as many of a hundred pages.
    words = {"all": 100, "don't": 60, "half": 50, "fifth": 20, "tenth": 10}
    pages = [
        page(
            at,
            "".join(f"<b>{word.title()}</b>" for word, share in words.items() if at % 100 < share),
        )
        for at in range(5000)
    ]
    assert common_words(pages) == {"en": ["all", "don't", "half", "fifth"]}


def test_languages_are_counted_on_their_own() -> None:
    pages = [page(at, "<p>the</p>") for at in range(600)]
    pages += [page(at, "<p>und &amp; so</p>", "de-AT") for at in range(500)]
    pages += [page(at, "<p>et</p>", "fr") for at in range(499)]
    assert common_words(pages) == {"de-at": ["so", "und"], "en": ["the"]}


def test_a_word_of_few_pages_is_never_common() -> None:
    pages = [page(at, "<p>all most</p>" if at % 10 < 8 else "<p>all</p>") for at in range(600)]
    assert common_words(pages) == {"en": ["all"]}
