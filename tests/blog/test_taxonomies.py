from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.blog import taxonomies, urls
from mkdocs_byline.locales import format_moment
from mkdocs_byline.model import Build, Dates, Person, Post, Term, View
from mkdocs_byline.settings import Settings

BUILD = Build(dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
TITLES = {
    "blog": "Blog",
    "archive": "Archive",
    "category": "Categories",
    "tag": "Tags",
    "author": "Authors",
    "corrections": "Corrections",
}


def made(number: int, **values: Any) -> Post:
    created = dt.datetime(2026, 1, 31, tzinfo=dt.UTC) - dt.timedelta(days=10 * number)
    name = f"p{number}"
    dates = Dates(created=created)
    return Post(f"blog/posts/{name}.md", name, f"blog/{name}/", f"{name}.html", dates, **values)


def plan(posts: list[Post], **options: Any) -> dict[str, View]:
    found = taxonomies.plan(tuple(posts), Settings(**options), BUILD, TITLES)
    return {view.url: view for view in found}


def names(view: View) -> list[str]:
    return [post.title for post in view.posts]


def test_an_empty_blog_has_its_index_and_overviews() -> None:
    assert list(plan([])) == [
        "blog/",
        "blog/archive/",
        "blog/category/",
        "blog/tag/",
        "blog/author/",
    ]


def test_each_way_of_grouping() -> None:
    jane, joe = Person("jane", "Jane"), Person("joe", "Joe")
    found = plan(
        [
            made(0, categories=(Term("B", ""), Term("A", "")), authors=(jane,)),
            made(1, tags=(Term("t", ""),), authors=(jane,), editors=(joe,), pin=True),
            made(9, categories=(Term("A", ""),), authors=(Person("", "Guest"),)),
        ]
    )
    assert names(found["blog/"]) == ["p1", "p0", "p9"]
    assert names(found["blog/archive/2026/"]) == ["p1", "p0"]
    assert names(found["blog/archive/2025/"]) == ["p9"]
    assert [view.title for view in found["blog/archive/"].children] == ["2026", "2025"]
    assert [view.title for view in found["blog/category/"].children] == ["A", "B"]
    assert names(found["blog/category/a/"]) == ["p0", "p9"]
    assert names(found["blog/tag/t/"]) == ["p1"]
    assert names(found["blog/author/jane/"]) == ["p1", "p0"]
    assert names(found["blog/author/joe/"]) == []
    assert [(role, post.title) for role, post in found["blog/author/joe/"].credits] == [
        ("editor", "p1")
    ]
    assert "blog/author/guest/" not in found


def test_an_archive_whose_urls_are_coarser_than_its_titles() -> None:
    found = plan([made(0), made(4), made(8)], archive_date_format="MMMM yyyy")
    assert [view.title for view in found["blog/archive/"].children] == ["January 2026", "2025"]
    assert names(found["blog/archive/2025/"]) == ["p4", "p8"]
    assert found["blog/archive/2025/"].merged == ()


def test_spellings_of_one_topic_share_a_listing_under_the_commonest() -> None:
    topics = ["Python", "python", "python"]
    found = plan([made(i, categories=(Term(name, ""),)) for i, name in enumerate(topics)])
    assert found["blog/category/python/"].title == "python"
    assert len(found["blog/category/python/"].posts) == 3


def test_equal_moments_may_be_in_different_years() -> None:
    here = dt.datetime(2026, 1, 1, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    posts = [
        replace(made(0), dates=Dates(created=here)),
        replace(made(1), dates=Dates(created=here.astimezone(dt.UTC))),
    ]
    found = plan(posts)
    assert names(found["blog/archive/2026/"]) == ["p0"]
    assert names(found["blog/archive/2025/"]) == ["p1"]
    assert [
        format_moment(each.dates.created or here, pattern, "en")
        for each in posts
        for pattern in ("d MMM", "HH:mm", "long", "'at' HH")
    ] == ["1 Jan", "00:30", "January 1, 2026", "at 00"] + [
        "31 Dec",
        "22:30",
        "December 31, 2025",
        "at 22",
    ]


def test_options_switch_listings_off_and_name_them() -> None:
    posts = [made(0, categories=(Term("A", ""),), tags=(Term("t", ""),))]
    found = plan(
        posts, archive=False, tags=False, authors_profiles=False, categories_name="Topics"
    )
    assert list(found) == ["blog/", "blog/category/", "blog/category/a/"]
    assert found["blog/category/"].title == "Topics"
    assert next(iter(plan(posts, blog_dir="."))) == "./"


@pytest.mark.parametrize("total", [0, 1, 10, 11, 35])
def test_pages_hold_every_post_once(total: int) -> None:
    posts = tuple(made(number) for number in range(total))
    view = plan(list(posts))["blog/"]
    pages = taxonomies.paginate(view, Settings(), BUILD)
    assert sum((page.posts for page in pages), ()) == posts
    assert [page.number for page in pages] == list(range(1, max(-(-total // 10), 1) + 1))
    assert [page.url for page in pages[1:]] == [f"blog/page/{page.number}/" for page in pages[1:]]


def test_pagination_can_be_set_for_each_kind() -> None:
    posts = [made(number, tags=(Term("t", ""),)) for number in range(12)]
    settings = Settings(pagination_per_page=5, archive_pagination=False)
    found = plan(posts)
    assert len(taxonomies.paginate(found["blog/"], settings, BUILD)) == 3
    assert len(taxonomies.paginate(found["blog/archive/2025/"], settings, BUILD)) == 1


@given(st.text(max_size=300))
def test_any_slug_stays_below_the_blog_or_is_refused(slug: str) -> None:
    try:
        path = urls.below("blog", slug)
    except urls.BadPath as error:
        assert str(error)
        return
    assert path.startswith("blog/")
    assert ".." not in path.split("/")
    assert "\0" not in path
    assert all(len(part.encode()) <= 204 for part in path.split("/"))


@pytest.mark.parametrize(
    ("path", "directory_urls", "expected"),
    [
        ("blog/a.md", True, ("blog/a/", "blog/a/index.html")),
        ("blog/a.md", False, ("blog/a.html", "blog/a.html")),
        ("blog/index.md", True, ("blog/", "blog/index.html")),
        ("blog/index.md", False, ("blog/index.html", "blog/index.html")),
        ("index.md", True, ("./", "index.html")),
        ("blog/ä.md", True, ("blog/%C3%A4/", "blog/ä/index.html")),
    ],
)
def test_destinations_follow_mkdocs(
    path: str, directory_urls: bool, expected: tuple[str, str]
) -> None:
    assert urls.destination(path, directory_urls=directory_urls) == expected
