"""The blog's section of the navigation, built by Byline and by mkdocs-blog-plugin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mkdocs.plugins import event_priority
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page

from building import CONFIG, build, post

NAV = [{"Home": "index.md"}, {"Blog": ["blog/index.md"]}, {"About": "about.md"}]
PLUGINS = pytest.mark.parametrize("with_plugin", [False, True], ids=["own", "blog-plugin"])


def outline(items: Any) -> list[Any]:
    """Return titles; a section is a mapping of its title to what is in it."""
    return [
        {item.title: outline(item.children)} if isinstance(item, Section) else item.title
        for item in items
    ]


def config(*, with_plugin: bool, options: str = "") -> str:
    plugins = "\nplugins:\n  - search\n"
    if with_plugin:
        plugins += "  - /blog: {display-article-date: false}\n"
    plugins += f"  - byline: {{{options}}}\n"
    return CONFIG.replace("\nplugins: [search, byline]\n", plugins)


def navigation(root: Path, count: int, nav: list[Any] | None, **given: Any) -> Any:
    """Build a blog of `count` posts, each a day newer than the last, and return MkDocs' nav."""
    files: dict[str, str | bytes] = {
        f"docs/blog/posts/p{n:02}.md": post(
            f"# P{n:02}", date=f"2026-{1 + n // 28:02}-{1 + n % 28:02}", tags="[t]"
        )
        for n in range(count)
    }
    files |= {"docs/blog/index.md": "# Blog\n", "docs/about.md": "# About\n"}
    text = config(**given)
    found: list[Any] = []
    options: dict[str, Any] = {"nav": nav} if nav else {}

    @event_priority(-200)  # After Byline's own.
    def look(nav: Any, **_: Any) -> Any:
        found.append(nav)
        return nav

    built = build(root, {**files, "mkdocs.yml": text}, on_nav=look, **options)
    assert (built.error, built.messages) == ("", [])
    return found[0]


def section(nav: Any) -> Section:
    return next(item for item in nav.items if isinstance(item, Section) and item.title == "Blog")


OVERVIEWS = ["Archive", "Categories", "Tags", "Authors"]


@PLUGINS
def test_a_few_posts(tmp_path: Path, with_plugin: bool) -> None:
    nav = navigation(tmp_path, 3, NAV, with_plugin=with_plugin)
    assert outline(nav.items) == [
        "Home",
        {"Blog": ["Blog", "P02", "P01", "P00", *OVERVIEWS]},
        "About",
    ]


@PLUGINS
def test_older_posts_stand_under_more_articles(tmp_path: Path, with_plugin: bool) -> None:
    nav = navigation(tmp_path, 15, NAV, with_plugin=with_plugin)
    assert outline(section(nav).children) == [
        "Blog",
        *["P14", "P13", "P12", "P11", "P10", "P09"],
        {
            "More articles (9)": [
                {"Page 1 of 2": ["P08", "P07", "P06", "P05", "P04", "P03"]},
                {"Page 2 of 2": ["P02", "P01", "P00"]},
            ]
        },
        *OVERVIEWS,
    ]


@PLUGINS
def test_the_sidebar_is_bounded(tmp_path: Path, with_plugin: bool) -> None:
    nav = navigation(tmp_path, 40, NAV, with_plugin=with_plugin)
    assert str(outline(nav.items)).count("'P") - str(outline(nav.items)).count("'Page") == 30
    few = navigation(tmp_path, 40, NAV, with_plugin=with_plugin, options="sidebar_posts: 2")
    assert outline(section(few).children) == ["Blog", "P39", "P38", *OVERVIEWS]
    none = navigation(tmp_path, 40, NAV, with_plugin=with_plugin, options="sidebar_posts: 0")
    assert outline(section(none).children) == ["Blog", *OVERVIEWS]


@PLUGINS
def test_every_post_has_its_branch_and_neighbours(tmp_path: Path, with_plugin: bool) -> None:
    nav = navigation(tmp_path, 40, NAV, with_plugin=with_plugin, options="sidebar_posts: 10")
    blog = section(nav)
    by_title: dict[str, Page] = {}
    for item in blog.children:
        if isinstance(item, Page):
            by_title[str(item.title)] = item
    newest = by_title["P39"]
    assert newest.parent is blog
    assert [each.title for each in newest.ancestors] == ["Blog"]
    page: Page | None = newest
    chain = []
    while page is not None:
        chain.append(str(page.title))
        assert list(page.ancestors)[-1] is blog
        page = page.previous_page
    assert chain == [f"P{n:02}" for n in reversed(range(40))]


@PLUGINS
def test_what_else_the_section_holds_stays(tmp_path: Path, with_plugin: bool) -> None:
    rest = {"Blog": ["blog/index.md", {"Years": "blog/archive/index.md"}, "about.md"]}
    (tmp_path / "docs/blog/archive").mkdir(parents=True)
    (tmp_path / "docs/blog/archive/index.md").write_text("# Archive\n")
    nav = navigation(tmp_path, 2, [rest, {"Home": "index.md"}], with_plugin=with_plugin)
    assert outline(nav.items) == [
        {"Blog": ["Blog", "P01", "P00", "Years", "About", "Categories", "Tags", "Authors"]},
        "Home",
    ]


@PLUGINS
def test_without_a_nav(tmp_path: Path, with_plugin: bool) -> None:
    nav = navigation(tmp_path, 2, None, with_plugin=with_plugin)
    assert outline(nav.items) == ["Home", "About", {"Blog": ["Blog", "P01", "P00", *OVERVIEWS]}]


def test_listings_in_the_nav_need_no_file(tmp_path: Path) -> None:
    found: list[Any] = []

    @event_priority(-200)
    def look(nav: Any, **_: Any) -> Any:
        found.append(nav)
        return nav

    nav = [{"Blog": ["blog/index.md", {"Years": "blog/archive/index.md"}]}, "index.md"]
    files: dict[str, str | bytes] = {"docs/blog/posts/a.md": post("# A", date="2026-11-22")}
    built = build(tmp_path, files, on_nav=look, nav=nav, strict=True)
    assert (built.error, built.messages) == ("", [])
    (blog, _) = outline(found[0].items)
    assert blog["Blog"][1:] == ["A", "Years", "Categories", "Tags", "Authors"]
    assert "Blog</h1>" in built.read("blog/index.html")


def test_an_index_that_stands_alone_becomes_a_section(tmp_path: Path) -> None:
    nav = navigation(tmp_path, 1, ["index.md", "blog/index.md"], with_plugin=False)
    assert outline(nav.items) == ["Home", {"Blog": ["Blog", "P00", *OVERVIEWS]}]


def test_the_sidebar_can_be_left_alone(tmp_path: Path) -> None:
    nav = navigation(tmp_path, 2, NAV, with_plugin=False, options="sidebar: false")
    # As with Material's blog: the listings of each kind in a section.
    assert outline(section(nav).children) == ["Blog", {"Archive": ["2026"]}, {"Tags": ["t"]}]


def test_listings_directly_below_the_blog_have_their_section_too(tmp_path: Path) -> None:
    options = "sidebar: false, archive_url_format: '{date}', tags_url_format: '{slug}'"
    nav = navigation(tmp_path, 2, NAV, with_plugin=False, options=options)
    assert outline(section(nav).children) == ["Blog", {"Archive": ["2026"]}, {"Tags": ["t"]}]


def test_a_nav_without_the_blog_is_not_changed(tmp_path: Path) -> None:
    nav = navigation(tmp_path, 2, [{"Home": "index.md"}], with_plugin=False)
    assert outline(nav.items) == ["Home"]
