"""Pay ahead of what is earned: what each draw gives in each period, and when it is recovered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from everyrep.pay.exact import Exact
from everyrep.pay.ledger.periods import PayPeriod
from everyrep.pay.plan.paying import Draw, DrawKind
from everyrep.pay.plan.plan import Plan
from everyrep.pay.windows import Days, day_number, months_later
from everyrep.values.errors import DataError, UnknownName

TOPS_UP = (DrawKind.GUARANTEE, DrawKind.RECOVERABLE)
RECOVERED = (DrawKind.RECOVERABLE, DrawKind.ADVANCE)
_NEVER = 2**40


@dataclass(frozen=True, eq=False)
class Stays:
    """When each payee was on the plan, and what each draw gives them for a whole period.

    Attributes:
        payee: Place of the payee, shape (stays,).
        first: First day.
        end: First day no more.
        began: First day of each payee's first stay, shape (payees,).
        amounts: Minor units by draw, shape (draws, stays).
    """

    payee: NDArray[np.int64]
    first: Days
    end: Days
    began: Days
    amounts: NDArray[np.int64]


def stays_of(stints: pd.DataFrame, plan: Plan, payees: pd.Index) -> Stays:
    """Stints as arrays.

    Args:
        stints: Columns payee, first and end (days since 1970-01-01, `end` the first day no more),
            and one column for each of the plan's draws, by its id: minor units for a whole period.
        plan: Its draws.
        payees: All payees, in order.

    Raises:
        UnknownName: A column is missing.
        DataError: A stint has no day, stints of a payee overlap, or a draw is below zero.
    """
    for name in ("payee", "first", "end", *(draw.id for draw in plan.draws)):
        if name not in stints.columns:
            raise UnknownName("column", name, stints.columns, where="stints")
    ordered = stints.sort_values(["payee", "first"], kind="stable")
    payee = payees.get_indexer(pd.Index(ordered["payee"]))
    first, end = (ordered[name].to_numpy().astype(np.int64) for name in ("first", "end"))
    amounts = np.array(
        [ordered[draw.id].to_numpy().astype(np.int64) for draw in plan.draws], dtype=np.int64
    ).reshape(len(plan.draws), len(ordered))
    same = payee[1:] == payee[:-1]
    if (end <= first).any() or (same & (first[1:] < end[:-1])).any():
        raise _cannot("A stint ends before it begins, or two of one payee overlap")
    if (amounts < 0).any():
        raise _cannot("A draw is below zero")
    began = np.full(len(payees), _NEVER, dtype=np.int64)
    np.minimum.at(began, payee, first)
    return Stays(payee, first, end, began, amounts)


def given(
    draw: Draw, amounts: NDArray[np.int64], stays: Stays, plan: Plan, periods: Sequence[PayPeriod]
) -> NDArray[np.int64]:
    """What a draw gives, or guarantees, in each period, shape (payees, periods).

    Where it is prorated a period counts by the days of it that lie both in a stay and in the
    draw's own time; else it counts whole once there is such a day.
    """
    since, until = _time(draw, stays)
    found = np.zeros((stays.began.size, len(periods)), dtype=np.int64)
    low, high = np.maximum(stays.first, since), np.minimum(stays.end, until)
    for at, period in enumerate(periods):
        days = np.minimum(high, period.end) - np.maximum(low, period.first)
        rows = np.flatnonzero(days > 0)
        if draw.prorated:
            wide = Exact(amounts[rows]) * Exact(days[rows])
            sums = np.zeros(stays.began.size, dtype=wide.parts.dtype)
            np.add.at(sums, stays.payee[rows], wide.parts)
            exact = Exact(sums, period.end - period.first)
            found[:, at] = exact.rounded(plan.rounding).astype(np.int64)
        else:
            np.maximum.at(found[:, at], stays.payee[rows], amounts[rows])
    return found


def recovered_from(draw: Draw, stays: Stays) -> Days:
    """The day from which on a draw is recovered, shape (payees,)."""
    if draw.recover_from is not None:
        return np.full(stays.began.size, day_number(draw.recover_from), dtype=np.int64)
    return _later(stays.began, draw.recover_after)


def _time(draw: Draw, stays: Stays) -> tuple[Days, Days]:
    """A draw's first day and its first day no more, for each stay."""
    began = stays.began[stays.payee]
    since = began
    if draw.since is not None:
        since = np.full(began.size, day_number(draw.since), dtype=np.int64)
    if draw.until is not None:
        return since, np.full(began.size, day_number(draw.until), dtype=np.int64)
    if draw.months is not None:
        return since, months_later(began, draw.months)
    return since, np.full(began.size, _NEVER, dtype=np.int64)


def _later(days: Days, months: int) -> Days:
    known = days < _NEVER
    return np.where(known, months_later(np.where(known, days, 0), months), _NEVER)


def _cannot(message: str) -> DataError:
    return DataError(
        message,
        where="stints",
        why="What is paid ahead hangs on the days that somebody was on the plan",
        remedy="Give each stint once, from its first day to its first day no more",
    )
