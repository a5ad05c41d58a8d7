"""Feeds in built sites, in the preview and in the next build; for their text see `test_feeds`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import pytest

from building import CONFIG, Built, build, post
from comparing import registry, written
from feed_judges import judge, parse_xml
from mkdocs_byline.host.posts import feed_texts
from mkdocs_byline.html.feed_content import feed_content
from serving import Served

SITE = "https://example.org/sub/"
WITH_ALL = CONFIG.replace(
    "byline]",
    "byline: {tags: true, authors_profiles: true, feed_posts: 2, history: false}]\n"
    "markdown_extensions: [admonition]",
)
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": WITH_ALL,
    "docs/blog/.authors.yml": "authors:\n  jane: {name: Jane & <Doe>}\n",
    "docs/blog/posts/a.md": post(
        "# R&D ]]>\n\n![](a/pic.png) [next](b.md) `x < 1`\n\n!!! note\n    Watch out.",
        date="2024-03-31 02:30:00+02:00",
        authors="[jane]",
        categories="[Café & Co]",
    ),
    "docs/blog/posts/a/pic.png": b"picture",
    "docs/blog/posts/b.md": post("# سلام 漢字 🎉", date="2025-11-02", tags="[sea]"),
    "docs/blog/posts/c.md": post("# C", date="2026-11-02", authors="[jane]", tags="[sea]"),
    "docs/blog/posts/d.md": post(
        "# D", date="2026-11-01", corrections="[{date: 2026-11-05, text: It was < 2.}]"
    ),
    "docs/blog/posts/unlisted.md": post(
        "# Kept apart from all", date="2026-11-03", unlisted="true"
    ),
    "docs/blog/posts/draft.md": post("# A draft of something", date="2026-11-03", draft="true"),
}


def address(path: str) -> str:
    return SITE + quote(path)


def feeds(built: Built) -> dict[str, str]:
    """Return the format of each feed that was written."""
    forms = {"atom.xml": "atom", "rss.xml": "rss", "feed.json": "json"}
    found = {}
    for path in written(built):
        name = path.rsplit("/", 1)[-1]
        archive = re.fullmatch(r".*/feeds/[\d-]+\.(?:(atom|rss)\.xml|(json))", f"/{path}")
        if name in forms:
            found[path] = forms[name]
        elif archive:
            found[path] = archive[1] or archive[2]
    return found


def ids(built: Built, path: str) -> list[str]:
    return [item["id"] for item in json.loads(built.read(path))["items"]]


def links(html: str) -> list[tuple[str, str]]:
    """Return type and path of a page's feeds as its head has them."""
    found = re.findall(
        r'<link rel="alternate feed" type="([^"]*)" title="[^"]*" href="([^"]*)">', html
    )
    return [(kind, address.removeprefix(SITE)) for kind, address in found]


def test_independent_judges_have_nothing_to_say(tmp_path: Path) -> None:
    built = build(tmp_path, FILES)
    assert not built.messages
    found = feeds(built)
    for path, form in found.items():
        judge((built.out / path).read_bytes(), form, address(path))
    listings = ("", "category/café--co/", "tag/sea/", "author/jane/", "corrections/")
    names = ("atom.xml", "rss.xml", "feed.json")
    expected = {f"blog/{folder}{name}" for folder in listings for name in names}
    archives = {f"blog/feeds/{year}.{end}" for year in (2024, 2025, 2026) for end in ENDS}
    assert found.keys() == expected | archives
    text = "".join(built.read(path) for path in found)
    assert "Kept apart" not in text
    assert "draft of something" not in text


ENDS = ("atom.xml", "rss.xml", "json")


def test_text_is_the_finished_posts(tmp_path: Path) -> None:
    built = build(tmp_path, FILES)
    (item,) = json.loads(built.read("blog/category/café--co/feed.json"))["items"]
    html = item["content_html"]
    assert item["title"] == "R&D ]]>"
    assert f'src="{SITE}blog/a/pic.png"' in html
    assert f'href="{SITE}blog/2025/11/02/' in html
    assert "<code>x &lt; 1</code>" in html
    assert re.search(r"<blockquote>\s*<p><strong>Note</strong></p>\s*<p>Watch out.</p>", html)
    assert "<h1" not in html


def test_pages_lead_to_the_blogs_feeds_and_then_to_their_own(tmp_path: Path) -> None:
    built = build(tmp_path, FILES)
    types = ("application/atom+xml", "application/rss+xml", "application/feed+json")
    names = ("atom.xml", "rss.xml", "feed.json")
    of_blog = [(kind, f"blog/{name}") for kind, name in zip(types, names, strict=True)]
    own = [(kind, f"blog/tag/sea/{name}") for kind, name in zip(types, names, strict=True)]
    assert links(built.read("blog/2026/11/02/c/index.html")) == of_blog
    assert links(built.read("blog/index.html")) == of_blog
    assert links(built.read("blog/subscribe/index.html")) == of_blog
    assert links(built.read("blog/tag/sea/index.html")) == of_blog + own
    assert links(built.read("blog/archive/2026/index.html")) == of_blog
    for page in ("blog/tag/sea/", "blog/author/jane/", "blog/category/café--co/"):
        assert '<a href="../../subscribe/">Follow</a>' in built.read(f"{page}index.html")
    assert "Follow</a>" in built.read("blog/index.html")
    assert "Follow</a>" not in built.read("blog/archive/2026/index.html")


