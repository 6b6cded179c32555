"""What people were like before narrows the range: CUPED, and regression adjustment.

Taking out what a covariate from before foretells leaves the effect where it is and its variance at
one less the squared correlation: 0.64 at 0.6. The covariate must date from before the treatment;
one that the treatment moved takes part of the effect away. A missing value is put at the mean and
marked, which a lottery allows.

References:
    Deng, Xu, Kohavi and Walker (2013), Improving the sensitivity of online controlled experiments
        by utilizing pre-experiment data.
    Lin (2013), Agnostic notes on regression adjustments to experimental data.
    Zhao and Ding (2024), To adjust or not to adjust? (missing covariates).
"""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.inference.answerable import comparable
from everyrep.evidence.inference.least_squares import Fit, fit
from everyrep.evidence.inference.variance import estimate, influence
from everyrep.evidence.trials.difference import difference_of_means
from everyrep.evidence.trials.effect import (
    Effect,
    drawn_groups,
    people_of,
    relative_to,
)
from everyrep.values import Reason

_PEOPLE_EACH = 10
"""People on the smaller side that are needed for each covariate."""


def cuped(
    outcome: Floats,
    before: Floats,
    treated: Bools,
    *,
    cluster: Ints | None = None,
    level: float = 0.95,
) -> Effect | Reason:
    """The difference of means with one covariate from before taken out, with one slope for all.

    Args:
        outcome: Shape (people,), finite.
        before: Shape (people,), the same or another measure before the treatment; NaN where none.
        treated: Shape (people,).
        cluster: Shape (people,); groups that were drawn together.
        level: Confidence.
    """
    plain = difference_of_means(outcome, treated, cluster=cluster, level=level)
    if isinstance(plain, Reason):
        return plain
    filled = _filled(before[:, None])[:, 0]
    spread = filled - np.where(treated, filled[treated].mean(), filled[~treated].mean())
    squares = float(spread @ spread)
    if squares <= 1e-12 * max(float(filled @ filled), 1e-300):
        return plain
    slope = float(spread @ outcome) / squares
    left = outcome - slope * (filled - filled.mean())
    found = difference_of_means(left, treated, cluster=cluster, level=level)
    if isinstance(found, Reason):
        return found
    ratio = (found.absolute.error / plain.absolute.error) ** 2
    return replace(found, variance_ratio=ratio)


def adjusted_difference(
    outcome: Floats,
    covariates: Floats,
    treated: Bools,
    *,
    cluster: Ints | None = None,
    interacted: bool = True,
    level: float = 0.95,
) -> Effect | Reason:
    """The difference of means with covariates from before taken out by regression.

    Args:
        outcome: Shape (people,), finite.
        covariates: Shape (people, covariates), from before the treatment; NaN where missing.
        treated: Shape (people,).
        cluster: Shape (people,); groups that were drawn together.
        interacted: Each side has its own slopes (Lin), which never widens the range in large
            trials; without, one slope serves both.
        level: Confidence.
    """
    stuck = comparable(outcome, treated) or _enough(covariates, treated, cluster)
    if stuck is None and cluster is not None:
        stuck = drawn_groups(treated, cluster)
    if stuck is not None:
        return stuck
    fitted = _fitted(outcome, covariates, treated, interacted)
    if isinstance(fitted, Reason):
        return fitted
    absolute = estimate(fitted, 1, cluster=cluster, level=level)
    if isinstance(absolute, Reason):
        return absolute
    base, relative = float(fitted.coefficients[0]), None
    own, gap = (influence(fitted, i, cluster=cluster) for i in (0, 1))
    if not isinstance(own, Reason) and not isinstance(gap, Reason):
        shared = float(own.value @ gap.value)
        relative = relative_to(absolute, base, own.error**2, shared)
    groups = None if cluster is None else int(np.unique(cluster).size)
    return Effect(
        absolute,
        relative,
        base + absolute.value,
        base,
        *people_of(treated),
        clusters=groups,
        variance_ratio=_ratio(outcome, treated, cluster, absolute.error),
    )


def _fitted(outcome: Floats, covariates: Floats, treated: Bools, interacted: bool) -> Fit | Reason:
    """Columns: the untreated mean, the effect, covariates about their mean, and each times treated.

    Covariates that do not vary, or follow from others, are left out.
    """
    own = _independent(_filled(covariates))
    own = own - own.mean(axis=0)
    side = treated.astype(float)
    columns = [np.ones((side.size, 1)), side[:, None], own]
    if interacted:
        columns.append(own * side[:, None])
    return fit(outcome, np.column_stack(columns))


def _independent(covariates: Floats) -> Floats:
    """Those that neither are constant nor follow from the ones before them."""
    kept: list[Floats] = []
    basis = np.ones((covariates.shape[0], 1)) / np.sqrt(covariates.shape[0])
    for column in covariates.T:
        left = column - basis @ (basis.T @ column)
        left = left - basis @ (basis.T @ left)
        length = float(np.linalg.norm(left))
        if length > 1e-8 * max(float(np.linalg.norm(column)), 1e-300):
            basis = np.column_stack([basis, left / length])
            kept.append(column)
    return np.column_stack(kept) if kept else np.zeros((covariates.shape[0], 0))


def _filled(covariates: Floats) -> Floats:
    """Missing values at the mean, and a column that marks them for each covariate with any."""
    missing = ~np.isfinite(covariates)
    known = np.where(missing, 0.0, covariates)
    count = np.maximum((~missing).sum(axis=0), 1)
    filled = np.where(missing, known.sum(axis=0) / count, covariates)
    some = missing.any(axis=0)
    return np.column_stack([filled, missing[:, some].astype(float)]) if some.any() else filled


def _enough(covariates: Floats, treated: Bools, cluster: Ints | None) -> Reason | None:
    sides = np.bincount(treated, minlength=2)
    if cluster is not None:
        sides = np.array([np.unique(cluster[~treated]).size, np.unique(cluster[treated]).size])
    least = 2 if cluster is not None else _PEOPLE_EACH
    if int(sides.min()) >= least * covariates.shape[1]:
        return None
    what = "people" if cluster is None else "groups"
    return Reason(
        "too_many_covariates",
        f"There are {covariates.shape[1]} covariates for {int(sides.min())} {what} on the smaller "
        f"side; there should be at least {least} to each.",
        "Keep the one that foretells most: the same measure from before.",
    )


def _ratio(outcome: Floats, treated: Bools, cluster: Ints | None, error: float) -> float:
    plain = difference_of_means(outcome, treated, cluster=cluster)
    if isinstance(plain, Reason) or not isfinite(plain.absolute.error):
        return 1.0
    return (error / plain.absolute.error) ** 2
