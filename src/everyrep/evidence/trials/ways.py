"""What would make an effect detectable: one change of the plan at a time, and what it buys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, isinf

import numpy as np

from everyrep.evidence.arrays import Ints
from everyrep.evidence.inference.answerable import FEWEST_EACH
from everyrep.evidence.trials.plan import Plan
from everyrep.evidence.trials.power import ALPHA, POWER, detectable, people_needed
from everyrep.evidence.trials.staggered_start import Staggered, staggered_detectable
from everyrep.values import Reason

_PERIODS = (2, 4, 8)
_BEFORE = (1, 4)
_WAVES = 4


@dataclass(frozen=True)
class Way:
    """One change of the plan.

    Attributes:
        name: "more_people", "more_periods", "past", "covariate", "by_person", "staggered_start" or
            "practice".
        sentence: The change, in words.
        effect: Smallest effect it would detect, in the unit of the outcome; None where it is no
            plan by itself.
        enough: That is at most the effect wanted.
    """

    name: str
    sentence: str
    effect: float | None
    enough: bool


@dataclass(frozen=True)
class Reach:
    """What a plan reaches, and what would make it reach further.

    Attributes:
        effect: Smallest effect it detects; None where it cannot tell anything, which `reason` says.
        enough: That is at most the effect wanted.
        ways: Changes, those that suffice first.
        reason: Why it cannot tell anything.
    """

    effect: float | None
    enough: bool
    ways: tuple[Way, ...]
    reason: Reason | None = None


def reach(plan: Plan, wanted: float, *, power: float = POWER, alpha: float = ALPHA) -> Reach:
    """What the plan detects, and each change that would detect more.

    Args:
        plan: The trial.
        wanted: Smallest effect worth finding, in the unit of the outcome.
        power: Chance of finding it.
        alpha: Two-sided level of significance.
    """
    now = detectable(plan, power=power, alpha=alpha)
    effect = None if isinstance(now, Reason) else now.effect
    found = [*_changed(plan, wanted, power, alpha), *_staggered(plan, wanted, power, alpha)]
    better = [way for way in found if way.effect is None or effect is None or way.effect < effect]
    better += _more(plan, wanted, power, alpha)
    if effect is not None and effect > wanted:
        better.append(_practice(effect, wanted))
    ordered = tuple(sorted(better, key=lambda way: not way.enough))
    reason = now if isinstance(now, Reason) else None
    return Reach(effect, effect is not None and effect <= wanted, ordered, reason)


def _changed(plan: Plan, wanted: float, power: float, alpha: float) -> Iterator[Way]:
    for name, sentence, changed in _changes(plan):
        found = detectable(changed, power=power, alpha=alpha)
        if not isinstance(found, Reason):
            yield Way(name, sentence, found.effect, found.effect <= wanted)


def _changes(plan: Plan) -> Iterator[tuple[str, str, Plan]]:
    for periods in _PERIODS:
        if periods > plan.periods:
            yield (
                "more_periods",
                f"Count the outcome over {periods} periods instead of {plan.periods}.",
                replace(plan, periods=periods),
            )
    for before in _BEFORE:
        if before > plan.before:
            many = "period" if before == 1 else "periods"
            yield (
                "past",
                f"Take out the same outcome of {before} {many} from before.",
                replace(plan, before=before),
            )
    if plan.explained == 0:
        yield (
            "covariate",
            "Take out covariates from before that foretell 40% of the outcome.",
            replace(plan, explained=0.4),
        )
    if plan.team > 1:
        yield (
            "by_person",
            "Draw people within teams; only where they do not share leads.",
            replace(plan, team=1.0, uneven=0.0, likeness=0.0),
        )


def _staggered(plan: Plan, wanted: float, power: float, alpha: float) -> Iterator[Way]:
    """Everybody is treated in the end, in waves, over as many more periods as there are waves."""
    draws = int(plan.draws)
    if draws < 2 * FEWEST_EACH and plan.team == 1:
        return
    periods = max(plan.periods, _WAVES + 1)
    staggered = Staggered(
        start=_waves(draws),
        periods=periods,
        people=plan.team,
        deviation=plan.deviation * (1 - plan.explained) ** 0.5,
        likeness=plan.likeness,
        person_lasts=plan.lasting,
    )
    found = staggered_detectable(staggered, power=power, alpha=alpha)
    if not isinstance(found, Reason):
        sentence = f"Let them start in {_WAVES} waves over {periods} periods, drawn by lot."
        yield Way("staggered_start", sentence, found.effect, found.effect <= wanted)


def _waves(draws: int) -> Ints:
    return np.arange(draws, dtype=np.int64) % _WAVES + 1


def _more(plan: Plan, wanted: float, power: float, alpha: float) -> list[Way]:
    people = people_needed(plan, wanted, power=power, alpha=alpha)
    if isinstance(people, Reason) or people <= plan.people:
        return []
    what = f"{people:,} people instead of {plan.people:,}"
    if plan.team > 1:
        what = f"{ceil(people / plan.team):,} teams instead of {plan.draws:,.0f}"
    return [Way("more_people", f"Take {what}.", wanted, enough=True)]


def _practice(effect: float, wanted: float) -> Way:
    """An outcome nearer to what is trained varies less, or moves more."""
    times = effect / wanted if wanted > 0 else float("inf")
    far = "" if isinf(times) else f" at least {times:.1f} times"
    sentence = (
        "Measure what is practised (a drill score, a step of the sale), if the course moves it"
        f"{far} as far, for its spread, as the outcome."
    )
    return Way("practice", sentence, None, enough=False)
