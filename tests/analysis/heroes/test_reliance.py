"""The study through the door: leavers, part-periods, no sales, one rep, less than nothing."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

import numpy as np
import pytest

from everyrep.analysis.heroes import Lift, Reliance, reliance
from everyrep.values import Currency, Money, Period, Scope, UserError
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the test")
NOW = Period(date(2025, 7, 1), date(2026, 7, 1))


@cache
def company(people: int = 30, spread: float = 0.6, seed: int = 1) -> TinyWarehouse:
    """Two years of sellers, the last one a leaver, the one before hired late, one without sales."""
    rng = np.random.default_rng(seed)
    truth = rng.gamma(spread**-2, spread**2, people) if spread else np.ones(people)
    world, number = World(as_of=date(2026, 6, 30)), 0
    for person in range(people):
        name = f"p{person:02}"
        hired = date(2026, 4, 1) if person == people - 2 else date(2023, 1, 1)
        left = date(2025, 8, 1) if person == people - 1 else None
        world.person(name, hired_on=hired, left_on=left, role="rep")
        for month in range(24):
            day = date(2024 + (6 + month) // 12, 1 + (6 + month) % 12, 15)
            if day < hired or (left is not None and day >= left):
                continue
            for _ in range(rng.poisson(3)):
                won = rng.random() < min(0.25 * truth[person], 1) and person > 0
                world.deal(
                    f"d{number}", owner=name, outcome="won" if won else "lost",
                    created_on="2024-01-01", close_on=day, amount=int(rng.lognormal(9, 0.8)),
                )  # fmt: skip
                number += 1
    return world.warehouse()


@cache
def of_all() -> Reliance:
    lift = Lift(cost=Money(10_000_00, Currency.of("USD")), margin=0.7)
    return reliance(company(), ALL, NOW, lift=lift)


def test_a_company_with_heroes_says_so() -> None:
    found = of_all()
    assert found.reason is None
    assert found.people == 30
    assert found.without_sales >= 1
    top = found.figure("top_share")
    assert top.chance is not None
    assert top.chance < 0.05
    assert top.real.raw == top.seen.value
    assert (top.real.number() or 1) < (top.seen.number() or 0)
    assert found.index.number() is not None
    assert found.middle is not None
    assert found.middle.net is not None
    assert isinstance(found.middle.worth.value, Money)
    assert found.shapes is not None
    assert found.later is not None
    assert found.later.both == 28 + 1
    assert "luck" in found.verdict
    assert json.dumps(found.to_dict())


def test_who_was_there_in_part_counts_by_months() -> None:
    found = of_all()
    assert any("left since the period before: 0; who came: 1" in note for note in found.notes)
    last_year = Period(date(2026, 1, 1), date(2026, 7, 1))
    later = reliance(company(), ALL, last_year)
    assert later.people == 29
    assert later.later is not None
    assert any(group.left > 0 for group in later.later.groups)


def test_among_equals_it_cannot_be_told_from_luck() -> None:
    found = reliance(company(spread=0.0, people=25), ALL, NOW)
    assert "cannot be told from luck" in found.verdict
    assert (found.index.bounds()[0] or 0) < 0.05


def test_one_rep_and_no_revenue_and_few_deals_are_refused() -> None:
    one = World(as_of=date(2026, 6, 30)).person("ann", hired_on=date(2024, 1, 1), role="rep")
    one.deal("d1", owner="ann", outcome="won", close_on="2026-01-05")
    found = reliance(one.warehouse(), ALL, NOW)
    assert found.reason is not None
    assert found.reason.code == "too_few_people"
    assert json.dumps(found.to_dict())
    many = World(as_of=date(2026, 6, 30))
    for person in range(8):
        many.person(f"p{person}", hired_on=date(2024, 1, 1), role="rep")
        many.deal(f"d{person}", owner=f"p{person}", outcome="lost", close_on="2026-01-05")
    none = reliance(many.warehouse(), ALL, NOW)
    assert none.reason is not None
    assert none.reason.code == "no_revenue"
    many.deal("won", owner="p1", outcome="won", close_on="2026-01-06")
    few = reliance(many.warehouse(), ALL, NOW)
    assert few.reason is not None
    assert few.reason.code == "too_few_deals"


def test_somebody_below_zero_has_no_gini_but_a_share() -> None:
    world = World(as_of=date(2026, 6, 30))
    for person in range(8):
        world.person(f"p{person}", hired_on=date(2024, 1, 1), role="rep")
        for deal in range(4):
            world.deal(
                f"d{person}-{deal}", owner=f"p{person}", outcome="won", close_on="2026-01-05",
                amount=-500 if person == 0 else 1000 + 100 * person,
            )  # fmt: skip
    found = reliance(world.warehouse(), ALL, NOW)
    assert found.below_zero == 1
    assert not found.figure("gini").seen.estimable
    assert found.figure("top_share").seen.estimable
    assert found.later is None


@pytest.mark.parametrize("share", [0, -0.1, 1.01, 2, float("nan")])
def test_no_more_than_all_of_a_gap_can_be_closed(share: float) -> None:
    with pytest.raises(UserError, match="gap to the top"):
        Lift(share_of_gap=share)


def test_a_period_is_read_as_a_person_writes_it() -> None:
    assert reliance(company(), ALL, "2026Q1").people == 28


def test_one_role_alone_is_studied() -> None:
    world = World(as_of=date(2026, 6, 30))
    for person in range(12):
        world.person(
            f"p{person}", hired_on=date(2024, 1, 1), role="hunter" if person < 8 else "farmer"
        )
        for deal in range(4):
            world.deal(
                f"d{person}-{deal}", owner=f"p{person}", outcome="won", close_on="2026-01-05",
                amount=1000 + 100 * person,
            )  # fmt: skip
    found = reliance(world.warehouse(), ALL, NOW, among=("role", "hunter"))
    assert found.people == 8
