"""Power, the smallest effect that a trial would detect, and how many people it takes.

References:
    Cohen (1988), Statistical power analysis for the behavioral sciences.
    Bloom (1995), Minimum detectable effects.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, isfinite, sqrt

from scipy import special

from everyrep.evidence.inference.answerable import FEW_CLUSTERS, FEWEST_CLUSTERS, FEWEST_EACH
from everyrep.evidence.inference.result import below, quantile
from everyrep.evidence.trials.plan import Plan, planned_error
from everyrep.values import Reason

POWER = 0.8
ALPHA = 0.05
_MANY = 1e5  # degrees of freedom from which on t is the normal
_HALVINGS = 80
_MOST_PEOPLE = 10_000_000


@dataclass(frozen=True)
class Detectable:
    """The smallest effect that a trial would detect.

    Attributes:
        effect: In the unit of the outcome.
        error: Standard error of the trial.
        degrees: Degrees of freedom.
        draws: How many people, or teams, are drawn.
        warning: What makes it less sure than it looks; empty for nothing.
    """

    effect: float
    error: float
    degrees: float
    draws: float
    warning: str = ""


def power_of(effect: float, error: float, degrees: float, *, alpha: float = ALPHA) -> float:
    """Chance of a significant result, two-sided.

    Args:
        effect: The true effect.
        error: Standard error of the trial.
        degrees: Degrees of freedom; infinite for the normal.
        alpha: Level of significance.
    """
    away, bar = abs(effect) / error, quantile(1 - alpha / 2, degrees)
    if not isfinite(degrees) or degrees > _MANY:
        return below(away - bar) + below(-away - bar)
    upper = float(special.nctdtr(degrees, away, bar))
    lower = float(special.nctdtr(degrees, away, -bar))
    return 1 - upper + (lower if isfinite(lower) else 0.0)


def smallest_detectable(
    error: float, degrees: float, *, power: float = POWER, alpha: float = ALPHA
) -> float:
    """The effect that is found with the given power, in the unit of the error."""
    low, high = 0.0, 1.0
    while power_of(high, 1.0, degrees, alpha=alpha) < power:
        low, high = high, high * 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        enough = power_of(middle, 1.0, degrees, alpha=alpha) >= power
        low, high = (low, middle) if enough else (middle, high)
    return high * error


def detectable(plan: Plan, *, power: float = POWER, alpha: float = ALPHA) -> Detectable | Reason:
    """The smallest effect that the plan would detect.

    Args:
        plan: The trial.
        power: Chance of finding it.
        alpha: Two-sided level of significance.

    Returns:
        A reason where there are too few people or teams on a side to compare.
    """
    stuck = _stuck(plan)
    if stuck is not None:
        return stuck
    error = planned_error(plan)
    effect = smallest_detectable(error, plan.degrees, power=power, alpha=alpha)
    few = plan.team > 1 and plan.draws < FEW_CLUSTERS
    warning = f"Only {plan.draws:.0f} teams are drawn." if few else ""
    return Detectable(effect, error, plan.degrees, plan.draws, warning)


def people_needed(
    plan: Plan, effect: float, *, power: float = POWER, alpha: float = ALPHA
) -> int | Reason:
    """How many people it takes in all, the rest of the plan as it is.

    Args:
        plan: The trial; its own number of people is not read.
        effect: Smallest effect worth finding, in the unit of the outcome.
        power: Chance of finding it.
        alpha: Two-sided level of significance.
    """

    def enough(people: int) -> bool:
        found = detectable(replace(plan, people=people), power=power, alpha=alpha)
        return not isinstance(found, Reason) and found.effect <= abs(effect)

    high = 16
    while not enough(high):
        high *= 2
        if high > _MOST_PEOPLE:
            return Reason(
                "never_detectable",
                f"An effect of {effect:g} is out of reach of any number of people.",
                "Look for a larger effect, or an outcome with less chance in it.",
            )
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def power_of_proportions(
    shares: tuple[float, float], people: tuple[float, float], *, alpha: float = ALPHA
) -> float:
    """Power of the test of two proportions, its spread under no effect that of both together.

    Args:
        shares: Untreated and treated, 0 to 1.
        people: Untreated and treated.
        alpha: Two-sided level of significance.
    """
    (p, q), (n, m) = shares, people
    both = (n * p + m * q) / (n + m)
    none = sqrt(both * (1 - both) * (1 / n + 1 / m))
    true = sqrt(p * (1 - p) / n + q * (1 - q) / m)
    away, bar = abs(q - p) / true, quantile(1 - alpha / 2) * none / true
    return below(away - bar) + below(-away - bar)


def proportion_detectable(
    base: float, people: tuple[float, float], *, power: float = POWER, alpha: float = ALPHA
) -> float | Reason:
    """The smallest rise of a proportion that would be detected, 0 to 1 - base.

    Args:
        base: Share among the untreated.
        people: Untreated and treated.
        power: Chance of finding it.
        alpha: Two-sided level of significance.
    """
    low, high = 0.0, 1 - base
    if power_of_proportions((base, 1 - 1e-9), people, alpha=alpha) < power:
        return Reason(
            "never_detectable",
            f"With {ceil(sum(people))} people not even success of everybody would be detected.",
            "Take more people in.",
        )
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        found = power_of_proportions((base, base + middle), people, alpha=alpha) >= power
        low, high = (low, middle) if found else (middle, high)
    return high


def _stuck(plan: Plan) -> Reason | None:
    smaller = plan.draws * min(plan.treated, 1 - plan.treated)
    if plan.team > 1 and plan.draws < FEWEST_CLUSTERS:
        return Reason(
            "too_few_clusters",
            f"Only {plan.draws:.0f} teams would be drawn; at least {FEWEST_CLUSTERS} are needed.",
            "Draw people instead of teams, or stagger the start.",
        )
    if (plan.team == 1 and smaller < FEWEST_EACH) or plan.degrees < 1:
        return Reason(
            "too_few",
            f"About {smaller:.0f} would be on the smaller side; at least {FEWEST_EACH} are needed.",
            "Take more people in, or more quarters and a staggered start.",
        )
    return None
