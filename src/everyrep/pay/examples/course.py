"""An example taken through a ledger period by period, each by what was known at its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.examples.tables import gathered_for
from everyrep.pay.ledger import MemoryBook, PayPeriod, Run, check, lock, pay_periods
from everyrep.pay.paying import deals_left, owed, post_calculation, settle
from everyrep.pay.plan import Example, Plan
from everyrep.pay.windows import day_number, day_of
from everyrep.values import UserError

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
    if not found:
        raise UserError(
            f"No pay period has begun by {through}", where=f"plan {plan.id}",
            remedy="let the example go through a day within the plan",
        )  # fmt: skip
    check(book)
    return pd.concat(found, ignore_index=True)


def _settled(
    plan: Plan, example: Example, book: MemoryBook, period: PayPeriod, through: date
) -> pd.DataFrame:
    """What one period pays out, posted and locked."""
    known_by = min(day_of(period.end - 1), through)
    facts = gathered_for(plan, example, known_by).facts
    post_calculation(book, calculate(plan, facts), period, known_by)
    paid = owed(book, plan, facts, period, _left(plan, example, known_by))
    settle(book, paid, Run("run", plan.id, plan.currency), period, known_by)
    lock(book, period, known_by)
    return paid.statement


def _left(plan: Plan, example: Example, known_by: date) -> pd.DataFrame | None:
    """Deals whose customers had left, by what was known on a day."""
    told = [row for row in example.left if _since(row) <= known_by]
    if not told:
        return None
    rows = pd.DataFrame({name: [row.get(name) for row in told] for name in ("deal", "on")})
    return deals_left(plan, rows, known_by)


def _since(row: Mapping[str, object]) -> date:
    known_on = row.get("known_on")
    return known_on if isinstance(known_on, date) else date.min
