"""Whole sites, built in-process: which pages there are, and what is in them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.exceptions import Abort, ConfigurationError

from building import AUTHORS, CONFIG, Built, build, post
from checking import problems, run

POSTS: dict[str, str | bytes] = {
    "docs/blog/.authors.yml": AUTHORS,
    "docs/blog/posts/one.md": post(
        "# One\n\nFirst. See [two](two.md#part).\n\n<!-- more -->\n\nRest.",
        date="2026-11-20",
        authors="[jane]",
        editors="[joe]",
        categories="[Work]",
        tags="[sea]",
    ),
    "docs/blog/posts/two.md": post("# Two\n\n## Part\n\nText.", date="2026-11-21"),
    "docs/blog/posts/deep/er/index.md": post(
        "# Folder\n\n![Alt](a.png)", date="2025-01-02", authors="joe"
    ),
    "docs/blog/posts/deep/er/a.png": b"png",
}


def indexed(built: Built) -> set[str]:
    index = json.loads(built.read("search/search_index.json"))
    return {entry["location"].partition("#")[0] for entry in index["docs"]}


def index_text(built: Built) -> str:
    return built.read("search/search_index.json")


def test_posts_listings_and_media_are_where_they_should_be(tmp_path: Path) -> None:
    built = build(tmp_path, POSTS, strict=True)
    assert (built.error, built.messages) == ("", [])
    assert built.pages() == [
        "blog/2025/01/02/folder/index.html",
        "blog/2026/11/20/one/index.html",
        "blog/2026/11/21/two/index.html",
        "blog/archive/2025/index.html",
        "blog/archive/2026/index.html",
        "blog/archive/index.html",
        "blog/author/index.html",
        "blog/author/jane/index.html",
        "blog/author/joe/index.html",
        "blog/category/index.html",
        "blog/category/work/index.html",
        "blog/index.html",
        "blog/subscribe/index.html",
        "blog/tag/index.html",
        "blog/tag/sea/index.html",
        "index.html",
    ]
    assert "blog/deep/er/a.png" in built
    assert 'src="../../../../deep/er/a.png"' in built.read("blog/2025/01/02/folder/index.html")


def test_a_post_has_one_heading_its_byline_and_resolved_links(tmp_path: Path) -> None:
    html = build(tmp_path, POSTS).read("blog/2026/11/20/one/index.html")
    assert html.count("<h1") == 1
    assert '<time datetime="2026-11-20">November 20, 2026</time>' in html
    assert 'href="../../../../author/jane/" rel="author">Jane Doe</a>' in html
    assert "Edited by" in html
    assert 'href="../../21/two/#part"' in html
    assert '<link rel="prev" href="../../../../2025/01/02/folder/">' in html
    assert '<link rel="next" href="../../21/two/">' in html
    assert "<title>One - Trial</title>" in html


def test_listings_show_excerpts_with_links_that_fit(tmp_path: Path) -> None:
    built = build(tmp_path, POSTS)
    for listing, link in (
        ("blog/index.html", "../blog/2026/11/21/two/#part"),
        ("blog/category/work/index.html", "../../../blog/2026/11/21/two/#part"),
    ):
        html = built.read(listing)
        assert f'href="{link}"' in html
        assert "Rest." not in html
    assert "Edited by Joe" in re.sub(r"\s+", " ", built.read("blog/author/joe/index.html"))


def test_each_post_is_converted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    converted: list[str] = []
    convert = Markdown.convert

    def counted(self: Markdown, source: str) -> str:
        converted.append(source)
        return convert(self, source)

    monkeypatch.setattr(Markdown, "convert", counted)
    build(tmp_path, POSTS)
    assert ["Rest." in source for source in converted].count(True) == 1


def test_drafts_planned_and_expired_posts_are_nowhere(tmp_path: Path) -> None:
    hidden = {
        "docs/blog/posts/draft.md": post("# Hush draft", date="2026-11-01", draft="true"),
        "docs/blog/posts/plan.md": post("# Hush plan", date="{publish_at: 2999-01-01}"),
        "docs/blog/posts/gone.md": post(
            "# Hush gone", date="{created: 2020-01-01, expires: 2020-02-01}", tags="[hush]"
        ),
    }
    built = build(tmp_path, {**POSTS, **hidden})
    for path in built.out.rglob("*"):
        if path.suffix in (".html", ".json", ".xml"):
            assert "hush" not in path.read_text(encoding="utf-8").lower(), path
    shown = build(tmp_path, command="serve")
    for name, badge in (("draft", "Draft"), ("plan", "Scheduled"), ("gone", "Expired")):
        (page,) = [path for path in shown.pages() if path.endswith(f"hush-{name}/index.html")]
        assert f'<span class="byline-badge">{badge}</span>' in shown.read(page)
        assert 'content="noindex"' in shown.read(page)
    entries = json.loads(index_text(shown))["docs"]
    titles = {entry["title"] for entry in entries if "hush" in entry["title"].lower()}
    assert titles == {"Draft: Hush draft", "Scheduled: Hush plan", "Expired: Hush gone"}


def test_an_unlisted_post_is_built_and_named_nowhere(tmp_path: Path) -> None:
    secret = post("# Quiet one", date="2026-11-22", unlisted="true", tags="[quiet]")
    built = build(tmp_path, {**POSTS, "docs/blog/posts/quiet.md": secret})
    place = "blog/2026/11/22/quiet-one/index.html"
    assert 'content="noindex"' in built.read(place)
    for path in built.out.rglob("*"):
        if path.suffix in (".html", ".json", ".xml") and path != built.out / place:
            assert "quiet" not in path.read_text(encoding="utf-8").lower(), path


def test_plugins_that_collect_tags_do_not_meet_unlisted_posts(tmp_path: Path) -> None:
    secret = post(
        "# Quiet one", date="2026-11-22", unlisted="true", tags="[hush]", topics="[whisper]"
    )
    files = {
        "mkdocs.yml": CONFIG.replace(
            "[search,",
            "[search, meta, tags, {tags: {tags_name_property: topics, export_file: topics.json}},",
        ),
        "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
        "docs/blog/posts/.meta.yml": "tags: [shared]\n",
        "docs/blog/posts/a.md": secret,
        "docs/blog/posts/b.md": post("# Loud one", date="2026-11-22", tags="[loud]"),
    }
    built = build(tmp_path, files)
    assert built.messages == []
    own = "blog/2026/11/22/quiet-one/index.html"
    assert "Quiet one" in built.read(own)
    assert "Loud one" in built.read("tags/index.html")
    assert "Loud one" in built.read("tags.json")
    for path in built.out.rglob("*"):
        if path.is_file() and path != built.out / own:
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not re.search("quiet.one|hush|whisper", text, re.IGNORECASE), path


def test_the_moment_of_a_build_can_be_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"docs/blog/posts/a.md": post("# A", date="{publish_at: 2001-09-10}")}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")  # 2001-09-09T01:46:40Z
    assert "blog/2001/09/10/a/index.html" not in build(tmp_path, files)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000100000")
    assert "blog/2001/09/10/a/index.html" in build(tmp_path)


def test_what_an_author_keeps_out_of_the_search_is_not_found(tmp_path: Path) -> None:
    body = """# A

