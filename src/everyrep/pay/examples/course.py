"""An example taken through a ledger period by period, each by what was known at its end."""

from __future__ import annotations

from datetime import date

import pandas as pd

from everyrep.pay.calculation.amounts import amounts
from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.examples.tables import gathered_for
from everyrep.pay.ledger import MemoryBook, PayPeriod, Run, check, lock, pay_periods, post
from everyrep.pay.paying import (
    earned_of,
    opening_of,
    pay_out,
    release_days,
    settle,
    stints_of,
)
from everyrep.pay.plan import Example, Plan
from everyrep.pay.windows import day_number, day_of

_AFTER = 120
"""Periods after a plan's end that an example may reach into."""


def paid_out(plan: Plan, example: Example, through: date) -> pd.DataFrame:
    """What is paid out in each period that has begun by a day, each period locked behind it.

    Returns:
        The statement of `pay_out`, one row for each payee and period.

    Raises:
        UserError: As gathering and calculating.
    """
    book, found = MemoryBook(), []
    for period in pay_periods(plan, later=_AFTER):
        if period.first > day_number(through):
            break
        found.append(_settled(plan, example, book, period, through))
    check(book)
    return pd.concat(found, ignore_index=True)


def _settled(
    plan: Plan, example: Example, book: MemoryBook, period: PayPeriod, through: date
) -> pd.DataFrame:
    """What one period pays out, posted and locked."""
    known_by = min(day_of(period.end - 1), through)
    facts = gathered_for(plan, example, known_by).facts
    run = Run("example", plan.id, plan.currency)
    post(book, amounts(calculate(plan, facts)), run, period, known_by)
    earned = earned_of(book, plan.id, release_days(plan, facts), _left(example, known_by))
    opening = opening_of(book, plan, period)
    paid = pay_out(plan, earned, stints_of(plan, facts), (period,), opening)
    settle(book, paid, run, period, known_by)
    lock(book, period, known_by)
    return paid.statement


def _left(example: Example, known_by: date) -> pd.DataFrame | None:
    """Deals whose customers had left, by what was known on a day."""
    days = {}
    for row in example.left:
        on = row.get("on")
        told = row.get("known_on", on)
        if isinstance(on, date) and isinstance(told, date) and max(told, on) <= known_by:
            days[str(row.get("deal"))] = day_number(on)
    if not days:
        return None
    return pd.DataFrame({"deal": list(days), "left_on": list(days.values())})
