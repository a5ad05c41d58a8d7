"""Translations of one language: its words, plural forms, way of listing and direction.

Each language is a file in `languages/`, whose keys are those of `i18n.ENGLISH` after `byline.`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml
from babel import Locale, UnknownLocaleError
from babel.lists import format_list

from mkdocs_byline.i18n import ENGLISH, fill

FOLDER = Path(__file__).parent / "languages"
# Material's names for languages that CLDR has under another one.
_RENAMED = {"zh-tw": "zh-Hant", "sh": "sr-Latn", "ku-iq": "ckb"}


def _names(language: str) -> Iterator[str]:
    """Yield a language's tag and those it falls back to: `pt-BR`, `pt`."""
    tag = language.replace("_", "-")
    tag = _RENAMED.get(tag.lower(), tag)
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]


@functools.cache
def locale_of(language: str) -> Locale:
    """Return the nearest locale that is known; English if there is none."""
    for name in _names(language):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def read_words(path: Path) -> dict[str, str]:
    """Return the words in a language's file by full keys, each plural form by one of its own."""
    found = {}
    for key, value in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        forms = value.items() if isinstance(value, Mapping) else [("", value)]
        for form, text in forms:
            found[f"byline.{key}.{form}".rstrip(".")] = str(text)
    return found


@functools.cache
def words(language: str) -> Mapping[str, str]:
    """Return all words: the language's, and English ones where it has none."""
    files = {path.stem.lower(): path for path in FOLDER.glob("*.yml")}
    for name in _names(language):
        if path := files.get(name.lower()):
            return {**ENGLISH, **read_words(path)}
    return ENGLISH


def count(translate: Callable[[str], str], key: str, number: int, language: str) -> str:
    """Return a number of things in words, in the plural form that the language has for it.

    A text without `#` says one number only, as Material's "1 min read" does.
    """
    form = locale_of(language).plural_form(number)
    text = translate(f"{key}.{form}")
    if text == f"{key}.{form}" or (form == "one" and number != 1 and "#" not in text):
        text = translate(f"{key}.other")
    return fill(text, number)


@functools.cache
def list_pieces(number: int, language: str) -> tuple[str, ...]:
    """Return what stands before each of so many items, and after the last: "A, B, and C"."""
    if not number:
        return ("",)
    items = [chr(0xE000 + index) for index in range(number)]  # Of no language's text.
    rest, pieces = format_list(items, locale=locale_of(language)), []
    for item in items:
        piece, _, rest = rest.partition(item)
        pieces.append(piece)
    return (*pieces, rest)


@functools.cache
def text_direction(language: str) -> str:
    """Return `rtl` for a language that is written from right to left, else `ltr`."""
    return str(locale_of(language).text_direction)