Shown one.

Hushed two.
{ data-search-exclude }

> Hushed three.
{ data-search-exclude }

- kept
- item
    { data-search-exclude }

<table data-search-exclude><tr><td>Hushed four</td></tr></table>

## Part { data-search-exclude }

Hushed five.

## Next

Shown six.
"""
    config = CONFIG + "markdown_extensions: [attr_list, tables]\n"
    files = {"mkdocs.yml": config, "docs/blog/posts/a.md": post(body, date="2026-11-20")}
    built = build(tmp_path, files)
    assert built.messages == []
    entries = json.loads(built.read("search/search_index.json"))["docs"]
    said = " ".join(f"{each['title']} {each['text']}" for each in entries)
    assert [word for word in ("one", "kept", "six") if word not in said] == []
    assert not re.search(r"Hushed|item|Part", said)
    page = built.read("blog/2026/11/20/a/index.html")
    assert all(f"Hushed {word}" in page for word in ("two", "three", "five"))


def test_a_post_that_is_but_a_heading_is_found_by_it(tmp_path: Path) -> None:
    built = build(tmp_path, {"docs/blog/posts/a.md": post("# Alone", date="2026-11-20")})
    entries = json.loads(built.read("search/search_index.json"))["docs"]
    assert [each["title"] for each in entries if "2026/11/20/a" in each["location"]] == ["Alone"]


def test_search_finds_a_post_by_each_tag_once(tmp_path: Path) -> None:
    """Material's search reads tags itself, that of MkDocs does not."""
    text = post("# One", date="2026-11-20", tags="[Zebra]", categories="[Zebra, Work]")
    for theme in ("material", "mkdocs"):
        config = CONFIG.replace("name: material, font: false", f"name: {theme}")
        built = build(tmp_path / theme, {"mkdocs.yml": config, "docs/blog/posts/a.md": text})
        assert (built.error, built.messages) == ("", [])
        entries = json.loads(built.read("search/search_index.json"))["docs"]
        (entry,) = [each for each in entries if each["location"].endswith("/one/")]
        assert entry["text"].count("Zebra") == (theme == "mkdocs")
        assert entry.get("tags", ["Zebra"]) == ["Zebra"]
        assert "Work" in entry["text"]


