"""Ids of posts and listings: each once on a page, with each link leading to its own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from building import CONFIG, Built, build, post
from mkdocs_byline.html.allowlist import Policy, is_their_id, open_id
from mkdocs_byline.html.anchor_ids import unique_ids
from mkdocs_byline.html.sanitize import sanitize
from paths import PACKAGE


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p id="a">x</p><p id="b">y</p>', ["a", "b"]),
        ('<p id="a">x</p><b title="id=" id="a">y</b><i id="a_1">z</i>', ["a", "a_2", "a_1"]),
        # What extensions have counted up keeps its id, wherever it stands.
        ('<h2 id="fn:1">x</h2><li id="fn:1">y</li>', ["fn:1_1", "fn:1"]),
        ('<p id="fnref:1">x</p><sup id="fnref:1">y</sup>', ["fnref:1_1", "fnref:1"]),
        (
            '<h2 id="__tabbed_1_1">x</h2><input id="__tabbed_1_1">',
            ["tabbed_1_1_1", "__tabbed_1_1"],
        ),
        ('<sup id="fnref:1">x</sup><p id="fnref:1">y</p>', ["fnref:1", "fnref:1_1"]),
        ('<p id="a&amp;b">x</p><p id="a&amp;b">y</p>', ["a&b", "a&b_1"]),
        ("<p>x</p>", []),
    ],
)
def test_each_id_is_there_once(html: str, expected: list[str]) -> None:
    made = unique_ids(html)
    found = [each.attributes["id"] for each in LexborHTMLParser(made.html).css("[id]")]
    assert found == expected
    assert made.ids == set(expected)


def test_a_permalink_leads_to_its_own_heading() -> None:
    link = '<a class="headerlink" href="#fn:1">¶</a>'
    made = unique_ids(f'<h2 id="fn:1">x{link}</h2><p><a href="#fn:1">y</a></p><li id="fn:1"></li>')
    assert re.findall(r'href="([^"]*)"', made.html) == ["#fn:1_1", "#fn:1"]
    assert made.headings == (("fn:1", "fn:1_1"),)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("__init__", "init__"),
        ("__search", "search"),
        ("__", "section"),
        ("byline-links", "links"),
        ("__byline-links", "links"),
        ("byline-10", "byline-10"),
        ("__tabbed_1_1", "__tabbed_1_1"),
        ("part", "part"),
    ],
)
def test_a_heading_gets_an_id_that_is_not_the_themes(written: str, expected: str) -> None:
    assert open_id(written) == expected


def test_ids_of_our_templates_are_nobody_elses() -> None:
    found = {
        id
        for path in (PACKAGE / "templates").rglob("*.html")
        for id in re.findall(r'\sid="([^"{]+)"', path.read_text(encoding="utf-8"))
    }
    assert found
    assert [id for id in found if not is_their_id(id)] == []


IDS = st.sampled_from(["a", "a_1", "__init__", "__search", "fn:1", "fnref:1", "__tabbed_1_1", "_"])
PARTS = st.builds(
    lambda tag, id, to, text: (
        f'<{tag} id="{id}"><a class="headerlink" href="#{to}">{text}</a></{tag}>'
    ),
    st.sampled_from(["p", "h2", "li", "sup", "b"]),
    IDS | st.text("<>\"'& a#", max_size=4),
    IDS,
    st.text("<>\"'&a =", max_size=6),
)


@given(st.lists(PARTS, max_size=6).map("".join))
def test_nothing_but_ids_and_links_to_them_changes(html: str) -> None:
    clean = sanitize(html, Policy()).html
    made = unique_ids(clean)
    ids = [each.attributes["id"] or "" for each in LexborHTMLParser(made.html).css("[id]")]
    assert len(ids) == len({*ids})
    assert {*ids} == made.ids
    assert sanitize(made.html, Policy()).html == made.html
    assert unique_ids(made.html).html == made.html
    plain = re.compile(r' (?:id|href)="[^"]*"')
    assert plain.sub("", made.html) == plain.sub("", clean)


BODY = """
## Part

