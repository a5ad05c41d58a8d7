"""Search by Pagefind: what a build writes for it, what readers see of it, and when it is not."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import serving
from building import CONFIG, Built, build, post
from mkdocs_byline.host import search
from mkdocs_byline.model import Dates, Post, Status
from mkdocs_byline.review.leaks import find_leaks
from mkdocs_byline.search.facets import read_fragment
from mkdocs_byline.search.pagefind import make_index, program

needs_pagefind = pytest.mark.skipif(program() is None, reason="pagefind-bin is not installed")

WITH_SEARCH = CONFIG.replace(
    "byline]", "byline: {search: pagefind, authors_profiles: true, tags: true, history: false}]"
).replace("features: [", "features: [search.suggest, search.highlight, ")
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": WITH_SEARCH,
    "docs/index.md": "# Home\n\nWelcome, penguins.\n",
    "docs/guide.md": "# Guide\n\n## Feeding\n\nPenguins eat fish.\n\n```\nkrill()\n```\n",
    "docs/hidden.md": "---\nsearch: {exclude: true}\n---\n# Hidden\n\nWalrus.\n",
    "docs/blog/.authors.yml": "authors:\n  jane: {name: 'Jane <Doe>'}\n  joe: {name: Joe}\n",
    "docs/blog/posts/old.md": post(
        "# Weekly notes\n\nOf the week.", date="2024-05-01", authors="[joe]", categories="[Sea]"
    ),
    "docs/blog/posts/new.md": post(
        "# Weekly notes\n\nOf the week.", date="2026-05-01", authors="[joe]", categories="[Sea]"
    ),
    "docs/blog/posts/penguins.md": post(
        '# Penguins & "ice"\n\nAbout <i data-search-exclude>walrus</i> birds.',
        date="2025-05-01",
        authors="[jane]",
        tags="[birds]",
        corrections="[{date: 2026-01-02, text: It was two.}]",
    ),
    "docs/blog/posts/unlisted.md": post("# Walrus unlisted", date="2025-05-02", unlisted="true"),
    "docs/blog/posts/draft.md": post(
        "# A walrus that is a draft", date="2025-05-02", draft="true"
    ),
}
CHANGED = ("guide.md", "hidden.md")
FOLDER = "search/pagefind"


def fragments(built: Built) -> dict[str, dict[str, Any]]:
    """Return what the index has of each page, by URL."""
    found = (built.out / FOLDER / "fragment").iterdir()
    pages = [json.loads(read_fragment(path.read_bytes())) for path in found]
    return {each["url"]: each for each in pages}


def files(built: Built) -> dict[str, bytes]:
    folder = built.out / FOLDER
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    if program() is None:
        pytest.skip("pagefind-bin is not installed")
    found = build(tmp_path_factory.mktemp("site"), FILES)
    assert (found.error, found.messages) == ("", [])
    return found


def test_the_index_has_what_may_be_searched(built: Built) -> None:
    pages = fragments(built)
    assert set(pages) == {
        "",
        "guide/",
        "blog/2024/05/01/weekly-notes/",
        "blog/2026/05/01/weekly-notes/",
        "blog/2025/05/01/penguins--ice/",
    }
    assert "walrus" not in json.dumps(pages).lower()
    found = pages["blog/2025/05/01/penguins--ice/"]
    assert found["meta"] == {
        "title": 'Penguins & "ice"',
        "date": "May 1, 2025",
        "people": "Jane <Doe>",
    }
    assert [each["id"] for each in pages["guide/"]["anchors"]] == ["feeding"]


def test_the_themes_index_is_empty_and_its_worker_is_ours(built: Built) -> None:
    index = json.loads(built.read("search/search_index.json"))
    assert index["docs"] == []
    assert index["config"]["lang"] == ["en"]
    assert index["config"]["byline"]["page"] == "search/"
    (worker,) = (built.out / "assets/javascripts/workers").glob("search.*.js")
    own = built.out / "assets/byline/search-worker.js"
    assert worker.read_bytes() == own.read_bytes()
    assert f"workers/{worker.name}" in built.read("index.html")


def test_the_search_page_is_in_no_site_map(built: Built) -> None:
    assert "search/index.html" in built
    assert "/search/" not in built.read("sitemap.xml")


@needs_pagefind
def test_the_index_is_made_only_if_a_record_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def counted(path: Path, records: Any) -> dict[str, bytes]:
        made.append(len(records))
        return make_index(path, records)

    monkeypatch.setattr(search, "make_index", counted)
    first = build(tmp_path, FILES)
    before = files(first)
    stamps = {path: path.stat().st_mtime_ns for path in (first.out / FOLDER).rglob("*.pf_*")}
    assert files(build(tmp_path)) == before
    assert made == [5]
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps
    # A change that no reader can search for.
    (tmp_path / "docs/hidden.md").write_text("---\nsearch: {exclude: true}\n---\n# Hid\n")
    build(tmp_path)
    assert made == [5]
    # One that they can: only what it concerns is another file, and what it was is gone.
    (tmp_path / "docs/guide.md").write_text("# Guide\n\nPelicans.\n")
    after = files(build(tmp_path))
    assert made == [5, 5]
    names = {name for name in after if name.startswith("fragment/")}
    was = {name for name in before if name.startswith("fragment/")}
    assert len(names) == len(was) and len(names - was) == 1
    # The same as a build from nothing.
    docs = {f"docs/{name}": (tmp_path / "docs" / name).read_bytes() for name in CHANGED}
    assert files(build(tmp_path / "other", {**FILES, **docs})) == after


@needs_pagefind
def test_a_pagefind_that_fails_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pagefind"
    monkeypatch.setattr(search, "program", lambda: (path, "none"))
    built = build(tmp_path / "site", FILES)
    (message,) = [each for each in built.messages if "Pagefind" in each]
    assert built.error and "it doesn't start" in message and "search: lunr" in message
    assert not (built.out / "search").exists()


def test_without_pagefind_the_search_is_materials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(search, "program", lambda: None)
    built = build(tmp_path, FILES)
    assert [each for each in built.messages if "mkdocs-byline[search]" in each] == built.messages
    assert len(built.messages) == 1
    assert "search/index.html" not in built
    assert len(json.loads(built.read("search/search_index.json"))["docs"]) > 4
    caplog.set_level(logging.INFO, "mkdocs")
    caplog.clear()
    automatic = WITH_SEARCH.replace("search: pagefind", "search: auto")
    assert build(tmp_path, {"mkdocs.yml": automatic}).messages == []
    (said,) = [each for each in caplog.messages if "Material's own" in each]
    assert "which is not installed" in said


@needs_pagefind
@pytest.mark.parametrize(
    ("of", "to", "reason"),
    [
        ("search: pagefind", "search: lunr", ""),
        ("[search, ", "[search, offline, ", "the plugin 'material/offline'"),
        ("name: material, font: false", "name: readthedocs", ""),
        ("[search, ", "[", ""),
    ],
)
def test_what_has_to_be_searched_otherwise_is(
    tmp_path: Path, of: str, to: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mkdocs")
    built = build(tmp_path, {**FILES, "mkdocs.yml": WITH_SEARCH.replace(of, to, 1)})
    assert built.error == ""
    assert not (built.out / FOLDER).exists()
    assert "search/index.html" not in built
    said = [each for each in caplog.messages if "Material's own" in each]
    assert said == [f"byline: The search is Material's own, because of {reason}."] * bool(reason)


@needs_pagefind
def test_languages_without_spaces_need_the_larger_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = program()
    assert path
    config = WITH_SEARCH.replace("font: false", "font: false, language: zh", 1)
    monkeypatch.setattr(search, "program", lambda: (path[0], "pagefind_bin 1"))
    assert "search/index.html" not in build(tmp_path, {**FILES, "mkdocs.yml": config})
    monkeypatch.setattr(search, "program", lambda: (path[0], "pagefind_bin_extended 1"))
    assert "search/index.html" in build(tmp_path)


@needs_pagefind
def test_a_page_of_the_sites_own_keeps_its_place(tmp_path: Path) -> None:
    built = build(tmp_path, {**FILES, "docs/search.md": "# Our own\n"})
    assert "Our own" in built.read("search/index.html")
    index = json.loads(built.read("search/search_index.json"))
    assert index["config"]["byline"]["page"] == ""
    assert "search_filter" not in built.read("blog/author/joe/index.html")
    assert "byline-within" not in built.read("blog/author/joe/index.html")


@needs_pagefind
def test_the_headers_let_a_worker_run_it_and_pages_do_not(tmp_path: Path) -> None:
    config = WITH_SEARCH.replace("search: pagefind", "search: pagefind, csp: true")
    built = build(tmp_path, {**FILES, "mkdocs.yml": config})
    assert "'wasm-unsafe-eval'" in built.read("_headers")
    assert not [path for path in built.pages() if "wasm-unsafe-eval" in built.read(path)]
    config = config.replace("search: pagefind", "search: lunr")
    assert "wasm" not in build(tmp_path, {"mkdocs.yml": config}).read("_headers")


def test_a_leak_into_the_index_is_seen(built: Built) -> None:
    def leaks(title: str) -> list[str]:
        secret = Post("x.md", title, "x/", "x/index.html", Dates(), status=Status.DRAFT)
        found = find_leaks(
            built.out / FOLDER,
            [secret],
            [],
            others=(),
            places=(),
            said=lambda text: False,
            shown=str,
        )
        return [each.message for each in found]

    assert leaks("A walrus that is a draft") == []
    (message,) = leaks("Penguins eat fish")
    assert ".pf_fragment" in message


@pytest.fixture
def page(built: Built, browser: Browser) -> Iterator[Page]:
    """Open the home page, and fail if a script did."""
    failures: list[str] = []
    with serving(built.out) as address:
        page = browser.new_page(base_url=address)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto("")
        yield page
        page.close()
    assert failures == []


def typed(page: Page, query: str) -> None:
    """Type into the search box with the keyboard alone."""
    page.keyboard.press("f")
    page.keyboard.press("Control+A")
    page.keyboard.type(query)


@pytest.mark.browser
def test_the_box_finds_pages_and_their_sections(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    typed(page, "penguin")
    items = page.locator(".md-search-result__item")
    expect(items).to_have_count(3)
    expect(page.locator(".md-search-result__meta")).to_have_text("3 matching documents")
    best = items.first
    expect(best.locator("h1")).to_have_text('Penguins & "ice"May 1, 2025 · Jane <Doe>')
    expect(best.locator("h1 mark")).to_have_text("Penguins")
    section = page.locator("h2", has_text="Feeding")
    expect(section).to_be_attached()
    expect(page.locator("[data-md-component=search-suggest]")).to_have_text("penguins")
    assert [each for each in asked if each.endswith(".pf_index")]
    # The keyboard leads to the best hit, where words are marked.
    page.keyboard.press("Enter")
    page.wait_for_url("**/blog/2025/05/01/penguins--ice/?h=penguin")
    expect(page.locator("article mark").first).to_have_text("Penguin")


@pytest.mark.browser
def test_equal_hits_come_newest_first(page: Page) -> None:
    typed(page, "weekly notes")
    titles = page.locator(".md-search-result__item h1")
    expect(titles).to_have_text(["Weekly notesMay 1, 2026 · Joe", "Weekly notesMay 1, 2024 · Joe"])


@pytest.mark.browser
def test_nothing_of_the_index_is_loaded_with_a_page(built: Built, browser: Browser) -> None:
    with serving(built.out) as address:
        page = browser.new_page(base_url=address)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
        page.goto("", wait_until="networkidle")
        assert "search/search_index.json" in asked
        assert not [each for each in asked if each.startswith(FOLDER)]
        page.close()


@pytest.mark.browser
def test_where_no_page_has_all_words_one_may_be_missing(page: Page) -> None:
    typed(page, "krill week")
    expect(page.locator(".md-search-result__item")).to_have_count(3)
    expect(page.locator(".md-search-result__terms").first).to_contain_text("Missing:")


@pytest.mark.browser
def test_a_search_that_fails_to_load_says_so_and_recovers(page: Page) -> None:
    page.route("**/search/pagefind/**", lambda route: route.abort())
    typed(page, "penguin")
    result = page.locator("[data-md-component=search-result]")
    expect(result).to_contain_text("The search could not be loaded")
    page.unroute("**/search/pagefind/**")
    page.keyboard.type("s")
    expect(page.locator(".md-search-result__item h1").first).to_contain_text("Penguins")


@pytest.mark.browser
def test_the_search_page_filters_and_has_an_address(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("search/?query=week")
    status, hits = (
        page.locator(".byline-search__status"),
        page.locator(".byline-search__hits > li"),
    )
    expect(status).to_have_text("2 matching documents")
    # The theme opens its box, which covers the page, for an address with `?q=`.
    expect(page.locator("#__search")).not_to_be_checked()
    years = page.locator("select[name=year] option")
    expect(years).to_have_text(["All", "2026 (1)", "2024 (1)"])
    page.select_option("select[name=year]", "2024")
    expect(hits).to_have_count(1)
    expect(hits.locator(".byline-search__about")).to_have_text("May 1, 2024 · Joe")
    assert page.url.endswith("search/?query=week&year=2024")
    page.reload()
    expect(status).to_have_text("1 matching document")
    expect(page.locator("select[name=year]")).to_have_value("2024")
    # Without a query, what was filtered, newest first, and nothing of the index is loaded for it.
    assert [each for each in asked if each.endswith(".pf_index")]
    asked.clear()
    page.goto("search/?kind=post")
    expect(status).to_have_text("3 matching documents")
    expect(hits.locator("h2").first).to_have_text("Weekly notes")
    expect(hits.locator(".byline-search__about").first).to_contain_text("2026")
    expect(hits.locator(".byline-search__text").last).to_have_text("Of the week. Joe · Sea.")
    expect(hits.locator("mark")).to_have_count(0)
    assert not [each for each in asked if each.endswith(".pf_index")]
    # Those corrected since a day.
    page.fill("input[name=since]", "2026-01-02")
    expect(hits.locator("h2")).to_have_text(['Penguins & "ice"'])
    page.fill("input[name=since]", "2026-01-03")
    expect(status).to_have_text("No matching documents")


@pytest.mark.browser
def test_authors_and_topics_search_their_own_posts(page: Page) -> None:
    page.goto("blog/author/jane/")
    page.locator(".byline-within input[type=search]").fill("ice")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?author=Jane+%3CDoe%3E&query=ice")
    expect(page.locator(".byline-search__status")).to_have_text("1 matching document")
    page.goto("blog/category/sea/")
    page.locator(".byline-within input[type=search]").fill("")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?topic=Sea&query=")
    expect(page.locator(".byline-search__status")).to_have_text("2 matching documents")


def test_mkdocs_own_search_leaves_out_what_is_to_stay_out(tmp_path: Path) -> None:
    config = CONFIG.replace(
        "{name: material, font: false, features: [navigation.indexes]}", "mkdocs"
    )
    for _ in range(2):  # The second build adds what the first one has kept.
        built = build(tmp_path, FILES | {"mkdocs.yml": config})
        index = json.loads(built.read("search/search_index.json"))["docs"]
        pages = {each["location"].partition("#")[0] for each in index}
        assert "blog/2025/05/01/penguins--ice/" in pages
        assert pages & {"hidden/", "blog/", "blog/2025/05/02/walrus-unlisted/"} == set()
