from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_byline.read.plainyaml import read_plain
from mkdocs_byline.read.yamltree import MAX_NODES, parse_yaml

LINES = (
    *("date: 2026-11-22", "date: 2026-11-22T10:00:00+01:00", "title: What is it?", "a: it's b "),
    *('b: "One: two # three"', "c: 'One: two'", 'd: ""', "url: https://example.org/?a=b"),
    *("e: [ä, b c , 'd, e', \"f]\"]", "f: [2]  ", "é-ö: /img/x.png", "g: a [b], c", "h: x 😀"),
    *("tags:", "tags: ", "tags:\n  - a\n  - 'b'", "i:\n- a b\n\n- c:d", "", "   "),
)
ODD = (
    *("j: a: b", "k: a #b", "l: a:", "m: [a, [b]]", "n: [a: b]", "o: [a?]", "p: 'don''t'", "q:r"),
    *('s: "a\\n"', "  more", "# note", "t: - a", "- - a", "u: |", "v: &a b", "w: []", "x: [a,]"),
    *("---", "...", "y: a\tb", "z: a\u3000", "a: \x85", '"b": c', "<<: d", "? e", "\ufeff", "- f"),
)
PIECES = (*" :#[],'\"\n-?{}", ": ", "- ", "\xa0")


@pytest.mark.parametrize("text", ["\n".join(LINES[1:14]), *LINES[:17]])
def test_common_lines_are_read(text: str) -> None:
    assert read_plain(text, 2) == parse_yaml(text, 2)
    assert read_plain(text, 2)


@given(
    st.lists(st.sampled_from((*LINES, *LINES, *ODD)), min_size=1, max_size=6).map("\n".join),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(PIECES)), max_size=2),
)
@example("tags:\n- a\n  \n- b\nc: d\n", [])
@example(f"{'a' * 1100}: b", [])
@example("a: 1\na: 2", [])
def test_both_readers_make_the_same_tree(text: str, mistakes: list[tuple[int, str]]) -> None:
    for at, piece in mistakes:
        text = text[:at] + piece + text[at:]
    plain = read_plain(text, 2)
    if plain is not None:
        assert plain == parse_yaml(text, 2)  # Which raises for what is wrong.


def test_what_has_too_many_values_is_left_to_whoever_counts_them() -> None:
    assert read_plain(f"a: [{'b,' * MAX_NODES}b]", 2) is None
