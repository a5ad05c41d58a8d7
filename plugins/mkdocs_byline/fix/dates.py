"""Correction of dates to ISO 8601, if they can mean one day only."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_TIME = r"(?:(?:,?\s+|\s+at\s+|[Tt])(?P<h>\d\d?):(?P<mi>\d\d)(?::(?P<s>\d\d))?)?"
_DAY = r"(?P<d>\d\d?)(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_FORMS = tuple(
    re.compile(_WEEKDAY + form + _TIME, re.IGNORECASE | re.ASCII)
    for form in (
        r"(?P<y>\d{4})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)",
        r"(?P<d>\d\d?)\.\s?(?P<m>\d\d?)\.\s?(?P<y>\d{4})",  # Points: the day is first.
        rf"{_DAY}\.?[\s-]+{_MONTH}[\s-]+(?P<y>\d{{4}})",
        rf"{_MONTH}\s+{_DAY},?\s+(?P<y>\d{{4}})",
    )
)
# With slashes, either may be first, so one of the two has to be no month.
_SLASHES = re.compile(r"(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<y>\d{4})" + _TIME, re.ASCII)


def mended_date(text: str) -> str | None:
    """Return the date in ISO 8601; None if it has no form that we know, or two readings.

    >>> mended_date("22 November 2026"), mended_date("11/22/2026"), mended_date("11/12/2026")
    ('2026-11-22', '2026-11-22', None)
    """
    text = text.strip().strip("\"'“”,;").rstrip(". ")
    text = re.sub(r"(?<=\d)[‐‑‒–—−](?=\d)", "-", text)
    if match := _SLASHES.fullmatch(text):
        a, b = int(match["a"]), int(match["b"])
        if a <= 12 and b <= 12 and a != b:
            return None
        day, month = (a, b) if a > 12 or a == b else (b, a)
        return _written(match, month, day)
    for form in _FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            number = int(parts["m"]) if parts.get("m") else _month(parts.get("month") or "")
            return _written(match, number, int(match["d"]))
    return None


def _month(name: str) -> int:
    """Return the month that has this name or begins so; 0 for none."""
    lower = name.lower()
    if lower == "sept":
        return 9
    found = [n for n, month in enumerate(_MONTHS, 1) if lower in (month, month[:3])]
    return found[0] if found else 0


def _written(match: re.Match[str], month: int, day: int) -> str | None:
    try:
        date = dt.date(int(match["y"]), month, day).isoformat()
        if match["h"] is None:
            return date
        time = dt.time(int(match["h"]), int(match["mi"]), int(match["s"] or 0))
    except ValueError:
        return None
    return f"{date}T{time.isoformat('seconds' if match['s'] else 'minutes')}"
