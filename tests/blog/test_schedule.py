"""The calendar, and what became due."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from building import AUTHORS, CONFIG, post, write
from mkdocs_byline.cli import main

NOW = "1795521600"  # 2026-11-24T12:00Z
POSTS = {
    "draft": post("# Draft", date="2026-11-30", draft="true", authors="[jane]"),
    "undated": post("# Undated", draft="true"),
    "planned": post("# Planned", date="{publish_at: 2026-12-01T09:00+01:00}"),
    "due": post("# Due", date="{publish_at: 2026-11-24T11:00}"),
    "offer": post("# Offer", date="{created: 2026-11-01, expires: 2026-12-24}"),
    "over": post("# Over", date="{created: 2026-11-01, expires: 2026-11-24}"),
    "old": post("# Old", date="2024-05-01"),
    "checked": post("# Checked", date="{created: 2024-05-01, reviewed: 2026-11-01}"),
    "new": post("# New", date="2026-11-20"),
    "broken": post("# Broken", date="2026-13-01"),
}


def byline(root: Path, *arguments: str) -> Result:
    files = {f"docs/blog/posts/{name}.md": text for name, text in POSTS.items()}
    write(root, {"mkdocs.yml": CONFIG, "docs/blog/.authors.yml": AUTHORS, **files})
    command = [arguments[0], "-f", str(root / "mkdocs.yml"), *arguments[1:]]
    return CliRunner().invoke(main, command, env={"SOURCE_DATE_EPOCH": NOW})


def test_the_calendar(tmp_path: Path) -> None:
    assert byline(tmp_path, "calendar").output.splitlines() == [
        "2024-05-01        stale      docs/blog/posts/old.md  Old",
        "2026-11-30        draft      docs/blog/posts/draft.md  Draft",
        "2026-12-01 09:00  scheduled  docs/blog/posts/planned.md  Planned",
        "2026-12-24        expires    docs/blog/posts/offer.md  Offer",
        "no date           draft      docs/blog/posts/undated.md  Undated",
    ]
    write(tmp_path, {"docs/blog/posts/ahead.md": post("# Ahead", date="2027-01-01")})
    assert "2027-01-01        early      docs/blog/posts/ahead.md  Ahead" in (
        byline(tmp_path, "calendar").output.splitlines()
    )
    assert "stale" not in byline(tmp_path, "calendar", "--stale-after", "3y").output


def test_the_calendar_as_json(tmp_path: Path) -> None:
    records = json.loads(byline(tmp_path, "calendar", "--format", "json").output)
    assert [each["kind"] for each in records] == [
        "stale",
        "draft",
        "scheduled",
        "expires",
        "draft",
    ]
    assert records[1] == {
        "date": "2026-11-30T00:00:00+00:00",
        "kind": "draft",
        "path": "docs/blog/posts/draft.md",
        "title": "Draft",
        "url": "blog/2026/11/30/draft/",
        "authors": ["Jane Doe"],
    }
    assert records[-1]["date"] is None


DUE = "2026-11-24 11:00  published  docs/blog/posts/due.md  Due"
OVER = "2026-11-24        expired    docs/blog/posts/over.md  Over"


@pytest.mark.parametrize(
    ("since", "lines"),
    [
        ("2026-11-23", [OVER, DUE]),
        ("2026-11-24T00:00", [DUE]),
        ("2026-11-24T10:59:59Z", [DUE]),
        ("2026-11-24T11:00Z", []),
        ("2027-01-01", []),
        ("no-such-file", [OVER, DUE]),
    ],
)
def test_what_became_due(tmp_path: Path, since: str, lines: list[str]) -> None:
    found = byline(tmp_path, "schedule", "--due-since", since)
    assert found.output.splitlines() == lines
    assert found.exit_code == (0 if lines else 1)


def test_the_moment_may_be_in_a_file(tmp_path: Path) -> None:
    last = tmp_path / "last"
    for text, lines in (("2026-11-24T11:00Z\n", 0), ("2026-11-24T10:00Z\n", 1), ("nonsense", 2)):
        last.write_text(text)
        found = byline(tmp_path, "schedule", "--due-since", str(last))
        assert len(found.output.splitlines()) == lines


def test_a_workflow_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "output"
    monkeypatch.setenv("GITHUB_OUTPUT", str(output))
    for since in ("2026-11-23", "2027-01-01"):
        found = byline(tmp_path, "schedule", "--due-since", since, "--format", "github")
        assert found.exit_code == 0
    assert output.read_text() == "due=true\ndue=false\n"
    assert byline(tmp_path, "schedule").exit_code == 2


def test_dates_in_the_future_count_where_they_keep_a_post_back(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"mkdocs.yml": CONFIG.replace("byline]", "byline: {draft_if_future_date: true}]")},
    )
    files = {f"docs/blog/posts/{name}.md": text for name, text in POSTS.items()}
    write(tmp_path, files)
    command = ["schedule", "-f", str(tmp_path / "mkdocs.yml"), "--due-since", "2026-11-19"]
    output = CliRunner().invoke(main, command, env={"SOURCE_DATE_EPOCH": NOW}).output
    assert "2026-11-20        published  docs/blog/posts/new.md  New" in output