def test_search_finds_people_and_topics_but_no_listings(tmp_path: Path) -> None:
    built = build(tmp_path, POSTS)
    assert indexed(built) == {
        "",
        "blog/2025/01/02/folder/",
        "blog/2026/11/20/one/",
        "blog/2026/11/21/two/",
    }
    text = index_text(built)
    for word in ("One", "Rest.", "Jane Doe", "Joe Bloggs", "Work", "sea"):
        assert word in text
    # Above the title and at the foot, and not once more for the search.
    assert built.read("blog/2026/11/20/one/index.html").count("Work</a>") == 2


def test_an_editors_page_introduces_a_listing(tmp_path: Path) -> None:
    intros = {
        "docs/blog/index.md": "# Our posts\n\nWelcome.",
        "docs/blog/category/work.md": "---\ntitle: Labour\n---\nOn work.",
        "docs/blog/archive/2026.md": "Busy year.",
    }
    built = build(tmp_path, {**POSTS, **intros}, strict=True)
    assert built.messages == []
    assert re.search(r"<h1[^>]*>\s*Our posts", built.read("blog/index.html"))
    assert "Welcome." in built.read("blog/index.html")
    work = built.read("blog/category/work/index.html")
    assert "Labour</h1>" in work
    assert "On work." in work
    assert "First." in work
    assert "Busy year." in built.read("blog/archive/2026/index.html")


def test_long_listings_have_pages(tmp_path: Path) -> None:
    many: dict[str, str | bytes] = {
        f"docs/blog/posts/{n}.md": post(f"# P{n}", date=f"2026-01-{n:02}") for n in range(1, 26)
    }
    built = build(tmp_path, {**many, "docs/blog/index.md": "# Blog\n\nIntroduced."})
    assert "P25" in built.read("blog/index.html")
    assert "Introduced." in built.read("blog/index.html")
    second = built.read("blog/page/2/index.html")
    assert 'aria-current="page">2<' in second
    assert "P15</a>" in second
    assert "Introduced." not in second
    assert "blog/page/3/index.html" in built
    assert "blog/page/4/index.html" not in built


def test_pinned_posts_come_first_in_listings_and_not_in_feeds(tmp_path: Path) -> None:
    pinned = post("# Old", date="2020-01-01", pin="true", categories="[Work]")
    built = build(tmp_path, {**POSTS, "docs/blog/posts/old.md": pinned})

    def titles(path: str) -> list[str]:
        return re.findall(r"<h2><a [^>]*>([^<]+)</a></h2>", built.read(path))

    assert titles("blog/index.html")[0] == "Old"
    assert "Pinned" in built.read("blog/index.html")
    assert titles("blog/archive/2020/index.html") == ["Old"]
    assert titles("blog/category/work/index.html") == ["Old", "One"]
    assert "Pinned" in built.read("blog/category/work/index.html")
    feed = built.read("blog/category/work/feed.json")
    assert [each["title"] for each in json.loads(feed)["items"]] == ["One", "Old"]


def test_what_authors_write_is_escaped(tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)>"
    files = {
        "docs/blog/.authors.yml": f"""
            authors:
              jane: {{name: '"{evil}', description: '{evil}', pronouns: '{evil}'}}
            """,
        "docs/blog/posts/a.md": post(
            title=f"'{evil}'",
            description=f"'{evil}'",
            date="2026-11-22",
            authors="jane",
            categories=f"['{evil}']",
            tags=f"['{evil}']",
            links=f"[{{'{evil}': a.md}}]",
        ),
    }
    built = build(tmp_path, files)
    assert built.error == ""
    for page in built.pages():
        assert "<img src=x" not in built.read(page), page


