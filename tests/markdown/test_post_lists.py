"""Lists of posts get a place of their own in HTML, wherever Markdown lets a block stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.sanitize import sanitize
from mkdocs_byline.markdown.post_lists import NAME, lists_in, options_of, put_lists
from mkdocs_byline.timeout import deadline

EXTENSIONS = (
    *("admonition", "def_list", "attr_list", "md_in_html"),
    *("pymdownx.blocks.details", "pymdownx.superfences", "pymdownx.tabbed", NAME),
)


def convert(text: str, **options: object) -> str:
    return markdown(text, extensions=EXTENSIONS, extension_configs={NAME: options})


def shown(text: str, **options: object) -> str:
    """Return HTML on one line, with the options of each list in braces."""
    html = put_lists(
        convert(text, **options), lambda each, number, level: f"{{{options_of(each)}}}"
    )
    return "".join(html.split("\n"))


BLOCKS = {
    "A\n\n/// posts\n    tag: a\n///\n\nB": "<p>A</p>{    tag: a}<p>B</p>",
    "A\n/// posts\n    tag: a\n///\nB": "<p>A</p>{    tag: a}<p>B</p>",
    "/// posts\n    tag: a\n\n///\n\nB": "{    tag: a}<p>B</p>",
    "/// posts\n///": "{}",
    "/// posts\n\n///": "{}",
    "::: posts\ntag: a\n\nB": "{tag: a}<p>B</p>",
    "::: posts\n    tag: a\n:::\nB": "{    tag: a}<p>B</p>",
    "- A\n\n    /// posts\n        tag: a\n    ///\n": "<ul><li><p>A</p>{    tag: a}</li></ul>",
    "> ::: posts\n> tag: a\n": "<blockquote>{tag: a}</blockquote>",
    "/// posts\n///\n\n/// posts\n    tag: a\n///": "{}{    tag: a}",
    "/// details | More\n//// posts\n////\n///": "<details><summary>More</summary>{}</details>",
    "```\n/// posts\n///\n```": "",
    "A /// posts": "<p>A /// posts</p>",
    "    /// posts\n    ///": "<pre><code>/// posts///</code></pre>",
}


@pytest.mark.parametrize("text", BLOCKS)
def test_a_list_stands_where_a_block_may(text: str) -> None:
    if expected := BLOCKS[text]:
        assert shown(text) == expected
    else:
        assert not lists_in(convert(text))


def test_mkdocstrings_keeps_what_may_be_a_package() -> None:
    assert shown("::: posts", mkdocstrings=True) == "<p>::: posts</p>"
    assert shown("::: posts\ntag: a", mkdocstrings=True) == "{tag: a}"


def test_places_survive_the_sanitiser_and_lead_to_nothing_else() -> None:
    html = convert("/// posts\n    category: \"A & <b>'ö'\"\n///")
    clean = sanitize(html, Policy())
    assert clean.removed == sanitize("", Policy()).removed
    assert [options_of(each) for each in lists_in(clean.html)] == ["    category: \"A & <b>'ö'\""]
    assert "data-byline" not in sanitize('<div data-byline-posts="a<b">', Policy()).html
    assert "data-byline" not in sanitize('<p data-byline-posts="a">', Policy()).html
    assert lists_in('<div data-byline-posts="a">Text</div>') == ()


def test_headings_in_a_list_are_below_the_last_one_before_it() -> None:
    place = "/// posts\n///\n\n"
    html = convert(f"{place}# A\n\n{place}### B\n\n{place}###### C\n\n{place}")
    levels: list[int] = []
    put_lists(html, lambda each, number, level: levels.append(level) or "")  # type: ignore[func-returns-value]
    assert levels == [2, 2, 4, 6]


@pytest.mark.parametrize(("text", "number"), [("posts\n", 0), ("/// posts\n///\n", 20_000)])
def test_a_long_text_is_read_once(text: str, number: int) -> None:
    with deadline(5):
        html = markdown(text * 20_000, extensions=[NAME])
    assert len(lists_in(html)) == number


def test_places_are_filled_in_one_go() -> None:
    html = '<h2>A</h2><div data-byline-posts=""></div>' * 20_000
    with deadline(5):
        assert put_lists(html, lambda each, number, level: str(level)) == "<h2>A</h2>3" * 20_000


@given(st.text(alphabet="a:{}[]<>\"'&%#é\n /-", max_size=40))
def test_any_options_come_back_as_they_were(text: str) -> None:
    options = "\n".join(line for line in text.split("\n") if line.strip(" /:>\t"))
    (found,) = lists_in(convert(f"/// posts\n{options}\n///") if options else convert("/// posts"))
    assert options_of(found).split() == options.split()
