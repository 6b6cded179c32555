"""Trials drawn stratum by stratum, matched pairs among them.

The effect is that of the strata, weighed by how many people they hold. A stratum with two or more
on both sides shows its own spread; of pairs, and others with one alone on a side, only the spread
between them tells, which is never too small.

References:
    Imai (2008), Variance identification and efficiency analysis in randomized experiments under
        the matched-pair design.
    Pashley and Miratrix (2021), Insights on variance estimation for blocked and matched pairs
        designs (strata of unlike sizes, big and small together).
"""

from __future__ import annotations

from math import inf

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.inference.answerable import comparable
from everyrep.evidence.inference.result import from_variance
from everyrep.evidence.trials.effect import Effect, people_of, relative_to
from everyrep.values import Reason

_FEWEST_SMALL = 3


def blocked_difference(
    outcome: Floats, treated: Bools, stratum: Ints, *, level: float = 0.95
) -> Effect | Reason:
    """The effect over strata; those wholly on one side are left out.

    Args:
        outcome: Shape (people,), finite.
        treated: Shape (people,).
        stratum: Shape (people,); within which the lottery was held, down to pairs.
        level: Confidence.
    """
    stuck = comparable(outcome, treated)
    if stuck is not None:
        return stuck
    code = np.unique(stratum, return_inverse=True)[1]
    size = np.bincount(code)
    some = np.bincount(code, treated)
    both = (some > 0) & (some < size)
    if not both.any():
        return Reason(
            "no_stratum_with_both",
            "No stratum holds both treated and untreated people.",
            "Name the strata within which the lottery was held.",
        )
    kept = both[code]
    code = np.unique(code[kept], return_inverse=True)[1]
    return _difference(outcome[kept], treated[kept], code, level)


def _difference(outcome: Floats, treated: Bools, code: Ints, level: float) -> Effect | Reason:
    side = [treated, ~treated]
    count = np.array([np.bincount(code, s) for s in side])
    mean = np.array([np.bincount(code, np.where(s, outcome, 0.0)) for s in side]) / count
    share = count.sum(axis=0) / outcome.size
    gap = mean[0] - mean[1]
    big: Bools = np.asarray((count >= 2).all(axis=0))
    own, degrees = _big(outcome, treated, code, count, share, big)
    between, more = _small(gap[~big], count.sum(axis=0)[~big].astype(float))
    small_share = float(share[~big].sum())
    if not np.isfinite(between):
        return Reason(
            "too_few_strata",
            f"{int((~big).sum())} strata have one person alone on a side, and their spread needs "
            f"at least {_FEWEST_SMALL}, none of which outweighs the rest.",
            "Join them to their neighbours.",
        )
    variance = own + small_share**2 * between
    weight = own**2 / degrees + (small_share**2 * between) ** 2 / more
    together = variance**2 / weight if weight > 0 else inf
    absolute = from_variance(float(gap @ share), variance, together, level=level)
    if isinstance(absolute, Reason):
        return absolute
    base = float(mean[1] @ share)
    base_variance = _untreated_variance(outcome, treated, code, count, share)
    relative = relative_to(absolute, base, base_variance, -base_variance)
    return Effect(absolute, relative, float(mean[0] @ share), base, *people_of(treated))


def _spread(outcome: Floats, who: Bools, code: Ints, count: Floats) -> Floats:
    """Variance of the mean of each stratum; NaN with one person."""
    inside = np.where(who, outcome, 0.0)
    mean = np.bincount(code, inside) / count
    squares = np.bincount(code, np.where(who, (outcome - mean[code]) ** 2, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        variance: Floats = squares / (count - 1) / count
    return variance


def _big(
    outcome: Floats, treated: Bools, code: Ints, count: Floats, share: Floats, big: Bools
) -> tuple[float, float]:
    """Variance of the strata that show their own spread, and its degrees of freedom."""
    if not big.any():
        return 0.0, 1.0
    total, weight = 0.0, 0.0
    for who, n in ((treated, count[0]), (~treated, count[1])):
        parts = share[big] ** 2 * _spread(outcome, who, code, n)[big]
        total += float(parts.sum())
        weight += float((parts**2 / (n[big] - 1)).sum())
    return total, total**2 / weight if weight > 0 else 1.0


def _small(gap: Floats, size: Floats) -> tuple[float, float]:
    """Variance of the mean effect of small strata from their spread; NaN with too few."""
    if gap.size == 0:
        return 0.0, 1.0
    people = float(size.sum())
    if gap.size < _FEWEST_SMALL or float(size.max()) >= people / 2:
        return float("nan"), 1.0
    lean = size**2 / (people - 2 * size)
    middle = float(gap @ size) / people
    between = float((lean * (gap - middle) ** 2).sum()) / (people + float(lean.sum()))
    return between, float(gap.size - 1)


def _untreated_variance(
    outcome: Floats, treated: Bools, code: Ints, count: Floats, share: Floats
) -> float:
    """Variance of the untreated mean; from person to person where strata are too small."""
    own = _spread(outcome, ~treated, code, count[1])
    if (count[1] >= 2).all():
        return float((share**2 * own).sum())
    rest = outcome[~treated]
    return float(np.var(rest, ddof=1)) / rest.size
