"""Problems as text, JSON, annotations and SARIF."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import click
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import build, post
from mkdocs_byline.problems import CODES, Problem
from mkdocs_byline.report import Report, github, records, sarif, text
from repository import Repo

HOSTILE = Problem(
    path="docs/a,b:c%\n::error::d.md",
    line=1,
    column=2,
    code="BY201",
    message="unknown author '100%\r\n::stop-commands::x`````'.",
    hint="Did you mean 'jane'?",
    others=("docs/e f.md",),
)


def report(*problems: Problem, source: str | None = "", folder: str = "") -> Report:
    return Report(tuple(sorted(problems)), 3, 0, lambda path: source, folder)


def shown(line: str, column: int) -> list[str]:
    """Return a source line and its caret as they are shown, without the gutter."""
    problem = Problem("a.md", 1, column, "BY201", "x.")
    lines = click.unstyle(text.render(report(problem, source=line))).splitlines()
    return [each.partition("| ")[2] for each in lines[1:-1]]


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("authors: [jnae]", 11, ["authors: [jnae]", "          ^"]),
        ("title: 灯台 x", 11, ["title: 灯台 x", "            ^"]),
        ("title: e\u0301 x", 11, ["title: e\u0301 x", "         ^"]),
        ("\ttitle: x", 2, ["    title: x", "    ^"]),
        ("ab\tc", 4, ["ab  c", "    ^"]),
        ("a\x1b[31mb", 7, ["a\\x1b[31mb", "         ^"]),
        ("", 1, []),
        ("end", 4, ["end", "   ^"]),
    ],
)
def test_the_caret_stands_below_the_place(line: str, column: int, expected: list[str]) -> None:
    assert shown(line, column) == expected


def test_a_long_line_is_cut_around_the_place() -> None:
    line, caret = shown("word " * 300 + "HERE" + " word" * 300, 1501)
    assert len(line) <= text.WIDTH
    assert line[0] == line[-1] == "…"
    assert line[caret.index("^") :].startswith("HERE")


@given(st.text(), st.integers(1, 60))
def test_any_line_can_be_shown(line: str, column: int) -> None:
    for each in shown(line.replace("\n", ""), column):
        assert each.isprintable()


def test_a_file_that_is_gone_is_no_trouble() -> None:
    problem = Problem("a.md", 9, 1, "BY201", "x.")
    for source in (None, "one line"):
        rendered = click.unstyle(text.render(report(problem, source=source)))
        assert rendered.splitlines() == ["a.md:9:1: BY201 x.", "1 error in 3 posts."]


def test_json_says_what_its_schema_says() -> None:
    schema = records.problems_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    found = json.loads(records.render(report(HOSTILE)))
    jsonschema.validate(found, schema)
    assert found["problems"] == [
        {
            "path": HOSTILE.path,
            "line": 1,
            "column": 2,
            "code": "BY201",
            "severity": "error",
            "message": HOSTILE.message,
            "hint": HOSTILE.hint,
            "others": ["docs/e f.md"],
        }
    ]
    for wrong in ({}, {**found, "more": 1}, {**found, "problems": [{"path": "a.md"}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_an_annotation_is_one_command_whatever_it_quotes() -> None:
    command, total = github.render(report(HOSTILE)).split("\n")
    assert command == (
        "::error file=docs/a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ad.md,line=1,col=2,title=BY201"
        "::unknown author '100%25\\r\\n::stop-commands::x`````'. Did you mean 'jane'?"
    )
    assert total == "1 error in 3 posts."


def test_the_summary_has_the_rest_as_text() -> None:
    few = [Problem("a.md", n, 1, "BY201", "x.") for n in range(1, 11)]
    assert github.summary(report(*few)) == ""
    lines = github.summary(report(*few, HOSTILE, *few[:1])).split("\n")
    assert lines[0] == "### 12 errors in 3 posts."
    fence = lines[4].removesuffix("text")
    assert set(fence) == {"`"}
    assert len(fence) > 5  # Longer than what the author wrote.
    assert lines.count(fence) == 1


def test_the_summary_stays_below_githubs_limit() -> None:
    many = [Problem("a.md", n, 1, "BY201", "x" * 1000) for n in range(1, 1500)]
    summary = github.summary(report(*many))
    assert len(summary.encode()) <= github.MAX_SUMMARY
    shown = summary.count(": BY201 ")
    assert f"and {1499 - 10 - shown} more\n" in summary


def test_sarif_points_at_the_place() -> None:
    log = json.loads(sarif.render(report(HOSTILE, folder="site/")))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CODES)
    assert {rule["defaultConfiguration"]["level"] for rule in rules} <= {
        "error",
        "warning",
        "note",
    }
    (result,) = run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "BY201"
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 1, "startColumn": 2}
    assert unquote(place["artifactLocation"]["uri"]) == "site/" + HOSTILE.path
    assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (
        "site/docs/e%20f.md"
    )


def test_what_only_a_build_finds_is_annotated_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.md": post("# A\n\n- <!-- more --> and on", date="2026-01-01", tgas="x")
    }
    Repo(tmp_path)
    project = tmp_path / "inner"
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    build(project, files)
    assert capsys.readouterr().out == ""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert build(project).codes == ["BY109", "BY114"]
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("::warning file=inner/docs/blog/posts/a.md,line=7,col=3,title=BY114::")
