"""Which files git holds, and that a cache that it holds is not believed."""

from __future__ import annotations

from pathlib import Path

from building import build, post
from checking import problems
from mkdocs_byline.git.work_tree import held_below
from mkdocs_byline.host.blogs import states
from repository import Repo

SITE: dict[str, str | bytes | None] = {
    "mkdocs.yml": (
        "site_name: Trial\nsite_url: https://example.org/\n"
        "theme: {name: material, font: false}\nplugins: [search, byline: {history: false}]\n"
    ),
    "docs/index.md": "# Home\n",
    "docs/blog/posts/one.md": post("# One\n\nText.", date="2026-01-01"),
}
TOLD = (
    "git holds this file of Byline's cache, and builds would believe what it says. "
    "Take them out: git rm -r --cached .cache/byline"
)


def test_files_below_a_folder(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit(1, {"a/b/one.txt": "1", "a/two é.txt": "2", "three.txt": "3"})
    assert held_below(repo.root / "a") == ["b/one.txt", "two é.txt"]
    assert held_below(repo.root / "nowhere") == []
    (tmp_path / "apart").mkdir()
    assert held_below(tmp_path / "apart") == []


def test_a_cache_that_was_sent_in_is_refused_and_not_used(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, SITE)
    build(tmp_path)
    (cache,) = (tmp_path / ".cache/byline").glob("*.pack")
    name = f".cache/byline/{cache.name}"
    assert problems(tmp_path) == []  # Git ignores it.
    repo.git("add", "--force", name)
    expected = f"{name}:1:1: BY327 {TOLD}"
    assert problems(tmp_path) == [expected]
    assert build(tmp_path).messages[0] == expected
    preview = build(tmp_path, command="serve")
    assert [state.cache.folder for state in states(preview.config)] == [None]
    repo.git("rm", "-r", "--cached", ".cache/byline")
    assert build(tmp_path).error == ""
