"""Posts of a series know their part, its page has them in order, and mistakes have lines."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from building import AUTHORS, CONFIG, Built, build, post, write
from mkdocs_byline.blog.intros import Intro
from mkdocs_byline.blog.series import check_entries, contradictions, in_order, index, numbered
from mkdocs_byline.cli import main
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.content.topics import SERIES, parse_topics
from mkdocs_byline.model import Dates, Post, SeriesKey, SeriesPlace, Topic, View
from mkdocs_byline.settings import Settings
from structured import thing

DAY = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def made(name: str, day: int, part: int | None = None) -> Post:
    dates = Dates(created=DAY + dt.timedelta(days=day))
    return Post(f"{name}.md", name, f"{name}/", "", dates, series=SeriesKey("S", part, 1, 1))


def parts_of(*names: str) -> list[Post]:
    """Return a post of each series."""
    return [
        Post("a.md", "A", "", "", Dates(), series=SeriesKey(name, None, 1, 1)) for name in names
    ]


def numbers(*posts: Post) -> list[tuple[int, str]]:
    return [(number, post.title) for number, post in numbered(posts)]


def test_parts_are_ordered_by_number_else_by_date() -> None:
    assert numbers(made("b", 2), made("a", 1)) == [(1, "a"), (2, "b")]
    assert numbers(made("a", 1, 2), made("b", 2, 1)) == [(1, "b"), (2, "a")]


def test_a_post_without_a_part_takes_the_first_free_number() -> None:
    found = numbers(made("a", 1, 3), made("b", 2), made("c", 3, 1), made("d", 4))
    assert found == [(1, "c"), (2, "b"), (3, "a"), (4, "d")]


@given(st.lists(st.tuples(st.integers(0, 5), st.none() | st.integers(1, 10**9)), max_size=20))
def test_numbering_depends_on_no_order_and_loses_nobody(drawn: list[Any]) -> None:
    posts = [made(f"p{at}", day, part) for at, (day, part) in enumerate(drawn)]
    found = numbered(posts)
    assert found == numbered(reversed(posts))
    assert {each.path for _, each in found} == {each.path for each in posts}
    assert in_order(posts) == tuple(each for _, each in found)
    assert all(each.series and each.series.part in (None, number) for number, each in found)
    unnumbered = [number for number, each in found if each.series and not each.series.part]
    assert len(set(unnumbered)) == len(unnumbered)


def test_of_a_long_series_each_post_lists_the_parts_around_it() -> None:
    def places(total: int) -> list[SeriesPlace]:
        posts = tuple(made(f"p{at}", at) for at in range(total))
        view = View("series", "S", "S", "s.md", "s/", "s/index.html", posts)
        found = index([view], (), (), Settings(), str).places
        return [found[each.path] for each in posts]

    assert [(len(place.parts), place.others) for place in places(30)] == [(30, 0)] * 30
    found = places(300)
    assert {(place.total, len(place.parts), place.others) for place in found} == {(300, 9, 291)}
    assert all(place.parts[place.at].number == place.number for place in found)
    shown = [[part.number for part in found[at].parts] for at in (0, 150, 299)]
    assert shown == [[*range(1, 10)], [*range(147, 156)], [*range(292, 301)]]
    assert [place.before and place.before.number for place in found] == [None, *range(1, 300)]
    assert [place.after and place.after.number for place in found] == [*range(2, 301), None]


def read(front: str) -> tuple[Any, list[tuple[str, int, int]]]:
    source = parse_post(f"---\ntitle: A\n{front}\n---\nText.\n".encode(), "a.md")
    entry = source.matter.series
    told = [(each.code, each.line, each.column) for each in source.problems]
    return (entry and (entry.name, entry.part)), told


def test_front_matter_is_a_name_or_a_mapping() -> None:
    assert read("series: A year at sea") == (("A year at sea", None), [])
    assert read("series: 2024") == (("2024", None), [])
    assert read("series: {name: A, part: 2}") == (("A", 2), [])
    assert read("series:") == (None, [])
    assert read("series: {name: A, part: 0}") == (None, [("BY111", 3, 25)])
    assert read("series: {name: A, part: two}") == (None, [("BY111", 3, 25)])
    assert read("series: {part: 2}") == (None, [("BY111", 3, 9)])
    assert read("series: [A, B]") == (None, [("BY111", 3, 9)])
    assert read("series: {name: A, order: 2}")[1] == [("BY111", 3, 9)]


def three(**options: str) -> dict[str, str]:
    return {
        "docs/blog/.authors.yml": AUTHORS,
        "docs/blog/posts/one.md": post("# One\n\nText.", date="2026-11-01", series="At <b>sea"),
        "docs/blog/posts/between.md": post("# Between\n\nText.", date="2026-11-02"),
        "docs/blog/posts/two.md": post("# Two\n\nText.", date="2026-11-03", series="at <b>SEA"),
        "docs/blog/posts/three.md": post(
            "# Three\n\nText.", date="2026-11-04", series="At <b>sea"
        ),
        "docs/blog/posts/after.md": post("# After\n\nText.", date="2026-11-05"),
        **options,
    }


def neighbours(built: Built, page: str) -> list[tuple[str, str]]:
    html = built.read(page).partition('class="byline-neighbours"')[2].partition("</nav>")[0]
    return re.findall(r"<span>(.*?)</span>\s*<bdi>(.*?)</bdi>\s*</a>", html)


def test_a_post_says_its_part_and_leads_to_the_others(tmp_path: Path) -> None:
    built = build(tmp_path, three(), strict=True)
    assert not built.error
    html = built.read("blog/2026/11/03/two/index.html")
    assert "<summary>Part 2 of 3</summary>" in html
    panel = html.partition('<nav class="byline-series"')[2].partition("</nav>")[0]
    assert re.findall(r'href="(.*?)"', panel) == [
        "../../../../series/at-sea/",
        "../../01/one/",
        "../../04/three/",
    ]
    assert "At &lt;b&gt;sea" in panel
    assert neighbours(built, "blog/2026/11/03/two/index.html") == [
        ("Previous part", "One"),
        ("Next part", "Three"),
    ]
    assert neighbours(built, "blog/2026/11/04/three/index.html") == [
        ("Previous part", "Two"),
        ("Newer", "After"),
    ]
    assert neighbours(built, "blog/2026/11/02/between/index.html") == [
        ("Older", "One"),
        ("Newer", "Two"),
    ]
    data, found = thing(html, "BlogPosting"), thing(html, "CreativeWorkSeries")
    assert {"@id": found["@id"]} in data["isPartOf"]
    assert found["name"] == "At <b>sea"
    assert found["url"] == "https://example.org/sub/blog/series/at-sea/"
    assert data["position"] == 2
    index = json.loads(built.read("search/search_index.json"))
    assert any("SEA" in each["text"] for each in index["docs"])


def test_a_series_has_a_page_in_reading_order_and_an_overview(tmp_path: Path) -> None:
    built = build(tmp_path, three(), strict=True)
    listed = built.read("blog/series/at-sea/index.html")
    titles = re.findall(r"<h2><a[^>]*>(\w+)</a>", listed)
    assert titles == ["One", "Two", "Three"]
    assert "3 posts" in built.read("blog/series/index.html")
    assert built.read("blog/series/at-sea/atom.xml").count("<entry>") == 3


def test_without_a_series_there_is_no_overview(tmp_path: Path) -> None:
    files = {"docs/blog/posts/a.md": post("# A", date="2026-11-01")}
    built = build(tmp_path, files)
    assert [page for page in built.pages() if "series" in page] == []


def test_the_option_switches_all_of_it_off(tmp_path: Path) -> None:
    config = CONFIG.replace("byline]", "byline: {series: false}]")
    built = build(tmp_path, three(**{"mkdocs.yml": config}))
    assert [page for page in built.pages() if "series" in page] == []
    assert "byline-series" not in built.read("blog/2026/11/03/two/index.html")


def test_doubles_and_gaps_are_reported_with_their_lines(tmp_path: Path) -> None:
    files = {
        "docs/blog/posts/a.md": post("# A", date="2026-11-01", series="{name: S, part: 2}"),
        "docs/blog/posts/b.md": post("# B", date="2026-11-02", series="{name: S, part: 2}"),
        "docs/blog/posts/c.md": post("# C", date="2026-11-03", series="{name: S, part: 99999}"),
    }
    built = build(tmp_path, files)
    told = [each for each in built.messages if ": BY44" in each]
    assert told == [
        "docs/blog/posts/a.md:3:25: BY442 'S' has no part 1. "
        "Write 'part: 1', or check the others of the series.",
        "docs/blog/posts/b.md:3:25: BY441 docs/blog/posts/a.md is part 2 of 'S' already. "
        "Give one of them another 'part:'.",
        "docs/blog/posts/c.md:3:25: BY442 'S' has no parts 3 to 99998. "
        "Write 'part: 3', or check the others of the series.",
    ]
    result = CliRunner().invoke(
        main, ["check", "-f", str(tmp_path / "mkdocs.yml"), "--format", "json"]
    )
    found = json.loads(result.output)["problems"]
    assert [each["code"] for each in found if each["code"][:4] == "BY44"] == [
        "BY442",
        "BY441",
        "BY442",
    ]


def test_a_name_that_makes_no_url_is_reported() -> None:
    found = index([], parts_of("!!!", "At sea"), (), Settings(), lambda path: path).problems
    assert [str(each) for each in found] == [
        "a.md:1:1: BY447 no URL can be made of '!!!', so this series has no page. "
        "Give it a name with a letter or a digit."
    ]


def test_a_part_that_waits_or_is_a_draft_is_no_gap(tmp_path: Path) -> None:
    later = "{publish_at: 2999-01-01}"
    files = {
        "docs/blog/posts/a.md": post("# A", date="2026-11-01", series="{name: S, part: 3}"),
        "docs/blog/posts/b.md": post("# B", date=later, series="{name: S, part: 1}"),
        "docs/blog/posts/c.md": post("# C", draft="true", series="{name: S, part: 2}"),
    }
    built = build(tmp_path, files)
    assert not [code for code in built.codes if code[:4] == "BY44"]
    html = built.read("blog/2026/11/01/a/index.html")
    assert '<p class="byline-series__place">Part 3 of 3</p>' in html
    assert "2999" not in html


def test_a_lone_part_is_remarked_on_with_what_may_be_meant(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "mkdocs.yml": CONFIG,
            "docs/index.md": "# Home\n",
            "docs/blog/posts/a.md": post("# A", date="2026-11-01", series="At sea"),
            "docs/blog/posts/b.md": post("# B", date="2026-11-02", series="At sea"),
            "docs/blog/posts/c.md": post("# C", date="2026-11-03", series="At sae"),
        },
    )
    result = CliRunner().invoke(
        main, ["check", "-f", str(tmp_path / "mkdocs.yml"), "--format", "json"]
    )
    (told,) = [e for e in json.loads(result.output)["problems"] if e["code"] == "BY519"]
    assert (told["path"], told["line"], told["column"]) == ("docs/blog/posts/c.md", 3, 9)
    assert "at sea" in told["hint"]


def test_a_build_that_begins_with_what_is_kept_has_the_same_bytes(tmp_path: Path) -> None:
    warm = build(tmp_path / "warm", three())
    added = {"docs/blog/posts/four.md": post("# Four", date="2026-11-06", series="At <b>sea")}
    warm = build(tmp_path / "warm", added)
    cold = build(tmp_path / "cold", {**three(), **added})
    assert "<summary>Part 2 of 4</summary>" in warm.read("blog/2026/11/03/two/index.html")
    assert warm.pages() == cold.pages()
    assert [each for each in warm.pages() if warm.read(each) != cold.read(each)] == []


FILE = """
series:
  Bread: {state: running, title: Daily bread}
  at <b>SEA:
    title: A year & a day
    description: |
      Twelve
      months.
    order: 1
    state: complete
