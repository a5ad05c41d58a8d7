from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.html.excerpt import ROOT, Excerpt, excerpt, relative_root, split_heading
from mkdocs_byline.html.fragment import Fragment
from mkdocs_byline.html.readtime import count_words, reading_minutes

URL = "blog/2026/11/22/hello/"
MARK = "<!-- more -->"


def cut(html: str, at: str = "blog/") -> str:
    return excerpt(Fragment(html), URL, MARK)[0].at(at)


def test_the_mark_ends_it() -> None:
    found, misplaced = excerpt(Fragment(f"<p>One</p>\n{MARK}\n<p>Two</p>"), URL, MARK)
    assert (found.html, found.more, misplaced) == ("<p>One</p>", True, False)
    assert cut("<p>One</p><!--more--><p>Two</p>") == "<p>One</p>"


def test_a_mark_at_the_end_leaves_nothing_to_continue() -> None:
    assert not excerpt(Fragment(f"<p>One</p>{MARK}\n"), URL, MARK)[0].more


@pytest.mark.parametrize(
    ("html", "mark", "expected"),
    [
        (f"<ul><li>A {MARK}</li><li>B</li></ul><p>C</p>", MARK, "<ul><li>A </li></ul>"),
        (f"<p>A {MARK} <b>B</b></p><p>C</p>", MARK, "<p>A </p>"),
        (f"<div><p>A</p>{MARK}<p>B</p></div><p>C</p>", MARK, "<div><p>A</p></div>"),
        (f"<div><p>A</p>{MARK}<img src=x></div>C", MARK, "<div><p>A</p></div>"),
        ("<p>A <i>b [more] c</i> d</p>", "[more]", "<p>A <i>b </i></p>"),
        ("A &lt; [more] B", "[more]", "A &lt; "),
        ('<p>A <a id="more"></a>B</p>', '<a id="more"></a>', "<p>A </p>"),
    ],
)
def test_a_mark_inside_a_block_cuts_it_and_is_told(html: str, mark: str, expected: str) -> None:
    found, amid = excerpt(Fragment(html), "", mark)
    assert (found.at(""), found.more, amid) == (expected.strip(), True, True)


@pytest.mark.parametrize(
    ("mark", "written"),
    [
        ("[more]", "<p>[more]</p>"),
        ("[more]", "\n[more] "),
        ("<hr />", "<hr>"),
        ("<hr>", "<hr>"),
        ('<a id="more"></a>', '<p><a id="more"></a></p>'),
        ('<div class="more"></div>', '<div class="more"></div>'),
        ("<p>[…]</p>", "<p>[…]</p>"),
    ],
)
def test_a_mark_may_be_text_or_an_element(mark: str, written: str) -> None:
    html = f"<p>One</p>{written}<p>Two</p>{written}"
    found = excerpt(Fragment(html), URL, mark)
    assert found == (Excerpt("<p>One</p>", True, True), False)
    assert not excerpt(Fragment(f"<p>One</p>{written}"), URL, mark)[0].more


def test_without_a_mark_the_first_paragraphs_count() -> None:
    words = "<p>" + "word " * 30 + "</p>"
    assert cut(words * 5).count("<p>") == 2
    assert cut("<p>short</p>" * 5).count("<p>") == 3
    assert cut("<p>One</p><h2>Next</h2><p>Two</p>") == "<p>One</p>"
    assert cut("") == ""


def test_ids_go_and_headings_sink() -> None:
    html = '<h2 id="x">T<a class="headerlink" href="#x">¶</a></h2><p id="y">One</p>' + MARK
    assert cut(html) == "<h3>T</h3><p>One</p>"


def test_line_breaks_in_code_stay() -> None:
    assert cut(f"<pre>\n\nx</pre>{MARK}") == "<pre>\n\nx</pre>"


def test_a_mark_that_ends_its_block_counts() -> None:
    html = f"<p>One {MARK}</p><p>Two</p>"
    assert excerpt(Fragment(html), URL, MARK) == (Excerpt("<p>One </p>", True, True), False)


