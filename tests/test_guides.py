"""What the guides show being typed is true; each is played in the project that it starts from."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import AUTHORS, CONFIG, post
from repository import Repo
from transcripts import play

DOCS = Path(__file__).parent.parent / "docs"

LIGHTHOUSE = "There are 217 steps. You count them twice, and get another number. " * 9
PROJECTS: dict[str, dict[str, str | bytes | None]] = {
    "byline/urls.md": {
        "docs/blog/posts/lighthouse.md": post(
            LIGHTHOUSE, title="Keeping a lighthouse", date="2026-11-20", authors="[jane]"
        ),
    },
}


@pytest.mark.parametrize("page", PROJECTS)
def test_what_a_page_shows_is_what_happens(tmp_path: Path, page: str) -> None:
    files: dict[str, str | bytes | None] = {
        "mkdocs.yml": CONFIG,
        ".gitignore": ".cache/\n",
        "docs/index.md": "# Home\n",
        "docs/blog/.authors.yml": AUTHORS,
    }
    Repo(tmp_path / "project").commit(20, files | PROJECTS[page])
    home = tmp_path / "home"
    home.mkdir()
    (home / "gitconfig").write_text("[user]\n\tname = Jane Doe\n\temail = jane@x.example\n")
    assert play(DOCS / page, tmp_path / "project", home) > 0
