"""Periods and grains of time, calendar and fiscal, and the world as it was on a day."""

from __future__ import annotations

from datetime import date

import pytest

from everyrep.measures import query
from everyrep.values import FiscalCalendar, Grain, Money, Period, Scope
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the test")
DAYS = ("2025-12-31", "2026-01-01", "2026-01-04", "2026-01-05", "2026-02-28", "2026-04-26")


def company(fiscal: FiscalCalendar) -> TinyWarehouse:
    world = World(fiscal=fiscal)
    for i, day in enumerate(DAYS):
        world.deal(f"d{i}", outcome="won", created_on="2025-10-01", close_on=day)
    return world.warehouse()


CALENDARS = {
    "plain": FiscalCalendar(),
    "from February": FiscalCalendar(start_month=2),
    "from October": FiscalCalendar(start_month=10),
    "weeks from Sunday": FiscalCalendar(week_start=6),
    "4-4-5": FiscalCalendar(start_month=2, kind="445", week_start=6),
    "5-4-4, last Saturday": FiscalCalendar(
        start_month=7, kind="544", week_start=6, year_end="last"
    ),
}


PLAIN = [("plain", grain) for grain in Grain if not grain.fiscal]
FISCAL = [(name, grain) for name in CALENDARS for grain in Grain if grain.fiscal]


@pytest.mark.parametrize(
    ("calendar", "grain"), [*PLAIN, *FISCAL, ("weeks from Sunday", Grain.WEEK)]
)
def test_buckets_are_those_of_the_calendar(calendar: str, grain: Grain) -> None:
    fiscal = CALENDARS[calendar]
    answer = query(company(fiscal), "won_deals", by=grain.value, scope=ALL)
    expected: dict[Period, int] = {}
    for day in DAYS:
        period = Period.containing(date.fromisoformat(day), grain, fiscal)
        expected[period] = expected.get(period, 0) + 1
    names = [str(row.keys[grain.value]) for row in answer]
    found = {Period.parse(name, calendar=fiscal): row.estimate.value
             for name, row in zip(names, answer, strict=True)}  # fmt: skip
    assert found == expected
    assert names == sorted(names)


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    found = query(
        company(FiscalCalendar()), "won_deals", period="2026-01-01..2026-02-28", scope=ALL
    )
    assert found.one().value == 3


def test_periods_may_be_fiscal_and_relative_to_the_day_of_the_data() -> None:
    world = company(CALENDARS["from October"])
    assert query(world, "won_deals", period="FY2026Q1", scope=ALL).one().value == 1
    assert query(world, "won_deals", period="last quarter", scope=ALL).one().value == 4


def test_a_period_in_the_future_has_no_facts() -> None:
    found = query(company(FiscalCalendar()), "won_deals", period="2027", scope=ALL).one()
    assert not found.estimable


@pytest.fixture
def moving() -> TinyWarehouse:
    """A deal that is won in June, after it was in two stages; and one that is opened in May."""
    world = World().person("ann", team="north")
    world.add("stages", id="Qualify", name="Qualify", position=1, probability=0.2)
    world.add("stages", id="Propose", name="Propose", position=2, probability=0.5)
    world.add("stages", id="Won", name="Won", position=3, probability=1, closed=True, won=True)
    world.deal("d1", owner="ann", outcome="won", stage="Won", amount=100, close_on="2026-06-10",
               loss_reason="price", probability=1)  # fmt: skip
    for day, stage in (("01-01", "Qualify"), ("04-01", "Propose"), ("06-10", "Won")):
        world.add("stage_history", opportunity="d1", stage=stage, entered_at=f"2026-{day}")
    world.deal("d2", owner="ann", created_on="2026-05-05", amount=10, close_on="2026-08-01",
               stage="Qualify")  # fmt: skip
    return world.warehouse()


def as_of(day: str) -> Scope:
    return Scope.everything("the past", as_of=date.fromisoformat(day))


def test_the_pipeline_is_as_it_was_on_the_day(moving: TinyWarehouse) -> None:
    def pipeline(scope: Scope) -> dict[object, object]:
        answer = query(moving, "pipeline", by="stage", scope=scope)
        return {row.keys["stage"]: row.estimate.value for row in answer}

    hundred, ten = (Money.from_decimal(text, "USD") for text in ("100", "10"))
    assert pipeline(ALL) == {"Qualify": ten}
    assert pipeline(as_of("2026-05-05")) == {"Propose": hundred, "Qualify": ten}
    assert pipeline(as_of("2026-03-31")) == {"Qualify": hundred}


def test_what_was_won_later_was_not_won_then(moving: TinyWarehouse) -> None:
    assert query(moving, "won_deals", scope=as_of("2026-06-09")).one().value != 1
    assert query(moving, "won_deals", scope=as_of("2026-06-10")).one().value == 1


def test_what_the_close_told_was_not_known_then(moving: TinyWarehouse) -> None:
    """A reason of losing or a chance of 100% on an open deal would give the future away."""
    before = as_of("2026-06-09")
    weighted = query(moving, "weighted_pipeline", period="2026-06", scope=before).one()
    assert weighted.value == Money.from_decimal("50", "USD")
    found = query(moving, "open_deals", where="loss_reason is empty", scope=before).one()
    assert found.value == 2


def test_how_long_deals_last_is_counted_to_the_day(moving: TinyWarehouse) -> None:
    found = query(moving, "time_in_stage", scope=as_of("2026-04-11"))
    assert found.one(stage="Propose").n == 1
    assert found.one(stage="Qualify").value == 90
