"""mkdocs-include-markdown beside Byline."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import CONFIG, Built, build, post, write

PAGE = "blog/2026/01/02/one/index.html"


def site(root: Path, byline: str, options: str, body: str) -> Built:
    plugin = f"{{include-markdown: {options}}}"
    config = CONFIG.replace("[search, byline]", f"[search, {plugin}, {byline}]")
    write(root, {"secret.txt": "The-secret."})
    text = post(f"# One\n\n{body}", date="2026-01-02")
    return build(root, {"mkdocs.yml": config, "docs/blog/posts/one.md": text})


@pytest.mark.parametrize(
    ("options", "body"),
    [
        ("{}", '{% include "../../../secret.txt" %}'),
        ("{}", '{%\n   include-markdown "../../../secret.txt"\n%}'),
        ("{opening_tag: '{!', closing_tag: '!}'}", '{! include "../../../secret.txt" !}'),
    ],
)
def test_files_are_included_in_trusted_posts_alone(
    tmp_path: Path, options: str, body: str
) -> None:
    trusted = site(tmp_path, "{byline: {trusted_paths: [blog/posts/]}}", options, body)
    assert (trusted.error, trusted.codes) == ("", [])
    assert "The-secret." in trusted.read(PAGE)
    built = site(tmp_path, "byline", options, body)
    assert (built.error, built.codes) == ("", ["BY333"])
    html = built.read(PAGE)
    assert "The-secret." not in html
    assert "include" in html and "\ufdd2" not in html
