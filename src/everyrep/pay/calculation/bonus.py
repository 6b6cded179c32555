"""What each person's window is worth by a bonus: target, payout, objectives, gates and cap."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from everyrep.pay.calculation.capping import capped
from everyrep.pay.calculation.case import Case
from everyrep.pay.calculation.ground import of_person
from everyrep.pay.calculation.groups import Groups
from everyrep.pay.calculation.rating import positive, rate_at_once
from everyrep.pay.calculation.standing import (
    Reached,
    Shares,
    Windows,
    all_passed,
    ended,
    shares,
    standing,
)
from everyrep.pay.columns import Numbers, product
from everyrep.pay.exact import Exact, Flags, Whole
from everyrep.pay.language import Checked
from everyrep.pay.plan import Above, Bonus, Mode, Objective, Table
from everyrep.values import DataError

_ONE = Exact(np.ones(1, dtype=np.int64))
_NONE = Exact(np.zeros(1, dtype=np.int64))
ON_THE_MEASURE = frozenset({Mode.MARGINAL, Mode.RETROACTIVE})
"""Modes whose table pays for what was reached itself, without a target."""


@dataclass(frozen=True, eq=False)
class WindowWorth:
    """What each window is worth, step by step; each shape (windows,).

    Attributes:
        windows: People in windows.
        reached: What was reached; None with objectives.
        target: What 100% pays, prorated, in minor units, as a fraction; None where a table pays
            amounts.
        payout: What part of the target is paid, or the amount, as a fraction.
        scores: With objectives: what each one's score counts as, in their order.
        factor: What all is multiplied by.
        passes: Whether the gates let it be paid.
        minor: What it is worth in the end, in whole minor units.
    """

    windows: Windows
    reached: Reached | None
    target: Numbers | None
    payout: Numbers
    scores: tuple[Exact, ...]
    factor: Numbers
    passes: Flags
    minor: Whole


def bonus(case: Case, part: Bonus) -> WindowWorth:
    """Work a bonus out for all windows that have ended.

    Raises:
        DataError: A fact of a person that it reads, or a quota, is not known.
    """
    windows = ended(case, part.window)
    counted = shares(case, windows, part.proration)
    reached: Reached | None = None
    scores: tuple[Exact, ...] = ()
    if part.table is not None:
        table = case.plan.tables[part.table]
        reached = standing(case, case.plan.measures[table.over], windows)
        _refuse_above(case, table, reached, windows)
        payout = _paid(table, reached)
    else:
        scores = tuple(_score(case, part, one, windows) for one in part.objectives)
        total = Exact.filled(0, len(windows))
        for one, score in zip(part.objectives, scores, strict=True):
            total = total + score * one.weight
        payout = Numbers(total)
    target = None if part.target is None else _target(case, part, part.target, windows, counted)
    whole = _spread(windows, counted, Exact.filled(1, counted.stint.size))
    factor = Numbers(_ONE)
    if part.times is not None:
        factor = of_person(case, part.times, windows.stint, f"The factor of {part.id!r}")
    money = product(product(payout, whole if target is None else target), factor)
    minor = money.above.rounded(part.rounding, money.below)
    passes = all_passed(case, part.gates, windows)
    minor = np.where(passes, minor, 0)
    minor = _capped(case, part, windows, minor)
    return WindowWorth(windows, reached, target, payout, scores, factor, passes, minor)


def _refuse_above(case: Case, table: Table, reached: Reached, windows: Windows) -> None:
    if table.above is not Above.ERROR or table.last is None:
        return
    unit = reached.unit if table.in_quotas else _ONE
    over = (unit * table.last < reached.total) & (reached.asked | (not table.in_quotas))
    if table.in_quotas and reached.nought is not None:
        over = np.where(reached.nought, table.last < 1, over)
    if bool(over.any()):
        people = {case.facts.people[windows.payee[row]] for row in np.flatnonzero(over)}
        raise DataError(
            f"[table.{table.name}] ends below what {', '.join(sorted(people)[:5])} reached",
            why='The table says `above = "error"`: what lies there was never agreed',
            remedy="Agree on what is paid there, and say so: a further tier, or `above`",
        )


def _paid(table: Table, reached: Reached) -> Numbers:
    """What the table says: money for what was reached, an amount, or a share of the target."""
    if not table.in_quotas:
        return Numbers(table.shape.paid_for(reached.total, _ONE))
    paid = table.shape.paid_for(reached.total, reached.unit).chosen(reached.asked, _NONE)
    if reached.nought is not None:
        paid = _once(table, reached).chosen(reached.nought, paid)
    return Numbers(paid) if table.mode in ON_THE_MEASURE else positive(paid, reached.unit)


def _once(table: Table, reached: Reached) -> Exact:
    """What is paid where the quota is zero and counts as reached: as at 100%."""
    if table.mode in ON_THE_MEASURE:
        return reached.total * rate_at_once(table)
    return Exact.filled(table.shape.paid(Fraction(1)), len(reached.total))


def _score(case: Case, part: Bonus, one: Objective, windows: Windows) -> Exact:
    """What an objective's score counts as: nothing below its least, no more than its most."""
    found = of_person(case, one.score, windows.stint, f"The score of {one.title!r} in {part.id!r}")
    if found.below is not None:
        raise DataError(
            f"The score of {one.title!r} is a fraction of facts",
            why="A score must be a number by itself",
            remedy="Give the score as a fact of the person",
        )
    enough = Exact.filled(one.least, 1) <= found.above
    most = found.above if one.most is None else found.above.least(Exact.filled(one.most, 1))
    return most.chosen(enough, _NONE)


def _target(case: Case, part: Bonus, target: Checked, windows: Windows, counted: Shares) -> Numbers:
    """The target of each window: of each stint in it, as far as it counts."""
    found = of_person(case, target, counted.stint, f"The target of {part.id!r}")
    if found.below is not None:
        raise DataError(
            f"The target of {part.id!r} is divided by a fact",
            why="Targets of several stints in one window could not be added up exactly",
            remedy="Divide by a number that stands in the plan",
        )
    return _spread(windows, counted, found.above)


def _spread(windows: Windows, counted: Shares, values: Exact) -> Numbers:
    """Values of stints, each as far as it counts, added up by window."""
    if not counted.place.size:
        return Numbers(Exact.filled(0, len(windows)))
    weighed = values * Exact(counted.part)
    groups = Groups.of(counted.place)
    sums = weighed.summed(groups.starts)
    at = counted.place[groups.starts]
    place = np.full(len(windows), -1, dtype=np.int64)
    place[at] = np.arange(at.size)
    here = place >= 0
    total = sums.take(np.maximum(place, 0)).chosen(here, _NONE)
    of = np.ones(len(windows), dtype=np.int64)
    of[at] = counted.of[groups.starts]
    return Numbers(total, Exact(of))


def _capped(case: Case, part: Bonus, windows: Windows, minor: Whole) -> Whole:
    if part.cap is None:
        return minor
    limit = of_person(case, part.cap.amount, windows.stint, f"The cap of {part.id!r}")
    limits = Exact(limit.above.rounded(case.plan.rounding, limit.below))
    day = np.minimum(windows.end - 1, case.facts.through)
    groups = Groups.of(windows.payee, case.calendar.numbers(day, part.cap.window))
    return capped(minor, limits, groups)
