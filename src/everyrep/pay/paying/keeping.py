"""Keeping a book period by period: what is posted into the open one, and what is owed in it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from everyrep.pay.calculation.amounts import amounts
from everyrep.pay.calculation.calculate import Calculation
from everyrep.pay.facts import Facts
from everyrep.pay.facts.days import first_days, zone_of
from everyrep.pay.facts.tables import Frame, Table
from everyrep.pay.facts.texts import ids_of
from everyrep.pay.ledger.book import Book, Posting, locked
from everyrep.pay.ledger.periods import PayPeriod, pay_periods
from everyrep.pay.ledger.posting import Run, post
from everyrep.pay.paying.out import PaidOut, pay_out
from everyrep.pay.paying.releasing import release_days
from everyrep.pay.paying.settling import earned_of, opening_of
from everyrep.pay.paying.stints import stints_of
from everyrep.pay.plan.plan import Plan
from everyrep.pay.windows import day_number
from everyrep.values import UnknownName, UserError

_AFTER = 120
"""Periods after a plan's end in which what is late is still posted."""


def open_period(book: Book, plan: Plan, day: date | int, name: str = "") -> PayPeriod:
    """The period that is open on a day: the one it lies in, or the next that is not locked.

    Args:
        book: Whose periods may be locked.
        plan: Whose periods.
        day: The last day whose facts are known.
        name: The period that is wanted; it must not be locked.

    Raises:
        UnknownName: The plan has no such period.
        UserError: The period is locked, or the day lies before the plan.
    """
    periods, closed = pay_periods(plan, later=_AFTER), locked(book)
    if name:
        found = [period for period in periods if period.name == name]
        if not found:
            raise UnknownName("pay period", name, [period.name for period in periods])
        if name in closed:
            remedy = "post into the period that is open; it keeps the period that it stems from"
            raise UserError(f"{name} is locked", why="What was paid stays", remedy=remedy)
        return found[0]
    known = day if isinstance(day, int) else day_number(day)
    later = [period for period in periods if period.end > known >= periods[0].first]
    for period in later:
        if period.name not in closed:
            return period
    raise UserError(
        "No period is open on that day",
        why=f"The plan pays from {periods[0].name} on",
        remedy="give a day within the plan, or shortly after it",
    )


def post_calculation(
    book: Book, found: Calculation, period: PayPeriod, known_at: date | int, run: str = "run"
) -> Posting:
    """Post what a calculation gave, into the period that is open.

    Raises:
        Busy: The book has gone on meanwhile.
        UserError: The period is locked.
    """
    plan = found.plan
    return post(book, amounts(found), Run(run, plan.id, plan.currency), period, known_at)


def owed(
    book: Book, plan: Plan, facts: Facts, period: PayPeriod, left: pd.DataFrame | None = None
) -> PaidOut:
    """What a period pays out, by all that is posted.

    Args:
        book: The book; the calculation is posted in it.
        plan: The plan.
        facts: What it pays by.
        period: The period.
        left: Deals whose customers left, as `deals_left` gives them.
    """
    earned = earned_of(book, plan.id, release_days(plan, facts), left)
    return pay_out(plan, earned, stints_of(plan, facts), (period,), opening_of(book, plan, period))


def deals_left(plan: Plan, frame: Frame | None, through: date | int) -> pd.DataFrame | None:
    """Deals whose customers left, as `earned_of` takes them.

    Args:
        plan: In whose zone days end.
        frame: Columns `deal` and `on`; None where nobody left.
        through: The last day that is known; who leaves later has not left.

    Raises:
        UnknownName: A column is missing.
        DataError: A deal or a day is missing, or is none.
    """
    table = Table.of("left", frame, "deal")
    if not table.columns:
        return None
    table.needs("deal", "on")
    deals = ids_of(table, "deal")
    days = first_days(table, "on", zone_of(plan.zone), None)
    known = days <= (through if isinstance(through, int) else day_number(through))
    words = np.array([*deals.words, ""], dtype=object)[deals.codes]
    found = pd.DataFrame({"deal": words[known], "left_on": days[known]})
    return found.sort_values(["deal", "left_on"]).drop_duplicates("deal", ignore_index=True)
