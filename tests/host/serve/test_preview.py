"""What `mkdocs serve` shows while posts are written, broken and mended."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

from mkdocs.commands import build as mkdocs_build

from building import AUTHORS, CONFIG, Built, build, post, write

PAGE = "blog/2026/11/20/one/index.html"
GOOD = post("# One\n\nText.", date="2026-11-20", authors="[jane]")
FILES: dict[str, str | bytes] = {
    "docs/blog/.authors.yml": AUTHORS,
    "docs/blog/posts/one.md": GOOD,
    "docs/blog/posts/two.md": post("# Two\n\nSee [one](one.md).", date="2026-11-21"),
}


def again(built: Built, files: dict[str, str | bytes]) -> None:
    """Build once more with the same configuration and plugins, as a change of files does."""
    write(built.root, files)
    mkdocs_build.build(built.config)


def test_a_broken_post_explains_itself_at_its_own_url_until_it_is_mended(tmp_path: Path) -> None:
    built = build(tmp_path, FILES, command="serve")
    assert "Text." in built.read(PAGE)

    broken = post("# One\n\nText.", date="2026-11-40", authors="[jnae]", categoires="x")
    again(built, {"docs/blog/posts/one.md": broken})
    text = unescape(re.sub(r"<[^>]+>", "", built.read(PAGE)))
    for expected in (
        "This post can't be shown yet",
        "unknown author 'jnae'. Did you mean 'jane'?",
        "BY201 · docs/blog/posts/one.md, line 3, column 11",
        "BY122",
        "BY109",
    ):
        assert expected in text
    assert "One" not in built.read("blog/index.html")
    assert "Two" in built.read("blog/index.html")
    assert "one/" not in built.read("sitemap.xml")

    again(built, {"docs/blog/posts/one.md": GOOD})
    assert "Text." in built.read(PAGE)
    assert "One" in built.read("blog/index.html")


def test_a_broken_post_shows_the_line_the_place_and_what_would_mend_it(tmp_path: Path) -> None:
    text = post("# One", date="22.11.2026", categoires="x", title="<i>")
    built = build(tmp_path, {**FILES, "docs/blog/posts/one.md": text}, command="serve")
    (page,) = (each for each in built.pages() if "can't be shown" in built.read(each))
    shown = unescape(built.read(page))
    assert "date: 22.11.2026\n      ^</code>" in shown
    assert "categoires: x\n^</code>" in shown
    assert "warning: key is probably misspelt" in shown
    assert "-date: 22.11.2026\n" in shown
    assert "+date: 2026-11-22\n" in shown
    assert "title: &lt;i&gt;" in built.read(page)
    again(built, {"docs/blog/posts/one.md": text.replace("<i>", "<b>")})
    assert "title: <b>" in unescape(built.read(page))


def test_the_code_leads_to_its_page_where_the_site_has_it(tmp_path: Path) -> None:
    files = {**FILES, "docs/blog/posts/one.md": post("# One", date="soon")}
    built = build(tmp_path, {**files, "docs/byline/errors.md": "# Codes\n"}, command="serve")
    (page,) = (each for each in built.pages() if "can't be shown" in built.read(each))
    assert 'byline/errors/#by122">BY122</a>' in built.read(page)
    assert "What BY122 means" not in built.read(page)


def test_the_code_is_explained_on_the_page_where_the_site_has_no_page_of_codes(
    tmp_path: Path,
) -> None:
    built = build(
        tmp_path, {**FILES, "docs/blog/posts/one.md": post("# One", date="soon")}, command="serve"
    )
    (page,) = (each for each in built.pages() if "can't be shown" in built.read(each))
    assert (
        "<summary>What BY122 means</summary><p><strong>Error: date can't be read.</strong>"
        in built.read(page)
    )


def test_strict_sites_have_a_lenient_preview(tmp_path: Path) -> None:
    files = {**FILES, "docs/blog/posts/x.md": post("# X", date="2026-99-99", categoires="x")}
    built = build(tmp_path, files, command="serve", strict=True)
    assert built.error == ""
    assert "Text." in built.read(PAGE)
    again(built, {"docs/blog/posts/x.md": "# Y\n[dead](nowhere.md)\n"})
    assert "Y" in built.read("blog/undated/y/index.html")
    assert build(tmp_path, strict=True).error


def test_a_post_that_was_never_in_order_has_a_page_too(tmp_path: Path) -> None:
    files = {**FILES, "docs/blog/posts/new.md": b"---\ntitle: a: b\n---\n"}
    built = build(tmp_path, files, command="serve")
    assert built.error == ""
    pages = [page for page in built.pages() if "can't be shown" in built.read(page)]
    assert pages == ["blog/undated/new/index.html"]
    index = built.read("blog/index.html")
    assert re.search(r'<a href="undated/new/">docs/blog/posts/new.md</a>', index)


def test_a_text_that_cannot_be_converted_is_a_problem_like_others(tmp_path: Path) -> None:
    text = post("# Odd\n\n<![ if !IE]> x", date="2026-11-22")
    built = build(tmp_path, {**FILES, "docs/blog/posts/odd.md": text}, command="serve")
    assert built.error == ""
    assert "BY116" in built.read("blog/2026/11/22/odd/index.html")
    assert "Odd</a></h2>" not in built.read("blog/index.html")
    again = build(tmp_path)
    assert again.codes == ["BY116"]
    assert again.error


def test_two_broken_posts_do_not_share_a_page(tmp_path: Path) -> None:
    twice = {f"docs/blog/posts/{name}.md": post("# Same", date="2026-11-22") for name in "abc"}
    built = build(tmp_path, {**FILES, **twice}, command="serve")
    broken = [page for page in built.pages() if "can't be shown" in built.read(page)]
    assert len(broken) == 2
    assert "can't be shown" not in built.read("blog/2026/11/22/same/index.html")


def test_a_broken_authors_file_leaves_posts_readable(tmp_path: Path) -> None:
    built = build(tmp_path, FILES, command="serve")
    again(built, {"docs/blog/.authors.yml": "authors: [\n"})
    assert "Text." in built.read(PAGE)
    assert "jane" in built.read(PAGE)


def test_a_post_without_a_date_is_marked(tmp_path: Path) -> None:
    built = build(tmp_path, {**FILES, "docs/blog/posts/x.md": "# X\n"}, command="serve")
    html = built.read("blog/undated/x/index.html")
    assert '<span class="byline-badge">No date</span>' in html
    assert re.search(r"Add “date: \d{4}-\d\d-\d\d” to its front matter", html)


def test_the_search_finds_what_a_build_leaves_out_and_says_so(tmp_path: Path) -> None:
    posts = {
        "docs/blog/posts/x.md": "---\ndate: 2026-11-01\ndraft: true\n---\n# Hush\n\n## Part\n",
        "docs/blog/posts/y.md": "---\ndate: 2026-11-01\nunlisted: true\n---\n# Apart\n",
        "docs/news/posts/z.md": "---\ndate: 2026-11-01\ndraft: true\n---\n# News\n",
    }
    config = CONFIG.replace("byline]", "byline, byline: {blog_dir: news}]")
    files = {**FILES, **posts, "mkdocs.yml": config}
    index = build(tmp_path, files, command="serve").read("search/search_index.json")
    titles = [entry["title"] for entry in json.loads(index)["docs"]]
    assert {"Draft: Hush", "Draft: Part", "Draft: News"} < set(titles)
    assert not [title for title in titles if "Apart" in title]


def test_nothing_of_an_earlier_build_is_left(tmp_path: Path) -> None:
    built = build(tmp_path, FILES, command="serve")
    (tmp_path / "docs/blog/posts/one.md").unlink()
    again(built, {})
    assert PAGE not in built
    assert "One" not in built.read("blog/index.html")
    assert "jane" not in built.read("search/search_index.json").lower()
