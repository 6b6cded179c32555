"""Splits the difference between two runs by replacing one kind of input after the other.

Each step differs from the one before in one kind of input only, so that its difference is that
kind's doing, and all of them sum to the whole. Where a step alone makes no sense (a new person
whose quota comes with a later step), it is taken together with the next. Another order would give
other parts wherever two changes work on each other; the order is always told.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from operator import is_

import numpy as np
import pandas as pd

from everyrep.pay.calculation.amounts import amounts
from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.changes.attribution import Attribution, Share
from everyrep.pay.changes.kinds import Inputs, Kind
from everyrep.pay.changes.stepping import Step, steps
from everyrep.pay.facts.credited import Facts
from everyrep.pay.facts.given import ground_of
from everyrep.values import UserError

_GATHERED = ("lines", "people", "splits", "managers", "exchange", "through")
"""Tables of which facts are made, besides what is asked of people."""
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
    worth = _Worth()
    first, last = worth.of(before), worth.of(after)
    shares = tuple(_shares(worth, first, last, list(steps(before, after))))
    return Attribution(before.plan.currency, _by_payee(first), _by_payee(last), shares)


class _Worth:
    """What inputs pay; facts are gathered anew only where what they are gathered from differs."""

    def __init__(self) -> None:
        self._ground: tuple[Hashable, list[object]] | None = None
        self._facts: Facts | None = None

    def of(self, inputs: Inputs) -> pd.DataFrame:
        """All amounts, by key."""
        found = amounts(calculate(inputs.plan, self._gathered(inputs)), hashed=False)
        return found[[*_ROW, "minor"]].set_index("key", drop=False)

    def attempted(self, inputs: Inputs) -> pd.DataFrame | None:
        """What inputs between two runs pay; None where they make no sense by themselves."""
        try:
            return self.of(inputs)
        except UserError:
            return None

    def _gathered(self, inputs: Inputs) -> Facts:
        plan, given = inputs.plan, inputs.given
        ground, tables = ground_of(plan), [getattr(given, name) for name in _GATHERED]
        if self._facts is not None and self._ground is not None:
            known, held = self._ground
            if known == ground and all(map(is_, held, tables)):
                return given.asked(plan, self._facts)
        self._facts = given.facts(plan)
        self._ground = ground, tables
        return self._facts


def _shares(
    worth: _Worth, first: pd.DataFrame, last: pd.DataFrame, taken: list[Step]
) -> Iterator[Share]:
    here, waiting, lines = first, tuple[Kind, ...](), 0
    for at, step in enumerate(taken):
        kinds, lines = (*waiting, *step.kinds), lines + step.lines
        then = last if at == len(taken) - 1 else worth.attempted(step.inputs)
        if then is None:
            waiting = kinds
            continue
        yield _share(kinds, lines, here, then)
        here, waiting, lines = then, (), 0


def _share(kinds: tuple[Kind, ...], lines: int, one: pd.DataFrame, two: pd.DataFrame) -> Share:
    place = one.index.get_indexer(two.index)
    was, had = np.zeros(len(two), dtype=object), place >= 0
    was[had] = one["minor"].to_numpy(dtype=object)[place[had]]
    moved = two["minor"].to_numpy(dtype=object) - was
    gone = np.ones(len(one), dtype=bool)
    gone[place[had]] = False
    lost = one[gone]
    rows = pd.concat([two[moved != 0], lost])[_ROW].reset_index(drop=True)
    rows["minor"] = [*map(int, moved[moved != 0]), *(-int(one) for one in lost["minor"])]
    rows = rows.sort_values("key", kind="stable", ignore_index=True)
    return Share(kinds, lines, int(sum(rows["minor"])), _by_payee(rows), rows)


def _by_payee(rows: pd.DataFrame) -> dict[str, int]:
    totals: dict[str, int] = {}
    for payee, minor in zip(rows["payee"], rows["minor"], strict=True):
        totals[payee] = totals.get(payee, 0) + int(minor)
    return {payee: totals[payee] for payee in sorted(totals)}