"""


def described() -> dict[str, str]:
    return three() | {
        "docs/blog/.series.yml": FILE,
        "docs/blog/posts/dough.md": post("# Dough", date="2026-11-06", series="Bread"),
        "docs/blog/posts/oven.md": post("# Oven", date="2026-11-07", series="Daily bread"),
    }


def test_a_series_is_described_in_its_file(tmp_path: Path) -> None:
    built = build(tmp_path, described(), strict=True)
    assert not built.error, built.messages
    overview = built.read("blog/series/index.html")
    heads = r'"byline-year"><bdi><a href="(.*?)">(.*?)</a></bdi> <small>(.*?)<'
    assert re.findall(heads, overview) == [
        ("at-sea/", "A year &amp; a day", "3 posts · Complete"),
        ("bread/", "Daily bread", "2 posts · Ongoing"),
    ]
    assert "<p>Twelve months.</p>" in overview
    page = built.read("blog/series/at-sea/index.html")
    assert "A year &amp; a day</h1>" in page
    assert '<p class="byline-header__description">Twelve months.</p>' in page
    assert '<p class="byline-state">3 posts · Complete</p>' in page
    part = built.read("blog/2026/11/03/two/index.html")
    assert ">A year &amp; a day</a></bdi>" in part
    assert "<summary>Part 2 of 3 · Complete</summary>" in part
    node, same = thing(page, "CreativeWorkSeries"), thing(part, "CreativeWorkSeries")
    assert node == same
    assert (node["name"], node["creativeWorkStatus"]) == ("A year & a day", "Complete")
    other = thing(built.read("blog/2026/11/06/dough/index.html"), "CreativeWorkSeries")
    assert other["creativeWorkStatus"] == "Incomplete"
    feed = built.read("blog/series/at-sea/atom.xml")
    assert "<title>A year &amp; a day – Trial</title>" in feed
    assert "<subtitle>Twelve months. (Complete)</subtitle>" in feed
    assert "<subtitle>New parts of Daily bread (Ongoing)</subtitle>" in built.read(
        "blog/series/bread/atom.xml"
    )
    before = {path: built.read(path) for path in built.pages()}
    changed = {"docs/blog/.series.yml": FILE.replace("complete", "running").replace("& a day", "")}
    warm = build(tmp_path, changed)
    cold = build(tmp_path / "cold", described() | changed)
    assert [path for path in cold.pages() if warm.read(path) != cold.read(path)] == []
    assert {path for path in before if warm.read(path) != before[path]} == {
        "blog/2026/11/01/one/index.html",
        "blog/2026/11/03/two/index.html",
        "blog/2026/11/04/three/index.html",
        "blog/series/at-sea/index.html",
        "blog/series/index.html",
        "blog/subscribe/index.html",
    }
    # A new title makes no other series of it.
    assert feed.partition("</id>")[0] in warm.read("blog/series/at-sea/atom.xml")
    page = warm.read("blog/series/at-sea/index.html")
    assert thing(page, "CreativeWorkSeries")["@id"] == node["@id"]


def view(**said: str) -> View:
    topic = Topic("S", said.get("title", "S"), said.get("description", ""))
    return View("series", "S", "S", "blog/series/s.md", "", "", topic=topic)


@pytest.mark.parametrize(
    ("said", "title", "description", "expected"),
    [
        ({}, "Else", "Else.", []),
        ({"title": "One", "description": "Two."}, "", None, []),
        ({"title": "One", "description": "Two."}, "One", " Two.\n", []),
        ({"title": "One", "description": "Two."}, "Else", "Two.", ["title"]),
        ({"description": "Two."}, "Else", "Else.", ["description"]),
        ({"title": "One", "description": "Two."}, "Else", "Else.", ["title and description"]),
    ],
)
def test_what_an_introduction_says_otherwise_is_one_message(
    said: dict[str, str], title: str, description: str | None, expected: list[str]
) -> None:
    text = f"series:\n  S: {json.dumps(said)}\n".encode()
    file = parse_topics(text, ".series.yml", SERIES)
    intro = Intro("blog/series/s.md", {"description": description}, title, ())
    found = contradictions([view(**said)], {"blog/series/s.md": intro}, file, "docs/{}".format)
    assert [(each.code, each.line, each.message) for each in found] == [
        ("BY445", 2, f"docs/blog/series/s.md gives 'S' another {each}, and goes before.")
        for each in expected
    ]


def test_entries_that_no_post_names_are_reported() -> None:
    text = b"series:\n  At sea!:\n  Suordough:\n  Bread:\n  AT SEA:\n"
    file = parse_topics(text, ".series.yml", SERIES)
    posts = parts_of("at SEA", "Sourdough")
    assert [str(each) for each in check_entries(file, posts, Settings())] == [
        ".series.yml:3:1: BY446 no post is a part of 'Suordough'. Did you mean 'Sourdough'?",
        ".series.yml:4:1: BY446 no post is a part of 'Bread'. Write its first part, or remove it.",
        ".series.yml:5:1: BY473 'AT SEA' is a name of 'At sea!' already. Remove it here or there.",
    ]


def test_entries_without_a_url_or_a_line_of_their_own_are_reported_once() -> None:
    text = b"series:\n  '!!!':\n  '???':\n  At sea: &a {state: running}\n  at-sea:\n  <<: *a\n"
    file = parse_topics(text, ".series.yml", SERIES)
    posts = parts_of("!!!", "At sea")
    assert [str(each) for each in check_entries(file, posts, Settings())] == [
        ".series.yml:3:1: BY446 no post is a part of '???'. Write its first part, or remove it.",
        ".series.yml:4:1: BY446 no post is a part of 'state'. Write its first part, or remove it.",
    ]


@pytest.mark.parametrize(
    ("given", "written"),
    [(" at  <b>Sea", "At <b>sea"), ("bread", "Bread"), ("A loaf", "Bread"), ("New", "New")],
)
def test_a_new_post_joins_a_series_as_others_spell_it(
    tmp_path: Path, given: str, written: str
) -> None:
    file = {"docs/blog/.series.yml": "series:\n  Bread: {title: A loaf}\n"}
    write(tmp_path, {"mkdocs.yml": CONFIG, "docs/index.md": "# Home\n", **three(), **file})
    arguments = ["new", "-f", str(tmp_path / "mkdocs.yml"), "Next", "--author", "jane"]
    result = CliRunner().invoke(main, [*arguments, "--series", given])
    assert result.exit_code == 0, result.output
    text = (tmp_path / "docs/blog/posts/next.md").read_text(encoding="utf-8")
    assert f"\nseries: {written}\n" in text
