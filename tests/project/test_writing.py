"""What the page for writers shows: what is written is what is rendered, in posts as well."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from playwright.sync_api import Browser, ConsoleMessage
from pymdownx.superfences import fence_code_format
from selectolax.lexbor import LexborHTMLParser

from browser import serving
from building import Built, build, post
from mkdocs_byline.html.embeds import replace_embeds
from paths import ROOT

PAGE = ROOT / "docs" / "byline" / "writing.md"
TEXT = PAGE.read_text(encoding="utf-8")
SOURCES = re.findall(r"^````markdown\n(.*?)\n````$", TEXT, re.MULTILINE | re.DOTALL)
EMBED = re.search(
    r'^````html\n(.*?)\n````\n\n<div class="byline-post">\n(.*?)\n</div>', TEXT, re.M | re.S
)
ABBREVIATION = "*[HTML]: HyperText Markup Language"
HOST = "www.youtube-nocookie.com"
CONFIG = f"""\
site_name: Trial
site_url: https://example.org/
theme:
  name: material
  font: false
  features: FEATURES
plugins: [search, byline: {{history: false, csp: true, embed_hosts: [{HOST}]}}]
extra_javascript: [mermaid.min.js]
"""


def test_each_result_is_what_is_written() -> None:
    assert len(SOURCES) == TEXT.count("````markdown") > 10
    for source in SOURCES:  # In a box that is set as a post is.
        shown = f'{source}\n````\n\n<div class="byline-post" markdown>\n\n{source}\n\n</div>\n'
        assert shown in TEXT, source
    assert EMBED
    shown, _ = replace_embeds(EMBED[1], frozenset((HOST,)))
    assert shown == EMBED[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build a blog with the page's set-up, and all its examples as a post."""
    assert EMBED
    setup = yaml.safe_load(TEXT.rpartition('```yaml title="mkdocs.yml"\n')[2].partition("```")[0])
    fence = {"name": "mermaid", "class": "mermaid", "format": fence_code_format}
    extensions = [
        {each: {"custom_fences": [fence]}} if each == "pymdownx.superfences" else each
        for each in setup["markdown_extensions"]
    ]
    config = CONFIG.replace("FEATURES", json.dumps(setup["theme"]["features"]))
    body = "\n\nAnd then:\n\n".join([*SOURCES, EMBED[1], ABBREVIATION])
    files: dict[str, str | bytes] = {
        "mkdocs.yml": config,
        "docs/mermaid.min.js": "document.documentElement.dataset.mermaid = 1\n",
        "docs/plain.md": "# Plain\n",
        "docs/blog/posts/one.md": post(body, title="One", date="2026-11-20"),
        "docs/blog/posts/two.md": post(
            "```mermaid\ngraph LR\n  a --> b\n```", title="Two", date="2026-11-19"
        ),
    }
    for path in (PAGE.parent / "writing").iterdir():
        files[f"docs/blog/posts/writing/{path.name}"] = path.read_bytes()
    root = tmp_path_factory.mktemp("writing")
    return build(root, files, strict=True, markdown_extensions=extensions)


ONE = "blog/2026/11/20/one/"


@pytest.mark.parametrize(
    ("selector", "number"),
    [
        ("figure > figcaption", 2), ("figure img[width]", 2), ("p > img.wide", 1),
        (".grid img", 3),
        ("blockquote > p.pull", 1), ("video[src], video source[src]", 2), ("track", 1),
        ("audio", 1), ("math", 2), (".admonition", 1), ("details.tip", 1), (".tabbed-block", 2),
        (".highlight .filename", 1), (".highlight + ol", 1), (".task-list-item input", 2),
        (".keys kbd", 2), ("abbr[title]", 1), (".footnote", 1), ("dl > dd", 1), ("mark", 1),
        ("a.byline-embed[data-byline-embed] > img", 1),
    ],
)  # fmt: skip
def test_all_of_it_comes_through_in_a_post(built: Built, selector: str, number: int) -> None:
    assert (built.error, built.messages) == ("", [])
    text = LexborHTMLParser(built.read(f"{ONE}index.html")).css_first(".byline-post")
    assert text
    assert len(text.css(selector)) == number


@pytest.mark.parametrize(
    ("page", "loads"),
    [("index.html", False), ("plain/index.html", False), (f"{ONE}index.html", False)]
    + [("blog/index.html", True), ("blog/2026/11/19/two/index.html", True)],
)
def test_only_where_a_diagram_may_be_is_its_script(built: Built, page: str, loads: bool) -> None:
    assert ("mermaid.min.js" in built.read(page)) is loads


SHIFTS = """() => new Promise(resolve => {
  let total = 0
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) total += entry.value
  }).observe({type: "layout-shift", buffered: true})
  setTimeout(() => resolve(total), 300)
})"""


@pytest.mark.browser
@pytest.mark.parametrize(("width", "direction"), [(1280, "ltr"), (360, "ltr"), (360, "rtl")])
def test_nothing_of_it_moves_or_overflows(
    built: Built, browser: Browser, width: int, direction: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    refused: list[str] = []

    def note(said: ConsoleMessage) -> None:
        if said.type == "error":
            refused.append(said.text)

    page.on("console", note)
    with serving(built.out) as address:
        page.route(
            re.compile(f"{ONE}$"),
            lambda route: route.fulfill(
                response=(got := route.fetch()),
                body=got.text().replace('<body dir="ltr"', f'<body dir="{direction}"'),
            ),
        )
        page.goto(address + ONE)
        for top in range(0, page.evaluate("document.documentElement.scrollHeight"), 600):
            page.evaluate("top => scrollTo(0, top)", top)
            page.wait_for_timeout(20)
        assert page.evaluate(SHIFTS) == 0
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert refused == []  # By the policy, or as missing.
        page.emulate_media(media="print")
        assert not page.locator(".byline-post audio").is_visible()
    page.close()
