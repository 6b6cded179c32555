"""Where each person stands in each window: who was there, what was reached, what was asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from everyrep.pay.calculation.case import Case
from everyrep.pay.calculation.measured import Measured, asked_of
from everyrep.pay.exact import Exact, Flags, Places
from everyrep.pay.plan import Measure, Proration, Threshold, Window
from everyrep.pay.shape import Boundary
from everyrep.pay.windows import Calendar, Days, Numbers, day_number


@dataclass(frozen=True, eq=False)
class Windows:
    """People in windows that have ended, sorted by person and window; each shape (windows,).

    Attributes:
        window: What the windows are.
        payee: Person.
        number: The window's number.
        first: The window's first day.
        end: The first day after it.
        stint: The person's last stint in it.
    """

    window: Window
    payee: Places
    number: Numbers
    first: Days
    end: Days
    stint: Places

    def __len__(self) -> int:
        return int(self.payee.size)


@dataclass(frozen=True, eq=False)
class Reached:
    """What was reached and asked, shape (windows,).

    Attributes:
        total: By the measure.
        unit: The quota; 1 where there is none.
        asked: Whether there is a quota, above zero or one of zero that counts as reached.
        nought: Where the quota is zero and counts as reached; None for nowhere.
    """

    total: Exact
    unit: Exact
    asked: Flags
    nought: Flags | None = None


def ended(case: Case, window: Window) -> Windows:
    """People in the plan's windows that have ended by the day of the calculation."""
    numbers = case.calendar.within(window)
    first, end = case.calendar.first(numbers, window), case.calendar.end(numbers, window)
    over = np.minimum(end, day_number(case.plan.ends)) - 1 <= case.facts.through
    stints = case.facts.stints
    here = (stints.first[:, None] < end[over]) & (stints.end[:, None] > first[over])
    stint, place = np.nonzero(here)
    order = np.lexsort((stint, place, stints.payee[stint]))
    stint, place = stint[order], place[order]
    payee = stints.payee[stint]
    last = np.ones(payee.size, dtype=bool)
    last[:-1] = (payee[1:] != payee[:-1]) | (place[1:] != place[:-1])
    at = np.flatnonzero(over)[place[last]]
    return Windows(window, payee[last], numbers[at], first[at], end[at], stint[last])


def standing(case: Case, measure: Measure, windows: Windows, *, needed: bool = True) -> Reached:
    """What was reached in the measure's window that each window ends in.

    Raises:
        DataError: A quota is missing or zero, and the plan refuses that.
    """
    day = np.minimum(windows.end - 1, case.facts.through)
    own = case.calendar.numbers(day, measure.window)
    first, end = case.calendar.first(own, measure.window), case.calendar.end(own, measure.window)
    total = _between(case, measure.name, windows.payee, first, end)
    if measure.quota is None:
        return Reached(total, Exact.filled(1, len(windows)), np.ones(len(windows), dtype=bool))
    quota = case.plan.quotas[measure.quota]
    numbers = case.calendar.numbers(day, quota.window)
    wanted = np.full(len(windows), needed)
    return Reached(total, *asked_of(case, measure, quota, windows.payee, numbers, needed=wanted))


def _between(case: Case, measure: str, payee: Places, first: Days, end: Days) -> Exact:
    """What each person added between two days."""
    added = case.measured(measure).added
    if not case.rows:
        return Exact.filled(0, payee.size)
    sums = added.running(np.zeros(1, dtype=np.int64))
    before = Exact(np.concatenate([np.zeros(1, dtype=sums.parts.dtype), sums.parts]), sums.over)
    days = case.credited.day
    low = min(int(days.min()), int(first.min(initial=0)))
    width = max(int(days.max()), int(end.max(initial=0))) - low + 2
    keys = case.credited.payee * width + days - low
    begins = np.searchsorted(keys, payee * width + first - low)
    ends = np.searchsorted(keys, payee * width + end - low)
    return before.take(ends) - before.take(begins)


def passed(gate: Threshold, found: Reached | Measured) -> Flags:
    """Where what was reached is enough; a quota of zero that counts is reached once."""
    lower = gate.boundary is Boundary.LOWER
    if not gate.in_quotas:
        bound = Exact.filled(gate.at, 1)
        return bound <= found.total if lower else bound < found.total
    bound = found.unit * gate.at
    enough = (bound <= found.total if lower else bound < found.total) & found.asked
    if found.nought is None:
        return enough
    return np.where(found.nought, gate.at <= 1 if lower else gate.at < 1, enough)


def all_passed(case: Case, gates: tuple[Threshold, ...], windows: Windows) -> Flags:
    """Where every gate is passed."""
    passes = np.ones(len(windows), dtype=bool)
    for gate in gates:
        passes &= passed(gate, standing(case, case.plan.measures[gate.over], windows))
    return passes


@dataclass(frozen=True, eq=False)
class Shares:
    """Which part of each window each stint was there; one row for each stint in a window.

    Attributes:
        place: The window's place.
        stint: The stint.
        part: What counts of it.
        of: Of how much.
    """

    place: Places
    stint: Places
    part: NDArray[np.int64]
    of: NDArray[np.int64]


def shares(case: Case, windows: Windows, rule: Proration) -> Shares:
    """What counts of each window by the plan's rule."""
    if rule is Proration.NONE:
        ones = np.ones(len(windows), dtype=np.int64)
        return Shares(np.arange(len(windows)), windows.stint, ones, ones)
    stints = case.facts.stints
    begin = np.searchsorted(stints.payee, windows.payee)
    until = np.searchsorted(stints.payee, windows.payee, side="right")
    place = np.repeat(np.arange(len(windows)), until - begin)
    stint = np.concatenate(
        [np.arange(low, high) for low, high in zip(begin, until, strict=True)]
        or [np.zeros(0, dtype=np.int64)]
    )
    first, end = windows.first[place], windows.end[place]
    since, until = np.maximum(stints.first[stint], first), np.minimum(stints.end[stint], end)
    part, of = _counted(case.calendar, rule, first, end, since, until)
    here = part > 0
    return Shares(place[here], stint[here], part[here], of[here])


def _counted(
    calendar: Calendar, rule: Proration, first: Days, end: Days, since: Days, until: Days
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    there = until > since
    if rule is Proration.DAYS:
        return np.where(there, until - since, 0), end - first
    if rule is Proration.MONTHS:
        begins = calendar.months(since - 1) + 1
        whole = np.maximum(calendar.months(until) - begins, 0)
        return np.where(there, whole, 0), calendar.months(end) - calendar.months(first)
    from_the_first = (since == first) & there
    return from_the_first.astype(np.int64), np.ones(first.size, dtype=np.int64)
