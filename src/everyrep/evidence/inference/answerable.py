"""Whether two groups can be compared at all: a reason where they cannot, before any number."""

from __future__ import annotations

import numpy as np

from everyrep.evidence.arrays import Bools, Floats
from everyrep.values import Reason
from everyrep.values.errors import require

FEWEST_EACH = 6
"""People on each side below which nothing is compared: ranges of fewer do not hold."""
FEWEST_CLUSTERS = 6
"""Clusters in all below which nothing is inferred across them."""
FEW_CLUSTERS = 20
"""Clusters in all below which a finding carries a warning."""


def comparable(outcome: Floats, treated: Bools, fewest: int = FEWEST_EACH) -> Reason | None:
    """Why two groups cannot be compared; None where they can.

    Args:
        outcome: Shape (n,), finite.
        treated: Shape (n,).
        fewest: How many are needed on either side.
    """
    require(
        outcome.shape == treated.shape,
        f"There are {outcome.shape} outcomes for {treated.shape} people",
        "Give one of each to a person",
    )
    require(
        bool(np.isfinite(outcome).all()),
        "An outcome is missing or not a number",
        "Leave people without an outcome out, and count them as lost",
    )
    return sides(treated, fewest) or varying(outcome)


def sides(treated: Bools, fewest: int = FEWEST_EACH) -> Reason | None:
    """Why there are not two sides to compare; None where there are.

    Args:
        treated: Shape (n,); people, or clusters.
        fewest: How many are needed on either side.
    """
    n, some = int(treated.size), int(treated.sum())
    if n == 0:
        return Reason("nobody", "There is nobody to compare.", "Widen the population or the dates.")
    if some == 0:
        return Reason("none_treated", f"None of the {n} was treated.", "Check who and when.")
    if some == n:
        return Reason(
            "all_treated",
            f"All {n} were treated, so there is nobody to compare them with.",
            "Compare with people treated later, or plan a staggered start.",
        )
    if min(some, n - some) < fewest:
        return Reason(
            "too_few",
            f"There are {some} treated and {n - some} untreated; at least {fewest} of each are "
            "needed.",
            "Take more people in, or more quarters and a staggered start.",
        )
    return None


def varying(outcome: Floats) -> Reason | None:
    """Why an outcome says nothing; None where it varies."""
    if outcome.size and float(np.ptp(outcome)) > 1e-12 * max(1.0, float(np.abs(outcome).max())):
        return None
    value = float(outcome[0]) if outcome.size else 0.0
    found = "zero for everybody" if value == 0 else f"the same for everybody ({value:g})"
    return Reason(
        "constant_outcome",
        f"The outcome is {found}, so nothing can move it.",
        "Check that the measure is recorded in these months, or take another outcome.",
    )


def enough_clusters(clusters: int, fewest: int = FEWEST_CLUSTERS) -> Reason | None:
    """Why there are too few clusters; None where there are enough.

    Args:
        clusters: How many there are.
        fewest: How many are needed.
    """
    if clusters >= fewest:
        return None
    return Reason(
        "too_few_clusters",
        f"The treatment went to whole groups, and there are {clusters} of them; at least {fewest} "
        "are needed to tell its effect from the luck of the groups.",
        "Treat person by person, take more groups in, or stagger the start.",
    )
