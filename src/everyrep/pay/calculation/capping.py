"""What is left of amounts in order once a limit is reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from everyrep.pay.calculation.groups import Groups
from everyrep.pay.exact import Exact, Places, Whole


@dataclass(frozen=True, eq=False)
class Carried:
    """What was carried into windows from the ones before, and paid there; shape (carried,).

    Attributes:
        payee: Person.
        window: The window's number.
        minor: What of it was paid, in minor units; never 0.
    """

    payee: Places
    window: NDArray[np.int64]
    minor: Whole


def capped(amounts: Whole, limits: Exact, groups: Groups) -> Whole:
    """Amounts in their order, as far as their sum stays within the limit.

    What is taken back later makes room again: the sums are cut, not the amounts.

    Args:
        amounts: Whole minor units, shape (rows,).
        limits: The limit of each row's group, shape (rows,) or (1,).
        groups: Rows that share a limit.
    """
    sums = groups.running(Exact(amounts))
    before = sums - Exact(amounts)
    return (sums.least(limits) - before.least(limits)).parts


def capped_and_carried(
    amounts: Whole, limits: Whole, payee: Places, windows: NDArray[np.int64], last: int
) -> tuple[Whole, Carried]:
    """As `capped` by window, where what lies above is paid in the person's next windows first.

    Args:
        amounts: As above, one person's windows in order of time.
        limits: The limit of each row, shape (rows,).
        payee: Person of each row.
        windows: Window of each row.
        last: The last window of the calculation, in which what was carried is paid still.
    """
    groups = Groups.of(payee, windows)
    starts = groups.starts
    people, person = np.unique(payee[starts], return_inverse=True)
    low = int(windows.min(initial=last))
    column = windows[starts] - low
    shape = (people.size, max(last, int(windows.max(initial=last))) - low + 1)
    earned = np.zeros(shape, dtype=object)
    limit = np.zeros(shape, dtype=object)
    known = np.zeros(shape, dtype=bool)
    earned[person, column] = Exact(amounts).summed(starts).parts
    limit[person, column], known[person, column] = limits[starts], True
    into = np.zeros(shape, dtype=object)
    for at in range(1, shape[1]):
        limit[:, at] = np.where(known[:, at], limit[:, at], limit[:, at - 1])
        above = earned[:, at - 1] + into[:, at - 1] - limit[:, at - 1]
        into[:, at] = np.maximum(above, 0)
    paid = np.minimum(into, limit)
    room = groups.spread(Exact((limit - into)[person, column]), amounts.size)
    who, when = np.nonzero(paid)
    return capped(amounts, room, groups), Carried(people[who], when + low, paid[who, when])
