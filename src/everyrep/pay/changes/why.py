"""Splits the difference between two runs by replacing one kind of input after the other.

Each step differs from the one before in one kind of input only, so that its difference is that
kind's doing, and all of them sum to the whole. Where a step alone makes no sense (a new person
whose quota comes with a later step), it is taken together with the next. Another order would give
other parts wherever two changes work on each other; the order is always told.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from everyrep.pay.calculation.amounts import amounts
from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.changes.attribution import Attribution, Share
from everyrep.pay.changes.kinds import Inputs, Kind
from everyrep.pay.changes.stepping import Step, steps
from everyrep.values import UserError

_ROW = ["key", "payee", "component", "line", "window"]


def why(before: Inputs, after: Inputs) -> Attribution:
    """Why pay changed between two runs.

    Args:
        before: The plan and tables of the earlier run.
        after: Those of the later one.

    Returns:
        The difference by kind of change, exact: parts sum to it in all, by payee and by amount.

    Raises:
        UserError: The runs pay in different currencies.
        DataError: One of the runs itself cannot be calculated.
    """
    if before.plan.currency != after.plan.currency:
        raise UserError(
            f"One run pays in {before.plan.currency}, the other in {after.plan.currency}",
            why="Their difference is no amount of either",
            remedy="compare runs of one currency",
        )
    first, last = _paid(before), _paid(after)
    shares = tuple(_shares(first, last, list(steps(before, after))))
    return Attribution(before.plan.currency, _by_payee(first), _by_payee(last), shares)


def _shares(first: pd.DataFrame, last: pd.DataFrame, taken: list[Step]) -> Iterator[Share]:
    here, waiting, lines = first, tuple[Kind, ...](), 0
    for at, step in enumerate(taken):
        kinds, lines = (*waiting, *step.kinds), lines + step.lines
        then = last if at == len(taken) - 1 else _attempted(step.inputs)
        if then is None:
            waiting = kinds
            continue
        yield _share(kinds, lines, here, then)
        here, waiting, lines = then, (), 0


def _attempted(inputs: Inputs) -> pd.DataFrame | None:
    """What inputs between two runs pay; None where they make no sense by themselves."""
    try:
        return _paid(inputs)
    except UserError:
        return None


def _paid(inputs: Inputs) -> pd.DataFrame:
    """All amounts, by key."""
    found = amounts(calculate(inputs.plan, inputs.given.facts(inputs.plan)), hashed=False)
    return found[[*_ROW, "minor"]].set_index("key", drop=False)


def _share(kinds: tuple[Kind, ...], lines: int, one: pd.DataFrame, two: pd.DataFrame) -> Share:
    was, now = one["minor"].astype(object), two["minor"].astype(object)
    difference = now.sub(was, fill_value=0)
    difference = difference[difference != 0]
    named = pd.concat([two, one[~one.index.isin(two.index)]])
    rows = named.loc[difference.index, _ROW].reset_index(drop=True)
    rows["minor"] = [int(minor) for minor in difference]
    return Share(kinds, lines, int(sum(rows["minor"])), _by_payee(rows), rows)


def _by_payee(rows: pd.DataFrame) -> dict[str, int]:
    totals: dict[str, int] = {}
    for payee, minor in zip(rows["payee"], rows["minor"], strict=True):
        totals[payee] = totals.get(payee, 0) + int(minor)
    return {payee: totals[payee] for payee in sorted(totals)}
