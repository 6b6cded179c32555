"""The package works alone, from two tables, and its names are those that it states."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

import everyrep.pay as pay
from everyrep.values import UserError

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
    assert "Good margin applies, since margin is above 40%: 2x." in told


def test_a_year_is_kept_from_two_tables_to_the_payroll() -> None:
    """Paid, learned late, disputed, locked and exported, by `everyrep.pay` and frames alone."""
    plan = pay.read_plan(pay.template("hunter"))
    people = pd.DataFrame({"payee": ["ana", "ben"], "from": ["2024-01-01", "2026-02-15"]})
    quotas = pd.DataFrame(
        {"payee": ["ana", "ben"], "quota": "new_business", "amount": ["100000", "60000"]}
    )
    rows = [
        ("1", "ana", "2026-01-20", "120000", "84000"), ("2", "ben", "2026-02-20", "10000", "5000"),
        ("3", "ana", "2026-01-25", "5000", "4000"),
    ]  # fmt: skip
    names = ["line", "payee", "closed_on", "amount", "cost"]
    book, run = pay.MemoryBook(), pay.Run("all", plan.id, plan.currency)
    january, february = pay.pay_periods(plan)[:2]

    def settled(lines: pd.DataFrame, period: pay.PayPeriod) -> dict[str, int]:
        facts = pay.gather(plan, lines, people, quotas=quotas,
                           through=date(1970, 1, 1) + timedelta(days=period.end - 1))  # fmt: skip
        pay.post_calculation(book, pay.calculate(plan, facts), period, period.end - 1)
        paid = pay.owed(book, plan, facts, period)
        assert isinstance(paid, pay.PaidOut)
        pay.settle(book, paid, run, period, period.end - 1)
        return dict(zip(paid.statement["payee"], paid.statement["paid"].tolist(), strict=True))

    first = settled(pd.DataFrame(rows[:2], columns=names), january)
    assert first == {"ana": 12_400_00, "ben": 0}
    pay.lock(book, january, january.end)
    with pytest.raises(UserError, match="January 2026 is locked"):
        pay.open_period(book, plan, january.first, january.name)
    assert pay.open_period(book, plan, january.first) == february

    decided = pay.Adjustment("d1", "ana", "new-business", 100_00, "finance", "Agreed",
                             about="new-business/ana/1/primary/0", dispute=True)  # fmt: skip
    pay.adjust(book, decided, run, february, february.end - 1)
    second = settled(pd.DataFrame(rows, columns=names), february)
    assert second == {"ana": 100_00 + 600_00, "ben": 10_000_00 * 2 * 10 // 100}
    assert not len(pay.parked(book))
    pay.lock(book, february, february.end)

    assert pay.check(book) == 7
    assert int(pay.as_paid(book, "January 2026")["minor"].sum()) == 12_400_00
    assert int(pay.as_known(book, "January 2026")["minor"].sum()) == 13_100_00
    assert int(pay.entries(book)["minor"].sum()) == 0
    accounts = pay.balances(book)
    assert set(accounts["account"]) == {"expense:new-business", "paid"}
    paid = pay.payroll(book, "February 2026")
    assert [str(amount) for amount in paid["amount"]] == ["700.00", "2000.00"]


def test_it_knows_no_engine_no_face_and_no_model() -> None:
    asked = "import sys, everyrep.pay as pay; [getattr(pay, name) for name in dir(pay)]; "
    asked += f"print([name for name in {APART} if name in sys.modules])"
    command = [sys.executable, "-c", asked]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
