"""Lengths of time as one types them, as in `18m`."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import click

STALE_AFTER = "18m"


class Age(click.ParamType):  # type: ignore[type-arg]
    """`90d`, `6w`, `18m` or `2y`: days, weeks, months or years."""

    name = "age"

    @dataclass(frozen=True, slots=True)
    class Value:
        number: int
        unit: str

        def before(self, now: dt.datetime) -> dt.datetime:
            """Return the moment this long before `now`; the last of a month stays within it."""
            if self.unit in "dw":
                return now - dt.timedelta(days=self.number * (7 if self.unit == "w" else 1))
            months = self.number * (12 if self.unit == "y" else 1)
            year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
            last = calendar.monthrange(year, month + 1)[1]
            return now.replace(year=year, month=month + 1, day=min(now.day, last))

    def convert(self, value: Any, param: Any, ctx: Any) -> Age.Value:
        if isinstance(value, Age.Value):
            return value
        match = re.fullmatch(r"(\d{1,4})([dwmy])", str(value).strip().lower())
        if not match or int(match[1]) * (12 if match[2] == "y" else 1) > 12_000:
            self.fail(f"'{value}' is not a length of time; write 90d, 6w, 18m or 2y.", param, ctx)
        return Age.Value(int(match[1]), match[2])
