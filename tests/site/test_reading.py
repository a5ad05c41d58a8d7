"""What readers and writers see, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from building import AUTHORS, CONFIG, post, write
from serving import mkdocs_serve

pytestmark = pytest.mark.browser

POST = "blog/2026/11/20/how-bylines-and-dates-work-here/"
ESSAY = "blog/2026/11/16/the-importance-of-emotional-intimacy/"
# One of each kind of page.
KINDS = {
    "home": "",
    "blog": "blog/",
    "post": POST,
    "folder-post": "blog/2026/11/22/a-page-end-to-end/",
    "tabs-and-tasks": "blog/2026/11/23/your-first-post-step-by-step/",
    "archive": "blog/archive/",
    "year": "blog/archive/2026/",
    "topics": "blog/category/",
    "topic": "blog/category/how-we-work/",
    "tags": "blog/tag/",
    "authors": "blog/author/",
    "author": "blog/author/editors/",
    "subscribe": "blog/subscribe/",
    "page": "write-for-us/",
    "manual": "byline/options/",
    "writing": "byline/writing/",
    "not-found": "404.html",
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


# What axe looks for that another scheme may change.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# Ends transitions, in which colours are others; one that never ends can't be.
FINISH = "document.getAnimations().forEach(each => { try { each.finish() } catch {} })"
DESKTOP, PHONE = ViewportSize(width=1280, height=720), ViewportSize(width=360, height=740)


def violations(page: Page, part: str = "html", only: dict[str, Any] | None = None) -> list[str]:
    # What passes would be as much to hand over as the page.
    options = {"resultTypes": ["violations"], **({"runOnly": only} if only else {})}
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_on_a_phone_nothing_overflows(
    browser: Browser, served: str, kind: str
) -> None:
    page = browser.new_page(viewport=DESKTOP)
    body = page.locator("body")
    page.goto(served + KINDS[kind])
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.set_viewport_size(DESKTOP)
    page.evaluate(FINISH)
    assert violations(page, only=COLOURS) == []
    page.close()


def test_no_page_asks_another_host_or_fails_to_load(page: Page, served: str) -> None:
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda got: failed.append(got.url) if got.status >= 400 else None)
    page.on("console", lambda said: failed.append(said.text) if said.type == "error" else None)
    for path in KINDS.values():
        page.goto(served + path)
    assert [url for url in asked if not url.startswith((served, "data:"))] == []
    assert failed == []


def test_lines_are_65_to_75_characters_long(page: Page, served: str) -> None:
    page.goto(served + ESSAY)
    measured = page.evaluate("""() => {
        const text = document.querySelector('.byline-post > p')
        const style = getComputedStyle(text)
        const range = document.createRange()
        range.selectNodeContents(text)
        const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)))
        return {
            size: parseFloat(style.fontSize),
            leading: parseFloat(style.lineHeight) / parseFloat(style.fontSize),
            line: text.textContent.length / (lines.size - 0.5),
        }
    }""")
    assert measured["size"] == 18
    assert measured["leading"] >= 1.5
    assert 60 <= measured["line"] <= 80  # Faces differ from machine to machine.


@pytest.mark.parametrize(
    "word", ["Jerry", "intimacy", "relationships", "How we work"], ids=str.lower
)
def test_search_finds_posts_by_author_title_tag_and_topic(
    page: Page, served: str, word: str
) -> None:
    page.goto(served)
    page.locator(".md-search__input").click()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    page.locator(".md-search__input").press_sequentially(word)
    wanted = ESSAY if word == "Jerry" else "/blog/2026/"
    page.wait_for_function(
        """wanted => [...document.querySelectorAll('.md-search-result__link')]
            .some(link => link.href.includes(wanted))""",
        arg=wanted,
    )
    links = page.eval_on_selector_all(
        ".md-search-result__link", "links => links.map(link => link.href)"
    )
    assert not any("/author/" in link or "/category/" in link for link in links)


def test_a_lost_reader_can_search_and_sees_the_latest_posts(page: Page, served: str) -> None:
    page.goto(served + "404.html")
    expect(page.locator(".byline-index a").first).to_have_text("Your first post, step by step")
    page.get_by_label("Words to look for").fill("intimacy")
    page.get_by_label("Words to look for").press("Enter")
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_the_sidebar_opens_the_branch_of_the_post(page: Page, served: str) -> None:
    page.goto(served + POST)
    active = page.locator(".md-nav--primary a.md-nav__link--active")
    expect(active).to_have_text("How bylines and dates work here")
    expect(active).to_be_visible()
    expect(page.locator(".md-tabs__item--active")).to_have_text("Blog")
    listed = page.locator(".md-nav--primary .md-nav__item--active .md-nav__link:visible")
    expect(listed.filter(has_text="Why plain files")).to_be_visible()


def test_a_phones_menu_leads_to_posts(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(served)
    page.locator("label.md-header__button[for='__drawer']").tap()
    page.locator(".md-nav--primary .md-nav__link", has_text="Blog").first.tap()
    expect(page.locator(".md-nav--primary a", has_text="Why plain files")).to_be_visible()
    context.close()


def test_the_scheme_can_be_chosen_and_is_kept(page: Page, served: str) -> None:
    page.goto(served)
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    switch = page.locator("[data-md-component='palette'] label:visible")
    switch.click()  # From the system's scheme to the light one,
    expect(page.locator("#__palette_1")).to_be_checked()
    switch.click()  # and on to the dark one.
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(served + POST)
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_a_post_is_reached_and_left_by_keyboard(page: Page, served: str) -> None:
    page.goto(served + "blog/")
    page.keyboard.press("Tab")
    assert "Skip to content" in page.evaluate("document.activeElement.textContent")
    seen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim()"))
        if page.evaluate("!!document.activeElement.closest('h2')"):
            break
    assert seen[-1] == "Your first post, step by step"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/your-first-post-step-by-step/")


def test_a_printed_post_is_its_text(page: Page, served: str) -> None:
    page.goto(served + POST)
    page.emulate_media(media="print")
    for gone in (".md-header", ".md-sidebar--primary", ".byline-neighbours", ".byline-links"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Run `mkdocs serve` on a small blog; return its folder and address."""
    write(
        tmp_path,
        {
            # A process of its own has the options' defaults: no posts in the sidebar.
            "mkdocs.yml": CONFIG.replace("byline]", "byline: {sidebar: true}]"),
            "docs/index.md": "# Home\n",
            "docs/blog/.authors.yml": AUTHORS,
            "docs/blog/posts/one.md": post("# One\n\nBefore.", date="2026-11-20", authors="jane"),
            "docs/blog/posts/two.md": post("# Two\n\nText.", date="2026-11-21"),
            **{
                f"docs/blog/posts/old{n}.md": post(f"# Old {n}\n\nText.", date=f"2025-01-{n:02}")
                for n in range(1, 13)
            },
        },
    )
    with mkdocs_serve(tmp_path) as address:
        yield tmp_path, address


