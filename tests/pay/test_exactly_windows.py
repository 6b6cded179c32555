"""Random bonuses, contests and pools pay what the plain reckoning pays, to the cent."""

from __future__ import annotations

from random import Random

import pytest

from everyrep.pay.calculation.bonus import WindowWorth
from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.calculation.sharing import Shared
from tests.pay import random_windows
from tests.pay.exactly_windows import ExactlyAll

ROUNDS, EACH = 8, 12


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_random_windows_pay_what_the_plain_reckoning_pays(turn: int) -> None:
    paid = dict.fromkeys(("by-table", "by-score", "race", "pot"), 0)
    for at in range(EACH):
        lot = Random(turn * EACH + at)
        weeks = random_windows.weeks(Random(-1 - turn * EACH - at))
        plan = random_windows.plan(lot, weeks)
        facts = random_windows.company(lot, plan)
        found, plainly = calculate(plan, facts), ExactlyAll(plan, facts)
        for part in plan.pay:
            worth = found.found[part.id]
            assert isinstance(worth, (WindowWorth, Shared))
            engine = {
                (int(payee), int(number)): int(minor)
                for payee, number, minor in zip(
                    worth.windows.payee, worth.windows.number, worth.minor, strict=True
                )
                if minor
            }
            assert engine == plainly.component(part), f"lot {turn * EACH + at}, {part.id}"
            paid[part.id] += bool(engine)
    assert min(paid.values()) > 0
