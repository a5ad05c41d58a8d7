"""mkdocs-static-i18n builds a site once for each language, each build but the first in another."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from mkdocs import utils

from building import AUTHORS, Built, build, post
from checking import problems
from feed_judges import judge as judge_feed
from structured import judge, meta, thing

I18N = """\
i18n:
      docs_structure: suffix
      languages:
        - {locale: en, default: true, name: English, build: true}
        - {locale: de, name: Deutsch, build: true}
"""
FILES: dict[str, str | bytes] = {
    "docs/index.md": "# Home\n",
    "docs/index.de.md": "# Start\n",
    "docs/blog/.authors.yml": AUTHORS,
    "docs/blog/index.de.md": "# Das Blog\n",
    "docs/blog/posts/one.md": post(
        "# One\n\nSee [two](two.md).", date="2026-11-20", authors="[jane]", aliases="[/old/]"
    ),
    "docs/blog/posts/one.de.md": post("# Eins\n\n[Zwei](two.md)", date="2026-11-20"),
    "docs/blog/posts/two.md": post("# Two", date="2026-11-21", tags="[a]"),
    "docs/blog/posts/hidden.md": post("# Hidden", date="2026-11-22", unlisted="true"),
    "docs/blog/posts/draft.md": post("# Unready", date="2026-11-22", draft="true"),
}
ENGLISH = ["blog/2026/11/20/one/", "blog/2026/11/21/two/", "blog/2026/11/22/hidden/"]
GERMAN = ["de/blog/2026/11/20/eins/", "de/blog/2026/11/21/two/", "de/blog/2026/11/22/hidden/"]


@pytest.fixture(autouse=True)
def cleaning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give MkDocs its function back, which the plugin replaces and keeps when a build fails."""
    monkeypatch.setattr(utils, "clean_directory", utils.clean_directory)


def config(plugins: str) -> dict[str, str | bytes]:
    text = "site_name: Trial\nsite_url: https://example.org/sub/\nplugins:\n"
    lines = (f"  - {I18N if each == 'i18n' else each}" for each in plugins.split())
    theme = "theme: {name: material, font: false}\n"
    return {"mkdocs.yml": theme + text + "\n".join(lines) + "\n"}


def bilingual(root: Path, plugins: str = "search i18n byline") -> Built:
    return build(root, {**FILES, **config(plugins)}, strict=True)


@pytest.mark.parametrize("plugins", ["search i18n byline", "search byline i18n"])
def test_each_language_has_a_blog(tmp_path: Path, plugins: str) -> None:
    built = bilingual(tmp_path, plugins)
    assert (built.error, built.messages) == ("", [])
    assert built.out == tmp_path / "site"
    posts = [page for page in built.pages() if re.search(r"/2026/\d", page)]
    assert posts == [f"{url}index.html" for url in (*ENGLISH, *GERMAN)]
    for folder, title in (("", "One"), ("de/", "Eins")):
        for listing in ("", "archive/2026/", "tag/a/"):
            assert f"{folder}blog/{listing}index.html" in built
        assert f"{title}</a></h2>" in built.read(f"{folder}blog/index.html")
        assert f"{folder}blog/provenance.json" in built
    assert "Das Blog" in built.read("de/blog/index.html")
    assert '<html lang="de"' in built.read("de/blog/2026/11/20/eins/index.html")
    assert 'href="../../21/two/"' in built.read("de/blog/2026/11/20/eins/index.html")
    assert "blog/2026/11/20/one/" in built.read("old/index.html")
    assert not list(built.out.glob(".byline-*"))
    assert not (tmp_path / "blog").exists()


def test_the_site_map_and_the_search_have_both(tmp_path: Path) -> None:
    built = bilingual(tmp_path)
    places = re.findall(r"<loc>https://example.org/sub/(.*?)</loc>", built.read("sitemap.xml"))
    listed = {url for url in (*ENGLISH, *GERMAN) if "hidden" not in url}
    assert listed < set(places)
    assert {"blog/archive/2026/", "de/blog/archive/2026/"} < set(places)
    assert "hidden" not in built.read("sitemap.xml")
    for match in re.findall(r'href="https://example.org/sub/(.*?)"', built.read("sitemap.xml")):
        assert f"{match}index.html" in built
    index = json.loads(built.read("search/search_index.json"))
    places = [entry["location"] for entry in index["docs"]]
    assert {"blog/2026/11/20/one/", "de/blog/2026/11/20/eins/"} < set(places)


def test_each_language_has_feeds_and_metadata(tmp_path: Path) -> None:
    built = bilingual(tmp_path)
    ids = []
    for folder, language, title in (("", "en", "One"), ("de/", "de", "Eins")):
        at = f"https://example.org/sub/{folder}blog/"
        for name, form in (("atom.xml", "atom"), ("rss.xml", "rss"), ("feed.json", "json")):
            judge_feed((built.out / folder / "blog" / name).read_bytes(), form, at + name)
        feed = json.loads(built.read(f"{folder}blog/feed.json"))
        assert (feed["language"], feed["home_page_url"]) == (language, at)
        assert [item["title"] for item in feed["items"]] == ["Two", title]
        assert all(item["url"].startswith(at) for item in feed["items"])
        page = feed["items"][1]["url"].removeprefix("https://example.org/sub/") + "index.html"
        html = built.read(page)
        judge(html)
        assert thing(html, "BlogPosting")["@id"] == feed["items"][1]["id"]
        assert dict(meta(html))["og:url"] == feed["items"][1]["url"]
        assert f'type="application/feed+json" title="{feed["title"]}" href="{at}feed.json"' in html
        ids.append(thing(html, "Blog")["@id"])
    assert ids[0] != ids[1]


def test_a_second_build_is_the_same(tmp_path: Path) -> None:
    def tree(folder: Path) -> dict[str, bytes]:
        # A compressed site map has the time in it.
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.suffix != ".gz"
        }

    first = tree(bilingual(tmp_path).out)
    assert tree(bilingual(tmp_path).out) == first


def test_what_is_wrong_in_one_language_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    before = sorted(bilingual(tmp_path).pages())
    broken = {"docs/blog/posts/one.de.md": post("# Eins\n\n[x](nowhere.md)", date="2026-11-20")}
    failed = build(tmp_path, {**FILES, **config("search i18n byline"), **broken}, strict=True)
    assert "strict" in failed.error
    assert sorted(failed.pages()) == before
    assert "eins" in "".join(failed.pages())


@pytest.mark.parametrize("plugins", ["search i18n byline", "search byline i18n"])
def test_posts_in_folders_of_languages_are_reported(tmp_path: Path, plugins: str) -> None:
    """That plugin publishes them as plain pages, the draft too."""
    site = config(plugins)
    site["mkdocs.yml"] = str(site["mkdocs.yml"]).replace("suffix", "folder")
    for locale in ("en", "de"):
        site[f"docs/{locale}/guide.md"] = "# Guide\n"
        for name in ("draft", "one"):
            site[f"docs/{locale}/blog/posts/{name}.md"] = FILES[f"docs/blog/posts/{name}.md"]
    built = build(tmp_path, site)
    about = "BY328 no blog looks for this post and 1 more: it becomes a plain page"
    for locale in ("en", "de"):
        first = f"docs/{locale}/blog/posts/draft.md:1:1: {about}"
        assert [each for each in built.messages if each.startswith(first)], built.messages
    assert problems(tmp_path)[0].startswith("docs/de/blog/posts/draft.md:1:1: BY328 no blog looks")
