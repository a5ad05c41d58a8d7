from __future__ import annotations

import pytest

from mkdocs_byline.problems import Problem, did_you_mean, nearest


def test_a_problem_is_one_line_that_no_terminal_obeys() -> None:
    problem = Problem("a\n::error::b.md", 1, 2, "BY201", "unknown '\x1b[31m\u202ex'.", "")
    assert str(problem) == r"a\n::error::b.md:1:2: BY201 unknown '\x1b[31m\u202ex'."


def test_problems_sort_by_file_and_line() -> None:
    at = [("b.md", 1, 1), ("a.md", 10, 1), ("a.md", 9, 5), ("a.md", 9, 4)]
    found = sorted(Problem(path, line, column, "BY102", "x") for path, line, column in at)
    assert [(each.path, each.line, each.column) for each in found] == [
        ("a.md", 9, 4),
        ("a.md", 9, 5),
        ("a.md", 10, 1),
        ("b.md", 1, 1),
    ]


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("jnae", ["jane", "joe"], "jane"),
        ("JANE", ["Jane"], "Jane"),
        ("zzz", ["jane"], None),
        ("", ["jane"], None),
    ],
)
def test_the_nearest_word(word: str, known: list[str], expected: str | None) -> None:
    assert nearest(word, known) == expected
    assert did_you_mean(word, known) == (f"Did you mean '{expected}'?" if expected else "")
