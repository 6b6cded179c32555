"""What is paid out to each payee in each period, and the moves of money that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from everyrep.pay.ledger.periods import PayPeriod, in_order
from everyrep.pay.paying.draws import stays_of
from everyrep.pay.paying.due import Earned, Flows, flows_of, whole_days
from everyrep.pay.paying.moving import moves_of
from everyrep.pay.paying.running import Balances, Course, run
from everyrep.pay.plan.plan import Plan
from everyrep.pay.windows import months_later
from everyrep.values.errors import DataError, UnknownName

Grid = NDArray[np.int64]
EARNED = ("key", "payee", "component", "line", "deal", "day", "minor")
_PAST = ("released", "cancelled", "clawed_back")
_MOST = 2**62


@dataclass(frozen=True, eq=False)
class Opening:
    """What had happened before the first period, as a book has it.

    Attributes:
        keys: Columns key, released, cancelled, clawed_back: minor units.
        balances: Columns payee, carried, clawback, held, and one for each draw by its id.
    """

    keys: pd.DataFrame
    balances: pd.DataFrame


@dataclass(frozen=True, eq=False)
class PaidOut:
    """What is paid out.

    Attributes:
        statement: One row for each payee and period, in that order. Columns payee, period;
            earned (posted in the period), released (due in it), cancelled, draw (paid ahead),
            recovered (of draws), claimed (what the period adds to what is to be taken back),
            clawed_back (taken out of pay; below zero where given back), carried (what was due
            below zero and is owed from now on, less what of it was taken out of pay), paid; and the
            balances at the period's end: held (earned, not due yet), draw_balance,
            clawback_balance, carried_balance. It always holds that
            paid = released + draw - recovered - clawed_back + carried.
        moves: Columns of moves, with `period` its name: what is posted for each period.
    """

    statement: pd.DataFrame
    moves: pd.DataFrame


def pay_out(
    plan: Plan,
    earned: pd.DataFrame,
    stints: pd.DataFrame,
    periods: Sequence[PayPeriod],
    opening: Opening | None = None,
) -> PaidOut:
    """Pay out what was earned, period by period.

    Args:
        plan: Its payment, draws and clawback.
        earned: Columns `EARNED`, and one for each fact that releases an instalment: days since
            1970-01-01, empty where the day is not known yet. What is of no line (a bonus, say) is
            due whole on its own day. Columns that may be there: `posted_in`, the period that a row
            was posted in (else that of its day); `left_on`, the day the deal's customer left;
            `held`, whether a row is not to be paid for now.
        stints: Columns payee, first, end and one for each draw, by its id, with its minor units.
        periods: The pay periods, in order.
        opening: What had happened before them; nothing where None.

    Raises:
        UnknownName: A column is missing, or a row was posted in a period that is not there.
        DataError: A cell is missing or no whole number, periods leave gaps, or sums do not fit.
    """
    periods = in_order(periods)
    rows = _checked(earned, plan)
    before = opening or _nothing(plan)
    payees = pd.Index(sorted({*rows["payee"], *stints["payee"], *before.balances["payee"]}))
    keys = rows[["key", "payee", "component"]].drop_duplicates("key", ignore_index=True)
    past = before.keys.set_index("key")[list(_PAST)].reindex(keys["key"], fill_value=0)
    past = past.to_numpy().astype(np.int64)
    facts = _facts(rows, keys, plan, periods, opening is not None)
    flows = flows_of(facts, plan, len(periods), (past[:, 0], past[:, 1], past[:, 2]))
    owner = payees.get_indexer(pd.Index(keys["payee"]))
    shape = (len(payees), len(periods))
    released, cancelled, claimed = (_grid(one, owner, shape) for one in flows)
    course = run(
        plan,
        released,
        claimed,
        stays_of(stints, plan, payees),
        periods,
        _balances(before.balances, plan, payees),
    )
    fresh = _grid(_new(facts, len(periods), opening is not None), owner, shape)
    held = np.cumsum(fresh - released - cancelled, axis=1)
    held += _of_payees(before.balances, "held", payees)[:, None]
    statement = _statement(payees, periods, course, (fresh, released, cancelled, claimed, held))
    return PaidOut(statement, moves_of(plan, periods, keys, flows, payees, course))


def _checked(earned: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    facts = [one.on for one in plan.payment.instalments if one.on not in ("date", plan.day)]
    for name in (*EARNED, *facts):
        if name not in earned.columns:
            raise UnknownName("column", name, earned.columns, where="earned")
    if earned[list(EARNED)].isna().to_numpy().any():
        raise _cannot("A cell is missing")
    if len(earned) and (earned["minor"].dtype.kind not in "iu"):
        raise _cannot(f"Amounts are {earned['minor'].dtype}, not whole numbers")
    minor = earned["minor"].to_numpy()
    if len(minor) and int(np.abs(minor.astype(float)).sum()) >= _MOST // 4:
        raise _cannot("The amounts are too large to be summed in 64 bits")
    return earned.reset_index(drop=True)


def _facts(
    rows: pd.DataFrame, keys: pd.DataFrame, plan: Plan, periods: Sequence[PayPeriod], opened: bool
) -> Earned:
    """The rows as arrays, with each instalment's day as the place of its period."""
    day, _ = whole_days(rows["day"], "day")
    key = pd.Index(keys["key"]).get_indexer(pd.Index(rows["key"]))
    no_line = (rows["line"] == "").to_numpy()
    held = _held(rows)
    due = []
    for one in plan.payment.instalments:
        on = day
        known = np.ones(len(rows), dtype=bool)
        if one.on not in ("date", plan.day):
            on, known = whole_days(rows[one.on], one.on)
        on = np.where(known, months_later(on, one.months), 0)
        place = _places(np.where(no_line, day, on), periods)
        place[(~known & ~no_line) | held] = len(periods)
        due.append(place)
    left = np.full(len(rows), len(periods), dtype=np.int64)
    left_on = np.zeros(len(rows), dtype=np.int64)
    if "left_on" in rows.columns:
        left_on, gone = whole_days(rows["left_on"], "left_on")
        left[gone] = _places(left_on[gone], periods)
    return Earned(
        key, _deals(rows), day, rows["minor"].to_numpy().astype(np.int64),
        _posted(rows, day, periods, opened), np.array(due, dtype=np.int64), left, left_on,
        len(keys),
    )  # fmt: skip


