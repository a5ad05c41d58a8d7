"""Lists of posts in a site: on any page, right, escaped, and nowhere that they don't belong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from mkdocs.structure.pages import Page
from selectolax.lexbor import LexborHTMLParser

from building import AUTHORS, CONFIG, Built, build, post, write
from checking import problems
from comparing import assert_same, without_cache
from mkdocs_byline.host.incremental.page_cache import PageCache
from serving import Served

NAME = "<b>A & \"B\" 'C'"
SITE: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG.replace(
        "byline]", "byline: {history: false, tags: true, authors_profiles: true}]"
    )
    + "markdown_extensions: [admonition, md_in_html]\n",
    "docs/blog/.authors.yml": AUTHORS,
    "docs/blog/posts/one.md": post(
        f"Said first.\n\n# {NAME}", date="2026-01-01", categories="[People]", authors="[jane]",
        title="'<i>One</i> & \"1\"'", description="'<u>D</u> & \"d\"'",
    ),
    "docs/blog/posts/two.md": post(
        "# Two\n\nTold.\n\n/// posts\n    layout: full\n///\n\nAfter.",
        date="2026-01-02", categories="[People]", authors="[joe]", pin="true",
    ),
    "docs/blog/posts/three.md": post("# Three\n\n[t](two.md)", date="2026-01-03", tags="[git]"),
    "docs/blog/posts/draft.md": post("# Draft", date="2026-01-04", draft="true", tags="[draft]"),
    "docs/blog/posts/later.md": post("# Later", date="{publish_at: 2999-01-01}"),
    "docs/blog/posts/unlisted.md": post("# Unlisted", date="2026-01-05", unlisted="true"),
    "docs/index.md": "# Home\n\n## News\n\n/// posts\n///\n",
    "docs/guide/deep.md": (
        "# Deep\n\n!!! note\n\n    ::: posts\n    category: People\n    limit: 1\n"
        "    layout: cards\n\n"
        "- Item\n\n    /// posts\n        layout: timeline\n        limit: 2\n    ///\n\n"
        "/// posts\n    author: jane\n    layout: full\n    more: Go <on> & \"on\"\n///\n\n"
        "/// posts\n    year: 2031\n///\n"
    ),
    "docs/blog/category/people.md": "# People\n\n/// posts\n    pinned: true\n///\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("lists"), SITE, strict=True)


def lists(site: Built, path: str) -> list[LexborHTMLParser]:
    html = LexborHTMLParser(site.read(path))
    return [LexborHTMLParser(each.html or "") for each in html.css(".byline-list")]


def links(tree: LexborHTMLParser) -> list[tuple[str, str]]:
    return [(each.text(strip=True), each.attributes.get("href") or "") for each in tree.css("a")]


def test_any_page_has_lists_with_links_from_where_it_is(site: Built) -> None:
    assert (site.error, site.messages) == ("", [])
    (home,) = lists(site, "index.html")
    assert links(home) == [
        ("Three", "blog/2026/01/03/three/"),
        ("Two", "blog/2026/01/02/two/"),
        ('<i>One</i> & "1"', "blog/2026/01/01/one--1/"),
    ]
    cards, timeline, full, empty = lists(site, "guide/deep/index.html")
    assert links(cards)[0] == ("Two", "../../blog/2026/01/02/two/")
    assert links(cards)[-1] == ("All posts: People", "../../blog/category/people/")
    assert [each.text() for each in timeline.css("h2")] == ["2026"]
    assert [href for _, href in links(timeline)][:2] == [
        "../../blog/2026/01/03/three/", "../../blog/2026/01/02/two/",
    ]  # fmt: skip
    assert links(full)[-1] == ('Go <on> & "on"', "../../blog/author/jane/")
    assert [each.text() for each in empty.css(".byline-empty")] == ["Nothing here yet."]
    (intro,) = lists(site, "blog/category/people/index.html")
    assert links(intro) == [("Two", "../../2026/01/02/two/")]
    (own,) = lists(site, "blog/2026/01/02/two/index.html")
    assert [each.text() for each in own.css("h2")] == ["Three", '<i>One</i> & "1"']


def test_what_authors_wrote_is_text(site: Built) -> None:
    for path in ("index.html", "guide/deep/index.html", "blog/2026/01/02/two/index.html"):
        assert not re.search(r"<i>One|<b>A|<u>D|<on>", site.read(path)), path


def test_a_published_list_has_no_draft_and_nothing_that_is_not_listed(site: Built) -> None:
    for path in ("index.html", "guide/deep/index.html", "blog/2026/01/02/two/index.html"):
        assert not re.search("Draft|Later|Unlisted", site.read(path)), path


def test_headings_are_below_those_of_the_page(site: Built) -> None:
    full = lists(site, "guide/deep/index.html")[2]
    assert [each.tag for each in full.css("h1, h2, h3")] == ["h2"]
    assert all("id" not in each.attributes for each in full.css("article"))


def test_search_feeds_and_excerpts_do_without(site: Built) -> None:
    index = site.read("search/search_index.json")
    deep = index[index.index('"guide/deep/"') :].split("}")[0]
    assert "Two" not in deep
    for path in ("blog/atom.xml", "blog/rss.xml", "blog/feed.json", "blog/index.html"):
        if path in site:
            assert "data-byline-posts" not in site.read(path), path
    two = next(each for each in site.read("blog/atom.xml").split("<entry>") if ">Two<" in each)
    assert "After." in two
    assert "three" not in two.lower()
    excerpts = LexborHTMLParser(site.read("blog/index.html")).css(".byline-entry__excerpt")
    assert excerpts[0].text(strip=True) == "Told.After."


def test_a_page_with_a_list_is_made_anew_when_a_post_in_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {"docs/people.md": "# P\n\n/// posts\n    author: jane\n    layout: full\n///\n"}
    # A sidebar would have the title in all pages.
    config = str(SITE["mkdocs.yml"]).replace("tags: true", "tags: true, sidebar: false")
    made = build(tmp_path, {**SITE, **others, "mkdocs.yml": config})
    rendered: list[str] = []
    render = PageCache.render_tracked

    def noting(self: PageCache, page: Page, *rest: Any) -> str:
        rendered.append(page.file.src_uri)
        return render(self, page, *rest)

    monkeypatch.setattr(PageCache, "render_tracked", noting)
    write(tmp_path, {"docs/blog/posts/three.md": post("# Third", date="2026-01-03", tags="[git]")})
    warm = build(tmp_path, site_dir=str(tmp_path / "warm"))
    assert {"index.md", "guide/deep.md", "blog/posts/two.md"} <= set(rendered)
    assert {"people.md", "blog/category/people.md"}.isdisjoint(rendered)
    with without_cache(tmp_path):
        cold = build(tmp_path, site_dir=str(tmp_path / "cold"))
    assert_same(warm, cold)
    for path in ("index.html", "guide/deep/index.html", "blog/2026/01/02/two/index.html"):
        assert "Third" in warm.read(path)
        assert "Third" not in made.read(path)


WRONG: dict[str, str | bytes] = {
    **SITE,
    "docs/blog/posts/two.md": post("# Two\n\n/// posts\n    tag: gitt\n///", date="2026-01-02"),
    "docs/guide/deep.md": "---\ntitle: A\n---\n# D\n\n::: posts\ncategory: Poeple\nauthor: jane\n",
}


def test_a_check_says_what_a_build_says(tmp_path: Path) -> None:
    made = build(tmp_path, WRONG)
    assert made.error == ""
    assert made.messages == problems(tmp_path)
    assert made.messages == [
        "docs/blog/posts/two.md:7:10: BY462 no post has the tag 'gitt', so the list does "
        "without. Did you mean 'git'?",
        "docs/guide/deep.md:7:11: BY462 no post has the category 'Poeple', so the list does "
        "without. Did you mean 'People'?",
    ]
    write(tmp_path, {
        "docs/blog/posts/two.md": post("# Two\n\n/// posts\n    limt: 1\n///", date="2026-01-02"),
        "docs/guide/deep.md": "# Deep\n\n/// posts\n    layout: card\n///\n",
    })  # fmt: skip
    made = build(tmp_path, site_dir=str(tmp_path / "other"))
    assert made.error
    assert made.messages[:2] == problems(tmp_path)
    assert problems(tmp_path) == [
        "docs/blog/posts/two.md:7:5: BY461 a list of posts has no option 'limt'. "
        "Did you mean 'limit'?",
        "docs/guide/deep.md:4:13: BY461 'card' is no value of 'layout'. Did you mean 'cards'?",
    ]


def test_a_list_from_elsewhere_is_told_of_without_its_line(tmp_path: Path) -> None:
    files = {**SITE, "docs/piece.txt": "/// posts\n    tag: gitt\n    layout: card\n///\n"}
    files["docs/guide/deep.md"] = '# Deep\n\n--8<-- "docs/piece.txt"\n'
    files["mkdocs.yml"] = str(SITE["mkdocs.yml"]).replace(
        "[admonition", f"[pymdownx.snippets: {{base_path: ['{tmp_path}']}}, admonition"
    )
    made = build(tmp_path, files)
    assert [message.split(" ")[:2] for message in made.messages][:2] == [
        ["docs/guide/deep.md:1:1:", "BY461"], ["docs/guide/deep.md:1:1:", "BY462"],
    ]  # fmt: skip
    assert made.error


def test_the_preview_has_what_is_written_and_what_is_wrong(tmp_path: Path) -> None:
    served = Served(tmp_path, SITE)
    home = LexborHTMLParser(served.text("index.html"))
    items = [" ".join(each.text(separator=" ").split()) for each in home.css(".byline-list li")]
    assert items[0] == "January 1, 2999 Later Scheduled"
    assert items[1] == "January 4, 2026 Draft Draft"
    assert "Unlisted" not in " ".join(items)
    builds = served.builds
    served.change({"docs/blog/posts/three.md": post("# Third", date="2026-01-03", tags="[git]")})
    assert served.builds == builds
    assert "Third" in served.text("index.html")
    assert "Third" in served.text("blog/2026/01/02/two/index.html")
    served.change(
        {"docs/guide/deep.md": "# Deep\n\n/// posts\n    layout: <card>\n///\n\nText.\n"}
    )
    html = served.text("guide/deep/index.html")
    (notice,) = LexborHTMLParser(html).css(".byline-notice")
    assert "'<card>' is no value of 'layout'." in notice.text()
    assert "Text." in html
    served.change(
        {"docs/blog/posts/two.md": post("# Two\n\n/// posts\n    x: 1\n///", date="2026-01-02")}
    )
    assert "This post can't be shown yet" in served.text("blog/2026/01/02/two/index.html")


def test_templates_ask_for_lists_and_for_posts(tmp_path: Path) -> None:
    files = {
        **SITE,
        "docs/index.md": "---\ntemplate: home.html\n---\n# Home\n",
        "overrides/home.html": "{% extends 'main.html' %}{% block content %}"
        "{{ byline_list(category='people', layout='full', limit=1, heading_level=4) }}"
        "<i>{{ byline_posts(2) | map(attribute='post.path') | join(' ') }}</i>"
        "<i>{{ byline_posts(limit=3, tag=['git'], sort='title') | length }}</i>{% endblock %}",
    }
    files["mkdocs.yml"] = str(SITE["mkdocs.yml"]).replace(
        "material,", "material, custom_dir: overrides,"
    )
    made = build(tmp_path, files, strict=True)
    assert made.error == ""
    home = LexborHTMLParser(made.read("index.html"))
    assert [each.text() for each in home.css(".byline-list h4")] == ["Two"]
    assert [each.text() for each in home.css("i")] == [
        "blog/posts/three.md blog/posts/two.md",
        "1",
    ]
    wrong = (
        str(files["overrides/home.html"]).replace("limit=1", "limt=1").replace("people", "pepole")
    )
    write(tmp_path, {"overrides/home.html": wrong})
    made = build(tmp_path, site_dir=str(tmp_path / "other"))
    assert [message.split(" ")[:2] for message in made.messages][:2] == [
        ["overrides/home.html:1:1:", "BY461"], ["overrides/home.html:1:1:", "BY462"],
    ]  # fmt: skip
    assert made.error


def test_two_blogs_keep_to_themselves(tmp_path: Path) -> None:
    config = CONFIG.replace("byline]", "byline, byline: {blog_dir: news}]")
    made = build(
        tmp_path,
        {
            "mkdocs.yml": config,
            "docs/blog/posts/a.md": post("# Ours", date="2026-01-01", categories="[A]"),
            "docs/news/posts/b.md": post("# Theirs", date="2026-01-01", categories="[B]"),
            "docs/index.md": "# Home\n\n/// posts\n    category: A\n///\n",
            "docs/news/about.md": "# About\n\n/// posts\n    category: B\n///\n",
        },
        strict=True,
    )
    assert (made.error, made.messages) == ("", [])
    assert [text for each in lists(made, "index.html") for text, _ in links(each)] == ["Ours"]
    (news,) = lists(made, "news/about/index.html")
    assert links(news) == [("Theirs", "../2026/01/01/theirs/")]


def test_mkdocstrings_and_lists_share_a_page(tmp_path: Path) -> None:
    config = CONFIG.replace("byline]", "byline, mkdocstrings: {handlers: {python: {paths: [.]}}}]")
    made = build(
        tmp_path,
        {
            "mkdocs.yml": config,
            "posts.py": '"""A package that is named posts."""\n',
            "docs/blog/posts/a.md": post("# Ours", date="2026-01-01", categories="[A]"),
            "docs/index.md": "# Home\n\n::: posts\n\n::: posts\ncategory: A\n\n/// posts\n///\n",
        },
        strict=True,
    )
    assert (made.error, made.messages) == ("", [])
    assert "A package that is named posts." in made.read("index.html")
    assert len(lists(made, "index.html")) == 2


def test_a_template_for_lists_that_reads_on_has_its_page_made_in_each_build(
    tmp_path: Path,
) -> None:
    files = {
        **SITE,
        "docs/index.md": "# Home\n\n/// posts\n    author: jane\n///\n",
        "overrides/byline/partials/list-compact.html": "<i>{{ byline_posts(1)[0].title }}</i>",
        "mkdocs.yml": str(SITE["mkdocs.yml"])
        .replace("material,", "material, custom_dir: overrides,")
        .replace("tags: true", "tags: true, sidebar: false"),
    }
    made = build(tmp_path, files)
    assert "<i>Three</i>" in made.read("index.html")
    write(tmp_path, {"docs/blog/posts/three.md": post("# Third", date="2026-01-03", tags="[git]")})
    made = build(tmp_path, site_dir=str(tmp_path / "other"))
    assert "<i>Third</i>" in made.read("index.html")
