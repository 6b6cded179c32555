"""Earlier periods on their like day: what was open then, by stage, and what was won by the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

import numpy as np

from everyrep.analysis.pipeline.conditions import OF_NOW, without
from everyrep.analysis.pipeline.movement import Names
from everyrep.analysis.pipeline.winnings import Floats, Ints
from everyrep.analysis.pipeline.yields import Before, Bools
from everyrep.measures.facts.movements import DealsThen, deals_then, number_of
from everyrep.measures.facts.single_deals import open_now
from everyrep.measures.source import FactSource
from everyrep.values import FiscalCalendar, Grain, Period, Scope

EARLIER = 8
"""Most earlier periods that are looked at."""
_NEARLY_ALL = 0.9
_GRAINS = (Grain.FISCAL_QUARTER, Grain.FISCAL_YEAR, Grain.FISCAL_MONTH, Grain.MONTH, Grain.QUARTER)

When = Literal["due", "overdue", "before", "later"]
"""When a deal is expected to close: within the period; on a day that is over, today not being over;
between today and the period, where that is still to come; or after it. In a period that goes on,
overdue is what was to close before the period began."""
GroupOfDeals = tuple[str, When]
_OVERDUE, _BEFORE, _DUE = 0, 1, 2
_WHEN: tuple[When, ...] = ("overdue", "before", "due", "later")


class _Open(Protocol):
    """Open deals, as `DealsThen` and `OpenDeals` hold them."""

    @property
    def stage(self) -> Names: ...
    @property
    def owner(self) -> Names: ...
    @property
    def close(self) -> Ints: ...
    @property
    def base(self) -> Ints: ...
    @property
    def converted(self) -> Bools: ...


@dataclass(frozen=True)
class LikeDays:
    """Deals open today and on the like day of earlier periods, in groups.

    Attributes:
        groups: Name of each group: its stage, and when its deals are expected to close. Where
            nothing tells when earlier deals were expected to close, all count as due here.
        now: Group of each deal that is open today; shape (deals,).
        due, overdue, ahead: Whether it is expected to close within the period; was to close on a
            day that is over, and before the period; or will between today and the period.
        owners: Who has it; empty where nobody is known to. Shape (deals,).
        amounts: Its amount, at least 0, in minor units of the reporting currency.
        before: Earlier periods.
        periods: The earlier periods that had open deals.
        left_out: Open deals without an amount in the reporting currency.
        closes_known: Whether it is known when earlier deals were expected to close.
    """

    groups: tuple[GroupOfDeals, ...]
    now: Ints
    due: Bools
    overdue: Bools
    ahead: Bools
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
        where: Which deals count, as they are now. What it says of the stage bounds the deals of
            today, and so the stages that are looked at then.
    """
    earlier = earlier_periods(period, source.settings.fiscal)
    days = [like_day(one, period, as_of) for one in earlier]
    then = _seen(deals_then(source, scope, days, without(where, OF_NOW), ever_theirs=True))
    # What no record of a change tells is known of today alone: the deal says so itself.
    today: _Open = (
        open_now(source, scope, where)
        if _is_now(source, as_of)
        else _seen(deals_then(source, scope, [as_of], where, ever_theirs=True))
    )
    parts = [
        _Part(one, day, found)
        for one, day in zip(earlier, days, strict=True)
        if len(found := then.on(day)) and one.end <= as_of
    ]
    return _gathered(today, (period, as_of), parts)


@dataclass(frozen=True)
class _Part:
    """An earlier period, its like day, and what was open on it."""

    period: Period
    day: date
    then: DealsThen


def _seen(then: DealsThen) -> DealsThen:
    return then.only(then.seen)


def _is_now(source: FactSource, as_of: date) -> bool:
    return as_of == source.as_of


def _gathered(now: _Open, today: tuple[Period, date], parts: Sequence[_Part]) -> LikeDays:
    told = _closes_known([part.then for part in parts])
    usable = now.converted & (now.base > 0)
    when = _when(now, *today)[usable]
    names: list[When] = [_WHEN[one] if told else "due" for one in when.tolist()]
    keys: list[GroupOfDeals] = list(zip(now.stage[usable].tolist(), names, strict=True))
    groups: tuple[GroupOfDeals, ...] = tuple(
        sorted(set(keys), key=lambda key: (key[0], _ORDER[key[1]]))
    )
    place = {key: at for at, key in enumerate(groups)}
    found = [_one(part, at, place, told) for at, part in enumerate(parts)]
    columns = [np.concatenate(column) for column in zip(*found, strict=True)] if found else None
    empty = np.zeros(0)
    before = Before(*columns) if columns else Before(
        empty.astype(np.int64), empty.astype(np.int64), empty.astype(bool), empty
    )  # fmt: skip
    return LikeDays(
        groups,
        np.array([place[key] for key in keys], np.int64),
        when == _DUE,
        when == _OVERDUE,
        when == _BEFORE,
        now.owner[usable],
        now.base[usable].astype(float),
        before,
        tuple(part.period for part in parts),
        int((~usable).sum()),
        told,
    )


_ORDER: dict[When, int] = {"due": 0, "later": 1, "before": 2, "overdue": 3}


def _closes_known(parts: Sequence[DealsThen]) -> bool:
    """Whether it is known, of nearly all earlier deals, when they were expected to close."""
    known = sum(int((then.close_how != "missing").sum()) for then in parts)
    return known >= _NEARLY_ALL * sum(len(then) for then in parts)


def _one(
    part: _Part, number: int, place: dict[GroupOfDeals, int], told: bool
) -> tuple[Ints, Ints, Bools, Floats]:
    """Deals of one earlier period that belong to a group of today."""
    then, period = part.then, part.period
    place_in_time = _when(then, period, part.day).tolist()
    when: list[When] = [_WHEN[one] if told else "due" for one in place_in_time]
    keys = zip(then.stage.tolist(), when, strict=True)
    group = np.array([place.get(key, -1) for key in keys], dtype=np.int64)
    won = (then.outcome == "won") & (then.ended < number_of(period.end))
    kept = group >= 0
    return (
        np.full(int(kept.sum()), number, dtype=np.int64),
        group[kept],
        won[kept],
        np.maximum(then.base[kept], 0).astype(float),
    )


def _when(deals: _Open, period: Period, day: date) -> Ints:
    """When deals are expected to close, as a place in `_WHEN`; never counts as later."""
    ends = (min(day, period.start), period.start, period.end)
    return np.asarray(np.searchsorted([number_of(end) for end in ends], deals.close, side="right"))
