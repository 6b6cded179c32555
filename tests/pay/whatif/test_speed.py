"""Another plan over lines that are gathered costs a small part of the first."""

from __future__ import annotations

from time import process_time

import numpy as np
import pandas as pd
import pytest

import everyrep.pay as pay
from tests.pay.plan.small import small

LINES, PEOPLE = 300_000, 300
TIMES = '[[pay.times]]\ntitle = "Good margin"\nwhen = "margin > 40%"\nfactor = "2x"\n'


@pytest.mark.slow
def test_another_plan_costs_under_a_tenth() -> None:
    lot = np.random.default_rng(1)
    names = np.array([f"p{at:03}" for at in range(PEOPLE)])
    days = pd.date_range("2026-01-01", "2026-12-30").strftime("%Y-%m-%d").to_numpy()
    amount = lot.integers(100, 50_000, LINES)
    lines = pd.DataFrame({
        "line": [f"{at:06}" for at in range(LINES)], "payee": names[lot.integers(0, PEOPLE, LINES)],
        "closed_on": days[lot.integers(0, days.size, LINES)], "amount": amount,
        "cost": amount * lot.integers(30, 90, LINES) // 100, "quantity": 1, "kind": "new",
    })  # fmt: skip
    people = pd.DataFrame({"payee": names, "from": "2026-01-01", "target": "0"})
    replay = pay.Replay(pay.Given(lines, people))
    plans = [pay.read_plan(small(TIMES).replace('"8%"', rate)) for rate in ('"8%"', '"9%"')]
    begun = process_time()
    first = replay.pays(plans[0]).total
    then = process_time()
    second = replay.pays(plans[1]).total
    done = process_time()
    assert second > first
    assert done - then < (then - begun) / 10
