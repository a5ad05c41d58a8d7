"""A site whose topics file merges spellings, describes topics and puts them in order."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from building import CONFIG, Built, build, post, write
from checking import problems
from comparing import assert_same, without_cache
from mkdocs_byline.blog import library
from mkdocs_byline.blog.library import Inputs
from mkdocs_byline.cli import main
from mkdocs_byline.content.authors import Authors
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.content.topics import parse_topics
from mkdocs_byline.model import Build
from mkdocs_byline.settings import Settings
from structured import thing

TOPICS = """
topics:
  Sports: {description: "On <b>games</b>.", order: 2}
  Programming: {order: 1}
  js:
    title: JavaScript
    description: The language of browsers.
    icon: material/language-javascript
    parent: programming
    synonyms: [ECMAScript]
"""
NOW = Build(dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG.replace(
        "[search, byline]",
        "[search, byline: {tags: true, search: lunr, post_url_format: '{categories}/{slug}'}]",
    ),
    "docs/blog/.topics.yml": TOPICS,
    "docs/blog/posts/a.md": post("# A\n\nText.", date="2026-11-01", categories="[JS]"),
    "docs/blog/posts/b.md": post("# B\n\nText.", date="2026-11-02", categories="[ecma-script]"),
    "docs/blog/posts/c.md": post("# C\n\nText.", date="2026-11-03", categories="[Sports, zebra]"),
    "docs/blog/posts/d.md": post("# D\n\nText.", date="2026-11-04", tags="[Sea]"),
    "docs/blog/posts/e.md": post("# E\n\nText.", date="2026-11-05", tags="[sea, JS, js]"),
    "docs/blog/posts/f.md": post("# F\n\nText.", date="2026-11-06", tags="[sea]"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = build(tmp_path_factory.mktemp("site"), FILES, strict=True)
    assert not built.error
    return built


def texts(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_all_names_of_a_topic_have_one_page_at_its_url(site: Built) -> None:
    html = site.read("blog/category/js/index.html")
    assert re.findall(r"<h2><a[^>]*>(\w)</a>", html) == ["B", "A"]
    heading = re.search(r"<h1>(.*?)</h1>", html)
    assert heading
    assert '<span class="byline-icon" aria-hidden="true"><svg' in heading[1]
    assert texts(heading[1]) == "JavaScript"
    assert '<p class="byline-header__description">The language of browsers.</p>' in html
    above = html.partition('class="byline-header__topics">')[2].partition("</p>")[0]
    assert re.findall(r'href="(.*?)">(.*?)<', above) == [
        ("../", "Categories"),
        ("../programming/", "Programming"),
    ]
    assert 'url=../js/"' in site.read("blog/category/ecmascript/index.html")
    assert 'url=../js/"' in site.read("blog/category/javascript/index.html")
    assert "blog/js/b/index.html" in site  # The post's own URL.


def test_a_wider_topic_has_the_posts_of_its_parts_and_leads_to_them(site: Built) -> None:
    html = site.read("blog/category/programming/index.html")
    assert re.findall(r"<h2><a[^>]*>(\w)</a>", html) == ["B", "A"]
    parts = html.partition('class="byline-terms"')[2].partition("</ul>")[0]
    assert 'href="../js/"' in parts
    assert texts(parts.partition(">")[2]) == "JavaScript 2 posts"
    assert site.read("blog/category/programming/atom.xml").count("<entry>") == 2


def test_the_overview_has_them_in_order_with_what_they_are(site: Built) -> None:
    html = site.read("blog/category/index.html").partition("byline-listing")[2]
    assert re.findall(r'<h(\d) class="byline-year">.*?<bdi><a[^>]*>(.*?)</a>', html) == [
        ("2", "Programming"),
        ("3", "JavaScript"),
        ("2", "Sports"),
    ]
    assert "<p>On &lt;b&gt;games&lt;/b&gt;.</p>" in html
    assert texts(html.rpartition('class="byline-terms"')[2].partition("</ul>")[0]).endswith(
        "zebra 1 post"
    )


def test_posts_feeds_search_and_machines_have_the_same_names(site: Built) -> None:
    html = site.read("blog/js/a/index.html")
    assert thing(html, "BlogPosting")["articleSection"] == ["JavaScript"]
    names = [each["name"] for each in thing(html, "BreadcrumbList")["itemListElement"]]
    assert names == ["Trial", "Blog", "Programming", "JavaScript", "A"]
    assert texts(html.partition('byline-header__topics">')[2].partition("</p>")[0]) == "JavaScript"
    feed = json.loads(site.read("blog/feed.json"))["items"]
    assert {item["title"]: item.get("tags") for item in feed} == {
        "A": ["JavaScript"],
        "B": ["JavaScript"],
        "C": ["Sports", "zebra"],
        "D": ["sea"],
        "E": ["sea", "JavaScript"],
        "F": ["sea"],
    }
    index = json.loads(site.read("search/search_index.json"))["docs"]
    assert [each["tags"] for each in index if each["title"] == "E"] == [["sea", "JavaScript"]]
    assert thing(site.read("blog/category/js/index.html"), "CollectionPage")["description"] == (
        "The language of browsers."
    )


def test_spellings_that_no_file_has_are_those_most_used(site: Built) -> None:
    assert "<bdi><a" in site.read("blog/d/index.html")
    assert ">sea</a>" in site.read("blog/d/index.html")
    assert ">Sea</a>" not in site.read("blog/d/index.html")


def test_an_edited_file_changes_what_it_is_about(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    text = TOPICS.replace("title: JavaScript", "title: JS").replace("On <b>", "About <b>")
    warm = build(tmp_path, {"docs/blog/.topics.yml": text + "  zebra:\n    parent: Sports\n"})
    assert ">JS</a>" in warm.read("blog/js/a/index.html")
    assert "About" in warm.read("blog/category/index.html")
    with without_cache(tmp_path):
        assert_same(warm, build(tmp_path, site_dir=str(tmp_path / "cold")))


def test_without_a_file_nothing_but_spellings_is_other() -> None:
    sources = [
        parse_post(post(f"# {n}\n", date="2026-11-01", tags=tags).encode(), f"blog/posts/{n}.md")
        for n, tags in enumerate(["[C++, python]", "[Python]", "[python, 'C#']"])
    ]
    found = library.assemble(sources, Inputs(Settings(tags=True), Authors()), NOW)
    named = [[term.name for term in each.tags] for each in found.posts]
    assert named == [["C++", "python"], ["python"], ["python", "C#"]]
    assert {term.url for each in found.posts for term in each.tags} == {
        "blog/tag/c/",
        "blog/tag/python/",
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path, {**FILES, "docs/index.md": "# Home\n"})
    return tmp_path


def test_topics_that_are_not_allowed_are_errors(project: Path) -> None:
    text = "allowed_only: categories\n" + TOPICS.lstrip("\n")
    built = build(
        project,
        {
            "docs/blog/.topics.yml": text,
            "docs/blog/posts/b.md": post(
                "# B", date="2026-11-02", categories="[ECMAScrpt]", tags="[any]"
            ),
        },
    )
    assert built.error
    told = [
        "docs/blog/posts/b.md:3:14: BY404 category 'ECMAScrpt' is not allowed. "
        "Did you mean 'js'? Topics are in docs/blog/.topics.yml.",
        "docs/blog/posts/c.md:3:22: BY404 category 'zebra' is not allowed. "
        "Topics are in docs/blog/.topics.yml.",
    ]
    assert built.messages[:2] == told
    assert problems(project) == told


def test_materials_list_of_categories_knows_all_names_of_a_topic() -> None:
    source = parse_post(
        post("# A\n", date="2026-11-01", categories="[ECMAScript]").encode(), "a.md"
    )
    topics = parse_topics(TOPICS.encode(), "t")
    for allowed in ("js", "JavaScript", "JS"):
        settings = Settings(categories_allowed=(allowed,))
        found = library.assemble([source], Inputs(settings, Authors(), topics), NOW)
        assert [each.code for each in found.problems] == []
    settings = Settings(categories_allowed=("Sports",))
    found = library.assemble([source], Inputs(settings, Authors(), topics), NOW)
    assert [each.code for each in found.problems] == ["BY404"]


def test_an_icon_that_the_theme_has_not_has_its_line(project: Path) -> None:
    text = TOPICS.replace("language-javascript", "language-javascrpt").lstrip("\n")
    write(project, {"docs/blog/.topics.yml": text})
    assert problems(project) == [
        "docs/blog/.topics.yml:7:11: BY111 there is no icon 'material/language-javascrpt'. "
        "Correct it, or remove it."
    ]


def test_the_command_lists_use_and_proposes_what_to_merge(project: Path) -> None:
    slips = {
        f"docs/blog/posts/{name}.md": post(f"# {name}", date="2026-11-07", tags=f"[{tag}]")
        for name, tag in (("x", "sailing"), ("y", "Sailing"), ("z", "sialing"), ("w", "Sprots"))
    }
    write(project, slips)
    command = ["topics", "-f", str(project / "mkdocs.yml")]
    output = CliRunner().invoke(main, command).output
    assert output.splitlines() == [
        "tag           3  2026-11-06  sea  (Sea 1, not in the topics file)",
        "category      2  2026-11-02  js  (JS 1, ecma-script 1)",
        "tag           2  2026-11-07  Sailing  (sailing 1, not in the topics file)",
        "category      1  2026-11-03  Sports",
        "category      1  2026-11-03  zebra  (not in the topics file)",
        "tag           1  2026-11-07  Sprots  (not in the topics file)",
        "tag           1  2026-11-05  js  (JS 1)",
        "tag           1  2026-11-07  sialing  (not in the topics file)",
        "",
        "These look alike. If they are meant to be one, write into docs/blog/.topics.yml:",
        "",
        "topics:",
        "  Sports:",
        "    synonyms: [Sprots]  # 1 post with Sprots",
        "  Sailing:",
        "    synonyms: [sialing]  # 1 post with sialing",
    ]
    records = json.loads(CliRunner().invoke(main, [*command, "--format", "json"]).output)["topics"]
    assert records[5] == {
        "kind": "tag",
        "name": "Sprots",
        "posts": 1,
        "newest": "2026-11-07",
        "spellings": {"Sprots": 1},
        "known": False,
        "meant": "Sports",
    }
    result = CliRunner().invoke(main, ["check", "-f", str(project / "mkdocs.yml")])
    assert "z.md:3:8: BY521 'sialing' is used once; 'Sailing' is used 2 times." in result.output
    assert "w.md:3:8: BY521 'Sprots' is used once; 'Sports' is of the topics file." in (
        result.output
    )
