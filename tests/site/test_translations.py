"""Byline's words in other languages: complete, well-formed, and set as each language does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale
from selectolax.lexbor import LexborHTMLParser

from building import CONFIG, build, post
from mkdocs_byline.i18n import ENGLISH
from mkdocs_byline.translations import (
    FOLDER,
    count,
    list_pieces,
    locale_of,
    read_words,
    text_direction,
    words,
)

FILES = sorted(FOLDER.glob("*.yml"))
WELL_DONE = {"ar", "de", "es", "fa", "fr", "he", "hi", "it", "ja", "ko", "nl", "pl", "pt"} | {
    "pt-BR", "ru", "tr", "uk", "zh", "zh-Hant"
}  # fmt: skip
POSTS = "byline.posts."


def test_there_are_the_languages_that_many_write_in() -> None:
    assert {path.stem for path in FILES} >= WELL_DONE


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_language_is_complete(path: Path) -> None:
    locale = Locale.parse(path.stem, sep="-")
    plain = {key for key in ENGLISH if key.startswith("byline.") and not key.startswith(POSTS)}
    forms = {f"{POSTS}{form}" for form in (*locale.plural_form.rules, "other")}
    found = read_words(path)
    assert found.keys() == plain | forms
    for key, text in found.items():
        assert text == text.strip() != ""
        if key in plain:
            assert text.count("#") == ENGLISH[key].count("#"), key
    assert "#" in found[f"{POSTS}other"]


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1, "1 post"),
        ("en", 0, "0 posts"),
        ("de", 2, "2 Beiträge"),
        ("fr", 0, "0 article"),
        ("pl", 22, "22 wpisy"),
        ("pl", 25, "25 wpisów"),
        ("ru", 21, "21 запись"),
        ("ru", 11, "11 записей"),
        ("ar", 2, "مقالان"),
        ("ja", 7, "7件の記事"),
        ("zh-TW", 3, "3 篇文章"),
    ],
)
def test_numbers_have_the_languages_plural(language: str, number: int, expected: str) -> None:
    own = words(language)
    assert count(lambda key: own.get(key, key), "byline.posts", number, language) == expected


def test_a_theme_with_two_forms_says_no_wrong_number() -> None:
    theme = {"readtime.one": "1 мин", "readtime.other": "# мин"}
    said = [count(lambda key: theme.get(key, key), "readtime", n, "ru") for n in (1, 3, 21)]
    assert said == ["1 мин", "3 мин", "21 мин"]


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 0, ""),
        ("en", 1, "0"),
        ("en", 2, "0 and 1"),
        ("en", 3, "0, 1, and 2"),
        ("de", 3, "0, 1 und 2"),
        ("ja", 3, "0、1、2"),
        ("zh", 3, "0、1和2"),
        ("ar", 2, "0 و1"),
    ],
)
def test_names_are_listed_as_the_language_does(language: str, number: int, expected: str) -> None:
    *before, after = list_pieces(number, language)
    text = "".join(f"{piece}{index}" for index, piece in enumerate(before)) + after
    assert text == expected


def test_a_language_falls_back_to_its_relatives_and_to_english() -> None:
    assert words("de-AT") == words("de") == words("de_CH")
    assert words("zh-TW") == words("zh-Hant") != words("zh")
    assert words("tlh") is ENGLISH
    assert str(locale_of("tlh")) == "en"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "rtl"),
        ("fa", "rtl"),
        ("he", "rtl"),
        ("ur-PK", "rtl"),
        ("ku-IQ", "rtl"),
        ("ja", "ltr"),
    ],
)
def test_scripts_run_in_their_direction(language: str, expected: str) -> None:
    assert text_direction(language) == expected


def test_a_site_speaks_its_theme_s_language(tmp_path: Path) -> None:
    built = build(
        tmp_path,
        {
            "mkdocs.yml": CONFIG.replace("font: false", "font: false, language: de"),
            "docs/blog/.authors.yml": "authors: {a: {name: Ada}, b: {name: Bea}, c: {name: Cora}}",
            "docs/blog/posts/one.md": post(
                title="Eins",
                date="{created: 2026-11-20, updated: 2026-11-21}",
                authors="[a, b, c]",
                corrections="[{date: 2026-11-22, text: Falsch.}]",
            ),
            "docs/blog/posts/two.md": post(title="Zwei", date="2026-11-19"),
        },
    )
    tree = LexborHTMLParser(built.read("blog/2026/11/20/eins/index.html"))
    row, foot = tree.css_first(".byline-row"), tree.css_first(".byline-footer")
    assert row is not None and foot is not None
    said = re.sub(r"\s+", " ", row.text())
    assert "Von Ada, Bea und Cora" in said
    assert "Aktualisiert am 21. November 2026" in said
    assert "Berichtigungen" in foot.text() and "Älter" in foot.text()


def test_what_the_theme_says_wins(tmp_path: Path) -> None:
    own = """
        {% import "partials/languages/de.html" as base %}
        {% macro t(key) %}{{ {"byline.author": "Verfasst von"}[key] or base.t(key) }}{% endmacro %}
    """
    built = build(
        tmp_path,
        {
            "mkdocs.yml": CONFIG.replace(
                "font: false", "font: false, language: custom, custom_dir: over"
            ),
            "over/partials/languages/custom.html": own,
            "docs/blog/posts/one.md": post(title="Eins", date="2026-11-20", authors="{name: Ada}"),
        },
    )
    assert "Verfasst von" in built.read("blog/2026/11/20/eins/index.html")


def test_a_post_s_language_is_on_what_is_in_it(tmp_path: Path) -> None:
    built = build(
        tmp_path,
        {
            "docs/blog/posts/one.md": post(
                "نص.", title="رسالة", slug="letter", date="2026-11-20", lang="ar",
                description="وصف",
            ),
            "docs/blog/posts/no.md": post(title="Brev", date="2026-11-19", lang="no"),
            "docs/blog/posts/wrong.md": post(title="Wrong", date="2026-11-18", lang="'a b'"),
        },
    )  # fmt: skip
    assert built.codes == ["BY111"]
    tree = LexborHTMLParser(built.read("blog/2026/11/20/letter/index.html"))
    for part in ("h1", ".byline-header__description", ".byline-post"):
        node = tree.css_first(part)
        assert node is not None
        assert (node.attributes.get("lang"), node.attributes.get("dir")) == ("ar", "rtl")
    listing = LexborHTMLParser(built.read("blog/index.html"))
    found = [
        (node.attributes.get("lang"), node.attributes.get("dir"))
        for node in listing.css(".byline-entry h2, .byline-entry__excerpt")
    ]
    assert found == [("ar", "rtl")] * 2 + [("no", "ltr")] * 2 + [(None, None)] * 2
    assert '"inLanguage": "ar"' in built.read("blog/2026/11/20/letter/index.html")
