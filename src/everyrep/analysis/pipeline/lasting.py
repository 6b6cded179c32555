"""Durations of deals, one by one, as curves: how long they last, and how they end.

The kernels are those of the measures: the curve of Kaplan and Meier, and competing ends of Aalen
and Johansen, with deals that are open still counted as long as they have lasted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.measures import Panel, panel, query
from everyrep.measures.arrays import Flags, Floats
from everyrep.measures.intervals import LifeTable, curve_interval, reaching_first
from everyrep.measures.privacy import groups_told
from everyrep.measures.source import FactSource
from everyrep.values import Estimate, Grade, Period, Scope

_FEWEST = 20
_REACH = 1.959964


@dataclass(frozen=True)
class Lasting:
    """Deals of one group, by the days since they were opened.

    Attributes:
        name: The group.
        table: How many were won, were lost or dropped, or were last seen open, at each day.
    """

    name: str
    table: LifeTable

    @property
    def deals(self) -> int:
        """How many there are."""
        return int(self.table.at_risk[0]) if self.table.times.size else 0

    def open_at(self, day: int) -> Estimate:
        """Share that is open still after so many days."""
        low, high = curve_interval(self.table)
        at = int(np.searchsorted(self.table.times, day, side="right")) - 1
        ends = (1.0, 1.0, 1.0) if at < 0 else (self.table.surviving[at], low[at], high[at])
        return _share(ends[0], ends[1], ends[2], self.deals)

    def won_by(self, day: int, *, second: bool = False) -> Estimate:
        """Share that was won by a day; with `second`, share that was lost or dropped by then."""
        cut = _until(self.table, day)
        if second:
            cut = LifeTable(cut.times, cut.second, cut.first, cut.censored)
        value, variance = reaching_first(cut)
        reach = _REACH * float(np.sqrt(max(variance, 0.0)))
        return _share(value, value - reach, value + reach, self.deals)

    def shares(self, days: Sequence[int]) -> tuple[Floats, Floats]:
        """Shares that were won, and that were lost or dropped, by each day; shape (days,)."""
        before = np.concatenate([[1.0], self.table.surviving[:-1]])
        at = np.searchsorted(self.table.times, days, side="right")
        won, lost = (
            np.concatenate([[0.0], np.cumsum(before * ended / self.table.at_risk)])[at]
            for ended in (self.table.first, self.table.second)
        )
        return won, lost

    def open_curve(self, days: Sequence[int]) -> tuple[Floats, Floats, Floats]:
        """Share that is open still after each day, with its range; each of shape (days,)."""
        at = np.searchsorted(self.table.times, days, side="right")
        low, high = curve_interval(self.table)
        share, low, high = (
            np.concatenate([[1.0], values])[at] for values in (self.table.surviving, low, high)
        )
        return share, low, high

    @property
    def last(self) -> int:
        """The last day at which enough deals are followed to draw a curve."""
        followed = self.table.times[self.table.at_risk >= _FEWEST]
        return int(followed[-1]) if followed.size else 0


def lasting(
    source: FactSource,
    scope: Scope,
    period: Period,
    by: str | None = None,
    *,
    most: int = 4,
    where: str | None = None,
) -> tuple[Lasting, ...]:
    """Deals opened in a period by what became of them and when.

    Args:
        source: An open build.
        scope: Who asks. Single deals are read; who sees groups alone is told of those groups that
            the door tells them of.
        period: Days within which deals were opened.
        by: A dimension of deals; the groups with the most deals are kept.
        most: How many groups are kept.
        where: Which deals count.

    Returns:
        The largest groups first; none with fewer than 20 deals.

    Raises:
        UserError: The scope allows no such figures: a condition or a dimension is too fine for it.
    """
    dimensions = ("deal",) if by is None else ("deal", by)
    measures = ("cycle_length", "cohort_win_rate")
    found = panel(
        source, measures, by=dimensions, where=where, period=period, scope=scope, kept_inside=True
    )
    if scope.min_group > 1:
        found = found.only(_told(found, source, scope, period, by, where))
    return _grouped(found, by, most)


def _told(
    found: Panel,
    source: FactSource,
    scope: Scope,
    period: Period,
    by: str | None,
    where: str | None,
) -> Flags:
    """Deals of groups of which the door withholds neither measure; shape (deals,)."""
    kept = np.ones(len(found), dtype=bool)
    for measure in found.measures:
        answer = query(source, measure, by=by or (), where=where, period=period, scope=scope)
        if by is None:
            kept &= answer.one().estimable
        else:
            told = groups_told(answer, by)
            kept &= np.array([key in told for key in found.groups[by]], dtype=bool)
    return kept


def _grouped(found: Panel, by: str | None, most: int) -> tuple[Lasting, ...]:
    """Groups of deals that are known, the largest first."""
    keys = np.array(["All"] * len(found), dtype=object) if by is None else found.groups[by]
    names = [key for key in set(keys.tolist()) if key is not None]
    groups = [Lasting(str(name), _table(found, keys == name)) for name in names]
    kept = sorted(
        (group for group in groups if group.deals >= _FEWEST), key=lambda g: (-g.deals, g.name)
    )
    return tuple(kept[:most])


def _table(found: Panel, those: np.ndarray) -> LifeTable:
    known = those & (found.n["cycle_length"] > 0)
    days = found.x["cycle_length"][known]
    ended = found.m["cycle_length"][known] > 0
    won = ended & (found.x["cohort_win_rate"][known] > 0)
    times, where = np.unique(days, return_inverse=True)
    size = times.size

    def at(which: np.ndarray) -> np.ndarray:
        return np.bincount(where, weights=which.astype(float), minlength=size)

    return LifeTable(times, at(won), at(ended & ~won), at(~ended))


def _until(table: LifeTable, day: int) -> LifeTable:
    """The same, as if everybody had been followed for so many days at most."""
    kept = table.times <= day
    if kept.all():
        return table
    rest = float((table.first + table.second + table.censored)[~kept].sum())
    return LifeTable(
        np.append(table.times[kept], day + 0.5),
        np.append(table.first[kept], 0.0),
        np.append(table.second[kept], 0.0),
        np.append(table.censored[kept], rest),
    )


def _share(value: float, low: float, high: float, n: int) -> Estimate:
    value = min(max(float(value), 0.0), 1.0)
    low, high = min(max(float(low), 0.0), value), max(min(float(high), 1.0), value)
    return Estimate(value, low, high, n, "share", Grade.OBSERVED)
