"""The preview makes pages when they are asked for, and reads no more than has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.structure.files import File

from building import AUTHORS, CONFIG, build, post, write
from mkdocs_byline.content.safe_files import check_file
from mkdocs_byline.host.posts.pages import PostPage
from mkdocs_byline.outputs import all_outputs, feed_outputs
from repository import Repo
from serving import Served

ONE = "blog/2026/11/20/one/index.html"
TWO = "blog/2026/11/21/two/index.html"
FILES: dict[str, str | bytes] = {
    "docs/blog/.authors.yml": AUTHORS,
    "docs/blog/posts/one.md": post("# One\n\nText.", date="2026-11-20", authors="[jane]"),
    "docs/blog/posts/two.md": post("# Two\n\nSee [one](one.md).", date="2026-11-21"),
}


def one(body: str, **front: object) -> dict[str, str | bytes | None]:
    front = {"date": "2026-11-20", "authors": "[jane]", **front}
    return {"docs/blog/posts/one.md": post(f"# One\n\n{body}", **front)}


@pytest.fixture
def served(tmp_path: Path) -> Served:
    return Served(tmp_path, FILES)


def test_a_page_is_made_when_it_is_asked_for(served: Served) -> None:
    assert not (served.out / ONE).exists()
    assert "Text." in served.text(ONE)
    assert not (served.out / TWO).exists()


def test_all_that_is_served_is_what_mkdocs_would_build(served: Served) -> None:
    assert served.all() == served.built()


def test_a_text_is_taken_over_without_a_build(served: Served) -> None:
    for path in (ONE, "blog/index.html"):
        assert "Text." in served.text(path)
    served.change(one("Better."))
    for path in (ONE, "blog/index.html", "blog/author/jane/index.html"):
        assert "Better." in served.text(path)
    assert "Better" in served.text("search/search_index.json")
    assert served.builds == 1
    assert served.all() == served.built()


def test_a_new_text_asks_nothing_of_all_other_posts(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.text(ONE)
    planned = []
    for module, name in ((feed_outputs, "plan"), (all_outputs, "page_outputs")):
        whole = getattr(module, name)

        def counted(*args: Any, whole: Any = whole, **options: Any) -> Any:
            planned.append(whole.__name__)
            return whole(*args, **options)

        monkeypatch.setattr(module, name, counted)
    served.change(one("Better."))
    assert "Better." in served.text(ONE)
    assert planned == []
    served.text("sitemap.xml")
    assert planned == ["page_outputs"]


def test_a_date_to_come_leaves_no_older_one_in_the_site_map(served: Served) -> None:
    assert "<lastmod>2026-11-21</lastmod>" in served.text("sitemap.xml")
    text = FILES["docs/blog/posts/two.md"]
    assert isinstance(text, str)
    served.change({"docs/blog/posts/two.md": text.replace("2026-11-21", "2031-01-01")})
    assert "<lastmod>2026-11-21</lastmod>" not in served.text("sitemap.xml")
    assert served.text("sitemap.xml") == served.built()["sitemap.xml"].decode()


@pytest.mark.parametrize(
    "change",
    [
        one("Text.", date="2026-11-19"),
        one("Text.", categories="[New]"),
        one("Text.", draft="true"),
        one("Text.", slug="two", date="2026-11-21"),
        one("Text.", authors="[jnae]"),
        {"docs/blog/posts/one.md": None},
        {"docs/blog/posts/new.md": post("# New", date="2026-11-22")},
        {
            "docs/blog/posts/one.md": None,
            "docs/blog/posts/new.md": FILES["docs/blog/posts/one.md"],
        },
        {"docs/blog/posts/x.svg": "<svg/>"},
        {"docs/blog/posts/x.css": "a {}"},
    ],
)
def test_changed_posts_are_read_without_the_rest(
    served: Served, change: dict[str, str | bytes | None]
) -> None:
    served.all()
    served.change(change)
    assert served.builds == 1
    assert served.all() == served.built()


@pytest.mark.parametrize(
    "change",
    [
        {"docs/blog/.authors.yml": AUTHORS.replace("Jane Doe", "Jane Roe")},
        {"docs/index.md": "# House\n"},
        {"docs/x.svg": "<svg/>"},
        {"mkdocs.yml": CONFIG.replace("Trial", "Test")},
    ],
)
def test_more_than_a_text_is_read_with_all_the_rest(
    served: Served, change: dict[str, str | bytes | None]
) -> None:
    served.change(change)
    assert served.builds == 2
    assert served.all() == served.built()


def test_a_broken_post_says_so_until_it_is_mended(served: Served) -> None:
    served.change(one("Text.", date="2026-11-40"))
    assert "can't be shown" in served.text(ONE)
    served.change(one("Text. <![ if !IE]>"))
    assert "BY116" in served.text(ONE)
    served.change(one("Mended."))
    assert "Mended." in served.text(ONE)
    assert "can't be shown" not in served.text(ONE)


def test_what_is_wrong_with_a_new_text_is_told(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    served.change(one("- a\n\n    <!-- more -->\n\n    b\n\n[dead](nowhere.md)"))
    assert served.builds == 1
    assert "BY114" in caplog.text
    assert "nowhere.md" in caplog.text


def test_a_link_to_a_heading_that_is_gone_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = f"{CONFIG}validation: {{anchors: warn}}\n"
    served = Served(tmp_path, {**FILES, "mkdocs.yml": config})
    served.change(one("## There\n"))
    served.change({"docs/blog/posts/two.md": post("# Two\n[x](one.md#there)", date="2026-11-21")})
    assert "#there" not in caplog.text
    served.change(one("Nothing there."))
    assert served.builds == 1
    assert "#there" in caplog.text


def test_a_page_that_is_not_there_is_the_error_page(served: Served) -> None:
    assert served.get("nowhere/index.html") is None
    assert (served.out / "404.html").is_file()
    assert not (served.out / "search/search_index.json").exists()  # Dear, and not asked for.


def test_links_without_a_slash_find_their_page(served: Served) -> None:
    served.get(ONE.removesuffix("/index.html"))
    assert (served.out / ONE).is_file()


def test_other_plugins_get_the_whole_site(tmp_path: Path) -> None:
    hook = "def on_post_page(html, page, config):\n    return html.replace('Text', 'Hooked')\n"
    config = f"{CONFIG}hooks: [hook.py]\n"
    served = Served(tmp_path, {**FILES, "mkdocs.yml": config, "hook.py": hook})
    assert not served.is_lazy
    assert "Hooked" in served.text(ONE)
    served.change(one("Text again."))
    assert served.builds == 2
    assert "Hooked again." in served.text(ONE)


def test_plugins_that_read_posts_have_all_of_them_read(tmp_path: Path) -> None:
    hook = "def on_page_markdown(markdown, **kw):\n    return markdown.replace('Text', 'Read')\n"
    config = f"{CONFIG}hooks: [hook.py]\n"
    served = Served(tmp_path, {**FILES, "mkdocs.yml": config, "hook.py": hook})
    assert served.is_lazy
    served.change(one("Text again."))
    assert served.builds == 2
    assert "Read again." in served.text(ONE)


def test_material_s_plugins_for_tags_and_front_matter_keep_up(tmp_path: Path) -> None:
    config = CONFIG.replace("[search, byline]", "[search, meta, tags, byline]")
    tagged = {
        "docs/blog/posts/one.md": post("# One\n\nText.", date="2026-11-20", tags="[sea]"),
        "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
        "docs/blog/posts/.meta.yml": "tags: [all]\n",
    }
    served = Served(tmp_path, {**FILES, **tagged, "mkdocs.yml": config})
    assert served.all() == served.built()
    served.change({"docs/blog/posts/one.md": post("# One\n\nB.", date="2026-11-20", tags="[sea]")})
    assert served.builds == 1
    assert served.all() == served.built()


def test_the_search_index_has_titles_as_a_build_writes_them(served: Served) -> None:
    title = "# A & <b>B</b>, `<i>`"
    served.change({"docs/blog/posts/two.md": post(title, date="2026-11-21", tags='["x & y"]')})
    assert served.builds == 1
    name = "search/search_index.json"
    assert served.get(name) == served.built()[name]
    assert "A &amp; B" in served.text(name)


def test_the_search_index_makes_way_for_a_change(served: Served) -> None:
    served.preview.version += 1  # A change that waits for the lock.
    assert served.get("search/search_index.json") is None
    served.change(one("Better."))
    assert "Better" in served.text("search/search_index.json")


def test_a_standing_warning_does_not_make_edits_slow(tmp_path: Path) -> None:
    served = Served(tmp_path, FILES)
    served.change(one("Text.", categoires="x"))
    site = served.preview.site
    served.change(one("Better.", categoires="x"))
    assert served.preview.site is site  # A text, taken over in place.
    assert served.all() == served.built()
    served.change(one("Best."))
    assert served.preview.site is not site
    assert served.builds == 1


def test_a_text_is_taken_over_whatever_listings_make_of_its_topics(tmp_path: Path) -> None:
    """The others' spelling wins, and the topic has a page of its own."""
    three = post("# Three\n\nThree.", date="2026-11-22", tags="[Sea]")
    tagged = {f"docs/blog/posts/{name}.md": three for name in ("three", "four")}
    served = Served(tmp_path, {**FILES, **tagged})
    about = {"date": "2026-11-20", "tags": "[sea]"}
    served.change({"docs/blog/posts/one.md": post("# One\n\nText.", **about)})
    site = served.preview.site
    served.change({"docs/blog/posts/one.md": post("# One\n\nBetter.", **about)})
    assert served.preview.site is site
    assert served.all() == served.built()


