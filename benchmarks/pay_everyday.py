"""What waits while somebody looks: one explanation, one late deal, another plan over a history.

    python -m benchmarks.pay_everyday [--lines 1000000]

A million lines with one to three credits are gathered from a table, calculated and posted; then one
line is explained, one person gets a deal that came late, and all is paid once more by another plan.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.pay import FIRST, PLAN
from everyrep import pay
from everyrep.pay.calculation.streaming import streamed
from everyrep.pay.ledger import PayPeriod
from everyrep.pay.shape import marginal
from everyrep.pay.windows import day_number

ROUNDS = 9
LATE_ROUNDS = 40
"""Of what takes milliseconds, which a garbage collection or another process doubles."""


def took(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """The least CPU seconds of some rounds, and what came of the last."""
    least, found = float("inf"), None
    for _ in range(rounds):
        before = time.process_time()
        found = work()
        least = min(least, time.process_time() - before)
    return least, found


def tables(lines: int) -> dict[str, pd.DataFrame]:
    """Lines, people, quotas and splits."""
    lot = np.random.default_rng(6)
    people = np.array([f"p{at:06}" for at in range(max(lines // 250, 1))], dtype=object)
    owner = lot.integers(0, people.size, lines)
    days = pd.to_datetime(lot.integers(FIRST, FIRST + 365, lines), unit="D")
    amount = lot.integers(10_000, 6_000_000, lines)
    names = np.array([f"l{at:08}" for at in range(lines)], dtype=object)
    shared = lot.choice([1, 2, 3], size=lines, p=[0.6, 0.3, 0.1])
    several = np.flatnonzero(shared > 1)
    row = np.repeat(several, shared[several])
    ordinal = np.arange(row.size) - np.repeat(
        np.cumsum(shared[several]) - shared[several], shared[several]
    )
    quarters = pd.date_range("2026-01-01", periods=5, freq="QS")
    return {
        "lines": pd.DataFrame({
            "line": names, "payee": people[owner], "closed_on": days, "amount_minor": amount,
            "cost_minor": (amount * lot.uniform(0.35, 1.02, lines)).astype(np.int64),
        }),
        "people": pd.DataFrame({"payee": people, "from": "2026-01-01"}),
        "splits": pd.DataFrame({
            "line": names[row], "payee": people[(owner[row] + ordinal) % people.size],
            "parts": np.ones(row.size, dtype=np.int64),
        }),
        "quotas": pd.DataFrame({
            "payee": np.repeat(people, 4), "quota": "bookings",
            "from": np.tile(quarters[:4], people.size), "until": np.tile(quarters[1:], people.size),
            "amount": np.repeat(lot.integers(400_000, 4_000_000, people.size), 4),
        }),
    }  # fmt: skip


def another(plan: pay.Plan) -> pay.Plan:
    """The same plan with other rates."""
    tiers = plan.tables["tiers"]
    rates = tuple(rate + Fraction(1, 100) for rate in tiers.rates)
    steps = list(zip(tiers.bounds, rates, strict=True))
    changed = replace(tiers, rates=rates, shape=marginal(steps, tiers.boundary))
    return replace(plan, tables={"tiers": changed})


def main() -> None:
    """Work through it and print what each took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=1_000_000)
    asked = parser.parse_args()
    plan, given = pay.read_plan(PLAN), tables(asked.lines)
    gathering, facts = took(lambda: pay.gather(plan, **given), 1)
    calculating, _ = took(lambda: list(streamed(plan, facts)), 3)
    again, _ = took(lambda: list(streamed(another(plan), facts)), 3)
    full = gathering + calculating
    print(f"from tables to cents {full:.2f} CPU s: {gathering:.2f} to gather, ", end="")
    print(f"{calculating:.3f} to calculate; another plan {again:.3f}: {again / full:.1%}")
    found = pay.amounts(pay.calculate(plan, facts))
    key = found.key[len(found) // 2]
    print(f"one explanation {took(lambda: pay.explain(plan, facts, key))[0] * 1000:.2f} CPU ms")
    late(plan, given, found)


def late(plan: pay.Plan, given: dict[str, pd.DataFrame], found: pd.DataFrame) -> None:
    """One person's deal that came late: from tables to a posting."""
    book = pay.MemoryBook()
    period = PayPeriod("January 2027", day_number(date(2027, 1, 1)), day_number(date(2027, 2, 1)))
    everybody = pay.Run("all", plan.id, plan.currency)
    posting, _ = took(lambda: pay.post(book, found, everybody, period, date(2027, 1, 2)), 1)
    print(f"all posted {posting:.2f} CPU s")
    who = given["people"].payee[len(given["people"]) // 2]
    splits = given["splits"]
    touched = set(splits.line[splits.payee == who]) | set(
        given["lines"].line[given["lines"].payee == who]
    )
    lines = given["lines"][given["lines"].line.isin(touched)]
    own = {
        "people": given["people"][given["people"].payee == who],
        "splits": splits[splits.line.isin(touched)],
        "quotas": given["quotas"][given["quotas"].payee == who],
    }
    run = pay.Run("late", plan.id, plan.currency, frozenset([who]))
    least = float("inf")
    for at in range(LATE_ROUNDS):
        new = lines.iloc[:1].assign(line=f"late{at}", payee=who)
        lines = pd.concat([lines, new], ignore_index=True)
        before = time.process_time()
        facts = pay.gather(plan, lines, **own)
        amounts = pay.amounts(pay.calculate(plan, facts))
        amounts = amounts[amounts.payee == who]
        pay.post(book, amounts, run, period, date(2027, 1, 3))
        least = min(least, time.process_time() - before)
    print(f"one late deal, from tables to a posting, {least * 1000:.2f} CPU ms "
          f"({len(lines)} lines of one person)")  # fmt: skip


if __name__ == "__main__":
    main()
