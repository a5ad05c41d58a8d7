"""mkdocs-git-authors asks git about each page, of which listings are in no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import AUTHORS, build, post
from repository import Repo

CONFIG = """\
site_name: Trial
site_url: https://example.org/sub/
theme: {name: material, font: false}
plugins: [search, git-authors: {exclude: [about.md]}, byline]
"""


def test_a_strict_build_passes_and_pages_have_their_authors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # That plugin looks for the repository there.
    Repo(tmp_path).commit(
        1,
        {
            "mkdocs.yml": CONFIG,
            "docs/index.md": "# Home\n",
            "docs/about.md": "# About\n\n{{ git_page_authors }}\n",
            "docs/blog/.authors.yml": AUTHORS,
            "docs/blog/posts/[one].md": post(
                "# One\n\n{{ git_page_authors }}", date="2026-11-20", tags="['[a]*']"
            ),
        },
    )
    built = build(tmp_path, strict=True)
    assert (built.error, built.messages) == ("", [])
    assert "jane@x.example" in built.read("blog/2026/11/20/one/index.html")
    assert "jane@x.example" not in built.read("about/index.html")
