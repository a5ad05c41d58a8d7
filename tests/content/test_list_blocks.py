"""Lists of posts are seen where Markdown has them, and their options read with their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.content.list_blocks import (
    MAX_POSTS,
    ListOptions,
    find_blocks,
    read_block,
    read_options,
    read_values,
)
from mkdocs_byline.timeout import deadline

PLACES = {
    "slashes": ("/// posts\n    limit: 3\n///", [(1, 1, "    limit: 3")]),
    "colons": ("::: posts\nlimit: 3\nlayout: cards\n\nText", [(1, 1, "limit: 3\nlayout: cards")]),
    "no options": ("Text\n\n/// posts\n///", [(3, 1, "")]),
    "unclosed": ("/// posts\n    tag: a\n\nText", [(1, 1, "    tag: a")]),
    "longer marks": ("//// posts\n    tag: a\n////", [(1, 1, "    tag: a")]),
    "in an item": ("- one\n\n    /// posts\n        tag: a\n    ///", [(3, 5, "        tag: a")]),
    "in a note": ("!!! note\n    /// posts\n    ///", [(2, 5, "")]),
    "in a quotation": ("> ::: posts\n> tag: a", [(1, 3, "  tag: a")]),
    "two": ("/// posts\n///\n\n/// posts\n///", [(1, 1, ""), (4, 1, "")]),
    "in a fence": ("```\n/// posts\n```", []),
    "in code": ("Text\n\n    /// posts\n    ///", []),
    "in a comment": ("<!--\n/// posts\n///\n-->", []),
    "in a sentence": ("Write /// posts for a list of posts", []),
    "another block": ("/// postscript\n///", []),
    "other marks": ("// posts\n:: posts\n", []),
}


@pytest.mark.parametrize("name", PLACES)
def test_lists_are_found_outside_of_code(name: str) -> None:
    text, expected = PLACES[name]
    assert [(each.line, each.column, each.yaml) for each in find_blocks(text)] == expected


def test_what_may_be_a_package_named_posts_is_left_to_mkdocstrings() -> None:
    texts = ("::: posts", "::: posts\n    options:\n      heading_level: 2", "::: posts\n\nText")
    for text in texts:
        assert find_blocks(text)
        assert not find_blocks(text, has_mkdocstrings=True)
    for text in ("::: posts\ntag: a", "/// posts\n///"):
        assert find_blocks(text, has_mkdocstrings=True)


def test_options_are_typed() -> None:
    yaml = (
        "category: [People, 'How we work']\ntag: 2026\nyear: [2025, 2026]\npinned: yes\n"
        "sort: Title\nlimit: 5\noffset: 2\nlayout: cards\nlead: true\nmore: More of it\n"
    )
    request = read_options(yaml)
    assert request.problems == ()
    assert request.options == ListOptions(
        category=("People", "How we work"), tag=("2026",), year=("2025", "2026"), pinned=True,
        sort="title", limit=5, offset=2, layout="cards", lead=True, more="More of it",
    )  # fmt: skip
    assert request.places["category"] == ((1, 12), (1, 20))
    assert read_options("more: off").options.more is False
    assert read_options("# nothing but a remark") == read_options("") == read_options("  \n")


WRONG = {
    "categories: People": (7, 5, "no option 'categories'", "'category'"),
    "colour: red": (7, 5, "no option 'colour'", "There are category, "),
    "layout: card": (7, 13, "'card' is no value of 'layout'", "'cards'"),
    "layout: grid": (7, 13, "'grid'", "Write compact, cards, full or timeline."),
    "sort: newst": (7, 11, "'newst'", "'newest'"),
    "limit: ten": (7, 12, "'ten'", f"from 1 to {MAX_POSTS}"),
    "limit: 0": (7, 12, "'0'", "from 1"),
    f"limit: {MAX_POSTS + 1}": (7, 12, "is no value", "from 1"),
    "limit: [1, 2]": (7, 12, "this is no value of 'limit'", "from 1"),
    "offset: -1": (7, 13, "'-1'", "from 0"),
    "pinned: perhaps": (7, 13, "'perhaps'", "true or false"),
    "year: 26": (7, 11, "'26' is no year", "2026"),
    "author:": (7, 12, "'author' takes a name", ""),
    "tag: [a, {b: c}]": (7, 14, "'tag' takes a name", ""),
    "- People": (7, 5, "not a mapping", "category: People"),
    "tag: 'a": (7, 10, "", ""),
    "tag: *a": (7, 10, "'*a'", ""),
}


@pytest.mark.parametrize("option", WRONG)
def test_what_is_wrong_has_its_place(option: str) -> None:
    line, column, message, hint = WRONG[option]
    (block,) = find_blocks(f"A\n\n/// posts\n    {option}\n///", first_line=4)
    (problem,) = read_block(block, "docs/a.md").problems
    assert (problem.path, problem.line, problem.code) == ("docs/a.md", line, "BY461")
    assert problem.column == column or option.startswith("tag: 'a")
    assert message in problem.message
    assert hint in problem.hint


def test_a_title_and_an_option_given_twice_are_refused() -> None:
    (block,) = find_blocks("/// posts | Newest\n    tag: a\n    tag: b\n///")
    first, second = read_block(block, "a.md").problems
    assert "'Newest'" in first.message
    assert (second.line, second.column) == (3, 5)
    assert "'tag' is given twice" in second.message


def test_templates_give_python_values() -> None:
    request = read_values({"tag": ["a", "b: c"], "pinned": False, "limit": 3, "year": None}, "x")
    assert request.options == ListOptions(tag=("a", "b: c"), pinned=False, limit=3)
    (problem,) = read_values({"layuot": "full"}, "overrides/home.html").problems
    assert str(problem).startswith("overrides/home.html:1:1: BY461 ")
    assert "Did you mean 'layout'?" in problem.hint


@pytest.mark.parametrize("options", ["- x\n" * 200, f"tag: {'[' * 4000}"])
def test_options_without_end_are_refused_unread(options: str) -> None:
    (block,) = find_blocks(f"/// posts\n{options}\n///")
    (problem,) = read_block(block, "a.md").problems
    assert (problem.line, problem.code) == (2, "BY461")
    assert "more than" in problem.message


@pytest.mark.parametrize("line", ["/// posts", "::: posts", "posts", "/// posts\n///"])
def test_a_long_text_is_read_once(line: str) -> None:
    """Nor does each line of it look through all that follow."""
    with deadline(5):
        found = find_blocks(f"{line}\n" * 20_000)
    assert len(found) == (20_000 if "/// " in line or "::: " in line else 0)


@given(st.lists(st.sampled_from(
    ["/// posts", "::: posts", "    tag: a", "limit: [", "///", "", "- x", "    - y"]
    + ["```", "> ", "\t", "*a: &b"]
)))  # fmt: skip
def test_no_text_is_too_odd(lines: list[str]) -> None:
    for block in find_blocks("\n".join(lines)):
        assert lines[block.line - 1][block.column - 1 :].startswith((":::", "///"))
        for problem in read_block(block, "a.md").problems:
            assert problem.line >= block.line
