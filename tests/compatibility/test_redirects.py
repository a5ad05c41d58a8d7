"""mkdocs-redirects beside Byline."""

from __future__ import annotations

from pathlib import Path

from building import CONFIG, build, post


def test_a_redirect_leads_to_a_post(tmp_path: Path) -> None:
    plugin = "{redirects: {redirect_maps: {old.md: blog/posts/one.md}}}"
    config = CONFIG.replace("[search, byline]", f"[search, {plugin}, byline]")
    text = post("# One", date="2026-01-02")
    built = build(tmp_path, {"mkdocs.yml": config, "docs/blog/posts/one.md": text})
    assert (built.error, built.messages) == ("", [])
    assert "../blog/2026/01/02/one/" in built.read("old/index.html")
