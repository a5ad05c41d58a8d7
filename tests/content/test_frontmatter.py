from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import post
from mkdocs_byline.content.frontmatter import Source, extra_values, parse_post


def read(text: str | bytes, path: str = "blog/posts/a.md") -> Source:
    return parse_post(text.encode() if isinstance(text, str) else text, path)


def problems(text: str | bytes) -> list[str]:
    """Return `line:column code` of each problem."""
    return [f"{each.line}:{each.column} {each.code}" for each in sorted(read(text).problems)]


def test_a_whole_post() -> None:
    source = read(
        "---\n"
        "title: 'A: b'\n"
        "date:\n  created: 2026-11-20\n  updated: '2026-11-21T10:00Z'\n  moved: 2026-11-22\n"
        "authors:\n  - jane\n  - name: Ada\n    url: https://ada.example\n"
        "editors: joe\n"
        "tags: [no, 1.0, yes]\n"
        "categories: Work\n"
        "links:\n  - a.md\n  - More:\n      - label: B\n        url: b.md\n"
        "mood: {calm: true}\n"
        "---\n\n\n# Heading\n"
    )
    matter = source.matter
    assert source.problems == []
    assert matter.title == "A: b"
    assert matter.date is not None
    assert matter.date.created == dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    assert matter.date.updated == dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
    assert matter.date.__pydantic_extra__["moved"].day == 22
    assert matter.authors[0] == "jane"
    assert matter.authors[1].name == "Ada"  # type: ignore[union-attr]
    assert matter.editors == ("joe",)
    assert matter.tags == ("no", "1.0", "yes")
    assert matter.categories == ("Work",)
    assert matter.links[1].children[0].url == "b.md"
    assert extra_values(source)[0] == {"mood": {"calm": True}}
    assert (source.body, source.body_line) == ("# Heading\n", 23)


@pytest.mark.parametrize(
    "text",
    [
        "﻿---\ndate: 2026-11-22\n---\n# T\n",
        "---\r\ndate: 2026-11-22\r\n---\r\n# T\r\n",
        "---\rdate: 2026-11-22\r---\r# T\r",
        "---  \ndate: 2026-11-22\n...\n# T\n",
    ],
)
def test_byte_order_marks_and_line_ends_make_no_difference(text: str) -> None:
    source = read(text)
    assert source.problems == []
    assert source.matter.date is not None
    assert source.body == "# T\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"---\ntitle: caf\xe9\n---\nx", ["2:11 BY101"]),
        (b"\xef\xbb\xbf---\ntitle: caf\xe9\n---\nx", ["2:11 BY101"]),
        ("", ["1:1 BY102"]),
        (" \n\n", ["1:1 BY102"]),
        (b"x" * 5_000_000, ["1:1 BY103"]),
        ("---\n" + "a: b\n" * 20_000 + "---\n", ["1:1 BY103"]),
        ("---\ntitle: x\n\n# Heading\n", ["1:1 BY104"]),
        ("---\ntitle: a: b\n---\nx", ["2:9 BY105"]),
        ("---\ndate: 2026-11-22\n\ttitle: x\n---\nx", ["3:1 BY105"]),
        ("---\n- a\n- b\n---\nx", ["1:1 BY106"]),
        ("---\njust words\n---\nx", ["1:1 BY106"]),
        (post(title="a") + post(title="b"), []),
        ("---\ntitle: a\ntags: [x]\ntitle: b\n---\nx", ["4:1 BY107"]),
        ("---\na: " + "[" * 200_00 + "\n---\nx", ["2:19 BY108"]),
        ("---\na: &x [*x]\n---\nx", ["2:8 BY108"]),
        ("---\ncategoires: [x]\n---\nx", ["2:1 BY109"]),
        ("---\nupdated: 2026-11-22\n---\nx", ["2:1 BY109"]),
        ("---\ndate: {craeted: 2026-11-22}\n---\nx", ["2:8 BY109"]),
        ("---\ndraft: maybe\n---\nx", ["2:8 BY110"]),
        ("---\nreadtime: long\n---\nx", ["2:11 BY110"]),
        ("---\nlinks: here\n---\nx", ["2:8 BY110"]),
        ("---\nlinks: ['javascript:alert(1)']\n---\nx", ["2:8 BY110"]),
        ("---\nauthors: [{url: https://x.example}]\n---\nx", ["2:11 BY110"]),
        ("---\ntags: [[a]]\n---\nx", ["2:8 BY111"]),
        ("---\ntitle: [a]\n---\nx", ["2:8 BY111"]),
        ("---\ndate: 2026-13-01\n---\nx", ["2:7 BY122"]),
        ("---\ndate: soon\n---\nx", ["2:7 BY122"]),
        ("---\ndate: [2026-11-22]\n---\nx", ["2:7 BY122"]),
        (
            "---\ndate:\n  created: 2026-02-30\n  expires: never\n---\nx",
            ["3:12 BY122", "4:12 BY122"],
        ),
        (
            "---\ndate: 2026-13-01\ndraft: 7\ncategoires: x\n---\nx",
            ["2:7 BY122", "3:8 BY110", "4:1 BY109"],
        ),
    ],
    ids=range(30),
)
def test_each_mistake_has_its_code_line_and_column(text: str | bytes, expected: list[str]) -> None:
    assert problems(text) == expected


def test_what_is_wrong_does_not_take_what_is_right_with_it() -> None:
    source = read("---\ntitle: Kept\ndate: 2026-13-01\ntags: [a]\n---\nText\n")
    assert (source.matter.title, source.matter.tags) == ("Kept", ("a",))
    assert source.body == "Text\n"


def test_a_post_may_begin_with_a_rule() -> None:
    source = read("---\n\nText\n")
    assert source.problems == []
    assert source.body.startswith("---")


def test_messages_quote_the_value_and_say_what_to_do() -> None:
    (problem,) = read("---\ndate: 2026-13-01\n---\nx").problems
    assert str(problem) == (
        "blog/posts/a.md:2:7: BY122 date: '2026-13-01' can't be read as a date: month must be in "
        "1..12. Write it as in 2026-11-22 or 2026-11-22T10:00+01:00."
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_exception(content: bytes) -> None:
    parse_post(content, "a.md")


_KEYS = st.sampled_from(
    ["title", "date", "authors", "author", "tags", "links", "draft", "readtime", "slug", "x"]
)
_YAML = st.recursive(
    st.sampled_from(["x", "2026-01-02", "true", "''", "~", "1e9", "jane", "2026-99-99"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(_KEYS, inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=6,
)


@given(st.lists(st.tuples(_KEYS, _YAML), max_size=5))
def test_any_value_under_any_key_is_typed_or_a_problem(pairs: list[tuple[str, str]]) -> None:
    front = "".join(f"{key}: {value}\n" for key, value in pairs)
    source = read(f"---\n{front}---\nText\n")
    assert source.body == "Text\n"
    extra_values(source)
