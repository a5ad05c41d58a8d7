"""The files of topics and series: what it says, and each mistake in it with its line."""

from __future__ import annotations

import textwrap

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.content.schema import json_schema
from mkdocs_byline.content.topic_uses import topic_uses
from mkdocs_byline.content.topics import SERIES, Topics, folded_name, parse_topics
from mkdocs_byline.model import Term, Topic

FILE = """
allowed_only: categories
topics:
  Programming:
    description: >-
      How programs
      come about.
    order: 1
  JavaScript:
    icon: material/language-javascript
    parent: programming
    synonyms: [JS, ECMAScript]
  sea:
    title: The sea
  2024:
"""


def read(text: str) -> Topics:
    return parse_topics(textwrap.dedent(text).lstrip("\n").encode(), ".topics.yml")


def told(text: str) -> list[tuple[str, int, int]]:
    return [(each.code, each.line, each.column) for each in read(text).problems]


def test_what_it_says() -> None:
    found = read(FILE)
    assert found.problems == []
    assert found.allowed_only == {"categories"}
    assert found.topics == {
        "Programming": Topic("Programming", "Programming", "How programs come about.", order=1),
        "JavaScript": Topic(
            "JavaScript",
            "JavaScript",
            icon="material/language-javascript",
            parents=("Programming",),
            synonyms=("JS", "ECMAScript"),
        ),
        "sea": Topic("sea", "The sea"),
        "2024": Topic("2024", "2024"),
    }
    assert found.places["JavaScript", "icon"] == (9, 11)
    assert [each.line for each in found.without_icons(lambda name: False)] == [9]
    assert not found.without_icons(lambda name: name == ".icons/material/language-javascript.svg")


@pytest.mark.parametrize("name", ["js", "JS", "ＪＳ", "java-script", "Java Script", "ECMASCRIPT"])
def test_a_topic_has_many_names(name: str) -> None:
    term = Term("JavaScript", "", "JavaScript", (Term("Programming", "", "Programming"),))
    assert read(FILE).term(name) == term


