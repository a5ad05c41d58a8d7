"""Embeds in Chromium: nothing is asked of their hosts before a click, and they are usable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from browser import serving
from building import build, post

pytestmark = pytest.mark.browser

BODY = """
Before.

<iframe src="https://video.example/embed/1?a=b&amp;c=d" title="A film" width="560" height="315">
</iframe>

<iframe src="https://other.example/embed/2" title="Another film"></iframe>
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    config = """
        site_name: Trial
        theme:
          name: material
          font: false
          features: [navigation.instant]
          palette: {scheme: default}
        site_url: http://127.0.0.1/
        plugins: [search, byline: {embed_hosts: [video.example]}]
        """
    files: dict[str, str | bytes] = {
        "mkdocs.yml": config,
        "docs/blog/posts/one.md": post(BODY, title="One", date="2026-11-20"),
    }
    built = build(tmp_path_factory.mktemp("embeds"), files)
    assert (built.error, built.codes) == ("", ["BY305"])
    with serving(built.out) as served:
        yield f"{served}blog/2026/11/20/one/"


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, asked: list[str]) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 800})

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<!doctype html><title>Film</title>Playing", content_type="text/html")

    page.route(re.compile("^https:"), answer)
    yield page
    page.close()


def test_a_click_loads_an_allowed_embed_in_its_place(
    page: Page, address: str, asked: list[str]
) -> None:
    page.goto(address)
    link = page.locator(".byline-post a.byline-embed")
    expect(link).to_have_text("A film video.example")
    box = link.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(560 / 315, rel=0.01)
    assert asked == []
    link.click()
    frame = page.locator("iframe.byline-embed")
    expect(page.frame_locator("iframe.byline-embed").locator("body")).to_have_text("Playing")
    assert asked == ["https://video.example/embed/1?a=b&c=d"]
    assert frame.get_attribute("title") == "A film"
    assert frame.bounding_box() == box
    assert page.url == address


def test_the_keyboard_and_other_hosts(page: Page, address: str, asked: list[str]) -> None:
    page.goto(address)
    page.locator("a.byline-embed").focus()
    page.keyboard.press("Enter")
    expect(page.locator("iframe.byline-embed")).to_be_focused()
    asked.clear()
    page.get_by_role("link", name="Another film").click()
    page.wait_for_url("https://other.example/embed/2")


def test_without_scripts_it_is_a_link(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.route(
        re.compile("^https:"), lambda route: route.fulfill(body="Film", content_type="text/html")
    )
    page.goto(address)
    page.locator("a.byline-embed").click()
    page.wait_for_url("https://video.example/embed/1?a=b&c=d")
    page.close()


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_it_can_be_read_in_both_schemes(page: Page, address: str, scheme: str) -> None:
    page.goto(address)
    page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
    # Links fade from one colour to the other.
    page.evaluate("() => Promise.all(document.getAnimations().map(each => each.finished))")
    found = Axe().run(page, context=".byline-post")
    assert found.violations_count == 0, found.generate_report()


def test_a_site_without_allowed_hosts_has_no_script(tmp_path: Path) -> None:
    built = build(tmp_path, {"docs/blog/posts/one.md": post("Text.", title="x", date="2026-1-1")})
    assert "embed.js" not in built.read("index.html")
