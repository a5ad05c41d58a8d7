from __future__ import annotations

import datetime as dt
import re
import zoneinfo

import pytest
from babel.dates import format_datetime
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.content.dates import date_in_name, parse_date
from mkdocs_byline.locales import format_moment, format_month

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
AHEAD = dt.timezone(dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22", (2026, 11, 22)),
        ("20261122", (2026, 11, 22)),
        ("2026-W47-7", (2026, 11, 22)),
        ("2026W477", (2026, 11, 22)),
        ("2026-326", (2026, 11, 22)),
        ("2026326", (2026, 11, 22)),
        ("2026-11-22 14:30", (2026, 11, 22, 14, 30)),
        ("2026-11-22T14:30", (2026, 11, 22, 14, 30)),
        ("20261122T143005", (2026, 11, 22, 14, 30, 5)),
        ("2026-1-2 3:04:05.5", (2026, 1, 2, 3, 4, 5, 500_000)),
        ("2026-11-22T14:30:00,25", (2026, 11, 22, 14, 30, 0, 250_000)),
        ("2026-11-22T24:00", (2026, 11, 23)),
        ("2024-02-29", (2024, 2, 29)),
        (" 2026-11-22 ", (2026, 11, 22)),
    ],
)
def test_values_without_an_offset_are_in_the_given_zone(
    text: str, expected: tuple[int, ...]
) -> None:
    year, month, day, *time = expected
    assert parse_date(text, BERLIN) == dt.datetime(year, month, day, *time, tzinfo=BERLIN)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T14:30+01:00",
        "2026-11-22 14:30:00 +1",
        "20261122T1430+0100",
        "2026-11-22t13:30Z",
    ],
)
def test_an_offset_is_kept(text: str) -> None:
    moment = parse_date(text, BERLIN)
    assert moment == dt.datetime(2026, 11, 22, 14, 30, tzinfo=AHEAD)
    assert moment.hour == (13 if text.endswith("Z") else 14)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-13-01", "month must be in 1..12"),
        ("2026-02-30", "day is out of range"),
        ("2025-366", "2025 has no day 366"),
        ("2026-000", "2026 has no day 0"),
        ("2026-11", "the day is missing"),
        ("2026", "the day is missing"),
        ("2026-11-22T25:00", "hour must be in 0..23"),
        ("2026-11-22T10:00+99:00", "not an offset"),
        ("0000-01-01", "year 0"),
        ("9999-12-31T24:00", "out of range"),
        ("22.11.2026", "not a date in ISO 8601 form"),
        ("yesterday", "not a date in ISO 8601 form"),
        ("", "not a date in ISO 8601 form"),
    ],
)
def test_a_date_that_does_not_exist_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_date(text, dt.UTC)


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_every_moment_survives_being_written(moment: dt.datetime) -> None:
    assert parse_date(moment.isoformat(), BERLIN) == moment


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    try:
        assert parse_date(text, dt.UTC).tzinfo is not None
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-11-22-hello", ("2026-11-22", "hello")),
        ("2026-11-22_hello-you", ("2026-11-22", "hello-you")),
        ("2026-11-22", ("2026-11-22", "")),
        ("2026-11-223", ("", "2026-11-223")),
        ("hello-2026-11-22", ("", "hello-2026-11-22")),
    ],
)
def test_a_file_name_may_begin_with_a_date(name: str, expected: tuple[str, str]) -> None:
    assert date_in_name(name) == expected


# With none of the fields longer than Babel allows.
_PATTERNS = (
    st.lists(st.sampled_from(["y", "yyyy", "M", "MM", "d", "dd", "/", "-", ". ", "'x'"]))
    .map("".join)
    .filter(lambda pattern: not re.search("y{5}|M{6}|d{3}", pattern))
)


@given(st.datetimes(), _PATTERNS, st.sampled_from(["en", "ar", "fa", "th"]))
def test_a_pattern_gives_what_babel_gives(
    moment: dt.datetime, pattern: str, language: str
) -> None:
    expected = format_datetime(moment, pattern, locale=language)
    assert format_moment(moment.replace(tzinfo=AHEAD), pattern, language) == expected


def test_a_month_has_its_name_in_each_language_whichever_came_before() -> None:
    november = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    names = [format_month(november, language) for language in ("zh", "de", "ru", "pt-BR", "en")]
    assert names == ["十一月", "November", "ноябрь", "novembro", "November"]
