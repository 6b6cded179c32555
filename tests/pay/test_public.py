"""The package works alone, from two tables, and its names are those that it states."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import everyrep.pay as pay

HERE = Path(__file__).parent
APART = ("django", "duckdb", "ibis", "everyrep.warehouse", "everyrep.measures", "everyrep.evidence")


def test_each_name_is_there() -> None:
    stated = (Path(pay.__file__).parent / "__init__.pyi").read_text(encoding="utf-8")
    names = {word for word in dir(pay) if f"{word} as {word}" in stated}
    assert names == set(dir(pay))
    assert all(getattr(pay, name) is not None for name in names)
    with pytest.raises(AttributeError):
        getattr(pay, "nothing_of_the_kind")  # noqa: B009 - there is no such name


def test_it_pays_and_explains_from_tables_alone() -> None:
    plan = pay.read_plan(HERE / "plans" / "hunter.toml")
    day = {"from": "2026-01-01"}
    facts = pay.gather(
        plan,
        pd.DataFrame([{
            "line": "1", "payee": "ana", "closed_at": "2026-02-10", "kind": "new",
            "product": "Core", "engineer": None, "amount": "10000", "cost": "5000",
            "invoiced_on": "2026-03-01", "first_meeting_on": None,
        }]),
        pd.DataFrame([{
            "payee": "ana", **day, "target_bonus": "10000", "salary": "60000",
            "score_pipeline": "0.9", "score_data": "0.4", "works_new_process_from": "2026-03-01",
        }]),
        quotas=pd.DataFrame([{
            "payee": "ana", "quota": "bookings", **day, "until": "2027-01-01", "amount": "1000000",
        }]),
        managers=pd.DataFrame([{"payee": "ana", "manager": None, **day, "until": None}]),
    )  # fmt: skip
    found = pay.amounts(pay.calculate(plan, facts))
    line = found[found.component == "new-business"].iloc[0]
    assert line.minor == 160_000
    told = str(pay.explain(plan, facts, line.key))
    assert "10,000.00 USD, from 0.00 USD to 10,000.00 USD, at 8%: 800.00 USD." in told
    assert "Good margin applies, since margin > 40%: 2x." in told


def test_it_knows_no_engine_no_face_and_no_model() -> None:
    asked = "import sys, everyrep.pay as pay; [getattr(pay, name) for name in dir(pay)]; "
    asked += f"print([name for name in {APART} if name in sys.modules])"
    command = [sys.executable, "-c", asked]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
