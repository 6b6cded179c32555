"""Open deals by age for those who see groups alone; who asks is in the name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from everyrep.analysis.pipeline.open_ages import BANDS, open_ages
from everyrep.values import Money, Reason, Scope
from tests.worlds import TinyWarehouse, World

TODAY = date(2026, 6, 30)
EVERYTHING = Scope.everything("tests")
AGES = (0, 30, 31, 90, 91, 180, 181, 400)


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    """Six sellers with a deal of each age; one of them alone has a ninth, of 500 days."""
    world = World(as_of=TODAY)
    for n in range(6):
        world.person(f"p{n}")
        for age in AGES:
            opened = TODAY - timedelta(days=age)
            world.deal(f"d{n}-{age}", owner=f"p{n}", amount="100", created_on=opened)
    world.deal("last", owner="p0", amount="7", created_on=TODAY - timedelta(days=500))
    return world.warehouse()


def test_bands_hold_their_first_and_last_day(company: TinyWarehouse) -> None:
    found = open_ages(company, EVERYTHING)
    assert not isinstance(found, Reason)
    assert [band.name for band in found] == [name for _, _, name in BANDS]
    assert [band.amount.n for band in found] == [12, 12, 12, 13]
    currency = found[0].amount.currency
    assert currency is not None
    assert [band.amount.value for band in found] == [
        Money.from_decimal(text, currency) for text in ("1200", "1200", "1200", "1207")
    ]


def test_an_executive_sees_bands_of_enough_people(company: TinyWarehouse) -> None:
    found = open_ages(company, EVERYTHING.narrow(min_group=5))
    assert not isinstance(found, Reason)
    assert all(band.amount.estimable for band in found)


def test_bands_of_few_are_withheld_and_never_one_alone() -> None:
    world = World(as_of=TODAY)
    for n in range(6):
        world.person(f"p{n}")
        world.deal(f"a{n}", owner=f"p{n}", created_on=TODAY)
        world.deal(f"b{n}", owner=f"p{n}", created_on=TODAY - timedelta(days=40))
    world.deal("alone", owner="p0", created_on=TODAY - timedelta(days=100))
    found = open_ages(world.warehouse(), EVERYTHING.narrow(min_group=5))
    assert not isinstance(found, Reason)
    hidden = [band.name for band in found if not band.amount.estimable]
    assert "91 to 180 days" in hidden
    assert len(hidden) == 2  # what is left would give it away by subtraction from the whole


def test_who_may_see_nobody_or_no_amounts_is_told(company: TinyWarehouse) -> None:
    assert isinstance(open_ages(company, Scope.nothing("x")), Reason)
    assert isinstance(open_ages(company, EVERYTHING.narrow(abilities={"see_rows"})), Reason)
