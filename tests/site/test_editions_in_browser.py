"""Editions in Chromium: what is new since the last reading, for screen readers and on a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from browser import serving
from building import build, post
from repository import Repo

pytestmark = pytest.mark.browser

CONFIG = """\
site_name: Trial
site_url: http://127.0.0.1/
theme: {name: material, font: false, palette: {scheme: default}}
markdown_extensions: [tables]
plugins: [search, byline: {editions: true, csp: true, post_url_format: '{slug}'}]
"""
TEXT = """\
# A

It has 216 steps, and code: `x_{}`.

| a | b |
| - | - |
| c | {} |

A paragraph that will stand elsewhere, and be known.

## End

- one
"""
POST, HISTORY = "blog/a/", "blog/a/history/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    repo = Repo(tmp_path_factory.mktemp("editions"))
    moved = "A paragraph that will stand elsewhere, and be known.\n\n"
    texts = [TEXT.format("y" * 200, "d"), TEXT.format("z" * 200, "e").replace(moved, "") + moved]
    repo.commit(1, {"mkdocs.yml": CONFIG, "docs/index.md": "# Home\n"})
    for day, text in enumerate((*texts, texts[1].replace("216", "217")), 3):
        repo.commit(day, {"docs/blog/posts/a.md": post(text, date="2026-01-02", slug="a")})
    built = build(repo.root)
    assert built.error == ""
    with serving(built.out) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    yield context
    context.close()


def read(page: Page) -> dict[str, int]:
    """Return what the reader's browser knows."""
    found: dict[str, int] = json.loads(page.evaluate("localStorage.getItem('byline.read')"))
    return found


def expect_marked(page: Page, *editions: str) -> None:
    """Expect these editions, and no other, to be marked as new."""
    found = page.locator(".byline-edition:has(.byline-edition__new:not([hidden])) h2")
    expect(page.locator("[data-byline-history]")).to_be_visible()
    expect(found).to_have_text([*editions])


def seconds(day: int) -> int:
    return 1_767_225_600 + 86_400 * (day - 1) + 43_200  # At noon in January 2026.


def test_readers_are_told_what_is_new_since_they_were_here(
    context: BrowserContext, site: str
) -> None:
    page = context.new_page()

    def new_tab(path: str, last: int | None = None) -> Page:
        """Open a page in a new tab, having read the edition of that day last; 0 for none."""
        nonlocal page
        if last is not None:
            kept = json.dumps({own: seconds(last) if last else 0})
            page.evaluate("text => localStorage.setItem('byline.read', text)", kept)
        page.close()
        page = context.new_page()
        page.goto(site + path)
        return page

    new_tab(POST)  # For the first time.
    own = str(page.locator("[data-byline-read]").get_attribute("data-byline-read"))
    expect(page.locator("[data-byline-read]")).to_be_hidden()
    assert read(page) == {own: seconds(5)}
    notice = new_tab(POST, 4).locator("[data-byline-read]")
    expect(notice).to_be_visible()
    page.reload()  # It stays new until the tab is closed.
    expect(notice).to_be_visible()
    notice.get_by_role("link").click()
    expect_marked(page, "Edition 3")
    expect_marked(new_tab(HISTORY))
    expect_marked(new_tab(HISTORY, 0), "Edition 3", "Edition 2")


def test_nothing_is_kept_where_that_is_refused_and_nothing_breaks(
    context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(site)
    page.evaluate("localStorage.setItem('byline.read', '[1]')")  # Somebody else's.
    page.goto(site + POST)
    expect(page.locator("[data-byline-read]")).to_be_hidden()
    assert list(read(page).values()) == [seconds(5)]

    def ask(route: Route) -> None:
        html = (
            route.fetch()
            .text()
            .replace("<div", '<div data-md-component="consent" hidden></div><div', 1)
        )
        route.fulfill(body=html, content_type="text/html")

    page.evaluate("localStorage.clear()")
    page.route("**/a/", ask)
    page.goto(site + POST)
    assert page.evaluate("localStorage.getItem('byline.read')") is None
    page.evaluate("__md_set('__consent', {byline: true})")
    page.reload()
    assert list(read(page).values()) == [seconds(5)]
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window,"
        " name, {get() { throw new DOMException('refused', 'SecurityError') }})"
    )
    page.unroute("**/a/")
    page.goto(site + POST)
    expect(page.locator("[data-byline-read]")).to_be_hidden()
    assert [each for each in failed if "byline" in each] == []


def test_changes_are_seen_on_a_phone_and_said_by_screen_readers(
    context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    for path in (HISTORY, f"{HISTORY}1/"):
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert Axe().run(page, "article").violations_count == 0, path
    assert [each for each in refused if "Content Security Policy" in each] == []
    page.goto(site + HISTORY)
    changed = page.locator("#edition-3 .byline-diff__part--edited")
    assert changed.aria_snapshot().count("deletion") == 1
    expect(changed).to_contain_text("[Removed: 216] [Added: 217]")
    for tag, line in (("ins", "underline"), ("del", "line-through")):
        shown = changed.locator(tag)
        assert line in shown.evaluate("node => getComputedStyle(node).textDecorationLine")
    expect(page.locator("#edition-2 .byline-diff__part--moved")).to_contain_text("Moved here")