def unread(served: Served) -> set[str]:
    assert served.preview.site
    pages = [file.page for file in served.preview.site.documents]
    return {page.file.src_uri for page in pages if isinstance(page, PostPage) and page.loader}


def serve_after_a_build(root: Path, files: dict[str, str | bytes]) -> Served:
    build(root, files)
    return Served(root, files)


def test_a_post_is_converted_when_it_is_asked_for(tmp_path: Path) -> None:
    config = CONFIG.replace("byline]", "byline: {sidebar: false}]")
    served = serve_after_a_build(tmp_path, {**FILES, "mkdocs.yml": config})
    posts = {"blog/posts/one.md", "blog/posts/two.md"}
    assert unread(served) >= posts
    served.get(ONE)
    assert unread(served) & posts == {"blog/posts/two.md"}
    served.get("blog/index.html")
    assert not unread(served) & posts


def test_what_is_not_in_the_cache_is_converted_at_once(served: Served) -> None:
    """In the main thread, where what it may cost is limited."""
    assert not unread(served)


def test_what_nobody_asks_for_is_converted_and_told_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = f"{CONFIG}validation: {{anchors: warn}}\n"
    text = "# Two\n\n- a\n\n    <!-- more -->\n\n    b\n\n[x](nowhere.md) [y](one.md#there)"
    odd = {
        "docs/blog/posts/two.md": post(text, date="2026-11-21"),
        "docs/blog/posts/three.md": post("# Three\n\n<![ if !IE]> x", date="2026-11-22"),
    }
    files = {**FILES, **odd, "mkdocs.yml": config}
    build(tmp_path, files)
    caplog.clear()
    served = Served(tmp_path, files)
    assert caplog.text.count("BY116") == 1  # A post that can't be converted is in no cache.
    assert not any(word in caplog.text for word in ("BY114", "nowhere.md", "#there"))
    served.preview.read_rest()
    assert not unread(served)
    for word in ("BY114", "BY116", "link 'nowhere.md'", "anchor '#there'"):
        assert caplog.text.count(word) == 1
    served.preview.read_rest()
    assert caplog.text.count("BY114") == caplog.text.count("anchor '#there'") == 1
    assert "BY116" in served.text("blog/2026/11/22/three/index.html")


