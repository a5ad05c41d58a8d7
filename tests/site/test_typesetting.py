"""What readers see of a post on paper, on a small screen and in other scripts, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser import serving
from building import CONFIG, build, post

pytestmark = pytest.mark.browser

PEOPLE = "\n".join(f"  p{n}: {{name: Somebody Longname{n}}}" for n in range(12))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="300"></svg>'
BODY = """
Before it a [link](https://example.org/there).

![A disc](disc.svg){ align=right }

Beside the picture is this text, which is long enough to come near to it in one line or another.

> Quoted.

| a | b |
| - | - |
| 1 | 2 |
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    built = build(
        tmp_path_factory.mktemp("typesetting"),
        {
            "mkdocs.yml": CONFIG.replace("font: false", "font: false, palette: {scheme: slate}")
            + "markdown_extensions: [attr_list, tables]\n",
            "docs/blog/.authors.yml": f"authors:\n{PEOPLE}\n",
            "docs/blog/posts/disc.svg": SVG,
            "docs/blog/posts/one.md": post(
                BODY,
                title="One",
                date="2026-11-20",
                authors=[f"p{n}" for n in range(12)],
                series="Both",
            ),
            "docs/blog/posts/two.md": post(
                "نص.\n\n> اقتباس.", title="Two", date="2026-11-19", lang="ar", series="Both"
            ),
        },
    )
    with serving(built.out) as served:
        yield f"{served}blog/2026/11/"


def open_page(browser: Browser, url: str, width: int, **options: object) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800}, **options)  # type: ignore[arg-type]
    page.goto(url)
    return page


def style(page: Page, selector: str, name: str, pseudo: str = "") -> str:
    return str(
        page.eval_on_selector(
            selector,
            "(node, [name, pseudo]) => getComputedStyle(node, pseudo || null)[name]",
            [name, pseudo],
        )
    )


def test_a_dark_post_is_printed_black_on_white_with_its_links(
    browser: Browser, address: str
) -> None:
    page = open_page(browser, f"{address}20/one/", 794)
    page.emulate_media(media="print")
    for part in ("h1", ".byline-post > p", ".byline-post blockquote"):
        assert style(page, part, "color") == "rgb(0, 0, 0)"
    assert style(page, "body", "backgroundColor") in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert style(page, ".byline-post > p", "fontSize") == "14px"  # 10.5 pt
    assert "https://example.org/there" in page.eval_on_selector(
        ".byline-post a", "node => getComputedStyle(node, '::after').content + node.href"
    )
    assert "attr" not in style(page, ".byline-post a", "content", "::after")
    assert style(page, ".byline-post a", "content", "::after") != "none"
    page.close()


def test_text_keeps_off_a_floated_picture(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}20/one/", 1280)
    assert style(page, ".byline-post img", "cssFloat") == "right"
    assert float(style(page, ".byline-post img", "marginLeft").removesuffix("px")) >= 12
    page.close()
    page = open_page(browser, f"{address}20/one/", 320)
    assert style(page, ".byline-post img", "cssFloat") == "none"
    page.close()


def test_twelve_names_have_the_whole_line_of_a_small_screen(
    browser: Browser, address: str
) -> None:
    page = open_page(browser, f"{address}20/one/", 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    widths = page.evaluate("""() => ['.byline-row__text', '.byline-row'].map(
        part => document.querySelector(part).getBoundingClientRect().width)""")
    assert widths[0] > 0.95 * widths[1]
    page.close()


def test_a_post_stands_on_one_axis(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}20/one/", 1280)
    middles = page.evaluate("""() => ['.byline-header', '.byline-series', '.byline-post',
        '.byline-post > p', '.byline-post > blockquote',
        '.byline-post > .md-typeset__scrollwrap', '.byline-footer']
        .map(part => document.querySelector(part).getBoundingClientRect())
        .map(box => Math.round(box.left + box.width / 2))""")
    assert max(middles) - min(middles) <= 1
    page.evaluate("document.body.dir = 'rtl'")
    assert style(page, "h1", "textAlign") == "right"  # English, at the edge of an Arabic site.
    page.close()


def test_a_post_runs_in_its_own_script_and_quotes_upright(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}19/two/", 1280)
    assert style(page, ".byline-post", "direction") == "rtl"
    assert style(page, "body", "direction") == "ltr"
    quote = ".byline-post blockquote"
    assert style(page, quote, "fontStyle") == "normal"
    assert style(page, quote, "borderLeftWidth") == "0px"
    assert float(style(page, quote, "borderRightWidth").removesuffix("px")) > 0
    assert float(style(page, quote, "paddingRight").removesuffix("px")) > 0
    page.close()


@pytest.mark.parametrize("post_url", ["20/one/", "19/two/"])
def test_axe_finds_nothing_in_them(browser: Browser, address: str, post_url: str) -> None:
    page = open_page(browser, address + post_url, 320)
    found = Axe().run(page, context=".md-content").response["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found] == []
    page.close()
