"""What git said is kept: a build asks for what is new, and the file never changes a result."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from mkdocs_byline.arrange.recall import History, recall
from mkdocs_byline.read.repository import Repository
from repository import Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "repo")
    made.commit(
        1,
        {"docs/a.md": "Hello\n", "docs/b.md": "Hello\n"},
        "Bé\n\nCorrection: x",
        "J <j@x.example>",
    )
    made.commit(2, {"docs/a.md": "Hello you\n"}, "Two\n\nCorrection: x")
    made.commit(3, {"README.md": "Hi\n"})
    return made


def ask(repo: Repo, cache: Path | None) -> History:
    paths = [path.name for path in (repo.root / "docs").glob("*.md")]
    return recall(repo.root / "docs", "", paths, [], cache)


def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the number of commits of each question to git."""
    numbers: list[int] = []
    real = Repository.commits

    def counted(repository: Repository, ids: list[str]) -> object:
        numbers.append(len(ids))
        return real(repository, ids)

    monkeypatch.setattr(Repository, "commits", counted)
    return numbers


def test_only_new_commits_are_asked_for(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = asked(monkeypatch)
    first = ask(repo, tmp_path / "cache")
    assert ask(repo, tmp_path / "cache") == first == ask(repo, None)
    repo.commit(4, {"docs/a.md": "Hello all of you\n"})
    assert ask(repo, tmp_path / "cache") == ask(repo, None)
    assert numbers == [3, 0, 3, 1, 4]


def test_rewritten_history_is_no_trouble(repo: Repo, tmp_path: Path) -> None:
    ask(repo, tmp_path / "cache")
    repo.git("reset", "--quiet", "--hard", "HEAD~2")
    repo.commit(5, {"docs/a.md": "Otherwise\n"})
    assert ask(repo, tmp_path / "cache") == ask(repo, None)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_changes_nothing(repo: Repo, tmp_path: Path, seed: int) -> None:
    expected = ask(repo, tmp_path / "cache")
    (file,) = (tmp_path / "cache").glob("*.json")
    content = bytearray(file.read_bytes())
    chance = random.Random(seed)
    if seed % 3 == 0:
        content = content[: chance.randrange(len(content))]
    else:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)
    assert ask(repo, tmp_path / "cache") == expected


def test_a_folder_that_cannot_be_written_to_changes_nothing(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert ask(repo, tmp_path / "cache") == ask(repo, None)


def test_git_does_not_see_the_cache(repo: Repo) -> None:
    ask(repo, repo.root / ".cache" / "byline")
    assert repo.git("status", "--porcelain") == ""


def test_what_a_shallow_clone_said_is_not_believed_later(repo: Repo, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", "--depth=2", repo.root.as_uri(), str(clone))
    shallow = Repo.__new__(Repo)
    shallow.root = clone
    assert ask(shallow, tmp_path / "cache").pasts["b.md"].created is None
    shallow.git("fetch", "--quiet", "--unshallow")
    assert ask(shallow, tmp_path / "cache") == ask(shallow, None)
    assert ask(shallow, None).pasts["b.md"].created is not None