def test_a_change_ends_the_reading_of_the_rest(tmp_path: Path) -> None:
    served = serve_after_a_build(tmp_path, FILES)
    site = served.preview.site
    assert site
    steps, has_begun = site.read_rest(), threading.Event()

    def read_rest() -> Iterator[None]:
        has_begun.set()
        return steps

    site.read_rest = read_rest  # type: ignore[method-assign]
    next(steps)
    with served.preview.lock:
        thread = threading.Thread(target=served.preview.read_rest)
        thread.start()
        has_begun.wait()
        served.preview.version += 1
    thread.join()
    assert unread(served)


def test_a_broken_post_is_not_in_the_site_map_before_anybody_looked(tmp_path: Path) -> None:
    text = post("# Odd\n\n<![ if !IE]> x", date="2026-11-22")
    served = Served(tmp_path, {**FILES, "docs/blog/posts/odd.md": text})
    assert "odd/" not in served.text("sitemap.xml")
    assert "two/" in served.text("sitemap.xml")


def test_plugins_that_collect_from_all_pages_get_them_first(tmp_path: Path) -> None:
    config = CONFIG.replace("[search, byline]", "[search, tags, byline]")
    served = Served(tmp_path, {**FILES, "mkdocs.yml": config})
    assert not unread(served)


@pytest.mark.parametrize(
    ("config", "front"),
    [
        (CONFIG.replace("[search, byline]", "[search, tags, byline]"), {}),
        (CONFIG.replace("[search, byline]", "[search, byline, /blog: {folder: blog}]"), {}),
        (CONFIG.replace("byline]", "byline: {draft_on_serve: false}]"), {"draft": "true"}),
    ],
)
def test_where_more_than_posts_may_follow_from_it_all_is_read(
    tmp_path: Path, config: str, front: dict[str, object]
) -> None:
    served = Served(tmp_path, {**FILES, "mkdocs.yml": config})
    served.change(one("Text.", date="2026-11-19", **front))
    assert served.builds == 2
    assert served.all() == served.built()
    served.change(one("Text.", date="2026-11-18"))
    assert served.builds == 3
    assert served.all() == served.built()


