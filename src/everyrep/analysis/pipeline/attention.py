"""Open deals that need a look: too old in their stage, without a next step, or badly kept.

Counts are for whoever may see sums; the list of deals, with the reasons of each, is for whoever may
see single deals, and holds only those in sight. How long winners take is the whole company's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np

from everyrep.analysis.misspelt import tells_misspelt_words
from everyrep.analysis.pipeline.ageing import FEWEST_WINNERS, Curve
from everyrep.analysis.pipeline.faults import Judged, judge
from everyrep.analysis.pipeline.hygiene import RULES, Bools, Limits
from everyrep.analysis.pipeline.to_see import Age, Attention, DealToSee, StageAge
from everyrep.analysis.pipeline.wall import hidden_by_the_door, hidden_parts, no_deals, too_few
from everyrep.measures.facts.movements import FAR, day_of
from everyrep.measures.facts.single_deals import OpenDeals, names_of_deals, names_of_people
from everyrep.measures.source import FactSource
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

LISTED = 200
"""Most deals listed where nobody says how many; those with the worst reasons and the largest
amounts come first."""


@tells_misspelt_words("open_deals")
def needs_attention(
    source: FactSource,
    scope: Scope,
    *,
    where: str | None = None,
    period: str | Period | None = None,
    limits: Limits | None = None,
    most: int = LISTED,
) -> Attention:
    """Open deals that need a look, and how many of each kind.

    Args:
        source: An open build.
        scope: Who asks.
        where: Which deals count.
        period: Days within which a deal is expected to close.
        limits: Where rules begin.
        most: How many deals are listed at most; at least 1.

    Raises:
        UserError: Fewer than one deal is to be listed.
    """
    if most < 1:
        raise UserError(f"A list of {most} deals is asked for", remedy="ask for at least 1")
    bounds = limits or Limits()
    as_of = min(source.as_of, scope.as_of or source.as_of)
    if scope.sees_nobody:
        return Attention(as_of, 0, {}, (), (), bounds, no_deals(scope))
    it = judge(source, scope, bounds, where, period)
    counts = {name: _count(name, it, scope) for name in it.found}
    hidden = hidden_by_the_door(source, "open_deals", "stage", scope, where, period)
    stages = _stages(source, scope, it, bounds, hidden)
    reason = no_deals(scope)
    marked = () if reason else it.worst_first().tolist()
    listed = _listed(source, scope, it, marked[:most])
    return Attention(
        as_of,
        len(it.deals),
        counts,
        stages,
        listed,
        bounds,
        reason,
        len(marked),
        _notes(it, len(listed), len(marked), bounds),
    )


_UNKNOWN = {
    "aged": ("no_history", "Too few deals are known to have gone on to win from these stages.", ""),
    "no_next_step": (
        "not_kept", "No deal has a next step in these records.", "Map the next step."
    ),
    "step_overdue": (
        "not_kept", "No next step has a day in these records.", "Map the day of the next step."
    ),
    "no_activity": (
        "not_kept", "No activity names its deal in these records.", "Map the deal of activities."
    ),
    "single_threaded": (
        "not_kept",
        "No activity on a deal names the person at the customer.",
        "Map the contact of activities.",
    ),
}  # fmt: skip


def _count(name: str, it: Judged, scope: Scope) -> Estimate:
    broken, deals = it.found[name], it.deals
    if broken is None:
        withheld = name == "aged" and not it.withheld.isdisjoint(deals.stage.tolist())
        why = _OTHERS if withheld else Reason(*_UNKNOWN[name])
        return NotEstimable(why, unit="count")
    # All of them less those that break it are those that do not.
    for those in (broken, ~broken):
        people = _people(deals, those)
        if people and scope.suppresses(people):
            return NotEstimable(too_few(scope), unit="count")
    return Estimate(int(broken.sum()), n=len(deals), unit="count")


def _stages(
    source: FactSource, scope: Scope, it: Judged, limits: Limits, hidden: frozenset[str]
) -> tuple[StageAge, ...]:
    from everyrep.measures.labels import stage_places

    places, aged = stage_places(source), it.found["aged"]
    untold = hidden | _aged_by_few(it.deals, it.curves, aged, scope)
    found = []
    for stage in sorted(it.curves, key=lambda name: (places.get(name, 10**6), name)):
        curve, here = it.curves[stage], it.deals.stage == stage
        days = partial(_days, why=_OTHERS if stage in it.withheld else _FEW)
        shown = stage not in hidden
        tells = aged is not None and curve.known and stage not in untold
        old = int((here & aged).sum()) if tells and aged is not None else None
        found.append(
            StageAge(
                stage, days(curve, 0.5), days(curve, limits.aged), int(curve.winners),
                int(here.sum()) if shown else None, old,
            )
        )  # fmt: skip
    return tuple(found)


def _aged_by_few(
    deals: OpenDeals, stages: Iterable[str], aged: Bools | None, scope: Scope
) -> frozenset[str]:
    """Stages of which it may not be told how many open deals are old, or are not."""
    if aged is None:
        return frozenset()
    each = {stage: deals.stage == stage for stage in stages}
    found = [
        hidden_parts({stage: _people(deals, here & those) for stage, here in each.items()}, scope)
        for those in (aged, ~aged)
    ]
    return found[0] | found[1]


def _people(deals: OpenDeals, those: Bools) -> int:
    return len(set(deals.owner[those].tolist()) - {""})


_FEW = Reason(
    "too_few_winners",
    f"Fewer than {FEWEST_WINNERS} deals are known to have gone on to win from this stage.",
    "Load the history of stages, or ask again when more deals have been won.",
)

_OTHERS = Reason(
    "too_few_people",
    "Too few people have deals that went on to win from this stage.",
    "Ask again when more have.",
)


def _days(curve: Curve, share: float, why: Reason) -> Estimate:
    """Days by which the share of the winners had left the stage."""
    age, n = curve.age_at(share), int(curve.winners)
    if age is None:
        return NotEstimable(why, n, "days")
    low, high = curve.age_range(share)
    return Estimate(age, low, high, n, "days", Grade.OBSERVED)


def _listed(
    source: FactSource, scope: Scope, it: Judged, places: Sequence[int]
) -> tuple[DealToSee, ...]:
    if not places:
        return ()
    deals = it.deals
    names = names_of_deals(source, scope, (str(deals.deal[at]) for at in places))
    people = names_of_people(source, scope, (str(deals.owner[at]) for at in places))
    shows = scope.can("see_amounts") and not scope.masks("opportunities.amount")
    currency = Currency.of(source.reporting_currency)
    return tuple(
        DealToSee(
            deal=str(deals.deal[at]),
            name=names.get(str(deals.deal[at])),
            stage=str(deals.stage[at]),
            owner=str(deals.owner[at]),
            owner_name=people.get(str(deals.owner[at])),
            amount=Money(int(deals.base[at]), currency) if shows and deals.converted[at] else None,
            close_on=None if deals.close[at] >= FAR else day_of(int(deals.close[at])),
            reasons=it.reasons(at),
            age=_age(int(it.days[at]), float(it.share[at]), it.curves.get(str(deals.stage[at]))),
        )
        for at in places
    )


def _age(days: int, share: float, curve: Curve | None) -> Age:
    if days < 0:
        return Age(None)
    if curve is None or np.isnan(share):
        return Age(days)
    return Age(days, share, *curve.range_of(share))


def _notes(it: Judged, listed: int, marked: int, limits: Limits) -> tuple[str, ...]:
    notes = [
        f"{RULES[name]} Not known: {_UNKNOWN[name][1]}"
        for name, broken in it.found.items()
        if broken is None
    ]
    unknown = [
        stage for stage, curve in it.curves.items() if curve.age_range(limits.aged)[1] is None
    ]
    if unknown and it.found["aged"] is not None:
        notes.append(f"Too few winners to tell what is old in: {', '.join(sorted(unknown))}.")
    if it.found["aged"] is not None:
        notes.append(
            f"A deal is old where it is beyond the range of the age by which {limits.aged:.0%} of "
            "the whole company's winners had left its stage, whoever asks."
        )
    if listed < marked:
        notes.append(f"{listed:,} of {marked:,} deals are listed; the counts are of all.")
    return tuple(notes)
