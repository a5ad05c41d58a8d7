from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import unquote

import pytest

from building import post
from mkdocs_byline.blog.library import Inputs, Library, assemble
from mkdocs_byline.content.authors import parse_authors
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.model import Build, Status
from mkdocs_byline.settings import Settings

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
PEOPLE = (
    b"authors:\n  jane: {name: Jane Doe}\n  joe: {name: Joe}\n  ghost: {name: G, hidden: true}\n"
)


def library(
    posts: dict[str, str],
    *,
    preview: bool = False,
    pages: dict[str, str] | None = None,
    places: dict[str, tuple[str, str]] | None = None,
    files: set[str] | None = None,
    **options: Any,
) -> Library:
    sources = [parse_post(text.encode(), f"blog/posts/{name}") for name, text in posts.items()]
    authors = parse_authors(PEOPLE, "docs/blog/.authors.yml")
    inputs = Inputs(Settings(**options), authors, pages=pages or {}, files=files)
    return assemble(sources, inputs, Build(NOW, preview=preview), places)


def told(shelf: Library) -> list[str]:
    return [f"{each.path.rsplit('/', 1)[-1]}:{each.line} {each.code}" for each in shelf.problems]


def test_posts_are_newest_first_and_ties_go_by_path() -> None:
    shelf = library(
        {
            "b.md": post("# B", date="2026-11-02"),
            "c.md": post("# C", date="2026-11-03"),
            "a.md": post("# A", date="2026-11-02"),
            "d.md": post("# D", date="2026-11-03T01:00+09:00"),
        }
    )
    assert [each.title for each in shelf.posts] == ["C", "D", "A", "B"]


@pytest.mark.parametrize(
    ("front", "build", "preview"),
    [
        ({"date": "2026-11-22"}, Status.PUBLISHED, Status.PUBLISHED),
        ({"date": "2027-01-01"}, Status.PUBLISHED, Status.PUBLISHED),
        ({"date": "2026-11-22", "draft": "true"}, None, Status.DRAFT),
        ({"date": "{publish_at: 2026-11-23}"}, None, Status.SCHEDULED),
        ({"date": "{publish_at: 2026-11-22T11:59Z}"}, Status.PUBLISHED, Status.PUBLISHED),
        ({"date": "{created: 2026-11-01, expires: 2026-11-22T12:00Z}"}, None, Status.EXPIRED),
        (
            {"date": "{created: 2026-11-01, expires: 2026-11-23}"},
            Status.PUBLISHED,
            Status.PUBLISHED,
        ),
    ],
)
def test_what_a_build_shows_and_what_the_preview(
    front: dict[str, str], build: Status | None, preview: Status
) -> None:
    posts = {"a.md": post("# A", **front)}
    shelf = library(posts)
    assert [each.status for each in shelf.posts] == ([build] if build else [])
    assert [post.path for post in shelf.withheld] == ([] if build else ["blog/posts/a.md"])
    assert [each.status for each in library(posts, preview=True).posts] == [preview]


def test_mistakes_of_posts_that_are_left_out_do_not_end_a_build() -> None:
    posts = {"a.md": post("# A", draft="true", authors="[nobody]")}
    assert library(posts).problems == ()
    assert told(library(posts, preview=True)) == ["a.md:3 BY201"]


def test_drafts_follow_their_options() -> None:
    posts = {"a.md": post("# A", date="2026-11-22", draft="true")}
    assert len(library(posts, draft=True).posts) == 1
    assert len(library(posts, preview=True, draft_on_serve=False).posts) == 0
    future = {"a.md": post("# A", date="2026-12-22")}
    assert len(library(future, draft_if_future_date=True).posts) == 0


def test_a_post_without_a_date_is_an_error_in_a_build_and_shown_in_the_preview() -> None:
    posts = {"a.md": "# A\n"}
    assert told(library(posts)) == ["a.md:1 BY121"]
    assert "date: 2026-11-22" in library(posts).problems[0].hint
    (shown,) = library(posts, preview=True).posts
    assert (shown.status, shown.url) == (Status.UNDATED, "blog/undated/a/")


