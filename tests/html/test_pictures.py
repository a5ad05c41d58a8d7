"""What is added to the pictures in a post's HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.html.excerpt import excerpt
from mkdocs_byline.html.fragment import Fragment
from mkdocs_byline.html.pictures import describe_pictures
from mkdocs_byline.model import Picture

URL = "blog/2026/11/20/one/"
KNOWN = (
    Picture("blog/posts/a.jpg", "blog/a.jpg", 1600, 900, 400_000, "image/jpeg", (480, 1600)),
    Picture("blog/posts/tall.png", "blog/tall.png", 300, 600, 9_000, "image/png"),
    Picture("blog/posts/b c,.svg", "blog/b c,.svg", 0, 0, 900, "image/svg+xml"),
    Picture("blog/posts/d,e/f.png", "blog/d,e/f.png", 800, 600, 90_000, "image/png", (480,)),
)
SMALL = 'decoding="async"'
HALF = 'style="--byline-ratio: 0.500"'
WIDE = 'sizes="(min-width: 620px) 620px, 100vw"'
SIZES = 'srcset="/blog/a.jpg.480.webp 480w, /blog/a.jpg.1600.webp 1600w"'


def described(html: str, *, lazy: bool = False, enlarges: bool = False) -> str:
    return describe_pictures(html, URL, KNOWN, first_is_lazy=lazy, enlarges=enlarges)


@pytest.mark.parametrize(
    ("image", "added"),
    [
        ('src="../../../../tall.png" alt="x"', f'width="300" height="600" {SMALL} {HALF}'),
        ('src="/blog/tall.png" width="100"', f'height="200" {SMALL} {HALF}'),
        ('src="/blog/tall.png" height="100"', f'width="50" {SMALL} {HALF}'),
        ('src="/blog/tall.png" style="width: 50%"', f'width="300" height="600" {SMALL}'),
        ('src="/blog/tall.png" width="50%" style="x"', SMALL),
        ('src="/blog/tall.png" width="5" height="5" style="x" decoding="sync"', ""),
        ('src="../../../../b%20c,.svg"', SMALL),
        ('src="../../../../d,e/f.png"', f'width="800" height="600" {SMALL} '
         f'srcset="../../../../d%2Ce/f.png.480.webp 480w" {WIDE}'),
        ('src="/blog/a.jpg?1#x" srcset="y"', f'width="1600" height="900" {SMALL}'),
        ('class="wide" src="/blog/a.jpg"',
         f'width="1600" height="900" {SMALL} {SIZES} sizes="(min-width: 1000px) 1000px, 100vw"'),
        ('width="200" src="/blog/a.jpg"', f'height="112" {SMALL} {SIZES} sizes="200px"'),
    ],
)  # fmt: skip
def test_what_is_added(image: str, added: str) -> None:
    assert described(f"<p><img {image} /></p>") == f"<p><img {f'{image} {added}'.strip()}></p>"


@pytest.mark.parametrize(
    "src",
    ["other.png", "https://example.org/blog/a.jpg", "//example.org/blog/a.jpg", "http://[", ""],
)
def test_other_pictures_stay_as_they_are(src: str) -> None:
    html = f"<p><img alt='a > b' src='{src}'></p>"
    assert described(html) == html


def test_all_but_the_first_wait_until_they_are_near() -> None:
    html = '<img src="/blog/tall.png">' * 2 + '<img src="/blog/tall.png" loading="eager">'
    waits = [re.findall(r'loading="(\w+)"', each) for each in described(html).split("<img")[1:]]
    assert waits == [[], ["lazy"], ["eager"]]
    assert described(html, lazy=True).count('loading="lazy"') == 2
    lazy = described('<img src="/blog/a.jpg">', lazy=True)
    assert 'sizes="auto, (min-width: 620px) 620px, 100vw"' in lazy


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ('<p><img src="/blog/a.jpg"></p>', 1),
        ('<a href="x"><b><img src="/blog/a.jpg"></b></a><img src="/blog/a.jpg">', 2),
        ('<img src="/blog/tall.png">', 0),
        ('<button><img src="/blog/a.jpg"></button>', 0),
        ('<picture><source srcset="x"><img src="/blog/a.jpg"></picture>', 0),
        ('<summary><img src="/blog/a.jpg"></summary>', 0),
    ],
)
def test_large_pictures_lead_to_their_files(html: str, links: int) -> None:
    assert described(html, enlarges=True).count("<a ") == links
    assert described(html).count("<a ") == html.count("<a ")


def test_a_chosen_source_is_not_chosen_for() -> None:
    assert "srcset" not in described('<picture><img src="/blog/a.jpg"></picture>')


def test_an_excerpt_leads_to_its_post_and_not_to_a_picture() -> None:
    html = described('<p><img src="/blog/a.jpg"> <a href="x">y</a></p>', enlarges=True)
    cut, _ = excerpt(Fragment(html), URL, "<!-- more -->")
    assert re.findall("<a ([^>]*)>", cut.html) == ['href="\ufdd0blog/2026/11/20/one/x"']
    assert cut.html.count("</a>") == 1
    assert 'loading="lazy"' in cut.html


@given(st.text(alphabet="<>/'\" =aimgsrc.jpbloutk\n", max_size=200))
def test_text_stays_text(html: str) -> None:
    """Nothing is taken away: what was added are attributes and links."""
    added = described(html + '<img src="/blog/a.jpg">', enlarges=True)
    rest = iter(added)
    assert all(any(char == each for each in rest) for char in html if char not in " /")
