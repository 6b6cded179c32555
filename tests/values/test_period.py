from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from everyrep.values import (
    FiscalCalendar,
    FixedClock,
    Grain,
    Period,
    UnknownName,
    UserError,
    add_days,
    add_months,
    week_start,
)

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
periods = st.builds(lambda start, n: Period(start, add_days(start, n)), days, st.integers(1, 900))
calendars = st.builds(
    FiscalCalendar,
    st.integers(1, 12),
    st.sampled_from(["calendar", "445", "454", "544"]),
    st.integers(0, 6),
    st.sampled_from(["end", "start"]),
    st.sampled_from(["last", "nearest"]),
)
grains = st.sampled_from(list(Grain))
OCTOBER = FiscalCalendar(start_month=10)
TODAY = date(2026, 8, 15)


def days_of(period: Period) -> set[date]:
    return {period.start + timedelta(days=n) for n in range(period.days)}


# --- what a period is


def test_a_period_does_not_hold_its_end() -> None:
    january = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert january.last == date(2026, 1, 31)
    assert january.days == 31
    assert date(2026, 1, 31) in january
    assert date(2026, 2, 1) not in january


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 12, 31)])
def test_a_period_holds_at_least_a_day(end: date) -> None:
    with pytest.raises(UserError, match="has no day in it"):
        Period(date(2026, 1, 1), end)


def test_a_period_is_bounded_by_days_not_instants() -> None:
    with pytest.raises(TypeError, match="Take the local date"):
        Period(datetime(2026, 1, 1, tzinfo=UTC), date(2026, 2, 1))
    with pytest.raises(TypeError, match="Take the local date"):
        Period("2026-01-01", date(2026, 2, 1))  # type: ignore[arg-type]


def test_neighbours_touch_and_do_not_overlap() -> None:
    july, august = Period.parse("2026-07"), Period.parse("2026-08")
    assert not july.overlaps(august)
    assert july.intersect(august) is None


@given(periods, periods)
def test_overlap_and_intersection_are_those_of_the_days(a: Period, b: Period) -> None:
    shared = days_of(a) & days_of(b)
    met = a.intersect(b)
    assert a.overlaps(b) == bool(shared)
    assert (days_of(met) if met else set()) == shared
    assert a.contains(b) == (days_of(b) <= days_of(a))


def test_a_period_is_a_value() -> None:
    assert pickle.loads(pickle.dumps(Period.parse("2026"))) == Period.parse("2026")
    assert sorted([Period.parse("2026"), Period.parse("2025")])[0] == Period.parse("2025")


# --- cutting


@given(periods, grains, calendars)
def test_parts_tile_the_period_exactly(p: Period, grain: Grain, calendar: FiscalCalendar) -> None:
    parts = p.split(grain, calendar)
    assert parts[0].start == p.start
    assert parts[-1].end == p.end
    assert all(left.end == right.start for left, right in pairwise(parts))
    assert all(part.is_whole(grain, calendar) for part in parts[1:-1])


@given(days, grains, calendars)
def test_the_whole_that_contains_a_day_does(
    day: date, grain: Grain, calendar: FiscalCalendar
) -> None:
    whole = Period.containing(day, grain, calendar)
    assert day in whole
    assert Period.containing(whole.start, grain, calendar) == whole
    assert Period.containing(whole.last, grain, calendar) == whole


def test_a_split_clips_its_ends() -> None:
    parts = Period.parse("2026-01-15..2026-03-02").split("month")
    assert [str(part) for part in parts] == [
        "2026-01-15..2026-02-01",
        "2026-02",
        "2026-03-01",
    ]


def test_weeks_begin_where_the_calendar_says() -> None:
    thursday = date(2026, 1, 1)
    assert week_start(thursday) == date(2025, 12, 29)
    sunday = FiscalCalendar(week_start=6)
    assert Period.containing(thursday, "week", sunday).start == date(2025, 12, 28)


def test_a_fiscal_grain_needs_a_calendar() -> None:
    with pytest.raises(UserError, match="needs a fiscal calendar"):
        Period.parse("2026").split("fiscal_quarter")


@pytest.mark.parametrize("text", ["month", "Months", "MONTH", " month "])
def test_grains_forgive(text: str) -> None:
    assert Grain.of(text) is Grain.MONTH
    assert Grain.of("fiscal quarters") is Grain.FISCAL_QUARTER


def test_an_unknown_grain_offers_the_near_one() -> None:
    with pytest.raises(UnknownName, match="'month'"):
        Grain.of("monht")


# --- moving


@given(periods, st.integers(-20, 20), st.sampled_from([Grain.DAY, Grain.WEEK]))
def test_moving_by_days_can_be_undone(period: Period, n: int, grain: Grain) -> None:
    assert period.shift(n, grain).shift(-n, grain) == period


@given(days, st.integers(-20, 20), grains, calendars)
def test_moving_a_whole_gives_a_whole_and_can_be_undone(
    day: date, n: int, grain: Grain, calendar: FiscalCalendar
) -> None:
    whole = Period.containing(day, grain, calendar)
    moved = whole.shift(n, grain, calendar)
    assert moved.is_whole(grain, calendar)
    assert moved.shift(-n, grain, calendar) == whole


@given(days, grains, calendars)
def test_the_next_begins_where_this_ends(day: date, grain: Grain, calendar: FiscalCalendar) -> None:
    whole = Period.containing(day, grain, calendar)
    assert whole.shift(1, grain, calendar).start == whole.end