def test_a_link_instead_of_a_post_is_refused(served: Served) -> None:
    (served.root / "secret.md").write_text("# Secret\n")
    path = served.root / "docs/blog/posts/link.md"
    path.symlink_to(served.root / "secret.md")
    served.preview.observer.changed.add(str(path))
    served.preview.change(lambda: served.build(served.config()))
    assert served.builds == 2
    assert not any(b"Secret" in data for data in served.all().values())


def test_pieces_of_other_posts_are_read_again(tmp_path: Path) -> None:
    snippets = f"pymdownx.snippets: {{base_path: [{tmp_path}/docs/blog/posts]}}"
    config = f"{CONFIG}markdown_extensions: [{{{snippets}}}]\n"
    whole = {
        "mkdocs.yml": config,
        "docs/blog/posts/two.md": post('# Two\n\n--8<-- "one.md"', date="2026-11-21"),
        "docs/page.md": '# Page\n\n--8<-- "one.md"\n',
    }
    served = Served(tmp_path, {**FILES, **whole})
    assert served.all() == served.built()
    served.change(one("Better."))
    assert "Better." in served.text(TWO)
    assert "Better." in served.text("page/index.html")
    assert served.builds == 1
    assert served.all() == served.built()


def test_what_was_told_before_is_told_again_only_of_what_changed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    two = {"docs/blog/posts/two.md": post("# Two", date="2026-11-21", categoires="[x]")}
    served = Served(tmp_path, {**FILES, **two})
    served.change(one("Text.", dtae="2026-11-20"))
    assert (caplog.text.count("'categoires'"), caplog.text.count("'dtae'")) == (1, 1)
    served.change(one("Text.", dtae="2026-11-20", pin="true"))
    assert (caplog.text.count("'categoires'"), caplog.text.count("'dtae'")) == (1, 2)


def test_a_broken_link_is_told_when_a_post_is_deleted(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    served.preview.read_rest()
    served.change({"docs/blog/posts/one.md": None})
    served.preview.read_rest()
    assert caplog.text.count("link 'one.md'") == 1
    assert served.builds == 1


def test_dates_come_from_git_for_posts_that_appear(tmp_path: Path) -> None:
    undated = {"docs/blog/posts/one.md": post("# One\n\nText.", slug="one")}
    Repo(tmp_path).commit(2, {**FILES, **undated})
    served = Served(tmp_path, {**FILES, **undated})
    assert "Text." in served.text("blog/2026/01/02/one/index.html")
    served.change({"docs/blog/posts/new.md": post("# New", slug="new")})
    served.change({"docs/blog/posts/one.md": post("# One\n\nText.", slug="one", pin="true")})
    served.change({"docs/blog/posts/one.md": None, "docs/blog/posts/1.md": post("# 1", slug="1")})
    assert served.builds == 1
    assert served.all() == served.built()


def test_dates_that_another_plugin_puts_into_titles_are_there_once(tmp_path: Path) -> None:
    config = CONFIG.replace("[search, byline]", "[search, /blog: {folder: blog}, byline]")
    nav = "nav: [index.md, Blog: [blog/index.md]]\n"
    files = {**FILES, "mkdocs.yml": config + nav, "docs/blog/index.md": "# Blog\n"}
    served = Served(tmp_path, files)
    assert "[20/11] One" in served.text("index.html")
    assert served.all() == served.built()
    served.change(one("Better."))
    assert served.builds == 1
    assert served.all() == served.built()


@pytest.mark.parametrize(
    ("name", "step"),
    [
        *((name, "check_file") for name in ("new.png", "new.md", "new.svg")),
        ("new.png", "copy_file"),
        ("new.md", "content_bytes"),
    ],
)
def test_a_file_may_vanish_between_listing_and_looking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, step: str
) -> None:
    """An editor writes a file and renames it, while the folder is being read."""
    new = {f"docs/blog/posts/{name}": post("# New", date="2026-11-22")}
    path = tmp_path / "docs/blog/posts" / name
    vanished: list[Path] = []

    def vanish() -> None:
        if path.exists():
            path.unlink()
            vanished.append(path)

    def late(function: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            vanish()
            return function(*arguments, **options)

        return call

    served = Served(tmp_path, FILES)
    if step == "check_file":
        monkeypatch.setattr(f"mkdocs_byline.host.posts.file_guard.{step}", late(check_file))
    elif step == "copy_file":
        monkeypatch.setattr(File, step, late(File.copy_file))
    else:
        monkeypatch.setattr(File, step, property(late(File.content_bytes.fget)))  # type: ignore[attr-defined]
    served.change({**new})
    assert vanished == [path]
    assert served.all() == served.built()
    write(tmp_path, new)
    served = Served(tmp_path, FILES)  # From the start.
    assert vanished == [path, path]
    assert served.all() == served.built()
