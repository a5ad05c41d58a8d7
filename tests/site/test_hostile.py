"""Hostile text wherever an author can write: built, opened in Chromium, and nothing of it acts.

A greater collection lies outside this repository, in BYLINE_SHARED or `../shared`; without it,
our own list is all there is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import markdown
import pytest
from playwright.sync_api import Browser, Page, Request, expect

from browser import serving
from building import build
from extensions import EXTENSIONS
from hostile import AUDIT, BLOCKS, EVENTS, HOOKS, LINKS, PAYLOADS, site
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.sanitize import sanitize
from paths import SHARED

NOWHERE = "here.invalid"
# Of the collection all stand alone, each third also in Markdown, and each of so many in the fields
# of a site: `XSS=1 make test` has all of them everywhere, which takes five minutes.
SHARE = int(os.environ.get("XSS", "6"))
ALONE = f"""
(all) => all.flatMap((html) => {{
  const part = document.createElement("div")
  part.dataset.alone = ""
  part.innerHTML = html
  document.body.append(part)
  return ({AUDIT})(part)
}})
"""


def collected() -> tuple[str, ...]:
    path = SHARED / "xss/payloads.jsonl"
    if not path.is_file():
        pytest.skip(f"needs {path}; set BYLINE_SHARED to the folder that has xss/")
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line)["payload"] for line in lines)


@contextmanager
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Yield a page and the list of requests that no page of ours may make."""
    context = browser.new_context()
    context.add_init_script(HOOKS)
    asked: list[str] = []

    def look(request: Request) -> None:
        url = urlsplit(request.url)
        local = url.hostname in ("127.0.0.1", NOWHERE) or url.scheme in ("blob", "data", "about")
        if not local and (url.scheme, request.resource_type) != ("https", "image"):
            asked.append(f"{request.resource_type} {request.url}")

    context.on("request", look)
    yield context.new_page(), asked
    context.close()


def fragments(payloads: tuple[str, ...], step: int) -> list[str]:
    """Return what becomes of each payload alone, as HTML and, of each so many, in Markdown."""
    converter = markdown.Markdown(extensions=[*EXTENSIONS], extension_configs=EXTENSIONS)
    written = ((LINKS + BLOCKS).format(each, each) for each in payloads[::step])
    texts = [*payloads, *written]
    return [sanitize(converter.reset().convert(text), Policy()).html for text in texts]


def check_alone(payloads: tuple[str, ...], browser: Browser, root: Path, *, step: int = 1) -> None:
    """Each payload by itself, so that none hides another."""
    # Relative addresses lead nowhere at once, instead of to our slow server.
    page_text = f"<!doctype html><title>Alone</title><base href=https://{NOWHERE}/>"
    (root / "alone.html").write_text(page_text)
    with serving(root) as address, watched(browser) as (page, asked):
        page.goto(f"{address}alone.html")
        assert page.evaluate(ALONE, fragments(payloads, step)) == []
        page.wait_for_timeout(500)
        assert (page.evaluate("window.ran"), asked) == ([], [])


def check_site(payloads: tuple[str, ...], browser: Browser, root: Path, size: int) -> None:
    """All payloads in every field of whole pages, with the theme's scripts running."""
    built = build(root, site(payloads, size=size, listings=size < 80), command="serve")
    assert built.error == ""
    pages = built.pages()
    fields = [path for path in pages if "/fields-" in path]
    assert len(fields) >= len(payloads) // size
    assert [path for path in fields if "byline-problem" in built.read(path)] == []
    with serving(built.out) as address, watched(browser) as (page, asked):
        for path in pages:
            url = address + quote(path)
            page.goto(url)
            assert page.evaluate(AUDIT) == [], path
            page.evaluate(EVENTS)
            assert (page.evaluate("window.ran"), asked, page.url) == ([], [], url)
        page.goto(f"{address}blog/")
        page.locator(".md-search__input").click()
        expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
        page.keyboard.type("hostile")
        page.locator(".md-search-result__item").nth(3).wait_for()
        assert page.evaluate(AUDIT) == []
        assert (page.evaluate("window.ran"), asked) == ([], [])


@pytest.mark.browser
def test_nothing_of_our_own_list_acts(browser: Browser, tmp_path: Path) -> None:
    check_alone(PAYLOADS, browser, tmp_path)
    check_site(PAYLOADS, browser, tmp_path, 20)


@pytest.mark.browser
def test_nothing_of_the_collection_acts(browser: Browser, tmp_path: Path) -> None:
    payloads = collected()
    check_alone(payloads, browser, tmp_path, step=min(SHARE, 3))
    check_site(payloads[::SHARE], browser, tmp_path, 80)
