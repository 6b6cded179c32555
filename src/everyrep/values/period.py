"""Stretches of days. A period holds its first day and not its end: [start, end).

Half-open periods tile: the end of one is the start of the next, so nothing is counted twice or
lost between them, and the length is a subtraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from everyrep.values.errors import UnknownName, UserError

if TYPE_CHECKING:
    from everyrep.values.clock import Clock
    from everyrep.values.fiscal import FiscalCalendar

MONDAY = 0


class Grain(StrEnum):
    """How finely time is cut."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FISCAL_MONTH = "fiscal_month"
    FISCAL_QUARTER = "fiscal_quarter"
    FISCAL_YEAR = "fiscal_year"

    @classmethod
    def of(cls, text: str | Grain) -> Grain:
        """The grain with this name; plurals, hyphens and spaces are forgiven.

        Raises:
            UnknownName: There is no such grain.
        """
        name = text.strip().lower().replace("-", "_").replace(" ", "_").removesuffix("s")
        try:
            return cls(name)
        except ValueError:
            raise UnknownName("grain", text, [grain.value for grain in cls]) from None

    @property
    def fiscal(self) -> bool:
        """Whether it takes a fiscal calendar to know its bounds."""
        return self.value.startswith("fiscal")

    @property
    def months(self) -> int:
        """Months in one of the calendar grains; 0 for days, weeks and fiscal grains."""
        return {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}.get(self, 0)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, and without, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        for bound in (self.start, self.end):
            if isinstance(bound, datetime) or not isinstance(bound, date):
                raise TypeError(
                    f"A period is bounded by days, but {bound!r} is a {type(bound).__name__}. "
                    "Take the local date in the zone that matters first."
                )
        if self.end <= self.start:
            raise UserError(
                f"The period from {self.start} to {self.end} has no day in it",
                why="A period goes up to its end without including it",
                remedy=f"Set an end after {self.start}; one single day ends on the next",
            )

    @classmethod
    def parse(
        cls,
        text: str,
        *,
        calendar: FiscalCalendar | None = None,
        as_of: date | Clock | None = None,
    ) -> Period:
        """The period that a person wrote. See `everyrep.values.period_text` for the forms.

        Raises:
            UserError: The text has no such form, or takes a calendar or a day that is not given.
        """
        from everyrep.values.period_text import parse_period

        return parse_period(text, calendar, as_of)

    @classmethod
    def containing(
        cls, day: date, grain: Grain | str, calendar: FiscalCalendar | None = None
    ) -> Period:
        """The whole day, week, month ... that the day is in.

        Weeks begin on Monday, or on the calendar's `week_start` where one is given.
        """
        grain = Grain.of(grain)
        if grain.fiscal:
            return fiscal_calendar(calendar, grain).containing(day, grain)
        if grain.months:
            first = date(day.year, (day.month - 1) // grain.months * grain.months + 1, 1)
            return cls(first, add_months(first, grain.months))
        if grain is Grain.WEEK:
            first = week_start(day, calendar.week_start if calendar else MONDAY)
            return cls(first, add_days(first, 7))
        return cls(day, add_days(day, 1))

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day in it."""
        return self.end - timedelta(days=1)

    def contains(self, other: date | Period) -> bool:
        """Whether a day, or every day of another period, is in it."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other < self.end

    __contains__ = contains

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day. Neighbours that touch do not."""
        return self.start < other.end and other.start < self.end

    def intersect(self, other: Period) -> Period | None:
        """The days of both, or None if they share none."""
        if not self.overlaps(other):
            return None
        return Period(max(self.start, other.start), min(self.end, other.end))

    def split(
        self, grain: Grain | str, calendar: FiscalCalendar | None = None
    ) -> tuple[Period, ...]:
        """The period cut at the bounds of a grain, in order; the first and last may be partial.

        The parts tile it exactly.
        """
        parts = []
        start = self.start
        while start < self.end:
            end = min(Period.containing(start, grain, calendar).end, self.end)
            parts.append(Period(start, end))
            start = end
        return tuple(parts)

    def shift(self, n: int, grain: Grain | str, calendar: FiscalCalendar | None = None) -> Period:
        """The period moved by n grains, backwards if n is negative.

        Bounds move by days, weeks or months; a day of the month that does not exist becomes the
        month's last (31 January plus a month is 28 February). Where that would leave no day, the
        length in days is kept. Fiscal grains move whole fiscal periods only.

        Raises:
            UserError: A fiscal grain is asked of a period that is not whole in it.
        """
        grain = Grain.of(grain)
        if grain.fiscal:
            return fiscal_calendar(calendar, grain).shift(self, n, grain)
        if grain.months:
            start = add_months(self.start, n * grain.months)
            end = add_months(self.end, n * grain.months)
            return Period(start, end if end > start else add_days(start, self.days))
        step = n * (7 if grain is Grain.WEEK else 1)
        return Period(add_days(self.start, step), add_days(self.end, step))

    def is_whole(self, grain: Grain | str, calendar: FiscalCalendar | None = None) -> bool:
        """Whether it is exactly one day, week, month ... of the grain."""
        return self == Period.containing(self.start, grain, calendar)

    def __str__(self) -> str:
        """The shortest form that `parse` reads back: "2026Q3", or "2026-01-05..2026-02-01"."""
        year, month = f"{self.start.year:04}", self.start.month
        if self._spans(12):
            return year
        if self._spans(3):
            return f"{year}Q{(month + 2) // 3}"
        if self._spans(1):
            return f"{year}-{month:02}"
        return f"{self.start}..{self.end}" if self.days > 1 else f"{self.start}"

    def _spans(self, months: int) -> bool:
        """Whether it is one whole calendar year, quarter or month, of so many months."""
        if self.start.day != 1 or self.end.day != 1 or (self.start.month - 1) % months:
            return False
        years = self.end.year - self.start.year
        return years * 12 + self.end.month - self.start.month == months


def add_months(day: date, months: int) -> date:
    """The same day of the month, so many months on; the month's last day if it has no such day.

    Raises:
        UserError: There is no such year, which ends at 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise beyond_calendar(f"A day counted from {day}")
    return date(year, month + 1, min(day.day, _month_length(year, month + 1)))


def add_days(day: date, days: int) -> date:
    """The day so many days on.

    Raises:
        UserError: There is no such year, which ends at 9999.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise beyond_calendar(f"A day counted from {day}") from None


def beyond_calendar(what: str) -> UserError:
    """The error that something lies outside the years that a date can have."""
    return UserError(
        f"{what} would leave the years 1 to 9999",
        why="Systems write such days for 'always' and 'never', and no period can reach beyond",
        remedy="Leave the date empty where there is none",
    )


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def week_start(day: date, first_weekday: int = MONDAY) -> date:
    """The latest day not after `day` that is the first weekday (0 is Monday)."""
    return add_days(day, -((day.weekday() - first_weekday) % 7))


def fiscal_calendar(calendar: FiscalCalendar | None, grain: str) -> FiscalCalendar:
    """The calendar, which a fiscal grain cannot do without.

    Raises:
        UserError: There is none.
    """
    if calendar is None:
        raise UserError(
            f"{grain!r} needs a fiscal calendar, and none is given",
            why="A fiscal year begins where the company says, and a guess would move its quarters",
            remedy="Set when the fiscal year starts in the settings",
        )
    return calendar
