"""What the guides show being typed is true; each is played in the project that it starts from."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import AUTHORS, CONFIG, post
from paths import ROOT
from repository import Repo
from transcripts import play

DOCS = ROOT / "docs"

LIGHTHOUSE = "There are 217 steps. You count them twice, and get another number. " * 9
Files = dict[str, str | bytes | None]

PROJECTS: dict[str, Files] = {
    "byline/urls.md": {
        "docs/blog/posts/lighthouse.md": post(
            LIGHTHOUSE, title="Keeping a lighthouse", date="2026-11-20", authors="[jane]"
        ),
    },
    "edit.md": {
        "docs/blog/.authors.yml": "jane: {name: Jane Doe, github: janedoe}\n",
        "docs/blog/posts/stairs.md": post("# On stairs", date="2024-03-02", authors="[jane]"),
        "docs/blog/posts/advent.md": post(
            "# Lights in Advent", date="{publish_at: 2026-12-01T09:00+01:00}", authors="[jane]"
        ),
        "docs/blog/posts/offer.md": post(
            "# An offer", date="{created: 2026-11-01, expires: 2026-12-24}", authors="[jane]"
        ),
    },
    "maintain.md": {
        "docs/blog/posts/advent.md": post(
            "# Lights in Advent", date="{publish_at: 2026-11-24T09:00}", authors="[jane]"
        ),
        "docs/blog/posts/offer.md": post(
            "# An offer", date="{created: 2026-11-01, expires: 2026-11-24}", authors="[jane]"
        ),
        "docs/blog/posts/stairs.md": post("# On stairs", date="2026-11-20", authors="[jane]"),
    },
}

# What is on a branch of that name.
BRANCHES: dict[str, dict[str, Files]] = {
    "edit.md": {
        "pr-12": {
            "docs/blog/posts/lenses.md": post(
                "Text.", title="Cleaning lenses", date="2026-11-24", authors="[jnae]"
            ),
        }
    }
}


@pytest.mark.parametrize("page", PROJECTS)
def test_what_a_page_shows_is_what_happens(tmp_path: Path, page: str) -> None:
    files: Files = {
        "mkdocs.yml": CONFIG,
        ".gitignore": ".cache/\n",
        "docs/index.md": "# Home\n",
        "docs/blog/.authors.yml": AUTHORS,
    }
    repo = Repo(tmp_path / "project")
    repo.commit(20, files | PROJECTS[page])
    for branch, changes in BRANCHES.get(page, {}).items():
        repo.git("switch", "--quiet", "--create", branch)
        repo.commit(21, changes)
        repo.git("switch", "--quiet", "main")
    home = tmp_path / "home"
    home.mkdir()
    (home / "gitconfig").write_text("[user]\n\tname = Jane Doe\n\temail = jane@x.example\n")
    assert play(DOCS / page, tmp_path / "project", home) > 0
