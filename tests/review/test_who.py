"""Whose names a pull request signs with, and whose work it changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from building import CONFIG, post
from mkdocs_byline.cli import main
from repository import Repo

AUTHORS = """\
authors:
  jane: {name: Jane Doe, github: JaneDoe}
  joe:
    name: Joe Bloggs
    github: https://github.com/joe
  old: {name: Old Hand}
"""
NEW, JANES = "docs/blog/posts/new.md", "docs/blog/posts/janes.md"
Files = dict[str, str | bytes | None]
BASE: Files = {
    "mkdocs.yml": CONFIG,
    "docs/blog/.authors.yml": AUTHORS,
    JANES: post("# Jane's", date="2026-01-01", authors="[jane]"),
    "docs/blog/posts/both.md": post("# Both", date="2026-01-01", authors="[jane, joe]"),
}
SIGNED = post("# New", date="2026-01-02", authors="[jane]")


def who(root: Path, changes: Files, actor: str, *arguments: str) -> Result:
    repo = Repo(root)
    repo.commit(1, BASE)
    repo.git("checkout", "--quiet", "-b", "pr")
    repo.commit(2, changes)
    # What lands meanwhile is not the pull request's doing, but counts for who is who.
    repo.git("checkout", "--quiet", "main")
    repo.commit(3, {"docs/blog/posts/meanwhile.md": SIGNED.replace("New", "Meanwhile")})
    repo.git("checkout", "--quiet", "pr")
    command = ["who", "-f", str(root / "mkdocs.yml"), "--base", "main", "--actor", actor]
    return CliRunner().invoke(main, [*command, *arguments])


def told(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [line for line in result.output.splitlines() if ": BY4" in line]


def entries(text: str) -> Files:
    return {"docs/blog/.authors.yml": AUTHORS + text}


@pytest.mark.parametrize(
    ("changes", "actor"),
    [
        ({NEW: SIGNED}, "janedoe"),
        ({NEW: SIGNED.replace("jane", "Jane Doe")}, "JANEDOE"),
        ({NEW: SIGNED.replace("jane", "joe")}, "@Joe"),
        ({"docs/blog/posts/both.md": "Changed"}, "joe"),
        ({JANES: None, NEW: BASE[JANES]}, "janedoe"),
        (entries("  ada: {name: Ada, github: ada}\n"), "ada"),
        ({"docs/blog/.authors.yml": AUTHORS.replace("Jane Doe", "Jane D.")}, "janedoe"),
        (
            entries("  ada: {name: Ada, github: ada}\n") | {NEW: SIGNED.replace("jane", "ada")},
            "ada",
        ),
        ({"README.md": "Nothing of the blog"}, "anybody"),
    ],
)
def test_what_is_ones_own_needs_no_notice(tmp_path: Path, changes: Files, actor: str) -> None:
    assert told(who(tmp_path, changes, actor)) == []


def test_the_topics_file_is_the_editors(tmp_path: Path) -> None:
    text = "allowed_only: true\ntopics:\n  Work: {synonyms: [Toil]}\n"
    result = who(tmp_path, {"docs/blog/.topics.yml": text}, "janedoe", "--strict")
    assert result.exit_code == 1
    found = [line for line in result.output.splitlines() if ": BY4" in line]
    assert found == [
        "docs/blog/.topics.yml:1:1: BY435 @janedoe changes which topics are restricted to the "
        "file: categories, tags. An editor should look at it.",
        "docs/blog/.topics.yml:3:1: BY435 @janedoe adds the topic 'Work'. "
        "An editor should look at it.",
    ]


def test_the_series_file_is_the_editors(tmp_path: Path) -> None:
    text = "series:\n  At sea: {state: complete}\n"
    result = who(tmp_path, {"docs/blog/.series.yml": text}, "janedoe")
    assert "docs/blog/.series.yml:2:1: BY435 @janedoe adds the series 'At sea'." in result.output


def signed(by: str) -> Files:
    return {NEW: SIGNED.replace("[jane]", f"[{by}]")}


def authors(old: str, new: str) -> Files:
    assert old in AUTHORS
    return {"docs/blog/.authors.yml": AUTHORS.replace(old, new)}


@pytest.mark.parametrize(
    ("changes", "actor", "expected"),
    [
        (
            signed("jane"),
            "eve",
            "new.md:3:11: BY431 the post is signed by 'Jane Doe', who is @jane",
        ),
        (signed("old"), "eve", "BY431 the post is signed by 'Old Hand', who is nobody on GitHub"),
        (signed("{name: JANE DOE}"), "eve", "BY431 the post is signed by 'Jane Doe'"),
        (signed("jane, joe"), "joe", "BY431 the post is signed by 'Jane Doe'"),
        ({JANES: "Changed"}, "eve", "janes.md:1:1: BY432 @eve changes a post"),
        ({JANES: None}, "eve", "janes.md:1:1: BY432 @eve deletes a post"),
        (authors("JaneDoe", "eve"), "eve", ".yml:2:1: BY433 @eve changes the entry of 'jane'"),
        (authors("Old Hand", "Eve"), "eve", "BY433 @eve changes the entry of 'old'"),
        (authors("  old: {name: Old Hand}\n", ""), "eve", "BY433 @eve removes the entry of 'old'"),
        (authors("Joe Bloggs", "Jane Doe"), "joe", "BY433 the entry 'joe' has the name of 'jane'"),
        (
            entries("  eve: {name: jane doe, github: eve}\n"),
            "eve",
            ":7:1: BY433 the entry 'eve' has the name of 'jane'",
        ),
        (entries("  ada: {name: Ada}\n"), "ada", "BY434 @ada adds an entry for 'ada' (Ada). If"),
        (signed("{name: Ada L.}"), "Ada-L", "new.md:3:11: BY434 'Ada L.' has no entry"),
    ],
)
def test_somebody_elses_name_or_work_is_told(
    tmp_path: Path, changes: Files, actor: str, expected: str
) -> None:
    (line,) = told(who(tmp_path, changes, actor))
    assert expected in line


def test_the_pull_request_can_not_vouch_for_itself(tmp_path: Path) -> None:
    changes = authors("JaneDoe", "eve") | {NEW: SIGNED}
    lines = told(who(tmp_path, changes, "eve"))
    assert ["BY433" in lines[0], "BY431" in lines[1], len(lines)] == [True, True, 2]


def test_a_file_that_can_not_be_read_takes_nobody_away(tmp_path: Path) -> None:
    assert told(who(tmp_path, {"docs/blog/.authors.yml": "authors: ["}, "eve")) == []


def test_a_new_author_gets_an_entry_to_paste(tmp_path: Path) -> None:
    changes: Files = {NEW: SIGNED.replace("[jane]", '[{name: "Ada: \\"L\\""}]')}
    (line,) = told(who(tmp_path, changes, "Ada-L"))
    assert line.endswith('add: ada-l: {name: "Ada: \\"L\\"", github: Ada-L}')


def test_what_is_not_committed_yet_counts(tmp_path: Path) -> None:
    who(tmp_path, {}, "eve")
    (tmp_path / NEW).write_text(SIGNED)
    command = ["who", "-f", str(tmp_path / "mkdocs.yml"), "--base", "main", "--actor", "eve"]
    assert "BY431" in CliRunner().invoke(main, command).output


def test_formats_and_exit_codes(tmp_path: Path) -> None:
    found = who(tmp_path, {NEW: SIGNED}, "eve", "--format", "github", "--strict")
    assert found.exit_code == 1
    assert found.output.startswith(
        "::notice file=docs/blog/posts/new.md,line=3,col=11,title=BY431::"
    )
    command = ["who", "-f", str(tmp_path / "mkdocs.yml"), "--actor", "eve"]
    as_json = CliRunner().invoke(main, [*command, "--base", "main", "--format", "json"])
    (record,) = json.loads(as_json.output)["problems"]
    assert (record["code"], record["severity"]) == ("BY431", "notice")
    for base in ("no-such-branch", "--upload-pack=x", "main:docs"):
        wrong = CliRunner().invoke(main, [*command, f"--base={base}"])
        assert wrong.exit_code == 2
        assert "git knows no branch" in wrong.output
    assert CliRunner().invoke(main, [*command, "--base", "main"]).exit_code == 0
