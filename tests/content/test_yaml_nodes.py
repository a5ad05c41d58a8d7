from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.content import yaml_nodes
from mkdocs_byline.content.yaml_nodes import (
    Mapping,
    YamlError,
    locate,
    parse_yaml,
    plain_value,
    text_value,
)


def test_text_stays_what_was_typed_and_plain_values_are_yaml() -> None:
    tree = parse_yaml("a: no\nb: 12:30:00\nc: 1.0\nd: 2026-13-01\ne: 'no'\nf:\ng: 2026-01-02\n")
    assert tree is not None
    assert text_value(tree) == {
        "a": "no",
        "b": "12:30:00",
        "c": "1.0",
        "d": "2026-13-01",
        "e": "no",
        "f": None,
        "g": "2026-01-02",
    }
    plain = plain_value(tree)
    assert isinstance(plain, dict)
    assert plain["a"] is False
    assert plain["d"] == "2026-13-01"  # YAML's own reader would raise for it.
    assert plain["e"] == "no"
    assert str(plain["g"]) == "2026-01-02"


def test_values_know_where_they_stand() -> None:
    tree = parse_yaml("a: x\nlist:\n  - one\n  - two: here\n", first_line=2)
    assert tree is not None
    node = locate(tree, ("list", 1, "two"))
    assert (node.line, node.column) == (5, 10)
    nearest = locate(tree, ("list", 7))
    assert (nearest.line, nearest.column) == (4, 3)


def test_later_keys_win_and_earlier_ones_are_told() -> None:
    tree = parse_yaml("a: 1\nb: 2\na: 3\n")
    assert isinstance(tree, Mapping)
    assert text_value(tree) == {"a": "3", "b": "2"}
    assert [(key.text, key.line) for key in tree.repeated] == [("a", 3)]


def test_anchors_and_merge_keys_work() -> None:
    tree = parse_yaml("base: &b {x: 1, y: 2}\nother:\n  <<: *b\n  y: 3\n")
    assert tree is not None
    assert text_value(tree) == {"base": {"x": "1", "y": "2"}, "other": {"x": "1", "y": "3"}}


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("title: a: b\n", 1, 9, "a colon followed by a space starts a new value."),
        ("a: 1\n\tb: 2\n", 2, 1, "a tab is used for indentation."),
        ("a: @x\n", 1, 4, "character '@' that cannot start any token."),
        ("a: 'x\n", 2, 1, "unexpected end of stream"),
        ("a: \x07\n", 1, 4, "character U+0007 is not allowed here."),
        ("a: 1\n--- \nb: 2\n", 2, 1, "a second YAML document starts here."),
        ("? [x]\n: 1\n", 1, 3, "a key must be a single word or phrase."),
        ('a: [b, "x\\ud800y"]\n', 1, 8, "half a character."),
        ('"\\ud83d\\ude00": b\n', 1, 1, "half a character."),
    ],
)
def test_syntax_errors_have_a_place_and_plain_words(
    text: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    error = caught.value
    assert message in error.message
    assert (error.line, error.column) == (line, column)
    assert not error.bounds


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100_000,
        "a: " + "{b: " * 5_000,
        "a: &x [*x]",
        "a: *nothing",
        "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
        + "".join(
            f"{chr(98 + i)}: &{chr(98 + i)} [{','.join([f'*{chr(97 + i)}'] * 10)}]\n"
            for i in range(9)
        ),
        "a: !!python/object/apply:os.system [id]",
        "a: !include secret",
    ],
)
def test_bombs_and_tags_are_refused_before_anything_is_built(text: str) -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    assert caught.value.bounds


@given(st.text(max_size=200))
def test_any_text_is_a_tree_or_refused_with_a_place(text: str) -> None:
    try:
        tree = parse_yaml(text)
    except YamlError as error:
        assert error.line >= 1
        assert error.column >= 1
    else:
        if tree is not None:
            text_value(tree)
            plain_value(tree)


TOKENS = (
    *("a", "b: ", "b:", "- ", "-", "\n", "\n  ", ": ", "?", "? ", "[", "]", "{", "}", ", ", ","),
    *("'", '"', "#", " # x", "|", "|\n  ", ">", "*a", "&a ", "!x ", "%", "@", "`", "1", "é", "~"),
    *("...", "\n---\n", " ", "\\", "key: value\n", "x: [a, b]\n", "<<: ", "=", "\t", "\x85"),
)


@given(st.lists(st.sampled_from(TOKENS), max_size=12).map("".join))
def test_both_parsers_say_the_same(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fast = outcome(text)
        patch.setattr(yaml_nodes, "FAST_LOADER", None)
        assert outcome(text) == fast


def outcome(text: str) -> object:
    try:
        return parse_yaml(text)
    except YamlError as error:
        return (error.line, error.column, error.message, error.hint)
