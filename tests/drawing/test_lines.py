"""Where lines of a text end, by value; every character is as wide as it is high."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.drawing.lines import Paragraph, fit


def lines(text: str, width: float, most: int = 20) -> list[str]:
    found = fit(text, len, width=width, height=most, sizes=[1], leading=1)
    return list(found.lines)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one", 10, ["one"]),
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        # As even as they can be: not "aaa bbb ccc" and a lone "ddd".
        ("aaa bbb ccc ddd", 11, ["aaa bbb", "ccc ddd"]),
        ("a bb ccc dddd eeeee", 10, ["a bb ccc", "dddd eeeee"]),
        ("a\u00a0b c", 3, ["a\u00a0b", "c"]),
        ("well-known words", 10, ["well-known", "words"]),
        # Words that fit on no line.
        ("well-known", 6, ["well-", "known"]),
        ("a/b/c/d", 4, ["a/b/", "c/d"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("👩\u200d💻👩\u200d💻", 3, ["👩\u200d💻", "👩\u200d💻"]),
        # Chinese and Japanese, with what may not begin or end a line.
        ("中文标题", 2, ["中文", "标题"]),
        ("中文，标题", 3, ["中文，", "标题"]),
        ("中（文）标", 3, ["中", "（文）", "标"]),
        ("中“文”标", 3, ["中", "“文”", "标"]),
        ("データー", 3, ["デー", "ター"]),
        ("中文 English", 8, ["中文", "English"]),
        ("한국어 제목", 4, ["한국어", "제목"]),
        ("a\u200bb", 2, ["a\u200b", "b"]),
    ],
)
def test_lines_end_where_they_may(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


def test_the_largest_size_that_fits_is_taken() -> None:
    def at(width: float, height: float) -> Paragraph:
        return fit("aaaa bbbb", len, width=width, height=height, sizes=[4, 2, 1], leading=1)

    assert at(40, 4) == Paragraph(4, ("aaaa bbbb",))
    assert at(30, 4) == Paragraph(2, ("aaaa bbbb",))
    assert at(16, 8) == Paragraph(4, ("aaaa", "bbbb"))
    assert at(15, 8) == Paragraph(2, ("aaaa", "bbbb"))  # Rather than break a word.
    assert at(3, 8) == Paragraph(1, ("aaa", "a", "bbb", "b"))


def test_what_has_no_room_ends_in_an_ellipsis() -> None:
    assert lines("one two three four", 9, most=1) == ["one two…"]
    assert lines("one, two three four", 6, most=1) == ["one…"]
    assert lines("one two three four", 7, most=2) == ["one two", "three…"]
    assert lines("abcdefghij", 4, most=1) == ["abc…"]
    assert lines("abcdefghij", 4, most=2) == ["abcd", "efg…"]


@given(
    st.lists(
        st.sampled_from([*"ab -/.,!(“中、ー한\u00a0\u200bب", "e\u0301", "👩\u200d👩"]), max_size=60
    ),
    st.integers(3, 12),
    st.integers(1, 8),
)
def test_any_text_has_lines_that_fit(parts: list[str], width: int, most: int) -> None:
    # Clusters of several characters count as one, or there would be none that fits on a line.
    def measure(part: str) -> float:
        return sum(
            not "\u0300" <= char <= "\u036f" and char not in "\u200d\u200b" for char in part
        )

    text = re.sub(" +", " ", "".join(parts)).strip(" ")
    found = fit(text, measure, width=width, height=most, sizes=[1], leading=1).lines
    assert len(found) <= most
    assert all(measure(line) <= width for line in found)
    assert all(line == line.strip(" ") for line in found)
    whole, kept = text.replace(" ", ""), "".join(found).replace(" ", "")
    assert kept == whole or (kept.endswith("…") and whole.startswith(kept[:-1]))
