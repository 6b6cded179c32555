"""From a plan file and two tables to the payroll of a locked month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from everyrep.pay.accounts import payroll
from everyrep.pay.calculation.amounts import amounts
from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.facts.gathering import gather
from everyrep.pay.ledger import MemoryBook, Run, as_known, as_paid, check, lock, pay_periods, post
from everyrep.pay.paying import earned_of, opening_of, pay_out, settle, stints_of
from everyrep.pay.plan.reading import read_plan

PLAN = """
format = 1
plan = "simple"
title = "Simple"
version = "1"
from = 2026-01-01
until = 2027-01-01
currency = "USD"
zone = "UTC"
year_begins = "January"
model = "base_with_commission"
rounding = "half_up"
date = "closed_at"

[facts]
amount = "money"
closed_at = "date"

[person]
level = "money"

[[pay]]
id = "base"
kind = "commission"
title = "Commission"
of = "amount"
credits = ["primary"]
rate = "10%"
refund = "original"

[[draw]]
id = "start"
kind = "recoverable"
amount = "person.level / 2"
months = 1
recover_share = "100%"
prorated = true

[payment]
every = "month"
instalments = [{ share = "100%", on = "date" }]
floor = "0 USD"
recover = ["draw"]
"""


def test_a_late_deal_is_paid_in_the_open_month_and_the_locked_one_stays(tmp_path: Path) -> None:
    file = tmp_path / "simple.toml"
    file.write_text(PLAN, encoding="utf-8")
    plan = read_plan(file)
    people = pd.DataFrame([{"payee": "ana", "from": date(2026, 1, 1), "level": Decimal(2000)}])
    january = {"line": "1", "deal": "1", "payee": "ana", "closed_at": date(2026, 1, 10)}
    late = {**january, "line": "2", "deal": "2", "closed_at": date(2026, 1, 30)}
    new = {**january, "line": "3", "deal": "3", "closed_at": date(2026, 2, 3)}
    months = [
        [{**january, "amount": Decimal("6000.50")}],
        [
            {**january, "amount": Decimal("6000.50")},
            {**late, "amount": Decimal(1000)},
            {**new, "amount": Decimal(9000)},
        ],
    ]
    book, run = MemoryBook(), Run("one", plan.id, plan.currency)
    for period, lines in zip(pay_periods(plan), months, strict=False):
        facts = gather(plan, pd.DataFrame(lines), people)
        post(book, amounts(calculate(plan, facts)), run, period, period.end)
        paid = pay_out(
            plan, earned_of(book, plan.id), stints_of(plan, facts), (period,),
            opening_of(book, plan, period),
        )  # fmt: skip
        settle(book, paid, run, period, period.end)
        lock(book, period, period.end)
        check(book)
    assert as_paid(book, "January 2026")["minor"].tolist() == [60_005]
    assert as_known(book, "January 2026")["minor"].tolist() == [60_005, 10_000]
    assert as_paid(book, "February 2026")["reason"].tolist() == ["late", "calculated"]
    # 600.05 is topped up to 1,000; of 1,000 in February 399.95 is recovered.
    found = [payroll(book, name)["amount"].iloc[0] for name in ("January 2026", "February 2026")]
    assert found == [Decimal("1000.00"), Decimal("600.05")]
