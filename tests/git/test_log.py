"""What git says of posts: recorded bytes for the parser, real repositories for the rest."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import build
from mkdocs_byline.git.file_history import Past, landings, trace
from mkdocs_byline.git.log import Change, Identity, co_authors, parse_log, tokens
from mkdocs_byline.git.repository import GitError, Repository, digest
from repository import Repo

A, B, C = "a" * 40, "b" * 40, "c" * 40
NONE = "0" * 40
LONG = "The lighthouse keeper counts the steps every night and never gets the same number.\n" * 9


def on(day: int) -> dt.datetime:
    return dt.datetime(2026, 1, day, 12, tzinfo=dt.UTC)


def fields(commit: str, parents: str, subject: str, *, together: str = "") -> bytes:
    parts = [commit, parents, "2026-01-02T03:04:05+01:00", "Jané", "j@x.example", subject]
    return "\0".join([*parts, together, ""]).encode() + b"\0"


def test_recorded_bytes_of_every_kind_of_change() -> None:
    stream = (
        fields(A, f"{B} {C}", "Merge\n")
        + b"\n::100644 100644 100644 "
        + f"{A} {B} {C} MM\0both.md\0".encode()
        + fields(B, C, "Empty\n")
        + b"\0"
        + fields(C, "", "First: ü\n\nBody [Skip Updated]\n", together="Joe <joe@x.example>")
        + f"\n:000000 100644 {NONE} {A} A\0new\nline.md\0".encode()
        + f":100644 100644 {A} {B} R090\0old.md\0:odd.md\0".encode()
        + f":100644 000000 {A} {NONE} D\0gone.md\0".encode()
        + f":100644 100644 {A} {A} C100\0from.md\0copy.md\0".encode()
    )
    merge, empty, first = parse_log([stream[:100], stream[100:301], stream[301:]])
    assert merge.parents == (B, C)
    assert merge.changes == (Change("=", "both.md", "", A, C),)
    assert (empty.subject, empty.changes) == ("Empty", ())
    assert first.subject == "First: ü"
    assert first.skips
    assert first.people == (Identity("Jané", "j@x.example"), Identity("Joe", "joe@x.example"))
    assert first.committed.isoformat() == "2026-01-02T03:04:05+01:00"
    assert first.changes == (
        Change("A", "new\nline.md", "", NONE, A),
        Change("R", ":odd.md", "old.md", A, B),
        Change("D", "gone.md", "", A, NONE),
        Change("A", "copy.md", "", A, A),
    )


@given(st.binary(max_size=200), st.integers(1, 20))
def test_streams_are_cut_at_nul_wherever_chunks_end(data: bytes, size: int) -> None:
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    *whole, rest = data.split(b"\0")
    assert list(tokens(chunks)) == whole + ([rest] if rest else [])


def test_co_authors() -> None:
    assert co_authors("Joe B <joe@x.example>\nnonsense\n <bare@x.example>\n") == [
        Identity("Joe B", "joe@x.example"),
        Identity("", "bare@x.example"),
    ]


def test_front_matter_and_white_space_do_not_change_a_digest() -> None:
    assert digest(b"---\na: 1\n---\nHello  you\n") == digest(b"\xef\xbb\xbfHello\r\nyou")
    assert digest(b"Hello you") != digest(b"Hello, you")


def pasts(repo: Repo, folder: str = "docs", *paths: str) -> dict[str, Past]:
    found = Repository.around(repo.root / folder)
    assert found
    graph = list(found.graph(found.head()))
    commits = list(found.commits([commit for commit, _, _ in graph]))
    texts = found.texts(
        blob
        for commit in commits
        for each in commit.changes
        for blob in (each.old_blob, each.blob)
    )
    names = paths or tuple(
        path.relative_to(found.top).as_posix() for path in (repo.root / folder).rglob("*.md")
    )
    ignored = found.ignored_revisions()
    return trace(
        commits,
        names,
        landings(graph),
        lambda old, new: texts.get(old) == texts.get(new),
        ignored=lambda commit: commit.skips or commit.id in ignored,
        boundary=found.shallow,
    )


def past(repo: Repo, path: str = "docs/a.md") -> Past:
    return pasts(repo)[path]


def test_an_added_post(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(3, {"docs/a.md": "Hello\n"})
    found = past(repo)
    assert (found.created, found.updated, found.revisions) == (on(3), None, ())
    assert found.authors == (Identity("Jane Doe", "jane@x.example"),)


def test_real_changes_and_others(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/a.md": "---\ntitle: A\n---\nHello\n"})
    real = repo.commit(
        2, {"docs/a.md": "---\ntitle: A\n---\nHello you\n"}, "Greet", "Joe <joe@x.example>"
    )
    repo.commit(3, {"docs/a.md": "---\ntitle: B\n---\nHello you\n"}, "Front matter")
    repo.commit(4, {"docs/a.md": "---\ntitle: B\n---\n\nHello   you\n"}, "White space")
    repo.commit(5, {"docs/a.md": "---\ntitle: B\n---\nHello, you\n"}, "Comma [skip updated]")
    formatted = repo.commit(6, {"docs/a.md": "---\ntitle: B\n---\n* Hello, you\n"}, "Format")
    repo.commit(7, {".git-blame-ignore-revs": f"# formatting\n{formatted}\n"})
    found = past(repo)
    assert (found.created, found.updated) == (on(1), on(2))
    assert [(each.commit, each.subject) for each in found.revisions] == [(real, "Greet")]
    assert found.contributors == (Identity("Joe", "joe@x.example"),)


def test_renames_keep_the_past(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/old.md": LONG})
    repo.commit(2, {"docs/old.md": LONG + "Two.\n"})
    repo.git("mv", "docs/old.md", "docs/mid.md")
    repo.commit(3)
    repo.git("mv", "docs/mid.md", "docs/a.md")
    repo.commit(4, {"docs/a.md": LONG + "Two. Three.\n"})
    found = past(repo)
    assert found.created == on(1)
    assert [each.date for each in found.revisions] == [on(4), on(2)]


def test_a_new_post_under_an_old_name_is_a_new_post(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/a.md": LONG})
    repo.git("mv", "docs/a.md", "docs/b.md")
    repo.commit(2)
    repo.commit(3, {"docs/a.md": "Something else.\n"})
    found = pasts(repo)
    assert (found["docs/a.md"].created, found["docs/b.md"].created) == (on(3), on(1))


def test_deleting_and_adding_again_does_not_make_it_younger(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/a.md": "Hello\n"})
    repo.commit(2, {"docs/a.md": None})
    repo.commit(3, {"docs/a.md": "Hello\n"})
    assert past(repo).created == on(1)


def test_reverts_are_changes_like_others(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/a.md": "Hello\n"})
    repo.commit(2, {"docs/a.md": "Bye\n"})
    repo.git("revert", "--no-edit", "HEAD", day=3)
    found = past(repo)
    assert (found.created, found.updated, len(found.revisions)) == (on(1), on(3), 2)


def test_a_copy_is_a_new_post(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/a.md": LONG})
    repo.commit(2, {"docs/b.md": LONG})
    found = pasts(repo)
    assert (found["docs/a.md"].created, found["docs/b.md"].created) == (on(1), on(2))


def test_what_a_merge_brings_appears_with_the_merge(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/x.md": "X\n"})
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit(2, {"docs/a.md": "Hello\n"}, who="Joe <joe@x.example>")
    repo.commit(3, {"docs/x.md": "X, improved\n"})
    repo.git("switch", "--quiet", "main")
    repo.commit(4, {"README.md": "Hi\n"})
    repo.git("merge", "--quiet", "--no-ff", "--message=Merge", "side", day=9)
    found = pasts(repo)
    assert found["docs/a.md"].created == on(9)
    assert found["docs/a.md"].authors[0].name == "Joe"
    assert (found["docs/x.md"].created, found["docs/x.md"].updated) == (on(1), on(9))


def test_a_branch_that_went_on_under_the_old_name(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/old.md": LONG})
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit(5, {"docs/old.md": LONG + "From the side.\n"})
    repo.git("switch", "--quiet", "main")
    repo.git("mv", "docs/old.md", "docs/a.md")
    repo.commit(4)
    repo.git("merge", "--quiet", "--no-ff", "--message=Merge", "side", day=6)
    found = past(repo)
    assert found.created == on(1)
    assert [each.date for each in found.revisions] == [on(6)]


def test_a_squash_merge_names_everybody(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    message = (
        "A post (#1)\n\nco-authored-BY: Joe B <joe@x.example>\nCo-Authored-By: Ada <ada@x.example>"
    )
    repo.commit(1, {"docs/a.md": "Hello\n"}, message)
    assert [each.name for each in past(repo).authors] == ["Jane Doe", "Joe B", "Ada"]


def test_corrections_are_found_in_trailers(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/a.md": "It has 216 steps.\n"})
    repo.commit(
        2,
        {"docs/a.md": "It has 217 steps.\n"},
        "Count again\n\nCorrection: It has 217 steps, not\n 216.",
    )
    assert past(repo).corrections == ((on(2), "It has 217 steps, not 216."),)


@pytest.mark.parametrize(
    "name", ["ä ö.md", "a\tb.md", 'quo"te.md', "-dash.md", "日本語.md", "a:b.md", "R100.md"]
)
def test_odd_file_names(tmp_path: Path, name: str) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {f"docs/{name}": "Hello\n"})
    assert pasts(repo)[f"docs/{name}"].created == on(1)


def test_names_are_those_of_the_mailmap(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(
        1, {".mailmap": "Jane Roe <jane@new.example> <jane@x.example>\n", "docs/a.md": "x"}
    )
    found = Repository.around(tmp_path / "docs")
    assert found
    people = [Identity("Jane Doe", "jane@x.example"), Identity("", "nobody@x.example")]
    assert found.named(people) == {
        people[0]: Identity("Jane Roe", "jane@new.example"),
        people[1]: people[1],
    }


def test_settings_of_whoever_builds_change_nothing(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/old.md": LONG})
    repo.git("mv", "docs/old.md", "docs/a.md")
    repo.commit(2)
    for key, value in (
        *(("diff.renames", "false"), ("diff.relative", "true"), ("log.showSignature", "true")),
        *(("color.ui", "always"), ("log.follow", "true"), ("core.quotePath", "true")),
        *(("log.date", "relative"), ("diff.noprefix", "true"), ("log.decorate", "full")),
    ):
        repo.git("config", key, value)
    repo.git("replace", "--graft", "HEAD")
    assert past(repo).created == on(1)


def test_a_shallow_clone_gives_no_date_rather_than_a_wrong_one(tmp_path: Path) -> None:
    origin = Repo(tmp_path / "origin")
    origin.commit(1, {"docs/a.md": "Hello\n", "docs/b.md": "Hello\n"})
    origin.commit(2, {"docs/x.md": "X\n"})
    origin.commit(3, {"docs/a.md": "Hello you\n"})
    shallow = tmp_path / "shallow"
    url = (tmp_path / "origin").as_uri()
    subprocess.run(["git", "clone", "--quiet", "--depth=2", url, shallow], check=True)
    repo = Repo.__new__(Repo)
    repo.root = shallow
    found = pasts(repo)
    assert (found["docs/a.md"].created, found["docs/a.md"].updated) == (None, on(3))
    assert not found["docs/a.md"].complete
    assert (found["docs/b.md"].created, found["docs/b.md"].updated) == (None, None)


def test_an_uncommitted_post(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/x.md": "X\n"})
    (tmp_path / "docs/a.md").write_text("Hello\n")
    found = past(repo)
    assert (found.committed, found.complete, found.created) == (False, True, None)


def test_no_commits_yet(tmp_path: Path) -> None:
    Repo(tmp_path)
    (tmp_path / "docs").mkdir()
    found = Repository.around(tmp_path / "docs")
    assert found
    assert found.head() == ""


def test_no_repository(tmp_path: Path) -> None:
    assert Repository.around(tmp_path) is None


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git can't be run"):
        Repository.around(tmp_path)


def test_a_docs_folder_that_is_a_repository_of_its_own(tmp_path: Path) -> None:
    outer = Repo(tmp_path)
    outer.commit(1, {"README.md": "Hi\n"})
    inner = Repo(tmp_path / "docs")
    inner.commit(2, {"a.md": "Hello\n"})
    assert pasts(outer, "docs", "a.md")["a.md"].created == on(2)


def test_a_submodule_and_a_worktree(tmp_path: Path) -> None:
    inner = Repo(tmp_path / "posts")
    inner.commit(1, {"a.md": "Hello\n"})
    outer = Repo(tmp_path / "site")
    outer.git("submodule", "--quiet", "add", (tmp_path / "posts").as_uri(), "docs")
    outer.commit(2)
    assert pasts(outer, "docs", "a.md")["a.md"].created == on(1)
    inner.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "other")
    tree = Repo.__new__(Repo)
    tree.root = tmp_path / "tree"
    assert pasts(tree, ".", "a.md")["a.md"].created == on(1)


def test_signed_commits(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    key = tmp_path / "key"
    try:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    except OSError:
        pytest.skip("needs ssh-keygen to sign a commit")
    for name, value in (
        *(("gpg.format", "ssh"), ("user.signingkey", str(key)), ("commit.gpgsign", "true")),
        ("log.showSignature", "true"),
    ):
        repo.git("config", name, value)
    repo.commit(1, {"docs/a.md": "Hello\n"})
    assert "gpgsig" in repo.git("cat-file", "commit", "HEAD")
    assert past(repo).created == on(1)


POST = "docs/blog/posts/a.md"


def dated(root: Path, path: str = POST) -> str:
    """Return the date that a build gives a post without one."""
    built = build(root, {"docs/index.md": "# Home\n"})
    assert (built.error, built.messages) == ("", [])
    records = json.loads(built.read("blog/provenance.json"))["posts"]
    (record,) = [each for each in records if f"docs/{each['path']}" == path]
    assert len(record["commits"]) == 1
    return str(record["created"])[:10]


@pytest.mark.parametrize("outer", [True, False])
@pytest.mark.parametrize("folder", ["docs", "docs/blog/posts", "docs/blog/posts/x"])
def test_posts_in_a_repository_of_their_own(tmp_path: Path, folder: str, outer: bool) -> None:
    if outer:
        Repo(tmp_path).commit(9, {".gitignore": "/docs/\n"})
    path = f"{folder if folder.startswith('docs/blog') else 'docs/blog/posts'}/a.md"
    inner = Repo(tmp_path / folder)
    inner.commit(3, {os.path.relpath(path, folder): "# Hello\n"})
    assert dated(tmp_path, path) == "2026-01-03"


def test_posts_in_submodules_beside_others(tmp_path: Path) -> None:
    years = Repo(tmp_path / "years")
    years.commit(3, {"b.md": "# Old\n"})
    site = Repo(tmp_path / "site")
    site.git("submodule", "--quiet", "add", years.root.as_uri(), "docs/blog/posts/2025")
    site.commit(7, {POST: "# New\n"})
    assert dated(site.root) == "2026-01-07"
    assert dated(site.root, "docs/blog/posts/2025/b.md") == "2026-01-03"


def test_a_docs_folder_that_is_a_link_into_another_repository(tmp_path: Path) -> None:
    content = Repo(tmp_path / "content")
    content.commit(3, {"blog/blog/posts/a.md": "# Hello\n", "blog/index.md": "# Home\n"})
    Repo(tmp_path / "site").commit(9, {"x": "x"})
    (tmp_path / "site/docs").symlink_to(tmp_path / "content/blog")
    assert dated(tmp_path / "site") == "2026-01-03"
