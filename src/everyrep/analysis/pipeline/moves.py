"""What moved the pipeline between two days: the question to the facts, and the answer in words.

Both days are read from one build by default: stages, owners, amounts and expected closes are then
those that records, snapshots or earlier deliveries of the same deals tell of that day. What nothing
tells of is taken to have been as it is now, and so its changes cannot be seen; how many deals that
is stands in the answer. An earlier build, where one is kept, shows instead what was known then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from everyrep.analysis.misspelt import tells_misspelt_words
from everyrep.analysis.pipeline.movement import (
    LOST,
    NO_DECISION,
    PARTS,
    WON,
    Bools,
    Ints,
    Movement,
    Part,
    Side,
    moved,
)
from everyrep.analysis.pipeline.remarks import notes_of_moves
from everyrep.analysis.pipeline.wall import hidden_parts, no_deals, no_sums, too_few
from everyrep.analysis.pipeline.waterfall import MovedDeal, MovedPart, WhatMoved
from everyrep.measures import query
from everyrep.measures.facts.movements import FAR, DealsThen, deals_then, number_of
from everyrep.measures.facts.single_deals import (
    Endings,
    OpenDeals,
    endings,
    names_of_deals,
    names_of_people,
    open_now,
)
from everyrep.measures.source import FactSource
from everyrep.values import (
    Currency,
    Estimate,
    Money,
    NotEstimable,
    Period,
    Reason,
    Scope,
    UserError,
)

LISTED = 50
"""Most deals that are listed for each kind of movement; the largest come first."""
_OUTCOMES = {"won": WON, "lost": LOST, "no_decision": NO_DECISION}
_HOW = ("recorded", "inferred", "assumed", "missing")


@tells_misspelt_words("open_deals")
def what_moved(
    source: FactSource,
    scope: Scope,
    *,
    since: date | None = None,
    until: date | None = None,
    period: Period | str | None = None,
    where: str | None = None,
    earlier: FactSource | None = None,
) -> WhatMoved:
    """What moved the pipeline from the end of one day to the end of another.

    Args:
        source: An open build.
        scope: Who asks.
        since: The first day; a week before the second by default, or the earlier build's last.
        until: The second day; the last that may be known by default, and at most that.
        period: Days within which a deal is expected to close; without, slipping moves nothing.
        where: Which deals count, as they are now.
        earlier: An earlier build, to compare with what was known then.

    Raises:
        UserError: The first day does not come before the second.
    """
    last = min(source.as_of, scope.as_of or source.as_of)
    end = min(until or last, last)
    cut = _cut(until, end)
    start = since or (earlier.as_of if earlier is not None else end - timedelta(days=7))
    if start >= end:
        raise UserError(
            f"The pipeline of {start} is to be compared with that of {end}",
            why=" ".join(("What moved lies between an earlier and a later day.", *cut)),
            remedy=f"give a first day before {end}",
        )
    if isinstance(period, str):
        period = Period.parse(period, calendar=source.settings.fiscal, as_of=end)
    if scope.sees_nobody:
        return _withheld(start, end, period, no_sums(scope, 0), source)
    old, new = _both(source, scope, (start, end), where, earlier)
    known = {
        name: _counted(getattr(old.only(old.seen), f"{name}_how"))
        for name in ("amount", "close", "stage", "owner")
    }
    today = open_now(source, scope, where) if end == source.as_of else None
    people = len(set(old.owner[old.seen]) | set(new.owner[new.seen]))
    reason = no_sums(scope, people)
    if reason is not None:
        return _withheld(start, end, period, reason, source)
    first = None if earlier is not None or len(old) else _first_day(source, scope)
    if first is not None and start < first:
        return _before_the_data(source, (start, end), period, today or new, first, cut)
    ends = _ends(source, earlier, (old.deal, new.deal, *([today.deal] if today else [])))
    pair = _Pair.of(old, new, today, period, (start, end), ends)
    found = _answer(source, scope, pair, known, earlier is not None)
    return replace(found, notes=(*cut, *found.notes))


def _cut(until: date | None, end: date) -> tuple[str, ...]:
    if until is None or until <= end:
        return ()
    return (f"{until} was asked for, and the last day that is known is {end}: that is taken.",)


def _first_day(source: FactSource, scope: Scope) -> date | None:
    """The first day on which a deal was opened; None where no such day is known."""
    grain = "day" if scope.allows_grain("day") else "month"
    answer = query(source, "opportunities_created", by=grain, scope=scope)
    days = [str(row.keys[grain]) for row in answer if row.keys.get(grain) is not None]
    return date.fromisoformat(min(days) if grain == "day" else f"{min(days)}-01") if days else None


def _before_the_data(
    source: FactSource,
    days: tuple[date, date],
    period: Period | None,
    new: DealsThen | OpenDeals,
    first: date,
    cut: tuple[str, ...],
) -> WhatMoved:
    """An answer about a first day of which nothing is on record: not none, but not known."""
    currency = Currency.of(source.reporting_currency)
    reason = Reason(
        "before_the_data",
        f"It is before the data: the first deal on record was opened on {first}.",
        f"Give a first day from {first} on.",
    )
    none = NotEstimable(reason, unit=f"money:{currency.code}")
    after: Estimate = none
    if days[1] >= first:
        ids = np.unique(new.deal)
        side = (
            _side(new, ids, period) if isinstance(new, DealsThen) else _side_now(new, ids, period)
        )
        after = _total(int(side.counted.sum()), side, currency)
    return WhatMoved(*days, period, none, after, (), {}, cut)


def _both(
    source: FactSource,
    scope: Scope,
    days: tuple[date, date],
    where: str | None,
    earlier: FactSource | None,
) -> tuple[DealsThen, DealsThen]:
    if earlier is not None:
        old = deals_then(earlier, scope, [days[0]], where)
        return old, deals_then(source, scope, [days[1]], where)
    both = deals_then(source, scope, days, where, ever_theirs=True)
    return both.on(days[0]), both.on(days[1])


@dataclass(frozen=True)
class _Ends:
    """What became of the deals, and which of them the earlier records do not hold at all."""

    now: Endings
    unheard: frozenset[str]


def _ends(source: FactSource, earlier: FactSource | None, deals: Sequence[np.ndarray]) -> _Ends:
    ids = sorted({name for column in deals for name in column.tolist()})
    now = endings(source, ids)
    if earlier is None:
        return _Ends(now, frozenset())
    return _Ends(now, frozenset(ids) - endings(earlier, ids).outcome.keys())


@dataclass(frozen=True)
class _Pair:
    """Deals of both days, in one order."""

    ids: Sequence[str]
    owners: Sequence[str]
    before: Side
    after: Side
    days: tuple[date, date]
    period: Period | None
    movement: Movement

    @classmethod
    def of(
        cls,
        old: DealsThen,
        new: DealsThen,
        today: OpenDeals | None,
        period: Period | None,
        days: tuple[date, date],
        ends: _Ends,
    ) -> _Pair:
        ids = np.unique(np.concatenate([old.deal, new.deal, *([today.deal] if today else [])]))
        now = None if today is None else _side_now(today, ids, period)
        before, after = _side(old, ids, period), _side(new, ids, period)
        names = ids.tolist()
        since, until = number_of(days[0]), number_of(days[1])
        ended = np.array(
            [
                _OUTCOMES.get(ends.now.outcome.get(name, ""), 0)
                if ends.now.ended.get(name, FAR) <= until
                else 0
                for name in names
            ],
            dtype=np.int64,
        )
        fresh = np.array(
            [name in ends.unheard or _opened(name, ends.now, since) for name in names], dtype=bool
        )
        known = () if today is None else zip(today.deal.tolist(), today.owner.tolist(), strict=True)
        owner = dict(known) | dict(zip(old.deal.tolist(), old.owner.tolist(), strict=True))
        owner |= dict(zip(new.deal.tolist(), new.owner.tolist(), strict=True))
        return cls(
            names,
            [owner[name] for name in names],
            before,
            after if now is None else now,
            days,
            period,
            moved(before, after, ended, fresh, now),
        )


def _opened(name: str, now: Endings, since: int) -> bool:
    created = now.created.get(name, FAR)
    return since < created < FAR


def _side(then: DealsThen, ids: np.ndarray, period: Period | None) -> Side:
    """Deals of a day at the places of all ids."""
    spread = _spreading(ids, then.deal)
    close: Ints = spread(then.close, FAR)
    due = _due(close, period)
    return Side(
        is_open=spread(np.ones(len(then), bool), False),
        seen=spread(then.seen, False),
        due=due,
        close=close,
        minor=spread(then.minor, 0),
        priced=spread(then.priced, False),
        base=spread(then.base, 0),
        converted=spread(then.converted, False),
        currency=spread(then.currency, ""),
    )


def _side_now(today: OpenDeals, ids: np.ndarray, period: Period | None) -> Side:
    """Deals as they themselves say, at the places of all ids; own currencies are not told."""
    spread = _spreading(ids, today.deal)
    close: Ints = spread(today.close, FAR)
    there: Bools = spread(np.ones(len(today), bool), False)
    return Side(
        is_open=there,
        seen=there,
        due=_due(close, period),
        close=close,
        minor=np.zeros(len(ids), np.int64),
        priced=spread(today.priced, False),
        base=spread(today.base, 0),
        converted=spread(today.converted, False),
        currency=np.full(len(ids), ""),
    )


def _spreading(ids: np.ndarray, deals: np.ndarray) -> Callable[[np.ndarray, Any], Any]:
    """Puts a column of some deals at the places of all ids."""
    at = np.searchsorted(ids, deals)

    def spread(column: np.ndarray, empty: Any) -> Any:
        found = np.full(len(ids), empty, dtype=column.dtype)
        found[at] = column
        return found

    return spread


def _due(close: Ints, period: Period | None) -> Bools:
    if period is None:
        return np.ones(len(close), bool)
    return np.asarray((close >= number_of(period.start)) & (close < number_of(period.end)))


def _counted(how: np.ndarray) -> dict[str, int]:
    return {word: int((how == word).sum()) for word in _HOW if (how == word).any()}


def _answer(
    source: FactSource,
    scope: Scope,
    pair: _Pair,
    known: Mapping[str, Mapping[str, int]],
    by_build: bool,
) -> WhatMoved:
    currency = Currency.of(source.reporting_currency)
    movement = pair.movement
    hidden = _hidden_parts(pair, scope)
    parts = tuple(_part(source, scope, pair, part, currency, hidden) for part in movement.parts)
    before = _total(movement.before, pair.before, currency)
    after = _total(movement.after, pair.after, currency)
    withheld = NotEstimable(too_few(scope), unit=before.unit)
    return WhatMoved(
        *pair.days,
        pair.period,
        withheld if _told_by_the_sum(pair, hidden, scope) else before,
        withheld if _too_few_in(pair, pair.after, scope) else after,
        parts,
        known,
        notes_of_moves(known, movement, pair.period, by_build),
    )


def _total(minor: int, side: Side, currency: Currency) -> Estimate:
    deals = int((side.is_open & side.seen & side.due & side.converted).sum())
    return Estimate(Money(minor, currency), n=deals, unit=f"money:{currency.code}")


def _hidden_parts(pair: _Pair, scope: Scope) -> frozenset[str]:
    """Parts about too few people, with those by which the sums would tell them."""
    people = {part.name: len(_owners(pair, part.deals)) for part in pair.movement.parts}
    return hidden_parts(people, scope)


def _told_by_the_sum(pair: _Pair, hidden: frozenset[str], scope: Scope) -> bool:
    """Whether the two pipelines with the parts that are shown would tell of too few people.

    The second one is told by the measure as well, so the first is the one to withhold.
    """
    places = [part.deals for part in pair.movement.parts if part.name in hidden]
    few = hidden and scope.suppresses(len(_owners(pair, np.concatenate(places))))
    return bool(few) or _too_few_in(pair, pair.before, scope)


def _too_few_in(pair: _Pair, side: Side, scope: Scope) -> bool:
    """Whether a pipeline is about some people, and too few."""
    people = len(_owners(pair, np.flatnonzero(side.counted)))
    return bool(people) and scope.suppresses(people)


def _owners(pair: _Pair, places: Ints) -> set[str]:
    return {pair.owners[at] for at in places.tolist()} - {""}


def _part(
    source: FactSource,
    scope: Scope,
    pair: _Pair,
    part: Part,
    currency: Currency,
    hidden: frozenset[str],
) -> MovedPart:
    unit = f"money:{currency.code}"
    if part.name in hidden:
        return MovedPart(part.name, PARTS[part.name], NotEstimable(too_few(scope), unit=unit))
    effect = Estimate(Money(part.minor, currency), n=len(part.deals), unit=unit)
    if no_deals(scope) is not None:
        return MovedPart(part.name, PARTS[part.name], effect)
    largest = part.deals[:LISTED].tolist()
    ids = [pair.ids[at] for at in largest]
    owners = [pair.owners[at] for at in largest]
    names = names_of_deals(source, scope, ids)
    people = names_of_people(source, scope, owners)
    deals = tuple(
        MovedDeal(one, names.get(one), who, people.get(who), Money(minor, currency))
        for one, who, minor in zip(ids, owners, part.effects[:LISTED].tolist(), strict=True)
    )
    return MovedPart(part.name, PARTS[part.name], effect, deals)


def _withheld(
    start: date, end: date, period: Period | None, reason: Reason | None, source: FactSource
) -> WhatMoved:
    why = reason or Reason("nothing_in_scope", "Nothing may be seen.", "")
    none = NotEstimable(why, unit=f"money:{source.reporting_currency}")
    return WhatMoved(start, end, period, none, none, (), {}, ())
