"""The guide for writers and the manual of commands show what really happens."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from building import AUTHORS, CONFIG, post, write
from paths import ROOT
from repository import Repo
from transcripts import play


def clone(root: Path) -> Path:
    """Make a repository of this one's site, as a contributor gets it."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    Repo(root).commit(1)
    return root


def test_the_guide_for_writers(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(home, {"gitconfig": "[user]\nname = Robin Example\nemail = robin@x.example\n"})
    assert play(ROOT / "docs/write-for-us.md", clone(tmp_path / "our-blog"), home) == 8


@pytest.mark.parametrize(
    ("heading", "files", "count"),
    [
        ("byline new", {}, 1),
        (
            "byline check",
            {
                "docs/blog/posts/hello.md": post(
                    title="Hello", date="2026-11-01", authors="[jnae]"
                ),
                **{
                    f"docs/blog/posts/p{n}.md": post(f"# Post {n}", date=f"2026-10-{n:02}")
                    for n in range(1, 12)
                },
            },
            1,
        ),
        (
            "byline stale",
            {
                "docs/blog/posts/lenses.md": post("# Cleaning lenses", date="2024-03-02"),
                "docs/blog/posts/stairs.md": post("# On stairs", date="2024-11-30"),
            },
            1,
        ),
    ],
)
def test_commands(heading: str, files: dict[str, str], count: int, tmp_path: Path) -> None:
    text = (ROOT / "docs/byline/commands.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## `{heading}`\n")[2].partition("\n## ")[0]
    page, root = tmp_path / f"{heading}.md", tmp_path / "root"
    page.write_text(section, encoding="utf-8")
    write(root, {"mkdocs.yml": CONFIG, "docs/blog/.authors.yml": AUTHORS, **files})
    assert play(page, root, tmp_path / "home") == count
