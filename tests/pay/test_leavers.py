"""What takes a deal back from somebody who has left is theirs, and asks no quota of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import everyrep.pay as pay

PLAN = Path(__file__).parents[2] / "benchmarks" / "pay_plan.toml"


def test_a_refund_after_leaving_takes_back_what_was_paid() -> None:
    plan = pay.read_plan(PLAN)
    sold = {"line": "1", "payee": "ana", "amount": "50_000".replace("_", ""), "cost": "35000"}
    lines = pd.DataFrame([
        {**sold, "closed_on": "2026-02-10", "reverses": None},
        {**sold, "line": "2", "closed_on": "2026-08-10", "reverses": "1", "amount": "-50000",
         "cost": "-35000"},
    ])  # fmt: skip
    people = pd.DataFrame([{"payee": "ana", "from": "2026-01-01", "until": "2026-05-01"}])
    quotas = pd.DataFrame([
        {"payee": "ana", "quota": "bookings", "from": start, "until": end, "amount": "100000"}
        for start, end in (("2026-01-01", "2026-04-01"), ("2026-04-01", "2026-07-01"))
    ])  # fmt: skip
    found = pay.amounts(pay.calculate(plan, pay.gather(plan, lines, people, quotas=quotas)))
    assert dict(zip(found.line, found.minor, strict=True)) == {"1": 250_000, "2": -250_000}
