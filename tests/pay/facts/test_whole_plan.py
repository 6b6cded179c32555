"""The widest plan of the tests, from tables to what is paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.calculation.commission import Worth
from everyrep.pay.facts import gathered
from everyrep.pay.plan.reading import read_plan

HUNTER = Path(__file__).parents[1] / "plans" / "hunter.toml"
PEOPLE = {
    "payee": ["ana", "ben", "mia", "eve"],
    "from": ["2025-06-01", "2026-03-01", "2025-01-01", "2025-01-01"],
    "target_bonus": ["8_000"] * 4, "salary": [60_000, 50_000, 90_000, 70_000],
    "score_pipeline": ["80%"] * 4, "score_data": [0.5] * 4,
    "works_new_process_from": ["2030-01-01"] * 4,
}  # fmt: skip
QUOTAS = {"payee": PEOPLE["payee"], "quota": ["bookings"] * 4, "amount": ["400_000"] * 4}
MANAGERS = {"payee": ["ana", "ben", "eve"], "manager": ["mia"] * 3}


def lines() -> pd.DataFrame:
    rows: list[dict[str, Any]] = [
        {"line": "1", "payee": "ana", "closed_at": "2026-02-10", "amount": "10_000",
         "cost": "5_000"},
        {"line": "2", "closed_at": "2026-03-20T23:30:00-04:00", "amount": "30_000.01",
         "cost": "29_000", "engineer": "eve"},
        {"line": "3", "payee": "ben", "closed_at": "2026-03-25", "amount": "-10_000",
         "cost": "-5_000", "reverses": "1"},
    ]  # fmt: skip
    columns = ["line", "deal", "payee", "closed_at", "kind", "product", "amount", "cost",
               "engineer", "invoiced_on", "first_meeting_on", "reverses", "currency"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(kind="new", product="Core")


def test_a_plan_with_everything_takes_its_facts_and_pays() -> None:
    plan = read_plan(HUNTER.read_text(encoding="utf-8"))
    splits = {"line": ["2", "2"], "payee": ["ana", "ben"], "share": ["50%", "50%"]}
    found = gathered(
        plan, lines(), PEOPLE, splits=splits, quotas=QUOTAS, managers=MANAGERS,
        through=date(2026, 3, 31),
    )  # fmt: skip
    facts = found.facts
    rows = facts.credited
    credited = {
        (facts.lines[line], facts.people[payee], facts.kinds[kind])
        for line, payee, kind in zip(rows.line, rows.payee, rows.kind, strict=True)
    }
    assert credited == {
        ("1", "ana", "primary"), ("1", "mia", "rollup"), ("2", "ana", "primary"),
        ("2", "ben", "primary"), ("2", "eve", "overlay"), ("2", "mia", "rollup"),
        ("3", "ana", "primary"), ("3", "mia", "rollup"),
    }  # fmt: skip
    assert found.left.counts == {}
    worth = calculate(replace(plan, pay=plan.pay[:1]), facts).found["new-business"]
    assert isinstance(worth, Worth)
    by_line = {
        (facts.lines[rows.line[at]], facts.people[rows.payee[at]]): int(worth.minor[at])
        for at in range(len(rows))
        if facts.kinds[rows.kind[at]] == "primary"
    }
    # ana: 8% of 10,000 at twice, for the margin is half; 8% of 15,000.01 at half, for it is thin.
    # ben is asked for 31 days of 90 of 80,000 at a quarter, for it is his first month: 6,888.89.
    # So he has 8% of that, 10% of half as much more, and 12% of the other 4,666.67, at half.
    assert by_line == {
        ("1", "ana"): 1_600_00, ("3", "ana"): -1_600_00, ("2", "ana"): 600_00, ("2", "ben"): 727_78,
    }  # fmt: skip
