"""The guide for writers and the manual of commands show what really happens."""

from __future__ import annotations

import re
import shutil
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from building import AUTHORS, CONFIG, post, write
from mkdocs_byline.cli import main
from mkdocs_byline.scaffold import guides
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


GUIDES = {
    "ours": (ROOT / "docs/write-for-us.md").read_text(encoding="utf-8"),
    "a new blog's": guides.WRITE_FOR_US.format(browser=guides.BROWSER.format(today="2026-11-24")),
}


@pytest.mark.parametrize("guide", GUIDES)
def test_the_way_in_the_browser(guide: str, tmp_path: Path) -> None:
    """What it has pasted into a new file is a post, once its writer has changed what is theirs."""
    way = GUIDES[guide].partition("## In the browser")[2].partition("\n## ")[0]
    (name,) = set(re.findall(r"`([\w-]+\.md)`", way))
    (block,) = re.findall(r"^    ```markdown\n(.*?)^    ```$", way, re.MULTILINE | re.DOTALL)
    root = clone(tmp_path / "blog")
    file = root / "docs/blog/posts" / name
    file.write_text(textwrap.dedent(block), encoding="utf-8")

    def check() -> Result:
        config = str(root / "mkdocs.yml")
        return CliRunner().invoke(main, ["check", "--base", "main", "--strict", "-f", config])

    pasted = check()
    assert pasted.exit_code == 1
    assert set(re.findall(r"\bBY\d+\b", pasted.output)) == {"BY517"}  # Placeholders, and no other.
    mine = {
        "Your Name": "Robin Example",
        "What readers should know about you, in a few words": "Rests a lot",
        "https://your.example": "https://robin.example",
        "One or two sentences that make somebody want to read on.": "Rest is not a reward.",
        "The first paragraph says what the post is about.": "For ten years I rested too late.",
        "A heading": "A bench",
        "The rest follows.": "One day I sat down.",
    }
    text = file.read_text(encoding="utf-8")
    for theirs, own in mine.items():
        text = text.replace(theirs, own)
    file.write_text(text, encoding="utf-8")
    written = check()
    assert (written.exit_code, written.output) == (0, "No problems in 1 post.\n")