def test_dates_and_words_are_in_the_themes_language(tmp_path: Path) -> None:
    german = CONFIG.replace("font: false", "font: false, language: de")
    html = build(tmp_path, {**POSTS, "mkdocs.yml": german}).read("blog/index.html")
    assert "20. November 2026" in html
    assert "1 Min. Lesezeit" in html


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_other_themes_work(tmp_path: Path, theme: str) -> None:
    config = CONFIG.replace(
        "name: material, font: false, features: [navigation.indexes]", f"name: {theme}"
    )
    built = build(tmp_path, {**POSTS, "mkdocs.yml": config}, strict=True)
    assert built.error == ""
    assert "Jane Doe" in built.read("blog/2026/11/20/one/index.html")


def test_sites_without_directory_urls(tmp_path: Path) -> None:
    built = build(tmp_path, POSTS, use_directory_urls=False)
    html = built.read("blog/2026/11/20/one.html")
    assert 'href="../21/two.html#part"' in html
    assert 'href="../../../author/jane.html"' in html
    assert 'href="../blog/2026/11/21/two.html#part"' in built.read("blog/index.html")


def test_a_site_that_is_a_blog(tmp_path: Path) -> None:
    config = CONFIG.replace("byline]", "byline: {blog_dir: .}]")
    files = {path.replace("docs/blog/", "docs/"): text for path, text in POSTS.items()}
    built = build(tmp_path, {**files, "mkdocs.yml": config}, strict=True)
    assert built.messages == []
    assert "2026/11/20/one/index.html" in built
    assert '<h2><a href="2026/11/20/one/">One</a></h2>' in built.read("index.html")


def test_a_build_tells_all_problems_at_once_and_writes_nothing(tmp_path: Path) -> None:
    wrong: dict[str, str | bytes] = {
        "docs/blog/posts/x.md": post("# X", date="2026-13-01", authors="[jnae]"),
        "docs/blog/posts/y.md": post("# Y", categoires="x"),
        "docs/blog/posts/z.md": b"\xff",
    }
    built = build(tmp_path, {**POSTS, **wrong})
    assert built.codes == ["BY122", "BY201", "BY121", "BY109", "BY101"]
    assert built.messages[-1] == "byline: 4 errors in the blog. Nothing was built."
    assert not built.out.exists()


def test_a_listing_and_a_post_on_one_url(tmp_path: Path) -> None:
    clash = {
        "docs/blog/posts/a.md": post("# A", date="2026-11-22", slug="x"),
        "mkdocs.yml": CONFIG.replace(
            "byline]",
            "byline: {post_url_format: 'archive/{slug}', archive_url_format: 'archive/x'}]",
        ),
    }
    built = build(tmp_path, clash)
    assert "BY402" in built.codes
    assert built.error


def test_warnings_end_a_strict_build_only(tmp_path: Path) -> None:
    files = {**POSTS, "docs/blog/posts/w.md": post("# W", date="2026-11-22", authro="jane")}
    assert build(tmp_path, files).error == ""
    assert build(tmp_path, strict=True).error


def test_a_misplaced_mark_is_told_with_its_line(tmp_path: Path) -> None:
    text = post("# A\n\n- one\n\n    <!-- more -->\n\n- two", date="2026-11-22")
    built = build(tmp_path, {"docs/blog/posts/a.md": text})
    assert built.messages[0].startswith("docs/blog/posts/a.md:8:5: BY114")


def test_materials_plugin_is_refused(tmp_path: Path) -> None:
    built = build(tmp_path, {"mkdocs.yml": CONFIG.replace("byline]", "blog, byline]")})
    assert "Remove '- blog'" in "".join(built.messages)
    assert built.error


