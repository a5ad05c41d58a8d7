# ruff: noqa: E501  It is a table.
"""Slips of the pen in the authors file: each is told at its line in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.content.authors import parse_authors
from mkdocs_byline.content.topics import parse_topics
from mkdocs_byline.content.yaml_nodes import YamlError, parse_yaml

A = "authors:\n  jane:\n    name: Jane\n"

# The file; what is said of it: line, column, and how the message goes on.
SLIPS: tuple[tuple[str, list[str]], ...] = (
    # The lines of an entry
    ("authors:\n  jane:\n    name:Jane Doe\n", ["3:9 the space after the colon is missing."]),
    ("authors:\n  jane:\n    name: Jane: Doe\n", ["3:15 YAML: a colon followed by a space"]),
    (f"{A}    description:No space\n", ["4:16 YAML: the space after the colon is missing."]),
    (f"{A}    github: @jane\n", ["4:13 YAML: a value can't begin with this character."]),
    (f"{A}    description: Likes: tea\n    url: x: y\n", ["4:23 YAML: a colon followed", "5:11 YAML: a colon followed"]),
    (f"{A}    description: #1 writer\n", ["4:18 description: '#1 writer' is a comment"]),
    ("authors:\n  jane:\n    name = Jane\n", ["3:9 an equals sign stands where YAML has a colon."]),
    ("authors:\n  jane:\n    name; Jane\n", ["3:9 a semicolon stands where YAML has a colon."]),
    ("authors:\n  jane:\n    name Jane\n", ["3:9 the colon after the key is missing."]),
    ('authors:\n  jane:\n    name: "Jane\n    description: x\n', ["3:11 YAML: the quote is opened and not closed."]),
    ("authors:\n  jane:\n    name: 'Jane O'Hara'\n", ["3:11 YAML: the quotes end before the value does."]),
    ("authors:\n  jane:\n    name: “Jane”\n", ["3:11 the quotes around “Jane” are part of the value."]),
    ("authors:\n  jane:\n    name: [Jane] Doe\n", ["3:11 YAML: brackets at the start of a value"]),
    ("authors:\n  jane:\n    - name: Jane\n", ["3:5 a key of its own is written as an item"]),
    ("authors:\n  jane: {name: Jane, description: x\n  joe: {name: Joe}\n", ["2:9 YAML: the brackets don't match."]),
    (f"{A}    links:\n      - label: A\n        url: https://a.example\n      -label: B\n", ["7:7 YAML: the space after the hyphen is missing."]),
    (f"{A}    description: >\n    Several words\n", ["5:5 YAML: the line belongs to the value above it"]),
    (f"{A}    url: robin.example\n", ["4:10 https:// is missing: 'robin.example'"]),
    # Indentation
    ("authors:\n jane:\n    name: Jane\n  joe:\n    name: Joe\n", ["4:3 YAML: the line is indented otherwise than the other entries."]),
    ("authors:\n\tjane:\n\t\tname: Jane\n", ["2:1 YAML: a tab is used for indentation.", "3:1 YAML: a tab is used for indentation."]),
    ("authors:\n  jane:\n\tname: Jane\n", ["3:1 YAML: a tab is used for indentation."]),
    (f"{A}   description: x\n", ["4:4 YAML: the line is indented otherwise than those around it."]),
    (f"{A}     description: x\n", ["4:6 YAML: the line is indented otherwise than those around it."]),
    ("  jane:\n    name: Jane\njoe:\n  name: Joe\n", ["3:1 YAML: the line is indented otherwise than the other entries."]),
    ("authors:\n  jane:\n  name: Jane\n", ["2:8 the entry of 'jane' is not a mapping.", "3:3 'name' is no id, but belongs to the entry above it."]),
    ("authors:\njane:\n  name: Jane\n", ["1:1 nothing stands below 'authors:'."]),
    # Ids, and what is above them
    ("authors:\n  jane\n    name: Jane Doe\n", ["2:7 YAML: the colon after 'jane' is missing."]),
    ("authors:\n  - jane:\n      name: Jane\n", ["1:1 the authors are a list, and not entries by their ids."]),
    ("authors:\n  -jane:\n    name: Jane\n", ["2:3 an id can't begin with a hyphen."]),
    ("authors:\n  @jane:\n    name: Jane\n", ["2:3 YAML: an id can't begin with '@'."]),
    ("authors:\n  jane: Jane Doe\n", ["2:9 the entry of 'jane' is not a mapping."]),
    ("authors\n  jane:\n    name: Jane\n", ["1:8 YAML: the colon after 'authors' is missing."]),
    ("author:\n  jane:\n    name: Jane\n", ["1:1 unknown key 'author'."]),
    (f"---\n{A}---\n", ["5:1 YAML: '---' begins a second document in YAML."]),
    (f"<!-- people -->\n{A}", ["1:1 YAML: this is no comment in YAML."]),
    (f"{A}<<<<<<< HEAD\n  joe:\n    name: Joe\n=======\n>>>>>>> x\n", ["4:1 YAML: git left a merge conflict here."]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SLIPS)
def test_a_slip_is_told_at_its_line(text: str, expected: list[str]) -> None:
    told = sorted(parse_authors(text.encode(), "a.yml").problems)
    assert len(told) == len(expected), told
    for problem, start in zip(told, expected, strict=True):
        assert f"{problem.line}:{problem.column} {problem.message}".startswith(start)
        assert problem.hint


RIGHT = (
    A,
    f"---\n{A}",
    "# People\nauthors:\n\n  # Us\n  jane:\n    name: Jane # the one\n\n  joe: {name: Joe}\n",
    "jane:\n  name: Jane\n  description: >\n    Writes: a lot\n    - and more\n",
    f"{A}    links:\n      - label: A\n        url: https://a.example\n",
    "authors:\n  'jane doe':\n    name: 'Jane \"J\" Doe'\n    bio: |\n      # Hello\n      -x\n",
    "authors:\n    jane :\n        name : Jane\n    joe:\n        name: Joe\n",
)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert parse_authors(text.encode(), "a.yml").problems == []


def test_the_topics_file_is_read_so_too() -> None:
    (problem,) = parse_topics(b"topics:\n  Sea:\n    description: The sea: a love\n", "t").problems
    assert (problem.line, problem.column, problem.code) == (3, 25, "BY471")
    assert "a colon followed by a space" in problem.message


LINES = (
    *("authors:", "authors", " jane:", "  jane:", "  jane", "  - jane", "    name: A: b"),
    *("    name:A", "\tname: A", "   url: x", "  joe: {name: J", "---", "", "# x", '    bio: "a'),
)


@given(st.lists(st.sampled_from(LINES), max_size=8))
def test_what_can_not_be_read_is_told_in_a_line_of_the_file(lines: list[str]) -> None:
    text = "\n".join(lines)
    authors = parse_authors(text.encode(), "a.yml")
    for problem in authors.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    try:
        parse_yaml(text)
    except YamlError:
        assert authors.broken
        assert any(problem.is_error for problem in authors.problems)
