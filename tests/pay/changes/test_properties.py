"""Whatever changes between two runs, its parts sum to the difference: in all, by payee, by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd

import everyrep.pay as pay
from everyrep.values import UserError
from tests.pay.plan.small import HEAD, MEASURE, QUOTA, TABLE, small

RULES = """
[parameters]
low = "5%"
high = "8%"

[exchange]
EUR = "1.1"

[[credit]]
kind = "primary"
to = "split"
share = "100%"

[[credit]]
kind = "rollup"
to = "managers"
of = "primary"
levels = 1
share = "SHARE"
"""
PAY = """
[[pay]]
id = "deals"
kind = "commission"
title = "Deals"
of = "amount"
table = "tiers"
credits = ["primary"]

[[pay]]
id = "team"
kind = "commission"
title = "Team"
of = "amount"
rate = "high"
credits = ["rollup"]
refund = "original"
"""
ASKED = QUOTA.replace('amount = "100_000 USD"\n', 'missing = "refuse"\nzero = "refuse"\n')
PEOPLE = ("ana", "ben", "cem")
BEGIN = date(2026, 1, 1)


def plan_of(lot: Random) -> pay.Plan:
    rules = RULES.replace("5%", lot.choice(["5%", "5%", "6%"]))
    rules = rules.replace("1.1", lot.choice(["1.1", "1.1", "1.2"]))
    rules = rules.replace("SHARE", lot.choice(["100%", "100%", "50%"]))
    table = TABLE.replace('"5%"', '"low"').replace('"8%"', '"high"')
    mode = lot.choice(["marginal", "marginal", "retroactive"])
    measure = MEASURE.replace('window = "quarter"', 'credits = ["primary"]\nwindow = "quarter"')
    return pay.read_plan(
        small(head=HEAD + rules, quota=ASKED, measure=measure,
              table=table.replace("marginal", mode), pay=PAY)
    )  # fmt: skip


def line_of(lot: Random, at: int) -> dict[str, Any]:
    return {
        "line": f"{at:02}", "payee": lot.choice(PEOPLE), "kind": "new", "quantity": "1",
        "closed_on": (BEGIN + timedelta(days=lot.randint(0, 300))).isoformat(), "cost": "0",
        "amount": str(lot.randint(1, 90_000)), "currency": lot.choice(["USD", "USD", "EUR"]),
        "reverses": None,
    }  # fmt: skip


def given_of(lot: Random, lines: list[dict[str, Any]]) -> pay.Given:
    staff = lot.sample(PEOPLE, lot.randint(2, 3))
    since = [lot.choice(["2026-01-01", "2026-03-15"]) for _ in staff]
    people = [
        {"payee": one, "from": day, "target": "0"} for one, day in zip(staff, since, strict=True)
    ]
    quotas = [
        {"payee": one, "quota": "sales", "amount": lot.choice(["1000", "50000"])} for one in staff
    ]
    above = lot.choice([None, *(one for one in staff if one != "ana")])
    splits = [{"line": one["line"], "payee": name, "share": "1/2"} for one in lot.sample(lines, 1)
              for name in PEOPLE[:2]]  # fmt: skip
    return pay.Given(
        pd.DataFrame(lines), pd.DataFrame(people), quotas=pd.DataFrame(quotas),
        managers=pd.DataFrame([{"payee": "ana", "manager": above, "from": "2026-01-01"}]),
        splits=pd.DataFrame(splits) if lot.random() < 0.5 else None,
        through=lot.choice([None, date(2026, 6, 30), date(2026, 9, 15)]),
    )  # fmt: skip


def changed(lot: Random, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = [dict(line) for line in lines if lot.random() < 0.9]
    for line in kept:
        if lot.random() < 0.2:
            line["amount"] = str(lot.randint(1, 90_000))
    new = [line_of(lot, 50 + at) for at in range(lot.randint(0, 4))]
    for line in new:
        if kept and lot.random() < 0.5:
            taken = lot.choice(kept)
            line |= {"reverses": taken["line"], "amount": f"-{taken['amount']}",
                     "currency": taken["currency"]}  # fmt: skip
    return [*kept, *new]


def paid(inputs: pay.Inputs) -> dict[str, int]:
    found = pay.amounts(pay.calculate(inputs.plan, inputs.given.facts(inputs.plan)))
    return dict(zip(found.key, map(int, found.minor), strict=True))


def test_parts_sum_to_the_difference() -> None:
    told: set[str] = set()
    runs = 0
    for turn in range(45):
        lot = Random(turn)
        lines = [line_of(lot, at) for at in range(lot.randint(3, 12))]
        before = pay.Inputs(plan_of(lot), given_of(lot, lines))
        after = pay.Inputs(plan_of(lot), given_of(lot, changed(lot, lines)))
        try:
            was, now = paid(before), paid(after)
        except UserError:  # such as a line of the plan that is shared with nobody
            continue
        runs += 1
        found = pay.why(before, after)
        assert found.difference == sum(now.values()) - sum(was.values())
        assert sum(share.minor for share in found.shares) == found.difference
        parts: dict[str, int] = {}
        for share in found.shares:
            told |= set(map(str, share.kinds))
            assert sum(share.by_payee.values()) == share.minor == sum(share.by_line.minor)
            for key, minor in zip(share.by_line.key, share.by_line.minor, strict=True):
                parts[key] = parts.get(key, 0) + minor
        keys = was.keys() | now.keys()
        wanted = {key: now.get(key, 0) - was.get(key, 0) for key in keys}
        assert {key: one for key, one in parts.items() if one} == {
            key: one for key, one in wanted.items() if one
        }, turn
    assert runs > 25
    assert len(told) == 12, sorted(told)


def test_the_way_back_is_as_long_as_the_way_there() -> None:
    for turn in range(8):
        lot = Random(turn)
        lines = [line_of(lot, at) for at in range(8)]
        before = pay.Inputs(plan_of(lot), replace(given_of(lot, lines), splits=None))
        after = replace(before, given=replace(before.given, lines=pd.DataFrame(lines[:5])))
        there, back = pay.why(before, after), pay.why(after, before)
        assert there.difference == -back.difference
        assert there.before == back.after
