"""Posts that would cover what is around them, in listings and by themselves, in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import serving
from building import build, post

LINK = "<a href='https://e.example/' style='{}'>.</a>"
STYLES = (
    "padding: 900px; font-size: 1px",
    "padding: 99em 0",
    "border: 900px solid",
    "border-top: 900px solid; border-bottom: 900px solid; line-height: 0",
    "display: inline-block; line-height: 0; font-size: 900px",
    "font-size: 900px; line-height: 0",
    "font: 900px/0 serif",
    "display: block; height: 0; font-size: 90px",
    "display: block; max-height: 1px; white-space: pre; padding: 0 900px",
    "display: inline-flex; height: 0; padding: 50px",
    "float: left; width: 9999px; height: 900px",
    "float: right; margin: 0; padding: 900px",
    "margin: -900px; padding: 900px",
    "position: fixed; inset: 0",
    "transform: scale(99)",
    "vertical-align: 99px; padding: 99px",
    "vertical-align: top; font-size: 300px; letter-spacing: 99px",
    "outline: 900px solid; box-shadow: 0 0 0 900px red",
    "columns: 9; column-gap: 999px; padding: 99px",
    "display: grid; grid-template-columns: 9999px; height: 0; padding: 99px 0",
)
HTML = (
    "<div style='height: 0'><a href='https://e.example/'>"
    "<div style='height: 900px'>.</div></a></div>",
    "<div style='max-height: 1px; width: 9999px'><a href='https://e.example/' "
    "style='display: block; height: 999px; background: red'>.</a></div>",
    "<a href='https://e.example/'><svg width='9' height='9' style='overflow: visible'>"
    "<rect x='-999' y='-999' width='9999' height='9999'/></svg></a>",
    "<a href='https://e.example/'><svg width='1' height='1'>"
    "<circle r='999' stroke-width='9999' stroke='red' transform='scale(99)'/></svg></a>",
    "<a href='https://e.example/'><math><mpadded width='1px' height='1px' depth='-900px' "
    "lspace='-900px'><mtext>XXXXXXXX</mtext></mpadded></math></a>",
    "<table width='9999' cellpadding='900'><tr><td><a href='https://e.example/'>.</a></table>",
    "<a href='https://e.example/'><img src='x.png' height='0' style='padding: 900px' alt='x'></a>",
)
ATTACKS = [LINK.format(style) for style in STYLES] + list(HTML)

# Links outside of posts that something of a post lies upon, where they are on the screen.
COVERED = """
(inside) => {
  const found = []
  for (const link of document.querySelectorAll(".md-content a, .md-footer a")) {
    if (link.closest(inside) || !link.checkVisibility()) continue
    link.scrollIntoView({ block: "center", behavior: "instant" })
    for (const box of link.getClientRects()) {
      for (const [x, y] of [[0.5, 0.5], [0.05, 0.2], [0.95, 0.8]]) {
        const hit = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y)
        if (hit?.closest(inside)) found.push(link.outerHTML + " under " + hit.outerHTML)
      }
    }
  }
  return [document.querySelectorAll(".md-content a").length, found.slice(0, 5)]
}
"""
SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files: dict[str, str | bytes] = {
        "mkdocs.yml": "site_name: Trial\nsite_url: https://example.org/\n"
        "theme: {name: material, font: false}\n"
        "plugins: [search, {byline: {pagination_per_page: 500}}]\n"
    }
    for number, attack in enumerate(ATTACKS):
        files[f"docs/blog/posts/a{number}.md"] = post(
            f"# x {attack}\n\n{attack}\n\nText", slug=f"a{number}", date="2026-11-20", tags="[x]"
        )
    built = build(tmp_path_factory.mktemp("cover"), files)
    assert built.error == ""
    return built.out


def test_no_excerpt_covers_anything_else(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    with serving(site) as address:
        page.goto(f"{address}blog/")
        for width, height in SCREENS.values():
            page.set_viewport_size({"width": width, "height": height})
            count, covered = page.evaluate(COVERED, ".byline-entry__excerpt")
            assert count > len(ATTACKS)
            assert (width, covered) == (width, [])
    page.close()


def test_no_post_covers_anything_else(site: Path, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)  # What lies where, styles say alone.
    with serving(site) as address:
        for number in range(len(ATTACKS)):
            page.goto(f"{address}blog/2026/11/20/a{number}/")
            for width, height in SCREENS.values():
                page.set_viewport_size({"width": width, "height": height})
                count, covered = page.evaluate(COVERED, ".byline-post, .byline-header > h1")
                assert count
                assert (number, width, covered) == (number, width, [])
    page.close()
