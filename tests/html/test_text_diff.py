"""What readers are shown of the difference between two texts."""

from __future__ import annotations

import math
from collections.abc import Iterable

import markdown
import pytest

from mkdocs_byline.html.diff_blocks import Block, Word, plain_blocks, read_blocks
from mkdocs_byline.html.text_diff import (
    MAX_PARTS,
    MAX_WORDS,
    Comparison,
    compare,
    decode,
    encode,
)
from mkdocs_byline.html.word_diff import MAX_WORK
from mkdocs_byline.timeout import deadline

TEXT = """\
# Title

The first paragraph says what it is about.

## How

The second paragraph has a little more to say than that.

- one thing
- another thing

## Why

The third one is here for no reason that I know of.

The fourth.
"""


def blocks(text: str) -> list[Block]:
    return read_blocks(markdown.markdown(text, extensions=["tables", "fenced_code"]))


def changes(old: str, new: str) -> list[tuple[str, str, str]]:
    """Return what is shown: each part's change, its kind, and its text with changes marked."""
    marks = {"ins": "+", "del": "-", "gap": "…"}
    return [
        (part.change, part.kind, str(part.number))
        if part.change == "gap"
        else (
            part.change,
            part.kind,
            " ".join(
                marks.get(each.op, "") + "".join(text for _, text in each.runs)
                for each in part.pieces
            ),
        )
        for part in compare(blocks(old), blocks(new)).parts
    ]


def test_a_change_is_shown_below_its_heading_with_a_little_around_it() -> None:
    assert changes(TEXT, TEXT.replace("a little more", "much more")) == [
        ("gap", "", "2"),
        ("same", "heading", "How"),
        (
            "edited",
            "text",
            "The second paragraph has -a little +much more to say than that.",
        ),
        ("same", "item", "one thing"),
        ("gap", "", "4"),
    ]


def test_new_and_gone_paragraphs_stand_beside_each_other() -> None:
    new = TEXT.replace("The fourth.", "Something else altogether, at length.")
    assert changes(TEXT, new)[-2:] == [
        ("removed", "text", "-The fourth."),
        ("added", "text", "+Something else altogether, at length."),
    ]


def test_a_paragraph_that_stands_elsewhere_is_known_even_if_it_was_edited() -> None:
    second = "The second paragraph has a little more to say than that.\n\n"
    new = TEXT.replace(second, "") + "\n" + second.replace("little", "bit")
    found = {change: (kind, text) for change, kind, text in changes(TEXT, new)}
    assert found["left"] == ("text", "The second paragraph has a little more to say than that.")
    assert found["moved"][1] == "The second paragraph has a -little +bit more to say than that."
    assert not found.keys() & {"added", "removed"}


def test_the_same_text_shows_nothing_but_that_it_is_the_same() -> None:
    assert changes(TEXT, TEXT) == [("gap", "", "9")]
    assert compare([], []) == Comparison(())


def test_of_a_long_paragraph_only_what_is_around_a_change_is_shown() -> None:
    long = " ".join(f"word{number}" for number in range(1000))
    (part,) = compare(blocks(long), blocks(long.replace("word500 ", "other "))).parts
    assert [piece.op for piece in part.pieces] == [
        "gap", "same", "del", "ins", "same", "gap"
    ]  # fmt: skip
    assert part.pieces[1].runs[0][1].endswith("word498 word499")
    assert part.pieces[4].runs[0][1].startswith("word501 word502")


def test_tables_code_quotes_and_pictures_are_compared_too() -> None:
    text = "| a | b |\n| - | - |\n| c | d |\n\n```\nx = 1\n    y\n```\n\n> q\n\n![Tower](t.png)\n"
    kinds = [(block.kind, "".join(word.text for word in block.words)) for block in blocks(text)]
    assert kinds == [
        ("row", "a|b"),
        ("row", "c|d"),
        ("code", "x = 1\n    y"),
        ("quote", "q"),
        ("text", "Towert.png"),
    ]
    new = text.replace("x = 1", "x = 2").replace("t.png", "u.png")
    shown = changes(text, new)
    assert ("edited", "code", "x =  -1 +2 \n    y") in shown
    assert ("edited", "text", "Tower -t.png +u.png") in shown


