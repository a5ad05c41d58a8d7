"""Listings, overviews and the foot of posts as readers find them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from browser import serving
from building import AUTHORS, CONFIG, Built, build, post
from pictures import picture

OPTIONS = "post_excerpt: automatic, tags: true, history: false, compact_listings: [tag]"
FILES: Mapping[str, str | bytes] = {
    "mkdocs.yml": CONFIG.replace("byline]", f"byline: {{{OPTIONS}}}]").replace(
        "font: false", "font: false, language: de"
    ),
    "docs/blog/.authors.yml": AUTHORS,
    "docs/blog/posts/a.jpg": picture(1600, 900, noisy=True),
    "docs/blog/posts/tall.jpg": picture(1000, 2600, noisy=True),
    "docs/blog/posts/one.md": post(
        "Text.\n\n![A](a.jpg)\n\nText.\n\n![T](tall.jpg)\n\nText.",
        title="One", date="2026-11-20", authors="[jane, joe]", categories="[Sea]",
        tags="[lamp]", image="a.jpg",
    ),
    "docs/blog/posts/two.md": post(title="Two", date="2026-11-02", categories="[Sea]"),
    "docs/blog/posts/three.md": post(title="Three", date="2026-03-01", categories="[Sea, Work]"),
    "docs/blog/posts/four.md": post(title="Four", date="2025-03-01", authors="[joe]"),
    "docs/blog/category/sea.md": "---\ndescription: What is <salt>.\n---\n# The sea\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = build(tmp_path_factory.mktemp("magazine"), FILES, strict=True)
    assert not built.error
    return built


def texts(built: Built, path: str, selector: str) -> list[str]:
    found = LexborHTMLParser(built.read(path)).css(selector)
    return [" ".join(each.text().split()) for each in found]


def test_an_archive_says_each_year_and_month_once(built: Built) -> None:
    path = "blog/archive/index.html"
    assert texts(built, path, ".byline-year, .byline-month, .byline-index time") == [
        "2026", "November", "20. Nov.", "2. Nov.", "März", "1. März", "2025", "März", "1. März",
    ]  # fmt: skip


def test_an_overview_says_what_is_in_the_larger_topics(built: Built) -> None:
    path = "blog/category/index.html"
    assert texts(built, path, ".byline-topic h2") == ["Sea 3 Beiträge"]
    assert texts(built, path, ".byline-topic > p") == ["What is <salt>."]
    assert texts(built, path, ".byline-topic li a") == ["One", "Two", "Three"]
    assert texts(built, path, ".byline-terms li") == ["Work 1 Beitrag"]


def test_a_compact_listing_has_titles_and_dates_alone(built: Built) -> None:
    path = "blog/tag/lamp/index.html"
    assert texts(built, path, ".byline-index li") == ["20. November 2026 One"]
    assert not texts(built, path, ".byline-entry")
    assert len(texts(built, "blog/category/sea/index.html", ".byline-entry")) == 3


def test_a_post_ends_with_who_wrote_it_and_its_topics(built: Built) -> None:
    path = "blog/2026/11/20/one/index.html"
    assert texts(built, path, ".byline-authors li") == ["JD Jane Doe Writes", "JB Joe Bloggs"]
    assert texts(built, path, ".byline-tag") == ["Sea", "lamp"]
    # Of whom nobody says anything, the byline says all.
    assert not texts(built, "blog/2025/03/01/four/index.html", ".byline-authors")


SHIFTS = """() => new Promise(resolve => {
  let total = 0
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) total += entry.value
  }).observe({type: "layout-shift", buffered: true})
  setTimeout(() => resolve(total), 500)
})"""


@pytest.mark.parametrize("width", [320, 1280])
def test_no_picture_moves_the_text_and_none_is_larger_than_a_screen(
    built: Built, browser: Browser, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, device_scale_factor=1)
    with serving(built.out) as address:
        page.goto(f"{address}blog/2026/11/20/one/")
        for image in page.locator(".byline-post img").all():
            image.scroll_into_view_if_needed()
            image.evaluate("image => image.decode()")
        assert page.evaluate(SHIFTS) == 0
        assert page.evaluate("document.documentElement.scrollWidth") == width
        shown = page.locator(".byline-post img").evaluate_all(
            "all => all.map(each => [each.currentSrc.split('/').pop(), each.height <= 800])"
        )
        size = 480 if width == 320 else 960
        assert shown == [[f"a.jpg.{size}.webp", True], ["tall.jpg.480.webp", True]]
        page.locator(".byline-enlarge").first.click()
        page.wait_for_url("**/blog/a.jpg")
    page.close()
