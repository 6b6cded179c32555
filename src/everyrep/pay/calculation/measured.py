"""How far each person had come with each credited line, by a measure of the plan."""

from __future__ import annotations

from copy import copy
from functools import cached_property

import numpy as np

from everyrep.pay.calculation.ground import Ground
from everyrep.pay.calculation.groups import Groups
from everyrep.pay.calculation.refunds import counted_back
from everyrep.pay.exact import Exact, Flags, Places
from everyrep.pay.facts import Quotas
from everyrep.pay.language import Kind
from everyrep.pay.plan import Measure, Quota, QuotaBasis, Span, Window
from everyrep.pay.plan import Missing as Without
from everyrep.pay.windows import Numbers
from everyrep.values import DataError

_ONE = Exact(np.ones(1, dtype=np.int64))
Asked = tuple[Exact, Flags, Flags | None]


class Measured:
    """A measure along the credited lines, each shape (rows,).

    Attributes:
        added: What each line adds; 0 where it does not count.
        counts: Whether it counts.
        groups: Rows that add up together; None for rolling windows, in which rows do so in turn.
        after: What had been reached with each line.
        unit: The quota; 1 where there is none.
        asked: Whether there is a quota, above zero or one of zero that counts as reached.
        nought: Where the quota is zero and counts as reached; None for nowhere.
    """

    def __init__(self, case: Ground, measure: Measure) -> None:
        """Work a measure out along the lines.

        Raises:
            DataError: What a line adds cannot be told, or a quota is missing that must not be.
        """
        self.counts = case.holds(measure.where, f"Whether a line counts for {measure.name!r}")
        self.counts = self.counts & case.kinds(measure.credits)
        if bool(case.after.any()):
            self.counts = self.counts & ~case.after
        self.added = what_is_added(case, measure, self.counts)
        self.groups: Groups | None = None
        if measure.window.span is Span.ROLLING:
            self.after, self.total = _rolling(case, measure.window.length, self.added)
        else:
            self.groups = case.grouped(measure.window)
            self.after = self.groups.running(self.added)
        self.unit, self.asked, self.nought = _quota(case, measure, self.counts)

    def in_own_units(self) -> Measured:
        """The same, held against no quota."""
        found = copy(self)
        found.unit, found.asked, found.nought = _ONE, np.ones(1, dtype=bool), None
        return found

    @cached_property
    def before(self) -> Exact:
        """What had been reached before each line in its window."""
        return self.after - self.added

    @cached_property
    def total(self) -> Exact:
        """What was reached in each line's window up to the day of the calculation."""
        if self.groups is None:
            raise TypeError("A rolling window has its totals from the beginning")
        return self.groups.total(self.added)


def what_is_added(case: Ground, measure: Measure, counts: Flags) -> Exact:
    """What each line adds; 0 where it does not count."""
    found = case.numbers(measure.of)
    case.certain(found.known, counts, measure.of, f"What a line adds to {measure.name!r}")
    if found.below is not None:
        raise DataError(
            f"What a line adds to {measure.name!r} is a fraction of other facts",
            why="A sum of fractions with different lower parts has no exact common measure",
            remedy="Add up money or counts, and divide by them in a condition or a rate",
        )
    added = found.above
    if measure.of.kind is not Kind.MONEY:
        added = counted_back(added, case.credited.reverses, case.earlier)
    return added.chosen(counts, Exact(np.zeros(1, dtype=np.int64)))


def _rolling(case: Ground, months: int, added: Exact) -> tuple[Exact, Exact]:
    """What was reached with each line, and in all, in the months that end with the line's."""
    payee, month = case.credited.payee, case.calendar.numbers(case.credited.day, Window(Span.MONTH))
    ever = Groups.of(payee).running(added)
    step = int(month.max(initial=0) - month.min(initial=0)) + months + 1
    place = payee * step + (month - month.min(initial=0)) + months
    begins = np.searchsorted(place, place - (months - 1))
    ends = np.searchsorted(place, place, side="right") - 1
    earlier = ever.take(begins) - added.take(begins)
    after = ever - earlier
    return after, ever.take(ends) - earlier


