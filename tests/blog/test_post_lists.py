"""Lists of posts have the posts that they ask for, in order, and lead to where all of them are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.blog.post_lists import Names, listing_of, select, with_names
from mkdocs_byline.content.authors import Authors
from mkdocs_byline.content.list_blocks import (
    FILTERS,
    LAYOUTS,
    SORTS,
    ListOptions,
    read_options,
)
from mkdocs_byline.content.topics import SERIES, Topics, parse_topics
from mkdocs_byline.model import Build, Dates, Person, Post, SeriesKey, Term, View
from mkdocs_byline.settings import Settings

NOW = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
NO_FILES = Topics(), Topics()
BUILD = Build(NOW, language="en")
JANE, JOE = Person("jane", "Jane Doe"), Person("joe", "Joe Bloggs")


def made(name: str, day: str, title: str = "", **values: Any) -> Post:
    created = dt.datetime.fromisoformat(f"{day}T00:00:00+00:00")
    terms: dict[str, Any] = {
        each: tuple(Term(term, "") for term in values.pop(each, ()))
        for each in ("categories", "tags")
    }
    dates = Dates(created=created, updated=values.pop("updated", None))
    return Post(f"{name}.md", title or name, f"{name}/", "", dates, **terms, **values)


# Newest first.
POSTS = (
    made("f", "2026-06-01", "zebra", categories=["People"], authors=(JANE,), pin=True),
    made("e", "2026-05-01", "Ant", categories=["Work", "People"], tags=["C++"], authors=(JOE,)),
    made("d", "2026-04-01", "bee", tags=["C#", "git"], lang="pt-BR"),
    made("c", "2025-03-01", "Cow", series=SeriesKey("At sea", 1, 1, 1), updated=NOW),
    made("b", "2025-02-01", "dog", series=SeriesKey("At sea", 2, 1, 1), authors=(JANE, JOE)),
    made("a", "2024-01-01", "Eel", categories=["work"], lang="de", authors=(Person("", "Guest"),)),
)

CHOICES = {
    "": "fedcba",
    "category: people": "fe",
    "category: [Work, Nothing]": "ea",
    "tag: C++": "e",
    "tag: [c#, C++]": "ed",
    "author: jane": "fb",
    "author: joe bloggs": "eb",
    "author: Guest": "a",
    "year: 2025": "cb",
    "year: [2024, 2026]": "feda",
    "language: en": "fecb",
    "language: pt": "d",
    "language: pt-br": "d",
    "language: p": "",
    "pinned: true": "f",
    "pinned: false": "edcba",
    "{category: People, author: joe}": "e",
    "{category: People, year: 2025}": "",
    "sort: oldest": "abcdef",
    "sort: title": "edcbaf",
    "sort: updated": "cfedba",
    "series: at sea": "cb",
    "{series: At sea, sort: newest}": "cb",
    "{series: At sea, sort: oldest}": "bc",
    "sort: series": "fedacb",
}


@pytest.mark.parametrize("options", CHOICES)
def test_a_list_has_the_posts_that_meet_all_its_options(options: str) -> None:
    request = read_options(options)
    assert not request.problems
    found = select(request.options, POSTS, BUILD)
    assert "".join(post.path[0] for post in found) == CHOICES[options]


def test_the_post_that_a_list_stands_in_is_not_in_it() -> None:
    assert [post.path for post in select(ListOptions(author=("jane",)), POSTS, BUILD, "f.md")] == [
        "b.md"
    ]


NAMES = st.sampled_from(["People", "work", "git", "C++", "jane", "At sea", "2025", "de", "none"])


@given(
    st.builds(
        ListOptions,
        **{kind: st.lists(NAMES, max_size=2).map(tuple) for kind in FILTERS},
        pinned=st.sampled_from([None, True, False]),
        sort=st.sampled_from(["", *SORTS]),
        layout=st.sampled_from(LAYOUTS),
    )
)
def test_no_list_has_a_post_twice_or_one_from_elsewhere(options: ListOptions) -> None:
    found = select(options, POSTS, BUILD)
    assert len({post.path for post in found}) == len(found)
    assert all(any(post is each for each in POSTS) for post in found)
    passed = {post.path for post in found}
    for kind in FILTERS:
        if names := getattr(options, kind):
            alone = select(ListOptions(**{kind: names}), POSTS, BUILD)
            assert passed <= {post.path for post in alone}


def view(kind: str, key: str, title: str = "") -> View:
    return View(kind, key, title or key, f"{kind}/{key}.md", f"{kind}/{key}/", "")


VIEWS = (
    view("blog", "", "Blog"),
    view("archive", "", "Archive"),
    view("archive", "2025"),
    view("category", "", "Categories"),
    view("category", "People"),
    view("tag", "C++"),
    view("series", "At sea"),
    view("author", "jane", "Jane Doe"),
)
LEADS = {
    "": "blog//",
    "limit: 3": "blog//",
    "category: people": "category/People/",
    "category: [People, Work]": None,
    "{category: People, year: 2025}": None,
    "category: Work": None,
    "year: 2025": "archive/2025/",
    "tag: C#": None,
    "tag: c++": "tag/C++/",
    "author: Jane doe": "author/jane/",
    "series: At sea": "series/At sea/",
    "language: de": None,
    "pinned: true": None,
}


@pytest.mark.parametrize("options", LEADS)
def test_a_list_leads_to_the_listing_of_just_its_posts(options: str) -> None:
    found = listing_of(read_options(options).options, VIEWS)
    assert (found.url if found else None) == LEADS[options]


UNKNOWN = {
    "category: Poeple": "Did you mean 'People'?",
    "tag: gitt": "Did you mean 'git'?",
    "author: jnae": "Did you mean 'jane'?",
    "author: nobody at all": "There are Guest, Jane Doe, Joe Bloggs, Mia, jane, joe, mia.",
    "series: At see": "Did you mean 'At sea'?",
    "language: fr": "There are de, en, pt-BR.",
}


@pytest.mark.parametrize("options", UNKNOWN)
def test_what_no_post_has_is_told_with_its_place_and_the_nearest(options: str) -> None:
    mia = Authors(people={"mia": Person("mia", "Mia")})
    names = Names.of(POSTS, mia, NO_FILES, Settings(), BUILD)
    (problem,) = names.problems(read_options(f"limit: 2\n{options}", "a.md", 7), "a.md")
    assert str(problem).startswith(f"a.md:8:{options.index(':') + 3}: BY462 no post has the ")
    assert problem.hint == UNKNOWN[options]
    assert not problem.is_error


def test_what_may_be_named_is_not_told_of() -> None:
    mia = Authors(people={"mia": Person("mia", "Mia")})
    names = Names.of(POSTS, mia, NO_FILES, Settings(categories_allowed=("Later",)), BUILD)
    for options in ("author: mia", "author: MIA", "category: later", "year: 2031", "language: pt"):
        assert not list(names.problems(read_options(options), "a.md"))


def test_a_topic_is_meant_by_any_of_its_names() -> None:
    file = b"topics:\n  js: {title: JavaScript, synonyms: [ECMAScript]}\n"
    topics = parse_topics(file, "topics.yml")
    given = ListOptions(category=("ecmascript", "Other"), tag=("JS",))
    named = with_names(given, *NO_FILES)
    assert named == given
    named = with_names(given, topics, NO_FILES[1])
    assert (named.category, named.tag) == (("JavaScript", "Other"), ("JavaScript",))
    names = Names.of((), Authors(), (topics, NO_FILES[1]), Settings(), BUILD)
    assert list(names.problems(read_options("category: JavaScript", "a.md", 1), "a.md")) == []


def test_a_series_is_meant_by_its_title_too() -> None:
    series = parse_topics(b"series:\n  Logs: {title: A daily log}\n", "s.yml", SERIES)
    assert with_names(ListOptions(series=("a daily log",)), Topics(), series).series == ("Logs",)
    names = Names.of((), Authors(), (Topics(), series), Settings(), BUILD)
    assert not list(names.problems(read_options("series: A daily log", "a.md", 1), "a.md"))


def test_a_wider_topic_has_the_posts_of_its_parts_and_a_topic_its_listing_by_title() -> None:
    parts = (Term("JavaScript", "", "js", (Term("Programming", ""),)),)
    posts = (replace(POSTS[0], categories=parts), replace(POSTS[1], categories=()))
    assert select(ListOptions(category=("programming",)), posts, BUILD) == posts[:1]
    views = (*VIEWS, view("category", "js", "JavaScript"))
    assert listing_of(ListOptions(category=("JavaScript",)), views) is views[-1]
