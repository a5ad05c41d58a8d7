"""Names and titles that deceive: characters nobody sees, and letters that look like others."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import AUTHORS, build, post
from mkdocs_byline.content.authors import parse_authors
from mkdocs_byline.content.confusables import unseen, without_unseen
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.content.lookalike import skeleton


@pytest.mark.parametrize(
    "text",
    [
        "Plain, with “quotes”, – and é",
        "👩‍👩‍👧 and 🧑🏽‍🚀 and 👁️‍🗨️",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "❤️ 1️⃣ #️⃣",
        "می‌خواهم",
        "क्‍ष",
        "葛󠄀城",
        "שלום",
        "two\nlines\tand a tab",
    ],
)
def test_what_scripts_and_emoji_need_is_let_through(text: str) -> None:
    assert unseen(text) is None
    assert without_unseen(text) == text


@pytest.mark.parametrize(
    ("text", "at", "what"),
    [
        ("a\u202eb", 1, "right-to-left override"),
        ("\u2066a", 0, "left-to-right isolate"),
        ("ab\u200b", 2, "zero width space"),
        ("a\u200db", 1, "zero width joiner"),
        ("a\u200cb", 1, "zero width non-joiner"),
        ("a\ufe0fb", 1, "variation selector-16"),
        ("a\u00adb", 1, "soft hyphen"),
        ("a\ufeff", 1, "zero width no-break space"),
        ("a\u3164b", 1, "hangul filler"),
        ("a\U000e0041", 1, "tag latin capital letter a"),
        ("a\x1b[31m", 1, "U+001B"),
        ("a\u2028b", 1, "line separator"),
    ],
)
def test_what_no_reader_sees_is_found(text: str, at: int, what: str) -> None:
    found = unseen(text)
    assert found
    assert found[0] == at
    assert what in found[1]
    assert unseen(without_unseen(text)) is None


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("title: a\u202eb", 2),
        ("title: a\ndescription: a\u200bb", 3),
        ("title: a\ntags: [x, 'a\u00adb']", 3),
        ("title: a\ncategories: a\u200db", 3),
        ("title: a\nslug: a\u200bb", 3),
        ("title: a\nauthors: [{name: J\u200bane}]", 3),
        ("title: a\nauthor: J\u200bane", 3),
        ("title: a\nlinks:\n  - a\u202eb: index.md", 4),
    ],
)
def test_it_is_refused_with_its_line(front: str, line: int) -> None:
    source = parse_post(f"---\n{front}\n---\n".encode(), "a.md")
    assert [(each.code, each.line) for each in source.problems] == [("BY341", line)]


def test_it_is_refused_in_headings_file_names_and_authors(tmp_path: Path) -> None:
    built = build(
        tmp_path,
        {
            "docs/blog/posts/a.md": post("\n# A\u202eb", date="2026-11-20"),
            "docs/blog/posts/p\u200bq.png": b"",
            "docs/blog/.authors.yml": "ja\u200bne: {name: x}\njoe: {name: J\u202eoe}\n",
        },
    )
    assert built.codes == ["BY341"] * 4
    assert [message.split(": ")[0] for message in built.messages[:4]] == [
        "docs/blog/.authors.yml:1:8",
        "docs/blog/.authors.yml:2:13",
        "docs/blog/posts/a.md:5:1",
        "docs/blog/posts/p\\u200bq.png:1:1",
    ]


def test_text_is_put_into_its_composed_form() -> None:
    text = "---\ntitle: Cafe\u0301\ntags: [cafe\u0301, café]\nslug: cafe\u0301\n---\n"
    matter = parse_post(text.encode(), "a.md").matter
    assert (matter.title, matter.tags, matter.slug) == ("Café", ("café",), "café")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Jane Doe", "Jаne Dоe", True),  # Cyrillic
        ("Jane Doe", "Ｊane  Doe", True),
        ("Jane Doe", "𝐉ane Doe", True),
        ("Ian", "lan", True),
        ("Bob", "B0b", True),
        ("BOO", "B0O", True),
        ("Marnie", "Mamie", True),
        ("Jane", "Jané", False),
        ("Jane", "June", False),
    ],
)
def test_names_of_one_look_have_one_skeleton(one: str, other: str, alike: bool) -> None:
    assert (skeleton(one) == skeleton(other)) == alike


def test_lookalikes_are_warned_of_and_namesakes_are_not() -> None:
    text = "jane: {name: Jane Doe}\njаne: {name: A}\njd: {name: Jаne Doe}\nj: {name: Jane Doe}\n"
    found = parse_authors(text.encode(), "a.yml").problems
    assert [(each.code, each.line) for each in found] == [("BY342", 2), ("BY342", 3)]


def test_a_guest_can_not_pass_for_an_author_unseen(tmp_path: Path) -> None:
    built = build(
        tmp_path,
        {
            "docs/blog/.authors.yml": AUTHORS,
            "docs/blog/posts/a.md": post(
                "# A", date="2026-11-20", authors="[{name: Jаne Doe}, {name: Ann}]"
            ),
        },
    )
    assert built.error == ""
    assert built.codes == ["BY342"]
    assert "write 'jane'" in built.messages[0]