def test_markup_that_is_not_for_readers_is_left_out() -> None:
    html = (
        '<h2>A<a class="headerlink" href="#a">¶</a></h2><p>b<svg><text>c</text></svg>'
        '<input type="checkbox">d<a class="footnote-backref" href="#e">f</a></p>'
    )
    assert ["".join(word.text for word in block.words) for block in read_blocks(html)] == [
        "A", "bd"
    ]  # fmt: skip


def test_what_is_nested_deeply_is_read() -> None:
    html = "<div>" * 400 + "deep" + "</div>" * 400
    assert [block.words for block in read_blocks(html)] == [(Word("deep"),)]


def test_a_text_that_can_not_be_converted_is_compared_as_typed() -> None:
    one, other = plain_blocks("# A\n\n<b>x</b> y\n"), plain_blocks("# A\n\n<b>x</b> z\n")
    assert [piece.op for piece in compare(one, other).parts[-1].pieces] == ["same", "del", "ins"]


@pytest.mark.parametrize("seeds", [(1, 2), (1, 1)])
def test_an_enormous_change_is_counted_and_cut(seeds: tuple[int, int]) -> None:
    def text(seed: int) -> list[Block]:
        words = [
            Word(f"w{(seed * number * number) % 997}-{seed}", "", " ") for number in range(12_000)
        ]
        return [Block("text", tuple(words[at : at + 60])) for at in range(0, len(words), 60)]

    found = compare(text(seeds[0]), text(seeds[1]))
    differ = seeds[0] != seeds[1]
    assert (found.added, found.removed) == ((12_000, 12_000) if differ else (0, 0))
    assert found.is_cut == differ
    shown = sum(
        len(text.split()) for part in found.parts for each in part.pieces for _, text in each.runs
    )
    assert shown <= MAX_WORDS


def paragraph(words: Iterable[str]) -> Block:
    return Block("text", tuple(Word(word, "", " ") for word in words))


def numbered(name: str, number: int) -> list[str]:
    return [f"{name}{each}" for each in range(number)]


def test_texts_without_common_words_are_counted_and_not_shown() -> None:
    old, new = numbered("old", 30_000), numbered("new", 30_000)
    expected = Comparison((), 30_000, 30_000, is_cut=True)
    assert compare([paragraph(old)], [paragraph(new)]) == expected


def test_of_ten_thousand_new_paragraphs_as_many_are_shown_as_a_page_holds() -> None:
    old, new = ([paragraph([word]) for word in numbered(name, 10_000)] for name in "ab")
    found = compare(old, new)
    assert (found.added, found.removed, found.is_cut) == (10_000, 10_000, True)
    assert len(found.parts) == MAX_PARTS


@pytest.mark.parametrize("as_paragraphs", [True, False])
def test_texts_that_are_too_different_to_compare_are_counted_by_their_words(
    as_paragraphs: bool,
) -> None:
    number = math.isqrt(MAX_WORK) // 3
    words = ["a", "b", "c"] * number
    old, new = ["x", "y", "!", *words, "p"], ["z", *words[1:], "a", "q", "r"]
    if as_paragraphs:
        texts = [[paragraph([word]) for word in text] for text in (old, new)]
    else:
        texts = [[paragraph(text)] for text in (old, new)]
    assert compare(*texts) == Comparison((), 3, 3, is_cut=True)


@pytest.mark.parametrize("as_paragraphs", [True, False])
def test_a_word_that_changed_in_an_enormous_text_is_shown(as_paragraphs: bool) -> None:
    old = numbered("word", 40_000)
    new = [*old[:20_000], "other", *old[20_001:]]
    if as_paragraphs:
        found = compare(*([paragraph([word]) for word in text] for text in (old, new)))
    else:
        found = compare([paragraph(old)], [paragraph(new)])
    assert (found.added, found.removed, found.is_cut) == (1, 1, False)


def test_looking_for_paragraphs_that_are_alike_is_bounded_by_their_words() -> None:
    old, new = (
        [paragraph(numbered(name, 2_000)) for name in names] for names in ("a" * 40, "b" * 40)
    )
    assert compare(old, new) == Comparison((), 80_000, 80_000, is_cut=True)


def test_a_comparison_can_be_kept() -> None:
    found = compare(
        blocks(TEXT), blocks(TEXT.replace("**", "").replace("one thing", "**one** thing"))
    )
    assert decode(encode(found)) == found


def test_links_without_words_are_read_once() -> None:
    with deadline(10):
        (block,) = read_blocks("<p>x" + '<a href="y"></a> ' * 20_000 + "</p>")
    assert {word.space for word in block.words} == {" "}