def test_options_are_checked(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    options = "byline: {timezone: Mars/Olympus, post_url_format: '{x}', pagination_per_pag: 3}]"
    with pytest.raises((Abort, ConfigurationError)) as caught:
        build(tmp_path, {"mkdocs.yml": CONFIG.replace("byline]", options)})
    told = str(caught.value) + caplog.text
    assert "no time zone 'Mars/Olympus'" in told
    assert "{categories}, {date}, {file}, {slug}" in told


def test_an_unknown_option_is_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    config = CONFIG.replace("byline]", "byline: {pagination_per_pag: 3}]")
    build(tmp_path, {"mkdocs.yml": config})
    assert "Did you mean 'pagination_per_page'?" in caplog.text


def test_the_plugin_can_be_switched_off(tmp_path: Path) -> None:
    config = CONFIG.replace("byline]", "byline: {enabled: false}]")
    built = build(tmp_path, {**POSTS, "mkdocs.yml": config})
    assert "blog/posts/one/index.html" in built


def test_nothing_is_written_into_docs(tmp_path: Path) -> None:
    build(tmp_path, POSTS)
    found = {
        path.relative_to(tmp_path).as_posix()
        for path in (tmp_path / "docs").rglob("*")
        if path.is_file()
    }
    assert found == {*POSTS, "docs/index.md"}


def test_the_same_input_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")

    def snapshot(root: Path) -> dict[str, bytes]:
        out = build(root, POSTS).out
        return {
            path.relative_to(out).as_posix(): path.read_bytes()
            for path in out.rglob("*")
            if path.suffix in (".html", ".json", ".xml")
        }

    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b" / "deeper")


def test_the_site_map_has_dates_and_no_hidden_posts(tmp_path: Path) -> None:
    files = {
        **POSTS,
        "docs/blog/posts/u.md": post("# U", date="{created: 2026-11-01, updated: 2026-11-09}"),
    }
    site_map = build(tmp_path, files).read("sitemap.xml")
    assert "https://example.org/sub/blog/2026/11/01/u/</loc>" in site_map
    assert "2026-11-09" in site_map


def test_related_links_are_resolved(tmp_path: Path) -> None:
    links = "[blog/posts/two.md, {Part: 'blog/posts/two.md#part'}, {More: ['https://x.example']}]"
    files = {**POSTS, "docs/blog/posts/a.md": post("# A", date="2026-11-22", links=links)}
    html = build(tmp_path, files).read("blog/2026/11/22/a/index.html")
    assert '<a href="../../21/two/">Two</a>' in html
    assert '<a href="../../21/two/#part">Part</a>' in html
    assert "https://x.example" in html


def test_links_lead_to_all_that_is_made_without_a_file(tmp_path: Path) -> None:
    """Listings, feeds and the page about them, from pages, posts, `links` and `nav`."""
    made = {
        "blog/category/work.md": "blog/category/work/",
        "blog/archive/2026.md": "blog/archive/2026/",
        "blog/author/jane.md": "blog/author/jane/",
        "blog/tag/index.md": "blog/tag/",
        "blog/subscribe.md": "blog/subscribe/",
        "blog/atom.xml": "blog/atom.xml",
        "blog/feeds.opml": "blog/feeds.opml",
        "blog/provenance.json": "blog/provenance.json",
    }
    nav = ["index.md", *({path: path} for path in made)]
    pages = [path for path in made if path.endswith(".md")]
    files = {
        "mkdocs.yml": f"{CONFIG}nav: {json.dumps(nav)}\nstrict: true\n",
        "docs/index.md": " ".join(f"[x]({path})" for path in made),
        "docs/blog/.authors.yml": AUTHORS,
        "docs/blog/posts/a.md": post(
            "# A\n\n" + " ".join(f"[x](../../{path})" for path in made),
            date="2026-11-20",
            authors="[jane]",
            categories="[Work]",
            tags="[sea]",
            links=json.dumps(pages),
        ),
    }
    built = build(tmp_path, files)
    assert (built.error, built.messages) == ("", [])
    assert problems(tmp_path) == []
    assert run(tmp_path, "--strict").exit_code == 0
    for url in made.values():
        assert f'<a href="{url}">x</a>' in built.read("index.html")
        html, way = built.read("blog/2026/11/20/a/index.html"), f"../../../..{url[4:]}"
        assert f'<a href="{way}">x</a>' in html
        assert f'<a href="{way}" class="md-nav__link"' in html
    assert "<feed" in built.read("blog/atom.xml")


def test_links_to_listings_that_an_option_would_make_are_told_so(tmp_path: Path) -> None:
    text = post("# A\n\n[J](../author/jane.md)", date="2026-11-20", links="[blog/tag/sea.md]")
    config = CONFIG.replace("byline]", "byline: {authors_profiles: false, tags: false}]")
    built = build(tmp_path, {"mkdocs.yml": config, "docs/blog/posts/a.md": text})
    hint = "Pages like it are there with the option"
    (link,) = [each for each in built.messages if "BY405" in each]
    assert link.startswith("docs/blog/posts/a.md:3:9: ")
    assert link.endswith(f"{hint} 'tags: true'.")
    said = run(tmp_path).output
    assert "docs/blog/posts/a.md:7:1: BY507 the link '../author/jane.md'" in said
    assert f"{hint} 'authors_profiles: true'." in said


def test_front_matter_reaches_templates_and_other_plugins(tmp_path: Path) -> None:
    config = CONFIG.replace("{name: material,", "{name: material, custom_dir: overrides,")
    config = config.replace("byline]", "{byline: {trusted_paths: [blog/posts/a.md]}}]")
    files = {
        "mkdocs.yml": config,
        "overrides/own.html": "{{ post.extra.mood }}|{{ page.meta.mood }}|{{ minutes }}",
        "docs/blog/posts/a.md": post(
            "# A", date="2026-11-22", mood="calm", template="own.html", readtime="7"
        ),
    }
    assert build(tmp_path, files).read("blog/2026/11/22/a/index.html") == "calm|calm|7"


@pytest.mark.parametrize("posts", [0, 1])
def test_an_empty_blog_says_so(tmp_path: Path, posts: int) -> None:
    files = {f"docs/blog/posts/{n}.md": post("# A", date="2026-11-22") for n in range(posts)}
    built = build(tmp_path, files, strict=True)
    assert built.error == ""
    assert ("Nothing here yet." in built.read("blog/index.html")) == (not posts)


def test_materials_meta_plugin_gives_posts_their_defaults(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        **POSTS,
        "mkdocs.yml": CONFIG.replace("byline]", "meta, byline]"),
        "docs/blog/posts/.meta.yml": "date: 2026-01-02\ntags: [shared]\ncomments: true\n",
        "docs/blog/posts/m.md": post("# M", tags="[own]"),
    }
    built = build(tmp_path, files, strict=True)
    assert built.messages == []
    html = built.read("blog/2026/01/02/m/index.html")
    assert re.findall(r'class="byline-tag" href="[^"]*">(\w+)<', html) == ["shared", "own"]
    assert "blog/2026/11/20/one/index.html" in built
    assert "M</a></h2>" in built.read("blog/tag/shared/index.html")


def test_a_template_that_does_not_exist_is_a_problem(tmp_path: Path) -> None:
    text = post("# A", date="2026-11-22", template="nowhere.html")
    trusting = CONFIG.replace("byline]", "{byline: {trusted_paths: [blog/posts/*]}}]")
    built = build(tmp_path, {"docs/blog/posts/a.md": text, "mkdocs.yml": trusting})
    assert built.messages[0].startswith("docs/blog/posts/a.md:3:11: BY117")
    assert not built.out.exists()


def test_a_site_may_have_several_blogs(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        **POSTS,
        "mkdocs.yml": CONFIG.replace(
            "byline]", "byline, byline: {blog_dir: news, post_readtime: false, categories: false}]"
        ),
        "docs/news/posts/n.md": post("# Piece of news", date="2026-11-22"),
    }
    built = build(tmp_path, files, strict=True)
    assert (built.error, built.messages) == ("", [])
    news, blog = built.read("news/index.html"), built.read("blog/index.html")
    assert "Piece of news</a></h2>" in news
    assert "One</a></h2>" in blog
    assert "Piece of news</a></h2>" not in blog
    assert ("min read" in news, "min read" in blog) == (False, True)
    assert "blog/category/index.html" in built
    assert "news/category/index.html" not in built
    for title in ("Two", "Piece of news"):  # Both are in the sidebar of each page.
        assert title in built.read("index.html")


def test_posts_with_one_slug_have_entries_of_their_own(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"docs/blog/posts/w{day}.md": post("# Weekly update", date=f"2026-11-{day}")
        for day in (20, 21, 22)
    }
    files["mkdocs.yml"] = CONFIG.replace("byline]", "byline: {blog_toc: true}]")
    listing = build(tmp_path, files).read("blog/index.html")
    for anchor in ("weekly-update", "weekly-update_1", "weekly-update_2"):
        assert listing.count(f'id="{anchor}"') == 1
        assert f'href="#{anchor}"' in listing
