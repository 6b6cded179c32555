"""Period by period: what is due, what is paid ahead, what is recovered, and what is paid.

In each period, for each payee:

1. What is due is summed. Where it is below zero, the payee owes it: it is carried.
2. Draws that top up raise what is due to their amount, in the plan's order; draws that are paid in
   any case come on top. What is to be recovered of them adds to their balance.
3. What the payee owes is recovered, out of what is due alone: first what was carried, then draws
   and clawbacks in the plan's order. Nothing takes the pay below a guarantee that is live, nor the
   payment below the plan's floor, and of a draw no more than its share is taken. What is left
   stays on its balance; a floor adds nothing to a payment that is smaller by itself.
4. The rest is paid. No payment and no balance is ever below zero.

A draw is recovered from the period on in which its first day of recovery lies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from everyrep.pay.exact import Exact
from everyrep.pay.ledger.periods import PayPeriod
from everyrep.pay.paying.draws import RECOVERED, TOPS_UP, Stays, given, recovered_from
from everyrep.pay.plan.paying import DrawKind
from everyrep.pay.plan.plan import Plan
from everyrep.values.errors import DataError
from everyrep.values.rounding import Rounding

Grid = NDArray[np.int64]
"""Minor units by payee and period."""
_ORDERED = ("draw", "clawback")


@dataclass(frozen=True, eq=False)
class Balances:
    """What payees owe when the first period begins; all in minor units, none below zero.

    Attributes:
        carried: What was due below zero, shape (payees,).
        clawback: What is to be given back.
        draws: What was paid ahead, shape (draws, payees).
    """

    carried: NDArray[np.int64]
    clawback: NDArray[np.int64]
    draws: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Course:
    """How pay went; grids of shape (payees, periods), those by draw (draws, payees, periods).

    Attributes:
        paid: What was paid.
        ahead: What each draw paid ahead.
        recovered: What was recovered of each draw.
        clawed_back: What was taken back out of pay; below zero where it was given back.
        owing: What the period adds to what the payee owes that way; below zero where it is less.
        carried: What the payee owes at the end of the period because what was due was below zero.
        clawback: What is still to be taken back at the end of the period.
        draws: What is still to be recovered of each draw at the end of the period.
    """

    paid: Grid
    ahead: Grid
    recovered: Grid
    clawed_back: Grid
    owing: Grid
    carried: Grid
    clawback: Grid
    draws: Grid


def run(
    plan: Plan,
    due: Grid,
    taken_back: Grid,
    stays: Stays,
    periods: Sequence[PayPeriod],
    opening: Balances,
) -> Course:
    """Go through the periods.

    Args:
        plan: Its draws, floor and order of recovery.
        due: What is released in each period.
        taken_back: What each period adds to what is to be taken back.
        stays: Who was on the plan when.
        periods: In order.
        opening: Balances before the first.

    Raises:
        DataError: The order of recovery names something else than draw and clawback.
    """
    if not set(plan.payment.recover) <= set(_ORDERED):
        raise DataError(
            f"The order of recovery is {', '.join(plan.payment.recover)}",
            where=f"plan {plan.id}, payment",
            why="Only draws and clawbacks can be recovered",
            remedy="Name 'draw' and 'clawback', in the order in which they are recovered",
        )
    live = np.array(
        [
            given(draw, amounts, stays, plan, periods)
            for draw, amounts in zip(plan.draws, stays.amounts, strict=True)
        ],
        dtype=np.int64,
    ).reshape(len(plan.draws), *due.shape)
    begins = [recovered_from(draw, stays) for draw in plan.draws]
    wide = {"ahead", "recovered", "draws"}
    course = Course(
        **{one.name: np.zeros_like(live if one.name in wide else due) for one in fields(Course)}
    )
    state = Balances(opening.carried.copy(), opening.clawback.copy(), opening.draws.copy())
    for at, period in enumerate(periods):
        active = [
            (begun < period.end) & (draw.kind in RECOVERED)
            for draw, begun in zip(plan.draws, begins, strict=True)
        ]
        _one(plan, course, state, (due[:, at], taken_back[:, at], live[:, :, at]), active, at)
    return course


def _one(
    plan: Plan,
    course: Course,
    state: Balances,
    flows: tuple[Grid, Grid, Grid],
    active: list[NDArray[np.bool_]],
    at: int,
) -> None:
    """One period, for all payees: fills its place in the course and moves the state on."""
    due, taken_back, live = flows
    owed = state.carried.copy()
    state.clawback[:] += taken_back
    back = np.maximum(-state.clawback, 0)  # more was taken back than stands to be taken back now
    state.clawback[:] += back
    state.carried[:] += np.maximum(-(due + back), 0)
    base = np.maximum(due + back, 0)
    tops, guaranteed, flat = _ahead(plan, course, state, base, live, at)
    above = np.minimum(base + tops - guaranteed, base + tops + flat - plan.payment.floor)
    room = np.maximum(np.minimum(base, above), 0)
    left = room - _least(state.carried, room)
    state.carried[:] -= room - left
    course.clawed_back[:, at] = -back
    for what in plan.payment.recover:
        if what == "clawback":
            taken = _least(state.clawback, left)
            state.clawback[:] -= taken
            course.clawed_back[:, at] += taken
            left = left - taken
            continue
        for place, draw in enumerate(plan.draws):
            most = (Exact(room) * draw.recover_share).rounded(Rounding.FLOOR).astype(np.int64)
            taken = _least(state.draws[place] * active[place], np.minimum(most, left))
            state.draws[place] -= taken
            course.recovered[place, :, at] = taken
            left = left - taken
    course.paid[:, at] = base - (room - left) + tops + flat
    course.owing[:, at] = state.carried - owed
    course.carried[:, at] = state.carried
    course.clawback[:, at] = state.clawback
    course.draws[:, :, at] = state.draws


def _ahead(
    plan: Plan, course: Course, state: Balances, base: Grid, live: Grid, at: int
) -> tuple[Grid, Grid, Grid]:
    """What tops up, what is guaranteed, and what is paid in any case, shape (payees,) each."""
    tops, guaranteed, flat = np.zeros_like(base), np.zeros_like(base), np.zeros_like(base)
    for place, draw in enumerate(plan.draws):
        if draw.kind in TOPS_UP:
            amount = np.maximum(live[place] - base - tops, 0)
            tops += amount
            guaranteed = np.maximum(guaranteed, live[place])
        else:
            amount = live[place]
            flat += amount
        course.ahead[place, :, at] = amount
        if draw.kind in (DrawKind.RECOVERABLE, DrawKind.ADVANCE):
            state.draws[place] += amount
    return tops, guaranteed, flat


def _least(one: Grid, two: Grid) -> Grid:
    return np.minimum(one, two)
