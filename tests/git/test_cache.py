"""What git said and what came of it are kept: a build asks for what is new, and the files never
change a result."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import write
from mkdocs_byline.git import result_cache
from mkdocs_byline.git.file_history import Past, Revision
from mkdocs_byline.git.load import History, recall
from mkdocs_byline.git.log import Identity
from mkdocs_byline.git.repository import Repository
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
    assert numbers == [3, 3, 1, 4]


def test_nothing_is_put_together_twice(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = ask(repo, tmp_path / "cache")
    monkeypatch.delattr(Repository, "graph")
    assert ask(repo, tmp_path / "cache") == expected
    assert expected.failure == ""
    assert expected.pasts["a.md"].corrections


def mail(repo: Repo) -> None:
    write(repo.root, {".mailmap": "Jane Roe <jane@x.example>\n"})


def ignore(repo: Repo) -> None:
    write(repo.root, {".git-blame-ignore-revs": repo.git("rev-parse", "HEAD~1")})


def rename(repo: Repo) -> None:
    (repo.root / "docs/b.md").rename(repo.root / "docs/c.md")


def forget(repo: Repo) -> None:
    """Make the clone end later, as `git fetch --depth` does."""
    write(repo.root, {".git/shallow": repo.git("rev-parse", "HEAD~1")})


@pytest.mark.parametrize("change", [mail, ignore, rename, forget])
def test_what_came_of_it_is_put_together_anew_when_it_would_be_otherwise(
    repo: Repo, tmp_path: Path, change: Callable[[Repo], None]
) -> None:
    before = ask(repo, tmp_path / "cache")
    change(repo)
    after = ask(repo, tmp_path / "cache")
    assert after == ask(repo, None)
    assert after != before


def test_who_is_ignored_and_what_is_followed_are_part_of_the_key(
    repo: Repo, tmp_path: Path
) -> None:
    docs = repo.root / "docs"
    for paths in (["a.md"], ["a.md", "b.md"]):
        for ignored in ([], ["Jane*"], ["j@x.example"]):
            found = recall(docs, "", paths, ignored, tmp_path / "cache")
            assert found == recall(docs, "", paths, ignored, None)


def test_texts_that_are_not_here_yet_are_asked_for_again(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a partial clone, git has no texts of old versions until something fetches them."""
    with monkeypatch.context() as patch:
        patch.setattr(Repository, "texts", lambda repository, blobs: {})
        assert not ask(repo, tmp_path / "cache").pasts["a.md"].revisions
    assert ask(repo, tmp_path / "cache") == ask(repo, None)
    assert ask(repo, None).pasts["a.md"].revisions


DATES = st.datetimes(timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=-9.5))]))
PEOPLE = st.lists(st.builds(Identity, st.text(max_size=3), st.text(max_size=3)), max_size=3)
GROUPS = PEOPLE.map(tuple)
REVISIONS = st.builds(Revision, st.text(max_size=3), DATES, GROUPS, st.text(max_size=3))
PASTS = st.builds(
    Past,
    st.none() | DATES,
    GROUPS,
    st.lists(REVISIONS, max_size=2).map(tuple),
    GROUPS,
    st.lists(st.tuples(DATES, st.text(max_size=3)), max_size=2).map(tuple),
    st.text(max_size=3),
    st.lists(st.text(max_size=3), max_size=2).map(tuple),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=50)
@given(st.dictionaries(st.text(max_size=3), PASTS, max_size=3), PEOPLE)
def test_pasts_come_back_as_they_were(pasts: dict[str, Past], people: list[Identity]) -> None:
    names = dict(zip(people, reversed(people), strict=True))
    new = Identity("somebody", "new")
    with TemporaryDirectory() as folder:
        path = Path(folder, "pasts.json")
        result_cache.save(path, "key", pasts, names)
        assert result_cache.load(path, "key", lambda asked: names) == pasts
        assert result_cache.load(path, "other", lambda asked: names) is None
        assert result_cache.load(path, "key", lambda asked: {**names, new: new}) is None


def test_rewritten_history_is_no_trouble(repo: Repo, tmp_path: Path) -> None:
    ask(repo, tmp_path / "cache")
    repo.git("reset", "--quiet", "--hard", "HEAD~2")
    repo.commit(5, {"docs/a.md": "Otherwise\n"})
    assert ask(repo, tmp_path / "cache") == ask(repo, None)


@pytest.mark.parametrize("kind", ["history", "pasts"])
@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_changes_nothing(repo: Repo, tmp_path: Path, seed: int, kind: str) -> None:
    expected = ask(repo, tmp_path / "cache")
    (file,) = (tmp_path / "cache").glob(f"{kind}-*.json")
    content = bytearray(file.read_bytes())
    chance = random.Random(seed)
    if seed % 3 == 0:
        content = content[: chance.randrange(len(content))]
    else:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)
    for other in (tmp_path / "cache").glob("pasts-*.json"):
        if other != file:  # Or what git said would not be looked at.
            other.unlink()
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
