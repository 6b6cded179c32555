"""Months since the hire: where they begin, and that what lasts is cut at them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from everyrep.measures import load_catalogue, panel, query
from everyrep.values import Scope, add_months
from tests.measures.company import messy_company
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the test")


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    return messy_company(deals=60, people=8).warehouse()


@pytest.mark.parametrize(
    ("day", "months"),
    [
        ("2026-01-31", 0), ("2026-02-27", 0), ("2026-02-28", 1), ("2026-03-30", 1),
        ("2026-03-31", 2), ("2027-01-30", 11), ("2027-01-31", 12), ("2026-01-30", None),
    ],
)  # fmt: skip
def test_a_month_ends_on_the_day_of_the_hire_or_the_last_there_is(
    day: str, months: int | None
) -> None:
    world = World(as_of=date(2027, 6, 30)).person("ann", hired_on="2026-01-31")
    world.add("activities", id="x", person="ann", kind="call", occurred_at=day)
    found = query(world.warehouse(), "activities", by="tenure_month", scope=ALL)
    assert [row.keys["tenure_month"] for row in found] == [months]


def test_days_employed_are_shared_out_to_months_since_the_hire() -> None:
    """Weeks of each month are those of its days, so the rate of a month is over its own weeks."""
    world = World(as_of=date(2026, 6, 30)).person("ann", hired_on="2026-01-31", role="rep")
    for i, day in enumerate(("2026-01-31", "2026-02-27", "2026-02-28", "2026-03-31")):
        world.add("activities", id=f"x{i}", person="ann", kind="call", occurred_at=day)
    company = world.deal("d", owner="ann").warehouse()
    found = panel(company, "activities_per_rep_week", by=("person", "tenure_month"), scope=ALL)
    starts = [min(add_months(date(2026, 1, 31), k), date(2026, 7, 1)) for k in range(7)]
    weeks = [(end - start).days / 7 for start, end in pairwise(starts)]
    assert list(found.groups["tenure_month"]) == [0, 1, 2, 3, 4, 5]
    assert list(found.x["activities_per_rep_week"]) == [2, 1, 1, 0, 0, 0]
    assert list(found.m["activities_per_rep_week"]) == pytest.approx(weeks)
    early = query(company, "activities_per_rep_week", where="tenure_month < 2", scope=ALL).one()
    assert early.value == pytest.approx(3 / sum(weeks[:2]))


def test_who_was_there_for_a_whole_month_is_one_seller_of_it() -> None:
    world = World(as_of=date(2026, 6, 30)).person("ann", hired_on="2026-01-10", role="rep")
    world.deal("first", owner="ann", outcome="won", close_on="2026-01-10", amount=1)
    world.deal("d", owner="ann", outcome="won", close_on="2026-03-01", amount=300)
    found = query(world.warehouse(), "wins_per_rep", by="tenure_month", scope=ALL)
    assert [row.estimate.value for row in found] == [1, 1, 0, 0, 0, 0]


@pytest.mark.long
def test_every_measure_that_offers_it_can_be_cut_by_it(company: TinyWarehouse) -> None:
    names = [name for name, measure in load_catalogue().items() if measure.accepts("tenure_month")]
    found = query(company, names, by="tenure_month", where="tenure_month >= 0", scope=ALL)
    assert {row.measure for row in found} == set(names)
    months = [row.keys["tenure_month"] for row in found.of("activities")]
    assert months == sorted(months, key=int)  # type: ignore[arg-type]
    assert not load_catalogue()["quota"].accepts("tenure_month")


def test_the_parts_of_a_count_are_the_whole(company: TinyWarehouse) -> None:
    for name in ("activities", "won_deals"):
        parts = query(company, name, by="tenure_month", scope=ALL)
        whole = query(company, name, scope=ALL).one().value
        assert sum(row.estimate.value for row in parts) == whole  # type: ignore[misc]
