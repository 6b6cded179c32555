"""Which open deals break which rules, all at once, as arrays.

Rules on the age of a deal hold it against the company's deals that went on to win from its stage,
whoever asks, and break where it is beyond the range of that yardstick.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from everyrep.analysis.pipeline.ageing import Curve
from everyrep.analysis.pipeline.hygiene import RULES, Bools, Facts, Floats, Ints, Limits, judged
from everyrep.analysis.pipeline.wall import no_deals
from everyrep.analysis.pipeline.yardsticks import yardsticks
from everyrep.measures.facts.movements import FAR, number_of
from everyrep.measures.facts.single_deals import OpenDeals, open_now
from everyrep.measures.source import FactSource
from everyrep.values import Period, Scope


@dataclass(frozen=True)
class Judged:
    """Open deals held against the rules; every array of shape (deals,).

    Attributes:
        deals: What is open.
        curves: By stage, how long winners of the whole company take in it; one that knows nothing
            where that may not be told.
        days: Days of each deal in its stage; -1 where not known.
        share: Share of winners that had left the stage by that age; NaN where not known.
        found: By rule, which deals break it; None where the records cannot tell.
        withheld: Stages of which it may not be told how long winners take.
    """

    deals: OpenDeals
    curves: Mapping[str, Curve]
    days: Ints
    share: Floats
    found: Mapping[str, Bools | None]
    withheld: frozenset[str] = frozenset()

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
class Yardstick:
    """By which age nearly all of the company's winners had left a stage.

    Attributes:
        days: That age.
        low, high: Range of it; high is None where it is open above.
        winners: How many winners it rests on.
    """

    days: int
    low: int | None
    high: int | None
    winners: int


@dataclass(frozen=True)
class Faults:
    """Open deals that break a rule; every array of shape (deals,), in the order of ids.

    Attributes:
        deal: Their ids.
        rules: Which rules each breaks: the sum of two to the place of each in `RULES`.
        days: Days in its stage; -1 where not known.
        share: Share of winners that had left the stage by that age; NaN where not known.
        yardsticks: By stage, what the age is held against.
    """

    deal: np.ndarray
    rules: Ints
    days: Ints
    share: Floats
    yardsticks: Mapping[str, Yardstick] = field(default_factory=dict)


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
    bounds = limits or Limits()
    judged_ = judge(source, scope, bounds)
    sums = np.zeros(len(judged_.deals), dtype=np.int64)
    for place, name in enumerate(RULES):
        if (which := judged_.found.get(name)) is not None:
            sums += which.astype(np.int64) << place
    those = np.flatnonzero(sums)
    return Faults(
        judged_.deals.deal[those],
        sums[those],
        judged_.days[those],
        judged_.share[those],
        _yardsticks(judged_.curves, bounds),
    )


def _yardsticks(curves: Mapping[str, Curve], limits: Limits) -> dict[str, Yardstick]:
    found = {}
    for stage, curve in curves.items():
        if (days := curve.age_at(limits.aged)) is not None:
            found[stage] = Yardstick(days, *curve.age_range(limits.aged), int(curve.winners))
    return found


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
    held = yardsticks(source, scope).with_stages(np.unique(deals.stage).tolist())
    days, share, least = _ages(deals, held.curves, number_of(as_of))
    found = judged(_facts(source, deals, least, number_of(as_of)), limits)
    return Judged(deals, held.curves, days, share, found, held.withheld)


def _ages(deals: OpenDeals, curves: Mapping[str, Curve], today: int) -> tuple[Ints, Floats, Floats]:
    """Days of each open deal in its stage, -1 where not known; share of winners gone by, and least.

    Shares are NaN where they are not known.
    """
    known = deals.entered < FAR
    days = np.where(known, np.maximum(today - np.where(known, deals.entered, today), 0), -1)
    share, least = np.full(len(deals), np.nan), np.full(len(deals), np.nan)
    for stage, curve in curves.items():
        those = known & (deals.stage == stage)
        if curve.known and those.any():
            share[those] = curve.older_than(days[those])
            least[those] = curve.surely_older_than(days[those])
    return days, share, least


def _facts(source: FactSource, deals: OpenDeals, least: Floats, today: int) -> Facts:
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
        share=least,
        steps_known=source.filled("opportunities", "next_step") > 0,
        days_of_steps_known=source.filled("opportunities", "next_step_on") > 0,
        activities_known=source.filled("activities", "opportunity_id") > 0,
        contacts_known=source.filled("activities", "contact_id") > 0
        and source.filled("activities", "opportunity_id") > 0,
    )
