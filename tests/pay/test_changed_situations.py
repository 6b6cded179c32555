"""Situations whose plans are read otherwise still pay what the plain reckoning pays, and say so.

A word of a plan is exchanged for another that may stand there: another mode, boundary, window,
refund, rounding. What comes of it no author has worked out, so that both reckonings must agree.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from everyrep.pay.calculation.amounts import amounts
from everyrep.pay.calculation.calculate import Calculation, calculate
from everyrep.pay.examples.tables import gathered_for, last_day
from everyrep.pay.explanation import explain
from everyrep.pay.plan.reading import PlanError, read_plan
from everyrep.values import DataError
from tests.pay.exactly_windows import totals

FOLDER = Path(__file__).parent / "situations"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))]
ROUNDS, EACH = 8, 25
OTHERS = {
    "mode": "marginal deal_before deal_after retroactive step curve interpolate_add".split(),
    "boundary": ["lower_inclusive", "upper_inclusive"],
    "refund": ["original", "cumulative", "current"],
    "window": ["deal", "month", "quarter", "half", "year", "plan", "cycle of 14 days",
               "rolling 2 months"],
    "proration": ["none", "days", "months", "full_if_begun"],
    "quota_counts": ["whole", "to_date"],
    "stacking": ["multiply", "add"],
    "zero": ["nothing", "reached", "refuse"],
    "rounding": ["half_up", "half_even", "half_down", "up", "down", "floor", "ceiling"],
    "beyond": ["forfeited", "carried"],
    "pays": ["from_first", "above_only"],
    "bounds": ["quota", "amount"],
    "above": ["open", "flat", "error"],
    "spread": ["given", "even", "days"],
}  # fmt: skip
_SAID = re.compile(r'\b(\w+) = "([^"\n]*)"')


def changed(lot: Random) -> str:
    """A situation's plan with up to three of its words exchanged."""
    text = lot.choice(TEXTS)
    for _ in range(lot.randint(1, 3)):
        here = [one for one in _SAID.finditer(text) if one[2] in OTHERS.get(one[1], ())]
        if here:
            one = lot.choice(here)
            text = text[: one.start(2)] + lot.choice(OTHERS[one[1]]) + text[one.end(2) :]
    return text


def calculated(text: str, lot: Random) -> Calculation | None:
    """What one example's facts are paid; None where the plan, or paying by it, is refused."""
    try:
        plan = read_plan(text)
        example = lot.choice(plan.examples)
        facts = gathered_for(plan, example, last_day(plan, example)).facts
        return calculate(plan, facts)
    except (PlanError, DataError):
        return None


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_plan_that_is_read_otherwise_pays_what_the_plain_reckoning_pays(turn: int) -> None:
    paid = 0
    for at in range(EACH):
        lot = Random(turn * EACH + at)
        text = changed(lot)
        found = calculated(text, lot)
        if found is None:
            continue
        engine = {part.id: int(sum(found.of_component(part.id))) for part in found.plan.pay}
        assert engine == totals(found.plan, found.facts), f"lot {turn * EACH + at}"
        rows = amounts(found, hashed=False)
        for key, minor in list(zip(rows["key"], rows["minor"], strict=True))[:2]:
            told = explain(found.plan, found.facts, key)
            assert told.amount is not None
            assert told.amount.minor == minor, f"lot {turn * EACH + at}, {key}"
        paid += bool(len(rows))
    assert paid > EACH / 4
