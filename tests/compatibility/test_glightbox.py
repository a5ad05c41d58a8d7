"""Beside mkdocs-glightbox, which writes a page's HTML anew, as a whole document."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import build, post
from dom import parse
from hostile import PICTURE

CONFIG = """
site_name: Trial
site_url: https://example.org/sub/
theme: {{name: material, font: false}}
plugins: [{plugins}]
markdown_extensions: [attr_list]
"""
BODY = """# On lamps

![A lamp](a.png)

<!-- more -->

Rest.
"""
FILES: dict[str, str | bytes] = {
    "docs/blog/posts/a.png": PICTURE,
    "docs/blog/posts/one.md": post(BODY, date="2026-11-20", slug="one"),
    "docs/blog/posts/two.md": post(BODY, date="2026-11-20", slug="two", title="Of its own"),
    "docs/blog/posts/three.md": post("Text.", date="2026-11-20", slug="three", title="No heading"),
    "docs/blog/index.md": "# The lamp blog\n\n![A lamp](posts/a.png)\n",
}


@pytest.mark.parametrize("plugins", ["search, byline, glightbox", "glightbox, byline"])
def test_marks_and_headings_are_found(plugins: str, tmp_path: Path) -> None:
    built = build(tmp_path, {**FILES, "mkdocs.yml": CONFIG.format(plugins=plugins)}, strict=True)
    assert (built.error, built.messages) == ("", [])
    listing = built.read("blog/index.html")
    assert "Rest." not in listing
    assert listing.count('class="byline-entry__more"') == 1
    assert "The lamp blog</h1>" in listing
    assert listing.count('class="glightbox"') == 3
    for path in built.pages():
        page = parse(built.read(path))
        assert len(page.findall(".//h1")) == 1, path
        assert built.read(path).count("<body") == 1
    assert 'id="on-lamps">On lamps</h1>' in built.read("blog/2026/11/20/two/index.html")
    assert ">No heading</h1>" in built.read("blog/2026/11/20/three/index.html")


def test_no_caption_is_html(tmp_path: Path) -> None:
    """The lightbox shows captions as HTML, and takes them from pictures' own words."""
    config = CONFIG.format(plugins="search, glightbox: {auto_caption: true}, byline")
    script = "&lt;img src=x onerror=alert(1)&gt;"
    body = (
        f'# A\n\n![Tom & "Jerry" {script}](a.png)\n\n'
        f'<a class="glightbox mine" href="a.png" title="{script}">x</a>\n'
    )
    files: dict[str, str | bytes] = {
        "mkdocs.yml": config,
        "docs/blog/posts/a.png": PICTURE,
        "docs/blog/posts/a.md": post(body, date="2026-11-20"),
    }
    built = build(tmp_path, files)
    assert built.codes == ["BY302"]
    for path in ("blog/index.html", "blog/2026/11/20/a/index.html"):
        links = parse(built.read(path)).iter("a")
        boxes = [each for each in links if "glightbox" in (each.get("class") or "")]
        assert [each.get("data-title") for each in boxes] == ['Tom &amp; "Jerry" ']
