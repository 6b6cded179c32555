"""Periods as people write them.

| written | meant |
|---|---|
| `2026`, `2026H1`, `2026Q3`, `2026-07` | calendar year, half, quarter, month |
| `2026-W31` | ISO week, Monday to Sunday |
| `2026-07-04` | one day |
| `2026-01-05..2026-02-01` | from 5 January up to, and without, 1 February |
| `FY2026`, `FY2026Q1`, `FY2026M03` | fiscal year, quarter, month |
| `this quarter`, `this fiscal year` | the whole one that today is in |
| `last 4 quarters`, `last month` | the whole ones before the one that today is in |
| `year to date`, `fiscal quarter to date` | from its start through today |
| `since 2026-01-05` | from then through today |

"Today" is `as_of`: a day, or a Clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from everyrep.values.errors import UserError
from everyrep.values.period import Grain, Period, add_days, add_months, fiscal_calendar

if TYPE_CHECKING:
    from everyrep.values.clock import Clock
    from everyrep.values.fiscal import FiscalCalendar

_GRAIN = r"((?:fiscal[ _-])?(?:day|week|month|quarter|year))s?"
_DAY = r"(\d{4}-\d{2}-\d{2})"


def parse_period(text: str, calendar: FiscalCalendar | None, as_of: date | Clock | None) -> Period:
    """The period that a person wrote.

    Raises:
        UserError: The text has none of the forms, names a day that does not exist, or takes a
            calendar or a day that is not given.
    """
    tidy = " ".join(text.split())
    for pattern, read in _FORMS:
        match = re.fullmatch(pattern, tidy, re.IGNORECASE)
        if match is None:
            continue
        try:
            return read(match, _Context(tidy, calendar, as_of))
        except ValueError as problem:
            raise _unreadable(text, f": {problem}") from None
    raise _unreadable(text)


class _Context:
    """What the relative and the fiscal forms need besides the text."""

    def __init__(
        self, text: str, calendar: FiscalCalendar | None, as_of: date | Clock | None
    ) -> None:
        self.text = text
        self.calendar = calendar
        self._as_of = as_of

    @property
    def fiscal(self) -> FiscalCalendar:
        return fiscal_calendar(self.calendar, self.text)

    @property
    def today(self) -> date:
        if self._as_of is None:
            raise UserError(
                f"The period {self.text!r} depends on the day it is read",
                remedy="Give the day as as_of, or write the period with its dates",
            )
        return self._as_of if isinstance(self._as_of, date) else self._as_of.today()


def _calendar_part(months: int) -> Callable[[re.Match[str], _Context], Period]:
    def read(match: re.Match[str], _: _Context) -> Period:
        year, number = int(match["y"]), int(match.groupdict().get("n") or 1)
        if not 1 <= number <= 12 // months:
            raise ValueError(f"there is no number {number}, only 1 to {12 // months}")
        start = add_months(date(year, 1, 1), (number - 1) * months)
        return Period(start, add_months(start, months))

    return read


def _iso_week(match: re.Match[str], _: _Context) -> Period:
    start = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return Period(start, add_days(start, 7))


def _one_day(match: re.Match[str], _: _Context) -> Period:
    day = date.fromisoformat(match[1])
    return Period(day, add_days(day, 1))


def _range(match: re.Match[str], _: _Context) -> Period:
    return Period(date.fromisoformat(match[1]), date.fromisoformat(match[2]))


def _fiscal_part(match: re.Match[str], context: _Context) -> Period:
    year, kind, number = int(match[1]), (match[2] or "").upper(), int(match[3] or 0)
    if not kind:
        return context.fiscal.year(year)
    if kind == "Q":
        return context.fiscal.quarter(year, number)
    return context.fiscal.month(year, number)


def _this(match: re.Match[str], context: _Context) -> Period:
    return Period.containing(context.today, match[1], context.calendar)


def _last(match: re.Match[str], context: _Context) -> Period:
    count, grain = int(match[1] or 1), Grain.of(match[2])
    if count < 1:
        raise ValueError("there must be at least one")
    now = Period.containing(context.today, grain, context.calendar)
    return Period(now.shift(-count, grain, context.calendar).start, now.start)


def _to_date(match: re.Match[str], context: _Context) -> Period:
    start = Period.containing(context.today, match[1], context.calendar).start
    return Period(start, add_days(context.today, 1))


def _short_to_date(match: re.Match[str], context: _Context) -> Period:
    grain = {"y": Grain.YEAR, "q": Grain.QUARTER, "m": Grain.MONTH}[match[1].lower()]
    start = Period.containing(context.today, grain).start
    return Period(start, add_days(context.today, 1))


def _since(match: re.Match[str], context: _Context) -> Period:
    return Period(date.fromisoformat(match[1]), add_days(context.today, 1))


_FORMS: tuple[tuple[str, Callable[[re.Match[str], _Context], Period]], ...] = (
    (r"(?P<y>\d{4})", _calendar_part(12)),
    (r"(?P<y>\d{4})[ -]?H(?P<n>\d)", _calendar_part(6)),
    (r"(?P<y>\d{4})[ -]?Q(?P<n>\d)", _calendar_part(3)),
    (r"Q(?P<n>\d)[ -](?P<y>\d{4})", _calendar_part(3)),
    (r"(?P<y>\d{4})-(?P<n>\d{2})", _calendar_part(1)),
    (r"(\d{4})-?W(\d{1,2})", _iso_week),
    (_DAY, _one_day),
    (rf"{_DAY} ?\.\. ?{_DAY}", _range),
    (r"FY ?(\d{4})(?:[ -]?([QMP])(\d{1,2}))?", _fiscal_part),
    (rf"this {_GRAIN}", _this),
    (rf"(?:the )?last (?:(\d+) )?{_GRAIN}", _last),
    (rf"{_GRAIN} to date", _to_date),
    (r"([yqm])td", _short_to_date),
    (rf"since {_DAY}", _since),
)


def _unreadable(text: str, detail: str = "") -> UserError:
    return UserError(
        f"{text!r} is not a period{detail}",
        remedy="Write 2026, 2026Q3, 2026-07, 2026-W31, FY2026Q1, 'last 4 quarters', or two days "
        "as 2026-01-05..2026-02-01, the second of which is no longer in it",
    )
