"""Gains are real: every example is paid again line by line with fractions, before and after."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from everyrep.pay.gaming import Way, probe
from everyrep.pay.plan import Commission, Plan, Refund
from tests.pay import random_plans
from tests.pay.companies import facts
from tests.pay.exactly import Exactly


def paid(plan: Plan, known: object) -> int:
    part = plan.pay[0]
    assert isinstance(part, Commission)
    lines, carried = Exactly(plan, known).commission(part)  # type: ignore[arg-type]
    return sum(lines) + sum(carried.values())


def test_what_random_plans_are_said_to_pay_more_is_paid() -> None:
    seen: set[Way] = set()
    for turn in range(120):
        lot = Random(turn)
        plan, company = random_plans.plan(lot), random_plans.company(lot)
        for one in probe(plan, facts(plan, *company), most=6):
            assert paid(plan, one.after) - paid(plan, one.before) == one.minor, (turn, one.way)
            assert one.minor > 0
            seen.add(one.way)
    assert seen == set(Way), set(Way) - seen


def flat(lot: Random) -> Plan:
    """A plan by lot with one rate for everything, and nothing else."""
    plan = random_plans.plan(lot)
    part = plan.pay[0]
    assert isinstance(part, Commission)
    bare = replace(
        part, of=random_plans.ready("amount"), where=None, rate=random_plans.ready("7%"),
        table=None, grid=None, times=(), deal_cap=None, cap=None, gates=(), threshold=None,
        refund=Refund.CUMULATIVE,
    )  # fmt: skip
    return replace(plan, pay=(bare,))


def test_a_planted_cap_is_found_wherever_a_deal_is_above_it() -> None:
    planted = 0
    for turn in range(60):
        lot = Random(turn)
        plan, company = flat(lot), random_plans.company(lot)
        assert probe(plan, facts(plan, *company), most=20) == (), turn
        part = plan.pay[0]
        capped = replace(plan, pay=(replace(part, deal_cap=random_plans.ready("2 USD")),))  # type: ignore[call-arg]
        alone = [line for line in company[0] if "reverses" not in line]
        alone = [line for line in alone if not any(
            other.get("reverses") == line["line"] or (other is not line and
            other["deal"] == line["deal"]) for other in company[0])]  # fmt: skip
        large = [line for line in alone if line["amount"] > 40]
        if not large:
            continue
        planted += 1
        ways = {one.way for one in probe(capped, facts(capped, *company), most=20)}
        assert Way.SPLIT in ways, turn
    assert planted > 30
