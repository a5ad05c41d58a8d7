from __future__ import annotations

import pytest

from mkdocs_byline.content.body import first_heading, plain_text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# One\n", ("One", 1)),
        ("text\n\n# Two #\n", ("Two", 3)),
        ("Title\n=====\n", ("Title", 1)),
        ("```\n# no\n```\n# Yes\n", ("Yes", 4)),
        ("~~~~\n~~~\n# no\n~~~~\n", ("", 0)),
        ("## Two\n", ("", 0)),
        ('<h1 align="center">Hi\nthere</h1>', ("Hi there", 1)),
        ("#hashtag\n", ("hashtag", 1)),
        ("", ("", 0)),
    ],
)
def test_the_first_heading(body: str, expected: tuple[str, int]) -> None:
    assert first_heading(body) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Plain", "Plain"),
        ("*a* **b** __c__ _d_ ~~e~~", "a b c d e"),
        ("A [link](https://x.example/(y)) and ![pic](z.png)", "A link and pic"),
        ("`*code*` & `a_b`", "*code* & a_b"),
        ("snake_case_name 2*3*4", "snake_case_name 2*3*4"),
        ("Heading { #anchor .x }", "Heading"),
        ("A <b>bold</b> &amp; note[^1]", "A bold & note"),
        (r"\*not\*", "*not*"),
        (":material-feather: Quill", "Quill"),
    ],
)
def test_titles_lose_their_markup(markdown: str, expected: str) -> None:
    assert plain_text(markdown) == expected
