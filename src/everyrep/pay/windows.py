"""Windows of time: which one a day lies in, and where each begins and ends.

Days are whole numbers counted from 1970-01-01, so that a million of them are worked out at once.
Windows of one kind are numbered in their order; numbers of different kinds are not comparable.
Months are those of the calendar, or the 4 or 5 weeks of a year that is made of whole weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from everyrep.pay.plan.measuring import Span, Window
from everyrep.values.fiscal import FiscalCalendar

if TYPE_CHECKING:
    from everyrep.pay.plan.plan import Plan

Days = NDArray[np.int64]
"""Days since 1970-01-01."""
Numbers = NDArray[np.int64]
_MANY = 1_000
_EPOCH = date(1970, 1, 1).toordinal()
_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF: 6, Span.YEAR: 12, Span.ROLLING: 1}
_YEARS = 100
"""Years of weeks are cut so many years before and after a plan."""
_LAST_YEAR = 9_990
_PARTS = {Span.MONTH: "M", Span.QUARTER: "Q", Span.HALF: "H", Span.YEAR: ""}
_NAMES = "January February March April May June July August September October November December"


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The day of a number."""
    return date.fromordinal(int(number) + _EPOCH)


def months_of(days: Days) -> Numbers:
    """Months since January 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def first_of_month(months: Numbers) -> Days:
    """The first day of each month."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def months_later(days: Days, months: int) -> Days:
    """The same day so many months later, or the month's last where it has no such day."""
    begun = months_of(days)
    within = days - first_of_month(begun)
    last = first_of_month(begun + months + 1) - 1
    return np.minimum(first_of_month(begun + months) + within, last)


@dataclass(frozen=True)
class Calendar:
    """How a plan parts the time.

    Attributes:
        begins: The plan's first day, from which cycles are counted.
        ends: Its first day no more.
        year_begins: Month in which the year begins, from 1.
        weeks: How years of whole weeks are cut; None where months are those of the calendar.
    """

    begins: date
    ends: date
    year_begins: int = 1
    weeks: FiscalCalendar | None = None

    @classmethod
    def of(cls, plan: Plan) -> Calendar:
        """How a plan parts the time."""
        return cls(plan.begins, plan.ends, plan.year_begins, plan.weeks)

    def numbers(self, days: Days, window: Window) -> Numbers:
        """The window of each day; of a rolling window, the one that ends with the day's month."""
        if days.size > _MANY:
            low = days.min()
            every = np.arange(low, days.max() + 1, dtype=np.int64)
            if every.size < days.size:
                found: Numbers = self._numbers(every, window)[days - low]
                return found
        return self._numbers(days, window)

    def _numbers(self, days: Days, window: Window) -> Numbers:
        if window.span is Span.PLAN:
            return np.zeros(days.size, dtype=np.int64)
        if window.span is Span.CYCLE:
            return (days - day_number(self.begins)) // window.length
        return (self.months(days) - self._shift) // _MONTHS[window.span]

    def months(self, days: Days) -> Numbers:
        """The month of each day, numbered in their order."""
        if self.weeks is None:
            return months_of(days)
        low, starts = self._starts(self.weeks)
        # A day beyond them, such as that of somebody who has always been there, is in the first or
        # the last: nothing that is paid is so far from its plan.
        found = np.searchsorted(starts, days, side="right") - 1
        return np.asarray(np.clip(found, 0, starts.size - 2) + 12 * low, dtype=np.int64)

    def first_of(self, months: Numbers) -> Days:
        """The first day of each month."""
        if self.weeks is None:
            return first_of_month(months)
        low, starts = self._starts(self.weeks)
        return np.asarray(starts[months - 12 * low], dtype=np.int64)

    @property
    def _shift(self) -> int:
        """By how much months are numbered before those of the plan's years."""
        return self.year_begins - 1 if self.weeks is None else 0

    def _starts(self, weeks: FiscalCalendar) -> tuple[int, Days]:
        """The first of the years that are cut, and where each month from its first on begins."""
        low, high = max(self.begins.year - _YEARS, 2), min(self.ends.year + _YEARS, _LAST_YEAR)
        return low, _cut(weeks, low, high)

    def first(self, numbers: Numbers, window: Window) -> Days:
        """The first day of each window."""
        if window.span is Span.PLAN:
            return np.full(numbers.size, day_number(self.begins), dtype=np.int64)
        if window.span is Span.CYCLE:
            return numbers * window.length + day_number(self.begins)
        back = window.length - 1 if window.span is Span.ROLLING else 0
        return self.first_of(numbers * _MONTHS[window.span] + self._shift - back)

    def end(self, numbers: Numbers, window: Window) -> Days:
        """The first day after each window."""
        if window.span is Span.PLAN:
            return np.full(numbers.size, day_number(self.ends), dtype=np.int64)
        if window.span is Span.ROLLING:
            return self.first_of(numbers + self._shift + 1)
        return self.first(numbers + 1, window)

    def within(self, window: Window) -> Numbers:
        """All windows that the plan touches, in order."""
        ends = np.array([day_number(self.begins), day_number(self.ends) - 1], dtype=np.int64)
        low, high = self.numbers(ends, window)
        return np.arange(low, high + 1, dtype=np.int64)

    def label(self, number: int, window: Window) -> str:
        """A window in words, such as "Q1 2026"; a year is named by the one it ends in."""
        return self.labels(np.array([number], dtype=np.int64), window)[0]

    def labels(self, numbers: Days, window: Window) -> list[str]:
        """Windows in words."""
        if self.weeks is not None and window.span in _PARTS:
            return [_week_label(number, window.span) for number in numbers.tolist()]
        firsts, ends = self.first(numbers, window), self.end(numbers, window)
        return [
            self._label(day_of(first), day_of(end - 1), window)
            for first, end in zip(firsts.tolist(), ends.tolist(), strict=True)
        ]

    def _label(self, first: date, last: date, window: Window) -> str:
        if window.span is Span.MONTH:
            return f"{_NAMES.split()[first.month - 1]} {first.year}"
        if window.span in (Span.QUARTER, Span.HALF):
            months = _MONTHS[window.span]
            ordinal = (first.month - self.year_begins) % 12 // months + 1
            return f"{'Q' if months == 3 else 'H'}{ordinal} {self._year(first)}"
        if window.span is Span.YEAR:
            return str(last.year) if self.year_begins == 1 else f"FY{last.year}"
        return f"{first} to {last}"

    def _year(self, first: date) -> str:
        if self.year_begins == 1:
            return str(first.year)
        return f"FY{first.year + (first.month >= self.year_begins)}"


@lru_cache(maxsize=16)
def _cut(weeks: FiscalCalendar, low: int, high: int) -> Days:
    """Where each month of the years of weeks begins, and where the last of them ends."""
    years = range(low, high + 1)
    firsts = [day_number(month.start) for year in years for month in weeks.months(year)]
    return np.array([*firsts, day_number(weeks.year(high).end)], dtype=np.int64)


def _week_label(number: int, span: Span) -> str:
    """A window of a year of weeks, such as "M03 FY2026", "Q1 FY2026" or "FY2026"."""
    year, place = divmod(number, 12 // _MONTHS[span])
    if span is Span.YEAR:
        return f"FY{year}"
    return f"{_PARTS[span]}{place + 1:0{2 if span is Span.MONTH else 1}} FY{year}"
