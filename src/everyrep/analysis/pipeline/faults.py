"""Which open deals break which rules, all at once, as arrays.

Rules on the age of a deal hold it against the deals that went on to win from its stage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.pipeline.ageing import Curve, winners_curve
from everyrep.analysis.pipeline.hygiene import RULES, Bools, Facts, Floats, Ints, Limits, judged
from everyrep.analysis.pipeline.wall import no_deals
from everyrep.measures.facts.movements import FAR, number_of
from everyrep.measures.facts.single_deals import OpenDeals, Stays, open_now, stays_in_stages
from everyrep.measures.source import FactSource
from everyrep.values import Period, Scope

_SIGNS = {"won": 1, "lost": -1, "no_decision": -1}


@dataclass(frozen=True)
class Judged:
    """Open deals held against the rules; every array of shape (deals,).

    Attributes:
        deals: What is open.
        curves: By stage, how long winners take in it.
        days: Days of each deal in its stage; -1 where not known.
        share: Share of winners that had left the stage by that age; NaN where not known.
        found: By rule, which deals break it; None where the records cannot tell.
    """

    deals: OpenDeals
    curves: Mapping[str, Curve]
    days: Ints
    share: Floats
    found: Mapping[str, Bools | None]

    def worst_first(self) -> Ints:
        """Places of the deals that break any rule, those that need it most first.

        The gravest rule decides, then how many are broken, then the amount, then the id.
        """
        broken = self._broken()
        places = np.flatnonzero(broken.any(axis=0))
        worst, many = broken[:, places].argmax(axis=0), broken[:, places].sum(axis=0)
        order = np.lexsort((places, -self.deals.base[places], -many, worst))
        return places[order]

    def reasons(self, place: int) -> tuple[str, ...]:
        """Names of the rules that the deal at a place breaks, the gravest first."""
        return tuple(name for name in RULES if self._breaks(name, place))

    def _breaks(self, name: str, place: int) -> bool:
        which = self.found.get(name)
        return which is not None and bool(which[place])

    def _broken(self) -> Bools:
        """Rules by deals; a rule that the records cannot answer is broken by none."""
        none = np.zeros(len(self.deals), dtype=bool)
        found = (self.found.get(name) for name in RULES)
        return np.vstack([none if which is None else which for which in found])


@dataclass(frozen=True)
class Faults:
    """Open deals that break a rule; every array of shape (deals,), in the order of ids.

    Attributes:
        deal: Their ids.
        rules: Which rules each breaks: the sum of two to the place of each in `RULES`.
        days: Days in its stage; -1 where not known.
        share: Share of winners that had left the stage by that age; NaN where not known.
    """

    deal: np.ndarray
    rules: Ints
    days: Ints
    share: Floats


def faults_of(source: FactSource, scope: Scope, limits: Limits | None = None) -> Faults:
    """All open deals in sight that break a rule; none for who may not see single deals.

    Args:
        source: An open build.
        scope: Who asks.
        limits: Where rules begin.
    """
    none = np.zeros(0, dtype=np.int64)
    if scope.sees_nobody or no_deals(scope) is not None:
        return Faults(none.astype(str), none, none, none.astype(float))
    judged_ = judge(source, scope, limits or Limits())
    sums = np.zeros(len(judged_.deals), dtype=np.int64)
    for place, name in enumerate(RULES):
        if (which := judged_.found.get(name)) is not None:
            sums += which.astype(np.int64) << place
    those = np.flatnonzero(sums)
    return Faults(judged_.deals.deal[those], sums[those], judged_.days[those], judged_.share[those])


def judge(
    source: FactSource,
    scope: Scope,
    limits: Limits,
    where: str | None = None,
    period: str | Period | None = None,
) -> Judged:
    """Open deals in sight, held against the rules.

    Args:
        source: An open build.
        scope: Who asks.
        limits: Where rules begin.
        where: Which deals count.
        period: Days within which a deal is expected to close.
    """
    as_of = min(source.as_of, scope.as_of or source.as_of)
    deals = open_now(source, scope, where, period)
    curves = _curves(stays_in_stages(source, scope, where))
    days, share = _ages(deals, curves, number_of(as_of))
    found = judged(_facts(source, deals, share, number_of(as_of)), limits)
    return Judged(deals, curves, days, share, found)


def _curves(stays: Stays) -> dict[str, Curve]:
    outcome = np.array([_SIGNS.get(word, 0) for word in stays.outcome.tolist()], dtype=np.int64)
    found = {}
    for stage in np.unique(stays.stage).tolist():
        those = stays.stage == stage
        found[stage] = winners_curve(
            stays.days[those],
            stays.advanced[those],
            stays.dropped[those],
            outcome[those],
            stays.count[those],
        )
    return found


def _ages(deals: OpenDeals, curves: Mapping[str, Curve], today: int) -> tuple[Ints, Floats]:
    """Days of each open deal in its stage (-1 where not known), and share of winners gone by."""
    known = deals.entered < FAR
    days = np.where(known, np.maximum(today - np.where(known, deals.entered, today), 0), -1)
    share = np.full(len(deals), np.nan)
    for stage, curve in curves.items():
        those = known & (deals.stage == stage)
        if curve.known and those.any():
            share[those] = curve.older_than(days[those])
    return days, share


def _facts(source: FactSource, deals: OpenDeals, share: Floats, today: int) -> Facts:
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