def test_comments_stay_for_plugins_that_fill_them_in() -> None:
    assert cut(f"<p>A <!-- x --> b {MARK}</p><p>C</p>") == "<p>A <!-- x --> b </p>"
    assert cut(f"<p>A <?x y?> b {MARK}</p><p>C</p>") == "<p>A <?x y?> b </p>"


def test_footnotes_and_scripts_go() -> None:
    html = (
        '<p>One<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>'
        f'<script>alert(1)</script>{MARK}<div class="footnote"><ol></ol></div>'
    )
    assert cut(html) == "<p>One</p>"


@pytest.mark.parametrize(
    ("link", "at", "expected"),
    [
        ("../other/", "blog/", "../blog/2026/11/22/other/"),
        ("#sub", "blog/", "../blog/2026/11/22/hello/#sub"),
        ("../../../../../about/", "blog/category/work/", "../../../about/"),
        ("a.png", "./", "./blog/2026/11/22/hello/a.png"),
        ("https://x.example/", "blog/", "https://x.example/"),
        ("/root/", "blog/", "/root/"),
        ("mailto:a@x.example", "blog/", "mailto:a@x.example"),
        ("?a=1&amp;b=2", "blog/", "../blog/2026/11/22/hello/?a=1&amp;b=2"),
    ],
)
def test_links_lead_where_they_lead_in_the_post(link: str, at: str, expected: str) -> None:
    assert cut(f'<p><a href="{link}">x</a></p>', at) == f'<p><a href="{expected}">x</a></p>'


def test_pictures_are_rebased_too() -> None:
    html = '<p><img src="a.png" srcset="a.png 1x, b.png 2x"></p>'
    base = "../blog/2026/11/22/hello/"
    assert cut(html) == f'<p><img src="{base}a.png" srcset="{base}a.png 1x, {base}b.png 2x"></p>'


@pytest.mark.parametrize(
    ("url", "root"), [("./", "./"), ("blog/", "../"), ("a.html", "./"), ("a/b.html", "../")]
)
def test_the_way_to_the_root(url: str, root: str) -> None:
    assert relative_root(url) == root


@given(st.text(alphabet=f"<>/=\"' abh1![]-&;p{ROOT}\n", max_size=80), st.integers(0, 20))
def test_any_html_is_cut_without_an_exception(html: str, at: int) -> None:
    text = html[:at] + MARK + html[at:]
    assert ROOT not in excerpt(Fragment(text), URL, MARK)[0].at("blog/")
    split_heading(Fragment(text), leading_only=False)


def test_headings_are_taken_out() -> None:
    html = '<h1 id="t">T <em>x</em></h1>\n<p>One</p>'
    heading, rest = split_heading(Fragment(html), leading_only=True)
    assert heading is not None
    assert (heading.id, heading.html, rest.html) == ("t", "T <em>x</em>", "\n<p>One</p>")
    later = "<p>One</p><h1>T</h1>"
    heading, rest = split_heading(Fragment(later), leading_only=True)
    assert (heading, rest.html) == (None, later)
    assert split_heading(Fragment(later), leading_only=False)[1].html == "<p>One</p>"


def test_words_and_characters_are_counted() -> None:
    assert count_words("<p>One two-three isn't</p><script>four five</script>") == (3, 0)
    assert count_words("<p>今日は world</p>") == (1, 3)


@pytest.mark.parametrize(
    ("html", "minutes"),
    [
        ("", 1),
        ("word " * 265, 1),
        ("word " * 266, 2),
        ("isn't " * 133, 2),
        ("語" * 1000, 2),
        ("語" * 1001, 3),
        ("<img>" * 6, 1),
        ("<img>" * 7, 2),
    ],
)
def test_reading_time(html: str, minutes: int) -> None:
    assert reading_minutes(html, 265) == minutes