Text[^1], [init](#__init__), [note](#fn:1) and [part](#part).

## `__init__`

## Byline links

## Byline 1.0

## Mine {#fn:1}

## Search {#__search}

=== "A"

    a

### Tab {#__tabbed_1_1}

<h2 id="part">Raw</h2>

[^1]: A note.
"""


def duplicates(built: Built, path: str) -> list[str]:
    """Return ids that a page has twice, and those that one of its links lacks."""
    page = LexborHTMLParser(built.read(path))
    times = Counter(each.attributes["id"] or "" for each in page.css("[id]"))
    led = {(each.attributes["href"] or "")[1:] for each in page.css('a[href^="#"]')}
    return [id for id, many in times.items() if many > 1] + sorted({*led} - {*times, ""})


def test_links_of_a_post_lead_to_what_they_are_made_for(tmp_path: Path) -> None:
    config = CONFIG + (
        "markdown_extensions: [attr_list, footnotes, toc: {permalink: true},"
        " pymdownx.tabbed: {alternate_style: true}]\n"
        "validation: {anchors: warn}\nstrict: true\n"
    )
    files = {
        "mkdocs.yml": config,
        "docs/blog/posts/a.md": post(f"# A\n{BODY}", date="2026-11-20"),
        "docs/index.md": "# Home\n\n[x](blog/posts/a.md#byline-10) [y](blog/posts/a.md#search)",
    }
    built = build(tmp_path, files)
    assert (built.error, built.messages) == ("", [])
    path = "blog/2026/11/20/a/index.html"
    assert duplicates(built, path) == []
    page = LexborHTMLParser(built.read(path))
    toc = {
        " ".join(each.text().split()): (each.attributes["href"] or "")[1:]
        for each in page.css(".md-sidebar--secondary .md-nav__link[href]")
    }
    for title, id in toc.items():
        (heading,) = page.css(f'[id="{id}"]')
        assert heading.text().replace("¶", "") == title
        assert heading.tag in ("h2", "h3")
    assert toc["__init__"] == "init__"
    assert toc["Byline 1.0"] == "byline-10"
    (init,) = [each for each in page.css(".byline-post p a") if each.text() == "init"]
    assert init.attributes["href"] == "#init__"
    assert page.css('li[id="fn:1"]')


def test_entries_of_a_listing_keep_off_the_theme_and_its_introduction(tmp_path: Path) -> None:
    config = CONFIG.replace("byline]", "byline: {blog_toc: true}]")
    config += "markdown_extensions: [footnotes, attr_list]\n"
    titles = ("Weekly update", "__search", "__toc", "Part", "Blog")
    files = {
        f"docs/blog/posts/p{number}.md": post(
            "# x\n\nText[^1]\n\n## Part\n\n[^1]: Note.", date=f"2026-11-{number:02}", title=title
        )
        for number, title in enumerate((*titles, *titles), 1)
    }
    intro = "# Blog\n\n## Weekly update\n\n## Part\n\nText[^1]\n\n[^1]: Note.\n"
    built = build(tmp_path, {"mkdocs.yml": config, "docs/blog/index.md": intro, **files})
    assert (built.error, built.messages) == ("", [])
    for path in ("blog/index.html", "blog/archive/2026/index.html"):
        assert duplicates(built, path) == []
        page = LexborHTMLParser(built.read(path))
        entries = [each.attributes["id"] or "" for each in page.css(".byline-entry")]
        assert len(entries) == 10
        assert not [id for id in entries if is_their_id(id)]
        toc = page.css(".md-sidebar--secondary .md-nav__link[href]")
        led = [(each.attributes["href"] or "")[1:] for each in toc]
        assert list(dict.fromkeys(led)) == entries