def test_an_old_post_opens_its_branch_under_more_articles(
    page: Page, preview: tuple[Path, str]
) -> None:
    _, address = preview
    page.goto(address + "blog/2025/01/01/old-1/")
    active = page.locator(".md-nav--primary a.md-nav__link--active")
    expect(active).to_have_text("Old 1")
    expect(active).to_be_visible()
    page.goto(address + "blog/2025/01/12/old-12/")
    more = page.locator(".md-nav--primary label.md-nav__link", has_text="More articles (8)")
    expect(more).to_be_visible()
    hidden = page.locator(".md-nav--primary a.md-nav__link", has_text="Old 2")
    expect(hidden).to_be_hidden()
    more.click()
    page.locator(".md-nav--primary label.md-nav__link", has_text="Page 2 of 2").click()
    expect(hidden).to_be_visible()


def test_pagination_is_accessible(page: Page, preview: tuple[Path, str]) -> None:
    _, address = preview
    page.goto(address + "blog/page/2/")
    expect(page.locator(".byline-pagination [aria-current]")).to_have_text("2")
    assert violations(page, ".md-content") == []


def test_the_preview_reloads_breaks_and_mends(page: Page, preview: tuple[Path, str]) -> None:
    root, address = preview
    page.goto(address + "blog/2026/11/20/one/")
    expect(page.locator(".byline-post")).to_contain_text("Before.")

    def save(text: str) -> None:
        write(root, {"docs/blog/posts/one.md": text})

    save(post("# One\n\nAfter.", date="2026-11-20", authors="jane"))
    expect(page.locator(".byline-post")).to_contain_text("After.")

    save(post("# One\n\nAfter.", date="2026-11-20", authors="jnae"))
    expect(page.locator("h1")).to_have_text("This post can't be shown yet")
    expect(page.locator(".byline-problem")).to_contain_text("Did you mean 'jane'?")
    assert violations(page, ".md-content") == []

    save(post("# One\n\nMended.", date="2026-11-20", authors="jane"))
    expect(page.locator(".byline-post")).to_contain_text("Mended.")

    write(root, {"docs/blog/posts/new.md": post("# Brand new", date="2026-11-22")})
    page.goto(address + "blog/")
    expect(page.locator("article h2").first).to_have_text("Brand new")
