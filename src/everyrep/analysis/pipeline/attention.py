"""Open deals that need a look: too old in their stage, without a next step, or badly kept.

Counts are for whoever may see sums; the list of deals, with the reasons of each, is for whoever may
see single deals, and holds only those in sight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.pipeline.ageing import FEWEST_WINNERS, Curve, winners_curve
from everyrep.analysis.pipeline.hygiene import RULES, Bools, Facts, Limits, judged
from everyrep.analysis.pipeline.to_see import Age, Attention, DealToSee, StageAge
from everyrep.analysis.pipeline.wall import (
    hidden_by_the_door,
    hidden_parts,
    no_deals,
    too_few,
)
from everyrep.measures.facts.movements import FAR, day_of, number_of
from everyrep.measures.facts.single_deals import (
    OpenDeals,
    Stays,
    names_of_deals,
    names_of_people,
    open_now,
    stays_in_stages,
)
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
_SIGNS = {"won": 1, "lost": -1, "no_decision": -1}


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
    deals = open_now(source, scope, where, period)
    stays = stays_in_stages(source, scope, where)
    curves = _curves(stays)
    days, share = _ages(deals, stays, curves, number_of(as_of))
    found = judged(_facts(source, deals, share, number_of(as_of)), bounds)
    counts = {name: _count(name, broken, deals, scope) for name, broken in found.items()}
    hidden = hidden_by_the_door(source, "open_deals", "stage", scope, where, period)
    stages = _stages(source, scope, deals, curves, found["aged"], bounds, hidden)
    reason = no_deals(scope)
    marked = () if reason else _marked(deals, found)
    listed = _listed(source, scope, deals, marked[:most], days, share, curves)
    return Attention(
        as_of,
        len(deals),
        counts,
        stages,
        listed,
        bounds,
        reason,
        len(marked),
        _notes(found, curves, len(listed), len(marked)),
    )


def _curves(stays: Stays) -> dict[str, Curve]:
    outcome = np.array([_SIGNS.get(word, 0) for word in stays.outcome.tolist()], dtype=np.int64)
    found = {}
    for stage in np.unique(stays.stage).tolist():
        those = stays.stage == stage
        found[stage] = winners_curve(
            stays.days[those], stays.advanced[those], stays.dropped[those], outcome[those]
        )
    return found


def _ages(
    deals: OpenDeals, stays: Stays, curves: Mapping[str, Curve], today: int
) -> tuple[np.ndarray, np.ndarray]:
    """Days of each open deal in its stage (-1 where not known), and share of winners gone by."""
    entered = dict(
        zip(
            zip(stays.deal.tolist(), stays.stage.tolist(), strict=True),
            stays.entered.tolist(),
            strict=True,
        )
    )
    days = np.full(len(deals), -1, dtype=np.int64)
    share = np.full(len(deals), np.nan)
    for at, (deal, stage) in enumerate(zip(deals.deal.tolist(), deals.stage.tolist(), strict=True)):
        since = entered.get((deal, stage))
        if since is None:
            continue
        days[at] = max(today - since, 0)
        curve = curves.get(stage)
        if curve is not None and curve.known:
            share[at] = curve.older_than(days[at : at + 1])[0]
    return days, share


def _facts(source: FactSource, deals: OpenDeals, share: np.ndarray, today: int) -> Facts:
    return Facts(
        today=today,
        created=deals.created,
        close=deals.close,
        next_on=deals.next_on,
        last_activity=deals.last_activity,
        priced=deals.priced,
        owned=deals.owner != "",
        next_step=deals.next_step,
        contacts=deals.contacts,
        share=share,
        steps_known=source.filled("opportunities", "next_step") > 0,
        days_of_steps_known=source.filled("opportunities", "next_step_on") > 0,
        activities_known=source.filled("activities", "opportunity_id") > 0,
        contacts_known=source.filled("activities", "contact_id") > 0
        and source.filled("activities", "opportunity_id") > 0,
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


def _count(name: str, broken: Bools | None, deals: OpenDeals, scope: Scope) -> Estimate:
    if broken is None:
        return NotEstimable(Reason(*_UNKNOWN[name]), unit="count")
    # All of them less those that break it are those that do not.
    for those in (broken, ~broken):
        people = _people(deals, those)
        if people and scope.suppresses(people):
            return NotEstimable(too_few(scope), unit="count")
    return Estimate(int(broken.sum()), n=len(deals), unit="count")


def _stages(
    source: FactSource,
    scope: Scope,
    deals: OpenDeals,
    curves: Mapping[str, Curve],
    aged: Bools | None,
    limits: Limits,
    hidden: frozenset[str],
) -> tuple[StageAge, ...]:
    from everyrep.measures.labels import stage_places

    places = stage_places(source)
    untold = hidden | _aged_by_few(deals, curves, aged, scope)
    found = []
    for stage in sorted(curves, key=lambda name: (places.get(name, 10**6), name)):
        curve, here = curves[stage], deals.stage == stage
        shown = stage not in hidden
        tells = aged is not None and curve.known and stage not in untold
        old = int((here & aged).sum()) if tells and aged is not None else None
        found.append(
            StageAge(
                stage, _days(curve, 0.5), _days(curve, limits.aged), int(curve.winners),
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


def _days(curve: Curve, share: float) -> Estimate:
    """Days by which the share of the winners had left the stage."""
    age, n = curve.age_at(share), int(curve.winners)
    if age is None:
        return NotEstimable(_FEW, n, "days")
    low, high = curve.age_range(share)
    return Estimate(age, low, high, n, "days", Grade.OBSERVED)


@dataclass(frozen=True)
class _Marked:
    """A deal that breaks rules: its place, and their names, worst first."""

    at: int
    reasons: tuple[str, ...]


def _marked(deals: OpenDeals, found: Mapping[str, Bools | None]) -> tuple[_Marked, ...]:
    """All deals that break a rule, those that need it most first."""
    broken = {name: which for name in RULES if (which := found.get(name)) is not None}
    each = (
        _Marked(at, tuple(name for name, which in broken.items() if which[at]))
        for at in range(len(deals))
    )
    order = list(RULES)

    def urgency(one: _Marked) -> tuple[int, int, int]:
        return order.index(one.reasons[0]), -len(one.reasons), -int(deals.base[one.at])

    return tuple(sorted((one for one in each if one.reasons), key=urgency))


def _listed(
    source: FactSource,
    scope: Scope,
    deals: OpenDeals,
    marked: Sequence[_Marked],
    days: np.ndarray,
    share: np.ndarray,
    curves: Mapping[str, Curve],
) -> tuple[DealToSee, ...]:
    if not marked:
        return ()
    names = names_of_deals(source, scope, (str(deals.deal[one.at]) for one in marked))
    people = names_of_people(source, scope, (str(deals.owner[one.at]) for one in marked))
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
            reasons=reasons,
            age=_age(int(days[at]), float(share[at]), curves.get(str(deals.stage[at]))),
        )
        for at, reasons in ((one.at, one.reasons) for one in marked)
    )


def _age(days: int, share: float, curve: Curve | None) -> Age:
    if days < 0:
        return Age(None)
    if curve is None or np.isnan(share):
        return Age(days)
    return Age(days, share, *curve.range_of(share))


def _notes(
    found: Mapping[str, Bools | None], curves: Mapping[str, Curve], listed: int, marked: int
) -> tuple[str, ...]:
    notes = [
        f"{RULES[name]} Not known: {_UNKNOWN[name][1]}"
        for name, broken in found.items()
        if broken is None
    ]
    unknown = [stage for stage, curve in curves.items() if not curve.known]
    if unknown and found["aged"] is not None:
        notes.append(f"Too few winners to tell what is old in: {', '.join(sorted(unknown))}.")
    if listed < marked:
        notes.append(f"{listed:,} of {marked:,} deals are listed; the counts are of all.")
    return tuple(notes)
