"""Names that were probably meant as others, and those that only look so to a program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.content.near_names import NearNames, nearest_name


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("Pythn", "Python"),
        ("Pyhton", "Python"),
        ("Pythpn", "Python"),
        ("Pythoon", "Python"),
        ("tests", "test"),
        ("open source", "Open-Source"),
        ("cafe", "Café"),
        ("acessibilty", "accessibility"),
        ("Gardenign", "Gardening"),
        ("Übersetzngen", "Übersetzungen"),
        ("программировние", "программирование"),
        ("データベース", "データーベース"),
    ],
)
def test_slips(slip: str, meant: str) -> None:
    assert NearNames([meant, "something else"]).near(slip) == [meant]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C++", "C#"),
        ("C", "C++"),
        ("Go", "Git"),
        ("React", "Preact"),
        ("Rust", "Trust"),
        ("Python 2", "Python 3"),
        ("2024", "2025"),
        ("Java", "JavaScript"),
        ("hiring", "firing"),
        ("数据", "数据库"),
        ("learning", "listening"),
        ("links", "lists"),
    ],
)
def test_others(one: str, other: str) -> None:
    assert NearNames([one]).near(other) == NearNames([other]).near(one) == []


@given(st.text(max_size=30), st.text(max_size=30))
def test_nearness_is_mutual_and_nothing_is_near_itself(one: str, other: str) -> None:
    assert NearNames([one]).near(one) == []
    assert bool(NearNames([one]).near(other)) == bool(NearNames([other]).near(one))


@given(st.text("abcdefgh", min_size=6, max_size=20), st.data())
def test_a_letter_lost_or_changed_is_near(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name) - 1))
    for slip in (name[:at] + name[at + 1 :], name[:at] + "x" + name[at + 1 :]):
        assert NearNames([name]).near(slip) == [name]


def test_the_nearest_comes_first_and_others_if_nothing_is_near() -> None:
    assert NearNames(["Pythons", "python"]).near("Python") == ["python", "Pythons"]
    assert nearest_name("Pyton", ["Python", "Ruby"]) == "Python"
    assert nearest_name("Listening", ["Lightening", "Ruby"]) == "Lightening"
    assert nearest_name("Gardening", ["Ruby"]) is None
