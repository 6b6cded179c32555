"""Explanations of random plans come to what is paid, and their slices to what is rated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from random import Random

import pytest

from everyrep.pay.calculation.amounts import amounts
from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.explanation import Step, explain
from everyrep.pay.facts import Facts
from everyrep.pay.plan import Mode, Plan
from everyrep.values import Money, UnknownName, round_exact
from tests.pay import random_plans
from tests.pay.companies import facts

LOTS = range(40)


def cases(lots: range) -> Iterator[tuple[Plan, Facts, str, int]]:
    """Each amount of random plans: the plan, its facts, the amount's key and its cents."""
    for at in lots:
        lot = Random(at)
        plan, company = random_plans.plan(lot), random_plans.company(lot)
        known = facts(plan, *company, random_plans.BEGIN + timedelta(days=lot.randint(60, 180)))
        found = amounts(calculate(plan, known))
        for key, minor in zip(found.key, found.minor, strict=True):
            yield plan, known, key, int(minor)


def step(told: Step, title: str) -> Step | None:
    return next((part for part in told.parts if part.title == title), None)


def test_each_explanation_comes_to_what_is_paid() -> None:
    seen = 0
    for plan, known, key, minor in cases(LOTS):
        told = explain(plan, known, key)
        assert told.amount == Money(minor, plan.currency), key
        assert told.sentence in str(told)
        assert told.parts[-1].title == "Rule"
        seen += 1
    assert seen > 50


def test_slices_come_to_what_is_rated() -> None:
    seen = 0
    for plan, known, key, _ in cases(range(200)):
        rate = step(explain(plan, known, key), "Rate")
        if plan.tables["tiers"].mode is not Mode.MARGINAL or rate is None:
            continue
        slices = [part.exact for part in rate.parts if part.exact is not None]
        if slices:
            assert sum(slices, Fraction(0)) == rate.exact, key
            seen += 1
    assert seen > 30


@pytest.mark.parametrize("key", ["nothing/a/1", "part", "part/nobody/1/primary/0",
                                 "part/a/none/primary/0", "part/a/00/primary/7"])  # fmt: skip
def test_keys_that_there_are_not_are_told_with_near_names(key: str) -> None:
    lot = Random(1)
    plan, company = random_plans.plan(lot), random_plans.company(lot)
    with pytest.raises(UnknownName):
        explain(plan, facts(plan, *company), key)


def test_steps_before_rounding_come_to_what_is_rounded() -> None:
    seen = 0
    for plan, known, key, _ in cases(range(200)):
        told = explain(plan, known, key)
        exact = [part.exact for part in told.parts if part.exact is not None]
        rounding = step(told, "Rounding")
        if rounding is None or rounding.amount is None:
            continue
        part = plan.pay[0]
        assert rounding.amount.minor == round_exact(exact[-1], part.rounding), key  # type: ignore[union-attr]
        seen += 1
    assert seen > 100


def test_names_stand_before_the_ids_and_change_nothing_else() -> None:
    seen = 0
    for plan, known, key, _ in cases(range(40)):
        plain = explain(plan, known, key)
        lines = {one: f"Deal of {one}" for one in (*known.lines, *known.people)}
        named = explain(plan, known, key, lines)
        assert [one.amount for _, one in named.lines()] == [one.amount for _, one in plain.lines()]
        told = str(named)
        for one, name in lines.items():
            told = told.replace(f"{name} ({one})", one)
        assert told == str(plain)
        seen += str(named) != str(plain)
    assert seen > 10
