"""What the search's worker does with an index of many pages, most of which have the same words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import serving
from mkdocs_byline.search.pagefind import program
from mkdocs_byline.search.records import PostFacts, Record, Section
from searching import ask, write_index

NUMBER = 600
ZEBRAS = {"p7/": "A zebra.", "p9/": "The plain and the zebra."}

pytestmark = pytest.mark.browser


def some_records() -> list[Record]:
    found = []
    for at in range(NUMBER):
        url = f"p{at}/"
        text = ZEBRAS.get(url, "The same as of all others." + " Fish, fish." * (at % 3 == 0))
        text += " A fish."
        facts = PostFacts(created=dt.date(2026, 1, 1) - dt.timedelta(days=at))
        found.append(
            Record(url, f"Number {at}", "en", (Section("", "", f"<p>{text}</p>"),), "post", facts)
        )
    return found


def test_common_words_and_equal_hits(browser: Browser, tmp_path: Path) -> None:
    path = program()
    if path is None:
        pytest.skip("pagefind-bin is not installed")
    (tmp_path / "index.html").write_text("<!doctype html><title>Search</title>")
    write_index(tmp_path, path[0], some_records())
    queries = ["zebra the", "The, zebra", '"the zebra"', "the", "of the", "fish"]
    with serving(tmp_path) as address:
        page = browser.new_page()
        page.goto(address)
        answers = ask(page, tmp_path, {"": queries})[""]
        page.close()
    found = dict(zip(queries, answers, strict=True))
    # A word that nearly all have is not asked for beside one that few have, unless in quotes.
    assert found["zebra the"] == found["The, zebra"]
    assert set(found["zebra the"]) == set(ZEBRAS)
    assert found['"the zebra"'] == ["p9/"]
    # It is if there is no other.
    assert found["of the"] and not set(ZEBRAS) & set(found["of the"])
    assert found["the"] and "p7/" not in found["the"]
    # Newest first, however many are equally good; then the link to all of them.
    best = [f"p{at}/" for at in range(0, NUMBER, 3) if f"p{at}/" not in ZEBRAS]
    assert found["fish"] == [*best[:10], "search/?query=fish"]
