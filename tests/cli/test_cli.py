from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from building import AUTHORS, post, write
from mkdocs_byline.cli import main
from mkdocs_byline.cli.age import Age
from mkdocs_byline.cli.project import find_project

CONFIG = """\
site_name: Trial
docs_dir: content
theme: !ENV [THEME, material]
plugins:
  - search
  - byline:
      timezone: Europe/Berlin
      history: !ENV [HISTORY, false]
      post_slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}
markdown_extensions:
  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }
"""


def project(root: Path, posts: dict[str, str]) -> Path:
    files: dict[str, str | bytes] = {
        "mkdocs.yml": CONFIG,
        "content/blog/.authors.yml": AUTHORS,
        **{f"content/blog/posts/{name}": text for name, text in posts.items()},
    }
    write(root, files)
    return root / "mkdocs.yml"


def test_options_are_read_without_running_anything(tmp_path: Path) -> None:
    found = find_project(project(tmp_path, {}))
    assert found.docs == tmp_path / "content"
    assert (found.settings.timezone, found.settings.history) == ("Europe/Berlin", False)
    assert found.shown("blog/posts/a.md") == "content/blog/posts/a.md"


def test_posts_that_nobody_has_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")
    today = dt.date(2026, 11, 24)
    config = project(
        tmp_path,
        {
            "old.md": post("# Old", date="2020-01-02"),
            "older.md": post("# Older", date="{created: 2019-01-02, updated: 2020-01-01}"),
            "checked.md": post("# Checked", date=f"{{created: 2019-01-02, reviewed: {today}}}"),
            "new.md": post("# New", date=today),
            "draft.md": post("# Draft", date="2010-01-01", draft="true"),
        },
    )
    result = CliRunner().invoke(main, ["stale", "-f", str(config)])
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "2020-01-01  content/blog/posts/older.md  Older",
        "2020-01-02  content/blog/posts/old.md  Old",
    ]
    assert CliRunner().invoke(main, ["stale", "-f", str(config), "--older-than=90y"]).output == ""


def test_what_is_wrong_with_the_call_is_said(tmp_path: Path) -> None:
    for arguments, expected in (
        (["stale", "-f", str(tmp_path / "no.yml")], "No such file"),
        (["stale", "--older-than", "soon"], "is not a length of time; write 90d, 6w, 18m or 2y."),
    ):
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code
        assert expected in result.output
    write(tmp_path, {"bad.yml": "plugins: [{byline: {timezone: Mars}}]\n"})
    with pytest.raises(click.ClickException, match="no time zone 'Mars'"):
        find_project(tmp_path / "bad.yml")


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        ("10d", (2026, 3, 21)),
        ("2w", (2026, 3, 17)),
        ("1m", (2026, 2, 28)),
        ("18m", (2024, 9, 30)),
        ("2y", (2024, 3, 31)),
    ],
)
def test_ages(age: str, expected: tuple[int, int, int]) -> None:
    now = dt.datetime(2026, 3, 31, tzinfo=dt.UTC)
    assert Age().convert(age, None, None).before(now) == dt.datetime(*expected, tzinfo=dt.UTC)
