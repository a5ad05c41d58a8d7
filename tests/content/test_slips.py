# ruff: noqa: E501  It is a table.
"""Slips of the pen in front matter: each is told at its line in plain words, and mended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.content.schema import FrontMatter
from mkdocs_byline.content.slips import correct, find_slips
from mkdocs_byline.content.yaml_nodes import Mapping, YamlError, parse_yaml
from mkdocs_byline.fix.post import mend
from mkdocs_byline.settings import Settings

FRONT = "title: A\ndate: 2026-11-01\ntags: [a]"
BODY = "# Heading\n\nText.\n"
SPACE, JOINER, MARK = "\u00a0", "\u200b", "\ufeff"

# Front matter; the line of the file and what is said of it; front matter as it is mended, or None
# where only the author knows. Lines count the `---` above.
SLIPS: tuple[tuple[str, int, str, str | None], ...] = (
    # Colons and spaces
    ("title:No space\ndate: 2026-11-01", 2, "space after the colon is missing", "title: No space\ndate: 2026-11-01"),
    ("date: 2026-11-01\ntitle:No space\ntags: [a]", 3, "space after the colon is missing", "title: No space\ndate: 2026-11-01\ntags: [a]"),
    ("title:No space", 2, "space after the colon is missing", "title: No space"),
    ("title:A: b\ndate: 2026-11-01", 2, "space after the colon is missing", 'title: "A: b"\ndate: 2026-11-01'),
    ("title：A\ndate: 2026-11-01", 2, "the colon is a wide one", "title: A\ndate: 2026-11-01"),
    (f"title:{SPACE}A\ndate: 2026-11-01", 2, "a space here that is none", "title: A\ndate: 2026-11-01"),
    (f"tags:\n{SPACE}{SPACE}- a\ntitle: A: b", 3, "a space here that is none", 'title: "A: b"\ntags:\n  - a'),
    ("title = A\ndate = 2026-11-01", 2, "an equals sign stands where", "title: A\ndate: 2026-11-01"),
    ("title; A\ndate: 2026-11-01", 2, "a semicolon stands where", "title: A\ndate: 2026-11-01"),
    ("title A\ndate: 2026-11-01", 2, "the colon after the key is missing", "title: A\ndate: 2026-11-01"),
    ("title: Part one: a start", 2, "a colon followed by a space", 'title: "Part one: a start"'),
    ("title: Part one:\ndate: 2026-11-01", 2, "a colon followed by a space", 'title: "Part one:"\ndate: 2026-11-01'),
    ("date: 2026-11-01 title: A\ntags: [a]", 2, "two keys stand on one line", "title: A\ndate: 2026-11-01\ntags: [a]"),
    # Indentation
    (" title: A\ndate: 2026-11-01", 2, "the line is indented", "title: A\ndate: 2026-11-01"),
    ("date: 2026-11-01\n title: A\ntags: [a]", 3, "the line is indented", "title: A\ndate: 2026-11-01\ntags: [a]"),
    ("tags:\n\t- a\n\t- b", 3, "a tab is used for indentation", "tags:\n  - a\n  - b"),
    ("title:\tA", 2, "a tab follows the colon", "title: A"),
    ("title: A\ndescription: B\t", 3, "a tab ends the line", "title: A\ndescription: B"),
    # Quotes
    ('title: "Open\ndate: 2026-11-01', 2, "the quote is opened and not closed", 'title: "Open"\ndate: 2026-11-01'),
    ("title: 'Open\ndate: 2026-11-01", 2, "the quote is opened and not closed", 'title: "Open"\ndate: 2026-11-01'),
    ("title: 'tis the season\ndate: 2026-11-01", 2, "the quote is opened and not closed", "title: \"'tis the season\"\ndate: 2026-11-01"),
    ("title: 'Don't'", 2, "the quotes end before the value does", 'title: "Don\'t"'),
    ('title: "He said "no""', 2, "the quotes end before the value does", "title: 'He said \"no\"'"),
    ('title: "A" and more', 2, "the value goes on after its quotes", "title: '\"A\" and more'"),
    ("title: “A: b”", 2, "typographic quotes are no quotes", 'title: "A: b"'),
    ("“title”: A\ndate: 2026-11-01", 2, "typographic quotes are no quotes", "title: A\ndate: 2026-11-01"),
    ("title: A\ndate: “2026-11-01”", 3, "the quotes around “2026-11-01”", 'title: A\ndate: "2026-11-01"'),
    ("tags: [“a”, “b”]", 2, "the quotes around “a”", 'tags: ["a", "b"]'),
    ("title: A\ndraft: ‘true’", 3, "the quotes around ‘true’", 'title: A\ndraft: "true"'),
    ("title: “Words”", 2, "the quotes around “Words”", None),
    ('title: "C:\\new\\xat"', 2, "a backslash means something else", "title: 'C:\\new\\xat'"),
    ('"title": "A",\n"date": "2026-11-01"', 2, "a comma ends the line", '"title": "A"\n"date": "2026-11-01"'),
    ('title: "A" or "B"', 2, "the quotes end before the value does", "title: '\"A\" or \"B\"'"),
    # Lines
    ("title: A date: 2026-11-01", 2, "two keys stand on one line", "title: A\ndate: 2026-11-01"),
    ("title: My update: 2026", 2, "a colon followed by a space", 'title: "My update: 2026"'),
    ("title: A\ndescription: One line\nand another", 4, "is not indented", "title: A\ndescription: One line\n  and another"),
    ("title: A\ndescription: >\nFolded text", 4, "is not indented", "title: A\ndescription: >\n  Folded text"),
    ("date:\n created: 2026-11-01\n  updated: 2026-11-02", 3, "indented otherwise", "date:\n  created: 2026-11-01\n  updated: 2026-11-02"),
    ("title — A", 2, "a dash stands where", "title: A"),
    ("**title**: A", 2, "the key is written in Markdown", "title: A"),
    # First characters
    ("author: @jane", 2, "a value can't begin with this", 'author: "@jane"'),
    ("title: `code` in front", 2, "a value can't begin with this", 'title: "`code` in front"'),
    ("title: %s and friends", 2, "a value can't begin with this", 'title: "%s and friends"'),
    ("title: *bold* words", 2, "a value can't begin with this", 'title: "*bold* words"'),
    ("title: !important", 2, "a value can't begin with this", 'title: "!important"'),
    ("title: > A quote", 2, "a value can't begin with this", 'title: "> A quote"'),
    ("title: |x| and y\ndate: 2026-11-01", 2, "a value can't begin with this", 'title: "|x| and y"\ndate: 2026-11-01'),
    ("title: - A", 2, "a value can't begin with this", 'title: "- A"'),
    ("title: ? A", 2, "a value can't begin with this", 'title: "? A"'),
    ("title: ,A", 2, "a value can't begin with this", 'title: ",A"'),
    ("title: &co and more", 2, "'&co' means something else", 'title: "&co and more"'),
    ("title: #1 of ten", 2, "'#1 of ten' is a comment", 'title: "#1 of ten"'),
    ("title: We are #1", 2, "'#1' is a comment", 'title: "We are #1"'),
    # Lists
    ("tags: a, b", 2, "'a, b' is one value", "tags: [a, b]"),
    ('categories: "a, b" # x', 2, "'a, b' is one value", "categories: [a, b] # x"),
    ("tags: a; b", 2, "'a; b' is one value", "tags: [a, b]"),
    ("tags: (a, b)", 2, "'(a, b)' is one value", "tags: [a, b]"),
    ("authors: jane, joe", 2, "'jane, joe' is one value", "authors: [jane, joe]"),
    ("authors: Jane Doe, Joe Bloggs", 2, "'Jane Doe, Joe Bloggs' is one value", "authors: [Jane Doe, Joe Bloggs]"),
    ("authors:\n  -jerry\n  -tom", 3, "'-jerry' is no item", "authors:\n  - jerry\n  - tom"),
    ("tags:\n  -- a\n  -- b", 3, "'a' is no item", "tags:\n  - a\n  - b"),
    ("authors:\n  1. jane\n  2. joe", 3, "'jane' is no item", "authors:\n  - jane\n  - joe"),
    ("tags:\n  a\n  b", 3, "'a' is no item", "tags:\n  - a\n  - b"),
    ("tags:\n  a,\n  b", 3, "'a,' is no item", "tags:\n  - a\n  - b"),
    ("tags:\n  - a,\n  - b", 3, "a comma ends the item", "tags:\n  - a\n  - b"),
    ("tags: [a; b]", 2, "'a; b' is one value", "tags: [a, b]"),
    ("tags:\n-a\n-b", 3, "the space after the hyphen is missing", "tags:\n- a\n- b"),
    ("tags:\n  • a\n  • b\ntitle: A: b", 3, "'a' is no item", 'title: "A: b"\ntags:\n  - a\n  - b'),
    ("tags:\n  * a\n  * b", 3, "an item of a list begins with a hyphen", "tags:\n  - a\n  - b"),
    ("tags: [a, b\ndate: 2026-11-01", 2, "the bracket is opened and not closed", "date: 2026-11-01\ntags: [a, b]"),
    ("authors: [{name: A]", 2, "the brackets don't match", "authors: [{name: A}]"),
    ("authors: {name: A", 2, "the brackets don't match", "authors: {name: A}"),
    ("tags: [a, b]]", 2, "the brackets don't match", "tags: [a, b]"),
    ("tags: [a,, b]", 2, "a comma is doubled", "tags: [a, b]"),
    ("tags: [a], [b]", 2, "the value goes on after its bracket", "tags: [a, b]"),
    ("authors: [@jane, joe]", 2, "a value can't begin with this", 'authors: ["@jane", joe]'),
    ("tags: [#a, #b]", 2, "everything after '#' is a comment", "tags: [a, b]"),
    ("tags: #a #b", 2, "everything after '#' is a comment", "tags: [a, b]"),
    ("title: [Draft] A post", 2, "brackets at the start of a value", 'title: "[Draft] A post"'),
    ("- title: A\n- date: 2026-11-01", 2, "written as an item of a list", "title: A\ndate: 2026-11-01"),
    # What is no YAML at all
    ("<!-- note -->\ntitle: A", 2, "this is no comment in YAML", "# note\ntitle: A"),
    ("// note\ntitle: A", 2, "this is no comment in YAML", "# note\ntitle: A"),
    ("title: A\n<<<<<<< HEAD\ndate: 2026-11-01\n=======\ndate: 2026-11-02\n>>>>>>> b", 3, "git left a merge conflict here", None),
)  # fmt: skip


@pytest.mark.parametrize(("front", "line", "message", "expected"), SLIPS)
def test_a_slip_is_told_at_its_line_and_mended(
    front: str, line: int, message: str, expected: str | None
) -> None:
    text = f"---\n{front}\n---\n{BODY}"
    told = sorted(parse_post(text.encode(), "a.md").problems)
    assert [each.line for each in told if message in each.message][:1] == [line]
    assert min(each.line for each in told) == line
    assert all(each.hint for each in told)
    if expected is None:
        return
    mended = mend(text.encode(), "a.md", Settings()).content.decode()
    assert mended == f"---\n{expected}\n---\n{BODY}"
    assert parse_post(mended.encode(), "a.md").problems == []


def test_several_slips_are_told_at_once() -> None:
    front = "title: A: b\ntags:\n - a\n -b: c\ndate:2026-11-01\nauthor: @jane"
    told = parse_post(f"---\n{front}\n---\n{BODY}".encode(), "a.md").problems
    assert [(each.line, each.column, each.code) for each in sorted(told)] == [
        (2, 9, "BY105"),
        (5, 2, "BY105"),
        (6, 5, "BY105"),
        (7, 9, "BY105"),
    ]


def test_what_is_wrong_beside_a_slip_is_told_with_it() -> None:
    front = "title:A: b\ndate: 22.11.2026\nauthors: [{name: Jo]\ncategoires: x\ntags: a, b"
    told = parse_post(f"---\n{front}\n---\n{BODY}".encode(), "a.md").problems
    assert [(each.line, each.code) for each in sorted(told)] == [
        (2, "BY119"),
        (3, "BY122"),
        (4, "BY105"),
        (5, "BY109"),
        (6, "BY119"),
    ]


@pytest.mark.parametrize(
    "front",
    [
        FRONT,
        "title: A # a comment",
        "tags: # none yet",
        "authors: Martin Luther King, Jr.",
        "author: Doe, Jane",
        "categories: ['Arts, Crafts']",
        "categories:\n  - Washington, DC",
        "description: One, two; three",
        "authors:\n  Jane\n  Doe",
        "tags:\n  one",
        "tags:\n  - one\n    more",
        'tags: ["a; b"]',
        "description: |\n  x:y\n  - z\n  “q”\n  -a",
        'title: "“Words”"',
        "title: A “word” in it",
        "mine: a, b",
        "url: https://x.example/a:b",
        "title: C#, and more",
        "title: R&D",
    ],
)
def test_what_is_right_is_left_alone(front: str) -> None:
    text = f"---\n{front}\n---\n{BODY}".encode()
    assert parse_post(text, "a.md").problems == []
    assert mend(text, "a.md", Settings()).content == text


# The file; the line that is told, the code, and what is said.
FENCES: tuple[tuple[str, int, str, str], ...] = (
    (f"\n---\n{FRONT}\n---\n{BODY}", 1, "BY118", "does not begin on the first line"),
    (f"{MARK}\n\n---\n{FRONT}\n---\n{BODY}", 1, "BY118", "does not begin on the first line"),
    (f"{MARK}{MARK}---\n{FRONT}\n---\n{BODY}", 1, "BY118", "is not '---'"),
    (f"{JOINER}---\n{FRONT}\n---\n{BODY}", 1, "BY118", "is not '---'"),
    (f"{SPACE}\n---\n{FRONT}\n---\n{BODY}", 1, "BY118", "does not begin on the first line"),
    (f" ---\n{FRONT}\n---\n{BODY}", 1, "BY118", "' ---' above it is not '---'"),
    (f"--- # x\n{FRONT}\n---\n{BODY}", 1, "BY118", "'--- # x' above it"),
    (f"---yaml\n{FRONT}\n---\n{BODY}", 1, "BY118", "'---yaml' above it"),
    (f"---{FRONT}\n---\n{BODY}", 1, "BY118", "'---title: A' above it"),
    (f"---\n---\n{FRONT}\n---\n{BODY}", 1, "BY118", "below a '---' too many"),
    (f"--\n{FRONT}\n--\n{BODY}", 1, "BY118", "'--' above it"),
    (f"----\n{FRONT}\n----\n{BODY}", 1, "BY118", "'----' above it"),
    (f"—\n{FRONT}\n—\n{BODY}", 1, "BY118", "'—' above it"),
    (f"–––\n{FRONT}\n---\n{BODY}", 1, "BY118", "'–––' above it"),
    (f"***\n{FRONT}\n***\n{BODY}", 1, "BY118", "'***' above it"),
    (f"===\n{FRONT}\n===\n{BODY}", 1, "BY118", "'===' above it"),
    (f"```yaml\n{FRONT}\n```\n{BODY}", 1, "BY118", "'```yaml' above it"),
    (f"```yaml\n---\n{FRONT}\n---\n```\n{BODY}", 1, "BY118", "does not begin on the first line"),
    (f"\\---\n{FRONT}\n\\---\n{BODY}", 1, "BY118", "'\\---' above it"),
    (f"- - -\n{FRONT}\n- - -\n{BODY}", 1, "BY118", "'- - -' above it"),
    (
        '{\n  "title": "A",\n  "date": "2026-11-01",\n  "tags": ["a"]\n}\n' + BODY,
        1,
        "BY118",
        "written in JSON",
    ),
    (f"+++\n{FRONT}\n+++\n{BODY}", 1, "BY118", "'+++' above it"),
    ('+++\ntitle = "A"\ndate = 2026-11-01\ntags = ["a"]\n+++\n' + BODY, 1, "BY118", "TOML"),
    (f"{FRONT}\n\n{BODY}", 1, "BY118", "there is no line with --- above it"),
    (f"{FRONT}\n---\n{BODY}", 1, "BY118", "there is no line with --- above it"),
    (f"# Heading\n\n---\n{FRONT}\n---\n\nText.\n", 1, "BY118", "does not begin on the first line"),
    (f"<!-- a\nb -->\n---\n{FRONT}\n---\n{BODY}", 1, "BY118", "does not begin on the first line"),
    (f"<!--\n{FRONT}\n-->\n{BODY}", 1, "BY118", "stands in a comment"),
    (f"\n<!--\n---\n{FRONT}\n---\n-->\n\n{BODY}", 1, "BY118", "stands in a comment"),
    (f"<!--- {FRONT} --->\n{BODY}", 1, "BY118", "stands in a comment"),
    (
        f"<!-- title: A -->\n<!-- date: 2026-11-01\ntags:\n  - a\n-->\n{BODY}",
        1,
        "BY118",
        "in a comment",
    ),
    (f"---\n{FRONT}\n\n{BODY}", 1, "BY104", "is never closed"),
    (f"---\n{FRONT}\n{BODY}", 1, "BY104", "is never closed"),
    (f"---\n{FRONT}\n---{BODY}", 5, "BY104", "the text begins right behind its '---'"),
    (f"---\n{FRONT}\n----\n{BODY}", 5, "BY104", "'----' is not '---'"),
    (f"---\n{FRONT}\n—\n\nText\n\n---\n\nMore\n", 5, "BY104", "'—' is not '---'"),
    (f"---\n{FRONT}\n--\n---\n{BODY}", 5, "BY104", "'--' is not '---', which is below it"),
    (f"---\n{FRONT}\n----\n\n---\n{BODY}", 5, "BY104", "which is below it"),
    (f"---\n{FRONT}\n\nA text, and more.\n\n---\n\nMore\n", 1, "BY104", "is never closed"),
)


@pytest.mark.parametrize(("text", "line", "code", "message"), FENCES)
def test_front_matter_that_is_not_seen_is_told_and_mended(
    text: str, line: int, code: str, message: str
) -> None:
    (problem,) = parse_post(text.encode(), "a.md").problems
    assert (problem.line, problem.column, problem.code) == (line, 1, code)
    assert message in problem.message
    assert problem.is_error  # So no reader ever sees it as text.
    mended = mend(text.encode(), "a.md", Settings()).content
    source = parse_post(mended, "a.md")
    assert source.problems == []
    assert (source.matter.title, source.matter.tags) == ("A", ("a",))
    assert source.matter.date is not None
    assert source.body.split()[-1] == text.split()[-1]
    assert ("Heading" in source.body) is ("Heading" in text)
    assert "title" not in source.body
    assert mend(mended, "a.md", Settings()).content == mended


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nText\n",
        "Text: a word\n\nMore\n",
        "# Heading\n\nText\n\n---\n\nMore: b\n",
        "***\n\nText\n",
        "<!-- The date: below. -->\n\nText\n",
        "<!--\ntitle: A\nThis is a note.\n-->\n\nText\n",
        "```yaml\nanswer: 42\n```\n",
        "",
        "\n",
    ],
)
def test_a_text_without_front_matter_is_one(text: str) -> None:
    told = parse_post(text.encode(), "a.md").problems
    assert [each for each in told if each.code != "BY102"] == []


_LINES = st.lists(
    st.text("abt: -[]'\"#@“”,\t&*", max_size=12) | st.sampled_from(FRONT.split("\n")), max_size=5
).map("\n".join)


def is_mapping(front: str) -> bool:
    try:
        return isinstance(parse_yaml(front), Mapping)
    except YamlError:
        return False


@given(_LINES)
def test_corrections_make_a_mapping_and_none_is_too_many(front: str) -> None:
    slips = find_slips(front, FrontMatter.model_fields)
    if slips and all(slip.corrected is not None for slip in slips) and not is_mapping(front):
        assert is_mapping(correct(front, slips))
        for slip in slips:
            assert not is_mapping(correct(front, [each for each in slips if each is not slip]))


@given(st.lists(st.sampled_from(["---", "----", "+++", "", "# T", "x", *FRONT.split("\n")])))
def test_mending_fences_is_done_once(lines: list[str]) -> None:
    once = mend("\n".join(lines).encode(), "a.md", Settings()).content
    assert mend(once, "a.md", Settings()).content == once
