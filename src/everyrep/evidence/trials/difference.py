"""The plain analysis of a trial: difference of two means, of two proportions, of two ratios.

A ratio metric (won deals per closed deal, revenue per call) is a ratio of sums over people. Its
variance is taken from person to person, or from group to group where groups were drawn; counting
deals as if they were drawn called 42 of 100 useless courses effective.

References:
    Welch (1947), The generalization of Student's problem when several population variances are
        involved.
    Deng, Knoblich and Lu (2018), Applying the delta method in metric analytics.
    Agresti and Caffo (2000), Simple and effective confidence intervals for proportions.
"""

from __future__ import annotations

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.inference.answerable import comparable, sides, varying
from everyrep.evidence.inference.least_squares import fit
from everyrep.evidence.inference.result import Inferred, from_variance
from everyrep.evidence.inference.variance import estimate
from everyrep.evidence.trials.effect import (
    Effect,
    drawn_groups,
    means_of,
    people_of,
    relative_to,
)
from everyrep.measures.intervals import PowerSums
from everyrep.values import Reason


def difference_of_means(
    outcome: Floats, treated: Bools, *, cluster: Ints | None = None, level: float = 0.95
) -> Effect | Reason:
    """Mean of the treated less mean of the untreated.

    Args:
        outcome: Shape (people,), finite.
        treated: Shape (people,).
        cluster: Shape (people,); groups that were drawn together, None where people were drawn.
        level: Confidence.
    """
    stuck = comparable(outcome, treated)
    if stuck is None and cluster is not None:
        stuck = drawn_groups(treated, cluster)
    if stuck is not None:
        return stuck
    found = _welch(outcome, treated, level) if cluster is None else None
    if cluster is not None:
        found = _clustered(outcome, treated, cluster, level)
    if found is None or isinstance(found, Reason):
        return found or Reason("no_spread", "Nothing varies.", "")
    # The untreated mean has a variance of its own, and the effect moves against it.
    variance = _untreated_variance(outcome, treated, cluster)
    base = means_of(outcome, treated)
    relative = relative_to(found, base[1], variance, -variance)
    groups = None if cluster is None else int(np.unique(cluster).size)
    return Effect(found, relative, *base, *people_of(treated), clusters=groups)


def difference_of_proportions(
    succeeded: Bools, treated: Bools, *, level: float = 0.95
) -> Effect | Reason:
    """Share of the treated who succeeded less that of the untreated, one success a person at most.

    A success and a failure are added to either side, so that none of ten is not taken for
    certainty. Where a person has many trials (deals), take `difference_of_ratios`.

    Args:
        succeeded: Shape (people,).
        treated: Shape (people,).
        level: Confidence.
    """
    stuck = comparable(succeeded.astype(float), treated)
    if stuck is not None:
        return stuck
    counts, trials = np.bincount(treated, succeeded, minlength=2), np.bincount(treated, minlength=2)
    share = (counts + 1) / (trials + 2)
    variance = share * (1 - share) / (trials + 2)
    absolute = from_variance(float(share[1] - share[0]), float(variance.sum()), level=level)
    if isinstance(absolute, Reason):
        return absolute
    plain = means_of(succeeded.astype(float), treated)
    relative = relative_to(absolute, float(share[0]), float(variance[0]), -float(variance[0]))
    return Effect(_moved(absolute, plain[0] - plain[1]), relative, *plain, *people_of(treated))


def difference_of_ratios(
    above: Floats,
    below: Floats,
    treated: Bools,
    *,
    cluster: Ints | None = None,
    level: float = 0.95,
) -> Effect | Reason:
    """Ratio of the treated less that of the untreated: sums over sums.

    Args:
        above: What is counted above the line, a person, shape (people,).
        below: What is counted below the line, a person, shape (people,), not negative.
        treated: Shape (people,).
        cluster: Shape (people,); groups that were drawn together.
        level: Confidence.
    """
    there = below > 0
    above, below, treated = above[there], below[there], treated[there]
    stuck = sides(treated) or varying(above / below)
    if stuck is None and cluster is not None:
        stuck = drawn_groups(treated, cluster[there])
    if stuck is not None:
        return stuck
    unit = np.arange(above.size) if cluster is None else cluster[there]
    sums = power_sums(above, below, unit, treated)
    ratio, variance, degrees = sums.ratio, sums.variance, sums.degrees
    whole, gap = float(variance.sum()), float(ratio[1] - ratio[0])
    absolute = from_variance(gap, whole, _degrees(variance, degrees), level=level)
    if isinstance(absolute, Reason):
        return absolute
    relative = relative_to(absolute, float(ratio[0]), float(variance[0]), -float(variance[0]))
    groups = None if cluster is None else int(np.unique(unit).size)
    return Effect(
        absolute, relative, float(ratio[1]), float(ratio[0]), *people_of(treated), clusters=groups
    )


def power_sums(above: Floats, below: Floats, unit: Ints, side: Bools) -> PowerSums:
    """Sums of powers over units, untreated first; every array has the shape (2,).

    Args:
        above, below: Shape (people,).
        unit: Shape (people,); what was drawn.
        side: Shape (people,); whether treated, the same for a whole unit.
    """
    first, code = np.unique(unit, return_index=True, return_inverse=True)[1:]
    x, m = (np.asarray(np.bincount(code, values), float) for values in (above, below))
    of = side[first].astype(np.int64)

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(of, values, minlength=2), float)

    count = total(np.ones(x.size))
    powers = (x, m, x * x, x * m, m * m, x**3, x * x * m, x * m * m, m**3)
    return PowerSums(count, np.bincount(side, minlength=2).astype(float), *map(total, powers))


def _degrees(variance: Floats, degrees: Floats) -> float:
    """Degrees of freedom of a sum of variances, each with its own; 0 where nothing varies."""
    some = variance > 0
    parts = float((variance[some] ** 2 / np.maximum(degrees[some], 1e-300)).sum())
    return float(variance.sum()) ** 2 / parts if parts > 0 else 0.0


def _welch(outcome: Floats, treated: Bools, level: float) -> Inferred | Reason:
    groups = (outcome[treated], outcome[~treated])
    size = np.array([group.size for group in groups], float)
    variance = np.array([float(np.var(group, ddof=1)) for group in groups]) / size
    gap = float(groups[0].mean() - groups[1].mean())
    degrees = _degrees(variance, size - 1)
    return from_variance(gap, float(variance.sum()), degrees, level=level)


def _clustered(outcome: Floats, treated: Bools, cluster: Ints, level: float) -> Inferred | Reason:
    fitted = fit(outcome, np.column_stack([np.ones(outcome.size), treated.astype(float)]))
    if isinstance(fitted, Reason):
        return fitted
    return estimate(fitted, 1, cluster=cluster, level=level)


def _untreated_variance(outcome: Floats, treated: Bools, cluster: Ints | None) -> float:
    unit = np.arange(outcome.size) if cluster is None else cluster
    sums = power_sums(outcome, np.ones(outcome.size), unit, treated)
    return float(sums.variance[0])


def _moved(effect: Inferred, to: float) -> Inferred:
    """The range around its own middle, with the plain difference as the value, inside it."""
    value = min(max(to, effect.low), effect.high)
    return Inferred(
        value, effect.error, effect.degrees, effect.p, effect.low, effect.high, effect.level
    )
