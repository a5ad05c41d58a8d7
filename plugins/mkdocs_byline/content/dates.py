"""Dates as people write them, parsed to moments that know their zone."""

from __future__ import annotations

import datetime as dt
import re

# YAML 1.1 allows single digits and blanks that ISO 8601 does not; people's files have them.
_YAML_TIMESTAMP = re.compile(
    r"(?P<y>\d{4})-(?P<mo>\d\d?)-(?P<d>\d\d?)"
    r"(?:(?:[Tt]|[ \t]+)(?P<h>\d\d?):(?P<mi>\d\d)(?::(?P<s>\d\d)(?:[.,](?P<f>\d+))?)?"
    r"(?:[ \t]*(?P<z>Z|z|[-+]\d\d?(?::?\d\d)?))?)?",
    re.ASCII,
)
_ORDINAL = re.compile(r"(?P<y>\d{4})-?(?P<n>\d{3})(?P<rest>[Tt ].*)?", re.ASCII)
_FILE_NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:[-_ .]+(?P<rest>.*))?$", re.ASCII)


def parse_date(text: str, zone: dt.tzinfo) -> dt.datetime:
    """Read a date or a date with time in any complete form of ISO 8601.

    Calendar, week (`2026-W47-7`) and ordinal (`2026-326`) dates, extended and basic, and what
    YAML 1.1 calls a timestamp. A date alone is midnight; a value without an offset is in `zone`.

    Raises:
        ValueError: saying what is wrong with the value, without repeating it.
    """
    try:
        moment = _parse(text.strip())
    except OverflowError:
        raise ValueError("it is out of range") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _parse(text: str) -> dt.datetime:
    if match := _YAML_TIMESTAMP.fullmatch(text):
        part = match.groupdict()
        microsecond = int(((part["f"] or "") + "000000")[:6])
        midnight_after = part["h"] == "24" and not int(part["mi"]) and not int(part["s"] or 0)
        day = dt.datetime(int(part["y"]), int(part["mo"]), int(part["d"]))  # noqa: DTZ001
        if part["h"] is None:
            return day
        if midnight_after:
            moment = day + dt.timedelta(days=1)
        else:
            moment = day.replace(
                hour=int(part["h"]),
                minute=int(part["mi"]),
                second=int(part["s"] or 0),
                microsecond=microsecond,
            )
        return moment.replace(tzinfo=_offset(part["z"]))
    if match := _ORDINAL.fullmatch(text):
        year, number = int(match["y"]), int(match["n"])
        first = dt.date(year, 1, 1)
        day_of_year = first + dt.timedelta(days=number - 1)
        if number < 1 or day_of_year.year != year:
            raise ValueError(f"{year} has no day {number}")
        return dt.datetime.fromisoformat(day_of_year.isoformat() + (match["rest"] or ""))
    if re.fullmatch(r"\d{4}(-\d\d?)?", text):
        raise ValueError("the day is missing")
    try:
        return dt.datetime.fromisoformat(text.replace(",", "."))
    except ValueError as error:
        reason = str(error)
        if "Invalid isoformat" in reason:
            reason = "it is not a date in ISO 8601 form"
        raise ValueError(reason) from None


def _offset(text: str | None) -> dt.tzinfo | None:
    if text is None:
        return None
    if text in "Zz":
        return dt.UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError(f"'{text}' is not an offset from UTC")
    return dt.timezone(sign * dt.timedelta(hours=int(hours), minutes=int(minutes)))


def date_in_name(name: str) -> tuple[str, str]:
    """Split `2026-11-22-title` into its date and the rest; the date is empty if there is none."""
    match = _FILE_NAME.match(name)
    return (match["date"], match["rest"] or "") if match else ("", name)
