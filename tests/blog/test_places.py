"""Nothing takes the place of another file, of one that is written later, or of one like it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import CONFIG, build, post
from checking import problems
from mkdocs_byline.blog.places import Places, folded, reserved, reserved_file

# What Byline, MkDocs, Material, its plugins, our deployment and hosts write or ask for.
WRITTEN = (
    *("checksums.txt", "sitemap.xml", "sitemap.xml.gz", "objects.inv", "tags.json", "404.html"),
    *("search/search_index.json", "search/search_index.js", "search/worker.js", "search/x"),
    *("feed_rss_created.xml", "feed_json_updated.json", "robots.txt", "ads.txt", "llms.txt"),
    *("_headers", "_redirects", "_worker.js", "_routes.json", "CNAME", ".nojekyll", "sw.js"),
    *(".ci/checksums", ".well-known/security.txt", ".git/config", ".htaccess", "versions.json"),
    *("assets/stylesheets/main.css", "assets/images/social/index.png", "assets/external/a"),
    *("stylesheets/extra.css", "javascripts/extra.js", "manifest.webmanifest", "favicon.ico"),
    *("blog/provenance.json", "blog/authors.json", "de/sitemap.xml", "news/feed.xml"),
)
FREE = (
    *("2019/03/hello/", "2019/hello.html", "old-blog/a/", "2015/why-node.js/", "v1.0/notes/"),
    *("index.php/2019/a/", "blog/search/", "tags/a/", "research/", "asset/", "a/_b/", "a.b/"),
)


@pytest.mark.parametrize("path", WRITTEN)
@pytest.mark.parametrize("end", ["", "/", "/index.html", "/below/", "/a.html"])
def test_no_redirect_takes_the_place_of_what_is_written_later(path: str, end: str) -> None:
    assert reserved(f"{path}{end}", former=True)
    assert reserved(f"{path.swapcase()}{end}", former=True)


@pytest.mark.parametrize("path", FREE)
def test_pages_of_former_sites_may_have_redirects(path: str) -> None:
    assert not reserved(path + "index.html" if path.endswith("/") else path, former=True)


@pytest.mark.parametrize(
    ("dest", "expected"),
    [
        ("checksums.txt/index.html", True),
        ("assets/main.css/index.html", True),
        ("search/search_index.json/index.html", True),
        ("_headers/index.html", True),
        ("blog/2026/11/01/node.js/index.html", False),
        ("blog/2026/data.json/index.html", False),
        ("search/how-to/index.html", False),  # A category of this name, in a blog at the root.
        ("assets/why/index.html", False),
    ],
)
def test_posts_and_listings_keep_off_them_too(dest: str, expected: bool) -> None:
    assert reserved(dest) is expected


def test_files_beside_posts_keep_off_what_is_written_at_the_root() -> None:
    assert reserved_file("Checksums.txt")
    assert reserved_file("llms.txt")
    assert not reserved_file("data/checksums.txt")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_path_is_folded_the_same_in_any_case_and_form(path: str) -> None:
    once = folded(path)
    for form in ("NFC", "NFD"):
        assert folded(unicodedata.normalize(form, path)) == once
    assert folded(once) == once
    if path.isascii():
        assert folded(path.upper()) == once


@given(
    st.lists(
        st.lists(st.sampled_from(["a", "A", "b", "\u00e9", "e\u0301"]), min_size=1, max_size=3),
        max_size=6,
    )
)
def test_what_is_free_can_be_written_on_any_disk(paths: list[list[str]]) -> None:
    places = Places()
    files: set[tuple[str, ...]] = set()
    folders: set[tuple[str, ...]] = set()
    for parts in paths:
        dest = "/".join(parts)
        key = folded(dest).split("/")
        above = {tuple(key[:n]) for n in range(1, len(key))}
        fits = tuple(key) not in files | folders and not above & files
        assert (places.holder(dest) == "") is fits
        if fits:
            places.take(dest, dest)
            files.add(tuple(key))
            folders |= above


ALIASES = (
    *("/checksums.txt/", "/_headers/", "/sitemap.xml.gz/", "/search/search_index.json/"),
    *("/blog/provenance.json/", "/404.html", "/%63hecksums.txt/", "/tags.json/"),
    *("/Blog/2026/11/02/THERE/", "/INDEX.html", "/blog/2026/11/03/cafe%CC%81/", "/blog/Data.csv/"),
    *("/blog/Archive/2026/", "/.nojekyll/", "/assets/stylesheets/main.css/"),
)


def test_check_and_build_refuse_the_same_aliases_at_their_lines(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/blog/posts/there.md": post("# There", date="2026-11-02"),
        "docs/blog/posts/coffee.md": post("# Coffee", date="2026-11-03", slug="caf\u00e9"),
        "docs/blog/posts/data.csv": "1,2",
        "mkdocs.yml": CONFIG.replace("byline]", "byline: {csp: true}]"),
    }
    for n, alias in enumerate(ALIASES):
        files[f"docs/blog/posts/{n:02}.md"] = post(
            f"# Post {n}", date="2026-11-01", aliases=f"['/fine/{n}/', '{alias}']"
        )
    built = build(tmp_path, files)
    told = [each for each in built.messages if ": BY" in each]
    assert built.codes == ["BY412"] * len(ALIASES)
    for n, line in enumerate(told):
        assert re.match(rf"docs/blog/posts/{n:02}\.md:3:\d\d: BY412 the former URL ", line)
    assert problems(tmp_path) == told


def test_a_redirect_is_no_other_form_of_its_own_post(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.md": post("# A", date="2026-11-01", aliases="[/x/, /X/, /x/, /y.html]"),
        "docs/blog/posts/b.md": post("# B", date="2026-11-01", aliases="[/y.HTML/z/]"),
    }
    built = build(tmp_path, files)
    assert built.codes == ["BY412", "BY412"]
    assert "'X/' is another one of this post on many disks." in built.messages[0]
    assert "'y.HTML/z/' belongs to docs/blog/posts/a.md." in built.messages[1]
    assert problems(tmp_path) == [each for each in built.messages if ": BY" in each]


def test_a_file_beside_a_post_keeps_off_pages_and_what_is_written_later(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "mkdocs.yml": CONFIG.replace(
            "byline]", 'byline: {blog_dir: ".", post_url_format: "{slug}"}]'
        ),
        "docs/index.md": "# Blog\n",
        "docs/posts/a.md": post("# A", date="2026-11-01", slug="notes/data.csv"),
        "docs/posts/notes/data.csv": "1,2",
        "docs/posts/checksums.txt": "beside",
        "docs/posts/llms.txt": "beside",
        "docs/posts/free.csv": "1,2",
    }
    built = build(tmp_path, files)
    assert built.codes == ["BY324"] * 3
    assert problems(tmp_path) == [each for each in built.messages if ": BY" in each]
