"""What is shared out among people: prizes by rank, and pools to the last cent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from everyrep.pay.calculation.case import Case
from everyrep.pay.calculation.ground import of_person
from everyrep.pay.calculation.standing import Windows, all_passed, ended, standing
from everyrep.pay.columns import Columns, Numbers
from everyrep.pay.exact import Exact, Flags, Places, Whole, narrowed
from everyrep.pay.language.working import numbers
from everyrep.pay.plan import Contest, Pool, Ties
from everyrep.pay.windows import day_number
from everyrep.values import DataError
from everyrep.values.money import Money
from everyrep.values.rounding import round_exact


@dataclass(frozen=True, eq=False)
class Shared:
    """What each person in a window is given; each shape (windows,).

    Attributes:
        windows: People in windows.
        by: What ranks or weighs them.
        qualifies: Whether they are among those who share.
        rank: From 1; 0 for who has none.
        minor: What they are given, in whole minor units.
    """

    windows: Windows
    by: Exact
    qualifies: Flags
    rank: Places
    minor: Whole


def contest(case: Case, part: Contest) -> Shared:
    """Give prizes by rank in each window that has ended."""
    windows = ended(case, part.window)
    measure = case.plan.measures[part.over]
    total = standing(case, measure, windows, needed=False).total
    here = _there_at_the_end(case, windows)
    if part.least is not None:
        here = here & (Exact.filled(part.least, 1) <= total)
    rank = np.zeros(len(windows), dtype=np.int64)
    minor = np.zeros(len(windows), dtype=object)
    for rows in _each_window(windows):
        for place, tied in _ranked(total, rows[here[rows]]):
            rank[tied] = place
            minor[tied] = _prizes(case, part, place, tied.size)
    return Shared(windows, total, here, rank, narrowed(list(minor)))


def _ranked(total: Exact, rows: Places) -> Iterator[tuple[int, Places]]:
    """Ranks from 1 with those who share them, the best first."""
    parts = total.parts[rows]
    for value in np.unique(parts)[::-1]:
        yield 1 + int((parts > value).sum()), rows[parts == value]


def _prizes(case: Case, part: Contest, place: int, tied: int) -> list[int]:
    """What each of those who share a rank is given."""
    if part.ties is Ties.EACH:
        prize = part.prizes[place - 1] if place <= len(part.prizes) else 0
        return [prize] * tied
    filled = part.prizes[place - 1 : place - 1 + tied]
    whole = Money(sum(filled), case.plan.currency)
    return [one.minor for one in whole.allocate([1] * tied)]


def pool(case: Case, part: Pool) -> Shared:
    """Share a pool out in each window that has ended.

    Raises:
        DataError: A weight is below zero or not known.
    """
    windows = ended(case, part.window)
    qualifies = _there_at_the_end(case, windows) & all_passed(case, part.gates, windows)
    by = _weights(case, part, windows)
    minor = np.zeros(len(windows), dtype=object)
    for rows in _each_window(windows):
        amount = _amount(case, part, windows, rows)
        sharing = rows[qualifies[rows] & np.asarray(by.parts[rows] > 0, dtype=bool)]
        if sharing.size:
            parts = amount.allocate([Fraction(int(by.parts[row])) for row in sharing])
            minor[sharing] = [one.minor for one in parts]
    return Shared(windows, by, qualifies, np.zeros(len(windows), np.int64), narrowed(list(minor)))


def _weights(case: Case, part: Pool, windows: Windows) -> Exact:
    if part.by is None:
        return Exact.filled(1, len(windows))
    found = of_person(case, part.by, windows.stint, f"The share of {part.id!r}")
    if found.below is not None or bool((found.above.parts < 0).any()):
        raise DataError(
            f"Shares of {part.id!r} are fractions of facts, or below zero",
            why="A pool is shared out in proportion to numbers above zero",
            remedy="Give each person's share as a number, zero for who has none",
        )
    return found.above


def _amount(case: Case, part: Pool, windows: Windows, rows: Places) -> Money:
    """The pool of one window; it may read what all its people reached together."""
    found = numbers(part.amount, _sums(case, part, windows, rows), case.setting)
    below = 1 if found.below is None else found.below.fractions()[0]
    exact = found.above.fractions()[0] / below
    return Money(round_exact(exact, case.plan.rounding), case.plan.currency)


def _sums(case: Case, part: Pool, windows: Windows, rows: Places) -> Columns:
    wanted = [name for name in part.amount.names if name.startswith("sum.")]
    sums: dict[str, Numbers] = {}
    for name in wanted:
        measure = case.plan.measures[name.removeprefix("sum.")]
        total = standing(case, measure, windows, needed=False).total.take(rows)
        sums[name] = Numbers(total.summed(np.zeros(1, dtype=np.int64)))
    return sums


def _there_at_the_end(case: Case, windows: Windows) -> Flags:
    """Who was still on the plan on the window's last day, or the plan's."""
    stints = case.facts.stints
    last = np.minimum(windows.end, day_number(case.plan.ends))
    return np.asarray(stints.end[windows.stint] >= last, dtype=bool)


def _each_window(windows: Windows) -> Iterator[Places]:
    """Rows of each window."""
    for number in np.unique(windows.number):
        yield np.flatnonzero(windows.number == number)
