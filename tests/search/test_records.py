"""Records of pages from a search plugin's entries, and the HTML that is indexed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from mkdocs_byline.model import Correction, Dates, Person, Post, Term
from mkdocs_byline.search.records import PAGE, POST, PostFacts, facts_of, records, to_html


def entry(location: str, title: str = "T", text: str = "", **further: Any) -> dict[str, Any]:
    return {"location": location, "title": title, "text": text, **further}


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_facts_of_a_post() -> None:
    jane, joe = Person("jane", "Jane"), Person("joe", "Joe")
    post = Post(
        path="a.md",
        title="A",
        url="a/",
        dest="a/index.html",
        dates=Dates(created=moment("2026-01-02T23:00")),
        authors=(jane,),
        editors=(joe, jane),
        categories=(Term("News", ""), Term("Sea", "")),
        tags=(Term("Sea", ""),),
        corrections=(
            Correction(moment("2026-02-03T00:00"), "x"),
            Correction(moment("2026-01-09T00:00"), "y"),
        ),
        lang="pt-BR",
    )
    found = facts_of(post, opening="a", words=("a", "b"), shown=lambda day: f"{day:%d.%m.}")
    assert found == PostFacts(
        created=dt.date(2026, 1, 2),
        corrected=dt.date(2026, 2, 3),
        shown_date="02.01.",
        people=("Jane", "Joe"),
        topics=("News", "Sea"),
        language="pt-BR",
        opening="a",
        words=("a", "b"),
    )


def test_the_newest_post_comes_first_and_other_pages_last_as_they_came() -> None:
    days = {"old/": dt.date(2020, 1, 1), "new/": dt.date(2026, 1, 1), "undated/": None}
    entries = [entry(url) for url in ("page/", "old/", "undated/", "new/", "other/")]
    posts = {url: PostFacts(created=day) for url, day in days.items()}
    found = records(entries, posts, "en")
    assert [each.url for each in found] == ["new/", "old/", "page/", "undated/", "other/"]
    assert [each.kind for each in found] == [POST, POST, PAGE, POST, PAGE]


def test_a_page_is_one_record_with_its_sections() -> None:
    entries = [
        entry("a/", "R&amp;D <code>x</code>", "<p>Jane · R&amp;D</p>\n<p>Begin.</p>", boost=2),
        entry("a/#one", "One", "<p>First.</p><pre><code>run()</code></pre>", tags=["sea", "sky"]),
    ]
    facts = PostFacts(
        shown_date="May",
        people=("Jane", "Joe"),
        opening="Jane · R&D",
        words=("Jane", "R&D", "Sea"),
    )
    (found,) = records(entries, {"a/": facts}, "de")
    assert (found.title, found.language, found.weight) == ("R&D x", "de", 2.0)
    tree = LexborHTMLParser(to_html(found))
    assert [each.attributes["lang"] for each in tree.css("html")] == ["de"]
    assert [each.text() for each in tree.css("h1, h2")] == ["R&D x", "One"]
    assert [each.id for each in tree.css("h2")] == ["one"]
    assert [each.attributes["data-pagefind-weight"] for each in tree.css("pre")] == ["0.3"]
    metas = {each.attributes["data-pagefind-meta"]: each for each in tree.css("meta")}
    assert metas["date[content]"].attributes["content"] == "May"
    assert metas["people[content]"].attributes["content"] == "Jane, Joe"
    # What the search plugin reads before the text stands after it: excerpts begin with the text.
    assert [each.text() for each in tree.css("p")] == ["Begin.", "First.", "Jane · R&D · Sea"]


def test_a_boost_that_is_none_counts_as_none() -> None:
    for boost, weight in ((None, 1.0), ("x", 1.0), (float("nan"), 1.0), (-3, 0.0), (50, 10.0)):
        (found,) = records([entry("a/", boost=boost)], {}, "en")
        assert found.weight == weight


@given(st.text(), st.text(), st.text())
def test_no_title_id_or_name_becomes_markup(title: str, id: str, name: str) -> None:
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    entries = [entry("a/", escaped), entry(f"a/#{id}", escaped)]
    (found,) = records(entries, {"a/": PostFacts(people=(name,), words=(name,))}, "en")
    body = LexborHTMLParser(to_html(found)).body
    assert body
    known = {"body", "h1", "h2", "meta", "div", "p"}
    assert {each.tag for each in body.css("*")} <= known