def _held(rows: pd.DataFrame) -> NDArray[np.bool_]:
    if "held" not in rows.columns:
        return np.zeros(len(rows), dtype=bool)
    return np.asarray(rows["held"], dtype=bool)


def _places(days: NDArray[np.int64], periods: Sequence[PayPeriod]) -> NDArray[np.int64]:
    """The place of the period that each day lies in; -1 before the first, their number beyond."""
    bounds = np.array([periods[0].first, *(period.end for period in periods)], dtype=np.int64)
    found: NDArray[np.int64] = np.searchsorted(bounds, days, side="right").astype(np.int64) - 1
    return found


def _deals(rows: pd.DataFrame) -> NDArray[np.int64]:
    """Numbers of deals, of one payee and one component; a row of no deal is one by itself."""
    apart = rows["deal"].where(rows["deal"] != "", "\x1f" + rows["key"])
    pairs = rows["payee"] + "\x1e" + rows["component"] + "\x1e" + apart
    return np.asarray(pd.factorize(pairs)[0], dtype=np.int64)


def _posted(
    rows: pd.DataFrame, day: NDArray[np.int64], periods: Sequence[PayPeriod], opened: bool
) -> NDArray[np.int64]:
    """The place of the period that each row was posted in."""
    if "posted_in" not in rows.columns:
        return np.maximum(_places(day, periods), 0)
    names = [period.name for period in periods]
    place = pd.Index(names).get_indexer(pd.Index(rows["posted_in"]))
    if (place < 0).any() and not opened:
        unknown = rows["posted_in"].to_numpy()[place < 0][0]
        raise UnknownName("pay period", str(unknown), names, where="earned")
    return np.asarray(place, dtype=np.int64)


def _new(facts: Earned, periods: int, opened: bool) -> Flows:
    """What was earned, by key and the period that it was posted in."""
    rows = (facts.posted < periods) & ((facts.posted >= 0) | (not opened))
    return Flows(facts.key[rows], np.maximum(facts.posted[rows], 0), facts.minor[rows])


def _grid(flows: Flows, owner: NDArray[np.int64], shape: tuple[int, int]) -> Grid:
    found = np.zeros(shape, dtype=np.int64)
    np.add.at(found, (owner[flows.key], flows.period), flows.minor)
    return found


def _nothing(plan: Plan) -> Opening:
    names = ["key", *_PAST]
    balances = ["payee", "carried", "clawback", "held", *(draw.id for draw in plan.draws)]
    return Opening(pd.DataFrame(columns=names), pd.DataFrame(columns=balances))


def _of_payees(balances: pd.DataFrame, name: str, payees: pd.Index) -> NDArray[np.int64]:
    found = np.zeros(len(payees), dtype=np.int64)
    found[payees.get_indexer(pd.Index(balances["payee"]))] = balances[name].astype(np.int64)
    return found


def _balances(balances: pd.DataFrame, plan: Plan, payees: pd.Index) -> Balances:
    draws = [_of_payees(balances, draw.id, payees) for draw in plan.draws]
    return Balances(
        _of_payees(balances, "carried", payees),
        _of_payees(balances, "clawback", payees),
        np.array(draws, dtype=np.int64).reshape(len(draws), len(payees)),
    )


def _statement(
    payees: pd.Index, periods: Sequence[PayPeriod], course: Course, grids: tuple[Grid, ...]
) -> pd.DataFrame:
    fresh, released, cancelled, claimed, held = grids
    draw, recovered = course.ahead.sum(axis=0), course.recovered.sum(axis=0)
    columns = {
        "earned": fresh,
        "released": released,
        "cancelled": cancelled,
        "draw": draw,
        "recovered": recovered,
        "claimed": claimed,
        "clawed_back": course.clawed_back,
        "carried": course.owing,
        "paid": course.paid,
        "held": held,
        "draw_balance": course.draws.sum(axis=0),
        "clawback_balance": course.clawback,
        "carried_balance": course.carried,
    }
    names = np.array([period.name for period in periods], dtype=object)
    return pd.DataFrame(
        {
            "payee": np.repeat(payees.to_numpy(), len(periods)),
            "period": np.tile(names, len(payees)),
            **{name: grid.ravel() for name, grid in columns.items()},
        }
    )


def _cannot(message: str) -> DataError:
    return DataError(
        message,
        where="earned",
        why="What is paid is what was earned, to the last unit",
        remedy="Take what was earned from the ledger, unchanged",
    )
