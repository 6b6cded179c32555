"""When what was earned is due: instalments, holds, and what is cancelled or taken back.

Each row of what was earned is one step of a key: what was calculated, what was moved back, what
took its place. A row is due by the instalments of its line, but not before the period in which it
was posted; so what was stated stays as it was, whatever comes to be known.

Where a customer leaves, the deal is closed. What was paid of it before the period in which that
is told is the most that it ever pays; the rest is cancelled, and the schedule's share of what was
paid is taken back. Where the plan takes back by what was earned instead, instalments go on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from everyrep.pay.exact import Exact, Flags
from everyrep.pay.plan.paying import Clawback
from everyrep.pay.plan.plan import Plan
from everyrep.pay.windows import Days, months_later
from everyrep.values.errors import DataError

Cents = NDArray[np.int64]
Grid = NDArray[np.int64]
"""Minor units by row and period."""


@dataclass(frozen=True, eq=False)
class Earned:
    """What was earned, row by row.

    Attributes:
        key: Place of each row's key, shape (rows,).
        deal: Place of each row's deal, of one payee and one component.
        day: Days since 1970-01-01 of what it was earned by.
        minor: Minor units.
        posted: Place of the period that it is due in at the earliest, from 0.
        due: Place of the period that each instalment's day lies in, shape (instalments, rows);
            -1 before the first, and the number of periods where it is not known or beyond them.
        left: Place of the period in which its customer left or that is told, as `due`.
        left_on: The day the customer left; 0 where none did.
        keys: How many keys there are.
    """

    key: NDArray[np.int64]
    deal: NDArray[np.int64]
    day: Days
    minor: Cents
    posted: NDArray[np.int64]
    due: NDArray[np.int64]
    left: NDArray[np.int64]
    left_on: Days
    keys: int


@dataclass(frozen=True, eq=False)
class Flows:
    """What happens to each key in each period, where anything does; all of shape (flows,).

    Attributes:
        key: Place of the key.
        period: Place of the period.
        minor: Minor units, never 0.
    """

    key: NDArray[np.int64]
    period: NDArray[np.int64]
    minor: Cents


def whole_days(column: pd.Series, name: str) -> tuple[Days, Flags]:
    """Days of a column, and where they are known.

    Raises:
        DataError: They are no whole numbers.
    """
    known = column.notna().to_numpy()
    days = np.zeros(len(column), dtype=np.int64)
    try:
        days[known] = column.to_numpy()[known].astype(np.int64)
        same = bool((days[known] == column.to_numpy()[known]).all())
    except (TypeError, ValueError):
        same = False
    if not same:
        raise DataError(
            f"The column {name!r} holds something that is no day",
            where="earned",
            why="A day that is misread would pay in another period",
            remedy="Give days since 1970-01-01 as whole numbers, empty where not known",
        )
    return days, known


def shared_out(minor: Cents, plan: Plan) -> list[Cents]:
    """The instalments of each amount, which sum to it exactly; those of -x mirror those of x."""
    sign, size = np.sign(minor), Exact(np.abs(minor))
    total = sum(one.share for one in plan.payment.instalments)
    if total != 1:
        raise DataError(
            f"The instalments sum to {total}, not to 1",
            where=f"plan {plan.id}, payment",
            why="What is earned would be paid in part, or more than once",
            remedy="Give shares that sum to 100%",
        )
    reached, before, parts = Exact.filled(0, 1), np.zeros_like(minor), []
    for one in plan.payment.instalments:
        reached = reached + Exact.filled(one.share, 1)
        until = (size * reached).rounded(plan.rounding).astype(np.int64)
        parts.append(sign * (until - before))
        before = until
    return parts


def share_taken_back(clawback: Clawback, day: Days, left_on: Days) -> tuple[Cents, int]:
    """The share of each row that is taken back, as parts of the number that comes second.

    Months are counted on the calendar from the deal's day, and end on a month's last day where
    it has no such day. A share holds from its month on, up to and without the next one's.
    """
    shares = Exact.of([0, *(share for _, share in clawback.schedule)])
    place = np.zeros(day.size, dtype=np.int64)
    for at, (months, _) in enumerate(clawback.schedule, start=1):
        place = np.where(left_on >= months_later(day, months), at, place)
    return shares.parts[place], shares.over


def flows_of(
    earned: Earned, plan: Plan, periods: int, opening: tuple[Cents, Cents, Cents] | None = None
) -> tuple[Flows, Flows, Flows]:
    """What is released, cancelled and taken back of each key in each period.

    What is cancelled or taken back of a deal stands under the first of its keys.

    Args:
        earned: Rows.
        plan: Its instalments and clawback.
        periods: How many there are.
        opening: What was released, cancelled and taken back of each key before the first, shape
            (keys,) each; nothing where None.
    """
    zero = np.zeros(earned.keys, dtype=np.int64)
    released, cancelled, back = opening or (zero, zero, zero)
    parts = shared_out(earned.minor, plan)
    rows_closed = _closed(earned, plan, periods)
    at, when, what = [], [], []
    for due, minor in zip(earned.due, parts, strict=True):
        period = np.maximum(np.maximum(due, earned.posted), 0)
        rows = ~rows_closed & (period < periods)
        at.append(earned.key[rows])
        when.append(period[rows])
        what.append(minor[rows])
    keys = np.unique(earned.key[~rows_closed])
    first = np.zeros(keys.size, dtype=np.int64)
    usual = _flows(
        np.concatenate([*at, keys]),
        np.concatenate([*when, first]),
        np.concatenate([*what, -released[keys]]),
    )
    taken = (_none(),) * 3
    if plan.clawback is not None and rows_closed.any():
        deals = _deals(earned, rows_closed, parts)
        taken = _closings(deals, plan, plan.clawback, periods, (released, cancelled, back))
    return (
        _both(usual, taken[0]),
        _both(_flows(keys, first, -cancelled[keys]), taken[1]),
        _both(_flows(keys, first, -back[keys]), taken[2]),
    )


@dataclass(frozen=True, eq=False)
class _Deals:
    """Rows of deals whose customer left, with what is the same for a deal.

    Attributes:
        rows: The rows, those of closed deals only.
        parts: Their instalments.
        at: Place of each row's deal.
        key: The key that each deal's flows stand under, shape (deals,).
        day: The deal's first day.
        left: The period in which its customer left or that is told.
        left_on: The day.
    """

    rows: Earned
    parts: list[Cents]
    at: NDArray[np.int64]
    key: NDArray[np.int64]
    day: Days
    left: NDArray[np.int64]
    left_on: Days


def _closed(earned: Earned, plan: Plan, periods: int) -> Flags:
    """Rows of deals that are closed because their customer left while that matters.

    A refund whose deal never earned anything here stays what it is.
    """
    if plan.clawback is None or not (earned.left < periods).any():
        return np.zeros(earned.key.size, dtype=bool)
    deals = int(earned.deal.max()) + 1
    day = np.full(deals, np.iinfo(np.int64).max)
    np.minimum.at(day, earned.deal, earned.day)
    share, _ = share_taken_back(plan.clawback, day[earned.deal], earned.left_on)
    closed = np.zeros(deals, dtype=bool)
    closed[earned.deal[(earned.left < periods) & (share != 0)]] = True
    earning = np.zeros(deals, dtype=bool)
    earning[earned.deal[_was_worth(earned)]] = True
    return (closed & earning)[earned.deal]


def _was_worth(earned: Earned) -> Flags:
    """Rows up to whose period their key is worth something.

    What takes a refund back, to put its like in its place, is no earning.
    """
    order = np.lexsort((earned.posted, earned.key))
    key, posted = earned.key[order], earned.posted[order]
    total = np.cumsum(earned.minor[order])
    last = np.append((key[1:] != key[:-1]) | (posted[1:] != posted[:-1]), True)
    ends = np.flatnonzero(np.append(key[1:] != key[:-1], True))
    before = np.concatenate([[0], total[ends[:-1]]])
    many = np.diff(np.concatenate([[-1], ends]))
    worth = total - np.repeat(before, many)
    found = np.zeros(earned.key.size, dtype=bool)
    found[order] = last & (worth > 0)
    return found


def _deals(earned: Earned, closed: Flags, parts: list[Cents]) -> _Deals:
    """The closed rows, by deal."""
    rows = replace(
        earned,
        **{
            name: getattr(earned, name)[..., closed]
            for name in ("key", "deal", "day", "minor", "posted", "due", "left", "left_on")
        },
    )
    deals, at = np.unique(rows.deal, return_inverse=True)
    most = np.iinfo(np.int64).max
    key, day, left, left_on = (np.full(deals.size, most) for _ in range(4))
    for found, values in ((key, rows.key), (day, rows.day), (left, np.maximum(rows.left, 0))):
        np.minimum.at(found, at, values)
    known = rows.left_on != 0
    np.minimum.at(left_on, at[known], rows.left_on[known])
    return _Deals(rows, [part[closed] for part in parts], at, key, day, left, left_on)


def _closings(
    deals: _Deals,
    plan: Plan,
    clawback: Clawback,
    periods: int,
    opening: tuple[Cents, Cents, Cents],
) -> tuple[Flows, Flows, Flows]:
    """The same for closed deals, by what each comes to period by period."""
    rows, at, many = deals.rows, deals.at, deals.key.size
    released, cancelled, back = (_of_deals(deals, one) for one in opening)
    after = np.arange(periods)[None, :] >= deals.left[:, None]
    posted = _running(at, rows.posted, rows.minor, many, periods)
    due = np.zeros_like(posted)
    paid_parts = np.zeros_like(posted)
    for when, minor in zip(rows.due, deals.parts, strict=True):
        one = _running(at, np.maximum(when, rows.posted), minor, many, periods)
        was_paid = np.zeros(many, dtype=bool)
        was_paid[at[(when < deals.left[at]) & (minor > 0)]] = True
        due += one
        paid_parts += one * was_paid[:, None]
    if clawback.only_paid:
        before = due[np.arange(many), np.maximum(deals.left - 1, 0)]
        paid = np.where(deals.left > 0, before, released)
        due = np.where(after, _within(paid_parts, paid), due)
    base = np.maximum(due if clawback.only_paid else posted, 0)
    share, over = share_taken_back(clawback, deals.day, deals.left_on)
    exact = Exact(base.ravel()) * Exact(np.repeat(share, periods), over)
    taken = exact.rounded(plan.rounding).astype(np.int64).reshape(base.shape)
    gone = posted - due if clawback.only_paid else np.zeros_like(due)
    return (
        _steps(deals.key, due, released),
        _steps(deals.key, np.where(after, gone, 0), cancelled),
        _steps(deals.key, np.where(after, taken, 0), back),
    )


def _of_deals(deals: _Deals, by_key: Cents) -> Cents:
    """Sums over the keys of each deal."""
    pairs = np.unique(np.stack([deals.at, deals.rows.key]), axis=1)
    found = np.zeros(deals.key.size, dtype=np.int64)
    np.add.at(found, pairs[0], by_key[pairs[1]])
    return found


def _within(now: Grid, paid: Cents) -> Grid:
    """What still counts as due of what was paid: never more than that, and never the other way."""
    most = paid[:, None]
    return np.where(most >= 0, np.clip(now, 0, np.maximum(most, 0)), np.clip(now, most, 0))


def _running(
    at: NDArray[np.int64], when: NDArray[np.int64], minor: Cents, keys: int, periods: int
) -> Grid:
    """Sums of each key up to and with each period, shape (keys, periods)."""
    found = np.zeros((keys, periods), dtype=np.int64)
    rows = when < periods
    np.add.at(found, (at[rows], np.maximum(when[rows], 0)), minor[rows])
    return np.cumsum(found, axis=1)


def _steps(keys: NDArray[np.int64], reached: Grid, before: Cents) -> Flows:
    """What each period adds to what was reached before."""
    steps = np.diff(reached, axis=1, prepend=before[:, None])
    key, period = np.nonzero(steps)
    return Flows(keys[key], period.astype(np.int64), steps[key, period])


def _flows(key: NDArray[np.int64], period: NDArray[np.int64], minor: Cents) -> Flows:
    """Sums by key and period, without those that are nothing."""
    order = np.lexsort((period, key))
    key, period, minor = key[order], period[order], minor[order]
    if not key.size:
        return _none()
    new = np.append(True, (key[1:] != key[:-1]) | (period[1:] != period[:-1]))
    starts = np.flatnonzero(new)
    sums = np.add.reduceat(minor, starts)
    kept = sums != 0
    return Flows(key[starts][kept], period[starts][kept], sums[kept])


def _both(one: Flows, two: Flows) -> Flows:
    pairs: list[Any] = [
        np.concatenate([getattr(one, name), getattr(two, name)])
        for name in ("key", "period", "minor")
    ]
    return Flows(*pairs)


def _none() -> Flows:
    empty = np.zeros(0, dtype=np.int64)
    return Flows(empty, empty, empty)