def test_dates_come_from_the_file_name_and_plans() -> None:
    shelf = library(
        {
            "2026-11-05-by-name.md": "# A\n",
            "2026-11-06-folder/index.md": "# B\n",
            "plan.md": post("# C", date="{publish_at: 2026-11-07}"),
            "2026-11-08-x.md": post("# D", date="2026-01-01"),
        }
    )
    assert [each.url for each in shelf.posts] == [
        "blog/2026/11/07/c/",
        "blog/2026/11/06/b/",
        "blog/2026/11/05/a/",
        "blog/2026/01/01/d/",
    ]
    assert told(library({"2026-13-05-x.md": "# A\n"})) == ["2026-13-05-x.md:1 BY122"]


def test_the_url_says_the_day_its_author_wrote() -> None:
    early = {"a.md": post("# A", date="2026-11-22T00:30+09:00")}
    assert library(early).posts[0].url == "blog/2026/11/22/a/"


@pytest.mark.parametrize(
    ("front", "body", "title", "slug"),
    [
        ({"title": "From key"}, "# Heading", "From key", "from-key"),
        ({}, "# First *line*", "First line", "first-line"),
        ({}, "Text.\n\n# Later", "Later", "my-file"),
        ({"slug": "own/part"}, "# A", "A", "own/part"),
        ({"title": "Straße & Übung"}, "", "Straße & Übung", "straße--übung"),
        ({"title": "日本語"}, "", "日本語", "日本語"),
    ],
)
def test_titles_and_slugs(front: dict[str, str], body: str, title: str, slug: str) -> None:
    (found,) = library({"my-file.md": post(body, date="2026-11-22", **front)}).posts
    assert found.title == title
    assert unquote(found.url) == f"blog/2026/11/22/{slug}/"


def test_a_title_from_the_file_name_is_a_warning_and_none_at_all_an_error() -> None:
    shelf = library({"on-stairs.md": post("Text", date="2026-11-22")})
    assert told(shelf) == ["on-stairs.md:4 BY112"]
    assert shelf.posts[0].title == "On stairs"
    assert told(library({"2026-11-22.md": "Text"})) == ["2026-11-22.md:1 BY113"]


def test_people() -> None:
    (found,) = library(
        {
            "a.md": post(
                "# A",
                date="2026-11-22",
                authors="[jane, Joe, {name: Guest}, jane]",
                editors="ghost",
            )
        }
    ).posts
    assert [(role, [each.name for each in group]) for role, group in found.people] == [
        ("author", ["Jane Doe", "Joe", "Guest"]),
        ("editor", ["G"]),
    ]
    assert [each.page for each in found.authors] == ["blog/author/jane/", "blog/author/joe/", ""]
    assert found.editors[0].page == ""


def test_unknown_people() -> None:
    shelf = library(
        {
            "a.md": post("# A", date="2026-11-22", authors="[joe, jnae]"),
            "b.md": post("# B", date="2026-11-22", author="Some Name"),
        }
    )
    unknown, free = shelf.problems
    assert (unknown.code, unknown.line, unknown.column) == ("BY201", 3, 16)
    assert unknown.hint.startswith("Did you mean 'jane'?")
    assert free.code == "BY202"
    assert [each.authors[0].name for each in shelf.posts] == ["Some Name"]


def test_the_default_author() -> None:
    posts = {
        "a.md": post("# A", date="2026-11-22"),
        "b.md": post("# B", date="2026-11-21", author="joe"),
    }
    shelf = library(posts, default_author="jane")
    assert [each.authors[0].id for each in shelf.posts] == ["jane", "joe"]
    wrong = library(posts, default_author=("jnae", "joe"))
    assert told(wrong) == ["mkdocs.yml:1 BY201"]
    assert [each.id for each in wrong.posts[0].authors] == ["joe"]


