"""Fiscal calendars: years that begin in any month, and years made of whole weeks.

A retailer's or a chip maker's year has 52 weeks, cut into quarters of 13 by one of the patterns
4-4-5, 4-5-4 or 5-4-4. Such a year is a day or two short, so every fifth or sixth gets a 53rd
week, which goes to its last month. The year is tied to the calendar by its end: the last given
weekday of the closing month, or the one nearest to that month's end.

References:
    National Retail Federation, 4-5-4 calendar (Saturday nearest 31 January, named by its start).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate, pairwise

from everyrep.values.errors import SettingsError, UserError
from everyrep.values.period import (
    MONDAY,
    Grain,
    Period,
    add_days,
    add_months,
    beyond_calendar,
    week_start,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PATTERNS = {"445": (4, 4, 5), "454": (4, 5, 4), "544": (5, 4, 4)}
_PER_YEAR = {Grain.FISCAL_YEAR: 1, Grain.FISCAL_QUARTER: 4, Grain.FISCAL_MONTH: 12}


class YearEnd(StrEnum):
    """Which weekday closes a year of whole weeks."""

    LAST = "last"  # the last one in the closing month
    NEAREST = "nearest"  # the one nearest to the end of the closing month


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """How a company cuts its years.

    Attributes:
        start_month: Month the year begins in, 1 to 12. A year of weeks begins near its first day.
        kind: "calendar" for whole months, or "445", "454", "544" for whole weeks.
        week_start: First day of the week, 0 for Monday to 6 for Sunday.
        year_named_by: "end" if the year that begins in October 2025 is FY2026, "start" if FY2025.
            It makes no difference to a year that begins in January.
        year_end: For years of weeks: "last" weekday of the closing month, or "nearest" its end.
            The weekday is the one before `week_start`.
    """

    start_month: int = 1
    kind: str = "calendar"
    week_start: int = MONDAY
    year_named_by: str = "end"
    year_end: str = YearEnd.NEAREST

    def __post_init__(self) -> None:
        _among("start_month", self.start_month, tuple(range(1, 13)))
        _among("kind", self.kind, ("calendar", *_PATTERNS))
        _among("week_start", self.week_start, tuple(range(7)))
        _among("year_named_by", self.year_named_by, ("end", "start"))
        _among("year_end", self.year_end, tuple(rule.value for rule in YearEnd))

    @property
    def of_weeks(self) -> bool:
        """Whether its years are made of whole weeks."""
        return self.kind in _PATTERNS

    def year(self, number: int) -> Period:
        """The fiscal year of this number, as in FY2026."""
        return Period(self._year_start(number), self._year_start(number + 1))

    def quarter(self, year: int, number: int) -> Period:
        """A fiscal quarter, 1 to 4."""
        return self._part(year, number, Grain.FISCAL_QUARTER)

    def month(self, year: int, number: int) -> Period:
        """A fiscal month, 1 to 12: a calendar month, or 4 or 5 weeks (rarely 6)."""
        return self._part(year, number, Grain.FISCAL_MONTH)

    def quarters(self, year: int) -> tuple[Period, ...]:
        """The four quarters of a fiscal year, which tile it."""
        return self._tiles(year, Grain.FISCAL_QUARTER)

    def months(self, year: int) -> tuple[Period, ...]:
        """The twelve months of a fiscal year, which tile it."""
        return self._tiles(year, Grain.FISCAL_MONTH)

    def years(self, period: Period) -> tuple[Period, ...]:
        """Every whole fiscal year that shares a day with the period."""
        first, last = self.year_of(period.start), self.year_of(period.last)
        return tuple(self.year(number) for number in range(first, last + 1))

    def weeks(self, year: int) -> int:
        """Whole weeks in a fiscal year: 52 or 53 in a calendar of weeks."""
        return self.year(year).days // 7

    def year_of(self, day: date) -> int:
        """Number of the fiscal year the day is in."""
        # A year of weeks starts within a week of its month's first day, so the guess is at most
        # one off, and the three years around it hold the day.
        guess = self._named(day.year if day.month >= self.start_month else day.year - 1)
        return next(year for year in (guess, guess + 1, guess - 1) if day in self.year(year))

    def quarter_of(self, day: date) -> tuple[int, int]:
        """Fiscal year and quarter (1 to 4) the day is in."""
        return self._locate(day, Grain.FISCAL_QUARTER)

    def month_of(self, day: date) -> tuple[int, int]:
        """Fiscal year and month (1 to 12) the day is in."""
        return self._locate(day, Grain.FISCAL_MONTH)

    def containing(self, day: date, grain: Grain) -> Period:
        """The whole fiscal month, quarter or year the day is in."""
        year, number = self._locate(day, grain)
        return self._part(year, number, grain)

    def shift(self, period: Period, n: int, grain: Grain) -> Period:
        """The period moved by n fiscal grains.

        Raises:
            UserError: The bounds of the period are not bounds of the grain.
        """
        start, end = self.containing(period.start, grain), self.containing(period.last, grain)
        if start.start != period.start or end.end != period.end:
            raise UserError(
                f"The period {period} is not made of whole fiscal periods ({grain})",
                why="Fiscal periods differ in length, so a part of one has no place in another",
                remedy="Shift it by days, weeks or months, or ask for whole fiscal periods",
            )
        first, last = self._moved(start, n, grain), self._moved(end, n, grain)
        return Period(first.start, last.end)

    def label(self, day: date, grain: Grain | str) -> str:
        """What `Period.parse` reads back: "FY2026", "FY2026Q1", "FY2026M03"."""
        grain = Grain.of(grain)
        year, number = self._locate(day, grain)
        suffix = {Grain.FISCAL_QUARTER: f"Q{number}", Grain.FISCAL_MONTH: f"M{number:02}"}
        return f"FY{year:04}{suffix.get(grain, '')}"

    def _year_start(self, number: int) -> date:
        first = self._first_year(number)
        if not date.min.year <= first <= date.max.year:
            raise beyond_calendar(f"The bounds of fiscal year {number}")
        nominal = date(first, self.start_month, 1)
        if not self.of_weeks:
            return nominal
        # The year starts the day after its predecessor's last weekday, which is a week start.
        ahead = 3 if self.year_end == YearEnd.NEAREST else 0
        return week_start(add_days(nominal, ahead), self.week_start)

    def _first_year(self, number: int) -> int:
        """Calendar year in which a fiscal year nominally begins."""
        named_late = self.year_named_by == "end" and self.start_month > 1
        return number - 1 if named_late else number

    def _named(self, first_year: int) -> int:
        return first_year + (first_year - self._first_year(first_year))

    def _part(self, year: int, number: int, grain: Grain) -> Period:
        count = _PER_YEAR[grain]
        if not 1 <= number <= count:
            raise UserError(
                f"A fiscal year has no {grain.value.removeprefix('fiscal_')} {number}",
                remedy=f"Use 1 to {count}",
            )
        bounds = self._bounds(year, count)
        return Period(bounds[number - 1], bounds[number])

    def _tiles(self, year: int, grain: Grain) -> tuple[Period, ...]:
        return tuple(Period(*ends) for ends in pairwise(self._bounds(year, _PER_YEAR[grain])))

    def _bounds(self, year: int, count: int) -> list[date]:
        """Where the parts of a year begin, and where the last one ends: count + 1 days."""
        whole = self.year(year)
        if not self.of_weeks:
            return [add_months(whole.start, 12 // count * i) for i in range(count + 1)]
        weeks = [0, *accumulate(_PATTERNS[self.kind] * 4)]
        starts = [add_days(whole.start, 7 * weeks[12 // count * i]) for i in range(count)]
        return [*starts, whole.end]

    def _locate(self, day: date, grain: Grain) -> tuple[int, int]:
        year = self.year_of(day)
        bounds = self._bounds(year, _PER_YEAR[grain])
        return year, sum(bound <= day for bound in bounds)

    def _moved(self, period: Period, n: int, grain: Grain) -> Period:
        year, number = self._locate(period.start, grain)
        count = _PER_YEAR[grain]
        years, place = divmod(number - 1 + n, count)
        return self._part(year + years, place + 1, grain)


def _among(setting: str, value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed or isinstance(value, bool):
        raise SettingsError(
            f"{setting} of the fiscal calendar is {value!r}",
            why="It decides where every fiscal quarter begins",
            remedy=f"Use one of {', '.join(map(str, allowed))}",
        )
