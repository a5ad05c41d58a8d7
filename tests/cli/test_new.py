"""`byline new` writes a post that is right, and never over anything."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from building import CONFIG, post, write
from mkdocs_byline.cli import main
from mkdocs_byline.content.authors import parse_authors
from mkdocs_byline.content.confusables import without_unseen
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.content.yaml_text import flow
from mkdocs_byline.git.log import Identity
from mkdocs_byline.scaffold.authors import Entry, entry_for, free_id, with_entry
from mkdocs_byline.scaffold.post import Draft, post_text

AUTHORS = """\
# Who writes here
authors:
  jane: # the keeper
    name: Jane Doe
    email: jane@x.example
"""
POSTS = "docs/blog/posts"


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a blog in which the working folder is; git knows nobody."""
    write(
        tmp_path,
        {
            "mkdocs.yml": CONFIG,
            "docs/index.md": "# Home\n",
            "docs/blog/.authors.yml": AUTHORS,
            f"{POSTS}/old.md": post("# Old", date="2026-11-24", categories="[Work]"),
        },
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")  # 2026-11-24
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def git_knows(monkeypatch: pytest.MonkeyPatch, name: str, email: str) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", name)
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", email)


def new(*arguments: str, answers: list[str] | None = None) -> Result:
    """Run the command; with answers, in a terminal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mkdocs_byline.cli.new.is_terminal", lambda: answers is not None)
        given = "".join(f"{answer}\n" for answer in answers or [])
        return CliRunner().invoke(main, ["new", *arguments], input=given)


def front_matter(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n")[1]


def check(path: Path) -> None:
    """Hold that the file is a post without any problem, but that its text is yet to be written."""
    result = CliRunner().invoke(main, ["check", "--strict", "--format", "json", str(path)])
    found = json.loads(result.output)
    assert found["posts"] == 1
    assert {each["code"] for each in found["problems"]} <= {"BY517"}


def test_a_post_without_a_terminal(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git_knows(monkeypatch, "J. D.", "JANE@x.example")
    result = new("Keeping a  lighthouse: part 1")
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            f"Wrote {POSTS}/keeping-a-lighthouse-part-1.md; "
            "it will be at blog/2026/11/24/keeping-a-lighthouse-part-1/",
            "",
            "  mkdocs serve",
            f"  byline check {POSTS}/keeping-a-lighthouse-part-1.md",
        ],
    )
    path = blog / POSTS / "keeping-a-lighthouse-part-1.md"
    assert front_matter(path) == (
        "title: 'Keeping a lighthouse: part 1'\ndate: 2026-11-24\nauthors: [jane]\n"
    )
    assert "\n<!-- more -->\n" in path.read_text(encoding="utf-8")
    check(path)


def test_everything_can_be_given(blog: Path) -> None:
    result = new(
        *("Nägel", "--author", "jane, Joe Bloggs", "--description", "No: really", "--draft"),
        *("--categories", "Work,How to", "--tags", "no, 1.0", "--date", "22 Nov 2026"),
        *("--slug", "On nails", "--folder"),
    )
    assert result.exit_code == 0, result.output
    path = blog / POSTS / "on-nails/index.md"
    assert front_matter(path) == (
        "title: Nägel\ndescription: 'No: really'\nslug: on-nails\ndate: 2026-11-22\n"
        "authors: [jane, {name: Joe Bloggs}]\ncategories: [Work, How to]\ntags: ['no', '1.0']\n"
        "draft: true\n"
    )
    check(path)


def test_a_terminal_is_asked(blog: Path) -> None:
    answers = ["Stairs", "Joe Bloggs", "y", "joe", "Counts", "What nobody tells.", "Work, Sea"]
    result = new(answers=answers)
    assert result.exit_code == 0, result.output
    assert "Topics (Work), with commas between" in result.output
    path = blog / POSTS / "stairs.md"
    assert front_matter(path) == (
        "title: Stairs\ndescription: What nobody tells.\ndate: 2026-11-24\nauthors: [joe]\n"
        "categories: [Work, Sea]\n"
    )
    authors = (blog / "docs/blog/.authors.yml").read_text(encoding="utf-8")
    assert authors == AUTHORS + "  joe:\n    name: Joe Bloggs\n    description: Counts\n"
    check(path)


def test_somebody_whom_git_knows_is_asked_less(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git_knows(monkeypatch, "Jane Doe", "")
    result = new("Stairs", answers=["", ""])
    assert "Author: Jane Doe (jane)" in result.output
    git_knows(monkeypatch, "Joe Bloggs", "7+joe-b@users.noreply.github.com")
    assert new("Guest", answers=["n", "", ""]).exit_code == 0
    assert "authors: [{name: Joe Bloggs}]\n" in front_matter(blog / POSTS / "guest.md")
    assert new("Added", "--add-author").exit_code == 0
    assert (
        (blog / "docs/blog/.authors.yml")
        .read_text(encoding="utf-8")
        .endswith("  joe:\n    name: Joe Bloggs\n    github: joe-b\n")
    )
    assert new("Known").output.startswith("Wrote ")
    assert "authors: [joe]\n" in front_matter(blog / POSTS / "known.md")


def test_nothing_is_overwritten(blog: Path) -> None:
    write(blog, {f"{POSTS}/Taken.md": post("# Another", date="2020-01-01")})
    write(blog, {f"{POSTS}/x.md": post("# Its URL", date="2026-11-24", slug="shelf")})
    assert new("Taken", "--author", "jane").exit_code == 0
    assert front_matter(blog / POSTS / "taken-2.md").splitlines()[1] == "slug: taken-2"
    assert new("Shelf", "--author", "jane", "--folder").exit_code == 0
    check(blog / POSTS / "shelf-2/index.md")
    before = {path: path.read_bytes() for path in (blog / POSTS).rglob("*.md")}
    for _ in range(3):
        assert new("Taken", "--author", "jane").exit_code == 0
    assert {path: path.read_bytes() for path in before} == before
    assert len(list((blog / POSTS).rglob("*.md"))) == len(before) + 3


@pytest.mark.parametrize(
    ("arguments", "config", "expected"),
    [
        ([], "byline", "Give a title"),
        (["A"], "byline", "git does not know your name. Give --author."),
        (["A", "--author", "jnae"], "byline", "Did you mean 'jane'?"),
        (["A", "--author", "xyz"], "byline", "Give a full name for a guest."),
        (["!!!", "--author", "jane"], "byline", "Give --slug."),
        (["A", "--date", "11/12/2026"], "byline", "can't be read"),
        (
            ["A", "--author", "jane", "--categories", "Wrok"],
            "byline: {categories_allowed: [Work]}",
            "Did you mean 'Work'?",
        ),
        (["A"], "search", "has no 'byline'"),
    ],
)
def test_what_is_missing_is_said(
    arguments: list[str], config: str, expected: str, blog: Path
) -> None:
    write(blog, {"mkdocs.yml": CONFIG.replace("byline", config)})
    before = sorted(blog.rglob("*"))
    result = new(*arguments)
    assert (result.exit_code, expected in result.output) == (2, True), result.output
    assert sorted(blog.rglob("*")) == before


def test_a_site_may_know_its_author_or_have_none(blog: Path) -> None:
    write(blog, {"mkdocs.yml": CONFIG.replace("byline", "byline: {default_author: jane}")})
    assert new("One").exit_code == 0
    assert "authors" not in front_matter(blog / POSTS / "one.md")
    write(blog, {"mkdocs.yml": CONFIG.replace("byline", "byline: {authors: false}")})
    assert new("Two").exit_code == 0
    assert "authors" not in front_matter(blog / POSTS / "two.md")


def test_an_authors_file_that_is_written_in_another_way_is_left_alone(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git_knows(monkeypatch, "Joe Bloggs", "joe@x.example")
    text = "authors: {jane: {name: Jane Doe}}\n"
    write(blog, {"docs/blog/.authors.yml": text})
    result = new("One", "--add-author")
    assert (result.exit_code, "  joe:\n    name: Joe Bloggs\n" in result.output) == (1, True)
    assert (blog / "docs/blog/.authors.yml").read_text(encoding="utf-8") == text
    assert not (blog / POSTS / "one.md").exists()
    (blog / "docs/blog/.authors.yml").unlink()
    assert new("One", "--add-author").exit_code == 0
    check(blog / POSTS / "one.md")


def test_a_pipe_is_no_terminal(blog: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from mkdocs_byline.cli import main; main()", "new"],
        input="An answer\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Give a title" in done.stderr) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_terminal_is_one(blog: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, b"Stairs\nJoe Bloggs\nn\n\n\n")
    done = subprocess.run(
        [sys.executable, "-c", "from mkdocs_byline.cli import main; main()", "new"],
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    check(blog / POSTS / "stairs.md")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "authors:\n  joe:\n    name: J\n"),
        ("authors:\n", "authors:\n  joe:\n    name: J\n"),
        (
            "authors:\n    jane:\n        name: Jane\n# The end",
            "authors:\n    jane:\n        name: Jane\n    joe:\n      name: J\n# The end\n",
        ),
        (
            "authors:\n  jane: {name: Jane}\n\n# Mine\nother: 1\n",
            "authors:\n  jane: {name: Jane}\n  joe:\n    name: J\n\n# Mine\nother: 1\n",
        ),
        ("jane:\n  name: Jane\n", "jane:\n  name: Jane\njoe:\n  name: J\n"),
        (
            "authors:\r\n  jane: {name: Jane}\r\n",
            "authors:\r\n  jane: {name: Jane}\r\n  joe:\r\n    name: J\r\n",
        ),
        ("authors: {}\n", None),
        ("authors: [\n", None),
        ("- a\n", None),
    ],
)
def test_an_entry_is_put_behind_the_others(text: str, expected: str | None) -> None:
    assert with_entry(text, Entry("joe", "J")) == expected


def test_ids_and_addresses() -> None:
    assert free_id("Jane Doe", []) == "jane"
    assert free_id("Jane Doe", ["jane"]) == "jane-doe"
    assert free_id("Jane Doe", ["jane", "jane-doe"]) == "jane-doe-2"
    assert free_id("E\u0301mile", []) == "émile"
    assert free_id("…", []) == "author2"
    assert entry_for(Identity("J", "7+JoeB@users.noreply.github.com"), "joe").github == "joeb"
    assert entry_for(Identity("J", "j@x.example"), "joe").email == "j@x.example"


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\x85")
)


def is_seen(text: str) -> bool:
    return bool(without_unseen(text).strip())


def as_read(text: str) -> str:
    return unicodedata.normalize("NFC", without_unseen(text).strip())


@given(TEXT.filter(is_seen), st.lists(TEXT.filter(is_seen)), TEXT)
def test_any_words_are_read_as_they_were_given(
    title: str, tags: list[str], description: str
) -> None:
    draft = Draft(title, dt.date(2026, 11, 24), description=description, tags=tuple(tags))
    source = parse_post(post_text(draft, "<!-- more -->").encode(), "a.md")
    assert source.problems == []
    assert source.matter.title == as_read(title)
    assert source.matter.description == as_read(description)
    assert source.matter.tags == tuple(dict.fromkeys(map(as_read, tags)))


@given(TEXT.filter(is_seen))
@example("\uf900")  # Its composed form is another character,
@example("e\u0301mile")  # and that of this one shorter.
def test_any_name_makes_an_entry(name: str) -> None:
    id = free_id(name, ["jane"])
    changed = with_entry(AUTHORS, Entry(id, name))
    assert changed
    assert changed.startswith(AUTHORS)
    assert parse_authors(changed.encode(), "").people[id].name == as_read(name)
    assert "\n" not in flow(name)


def test_a_day_to_come_is_waited_for(blog: Path) -> None:
    result = new("Later", "--author", "jane", "--date", "2026-12-24")
    assert "it will be at blog/2026/12/24/later/, from 2026-12-24 on" in result.output
    assert "date:\n  publish_at: 2026-12-24\n" in front_matter(blog / POSTS / "later.md")
    assert "date: 2026-11-24\n" in _today(blog)


def _today(blog: Path) -> str:
    new("Today", "--author", "jane", "--date", "2026-11-24")
    return front_matter(blog / POSTS / "today.md")


def test_topics_are_understood_as_they_are_written(blog: Path) -> None:
    given = ["--tags", "[a, “b c”]", "--tags", "#d; e", "--author", "jane", "--tags", "a"]
    assert new("Topics", *given).exit_code == 0
    assert "tags: [a, b c, d, e]\n" in front_matter(blog / POSTS / "topics.md")


@pytest.mark.parametrize(("answer", "is_written"), [("y", True), ("n", False)])
def test_an_address_is_made_public_only_if_its_owner_says_so(
    answer: str, is_written: bool, blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git_knows(monkeypatch, "Joe Bloggs", "joe@x.example")
    result = new("Joe", answers=["y", "joe", "", answer, "", ""])
    assert result.exit_code == 0
    authors = (blog / "docs/blog/.authors.yml").read_text(encoding="utf-8")
    assert ("email: joe@x.example" in authors) is is_written
    assert ("left out" in result.output) is not is_written


def test_no_address_is_made_public_where_nobody_is_asked(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git_knows(monkeypatch, "Joe Bloggs", "joe@x.example")
    assert "left out" in new("Joe", "--add-author").output
    assert "joe@x.example" not in (blog / "docs/blog/.authors.yml").read_text(encoding="utf-8")


def test_a_broken_authors_file_is_told_in_a_sentence(blog: Path) -> None:
    write(blog, {"docs/blog/.authors.yml": "authors:\n  jane: {name: [\n"})
    result = new("A", "--author", "jane")
    assert result.exit_code == 1
    assert "docs/blog/.authors.yml:" in result.output
    assert "Mend that first" in result.output


def test_commands_work_in_any_folder_of_the_site(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(blog / POSTS)
    result = CliRunner().invoke(main, ["check", "old.md"])
    assert result.output == "No problems in 1 post.\n"
    assert new("Below", "--author", "jane").exit_code == 0
    assert (blog / POSTS / "below.md").is_file()
    monkeypatch.chdir("/")
    assert "nor in a folder above" in CliRunner().invoke(main, ["check"]).output


@pytest.mark.parametrize(
    ("typed", "meant"), [("nwe", "new"), ("chekc", "check"), ("cal", "calendar")]
)
def test_a_command_that_was_mistyped(typed: str, meant: str) -> None:
    result = CliRunner().invoke(main, [typed])
    assert result.exit_code == 2
    assert f"Did you mean '{meant}'?" in result.output
    assert CliRunner().invoke(main, [meant, "-h"]).exit_code == 0
