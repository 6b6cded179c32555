"""Why a person or team missed: against its target, the period before, or its peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from everyrep.analysis.comparison.arrays import Bools, Floats
from everyrep.analysis.comparison.cells import Coding, coded, crossing, gathered
from everyrep.analysis.comparison.ground import GROUND, territories
from everyrep.analysis.comparison.groups import MIX, Groups, accepted
from everyrep.analysis.comparison.miss import (
    MissParts,
    against_target,
    miss_parts,
    of_peers,
    of_unit,
)
from everyrep.analysis.comparison.miss_result import TITLES, Miss, MissPart, verdict_of
from everyrep.analysis.comparison.true_rates import Facts, enough, true_rates
from everyrep.measures import FactSource, Panel, load_catalogue, panel, query
from everyrep.measures.answer import Key
from everyrep.measures.dimensions import dimension_name
from everyrep.measures.privacy import groups_told
from everyrep.values import (
    Currency,
    Estimate,
    Grade,
    Money,
    NotEstimable,
    Period,
    Reason,
    Scope,
    UserError,
)

AGAINST = ("before", "year_before", "peers", "target")
_DAYS_A_MONTH = 30.4375
_MOST_CELLS = 24
_MOST_UNITS = 300
_FEWEST = 20.0  # deals of a level of the mix, below which it joins the others


@dataclass(frozen=True)
class _Asked:
    source: FactSource
    scope: Scope
    unit: str
    key: Key
    against: str
    base: str
    now: Period
    then: Period
    level: float


def explain_miss(
    source: FactSource,
    scope: Scope,
    key: Key,
    *,
    unit: str = "team",
    against: str = "before",
    mix: Sequence[str] = MIX,
    period: str | Period,
    level: float = 0.95,
) -> Miss:
    """The parts of what a unit booked less what it is held against.

    Args:
        source: An open build of the warehouse.
        scope: Who asks.
        key: The unit: id of a person, team ...
        unit: Its dimension.
        against: "before" (the period before), "year_before", "peers" (all other units, a person),
            or "target" (its quota; the factors are then compared with the period before).
        mix: What is sold, and to whom.
        period: The days to explain.
        level: Confidence of ranges.

    Raises:
        UserError: `against` is none of these, the unit has no deals in the period, or the scope
            does not allow it.
    """
    if against not in AGAINST:
        raise UserError(
            f"A miss cannot be held against {against!r}", remedy=f"Give one of {', '.join(AGAINST)}"
        )
    fiscal = source.settings.fiscal
    as_of = min(source.as_of, scope.as_of or source.as_of)
    now = Period.parse(period, calendar=fiscal, as_of=as_of) if isinstance(period, str) else period
    base = "before" if against == "target" else against
    then = now.shift(-12, "month") if base == "year_before" else _just_before(now)
    asked = _Asked(source, scope, dimension_name(unit), key, against, base, now, then, level)
    return _explained(asked, mix)


def _just_before(now: Period) -> Period:
    months = (now.end.year - now.start.year) * 12 + now.end.month - now.start.month
    if now.start.day == now.end.day == 1 and months:
        return now.shift(-months, "month")
    return now.shift(-now.days, "day")


def _explained(asked: _Asked, mix: Sequence[str]) -> Miss:
    sides = (asked.then, asked.now)
    few = _few(asked, sides)
    if few is not None:
        return _refused(asked, few)
    mix = tuple(name for name in map(dimension_name, mix) if name not in (asked.unit, GROUND))
    panels = [_deals_of(asked, side, mix) for side in sides]
    facts, units, told = _facts(panels, asked, mix)
    if asked.key not in units.keys:
        raise UserError(
            f"The {asked.unit} {asked.key!r} decided no deal in {asked.now} or before",
            why="there is nothing to take a miss apart with",
            remedy="give the id of one that has deals, or another period",
        )
    place = units.keys.index(asked.key)
    people = [_person_months(asked, side, units) for side in sides]
    currency = Currency.of(panels[1].currency)
    reason = _refusal(asked, facts, place, people)
    if reason is not None:
        return _refused(asked, reason)
    parts = _parts(asked, facts, place, people)
    notes = (*_notes(asked, units), told)
    return _written(asked, parts, facts.booked(place, 1), currency, notes)


def _few(asked: _Asked, sides: Sequence[Period]) -> Reason | None:
    """Why it is not told to who sees groups alone: what it is made of, the door withholds."""
    if asked.scope.min_group <= 1:
        return None
    measures = ("bookings", "win_rate", "average_deal_size", "revenue_per_rep")
    for side in sides:
        for measure in measures:
            answer = query(asked.source, measure, by=asked.unit, period=side, scope=asked.scope)
            known = {row.keys[asked.unit] for row in answer}
            if asked.key in known - groups_told(answer, asked.unit):
                return Reason(
                    "too_few_people",
                    f"This {asked.unit} is of fewer than {asked.scope.min_group} people in {side}, "
                    "or would give such a one away.",
                    "Take a larger one.",
                )
    return None


def _parts(asked: _Asked, facts: Facts, place: int, people: list[Floats]) -> MissParts:
    rates = true_rates(facts)
    after = of_unit(facts, rates, place, 1, float(people[1][place]))
    before = (
        of_peers(facts, rates, place, people[1])
        if asked.base == "peers"
        else of_unit(facts, rates, place, 0, float(people[0][place]))
    )
    return miss_parts(before, after, asked.level)


def _deals_of(asked: _Asked, side: Period, mix: Sequence[str]) -> Panel:
    groups = Groups(asked.unit, None, (), tuple(mix))
    accepted_mix = accepted(groups, load_catalogue()["win_rate"].accepts, asked.source)[0].mix
    return panel(
        asked.source,
        ("win_rate", "average_deal_size"),
        by=tuple(dict.fromkeys(("deal", asked.unit, GROUND, *accepted_mix))),
        period=side,
        scope=asked.scope,
        kept_inside=True,
    )


def _facts(panels: Sequence[Panel], asked: _Asked, mix: Sequence[str]) -> tuple[Facts, Coding, str]:
    """Deals of both sides, with units, cells and territories in common; what is said of these."""
    kept = [panel.m["win_rate"] > 0 for panel in panels]

    def joined(name: str) -> list[Key]:
        pairs = zip(panels, kept, strict=True)
        return [key for panel, rows in pairs for key in panel.groups[name][rows]]

    def stacked(kind: str, measure: str) -> Floats:
        pairs = zip(panels, kept, strict=True)
        return np.concatenate([getattr(panel, kind)[measure][rows] for panel, rows in pairs])

    every = coded(asked.unit, joined(asked.unit))
    some = _of_enough(every, asked.key)
    units = every.kept(some)
    mixed = [coded(name, joined(name)).kept(some) for name in mix if name in panels[0].by]
    cells = _cells(mixed, units)
    grounds = coded(GROUND, joined(GROUND)).kept(some)
    ground, told = territories(asked.unit, units, grounds, asked.key)
    if units.count < every.count:
        told += f" Of {every.count} groups by {asked.unit}, {units.count} were evenly taken."
    won = stacked("x", "win_rate")[some]
    side = np.concatenate([np.full(int(k.sum()), i) for i, k in enumerate(kept)])[some]
    amount = stacked("x", "average_deal_size")[some] * (won > 0)
    found = Facts(
        won, amount, units.place, side.astype(np.int64), cells.place, units.count, cells.count,
        ground.place, ground.count,
    )  # fmt: skip
    return found, units, told


def _of_enough(units: Coding, key: Key) -> Bools:
    """Rows of the unit that is asked for and of so many others as the model needs, shape (rows,).

    How far thousands of people differ is known well enough from some hundreds, and the work grows
    with the square of their number.
    """
    step = -(-units.count // _MOST_UNITS)
    kept = np.arange(units.count) % step == 0
    if key in units.keys:
        kept[units.keys.index(key)] = True
    return np.asarray(kept[units.place])


def _cells(dimensions: Sequence[Coding], units: Coding) -> Coding:
    """The cells of the mix, the rare ones put together."""
    rows = units.place.size
    levels = [gathered(d, np.ones(rows), _FEWEST) for d in dimensions if d.count > 1]
    cells = gathered(crossing(levels, rows), np.ones(rows), _FEWEST)
    if cells.count > _MOST_CELLS:
        weight = np.sort(np.bincount(cells.place))[-_MOST_CELLS]
        cells = gathered(cells, np.ones(rows), float(weight))
    return cells


def _person_months(asked: _Asked, side: Period, units: Coding) -> Floats:
    found = panel(
        asked.source,
        "revenue_per_rep",
        by=tuple(dict.fromkeys((asked.unit, "person", "month"))),
        period=side,
        scope=asked.scope,
        kept_inside=True,
    )
    where = {key: at for at, key in enumerate(units.keys)}
    months = np.zeros(units.count)
    for key, days in zip(found.groups[asked.unit], found.present, strict=True):
        if key in where:
            months[where[key]] += days / _DAYS_A_MONTH
    return months


def _refusal(asked: _Asked, facts: Facts, place: int, people: list[Floats]) -> Reason | None:
    if not enough(facts):
        return Reason(
            "too_few_deals",
            "There are too few units, or too few won deals, to tell chance from a difference.",
            "Take a longer period.",
        )
    sides = (1,) if asked.base == "peers" else (0, 1)
    if any(people[side][place] <= 0 for side in sides):
        return Reason(
            "nobody_there",
            f"Nobody of this {asked.unit} was employed on one of the two sides.",
            "Hold it against its peers, or take another period.",
        )
    if asked.base != "peers" and not facts.deals(place, 0).sum():
        return Reason(
            "no_base",
            f"This {asked.unit} decided no deal in {asked.then}, which it would be held against.",
            "Hold it against its peers.",
        )
    return None


def _refused(asked: _Asked, reason: Reason) -> Miss:
    return Miss(
        asked.unit, asked.key, _label(asked), asked.against, asked.base, asked.now,
        None, None, None, (), None, reason, str(reason),
    )  # fmt: skip


def _label(asked: _Asked) -> str:
    answer = query(asked.source, "won_deals", by=asked.unit, period=asked.now, scope=asked.scope)
    return answer.label(asked.unit, asked.key)


def _quota(asked: _Asked) -> Estimate:
    answer = query(asked.source, "quota", by=asked.unit, period=asked.now, scope=asked.scope)
    found = [row.estimate for row in answer if row.keys.get(asked.unit) == asked.key]
    missing = Reason(
        "no_quota", f"No quota is known of this {asked.unit} in {asked.now}.", "Load quotas."
    )
    return found[0] if found else NotEstimable(missing, unit=f"money:{_currency(asked)}")


def _currency(asked: _Asked) -> str:
    return asked.source.reporting_currency


def _written(
    asked: _Asked, found: MissParts, booked: int, currency: Currency, notes: tuple[str, ...]
) -> Miss:
    quota = _quota(asked) if asked.against == "target" else None
    if quota is not None:
        if not isinstance(quota.value, Money):
            return _refused(asked, quota.reason or Reason("no_quota", "There is no quota."))
        found = against_target(found, quota.value.minor, booked)
    listed = [
        MissPart(name, TITLES[name], _amount(found, name, currency, asked.level))
        for name in found.parts
    ]
    made = Miss(
        asked.unit,
        asked.key,
        _label(asked),
        asked.against,
        asked.base,
        asked.now,
        Money(booked, currency),
        Money(booked - found.total, currency),
        Money(found.total, currency),
        tuple(listed),
        Money(found.alone, currency),
        None,
        "",
        notes,
    )
    return replace(made, verdict=verdict_of(made, found))


def _amount(found: MissParts, name: str, currency: Currency, level: float) -> Estimate:
    return Estimate(
        Money(found.parts[name], currency),
        Money(found.low[name], currency),
        Money(found.high[name], currency),
        found.deals,
        unit=f"money:{currency.code}",
        grade=Grade.OBSERVED,
        level=level,
    )


def _notes(asked: _Asked, units: Coding) -> tuple[str, ...]:
    notes = [
        "Deals count by their owner and the day they were decided; open ones do not.",
        "Credit split with others is not taken into account.",
        "Parts say where the difference is, not what caused it.",
    ]
    if units.count < 6:
        notes.append(
            f"With {units.count} groups by {asked.unit}, luck and true differences are hard to "
            "tell apart, and their ranges are rough."
        )
    return tuple(notes)
