"""What a trial found: the difference, what it is of the untreated mean, and who took part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, sqrt

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.inference.answerable import enough_clusters, sides
from everyrep.evidence.inference.result import Inferred, quantile
from everyrep.values import Reason


@dataclass(frozen=True)
class Effect:
    """The effect of being offered the treatment.

    Attributes:
        absolute: Treated less untreated, in the unit of the outcome.
        relative: The same as a share of the untreated; None where that may be zero.
        treated, untreated: The two means, or ratios.
        n_treated, n_untreated: People.
        clusters: Groups that were drawn; None where people were.
        variance_ratio: Variance of the effect by that without covariates; 1 without any.
    """

    absolute: Inferred
    relative: Inferred | None
    treated: float
    untreated: float
    n_treated: int
    n_untreated: int
    clusters: int | None = None
    variance_ratio: float = 1.0


def relative_to(absolute: Inferred, base: float, variance: float, shared: float) -> Inferred | None:
    """The effect as a share of the untreated, by the delta method; its range from that of the log.

    A ratio of two means is skewed, and its log hardly is. The chance is that of the difference.

    Args:
        absolute: Treated less untreated.
        base: The untreated mean.
        variance: Of the untreated mean.
        shared: Covariance of the effect and the untreated mean.
    """
    other = base + absolute.value
    of_other = max(variance + absolute.error**2 + 2 * shared, 0.0)
    away = quantile(0.5 + absolute.level / 2, absolute.degrees)
    # Of a mean that may be zero nothing is a share.
    if base <= away * sqrt(variance) or other <= away * sqrt(of_other):
        return None
    of_log = of_other / other**2 - 2 * (variance + shared) / (other * base) + variance / base**2
    error, ratio = sqrt(max(of_log, 0.0)), other / base
    reach = away * error
    return replace(
        absolute,
        value=ratio - 1,
        error=ratio * error,
        low=ratio * exp(-reach) - 1,
        high=ratio * exp(reach) - 1,
    )


def drawn_groups(treated: Bools, cluster: Ints) -> Reason | None:
    """Why groups cannot be compared as the draws they were; None where they can.

    Args:
        treated: Shape (people,).
        cluster: Shape (people,); groups that were drawn together.
    """
    code = np.unique(cluster, return_inverse=True)[1]
    share = np.bincount(code, treated) / np.bincount(code)
    if ((share > 0) & (share < 1)).any():
        return Reason(
            "mixed_clusters",
            f"In {int(((share > 0) & (share < 1)).sum())} of {share.size} groups some were treated "
            "and some were not, so the groups were not what was drawn.",
            "Name the groups that were drawn, or compare people.",
        )
    return enough_clusters(share.size) or sides(share > 0.5, fewest=2)


def people_of(treated: Bools) -> tuple[int, int]:
    """How many are treated and untreated."""
    return int(treated.sum()), int((~treated).sum())


def means_of(outcome: Floats, treated: Bools) -> tuple[float, float]:
    """Means of treated and untreated."""
    return float(outcome[treated].mean()), float(outcome[~treated].mean())
