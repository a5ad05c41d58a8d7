"""Cards in built sites, in the preview and in the next build; for what they show see `drawing`."""

from __future__ import annotations

import importlib.util
import logging
import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.config.base import load_config
from pydantic import ValidationError

from building import CONFIG, Built, build, post, wait_for_file_time, write
from checking import problems
from comparing import registry, written
from mkdocs_byline.blog.cards import are_drawn
from mkdocs_byline.drawing import svg
from mkdocs_byline.host.compat import ENGINE
from mkdocs_byline.host.posts import cards as host_cards
from mkdocs_byline.settings import Settings
from paths import ROOT
from serving import Served

SITE = "https://example.org/sub/"
SAMPLES = ROOT / "tests/samples/fonts"
FONT = (SAMPLES / "Chinese.ttf").read_bytes()


def config(options: str = "", more: str = "") -> str:
    own = f"byline: {{cards: true, history: false{options}}}{more}]"
    return CONFIG.replace("byline]", own)


FILES: dict[str, str | bytes] = {
    "mkdocs.yml": config(),
    "docs/blog/.authors.yml": "authors:\n  jane: {name: Jane Doe}\n",
    "docs/blog/posts/a.md": post('# R&D "ship"', date="2026-11-01", slug="rd", authors="[jane]"),
    "docs/blog/posts/b.md": post("# B", date="2026-11-02", tags="[sea]"),
    "docs/blog/posts/unlisted.md": post("# Apart", date="2026-11-03", unlisted="true"),
    "docs/blog/posts/draft.md": post("# A draft of it", date="2026-11-03", draft="true"),
    "docs/blog/posts/later.md": post("# Much later", date="{publish_at: 2999-01-01}"),
    "docs/blog/posts/folder/index.md": post("# Folder", date="2026-11-04", slug="folder"),
}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the titles of cards that are drawn from now on, in this process."""
    titles: list[str] = []
    draw = svg.draw

    def noting(env: Any, template: str, values: Any, fonts: Any) -> bytes:
        titles.append(values["card"].title)
        return draw(env, template, values, fonts)

    monkeypatch.setattr(host_cards, "draw", noting)
    return titles


def cards(built: Built) -> set[str]:
    return {path for path in written(built) if path.endswith("card.png")}


def metas(html: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html)
    return {name: unescape(value) for name, value in found}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = build(tmp_path_factory.mktemp("cards"), FILES)
    assert (built.error, built.messages) == ("", [])
    return built


def test_each_published_post_has_one_beside_it_and_the_blog_one(site: Built) -> None:
    assert cards(site) == {
        "blog/card.png",
        "blog/2026/11/01/rd/card.png",
        "blog/2026/11/02/b/card.png",
        "blog/2026/11/03/apart/card.png",
        "blog/2026/11/04/folder/card.png",
    }
    assert cards(site) <= registry(site).dests
    for path in cards(site):
        assert (site.out / path).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert "card.png" not in site.read("sitemap.xml")


def test_pages_name_their_card_and_others_that_of_the_blog(site: Built) -> None:
    found = metas(site.read("blog/2026/11/01/rd/index.html"))
    assert found["og:image"] == f"{SITE}blog/2026/11/01/rd/card.png"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"] == 'R&D "ship"'
    assert found["twitter:card"] == "summary_large_image"
    for page in ("blog/index.html", "blog/tag/sea/index.html"):
        assert metas(site.read(page))["og:image"] == f"{SITE}blog/card.png"
    assert "og:image" not in metas(site.read("index.html"))


def test_the_next_build_draws_only_what_has_changed(tmp_path: Path, drawn: list[str]) -> None:
    first = build(tmp_path, FILES)
    assert sorted(drawn) == ["Apart", "B", "Folder", 'R&D "ship"', "Trial"]
    before = {path: (first.out / path).stat().st_mtime_ns for path in cards(first)}
    drawn.clear()
    wait_for_file_time()
    second = build(tmp_path, {"docs/blog/posts/b.md": post("# Bee", date="2026-11-02", slug="b")})
    assert drawn == ["Bee"]
    after = {path: (second.out / path).stat().st_mtime_ns for path in cards(second)}
    assert {path for path in before if before[path] != after[path]} == {
        "blog/2026/11/02/b/card.png"
    }
    drawn.clear()
    minutes = post("# Bee", date="2026-11-02", slug="b", readtime="9")
    build(tmp_path, {"docs/blog/posts/b.md": minutes})
    assert drawn == ["Bee"]
    for option in ("post_readtime_words_per_minute: 1", 'cards_color: "#123"'):
        drawn.clear()
        build(tmp_path, {"mkdocs.yml": config(f", {option}")})
        assert {*drawn} >= {"Apart", "Bee", "Folder", 'R&D "ship"'}


def test_workers_draw_the_same(
    tmp_path: Path, site: Built, monkeypatch: pytest.MonkeyPatch, drawn: list[str]
) -> None:
    monkeypatch.setattr("mkdocs_byline.cache.workers.MIN_TASKS", 2)
    monkeypatch.setattr("mkdocs_byline.cache.workers.usable_cores", lambda: 2)
    built = build(tmp_path, FILES)
    assert drawn == []  # In this process.
    assert cards(built) == cards(site)
    for path in cards(site):
        assert (built.out / path).read_bytes() == (site.out / path).read_bytes()


def test_the_preview_draws_when_asked_and_drafts_too(tmp_path: Path, drawn: list[str]) -> None:
    served = Served(tmp_path, FILES)
    assert served.is_lazy
    page = served.text("blog/2026/11/03/a-draft-of-it/index.html")
    assert drawn == []
    path = metas(page)["og:image"].removeprefix("http://127.0.0.1/sub/")
    first = served.get(path)
    assert drawn == ["A draft of it"]
    served.change(
        {"docs/blog/posts/draft.md": post("# Draft", date="2026-11-03", slug="a-draft-of-it")}
    )
    assert served.get(path) not in (None, first)
    assert drawn[1:] == ["Draft"]


def test_a_posts_own_picture_is_on_its_card(tmp_path: Path, site: Built) -> None:
    picture = (site.out / "blog/card.png").read_bytes()
    files: dict[str, str | bytes] = {
        "mkdocs.yml": config(),
        "docs/pic.png": picture,
        "docs/blog/posts/own.md": post("# A", date="2026-11-01", slug="own", image="pic.png"),
        "docs/blog/posts/none.md": post("# A", date="2026-11-01", slug="none"),
        "docs/blog/posts/torn.md": post("# A", date="2026-11-01", slug="torn", image="torn.png"),
        "docs/torn.png": b"no picture",
        "docs/blog/posts/far.md": post(
            "# A", date="2026-11-01", slug="far", image="https://example.com/a.png"
        ),
    }
    built = build(tmp_path, files)
    assert built.messages == []

    def card(name: str) -> bytes:
        return (built.out / f"blog/2026/11/01/{name}/card.png").read_bytes()

    assert card("own") != card("none") == card("torn")
    page = metas(built.read("blog/2026/11/01/far/index.html"))
    assert page["og:image"] == "https://example.com/a.png"
    assert "blog/2026/11/01/far/card.png" not in cards(built)
    # Feeds show the picture itself: they have the title beside it.
    assert "card.png" not in built.read("blog/atom.xml")
    assert f"{SITE}pic.png" in built.read("blog/atom.xml")
    before = card("own")
    files["docs/pic.png"] = (site.out / "blog/2026/11/02/b/card.png").read_bytes()
    built = build(tmp_path, files)
    assert card("own") != before


def test_what_has_the_place_of_a_card_stays(tmp_path: Path) -> None:
    built = build(tmp_path, {**FILES, "docs/blog/card.png": b"the maintainers'"})
    assert built.messages == []
    assert (built.out / "blog/card.png").read_bytes() == b"the maintainers'"
    assert "og:image" not in metas(built.read("blog/index.html"))
    assert "og:image" in metas(built.read("blog/2026/11/02/b/index.html"))


MISSING: dict[str, str | bytes] = {
    "mkdocs.yml": config(),
    "docs/blog/.authors.yml": "authors:\n  jane: {name: Jane}\n  wang: {name: 王}\n",
    "docs/blog/posts/emoji.md": post("\n# Party 🎉", date="2026-11-01", authors="[jane]"),
    "docs/blog/posts/front.md": post(date="2026-11-02", title="你好", authors="[jane]"),
    "docs/blog/posts/name.md": post("# Name", date="2026-11-03", authors="[wang]"),
    "docs/blog/posts/guest.md": post("# Guest", date="2026-11-04", authors="[{name: 李}]"),
    "docs/blog/posts/draft.md": post("# 🎈", date="2026-11-05", draft="true"),
    "docs/blog/posts/later.md": post("# Later 🎈", date="{publish_at: 2999-01-01}"),
    "docs/blog/posts/fine.md": post("# Fine", date="2026-11-06", authors="[jane]"),
}


def test_a_character_that_no_font_has_is_told_where_it_is_written(tmp_path: Path) -> None:
    built = build(tmp_path, MISSING)
    assert built.error == ""
    told = {tuple(each.split(". ")[0].split(" ", 1)) for each in built.messages}
    assert told == {
        ("docs/blog/posts/emoji.md:6:1:", "BY451 title: no font for cards has '🎉' (U+1F389)"),
        (
            "docs/blog/posts/front.md:3:8:",
            "BY451 title: no font for cards has '你' (U+4F60), '好' (U+597D)",
        ),
        (
            "docs/blog/.authors.yml:3:1:",
            "BY451 the name of 'wang': no font for cards has '王' (U+738B)",
        ),
        ("docs/blog/posts/guest.md:3:10:", "BY451 authors: no font for cards has '李' (U+674E)"),
        # It would be a warning on that day otherwise, in a build that nobody asked for.
        ("docs/blog/posts/later.md:4:1:", "BY451 title: no font for cards has '🎈' (U+1F388)"),
    }
    assert [each.split(": ", 1)[1] for each in problems(tmp_path)] == [
        each.split(": ", 1)[1] for each in built.messages
    ]
    assert cards(built) == {"blog/card.png", "blog/2026/11/06/fine/card.png"}
    page = built.read("blog/2026/11/01/party-/index.html")
    assert metas(page)["og:image"] == f"{SITE}blog/card.png"


def test_dates_in_the_sites_language_and_its_name_need_a_font_too(tmp_path: Path) -> None:
    own = config().replace("theme: {", "theme: {language: zh, ")
    built = build(tmp_path, {**FILES, "mkdocs.yml": own})
    assert [each.split(". ")[0] for each in built.messages] == [
        "mkdocs.yml:1:1: BY451 dates and lists of names: no font for cards has '年' (U+5E74), "
        "'月' (U+6708), '日' (U+65E5)"
    ]
    own = own.replace("history: false", "history: false, cards_fonts: [fonts/c.ttf]")
    built = build(tmp_path, {"mkdocs.yml": own, "fonts/c.ttf": FONT})
    assert built.messages == problems(tmp_path) == []
    assert len(cards(built)) == 5
    built = build(tmp_path, {"mkdocs.yml": config().replace("Trial", "试")})
    assert [each.split(". ")[0] for each in built.messages] == [
        "mkdocs.yml:1:1: BY451 site_name: no font for cards has '试' (U+8BD5)"
    ]
    assert cards(built) == set()


@pytest.mark.parametrize("content", [None, b"no font"])
def test_a_font_that_cannot_be_read_ends_a_build(content: bytes | None, tmp_path: Path) -> None:
    files = {**FILES, "mkdocs.yml": config(", cards_fonts: [own.ttf]")}
    built = build(tmp_path, files if content is None else {**files, "own.ttf": content})
    assert built.codes == ["BY452"] and built.error
    assert "mkdocs.yml:1:1: BY452 cards_fonts: own.ttf: " in built.messages[0]
    assert problems(tmp_path) == built.messages[:1]


def test_another_template(
    tmp_path: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = config(", cards: own.html").replace("cards: true, ", "")
    own = own.replace("theme: {", "theme: {custom_dir: overrides, ")
    template = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630">'
        '{{ text(card.title, box=(0, 0, 1200, 630), sizes=[90]) }}{% include "part.html" %}</svg>'
    )
    files = {**FILES, "mkdocs.yml": own, "overrides/own.html": template}
    built = build(tmp_path, {**files, "overrides/part.html": '<rect width="9" height="9"/>'})
    assert built.messages == []
    before = (built.out / "blog/card.png").read_bytes()
    drawn.clear()
    built = build(tmp_path, {"overrides/part.html": '<rect width="99" height="99"/>'})
    assert len(drawn) == 5
    assert (built.out / "blog/card.png").read_bytes() != before
    monkeypatch.setattr("mkdocs_byline.cache.workers.MIN_TASKS", 2)
    monkeypatch.setattr("mkdocs_byline.cache.workers.usable_cores", lambda: 2)
    log = logging.FileHandler(tmp_path / "log")  # Of workers, too.
    logging.getLogger(ENGINE).addHandler(log)
    built = build(tmp_path, {"overrides/part.html": "{{ card.color.no.such }}"})
    logging.getLogger(ENGINE).removeHandler(log)
    log.close()
    assert built.codes == ["BY453"] and built.error
    assert (tmp_path / "log").read_text().count("BY453") == 1
    assert "the template 'own.html' makes no picture: UndefinedError: " in built.messages[0]
    (tmp_path / "overrides/own.html").unlink()
    built = build(tmp_path)
    assert built.codes == ["BY117"]
    assert problems(tmp_path) == built.messages[:1]


@pytest.mark.parametrize(
    ("option", "url", "plugins", "drawn"),
    [
        (True, SITE, {}, True),
        ("own.html", SITE, {}, True),
        (False, SITE, {}, False),
        (True, "", {}, False),
        (True, SITE, {"social": {}}, False),
        (True, SITE, {"material/social": {"enabled": True, "cards": True}}, False),
        (True, SITE, {"material/social": {"enabled": True, "cards": False}}, True),
        (True, SITE, {"social": {"enabled": False}}, True),
    ],
)
def test_when_there_are_cards(
    option: bool | str, url: str, plugins: dict[str, Any], drawn: bool
) -> None:
    project: Any = SimpleNamespace(settings=Settings(cards=option), site_url=url, plugins=plugins)
    assert are_drawn(project) == drawn


def test_without_the_extra_a_build_says_so_once_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec",
        lambda name, *given: None if name == "resvg_py" else find(name, *given),
    )
    host_cards.note_if_not_installed.cache_clear()
    caplog.set_level(logging.INFO, "mkdocs.plugins.byline")
    for _ in range(2):
        built = build(tmp_path, MISSING, strict=True)
        assert built.error == "" and cards(built) == set()
    said = [each for each in caplog.messages if "no cards" in each]
    assert said == ["byline: no cards are drawn: pip install 'mkdocs-byline[cards]' is missing."]
    host_cards.note_if_not_installed.cache_clear()


@pytest.mark.parametrize(
    ("theme", "color", "logo"),
    [
        ("palette: {primary: teal}", "#009485", False),
        ("palette: [{scheme: default, primary: deep purple}]", "#7e56c2", False),
        ("palette: {primary: black}", "#24201c", False),
        ("palette: {primary: white}", "", False),
        ("icon: {logo: material/feather}", "", True),
        ("logo: pic.svg", "", True),
        ("logo: absent.png", "", False),
    ],
)
def test_the_themes_logo_and_colour(theme: str, color: str, logo: bool, tmp_path: Path) -> None:
    own = config().replace("theme: {", f"theme: {{{theme}, ")
    picture = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    write(tmp_path, {"mkdocs.yml": own, "docs/pic.svg": picture})
    loaded = load_config(config_file=str(tmp_path / "mkdocs.yml"))
    assert host_cards.theme_color(loaded) == color
    assert bool(host_cards.theme_logo(loaded, "#123456")) == logo


def test_an_icon_has_the_colour() -> None:
    loaded = load_config(theme={"name": "material", "icon": {"logo": "material/feather"}})
    found = host_cards.theme_logo(loaded, "#123456")
    assert found and found.inline
    assert b'fill="#123456"' in found.data


@pytest.mark.parametrize("color", ["red", "#12", "url(#x)", "#12345g"])
def test_a_colour_is_one(color: str) -> None:
    with pytest.raises(ValidationError, match="is no colour; use one such as"):
        Settings(cards_color=color)


def test_posts_without_folders_have_cards_in_one(tmp_path: Path) -> None:
    files = {name: FILES[name] for name in ("mkdocs.yml", "docs/blog/posts/b.md")}
    built = build(tmp_path, files, use_directory_urls=False)
    assert "blog/2026/11/02/b/card.png" in cards(built)
    page = built.read("blog/2026/11/02/b.html")
    assert metas(page)["og:image"] == f"{SITE}blog/2026/11/02/b/card.png"
