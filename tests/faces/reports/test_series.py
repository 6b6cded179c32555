"""Months in a row: what counts as one of them, and when one is out of the ordinary."""

from __future__ import annotations

from datetime import date

import pytest

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.series import monthly
from everyrep.values import FiscalCalendar, Grain, Money, Period, Scope
from tests.worlds import World

TODAY = date(2026, 7, 2)


def asker(world: World) -> Asker:
    return Asker(world.warehouse(), Scope.everything("a test"), TODAY)  # type: ignore[arg-type]


def won(world: World, month: int, year: int = 2026) -> World:
    number = len(world.tables.get("opportunities", []))
    opened, closed = date(year, month, 1), date(year, month, 10)
    return world.deal(
        f"d{number}", outcome="won", owner="ann", created_on=f"{opened}", close_on=f"{closed}"
    )


def test_months_without_facts_are_nothing_for_a_sum() -> None:
    world = World().person("ann")
    for month in (1, 2, 5):
        won(world, month)
    points = monthly(asker(world), "bookings").points
    assert [point.name for point in points] == [
        "Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026",
    ]  # fmt: skip
    assert [point.estimate.value for point in points][2:4] == [Money.zero("USD")] * 2


def test_months_without_facts_are_no_months_of_a_share() -> None:
    world = World().person("ann")
    for month in (1, 2, 5):
        won(world, month)
    points = monthly(asker(world), "win_rate").points
    assert [point.name for point in points] == ["Jan 2026", "Feb 2026", "May 2026"]


def test_the_month_that_runs_is_not_in_the_series() -> None:
    world = World(as_of=date(2026, 6, 20)).person("ann")
    for month in (4, 5, 6):
        won(world, month)
    assert [p.name for p in monthly(asker(world), "bookings").points] == ["Apr 2026", "May 2026"]


def test_a_month_far_out_raises_the_alarm_and_an_ordinary_one_does_not() -> None:
    world = World(as_of=date(2026, 12, 31)).person("ann")
    for year in (2024, 2025, 2026):
        for month in range(1, 13):
            for _ in range(10 + month * 5 % 3):
                won(world, month, year)
    assert monthly(asker(world), "bookings").alarm is None
    for _ in range(30):
        won(world, 12)
    alarm = monthly(asker(world), "bookings").alarm
    assert alarm is not None
    assert alarm.name == "Dec 2026"


def test_five_months_have_no_limits() -> None:
    world = World().person("ann")
    for month in (2, 3, 4, 5, 6):
        won(world, month)
    series = monthly(asker(world), "bookings")
    assert len(series.points) == 5
    assert series.chart is not None
    assert series.chart.reason is not None
    assert all(point.alarm is None for point in series.points)


def test_no_facts_give_a_reason() -> None:
    series = monthly(asker(World()), "bookings")
    assert series.points == ()
    assert series.reason is not None


@pytest.mark.parametrize(
    ("as_of", "quarter"), [("2026-06-30", "Q2 2026"), ("2026-06-29", "Q1 2026")]
)
def test_a_quarter_is_over_on_its_last_day(as_of: str, quarter: str) -> None:
    one = asker(World(as_of=date.fromisoformat(as_of)))
    assert one.name(one.full(Grain.FISCAL_QUARTER), Grain.FISCAL_QUARTER) == quarter


def test_a_fiscal_year_of_its_own_is_called_fiscal() -> None:
    one = asker(World(as_of=date(2026, 6, 30), fiscal=FiscalCalendar(start_month=2)))
    last = one.full(Grain.FISCAL_QUARTER, 2)
    assert last == Period(date(2025, 11, 1), date(2026, 5, 1))
    assert one.name(last, Grain.FISCAL_QUARTER) == "Q4 FY2026 to Q1 FY2027"


def test_a_measure_that_is_not_there_is_answered_with_a_reason() -> None:
    estimate = asker(World()).one("charisma")
    assert not estimate.estimable
    assert estimate.reason is not None
    assert "charisma" in estimate.reason.sentence


def test_a_dimension_that_does_not_fit_is_answered_with_a_reason() -> None:
    answer = asker(World()).ask("turnover", "product")
    assert [row.estimate.estimable for row in answer] == [False]
