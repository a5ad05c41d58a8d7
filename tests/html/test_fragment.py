"""No HTML opens, closes or wraps elements of the page around it, wherever a page shows it.

Judged by tinyhtml5, which is not the parser that Byline uses.
"""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from building import build, post
from dom import parse
from hostile import PAYLOADS
from mkdocs_byline.cache.store import Cache
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.fragment import MAX_DEPTH, Fragment, settled
from mkdocs_byline.html.post_parts import take_apart
from mkdocs_byline.html.sanitize import sanitize

URL, MARK = "blog/2026/11/22/hello/", "<!-- more -->"

PAGE = """<!doctype html><html lang="en"><head><title>T</title></head><body class="b"><form></form>
<main><article><header><h1 id="own">{heading}</h1><p>By</p></header><div id="own">{body}</div>
<footer id="own"><a href="x">y</a> text <form><input></form></footer></article>
<article><h2>E</h2><div id="own">{excerpt}</div><p id="own"><a href="x">more</a> text</p></article>
<article><h2>Next</h2><div id="own">z</div></article></main><table id="own"><tr><td>c</table>
<p>text</p></body></html>"""


def skeleton(page: str) -> list[str]:
    """Return a page's elements, attributes and texts but for what is in places for content."""
    return list(_skeleton(parse(page)))


def _skeleton(element: Element) -> list[str]:
    if not isinstance(element.tag, str):
        return [element.tail or ""]
    found = [f"<{element.tag} {sorted(element.attrib.items())}"]
    if element.get("id") != "own" or element.tag not in ("div", "h1"):
        found.append(element.text or "")
        for child in element:
            found += _skeleton(child)
    return [*found, f"{element.tag}>", element.tail or ""]


INNOCUOUS = skeleton(PAGE.format(heading="T", body="<p>x</p>", excerpt="<p>x</p>"))


def check(html: str, *, leading_only: bool = False) -> None:
    parts = take_apart(
        html, URL, Cache(None), leading_only=leading_only, mark=MARK, words_per_minute=265
    )
    heading = parts.heading.html if parts.heading else "T"
    page = PAGE.format(heading=heading, body=parts.body, excerpt=parts.excerpt.at("blog/"))
    assert skeleton(page) == INNOCUOUS


NAMES = """
    a b body button caption center code col dd details div dl dt em fieldset font footer form
    frameset h1 h2 h6 head header hr html i iframe img input li listing main math mi mtext
    nobr noscript object ol optgroup option p plaintext pre ruby script section select span
    style summary svg table tbody td template textarea th title tr ul xmp annotation-xml
    foreignObject
"""
pieces = st.one_of(
    st.sampled_from(NAMES.split()).map(lambda name: f"<{name}>"),
    st.sampled_from(NAMES.split()).map(lambda name: f"</{name}>"),
    st.sampled_from(["<h1>", "</h1>", "<div>", "</div>", "</article>", "</p>", "<b>", "<form>"]),
    st.sampled_from([MARK, "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?", "<!doctype x>", "<"]),
    st.sampled_from(['<div class="footnote">', '<a class="headerlink">', '<sup id="fnref:1">']),
    st.sampled_from(['<p title="', "<p title='", '">', "'>", "&lt;", "&", "\n", " ", "word"]),
    st.sampled_from(["</noscript></div>", "</script></div>", "</template></div>"]),
)
markup = st.lists(pieces, max_size=25).map("".join)

TEARS = (
    "<h1>" + "<div>" * 8 + "<h1>Inner</h1>" + "</div>" * 8 + "</h1>",
    "<h1><p><div><h1>x</h1></div></p></h1></div></div>",
    "</div><hr><div>",
    "<b>",
    "<form>",
    "<plaintext>",
    "<script><!--<script>",
    '<noscript><p title="</noscript></div></article>"></p></noscript>',
    "<body class=x onload=y>",
    "<a href='",
    "<svg><![CDATA[",
    "<table><h1>x",
    f"<ul><li>{MARK}</ul></div>",
)


@given(markup, st.booleans())
@example(TEARS[0], False)
def test_no_html_tears_a_page(html: str, leading_only: bool) -> None:
    check(html, leading_only=leading_only)


@given(markup, st.booleans())
@example(TEARS[0], False)
def test_no_sanitised_html_tears_a_page(html: str, leading_only: bool) -> None:
    check(sanitize(html, Policy()).html, leading_only=leading_only)