def test_collisions_of_urls_are_all_told() -> None:
    shelf = library(
        {
            "a.md": post("# Same", date="2026-11-22"),
            "b.md": post("# Same", date="2026-11-22"),
            "c.md": post("# C", date="2026-11-22", slug="taken"),
            "d.md": post("# D", date="2026-11-22", slug="../../../../../etc/passwd"),
            "e.md": post("# E", date="2026-11-22", slug="'a\\b'"),
        },
        pages={"blog/2026/11/22/taken/index.html": "docs/blog/2026/11/22/taken.md"},
    )
    assert told(shelf) == ["b.md:2 BY401", "c.md:3 BY402", "d.md:3 BY403", "e.md:3 BY403"]
    assert [each.path for each in shelf.posts] == ["blog/posts/a.md"]
    assert "belongs to blog/posts/a.md" in shelf.problems[0].message


def test_a_broken_post_keeps_its_last_place_in_the_preview() -> None:
    place = ("blog/2026/11/22/a/", "blog/2026/11/22/a/index.html")
    broken = {"a.md": post("# A", date="2026-99-99")}
    shelf = library(broken, preview=True, places={"blog/posts/a.md": place})
    assert [(each.url, each.dest) for each in shelf.broken] == [place]


def test_contradictory_dates_are_a_warning() -> None:
    shelf = library(
        {
            "a.md": post(
                "# A", date="{created: 2026-11-22, updated: 2026-11-21, expires: 2027-01-01}"
            )
        }
    )
    assert told(shelf) == ["a.md:2 BY123"]
    assert len(shelf.posts) == 1


def test_rules_of_the_site() -> None:
    posts = {"a.md": post("# A", date="2026-11-22", categories="[Wrok]", links="[x.md, a.md#s]")}
    shelf = library(posts, categories_allowed=("Work",), post_excerpt="required", files={"a.md"})
    assert told(shelf) == ["a.md:3 BY404", "a.md:4 BY405", "a.md:6 BY115"]
    assert shelf.problems[0].hint == "Did you mean 'Work'?"


def test_each_link_that_leads_nowhere_is_told_where_it_stands() -> None:
    links = """
links:
  - x.md
  - Good: a.md
  - Bad: y.md
  - More:
      - Deep: z.md#part"""
    text = f"---\ndate: 2026-11-22{links}\n---\n# A\n"
    found = library({"a.md": text}, files={"a.md"}).problems
    assert [(each.line, each.column, each.message[:15]) for each in found] == [
        (4, 5, "the link 'x.md'"),
        (6, 10, "the link 'y.md'"),
        (8, 15, "the link 'z.md#"),
    ]


def test_unlisted_posts_give_nobody_a_listing() -> None:
    (found,) = library(
        {"a.md": post("# A", date="2026-11-22", unlisted="true", tags="[t]", authors="jane")}
    ).posts
    assert not found.listed
    assert found.tags[0].url == ""
    assert found.authors[0].page == ""


@pytest.mark.parametrize(
    ("date", "is_early"),
    [
        ("2026-11-22", False),
        ("2026-11-23", False),  # It has begun on Kiritimati.
        ("2026-11-24", True),
        ("2026-11-22T13:00", True),
        ("2026-11-22T13:00+02:00", False),
        ("{created: 2026-12-24, updated: 2026-12-25}", True),
        ("{publish_at: 2026-11-24}", False),
        ("{created: 2026-12-24, publish_at: 2026-11-20}", False),
    ],
)
def test_a_post_that_is_out_before_its_date_is_told(date: str, is_early: bool) -> None:
    shelf = library({"a.md": post("# A", date=date)})
    assert ("BY124" in " ".join(told(shelf))) is is_early
    assert len(shelf.posts) == 1 or "publish_at: 2026-11-24" in date
    waiting = library({"a.md": post("# A", date=date)}, draft_if_future_date=True)
    assert told(waiting) == []
    assert "BY124" not in " ".join(told(library({"a.md": post("# A", date=date, draft="true")})))


def test_a_date_ahead_in_the_name_is_told_too() -> None:
    assert told(library({"2027-01-01-a.md": post("# A")})) == ["2027-01-01-a.md:1 BY124"]
