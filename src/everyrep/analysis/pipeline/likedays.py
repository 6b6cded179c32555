"""Earlier periods on their like day: what was open then, by stage, and what was won by the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from everyrep.analysis.pipeline.movement import Names
from everyrep.analysis.pipeline.winnings import Floats, Ints
from everyrep.analysis.pipeline.yields import Before, Bools
from everyrep.measures.facts.movements import DealsThen, deals_then, number_of
from everyrep.measures.source import FactSource
from everyrep.values import FiscalCalendar, Grain, Period, Scope

EARLIER = 8
"""Most earlier periods that are looked at."""
_NEARLY_ALL = 0.9
_GRAINS = (Grain.FISCAL_QUARTER, Grain.FISCAL_YEAR, Grain.FISCAL_MONTH, Grain.MONTH, Grain.QUARTER)


@dataclass(frozen=True)
class LikeDays:
    """Deals open today and on the like day of earlier periods, in groups.

    Attributes:
        groups: Name of each group: its stage, and whether its deals are due in the period. Where
            nothing tells when earlier deals were expected to close, all count as due here.
        now: Group of each deal that is open today; shape (deals,).
        due: Whether it is due in the period, or overdue.
        owners: Who has it; empty where nobody is known to. Shape (deals,).
        amounts: Its amount, at least 0, in minor units of the reporting currency.
        before: Earlier periods.
        periods: The earlier periods that had open deals.
        left_out: Open deals without an amount in the reporting currency.
        closes_known: Whether it is known when earlier deals were expected to close.
    """

    groups: tuple[tuple[str, bool], ...]
    now: Ints
    due: Bools
    owners: Names
    amounts: Floats
    before: Before
    periods: tuple[Period, ...]
    left_out: int
    closes_known: bool = True


def earlier_periods(period: Period, calendar: FiscalCalendar, count: int = EARLIER) -> list[Period]:
    """The periods of the same kind before, the last first."""
    for grain in _GRAINS:
        if period.is_whole(grain, calendar):
            return [period.shift(-n, grain, calendar) for n in range(1, count + 1)]
    return [
        Period(period.start - n * (period.end - period.start), period.start
               - (n - 1) * (period.end - period.start))
        for n in range(1, count + 1)
    ]  # fmt: skip


def like_day(period: Period, now: Period, as_of: date) -> date:
    """The day of an earlier period that is as far into it as today is into this one."""
    part = (as_of - now.start).days / max(now.days, 1)
    return period.start + timedelta(days=min(round(part * period.days), period.days - 1))


def like_days(
    source: FactSource, scope: Scope, period: Period, as_of: date, where: str | None
) -> LikeDays:
    """Deals that are open, and those that were open on the like days.

    Args:
        source: An open build.
        scope: Who asks; only deals in sight count, then as now.
        period: The period whose target is to be hit.
        as_of: The day that counts as today.
        where: Which deals count, as they are now.
    """
    earlier = earlier_periods(period, source.settings.fiscal)
    days = [like_day(one, period, as_of) for one in earlier]
    then = deals_then(source, scope, [*days, as_of], where)
    then = then.only(then.seen)
    open_now = then.on(as_of)
    usable = open_now.converted & (open_now.base > 0)
    left_out = len(open_now) - int(usable.sum())
    open_now = open_now.only(usable)
    parts = [
        (one, found)
        for one, day in zip(earlier, days, strict=True)
        if len(found := then.on(day)) and one.end <= as_of
    ]
    return _gathered(open_now, period, parts, left_out)


def _gathered(
    now: DealsThen,
    period: Period,
    parts: Sequence[tuple[Period, DealsThen]],
    left_out: int,
) -> LikeDays:
    told = _closes_known([then for _, then in parts])
    due_now = _due(now, period)
    grouped_by = due_now if told else np.ones(len(now), bool)
    keys = set(zip(now.stage.tolist(), grouped_by.tolist(), strict=True))
    groups = tuple(sorted(keys, key=lambda key: (key[0], not key[1])))
    place = {key: at for at, key in enumerate(groups)}
    found = [_one(then, one, at, place, told) for at, (one, then) in enumerate(parts)]
    columns = [np.concatenate(column) for column in zip(*found, strict=True)] if found else None
    empty = np.zeros(0)
    before = Before(*columns) if columns else Before(
        empty.astype(np.int64), empty.astype(np.int64), empty.astype(bool), empty
    )  # fmt: skip
    own = np.array(
        [place[key] for key in zip(now.stage.tolist(), grouped_by.tolist(), strict=True)], np.int64
    )
    return LikeDays(
        groups,
        own,
        due_now,
        now.owner,
        now.base.astype(float),
        before,
        tuple(one for one, _ in parts),
        left_out,
        told,
    )


def _closes_known(parts: Sequence[DealsThen]) -> bool:
    """Whether it is known, of nearly all earlier deals, when they were expected to close."""
    known = sum(int((then.close_how != "missing").sum()) for then in parts)
    return known >= _NEARLY_ALL * sum(len(then) for then in parts)


def _one(
    then: DealsThen,
    period: Period,
    number: int,
    place: dict[tuple[str, bool], int],
    told: bool,
) -> tuple[Ints, Ints, Bools, Floats]:
    """Deals of one earlier period that belong to a group of today."""
    due = _due(then, period) if told else np.ones(len(then), bool)
    keys = zip(then.stage.tolist(), due.tolist(), strict=True)
    group = np.array([place.get(key, -1) for key in keys], dtype=np.int64)
    won = (then.outcome == "won") & (then.ended < number_of(period.end))
    kept = group >= 0
    return (
        np.full(int(kept.sum()), number, dtype=np.int64),
        group[kept],
        won[kept],
        np.maximum(then.base[kept], 0).astype(float),
    )


def _due(then: DealsThen, period: Period) -> Bools:
    """Whether a deal was expected to close by the end of a period; overdue ones are."""
    return np.asarray(then.close < number_of(period.end))
