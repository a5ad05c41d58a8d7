"""What `make bench` measures with: its posts, its table, and the page it writes into."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bench import measure, table
from bench.__main__ import PAGE
from bench.engines import ENGINES
from bench.measure import Figures, Trial
from bench.posts import OPENING, generate
from building import build


def test_posts_are_the_same_each_time_and_differ_from_each_other() -> None:
    posts = generate(60)
    assert posts == generate(60)
    assert posts != generate(60, seed=2)
    assert len({post.url for post in posts}) == 60
    assert all(OPENING in post.body for post in posts)


@pytest.mark.parametrize("headings", [True, False])
def test_byline_builds_them_where_they_are_looked_for(tmp_path: Path, headings: bool) -> None:
    posts = generate(12)
    engine = ENGINES[0]
    engine.write(tmp_path, posts, headings)
    built = build(tmp_path)
    assert (built.error, built.messages) == ("", [])
    assert all(f"{post.url.strip('/')}/index.html" in built for post in posts)
    assert OPENING in built.read("blog/index.html")
    assert (tmp_path / engine.source(posts[-1])).is_file()


def test_figures_are_compared_to_byline_s_with_the_same_titles() -> None:
    text = table.engines(
        [
            ("Byline", True, Figures(cold=2, warm=1, memory=150)),
            ("Byline", False, Figures(cold=3, memory=150)),
            ("Other", True, Figures(cold=8, warm=8, memory=75, growth=1.1)),
            ("Another", False, Figures(cold=6, warm=2, memory=300)),
        ]
    )
    rows = [line.split(" | ") for line in text.splitlines()]
    assert rows[4][2:4] == ["8.00 s (4.0×)", "8.00 s (8.0×)"]
    assert rows[4][6:] == ["75.00 MB (0.5×)", "1.10× |"]
    assert rows[5][2:4] == ["6.00 s (2.0×)", "2.00 s (2.0×)"]


def trial(root: Path, build: str, serve: str) -> Trial:
    """Return one of an engine whose commands are Python code."""
    engine = replace(
        ENGINES[0], build=("python", "-c", build), serve=("python", "-c", serve), caches=()
    )
    return Trial(engine, root / "none", root / "odd", generate(12), headings=True)


def test_a_figure_that_cannot_be_had_leaves_the_others(tmp_path: Path) -> None:
    found = trial(tmp_path, "import os; os.mkdir('site')", "raise SystemExit(3)")
    found.build_cold()
    found.build_cold()
    found.engine = replace(found.engine, build=("python", "-c", "pass"))
    found.measure_rest()
    assert len(found.runs) == 2
    assert found.found.cold
    assert found.found.warm
    assert found.found.first is found.found.edit is None
    assert found.failures == ["preview: the command ended with 3"]
    assert "- Odd: preview" in table.notes([f"Odd: {each}" for each in found.failures])
    assert table.notes([]) == ""


def test_nothing_is_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "LONGEST_BUILD", 0.5)
    monkeypatch.setattr(measure, "PATIENCE", 0.5)
    found = trial(tmp_path, "import time; time.sleep(600)", "import time; time.sleep(600)")
    found.build_cold()
    assert found.failures == ["cold build: not done after 0.5 s"]
    found.build_cold()
    found.measure_rest()
    assert found.found == Figures()
    found.found.cold = 1.0
    found.measure_rest()
    assert [each.split(":")[0] for each in found.failures[1:]] == ["one post changed", "preview"]


def test_tables_go_between_the_page_s_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    shutil.copy(PAGE, page)
    names = ("1000", "2000", "10000", "history")
    for name in names:
        table.write(page, name, f"| first {name} |\n")
        table.write(page, name, f"| then {name} |\n")
    text = page.read_text(encoding="utf-8")
    assert [name for name in names if f"| first {name} |" in text] == []
    assert text.count("| then ") == 4
    with pytest.raises(ValueError, match="no '<!-- bench 7 -->'"):
        table.write(page, "7", "")
