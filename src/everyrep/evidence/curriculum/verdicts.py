"""Four words for every object and outcome, with false discovery held over all of them.

Something is announced (works, harms) only if it passes over all objects and outcomes together, and
only if those who took it were not moving already in the months before. That it makes no difference
worth having is announced by equivalence: the 90% range lies wholly inside the smallest effect worth
having. All else cannot be told, and is ranked by what a trial of it would be worth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats
from everyrep.evidence.curriculum.joint import Joint
from everyrep.evidence.inference import Worth, sparse, two_levels
from everyrep.evidence.inference.result import below
from everyrep.values import Grade, Reason

_RATE = 0.05
_MOVING = 0.01
_LEAST = 5
"""People seen before and after below whom nothing is said of an object."""


@dataclass(frozen=True)
class Line:
    """One object on one outcome.

    Attributes:
        object: Number of the object.
        outcome: Name of the outcome.
        word: The verdict.
        value: Effect, in the outcome's unit; NaN where it cannot be told from others.
        low, high: Its 95% range.
        near: Its 90% range, which equivalence rests on.
        shrunken: The effect drawn back: most objects do nothing.
        q: Share of false findings if all with a chance as small are kept.
        treated: People seen both before and after.
        moving: Whether those who took it were moving already before.
        margin: Smallest effect worth having.
        information: What knowing it exactly would be worth, in the outcome's unit a person: the
            mean loss of deciding now, whether it is worth keeping.
        why: Why it cannot be told; empty elsewhere.
    """

    object: int
    outcome: str
    word: Worth
    value: float
    low: float
    high: float
    near: tuple[float, float]
    shrunken: float
    q: float
    treated: int
    moving: bool
    margin: float
    information: float
    why: str = ""

    @property
    def grade(self) -> Grade:
        """An effect where it is told that there is one, or none; else an association."""
        return Grade.OBSERVED if self.word is Worth.CANNOT_TELL else Grade.ADJUSTED


@dataclass(frozen=True)
class Against:
    """An outcome that was tried.

    Attributes:
        name: Of the outcome.
        found: Effects of all objects on it.
        sign: 1 where more is better, -1 where less is.
        margin: Smallest effect worth having, above zero.
    """

    name: str
    found: Joint
    sign: float
    margin: float


def verdicts(
    tested: tuple[Against, ...], *, rate: float = _RATE, least: int = _LEAST
) -> tuple[Line, ...]:
    """A line for every object and outcome, objects in order, outcomes within.

    Args:
        tested: Outcomes with the effects of the same objects on each.
        rate: Share of false findings that is accepted over all of them.
        least: People seen before and after below whom nothing is said of an object.
    """
    least = max(least, _LEAST)
    chances = np.stack([_usable(one, least) for one in tested], axis=1)
    kept = two_levels(chances, rate)
    drawn = [_drawn(one.found, least) for one in tested]
    lines = []
    for number in range(chances.shape[0]):
        for at, one in enumerate(tested):
            announced = bool(kept.pairs[number, at])
            lines.append(_line(number, one, announced, float(kept.pair_q[number, at]), drawn[at]))
    return tuple(lines)


def _usable(one: Against, least: int) -> Floats:
    """Chances of objects that enough people carry."""
    return np.where(_carried(one.found, least), one.found.p_values(), np.nan)


def _carried(found: Joint, least: int) -> Bools:
    return np.asarray((found.treated >= least) & np.isfinite(found.effect) & (found.se > 0))


def _drawn(found: Joint, least: int) -> Floats:
    """Effects drawn back, most of them being nothing, as far as chance explains them."""
    use = _carried(found, least)
    shrunken = np.where(use, found.effect, np.nan)
    together = sparse(found.effect[use], found.se[use])
    if not isinstance(together, Reason):
        shrunken[use] = together.value
    return shrunken


def _line(number: int, one: Against, announced: bool, q: float, drawn: Floats) -> Line:
    found, sign = one.found, one.sign
    value, se = float(found.effect[number]), float(found.se[number])
    low, high = (float(end[number]) for end in found.interval(0.95))
    near = tuple(float(end[number]) for end in found.interval(0.90))
    moving = _moving(found, number)
    carried = math.isfinite(float(drawn[number]))
    word, why = Worth.CANNOT_TELL, ""
    if not carried:
        why = _uncarried(found, number)
    elif announced and not moving:
        word = Worth.WORKS if value * sign > 0 else Worth.HARMS
    elif -one.margin < near[0] and near[1] < one.margin:
        word = Worth.NO_WORTHWHILE_EFFECT
    elif announced:
        why = "Those who took it were moving already in the months before."
    elif low > 0 or high < 0:
        why = (
            "By itself its range leaves out nothing, but among so many looks something like it "
            "comes up by chance too often."
        )
    else:
        why = "The range holds both nothing and effects worth having."
    return Line(
        number, one.name, word, value, low, high, (near[0], near[1]), float(drawn[number]), q,
        int(found.treated[number]), moving, one.margin,
        information(value * sign, se, one.margin) if carried else math.nan, why,
    )  # fmt: skip


def _moving(found: Joint, number: int) -> bool:
    """Whether the run-up differs from the base by more than chance."""
    error = float(found.before_se[number])
    if not error > 0:
        return False
    t = abs(float(found.before[number])) / error
    return 2 * below(-t, float(found.df[number])) < _MOVING


def _uncarried(found: Joint, number: int) -> str:
    if np.isfinite(found.effect[number]):
        return "Too few are seen both before and after it."
    return "It cannot be told from other objects that the same people took at the same time."


def information(value: float, error: float, bar: float) -> float:
    """Mean loss of deciding now whether an effect is above a bar, in the effect's unit.

    It is what knowing the effect exactly would be worth (expected value of perfect information of
    a two-way choice under a normal law).

    References:
        Raiffa, Schlaifer (1961), Applied statistical decision theory.
    """
    if not error > 0:
        return 0.0
    z = abs(value - bar) / error
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return error * (density - z * below(-z))
