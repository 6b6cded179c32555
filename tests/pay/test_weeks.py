"""Years of whole weeks are cut as the company's calendar cuts them, day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay import pay_periods, read_plan
from everyrep.pay.plan.measuring import Span, Window
from everyrep.pay.plan.wording import difference, written
from everyrep.pay.windows import Calendar, day_number, day_of
from everyrep.values import UserError
from everyrep.values.fiscal import FiscalCalendar, YearEnd
from everyrep.values.period import Grain
from tests.pay.plan.small import HEAD, small

BEGINS, ENDS = date(2024, 2, 1), date(2026, 2, 1)
SPANS = {Span.MONTH: Grain.FISCAL_MONTH, Span.QUARTER: Grain.FISCAL_QUARTER,
         Span.YEAR: Grain.FISCAL_YEAR}  # fmt: skip
CALENDARS = st.builds(
    FiscalCalendar, st.integers(1, 12), st.sampled_from(["445", "454", "544"]), st.integers(0, 6),
    st.sampled_from(["start", "end"]), st.sampled_from(list(YearEnd)),
)  # fmt: skip
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
WEEKS = """
[year_of_weeks]
pattern = "4-5-4"
week_begins = "Sunday"
closes = "nearest"
named_by = "start"
"""
PLAN = small(head=HEAD.replace("January", "February") + WEEKS)


def days(*listed: date) -> np.ndarray:
    return np.array([day_number(day) for day in listed], dtype=np.int64)


@pytest.mark.parametrize("span", SPANS)
@given(weeks=CALENDARS, day=DAYS)
def test_each_day_lies_where_the_calendar_of_the_company_has_it(
    span: Span, weeks: FiscalCalendar, day: date
) -> None:
    calendar, window = Calendar(BEGINS, ENDS, weeks.start_month, weeks), Window(span)
    number = calendar.numbers(days(day), window)
    bounds = calendar.first(number, window)[0], calendar.end(number, window)[0]
    want = weeks.containing(day, SPANS[span])
    assert tuple(map(day_of, bounds)) == (want.start, want.end)
    assert calendar.numbers(np.array([bounds[1]]), window)[0] == number[0] + 1


@given(weeks=CALENDARS, day=DAYS, months=st.integers(1, 18))
def test_a_rolling_window_is_whole_months_of_weeks(
    weeks: FiscalCalendar, day: date, months: int
) -> None:
    calendar = Calendar(BEGINS, ENDS, weeks.start_month, weeks)
    window = Window(Span.ROLLING, months)
    number = calendar.numbers(days(day), window)
    month = weeks.containing(day, Grain.FISCAL_MONTH)
    first = weeks.shift(month, 1 - months, Grain.FISCAL_MONTH).start
    bounds = calendar.first(number, window)[0], calendar.end(number, window)[0]
    assert tuple(map(day_of, bounds)) == (first, month.end)


@given(weeks=CALENDARS, day=DAYS)
def test_halves_are_two_quarters(weeks: FiscalCalendar, day: date) -> None:
    calendar, half = Calendar(BEGINS, ENDS, weeks.start_month, weeks), Window(Span.HALF)
    number = calendar.numbers(days(day), half)
    year, quarter = weeks.quarter_of(day)
    first = 1 if quarter < 3 else 3
    assert day_of(calendar.first(number, half)[0]) == weeks.quarter(year, first).start
    assert day_of(calendar.end(number, half)[0]) == weeks.quarter(year, first + 1).end
    assert calendar.label(int(number[0]), half) == f"H{(first + 1) // 2} FY{year}"


def test_the_retail_year_of_53_weeks_gives_the_last_to_january() -> None:
    """National Retail Federation, 4-5-4 calendar: 2023 had 53 weeks, 29 January to 3 February."""
    plan = read_plan(PLAN.replace("2026-01-01", "2023-01-29").replace("2027-01-01", "2025-02-02"))
    periods = pay_periods(plan)
    assert len(periods) == 24
    assert (day_of(periods[0].first), day_of(periods[-1].end)) == (plan.begins, plan.ends)
    last, first = periods[11], periods[12]
    assert (last.name, day_of(last.first), day_of(last.end)) == (
        "M12 FY2023", date(2023, 12, 31), date(2024, 2, 4),
    )  # fmt: skip
    assert first.name == "M01 FY2024"
    assert [one.end - one.first for one in periods[:3]] == [28, 35, 28]
    calendar = Calendar.of(plan)
    for span, label in ((Span.QUARTER, "Q4 FY2023"), (Span.YEAR, "FY2023")):
        number = calendar.numbers(days(date(2024, 2, 3)), Window(span))
        assert calendar.labels(number, Window(span)) == [label]


def test_many_days_at_once_are_placed_as_one_by_one() -> None:
    calendar = Calendar.of(read_plan(PLAN))
    every = days(*(date(2026, 1, 1) + timedelta(days=at) for at in range(365) for _ in range(4)))
    window = Window(Span.MONTH)
    one_by_one = [int(calendar.numbers(every[at : at + 1], window)[0]) for at in range(every.size)]
    assert calendar.numbers(every, window).tolist() == one_by_one


def test_somebody_who_has_always_been_there_is_placed_before_all() -> None:
    calendar = Calendar.of(read_plan(PLAN))
    early, late = calendar.months(np.array([-(2**22), 2**22], dtype=np.int64))
    own = calendar.months(days(date(2026, 5, 5)))[0]
    assert early < own - 1000
    assert late > own + 1000


def test_it_is_said_in_words_and_a_change_of_it_is_told() -> None:
    plan = read_plan(PLAN)
    said = written(plan)["year_of_weeks"]
    assert "whole weeks, 4-5-4 in each quarter" in said
    assert "Saturday nearest to the end of January" in said
    assert "named by the year in which it begins" in said
    months = read_plan(small(head=HEAD.replace("January", "February")))
    assert "Its year begins in February." in written(months)[""]
    assert "begins" not in written(read_plan(small()))[""]
    assert difference(months, plan) == (f"New: {said}",)
    last = read_plan(PLAN.replace('"nearest"', '"last"'))
    assert "Saturday last before or at the end of January" in written(last)["year_of_weeks"]
    (told,) = difference(plan, last)
    assert "closes was nearest and is last" in told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('pattern = "4-5-4"\n', "", "'pattern' is missing"),
        ('"4-5-4"', '"4-4-4"', "4-4-5"),
        ('week_begins = "Sunday"\n', "", "'week_begins' is missing"),
        ('"Sunday"', '"Sonday"', "'Sunday'"),
        ('closes = "nearest"\n', "", "'closes' is missing"),
        ('"nearest"', '"next"', "nearest"),
        ('named_by = "start"\n', "", "'named_by' is missing"),
        ('named_by = "start"', 'named_by = "start"\nweeks = 52', "'weeks'"),
        ("[year_of_weeks]", "[year_of_week]", "year_of_weeks"),
    ],
)
def test_nothing_of_it_is_left_to_be_guessed(old: str, new: str, said: str) -> None:
    assert PLAN.count(old) == 1
    with pytest.raises(UserError, match=said):
        read_plan(PLAN.replace(old, new))


def test_plans_that_part_the_year_otherwise_are_not_alike() -> None:
    plan = read_plan(PLAN)
    assert plan != replace(plan, weeks=None)