def _quota(case: Ground, measure: Measure, counts: Flags) -> Asked:
    """Each row's quota, whether there is one, and where it is zero and counts as reached."""
    if measure.quota is None:
        return Exact.filled(1, case.rows), np.ones(case.rows, dtype=bool), None
    quota = case.plan.quotas[measure.quota]
    groups, windows = case.grouped(quota.window), case.windows(quota.window)
    first = groups.starts
    own = counts
    if bool((case.credited.reverses >= 0).any()):
        own = counts & ~_after_leaving(case)
    needed = np.logical_or.reduceat(own, first) if first.size else own
    unit, asked, nought = asked_of(
        case, measure, quota, case.credited.payee[first], windows[first], needed=needed
    )
    if bool(asked.all()):
        every: Flags | None = np.ones(case.rows, dtype=bool)
    else:
        every = _spread(groups, asked, case.rows)
    zero = None if nought is None else _spread(groups, nought, case.rows)
    return groups.spread(unit, case.rows), np.asarray(every, dtype=bool), zero


def _spread(groups: Groups, flags: Flags, rows: int) -> Flags:
    """Each group's flag in its rows."""
    return np.asarray(groups.spread(Exact(flags.astype(np.int64)), rows).parts.astype(bool))


def _after_leaving(case: Ground) -> Flags:
    """What takes back a line of somebody who has left since: nothing was asked of them then."""
    credited = case.credited
    return np.asarray(
        (credited.reverses >= 0) & (case.facts.stints.end[credited.stint] <= credited.day)
    )


def asked_of(
    case: Ground, measure: Measure, quota: Quota, payee: Places, windows: Numbers, *, needed: Flags
) -> Asked:
    """What is asked of people in windows.

    Returns:
        The quota (1 where there is none or it is zero), where there is one (above zero, or zero
        where that counts as reached), and where it is such a zero (None for nowhere).

    Raises:
        DataError: A quota is missing or zero, and the plan refuses that.
    """
    given = case.facts.quotas[quota.name]
    at, found = looked_up(given, payee, windows)
    amount = given.to_date if measure.basis is QuotaBasis.TO_DATE else given.amount
    unit = amount.take(at) if given.payee.size else Exact.filled(0, payee.size)
    above = np.asarray(unit.parts > 0, dtype=bool)
    _refuse(case, quota, payee, windows, needed & ~found, "no quota", quota.missing)
    _refuse(case, quota, payee, windows, needed & found & ~above, "a quota of zero", quota.zero)
    zero = found & ~above
    if quota.zero is not Without.REACHED or not bool(zero.any()):
        return unit.chosen(found & above, _ONE), found & above, None
    return unit.chosen(found & above, _ONE), found, zero


def looked_up(given: Quotas, payee: Places, windows: Numbers) -> tuple[Places, Flags]:
    """The place of each person's window among the quotas, and whether it is known."""
    if not given.payee.size:
        return np.zeros(payee.size, dtype=np.int64), np.zeros(payee.size, dtype=bool)
    low = min(int(given.window.min()), int(windows.min(initial=0)))
    width = max(int(given.window.max()), int(windows.max(initial=0))) - low + 1
    keys = given.payee * width + given.window - low
    wanted = payee * width + windows - low
    at = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return at, (keys[at] == wanted) & given.known[at]


def _refuse(
    case: Ground, quota: Quota, payee: Places, windows: Numbers, where: Flags, what: str,
    rule: Without,
) -> None:  # fmt: skip
    if rule is not Without.REFUSE or not bool(where.any()):
        return
    first = int(np.flatnonzero(where)[0])
    people = np.unique(payee[where]).size
    raise DataError(
        f"{case.facts.people[payee[first]]} has {what} {quota.name!r} for "
        f"{case.calendar.label(int(windows[first]), quota.window)}"
        + (f", and {people - 1} people more" if people > 1 else ""),
        why="What was reached of nothing is not defined, and pay hangs on it",
        remedy=f"Give the quota, or state `missing` and `zero` of [quota.{quota.name}]",
    )
