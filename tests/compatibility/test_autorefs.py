"""Beside mkdocs-autorefs and mkdocstrings, which fill in references when all pages are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from building import build, post
from comparing import assert_same, without_cache
from dom import active

CONFIG = """
site_name: Trial
site_url: https://example.org/sub/
theme: {name: material, font: false}
plugins:
  - search
  - autorefs
  - mkdocstrings: {handlers: {python: {paths: [src]}}}
  - byline
"""
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG,
    "src/lamp.py": 'def light() -> None:\n    """Light it."""\n',
    "docs/index.md": "# Home\n\n[to the post][special-part]\n",
    "docs/api.md": "# API\n\n::: lamp\n",
}
BODY = """# Refs

See [light][lamp.light], [`lamp.light`][] and [mine][special-part].

<!-- more -->

## Special part

Rest [light][lamp.light].
"""


def test_references_are_links_in_posts_and_excerpts(tmp_path: Path) -> None:
    files = {**FILES, "docs/blog/posts/one.md": post(BODY, date="2026-11-20", slug="one")}
    built = build(tmp_path, files, strict=True)
    assert (built.error, built.messages) == ("", [])
    page, listing = built.read("blog/2026/11/20/one/index.html"), built.read("blog/index.html")
    assert page.count("api/#lamp.light") == 3
    assert listing.count('href="../api/#lamp.light"') == 2
    assert 'href="../blog/2026/11/20/one/#special-part"' in listing
    assert "Rest" not in listing
    assert "autoref>" not in page + listing
    assert 'href="blog/2026/11/20/one/#special-part"' in built.read("index.html")


@pytest.mark.parametrize(
    "body",
    [
        "[x][<img src=x onerror=alert(1)>]",
        '<autoref identifier="&lt;img src=x onerror=alert(1)&gt;">x</autoref>',
        '<autoref identifier="lamp.light" onclick="alert(1)" class="md-overlay">x</autoref>',
        '<autoref identifier="t" optional>x</autoref>\n\n## T" onclick="alert(1) {: #t }\n',
        '[x][t]\n\n## T" onmouseover="alert(1)" y="\n\n[x][t-onmouseoveralert1-y]\n',
        "<autoref slug=a>x</autoref> <autoref>y</autoref>",
        '<autoref slug="a identifier=">x</autoref>',
        "<autoref identifier=a><autoref identifier=lamp.light>x</autoref></autoref>",
        '<span data-autorefs-identifier="lamp.light" data-autorefs-optional>x</span>',
    ],
)
def test_references_are_no_way_in(body: str, tmp_path: Path) -> None:
    files = {
        **FILES,
        "docs/blog/posts/one.md": post(f"# T\n\n{body}", date="2026-11-20", slug="o"),
    }
    built = build(tmp_path, files)
    assert built.error == ""
    for path in ("blog/2026/11/20/o/index.html", "blog/index.html"):
        page = built.read(path)
        name = "byline-post" if "20" in path else "byline-entry__excerpt"
        content = (
            page.partition(f'<div class="{name}')[2].partition(">")[2].partition("<footer")[0]
        )
        content = content.partition("</article>")[0].partition('<p class="byline-entry__meta')[0]
        assert content
        assert active(content) == []
        assert "md-overlay" not in content


def test_links_follow_a_heading_that_moves_to_another_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")

    def posts(one: str, two: str) -> dict[str, str | bytes]:
        bodies = {"one": one, "two": two, "three": "[it][special]\n\n<!-- more -->\n\nRest."}
        return {
            f"docs/blog/posts/{name}.md": post(
                f"# {name}\n\n{body}", date="2026-11-20", slug=name, categories="[Sea]"
            )
            for name, body in bodies.items()
        }

    heading, site = "## It {: #special }\n", str(tmp_path / "warm")
    options: dict[str, Any] = {"markdown_extensions": ["attr_list"], "site_dir": site}
    build(tmp_path, {**FILES, **posts(heading, "Nothing.")}, **options)
    moved = build(tmp_path, posts("Nothing.", heading), **options)
    assert not moved.error
    for path in ("blog/2026/11/20/three", "blog", "blog/category/sea"):
        page = moved.read(f"{path}/index.html")
        assert "blog/2026/11/20/two/#special" in page or "../two/#special" in page
        assert "one/#special" not in page
    with without_cache(tmp_path):
        cold = build(tmp_path, **{**options, "site_dir": str(tmp_path / "cold")})
    assert_same(moved, cold)