@pytest.mark.parametrize("html", [*TEARS, *PAYLOADS])
def test_known_ways_to_tear_a_page(html: str) -> None:
    check(html)
    check(f"{html}{MARK}{html}", leading_only=True)
    check(sanitize(html, Policy()).html)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "text",
        '<p title="a&lt;b">x<br><img src="a">&nbsp;&amp;</p>\n',
        "<pre>\n\nx</pre>",
        "<table><tbody><tr><td>x</td></tr></tbody></table>",
        "<noscript><img></noscript>",
    ],
)
def test_what_can_stand_is_left_as_it_is(html: str) -> None:
    assert settled(html) == html


def test_a_whole_document_becomes_what_is_in_it() -> None:
    html = "<!DOCTYPE html><html><head></head><body class=x><p>One</p></body></html>"
    assert settled(html) == "<p>One</p>"
    assert settled("<head><style>p {}</style></head><p>x") == "<style>p {}</style><p>x</p>"


def test_elements_are_closed() -> None:
    assert settled("<ul><li>a<li>b</ul><p>One<br/><p>Two") == (
        "<ul><li>a</li><li>b</li></ul><p>One<br></p><p>Two</p>"
    )
    assert settled("</article></div><p>x</p></section>") == "<p>x</p>"
    assert settled("<p>a</p></div> b<!--c--><p>d") == "<p>a</p> b<!--c--><p>d</p>"
    assert settled("<!--c--><body><pre>\n\nx</pre>y</body>") == "<!--c--><pre>\n\nx</pre>y"


def test_line_breaks_in_code_outlive_parsing() -> None:
    assert settled("</div><pre>\n\nx</pre>") == "<pre>\n\nx</pre>"
    assert settled("<div><pre>\nx</pre></div>") == "<div><pre>x</pre></div>"


def test_deep_nesting_ends_as_text() -> None:
    deep = "<div>" * 3_000 + "x" + "</div>" * 3_000
    assert settled(deep) == "x"
    flat = "<p>x</p>" * (MAX_DEPTH * 4) + "<p>y</p>" * (MAX_DEPTH * 4)
    assert Fragment(flat).html == flat


PLACES = ("byline-post", "byline-entry__excerpt", "byline-intro", "byline-profile__bio")


def outside(page: str) -> list[str]:
    """Return a page's elements but for what content has places for, and tables of contents."""
    return list(_outside(parse(page)))


def _outside(element: Element) -> list[str]:
    if not isinstance(element.tag, str):
        return []
    names = (element.get("class") or "").split()
    if "byline-entry__more" in names:  # Where an excerpt isn't all.
        return []
    found = [f"<{element.tag} {' '.join(names)}"]
    if not ({*PLACES, "md-nav--secondary"} & {*names} or element.tag in ("h1", "title")):
        for child in element:
            found += _outside(child)
    return [*found, f"{element.tag}>"]


def tearing(texts: list[str]) -> dict[str, str | bytes]:
    folder = "docs/blog/posts"
    files: dict[str, str | bytes] = {
        "docs/blog/.authors.yml": "authors:\n  jane: {name: Jane, bio: "
        f"{json.dumps(' '.join(texts))}}}\n",
        "docs/blog/index.md": f"# Blog\n\n{texts[0]}\n",
        "docs/index.md": "# Home\n",
        "mkdocs.yml": """\
            site_name: Trial
            site_url: https://example.org/sub/
            theme: {name: material, font: false}
            plugins:
              - search
              - byline:
                  default_author: jane
                  post_excerpt: optional
                  related_posts: 0  # Other texts are like other posts.
                  trusted_paths: [blog/posts/trusted-*]
            """,
    }
    for number, text in enumerate(texts):
        for name in ("any", "trusted"):
            files[f"{folder}/{name}-{number}.md"] = post(
                f"{text}\n\n{MARK}\n\n{text}", date="2026-11-20", slug=f"{name}-{number}"
            )
            files[f"{folder}/{name}-{number}-title.md"] = post(
                f"{text}\n", date="2026-11-20", slug=f"{name}-{number}-title", title="T"
            )
    return files


def test_no_post_tears_a_site(tmp_path: Path) -> None:
    # The theme's scripts would take a title of the kind for theirs, and MkDocs warns of links.
    built = build(tmp_path / "torn", tearing([f"<div>{each}</div>" for each in TEARS]))
    plain = build(tmp_path / "plain", tearing(["<div>x</div>"] * len(TEARS)))
    assert (built.error, plain.error) == ("", "")
    assert built.pages() == plain.pages()
    assert len([path for path in built.pages() if "/trusted-" in path]) == 2 * len(TEARS)
    for path in built.pages():
        assert outside(built.read(path)) == outside(plain.read(path)), path