def test_a_page_and_a_list_name_every_feed_once(tmp_path: Path) -> None:
    built = build(tmp_path, FILES)
    html = built.read("blog/subscribe/index.html")
    main = html[html.index("<article") : html.index("</article>")]
    offered = {path for path in feeds(built) if "/feeds/" not in path}
    addresses = re.findall(r'href="([^"]*/(?:atom\.xml|rss\.xml|feed\.json))"', main)
    assert not any(each.startswith("http") for each in addresses)  # It works wherever it is.
    addresses = [urljoin(f"{SITE}blog/subscribe/", each) for each in addresses]
    assert sorted(addresses) == sorted(address(path) for path in offered)
    assert "Jane &amp; &lt;Doe&gt;" in main
    listed = parse_xml((built.out / "blog/feeds.opml").read_bytes()).xpath("//outline/@xmlUrl")
    assert sorted(listed) == sorted(address(path) for path in offered if path.endswith("atom.xml"))
    assert f"{SITE}blog/subscribe/" in built.read("sitemap.xml")


def test_nothing_is_read_for_feeds_that_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(html: str, url: str) -> Any:
        read.append(url)
        return feed_content(html, url)

    monkeypatch.setattr(feed_texts, "feed_content", counted)
    built = build(tmp_path, FILES)
    assert len(read) == len(set(read)) == 4
    before = {path: (built.out / path).stat().st_ino for path in feeds(built)}
    texts = {path: built.read(path) for path in before}
    read.clear()
    built = build(tmp_path)
    assert not read
    assert {path: (built.out / path).stat().st_ino for path in feeds(built)} == before
    changed = post("# C\n\nNew text.", date="2026-11-02", authors="[jane]", tags="[sea]")
    built = build(tmp_path, {"docs/blog/posts/c.md": changed})
    assert read == [f"{SITE}blog/2026/11/02/c/"]
    cold = build(tmp_path / "cold", {**FILES, "docs/blog/posts/c.md": changed})
    for path in before:
        assert built.read(path) == cold.read(path)
    touched = {path for path in before if built.read(path) != texts[path]}
    folders = ("blog", "blog/tag/sea", "blog/author/jane", "blog/feeds")
    assert {path.rpartition("/")[0] for path in touched} <= set(folders)
    assert touched
    assert "blog/feeds/2025.json" not in touched


def test_feeds_give_way_to_what_a_site_has(tmp_path: Path) -> None:
    own: dict[str, str | bytes] = {
        "docs/blog/atom.xml": "<own/>",
        "docs/blog/posts/rss.xml.md": post("# X", date="2026-11-01"),
        "docs/blog/subscribe.md": "# My own page\n",
    }
    built = build(tmp_path, {**FILES, **own})
    assert not built.messages
    assert built.read("blog/atom.xml") == "<own/>"
    assert "My own page" in built.read("blog/subscribe/index.html")
    assert ("application/atom+xml", "blog/atom.xml") not in links(built.read("blog/index.html"))
    assert 'href="rss.xml">Follow</a>' in built.read("blog/index.html")
    assert "blog/atom.xml" not in {each.dest for each in registry(built).data}


def test_without_feeds_there_is_nothing_of_them(tmp_path: Path) -> None:
    built = build(
        tmp_path, {**FILES, "mkdocs.yml": WITH_ALL.replace("tags: true", "feeds: false")}
    )
    assert not feeds(built)
    assert not {path for path in written(built) if "subscribe" in path or "opml" in path}
    assert not links(built.read("blog/index.html"))
    assert "Follow" not in built.read("blog/index.html")


def test_a_site_without_its_address_has_no_feeds(tmp_path: Path) -> None:
    config = WITH_ALL.replace("site_url: https://example.org/sub/\n", "")
    built = build(tmp_path, {**FILES, "mkdocs.yml": config})
    assert not built.messages
    assert not feeds(built)
    assert "blog/subscribe/index.html" not in built


def test_the_preview_makes_feeds_when_they_are_asked_for(tmp_path: Path) -> None:
    served = Served(tmp_path, FILES)
    assert served.is_lazy
    assert not (served.out / "blog/feed.json").exists()
    assert "Watch out" in served.text("blog/feeds/2024.json")
    assert not (served.out / "blog/feed.json").exists()
    assert served.all() == served.built()
    changed = post("# C\n\nAnother text.", date="2026-11-02", authors="[jane]", tags="[sea]")
    served.change({"docs/blog/posts/c.md": changed})
    assert served.builds == 1
    for path in ("blog/feed.json", "blog/tag/sea/atom.xml", "blog/author/jane/rss.xml"):
        assert "Another text" in served.text(path)
    assert served.all() == served.built()


RSS = """
  rss: {use_git: false, date_from_meta: {as_creation: date}, match_path: blog/posts/.*,
        feeds_filenames: {rss_created: blog/rss.xml}}
"""


@pytest.mark.parametrize("keep", ["", "byline: {feed_rss_plugin: true}"])
def test_mkdocs_rss_plugin_keeps_its_files(tmp_path: Path, keep: str) -> None:
    pytest.importorskip("mkdocs_rss_plugin")
    rss = " ".join(RSS.split())
    config = CONFIG.replace("byline]", f"{keep or 'byline'}, {{{rss}}}]")
    built = build(tmp_path, {**FILES, "mkdocs.yml": config})
    assert not built.error
    assert built.codes == []
    feed = built.read("blog/rss.xml")
    assert "MkDocs RSS plugin" in feed
    assert "feed_json_created.json" in built
    assert registry(built).data_file("feed_json_created.json") is None
    judge((built.out / "blog/atom.xml").read_bytes(), "atom", f"{SITE}blog/atom.xml")
    assert ("application/rss+xml", "blog/rss.xml") not in links(built.read("blog/index.html"))