def test_names_that_are_in_no_file_stay_as_they_are() -> None:
    found = read(FILE)
    assert found.term("Rust") == Term("Rust", "")
    assert found.term("the SEA") == found.term("Sea") == Term("The sea", "", "sea")
    assert found.terms(["JS", "Rust", "JavaScript"]) == (found.term("js"), Term("Rust", ""))
    assert read("topics:\n  C++:\n  C#:\n").term("c#").id == "C#"
    assert folded_name("--") == "--"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("topics:\n", []),
        ("[a]\n", [("BY471", 1, 1)]),
        ("topics: [\n", [("BY471", 2, 1)]),
        ("topics: [a, b]\n", [("BY471", 1, 9)]),
        ("JavaScript:\n  synonyms: [JS]\n", [("BY471", 1, 1)]),
        ("topics:\n  A: about a\n", [("BY472", 2, 6)]),
        ("allowed_only: tag\n", [("BY472", 1, 15)]),
        ("topics:\n  A: {icon: ../a}\n", [("BY111", 2, 13)]),
        ("topics:\n  A: {order: first}\n", [("BY111", 2, 14)]),
        ("topics:\n  A: {synonym: [b]}\n", [("BY109", 2, 7)]),
        ("topics:\n  A: {state: complete}\n", [("BY109", 2, 7)]),
        ("topics:\n  A:\n  A:\n", [("BY107", 3, 3)]),
        ("topics:\n  A: {synonyms: [c]}\n  B: {synonyms: [d, C]}\n", [("BY473", 3, 21)]),
        ("topics:\n  A: {title: b}\n  B:\n", [("BY473", 2, 14)]),
        ("topics:\n  A: {parent: B}\n", [("BY474", 2, 15)]),
        ("topics:\n  A: {parent: a}\n", [("BY474", 2, 15)]),
        (
            "topics:\n  A: {parent: B}\n  B: {parent: A}\n  C: {parent: A}\n",
            [("BY474", 2, 15), ("BY474", 3, 15)],
        ),
        ('topics:\n  "a\\u202eb":\n', [("BY341", 2, 3)]),
        ("topics: &a\n  A: *a\n", [("BY471", 2, 6)]),
    ],
)
def test_mistakes_have_lines(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert told(text) == expected


def test_circles_and_endless_chains_are_cut() -> None:
    found = read("topics:\n  A: {parent: B}\n  B: {parent: A}\n  C: {parent: A}\n")
    assert [each.parents for each in found.topics.values()] == [(), (), ("A",)]
    chain = (
        "topics:\n"
        + "".join(f"  t{n}: {{parent: t{n + 1}}}\n" for n in range(3000))
        + "  t3000:\n"
    )
    found = read(chain)
    assert max(len(each.parents) for each in found.topics.values()) == 8
    assert {each.code for each in found.problems} == {"BY474"}


def test_the_least_wrong_name_is_suggested() -> None:
    found = read(FILE)
    assert found.suggestion("Javascirpt") == "Did you mean 'JavaScript'?"
    assert found.suggestion("ECMAScirpt") == "Did you mean 'JavaScript'?"
    assert found.suggestion("Gardening") == ""


@given(
    st.binary(max_size=300) | st.text("topics:A {}[]&*-\n, parent", max_size=120).map(str.encode)
)
def test_any_bytes_are_read_without_an_exception(content: bytes) -> None:
    series = parse_topics(content.replace(b"topics", b"series"), ".series.yml", SERIES)
    assert series.topics.keys() <= series.lines.keys()
    found = parse_topics(content, ".topics.yml")
    assert found.topics.keys() <= found.lines.keys()
    assert all(set(each.parents) <= found.topics.keys() for each in found.topics.values())
    assert set(found.names.values()) <= found.topics.keys()


def test_its_schema_fits() -> None:
    schema = json_schema("topics")
    jsonschema.validate(
        yaml.safe_load(FILE.replace("2024:", '"2024":')), schema, jsonschema.Draft202012Validator
    )
    for wrong in ("allowed_only: tag", "topic: {}", "topics: [a]"):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(yaml.safe_load(wrong), schema)


SERIES_FILE = """
series:
  A year at sea: {title: At sea, description: Twelve months., order: 2, state: Complete}
  Sourdough: {state: running}
  2024:
"""


def test_a_series_file_says_less() -> None:
    found = parse_topics(SERIES_FILE.lstrip().encode(), ".series.yml", SERIES)
    assert found.problems == []
    assert found.topics == {
        "A year at sea": Topic(
            "A year at sea", "At sea", "Twelve months.", order=2, state="complete"
        ),
        "Sourdough": Topic("Sourdough", "Sourdough", state="running"),
        "2024": Topic("2024", "2024"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("topics: {A: {}}\n", ("BY471", 1, 1)),
        ("seires:\n  A:\n", ("BY471", 1, 1)),
        ("series: [A]\n", ("BY471", 1, 9)),
        ("series:\n  A: {state: done}\n", ("BY111", 2, 14)),
        ("series:\n  A: {state: [complete]}\n", ("BY111", 2, 14)),
        ("series:\n  A: {stat: complete}\n", ("BY109", 2, 7)),
        ("series:\n  A: {parent: B}\n  B:\n", ("BY109", 2, 7)),
        ("allowed_only: true\nseries:\n  A:\n", ("BY471", 1, 1)),
        ("series:\n  A: {title: b}\n  B:\n", ("BY473", 2, 14)),
    ],
)
def test_mistakes_in_a_series_file_have_lines(text: str, expected: tuple[str, int, int]) -> None:
    (told,) = parse_topics(text.encode(), ".series.yml", SERIES).problems
    assert (told.code, told.line, told.column) == expected


def test_the_schema_of_a_series_file_fits() -> None:
    def check(text: str) -> None:
        given = yaml.safe_load(text.replace("2024:", '"2024":').replace("Complete", "complete"))
        schema = json_schema("series")
        jsonschema.validate(given, schema, jsonschema.Draft202012Validator)

    check(SERIES_FILE)
    for wrong in ("allowed_only: true", "series: [a]", "series: {a: {state: done}}"):
        with pytest.raises(jsonschema.ValidationError):
            check(wrong)


def uses(*fronts: str, file: str = "") -> list[tuple[str, str, int, str]]:
    sources = [
        parse_post(f"---\n{front}\n---\n# A\n".encode(), f"{number}.md")
        for number, front in enumerate(fronts)
    ]
    return [
        (use.key, use.name, use.number, use.meant.name if use.meant else "")
        for use in topic_uses(sources, read(file))
    ]


def test_uses_are_counted_by_posts_whatever_the_spelling() -> None:
    fronts = ("tags: [js, JS]", "tags: [JavaScript]", "categories: [js]", "tags: [js]")
    assert uses(*fronts, file=FILE) == [
        ("tags", "JavaScript", 3, ""),
        ("categories", "JavaScript", 1, ""),
    ]
    assert uses(*fronts) == [
        ("tags", "js", 2, ""),
        ("categories", "js", 1, ""),
        ("tags", "JavaScript", 1, ""),
    ]


def test_a_slip_is_one_for_what_is_used_more_often_or_in_the_file() -> None:
    pythons = ["tags: [python]"] * 3
    assert uses(*pythons, "tags: [pyhton]")[-1] == ("tags", "pyhton", 1, "python")
    assert uses("tags: [python]", "tags: [pyhton]")[-1][-1] == ""
    assert uses(*pythons, "categories: [Python]")[-1] == ("categories", "Python", 1, "")
    assert uses("tags: [Javascirpt]", file=FILE) == [("tags", "Javascirpt", 1, "JavaScript")]
    assert uses("tags: [ECMAScrpt]", file=FILE) == [("tags", "ECMAScrpt", 1, "JavaScript")]
