"""What became of a paragraph, word by word."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.html.diff_blocks import Word, read_blocks
from mkdocs_byline.html.word_diff import Piece, Work, compare_words, matches


def words(html: str) -> tuple[Word, ...]:
    (block,) = read_blocks(f"<p>{html}</p>")
    return block.words


def shown(pieces: list[Piece]) -> str:
    """Return pieces as one text, with [what was removed] and {what was added}."""
    signs = {"del": ("[", "]"), "ins": ("{", "}")}
    found = ""
    for piece in pieces:
        start, end = signs.get(piece.op, ("", ""))
        text = "".join(text for _, text in piece.runs)
        found += f"{start}{text}{end}" + " " * piece.space
    return found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It has 216 steps.", "It has 217 steps.", "It has [216] {217} steps."),
        ("One.", "One.", "One."),
        ("Six steps", "Six steep steps", "Six {steep} steps"),
        ("Say it", "Say “it”", "Say {“}it{”}"),
        ("One. Two is here. Three.", "One. Three.", "One. [Two is here.] Three."),
        ("a b c d e", "a x y z e", "a [b c d] {x y z} e"),
        (  # Not with "the" kept in the middle.
            "They opened the green door",
            "They closed the blue window",
            "They [opened the green door]{closed the blue window}",
        ),
        ("私は学生です。", "私は先生です。", "私は[学]{先}生です。"),
        ("ฉันไปบ้าน", "ฉันไปวัด", "ฉันไป[บ้าน]{วัด}"),
        ("यह किताब है", "यह किताबें है", "यह [किताब] {किताबें} है"),
        ("it’s well-known", "it’s known", "it’s [well-known]{known}"),
    ],
)
def test_words_are_compared(old: str, new: str, expected: str) -> None:
    assert shown(compare_words(words(old), words(new), Work())) == expected


def test_markup_counts_and_where_a_link_leads_is_shown_if_it_changed() -> None:
    pieces = compare_words(
        words("See <a href='a.md'>this</a> and <a href='c.md'><b>that</b></a>."),
        words("See <a href='b.md'>this</a> and <a href='c.md'>that</a>."),
        Work(),
    )
    assert shown(pieces) == "See this [a.md and that]{b.md and that}."
    assert "c.md" not in shown(pieces)
    found = shown(compare_words(words("A b."), words("A <a href='c.md'>new</a> b."), Work()))
    assert found == "A {new c.md} b."


@given(st.text("ab. ", max_size=40), st.text("ab. ", max_size=40))
def test_both_texts_can_be_read_in_a_comparison(old: str, new: str) -> None:
    one, other = ([*each[0].words] if (each := read_blocks(escape(t))) else [] for t in (old, new))
    pieces = compare_words(one, other, Work())

    def read(*ops: str) -> str:
        runs = (run for piece in pieces if piece.op in ops for run in piece.runs)
        return "".join("".join(text.split()) for _, text in runs)

    assert read("same", "del") == "".join(old.split())
    assert read("same", "ins") == "".join(new.split())


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_as_much_as_can_be_is_the_same(old: str, new: str) -> None:
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            best = max(lengths[i][j + 1], lengths[i + 1][j])
            lengths[i + 1][j + 1] = lengths[i][j] + 1 if one == other else best
    found = matches(old, new, Work())
    assert len(found) == lengths[-1][-1]
    assert all(old[i] == new[j] for i, j in found)
    assert found == sorted(found)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
