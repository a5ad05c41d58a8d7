"""`byline preview` writes a site that opens without a server, whatever is wrong with a post."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from building import AUTHORS, CONFIG, post, write
from mkdocs_byline.cli import main

FILES: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG.replace("byline]", "byline: {authors_profiles: true}]")
    + "strict: true\n",
    "docs/index.md": "# Home\n\nThe [blog](blog/index.md), and [nothing](gone.md).\n",
    "docs/blog/.authors.yml": AUTHORS,
    "docs/blog/posts/one.md": post("# One\n\nText.", date="2026-11-20", authors="[jane]"),
    "docs/blog/posts/warned.md": post("# Warned\n\n[x](one.md)", date="2026-11-21", athors="x"),
    "docs/blog/posts/bad.md": post("# Bad", date="2026-11-21", authors="[jnae]"),
    "docs/blog/posts/draft.md": post("# Draft\n\nA text to come.", draft="true"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("preview")
    write(root, FILES)
    out = root / "preview"
    done = CliRunner().invoke(main, ["preview", "-f", str(root / "mkdocs.yml"), str(out)])
    assert done.exit_code == 0, done.output
    assert done.output.endswith("preview/index.html in a browser.\n")
    return out


def test_every_link_leads_to_a_file(folder: Path) -> None:
    """A folder has no page where no server looks for one."""
    links = 0
    for page in folder.rglob("*.html"):
        if page.name == "404.html":
            continue  # It is shown at any depth, and has absolute links.
        for target in re.findall(r'(?:href|src)="?([^">\s]+)', page.read_text(encoding="utf-8")):
            path = unquote(re.sub("[?#].*", "", target))
            if not path or re.match(r"[a-z]+:", path) or path.endswith("gone.md"):
                continue
            assert (page.parent / path).is_file(), f"{page}: {target}"
            links += 1
    assert links > 50


@pytest.mark.browser
def test_an_editor_opens_it_by_a_double_click(folder: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((folder / "index.html").as_uri())
    page.click("article a:has-text('blog')")
    page.click("article a:has-text('One')")
    assert page.inner_text("h1").startswith("One")
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position")
    assert page.evaluate("document.styleSheets.length") >= 2
    page.click("article a:has-text('Jane Doe')")
    assert "Jane Doe" in page.inner_text("h1")
    page.goto((folder / "blog/index.html").as_uri())
    assert page.locator("article a:has-text('Draft')").count()
    page.click("article a:has-text('Warned')")
    assert page.inner_text("h1").startswith("Warned")
    page.close()


def test_a_post_with_errors_says_what_is_wrong(folder: Path) -> None:
    assert "unknown author" in (folder / "blog/2026/11/21/bad.html").read_text(encoding="utf-8")


def test_a_site_that_is_none_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": CONFIG.replace("material", "nothing")})
    out = str(tmp_path / "preview")
    done = CliRunner().invoke(main, ["preview", "-f", str(tmp_path / "mkdocs.yml"), out])
    assert (done.exit_code, "Traceback" in done.output) == (1, False)
    assert done.output == "Error: Aborted with a configuration error!\n"  # Its log says which.


@pytest.mark.parametrize(("name", "code"), [("overrides", 2), ("mkdocs.yml/preview", 1)])
def test_no_file_is_lost_for_it(name: str, code: int, tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": CONFIG, "docs/index.md": "# Home\n", "overrides/a.html": "A"})
    done = CliRunner().invoke(
        main, ["preview", "-f", str(tmp_path / "mkdocs.yml"), str(tmp_path / name)]
    )
    assert (done.exit_code, "Traceback" in done.output) == (code, False)
    assert isinstance(done.exception, SystemExit)
    assert (tmp_path / "overrides/a.html").read_text(encoding="utf-8") == "A"
