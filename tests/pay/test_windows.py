"""Windows part the time without gap or overlap, and are named as people name them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.plan.measuring import Span, Window
from everyrep.pay.windows import Calendar, day_number, day_of, months_later

CALENDAR = Calendar(date(2026, 1, 1), date(2027, 1, 1))
FISCAL = Calendar(date(2025, 10, 1), date(2026, 10, 1), year_begins=10)
DAYS = st.dates(date(2023, 12, 1), date(2028, 3, 1))


def one(day: date) -> np.ndarray:
    return np.array([day_number(day)], dtype=np.int64)


@pytest.mark.parametrize("calendar", [CALENDAR, FISCAL])
@pytest.mark.parametrize(
    "window",
    [
        Window(Span.MONTH), Window(Span.QUARTER), Window(Span.HALF), Window(Span.YEAR),
        Window(Span.CYCLE, 14),
    ],
    ids=str,
)  # fmt: skip
@given(day=DAYS)
def test_each_day_lies_in_its_window_and_the_next_begins_where_it_ends(
    calendar: Calendar, window: Window, day: date
) -> None:
    number = calendar.numbers(one(day), window)
    first, end = calendar.first(number, window)[0], calendar.end(number, window)[0]
    assert first <= day_number(day) < end
    assert calendar.numbers(np.array([end]), window)[0] == number[0] + 1
    assert calendar.numbers(np.array([first]), window)[0] == number[0]


def test_a_rolling_window_ends_with_the_month_of_the_day() -> None:
    window = Window(Span.ROLLING, 3)
    number = CALENDAR.numbers(one(date(2026, 3, 15)), window)
    assert day_of(CALENDAR.first(number, window)[0]) == date(2026, 1, 1)
    assert day_of(CALENDAR.end(number, window)[0]) == date(2026, 4, 1)
    number = FISCAL.numbers(one(date(2026, 3, 15)), window)
    assert day_of(FISCAL.end(number, window)[0]) == date(2026, 4, 1)


def test_a_plan_has_twelve_months_and_27_cycles_of_14_days() -> None:
    assert CALENDAR.within(Window(Span.MONTH)).size == 12
    assert CALENDAR.within(Window(Span.CYCLE, 14)).size == 27
    assert CALENDAR.within(Window(Span.PLAN)).size == 1


@pytest.mark.parametrize(
    ("calendar", "day", "span", "label"),
    [
        (CALENDAR, date(2026, 3, 31), Span.MONTH, "March 2026"),
        (CALENDAR, date(2026, 3, 31), Span.QUARTER, "Q1 2026"),
        (CALENDAR, date(2026, 7, 1), Span.HALF, "H2 2026"),
        (CALENDAR, date(2026, 7, 1), Span.YEAR, "2026"),
        (FISCAL, date(2025, 11, 2), Span.QUARTER, "Q1 FY2026"),
        (FISCAL, date(2026, 9, 30), Span.QUARTER, "Q4 FY2026"),
        (FISCAL, date(2025, 11, 2), Span.YEAR, "FY2026"),
        (CALENDAR, date(2026, 7, 1), Span.PLAN, "2026-01-01 to 2026-12-31"),
    ],
)
def test_windows_are_named_as_people_name_them(
    calendar: Calendar, day: date, span: Span, label: str
) -> None:
    window = Window(span)
    assert calendar.label(int(calendar.numbers(one(day), window)[0]), window) == label


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 31), 12, date(2025, 1, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 8, 31), 18, date(2026, 2, 28)),
        (date(2024, 5, 15), 0, date(2024, 5, 15)),
    ],
)
def test_months_later_clamps_to_the_last_day(day: date, months: int, later: date) -> None:
    assert day_of(months_later(one(day), months)[0]) == later


@given(day=DAYS, days=st.integers(-400, 400))
def test_days_are_numbered_as_they_come(day: date, days: int) -> None:
    assert day_number(day + timedelta(days=days)) == day_number(day) + days
    assert day_of(day_number(day)) == day
