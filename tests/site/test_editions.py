"""What readers see of a post's editions in a built site."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from building import CONFIG, Built, build, post
from comparing import assert_same, contents, without_cache
from mkdocs_byline.cache import workers
from mkdocs_byline.host.posts.editions import Editions
from mkdocs_byline.html import word_diff
from mkdocs_byline.markdown.edition_text import EditionTexts
from repository import Repo

OPTIONS = "{editions: true, csp: true, post_url_format: '{slug}'}"
ON = CONFIG.replace("[search, byline]", f"[search, {{byline: {OPTIONS}}}]")
PATH = "docs/blog/posts/a.md"
PAGE = "blog/a/index.html"
HISTORY = "blog/a/history/index.html"
FIRST = "blog/a/history/1/index.html"
HEAD = "---\ndate: 2026-01-02\nslug: a\n---\n"
BAD = (
    '<script>alert(1)</script><p onclick="alert(2)" class="md-header">Two <ins>x</ins> &lt;b&gt;'
    '<img src=x onerror=alert(3)></p>\n\n--8<-- "secret.md"\n\n[to b](b.md) [gone](gone.md)'
    " ![there](t.png) ![not there](u.png)"
)
GONE = "A title that nobody has used elsewhere"
FILES: dict[str, str | bytes | None] = {
    "mkdocs.yml": ON
    + "repo_url: https://github.com/us/blog\nmarkdown_extensions: [pymdownx.snippets]\n",
    "docs/index.md": "# Home\n",
    "docs/blog/.authors.yml": "authors:\n  jane: {name: Jane D., email: jane@x.example}\n",
    "docs/blog/posts/b.md": post("# B"),
    "docs/blog/posts/gone.md": post(
        f"# {GONE}", slug="gone", date="{created: 2026-01-02, expires: 2026-01-20}"
    ),
    "docs/blog/posts/t.png": b"\x89PNG\r\n\x1a\n",
    "secret.md": "From another file.",
}


def blog(root: Path) -> Repo:
    repo = Repo(root)
    repo.commit(1, FILES | {"docs/blog/posts/b.md": post("# B", date="2026-01-03")})
    repo.commit(3, {PATH: f"{HEAD}# A\n\nOne <b>two</b> three.\n\n{GONE}\n\n{BAD}\n"}, "Write")
    repo.commit(
        5,
        {PATH: f"{HEAD}# A\n\nOne two four.\n\nCleaned.\n"},
        "<b>Clean</b>\n\nCorrection: It is four.",
        "Joe <joe@secret.example>",
    )
    repo.commit(6, {PATH: f"{HEAD}# A, again\n\nOne two four.\n\nCleaned up.\n"}, "Again")
    return repo


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(blog(tmp_path_factory.mktemp("editions")).root)


def page(built: Built, path: str) -> LexborHTMLParser:
    return LexborHTMLParser(built.read(path))


def one(inside: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = inside.css_first(selector)
    assert found, selector
    return found


def texts(built: Built, path: str, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page(built, path).css(selector)]


def test_a_post_leads_to_what_changed_in_it(built: Built) -> None:
    assert (built.error, built.messages) == ("", [])
    assert texts(built, PAGE, ".byline-row__meta > span")[1] == (
        "Updated January 6, 2026 – see what changed"
    )
    links = page(built, PAGE).css("a[href='history/']")
    assert [link.text() for link in links] == ["see what changed", "What changed", "What changed"]
    assert not page(built, "blog/b/index.html").css("a[href='history/']")


def test_each_edition_has_its_day_people_message_and_words(built: Built) -> None:
    assert texts(built, HISTORY, ".byline-edition h2") == ["Edition 3", "Edition 2", "Edition 1"]
    newest, second, first = page(built, HISTORY).css(".byline-edition")
    about = [
        " ".join(one(each, ".byline-edition__about").text().split()) for each in (second, first)
    ]
    assert about[0].startswith("January 5, 2026 Joe Added: +")
    assert about[1].startswith("January 3, 2026 First published Jane D.")
    message = one(second, ".byline-edition__message")
    assert message.text() == "<b>Clean</b>"
    assert "https://github.com/us/blog/commit/" in str(one(message, "a").attributes["href"])
    assert one(second, ".byline-edition__correction").text() == "It is four."
    words = {
        tag: [node.text() for node in newest.css(f".byline-diff {tag}")] for tag in ("ins", "del")
    }
    assert words == {"ins": ["[Added: , again]", "[Added: up]"], "del": []}
    assert "secret.example" not in built.read(HISTORY)


def test_what_was_hostile_is_text_in_comparisons_and_sanitised_in_editions(built: Built) -> None:
    html = built.read(HISTORY)
    article = html[html.index("byline-editions") : html.index("</article>")]
    assert not re.search(r"<(script|img|b)\b|alert\(", article)
    first = one(page(built, FIRST), ".byline-post")
    assert one(first, "p").html == "<p>One <b>two</b> three.</p>"
    assert not first.css("script, [onclick], [onerror], .md-header")
    assert "&lt;b&gt;" in str(first.html)


def test_an_edition_takes_nothing_from_other_files_and_leads_to_what_is_there(
    built: Built,
) -> None:
    first = one(page(built, FIRST), ".byline-post")
    assert '--8<-- "secret.md"' in first.text()
    assert "From another file." not in built.read(FIRST)
    links = {link.text(): link.attributes.get("href") for link in first.css("a")}
    assert links == {"to b": "../../../b/", "gone": None}
    assert [each.attributes["src"] for each in first.css("img")] == ["../../../t.png"]
    assert "not there" in first.text()


def test_search_engines_the_search_and_the_site_map_leave_editions_out(built: Built) -> None:
    assert sorted(each for each in built.pages() if "/history/" in each) == [
        FIRST, FIRST.replace("/1/", "/2/"), HISTORY
    ]  # fmt: skip
    for path in (HISTORY, FIRST):
        robots = one(page(built, path), "meta[name=robots]")
        assert robots.attributes["content"] == "noindex"
    index = (built.out / "search/search_index.json").read_text()
    assert "history/" not in built.read("sitemap.xml") + index
    assert "What changed in" not in index


def test_texts_that_are_too_different_to_compare_are_both_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_diff, "MAX_WORK", 8)
    built = build(blog(tmp_path).root)
    _, second, first = page(built, HISTORY).css(".byline-edition")
    links = [(link.text(), link.attributes["href"]) for link in one(second, "details").css("a")]
    assert links == [("Edition 1", "1/"), ("Edition 2", "2/")]
    assert "Read both editions." in one(second, "details").text()
    assert not second.css("ins, del")
    assert not first.css("details")


def test_the_feed_and_the_list_of_corrections_lead_there(built: Built) -> None:
    (item,) = json.loads(built.read("blog/corrections/feed.json"))["items"]
    assert item["url"].endswith("/blog/a/history/#edition-2")
    links = page(built, "blog/corrections/index.html").css(".byline-index a")
    assert [link.attributes["href"] for link in links] == [
        "../a/", "../a/history/#edition-2"
    ]  # fmt: skip


def test_the_script_is_a_file_that_a_policy_lets_run(built: Built) -> None:
    assert page(built, PAGE).css("script[src$='assets/byline/editions.js']")
    notice = one(page(built, PAGE), "[data-byline-read]")
    assert "hidden" in notice.attributes
    assert notice.attributes["data-byline-edition"] == "1767700800"
    plain = one(page(built, "blog/b/index.html"), "[data-byline-read]")
    assert plain.attributes["data-byline-edition"] == "0"


def test_the_next_build_gives_the_same_and_a_new_commit_changes_what_it_should(
    tmp_path: Path,
) -> None:
    repo = blog(tmp_path)
    cold = contents(build(tmp_path).out)
    assert contents(build(tmp_path).out) == cold
    repo.commit(8, {"docs/blog/posts/b.md": None}, "Take B away")
    repo.commit(9, {PATH: f"{HEAD}# A, again\n\nOne two four five.\n\nCleaned up.\n"}, "Five")
    warm = build(tmp_path)
    assert (warm.error, texts(warm, HISTORY, "h2")[0]) == ("", "Edition 4")
    assert one(page(warm, FIRST), ".byline-post a").attributes.get("href") is None
    with without_cache(tmp_path):
        assert_same(warm, build(tmp_path, site_dir=str(tmp_path / "fresh")))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
def test_workers_convert_and_compare_and_the_next_build_makes_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = blog(tmp_path)
    made: list[object] = []
    for cls, name in ((EditionTexts, "make"), (EditionTexts, "compare"), (Editions, "_read")):
        monkeypatch.setattr(cls, name, noting(made, getattr(cls, name)))
    monkeypatch.setattr(workers, "usable_cores", lambda: 1)
    one = build(tmp_path, site_dir=str(tmp_path / "one"))
    assert made == ["_read", "make", "make", "compare", "make", "compare"]
    monkeypatch.setattr(workers, "usable_cores", lambda: 2)
    monkeypatch.setattr(workers, "MIN_TASKS", 1)
    with without_cache(tmp_path):
        made.clear()
        two = build(tmp_path, site_dir=str(tmp_path / "two"))
        assert made == ["_read"]
        assert_same(two, one)
        assert_same(build(tmp_path, site_dir=str(tmp_path / "two")), one)
        assert made == ["_read"]
        repo.commit(9, {PATH: f"{HEAD}# A, again\n\nOne two four five.\n\nCleaned up.\n"}, "Five")
        monkeypatch.setattr(workers, "usable_cores", lambda: 1)
        made.clear()
        build(tmp_path, site_dir=str(tmp_path / "two"))
        assert made == ["_read", "make", "compare"]


def noting(made: list[object], function: Callable[..., object]) -> Callable[..., object]:
    """Return a function that notes that it is called, in this process."""

    def note(*arguments: object) -> object:
        made.append(function.__name__)
        return function(*arguments)

    return note


def test_what_editions_say_of_a_post_that_has_expired_is_no_leak(built: Built) -> None:
    assert "blog/gone/index.html" not in built
    assert GONE in built.read(FIRST)
    assert GONE in built.read(HISTORY)


def test_the_preview_has_them_too(tmp_path: Path) -> None:
    built = build(blog(tmp_path).root, command="serve")
    assert built.error == ""
    assert texts(built, HISTORY, "h2") == ["Edition 3", "Edition 2", "Edition 1"]
