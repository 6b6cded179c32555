"""The effect on those who took it up because they were drawn: a lottery of invitations.

Not everybody who is invited takes the course. The effect of the invitation over the share it moved
is the effect of the course on people whom it moved, if an invitation works through the course
alone. The range is that of Anderson and Rubin: it holds however few the invitation moved, and then
is wide, open on one side, or everything. Where few were moved the usual range is not worth
printing.

References:
    Angrist, Imbens and Rubin (1996), Identification of causal effects using instrumental variables.
    Anderson and Rubin (1949), Estimation of the parameters of a single equation.
    Olea and Pflueger (2013), A robust test for weak instruments (with one instrument their F is
        that of the first stage, corrected for unequal spread).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.inference.answerable import comparable
from everyrep.evidence.inference.least_squares import Fit, fit
from everyrep.evidence.inference.result import Inferred, inferred, quantile
from everyrep.evidence.inference.variance import Influence, influence
from everyrep.evidence.trials.effect import drawn_groups
from everyrep.values import Reason

STRONG = 10.0
"""First-stage F below which only the range of Anderson and Rubin is to be read."""


@dataclass(frozen=True)
class Encouraged:
    """Effect on those moved by the invitation.

    Attributes:
        effect: By the Wald ratio, with the usual range; read it only where `strong`.
        low, high: Range of Anderson and Rubin; infinite on an open side.
        outside: The range is everything but what lies between `low` and `high`.
        everything: Nothing is excluded; then `low` and `high` are infinite.
        offered: Effect of the invitation on the outcome.
        moved: Share whom the invitation moved.
        strength: F of the first stage.
        strong: It is at least 10.
        level: Confidence.
    """

    effect: Inferred
    low: float
    high: float
    outside: bool
    everything: bool
    offered: Inferred
    moved: Inferred
    strength: float
    strong: bool
    level: float


def encouraged(
    outcome: Floats,
    took: Floats,
    invited: Bools,
    *,
    covariates: Floats | None = None,
    cluster: Ints | None = None,
    level: float = 0.95,
) -> Encouraged | Reason:
    """The effect of taking it up, by the lottery of invitations.

    Args:
        outcome: Shape (people,), finite.
        took: Shape (people,); 0 or 1, or how much was taken up.
        invited: Shape (people,), as drawn.
        covariates: Shape (people, covariates), from before, finite.
        cluster: Shape (people,); groups that were invited together.
        level: Confidence.
    """
    stuck = comparable(outcome, invited) or _uptake(took, invited)
    if stuck is None and cluster is not None:
        stuck = drawn_groups(invited, cluster)
    if stuck is not None:
        return stuck
    columns = [np.ones(outcome.size), invited.astype(float)]
    x = np.column_stack(columns if covariates is None else [*columns, covariates])
    fits = [fit(outcome, x), fit(took, x)]
    moves = [_moves(one, cluster) for one in fits]
    for one in (*fits, *moves):
        if isinstance(one, Reason):
            return one
    gap = [float(one.coefficients[1]) for one in fits if isinstance(one, Fit)]
    moved_by = [one for one in moves if isinstance(one, Influence)]
    return of_the_moved(
        (gap[0], moved_by[0].value), (gap[1], moved_by[1].value), moved_by[0].degrees, level
    )


def _moves(one: Fit | Reason, cluster: Ints | None) -> Influence | Reason:
    return one if isinstance(one, Reason) else influence(one, 1, cluster=cluster)


def of_the_moved(
    offered: tuple[float, Floats], moved: tuple[float, Floats], degrees: float, level: float = 0.95
) -> Encouraged | Reason:
    """The effect on those whom an offer moved, from what the offer did to outcome and to uptake.

    Args:
        offered: What the offer did to the outcome, and what each person or group adds to its error.
        moved: The same of how many took it up.
        degrees: Of freedom.
        level: Confidence.
    """
    ratio = offered[0] / moved[0]
    left = (offered[1] - ratio * moved[1]) / moved[0]
    figures = [
        inferred(value, float(np.sqrt((parts**2).sum())), degrees, level=level)
        for value, parts in ((ratio, left), offered, moved)
    ]
    sound = [one for one in figures if not isinstance(one, Reason)]
    if len(sound) < len(figures):
        return next(one for one in figures if isinstance(one, Reason))
    effect, on_outcome, on_uptake = sound
    low, high, outside, everything = _anderson_rubin(offered, moved, degrees, level)
    strength = (on_uptake.value / on_uptake.error) ** 2
    return Encouraged(
        effect, low, high, outside, everything, on_outcome, on_uptake, strength,
        strength >= STRONG, level,
    )  # fmt: skip


def _anderson_rubin(
    offered: tuple[float, Floats], moved: tuple[float, Floats], degrees: float, level: float
) -> tuple[float, float, bool, bool]:
    """Low and high end, whether the range lies outside them, and whether it is everything.

    All effects b with (gap_y - b gap_d)^2 at most t^2 times its variance: a quadratic in b.
    """
    bar = quantile(0.5 + level / 2, degrees) ** 2
    (y, by_y), (d, by_d) = offered, moved
    yy, yd, dd = float(by_y @ by_y), float(by_y @ by_d), float(by_d @ by_d)
    second = d**2 - bar * dd
    first = y * d - bar * yd
    zeroth = y**2 - bar * yy
    root = first**2 - second * zeroth
    if second > 0:
        reach = sqrt(max(root, 0.0))
        return (first - reach) / second, (first + reach) / second, False, False
    if root < 0 or second == 0:
        return -inf, inf, False, True
    ends = sorted([(first - sqrt(root)) / second, (first + sqrt(root)) / second])
    return ends[0], ends[1], True, False


def _uptake(took: Floats, invited: Bools) -> Reason | None:
    if float(np.ptp(took)) == 0:
        return Reason(
            "uptake_alike",
            "Everybody took it up alike, so the invitation moved nobody.",
            "Compare the invited with the rest only where the invitation changed what they did.",
        )
    if float(took[invited].mean()) == float(took[~invited].mean()):
        return Reason(
            "nobody_moved",
            "As many took it up without an invitation as with one.",
            "Find an invitation that moves people.",
        )
    return None
