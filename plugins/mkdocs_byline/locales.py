"""Dates and names of languages in a reader's language."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import re
from collections.abc import Iterable
from email.utils import format_datetime
from typing import Any

from babel import Locale, UnknownLocaleError, localedata
from babel.dates import format_date, format_skeleton, parse_pattern

_NAMED = ("full", "long", "medium", "short")
# A name, or a pattern that shows nothing but what all moments of a day have in common.
_DAYS_ONLY = re.compile(r"full|long|medium|short|(?:[GyYuUrQqMLwWdDFgEec]|'[^']*'|[^A-Za-z'])*")
_WORD = re.compile(r"[^\W\d_]+")


@functools.cache
def _locale(language: str) -> Locale:
    """Return the language's locale, falling back from `pt-BR` to `pt` to English."""
    tag = language.replace("-", "_")
    for name in (tag, tag.split("_")[0]):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def format_moment(moment: dt.datetime, pattern: str, language: str) -> str:
    """Format by name (`long`, …) or CLDR pattern, in the moment's own offset.

    The named forms show the day alone: readers of a blog don't care about the minute.
    Patterns: https://unicode.org/reports/tr35/tr35-dates.html#Date_Format_Patterns
    """
    if _DAYS_ONLY.fullmatch(pattern):
        return _format_day(moment.date(), pattern, language)
    return _format(moment, pattern, language)


@functools.lru_cache(maxsize=4096)  # Many posts have the same.
def _format_day(day: dt.date, pattern: str, language: str) -> str:
    return _format(dt.datetime.combine(day, dt.time()), pattern, language)


def _format(moment: dt.datetime, pattern: str, language: str) -> str:
    locale = _locale(language)
    if pattern in _NAMED:
        return format_date(moment, format=pattern, locale=locale)
    return parse_pattern(pattern).apply(moment, locale)


def format_day(moment: dt.datetime, language: str) -> str:
    """Return month and day without the year, as the language has them."""
    return str(format_skeleton("MMMd", moment, locale=_locale(language)))


def format_month(moment: dt.datetime, language: str) -> str:
    """Return the name of a month that stands alone, as in *November* or *ноябрь*."""
    return _months(language)[moment.month]


@functools.cache
def _months(language: str) -> dict[int, str]:
    """Return the names of months by number.

    Of a copy of Babel's data: it fills gaps in data that languages share, so that with pattern
    `LLLL` the first language decides what those after it say.
    """
    known: Any = localedata.load(str(_locale(language)))
    own: Any = {"months": copy.deepcopy(known["months"])}  # What they lead to is in there as well.
    names = localedata.LocaleDataDict(own)["months"]["stand-alone"]["wide"]
    return {number: str(names[number]) for number in range(1, 13)}


def date_words(language: str, patterns: Iterable[str]) -> frozenset[str]:
    """Return the words of dates in these patterns, the named forms and feeds, in lower case."""
    first = dt.date(2024, 1, 1)  # A leap year's.
    days = [dt.datetime.combine(first + dt.timedelta(n), dt.time()) for n in range(366)]
    texts = [_format(day, pattern, language) for pattern in {*patterns, *_NAMED} for day in days]
    texts += _months(language).values()
    texts += [format_datetime(day) for day in days]
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))
