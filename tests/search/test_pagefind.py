"""Pagefind's program: the same files from the same records, and what is said if it fails."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_byline.search.facets import facets, read_fragment
from mkdocs_byline.search.pagefind import PagefindError, make_index, program
from mkdocs_byline.search.records import PostFacts, Record, Section, records

needs_pagefind = pytest.mark.skipif(program() is None, reason="pagefind-bin is not installed")


def some_records(number: int) -> Iterator[Record]:
    for at in range(number):
        facts = PostFacts(
            created=dt.date(2026, 1, 1) - dt.timedelta(days=at),
            corrected=dt.date(2026, 2, 3) if at == 1 else None,
            people=("Jane", f"Author {at % 3}"),
            topics=(f"Topic {at % 2}",),
        )
        text = f"<p>Word{at} and what all have.</p>"
        sections = (Section("", f"Title {at}", text), Section("more", "More", "<p>\ud800</p>"))
        yield Record(
            f"p{at}/", f"Title {at}", "de" if at % 5 == 0 else "en", sections, "post", facts
        )
    yield Record("page/", "Page", "en", (Section("", "Page", "<p>A page.</p>"),))


@needs_pagefind
def test_the_same_records_make_the_same_index() -> None:
    path = program()
    assert path
    first, second = (make_index(path[0], some_records(30)) for _ in range(2))
    assert first == second
    fragments = [json.loads(read_fragment(first[name])) for name in first if "fragment/" in name]
    assert len(fragments) == 31
    by_url = {each["url"]: each for each in fragments}
    assert by_url["p3/"]["content"].startswith("Title 3. Word3 and what all have. More.")
    assert [each["id"] for each in by_url["p3/"]["anchors"]] == ["more"]
    assert by_url["p3/"]["meta"]["people"] == "Jane, Author 0"
    assert set(json.loads(first["pagefind-entry.json"])["languages"]) == {"de", "en"}
    assert not [name for name in first if "ui" in name or "highlight" in name]


@needs_pagefind
def test_filters_have_the_order_of_the_index() -> None:
    path = program()
    assert path
    given = [*some_records(3), Record("empty/", "", "en", (Section("", "", ""),))]
    files = make_index(path[0], given)
    table = json.loads(facets(files, given))
    rows = {
        language: [
            [
                *row[:3],
                [table["people"][at] for at in row[3]],
                [table["topics"][at] for at in row[4]],
            ]
            for row in pages
        ]
        for language, pages in table["pages"].items()
    }
    assert rows == {
        "de": [[20260101, 0, 1, ["Jane", "Author 0"], ["Topic 0"]]],
        "en": [
            [20251231, 20260203, 1, ["Jane", "Author 1"], ["Topic 1"]],
            [20251230, 0, 1, ["Jane", "Author 2"], ["Topic 0"]],
            [0, 0, 0, [], []],
        ],
    }
    # The list of pages has ids in this order; the worker reads them out of it so.
    lists = {name: content for name, content in files.items() if name.endswith(".pf_meta")}
    for language, name in ((each.partition(".")[2][:2], each) for each in lists):
        text = gzip.decompress(lists[name]).decode("latin1")
        number = len(rows[language])
        ids = re.findall(rf"{language}_[0-9a-f]{{7,}}", text)[:number]
        urls = [
            json.loads(read_fragment(files[f"fragment/{each}.pf_fragment"]))["url"] for each in ids
        ]
        assert urls == {"de": ["p0/"], "en": ["p1/", "p2/", "page/"]}[language]


@needs_pagefind
def test_a_site_without_pages_has_an_index() -> None:
    path = program()
    assert path
    assert json.loads(facets(make_index(path[0], []), []))["pages"] == {}


@pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("exit 3", "it ended too early"),
        ("echo -n 'bm9uZQ==,'", "its answer can't be read"),
        ("echo -n eyJwYXlsb2FkIjp7InR5cGUiOiJFcnJvciIsIm1lc3NhZ2UiOiJubyJ9fQ==,", "no"),
    ],
)
def test_a_program_that_fails_is_an_error(tmp_path: Path, script: str, message: str) -> None:
    path = tmp_path / "pagefind"
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)
    with pytest.raises(PagefindError, match=message):
        make_index(path, records([], {}, "en"))


def test_a_program_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PagefindError, match="doesn't start"):
        make_index(tmp_path / "none", [])


def test_what_is_no_fragment_is_left_as_it_is() -> None:
    assert read_fragment(b"plain") == b"plain"
