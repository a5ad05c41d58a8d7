"""Posts as Markdown beside their pages, and the list of them."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from browser import serving
from building import CONFIG, build, post
from comparing import registry, written
from mkdocs_byline.host import options
from mkdocs_byline.html.feed_content import feed_content
from mkdocs_byline.html.markdown_text import to_markdown
from serving import Served

SITE = "https://example.org/sub/"
BODY = """\
# A *post*

Text with [a link](b.md) and `a < b`. <!-- nobody shall read this -->

![A *picture*](a/pic.png)

!!! note
    Watch out.

| one | two |
| --- | --- |
| 1   | 2   |

    code()
"""
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG.replace("byline]", "byline: {post_markdown: true, history: false}]")
    + "site_description: What it is\nmarkdown_extensions: [admonition, tables]\n",
    "docs/blog/.authors.yml": "authors:\n  jane: {name: Jane_Doe}\n",
    "docs/blog/posts/a.md": post(
        BODY, date="2026-01-02", authors="[jane]", slug="a", description="What it says"
    ),
    "docs/blog/posts/a/pic.png": b"picture",
    "docs/blog/posts/b.md": post("# B", date="2026-01-03", slug="b"),
    "docs/blog/posts/unlisted.md": post("# Apart", date="2026-01-04", unlisted="true"),
    "docs/blog/posts/draft.md": post("# A draft of something", date="2026-01-05", draft="true"),
}
A = "blog/2026/01/02/a/index.md"


def test_a_post_as_markdown(tmp_path: Path) -> None:
    built = build(tmp_path, FILES, strict=True)
    assert not built.error, built.messages
    text = built.read(A)
    assert text.startswith(
        "# A post\n\n> What it says\n\n- Author: Jane\\_Doe\n- Published: 2026-01-02\n"
        f"- URL: <{SITE}blog/2026/01/02/a/>\n\nText with"
    )
    assert f"[a link]({SITE}blog/2026/01/03/b/)" in text
    assert f"]({SITE}blog/a/pic.png)" in text
    assert "`a < b`" in text
    assert "> **Note**" in text
    assert "| 1 | 2 |" in text
    assert "```\ncode()\n```" in text
    assert "nobody" not in text


def test_the_list_names_what_listings_do(tmp_path: Path) -> None:
    built = build(tmp_path, FILES)
    assert built.read("llms.txt").splitlines() == [
        "# Trial",
        "",
        "> What it is",
        "",
        "## Posts",
        "",
        f"- [B]({SITE}blog/2026/01/03/b/index.md)",
        f"- [A post]({SITE}{A}): What it says",
    ]
    found = {path for path in written(built) if path.endswith(".md")}
    assert found == {A, "blog/2026/01/03/b/index.md", "blog/2026/01/04/apart/index.md"}
    assert {*found, "llms.txt"} <= registry(built).dests


def test_pages_lead_to_it(tmp_path: Path) -> None:
    html = build(tmp_path, FILES).read("blog/2026/01/02/a/index.html")
    assert '<link rel="alternate markdown" type="text/markdown" href="index.md">' in html
    assert re.search(r'<a href="index.md" type="text/markdown" data-byline-copy="Copy as', html)


def test_it_is_off_unless_asked_for_and_without_an_address(tmp_path: Path) -> None:
    for number, config in enumerate(
        (CONFIG, str(FILES["mkdocs.yml"]).replace("site_url: https://example.org/sub/", ""))
    ):
        built = build(tmp_path / str(number), {**FILES, "mkdocs.yml": config})
        assert not [path for path in written(built) if path.endswith((".md", "llms.txt"))]
        assert "text/markdown" not in built.read("blog/2026/01/02/a/index.html")


def test_a_file_of_the_site_keeps_its_place(tmp_path: Path) -> None:
    own: dict[str, str | bytes] = {"docs/llms.txt": "Ours"}
    assert build(tmp_path, {**FILES, **own}).read("llms.txt") == "Ours"


def test_the_next_build_has_the_same(tmp_path: Path) -> None:
    first = build(tmp_path, FILES)
    before = {path: first.read(path) for path in written(first) if path.endswith((".md", ".txt"))}
    again = build(tmp_path)
    assert {path: again.read(path) for path in before} == before
    changed = build(tmp_path, {"docs/blog/posts/b.md": post("# B\n\nNews.", date="2026-01-03")})
    assert "News." in changed.read("blog/2026/01/03/b/index.md")
    assert changed.read(A) == before[A]


def test_the_preview_serves_it(tmp_path: Path) -> None:
    served = Served(tmp_path, FILES)
    expected = build(tmp_path / "built", FILES).read(A)
    assert served.text(A) == expected.replace("https://example.org/", "http://127.0.0.1/")
    assert "Apart" not in served.text("llms.txt")
    assert "A draft" not in served.text("llms.txt")


def test_the_package_that_writes_it_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "is_available", lambda: False)
    _, errors, _ = options.load({"post_markdown": True})
    assert [(name, str(each)) for name, each in errors] == [
        ("post_markdown", "needs the package markdownify: pip install 'mkdocs-byline[markdown]'")
    ]
    assert options.load({})[1] == []


@pytest.mark.browser
def test_a_button_copies_it(tmp_path: Path, browser: Browser) -> None:
    config = str(FILES["mkdocs.yml"]).replace("history: false", "history: false, csp: true")
    built = build(tmp_path, {**FILES, "mkdocs.yml": config})
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    with serving(built.out) as address:
        page.goto(f"{address}blog/2026/01/02/a/")
        button = page.get_by_role("button", name="Copy as Markdown")
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".byline-markdown [role=status]")).to_have_text("Copied.")
        assert page.evaluate("navigator.clipboard.readText()") == built.read(A)
        page.locator(".byline-cite > summary").click()
        found = Axe().run(page, context=".byline-footer").response["violations"]
        assert [each["id"] for each in found] == []
    context.close()


def words(html: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"<[^>]*>", " ", html))


text = st.text("ab *_`#>-+.![]()<&\\|~1", min_size=1, max_size=20)


@given(st.lists(text, min_size=1, max_size=4))
def test_text_says_the_same_when_it_is_read_again(parts: list[str]) -> None:
    html = "".join(f"<p>{each.replace('&', '&amp;').replace('<', '&lt;')}</p>" for each in parts)
    content = feed_content(html, SITE).html
    again = markdown.markdown(to_markdown(content))
    assert words(again.replace("&lt;", " ").replace("&amp;", " ").replace("&gt;", " ")) == words(
        content.replace("&lt;", " ").replace("&amp;", " ").replace("&gt;", " ")
    )


@pytest.mark.parametrize("depth", [5, 100, 150, 500, 5_000])
@pytest.mark.parametrize("tag", ["div", "ul><li", "blockquote><p", "span"])
def test_html_may_be_nested_as_deep_as_anyone_likes(tag: str, depth: int) -> None:
    end = "".join(f"</{each}>" for each in reversed(tag.split("><")))
    found = to_markdown(f"<{tag}>" * depth + "a*b <b>bold</b>" + end * depth + "<p>after</p>")
    assert "a\\*b " in found
    assert ("**bold**" in found) == (depth < 50)
    assert found.endswith("after")


@pytest.mark.parametrize("number", ["²", "١", "1" * 5_000, "-3", "x", ""])
def test_numbers_in_html_may_be_none(number: str) -> None:
    found = to_markdown(
        f'<ol start="{number}"><li>item</li></ol>'
        f'<table><tr><th colspan="{number}">cell</th></tr></table>'
    )
    assert found == "1. item\n\n| cell |\n| --- |"


def test_numbers_are_read() -> None:
    assert to_markdown('<ol start="7"><li>a</li><li>b</li></ol>') == "7. a\n8. b"
