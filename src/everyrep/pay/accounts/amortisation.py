"""Costs of winning a contract, spread over the time they benefit (ASC 340-40).

A commission that would not have been paid without the contract is an asset, and is expensed in
equal parts over the months that it benefits. Where a renewal is paid for in proportion to the
first contract ("commensurate"), each benefits its own term. Where it is not, the first one also
buys the renewals, and is spread over the expected life of the customer.

What is rounded is the sum of the months so far, never a month, so that the asset ends at nothing
to the last unit.

References:
    FASB ASC 340-40-25-1 to 25-4 (costs of obtaining a contract, and the expedient for one year or
    less), 340-40-35-1 to 35-6 (amortisation, impairment, and that it is never reversed).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from everyrep.pay.exact import Exact
from everyrep.pay.windows import first_of_month, months_of
from everyrep.values.errors import DataError, UnknownName
from everyrep.values.rounding import Rounding

COSTS = ("id", "minor", "begins", "contract_months", "life_months", "commensurate")
EVENTS = ("id", "after", "minor")
SCHEDULE = (
    "id", "number", "month", "opening", "expensed", "amortised", "impaired", "clawed_back",
    "written_off", "closing",
)  # fmt: skip
EXPEDIENT = 12
"""Months up to which a cost may be expensed at once."""
Whole = NDArray[np.int64]


def amortise(
    costs: pd.DataFrame,
    exits: pd.DataFrame | None = None,
    impairments: pd.DataFrame | None = None,
    expedient: int = EXPEDIENT,
) -> pd.DataFrame:
    """Spread costs over the months that they benefit.

    Args:
        costs: Columns `COSTS`, one row a cost: `minor` whole minor units; `begins` the contract's
            first day, whose month counts whole; `commensurate` whether renewals are paid for in
            proportion, so that `contract_months` count, else `life_months`. A cost below zero
            lowers another one. Where a column `benefit_months` is there, it decides what is
            expensed at once: of a cost that came later, fewer months are left.
        exits: Columns `EVENTS`: the customer left at the end of so many months (`after`), and
            `minor` was clawed back in cash. What is left of the asset is written off.
        impairments: Columns `EVENTS`: at the end of so many months no more than `minor` could be
            recovered. What lies above is expensed, the rest is spread over the months left. Of
            what was expensed at once nothing is left to impair.
        expedient: Costs that benefit so many months or fewer are expensed at once; 0 for none.

    Returns:
        Columns `SCHEDULE`, by cost and month: `number` of the month from 1, `month` its first day,
        and minor units, where closing = opening - expensed - amortised - impaired - clawed_back -
        written_off. A claw back above the asset is written off below zero: a gain.

    Raises:
        UnknownName: A column is missing, or an event is of no cost.
        DataError: A cost comes twice or benefits no month; an event comes twice, or lies
            outside of the cost's months.
    """
    checked = _checked(costs)
    months = np.where(
        checked["commensurate"].to_numpy(dtype=bool),
        checked["contract_months"].to_numpy(),
        checked["life_months"].to_numpy(),
    ).astype(np.int64)
    if (months < 1).any():
        raise _cannot(f"The cost {checked['id'].to_numpy()[months < 1][0]!r} benefits no month")
    at_once = checked.get("benefit_months", pd.Series(months)).to_numpy() <= expedient
    left, clawed = _events(exits, checked, months, "exits", least=0)
    hit, recoverable = _events(impairments, checked, months, "impairments", least=1)
    hit = np.where(at_once, -1, hit)
    lengths = _lengths(months, at_once, left)
    place = np.repeat(np.arange(len(checked)), lengths)
    number = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + 1
    jump = at_once & (left > 1)
    number = np.where(jump[place] & (number == 2), left[place], number)
    minor = checked["minor"].to_numpy().astype(np.int64)
    amounts = _amounts(minor, months, (left, clawed), (hit, recoverable), place, number, at_once)
    return _schedule(checked, place, number, amounts)


def straight_line(minor: int, months: int) -> list[int]:
    """One cost, month by month.

    Example:
        >>> straight_line(100, 3)
        [33, 34, 33]
    """
    cost, length = (np.full(months, one, dtype=np.int64) for one in (minor, months))
    reached = _reached(cost, length, np.arange(months, dtype=np.int64) + 1)
    return [int(one) for one in np.diff(reached, prepend=0)]


def _amounts(
    minor: Whole,
    months: Whole,
    exits: tuple[Whole, Whole],
    impairments: tuple[Whole, Whole],
    place: Whole,
    number: Whole,
    at_once: NDArray[np.bool_],
) -> dict[str, Any]:
    """The columns of amounts of each row."""
    left, clawed = (one[place] for one in exits)
    hit, recoverable = (one[place] for one in impairments)
    cost, length, quick = minor[place], months[place], at_once[place]
    after = _carried(cost, length, hit, recoverable, number)
    before = _carried(cost, length, hit, recoverable, number - 1)
    whole = cost - _reached(cost, length, np.maximum(hit, 0))
    impaired = np.where(number == hit, np.maximum(whole - recoverable, 0), 0)
    runs = ~quick & ((left < 0) | (number <= left))
    goes = number == np.maximum(left, 1)
    goes &= left >= 0
    opening = np.where(quick, np.where(number == 1, cost, 0), before)
    expensed = np.where(quick & (number == 1), cost, 0)
    impaired = np.where(runs, impaired, 0)
    amortised = np.where(runs, before - after - impaired, 0)
    back = np.where(goes, clawed, 0)
    rest = opening - expensed - amortised - impaired
    return {
        "opening": opening,
        "expensed": expensed,
        "amortised": amortised,
        "impaired": impaired,
        "clawed_back": back,
        "written_off": np.where(goes, rest - back, 0),
        "closing": np.where(goes, 0, rest),
    }


def _carried(cost: Whole, months: Whole, hit: Whole, recoverable: Whole, number: Whole) -> Whole:
    """What the asset stands at by the end of each month, exits aside."""
    plain = cost - _reached(cost, months, number)
    at_hit = cost - _reached(cost, months, np.maximum(hit, 0))
    lower = np.minimum(at_hit, recoverable)
    left = np.maximum(months - hit, 1)
    since = np.clip(number - hit, 0, left)
    later = lower - _reached(lower, left, since)
    return np.where((hit >= 0) & (number >= hit), later, plain)


def _reached(minor: Whole, months: Whole, number: Whole) -> Whole:
    """What is expensed by the end of each month, rounded once, halves up."""
    exact = Exact(minor) * Exact(number)
    return np.asarray(exact.rounded(Rounding.HALF_UP, per=Exact(months)), dtype=np.int64)


def _lengths(months: Whole, at_once: NDArray[np.bool_], left: Whole) -> Whole:
    """How many rows each cost has."""
    usual = np.where(left >= 0, np.maximum(left, 1), months)
    return np.where(at_once, 1 + (left > 1), usual).astype(np.int64)


def _schedule(
    costs: pd.DataFrame, place: Whole, number: Whole, amounts: dict[str, Any]
) -> pd.DataFrame:
    begun = months_of(costs["begins"].to_numpy().astype(np.int64))
    found = {
        "id": costs["id"].to_numpy()[place],
        "number": number,
        "month": first_of_month(begun[place] + number - 1),
        **amounts,
    }
    return pd.DataFrame(found)[list(SCHEDULE)]


def _checked(costs: pd.DataFrame) -> pd.DataFrame:
    _columns(costs, COSTS, "costs")
    if not costs["id"].is_unique:
        raise _cannot(f"The cost {costs.loc[costs['id'].duplicated(), 'id'].iloc[0]!r} comes twice")
    if len(costs) and costs["minor"].dtype.kind not in "iu":
        raise _cannot(f"Costs are {costs['minor'].dtype}, not whole minor units")
    return costs.reset_index(drop=True)


def _events(
    events: pd.DataFrame | None, costs: pd.DataFrame, months: Whole, where: str, least: int
) -> tuple[Whole, Whole]:
    """When an event hits each cost (-1 where none does), and its amount."""
    after = np.full(len(costs), -1, dtype=np.int64)
    minor = np.zeros(len(costs), dtype=np.int64)
    if events is None or not len(events):
        return after, minor
    _columns(events, EVENTS, where)
    place = pd.Index(costs["id"]).get_indexer(pd.Index(events["id"]))
    if (place < 0).any():
        raise UnknownName(
            "cost", str(events["id"].to_numpy()[place < 0][0]), costs["id"].map(str), where=where
        )
    when, what = (events[name].to_numpy().astype(np.int64) for name in ("after", "minor"))
    wrong = (when < least) | (when > months[place]) | (what < 0)
    if not events["id"].is_unique or wrong.any():
        raise _cannot(f"One of the {where} comes twice, is below zero or out of the months")
    after[place], minor[place] = when, what
    return after, minor


def _columns(frame: pd.DataFrame, names: tuple[str, ...], where: str) -> None:
    for name in names:
        if name not in frame.columns:
            raise UnknownName("column", name, frame.columns, where=where)


def _cannot(message: str) -> DataError:
    return DataError(
        message,
        where="amortisation",
        why="An asset must end at nothing, in the months that it benefits",
        remedy="Correct the row",
    )
