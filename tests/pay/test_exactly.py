"""Random plans pay random companies what the plain reckoning with fractions pays, to the cent."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.calculation.commission import Worth
from everyrep.pay.plan import Commission
from tests.pay import random_plans
from tests.pay.companies import facts
from tests.pay.exactly import Exactly

ROUNDS, EACH = 8, 100


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_random_plans_pay_what_the_plain_reckoning_pays(turn: int) -> None:
    paid = 0
    for at in range(EACH):
        lot = Random(turn * EACH + at)
        plan, company = random_plans.plan(lot), random_plans.company(lot)
        known = facts(plan, *company, random_plans.BEGIN + timedelta(days=lot.randint(60, 180)))
        found, part = calculate(plan, known).found["part"], plan.pay[0]
        assert isinstance(found, Worth)
        assert isinstance(part, Commission)
        lines, carried = Exactly(plan, known).commission(part)
        assert [int(minor) for minor in found.minor] == lines, f"lot {turn * EACH + at}"
        assert carried_of(found) == carried, f"lot {turn * EACH + at}"
        paid += any(lines)
    assert paid > EACH / 3


def carried_of(found: Worth) -> dict[tuple[int, int], int]:
    if found.carried is None:
        return {}
    keys = zip(found.carried.payee, found.carried.window, found.carried.minor, strict=True)
    return {(int(payee), int(window)): int(minor) for payee, window, minor in keys}