@pytest.mark.parametrize(
    ("text", "n", "grain", "moved"),
    [
        ("2026Q1", -1, "quarter", "2025Q4"),
        ("2024-02", 1, "year", "2025-02"),
        ("2026-01-05..2026-02-05", 1, "month", "2026-02-05..2026-03-05"),
        ("2026-01-15..2026-01-31", 1, "month", "2026-02-15..2026-02-28"),
        ("2026-01-30", 1, "month", "2026-02-28"),
    ],
)
def test_moving_by_months(text: str, n: int, grain: str, moved: str) -> None:
    assert Period.parse(text).shift(n, grain) == Period.parse(moved)


def test_a_part_of_a_fiscal_period_has_no_place_in_another() -> None:
    with pytest.raises(UserError, match="not made of whole fiscal periods"):
        Period.parse("2026-01").shift(1, "fiscal_quarter", OCTOBER)


def test_two_fiscal_quarters_move_together() -> None:
    half = Period.parse("2025-10-01..2026-04-01")
    assert half.shift(1, "fiscal_quarter", OCTOBER) == Period.parse("2026-01-01..2026-07-01")


@given(days, st.integers(-600, 600))
def test_months_clamp_to_the_last_day(day: date, n: int) -> None:
    moved = add_months(day, n)
    assert (moved.year - day.year) * 12 + moved.month - day.month == n
    assert moved.day == day.day or (moved.day < day.day and add_days(moved, 1).day == 1)


@pytest.mark.parametrize("grain", list(Grain))
def test_days_that_stand_for_never_are_refused_in_words(grain: Grain) -> None:
    with pytest.raises(UserError, match="would leave the years 1 to 9999"):
        Period.containing(date.max, grain, FiscalCalendar(2, "454", 6))


# --- reading and writing


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026H2", "2026-07-01", "2027-01-01"),
        ("2026Q3", "2026-07-01", "2026-10-01"),
        ("2026-q3", "2026-07-01", "2026-10-01"),
        ("Q3 2026", "2026-07-01", "2026-10-01"),
        ("2026-07", "2026-07-01", "2026-08-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-W31", "2026-07-27", "2026-08-03"),
        ("2020-W53", "2020-12-28", "2021-01-04"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("2026-01-05..2026-02-01", "2026-01-05", "2026-02-01"),
        ("FY2026", "2025-10-01", "2026-10-01"),
        ("fy2026q1", "2025-10-01", "2026-01-01"),
        ("FY2026-Q4", "2026-07-01", "2026-10-01"),
        ("FY2026M03", "2025-12-01", "2026-01-01"),
        ("this month", "2026-08-01", "2026-09-01"),
        ("this fiscal year", "2025-10-01", "2026-10-01"),
        ("last quarter", "2026-04-01", "2026-07-01"),
        ("last 4 quarters", "2025-07-01", "2026-07-01"),
        ("the last 2 fiscal years", "2023-10-01", "2025-10-01"),
        ("Last  7  Days", "2026-08-08", "2026-08-15"),
        ("last 2 weeks", "2026-07-27", "2026-08-10"),
        ("year to date", "2026-01-01", "2026-08-16"),
        ("fiscal quarter to date", "2026-07-01", "2026-08-16"),
        ("YTD", "2026-01-01", "2026-08-16"),
        ("qtd", "2026-07-01", "2026-08-16"),
        ("since 2026-06-01", "2026-06-01", "2026-08-16"),
    ],
)
def test_parse(text: str, start: str, end: str) -> None:
    expected = Period(date.fromisoformat(start), date.fromisoformat(end))
    assert Period.parse(text, calendar=OCTOBER, as_of=TODAY) == expected


@given(periods | st.sets(st.dates(), min_size=2, max_size=2).map(lambda two: Period(*sorted(two))))
@example(Period(date(9999, 12, 1), date(9999, 12, 31)))
@example(Period(date(999, 1, 1), date(999, 2, 1)))
def test_parse_reads_what_str_writes(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(
    days,
    st.sampled_from([grain for grain in Grain if grain.fiscal]),
    calendars,
)
def test_parse_reads_what_label_writes(day: date, grain: Grain, calendar: FiscalCalendar) -> None:
    label = calendar.label(day, grain)
    assert Period.parse(label, calendar=calendar) == Period.containing(day, grain, calendar)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-13",
        "2026Q5",
        "2026Q0",
        "2026H3",
        "2026-02-30",
        "2026-W54",
        "0000",
        "last 0 days",
        "2026-07..2026-09",
        "FY2026Q5",
        "FY2026M13",
        "FY0000",
        "9999",
        "last 99999 years",
        "last 99999999999999999999 days",
    ],
)
def test_what_is_no_period_is_refused_in_words(text: str) -> None:
    with pytest.raises(UserError):
        Period.parse(text, calendar=OCTOBER, as_of=TODAY)


def test_a_refusal_shows_the_forms() -> None:
    with pytest.raises(UserError, match=r"'2026-13' is not a period.*2026Q3.*last 4 quarters"):
        Period.parse("2026-13")


def test_a_relative_period_needs_its_day() -> None:
    with pytest.raises(UserError, match="depends on the day it is read"):
        Period.parse("last 4 quarters")


def test_a_relative_period_takes_a_clock() -> None:
    clock = FixedClock.on(TODAY)
    assert Period.parse("last month", as_of=clock) == Period.parse("2026-07")


def test_a_fiscal_period_needs_a_calendar() -> None:
    with pytest.raises(UserError, match="'FY2026' needs a fiscal calendar"):
        Period.parse("FY2026")
