"""Frozen values of series: what a post says of its own, and where it stands in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """The series that a post says it belongs to, and where it says so."""

    name: str
    part: int | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """One post of a series, as the others list it."""

    number: int
    title: str
    url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SeriesPlace:
    """Where a post stands in its series.

    Attributes:
        url: Of the series' page.
        number, total: As in part 2 of 5.
        key: The series' name as most of its posts have it.
        state: `running`, `complete`, or empty.
        parts: The posts of the series in reading order; of very many, those around this one.
        at: Which of `parts` this is, from 0.
        others: How many are not among `parts`.
    """

    title: str
    url: str
    number: int
    total: int
    parts: tuple[SeriesPart, ...]
    at: int
    others: int
    key: str
    state: str = ""

    @property
    def before(self) -> SeriesPart | None:
        return self.parts[self.at - 1] if self.at else None

    @property
    def after(self) -> SeriesPart | None:
        return self.parts[self.at + 1] if self.at + 1 < len(self.parts) else None
