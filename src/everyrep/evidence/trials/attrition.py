"""Who has no outcome: whether a side lost more, and what the effect is at worst and at best.

People who left have no outcome. If the treatment changes who stays, those who are left are no
longer alike. The bounds trim the side that kept more until it has kept as many, once from above
and once from below; they hold for people who would have stayed either way, provided that the
treatment makes nobody leave who would have stayed, or nobody stay who would have left.

References:
    Lee (2009), Training, wages, and sample selection: estimating sharp bounds on treatment effects.
    Imbens and Manski (2004), Confidence intervals for partially identified parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from everyrep.evidence.arrays import Bools, Floats
from everyrep.evidence.inference.answerable import comparable, sides
from everyrep.evidence.inference.result import Inferred, below, from_variance, quantile
from everyrep.values import Reason

_HALVINGS = 60


@dataclass(frozen=True)
class Attrition:
    """Who was lost on each side.

    Attributes:
        treated, untreated: Shares with an outcome, 0 to 1.
        difference: Share kept among the treated less that among the untreated; None where nobody
            was lost at all.
        worrying: They differ by more than chance explains.
    """

    treated: float
    untreated: float
    difference: Inferred | None
    worrying: bool


@dataclass(frozen=True)
class Bounds:
    """What the effect is at worst and at best among people who would have stayed either way.

    Attributes:
        lower, upper: The bounds, in the unit of the outcome.
        low, high: Range that holds the effect in `level` of cases.
        trimmed: Share of the side that kept more which was cut off, 0 to 1.
        trimmed_treated: The treated were trimmed.
        level: Confidence.
    """

    lower: float
    upper: float
    low: float
    high: float
    trimmed: float
    trimmed_treated: bool
    level: float


@dataclass(frozen=True)
class _End:
    mean: float
    variance: float


def attrition(stayed: Bools, treated: Bools, *, alpha: float = 0.05) -> Attrition | Reason:
    """Shares with an outcome on each side, and how far apart.

    Args:
        stayed: Shape (people,); whether there is an outcome.
        treated: Shape (people,), as drawn.
        alpha: Chance below which the difference is worrying.
    """
    stuck = sides(treated)
    if stuck is not None:
        return stuck
    kept = float(stayed[treated].mean()), float(stayed[~treated].mean())
    if stayed.all():
        return Attrition(1.0, 1.0, None, worrying=False)
    n = np.array([(~treated).sum(), treated.sum()], float)
    counts = np.bincount(treated, stayed, minlength=2)
    share = (counts + 1) / (n + 2)
    variance = float((share * (1 - share) / (n + 2)).sum())
    found = from_variance(float(share[1] - share[0]), variance)
    if isinstance(found, Reason):
        return found
    return Attrition(*kept, found, worrying=found.p < alpha)


def lee_bounds(
    outcome: Floats, stayed: Bools, treated: Bools, *, level: float = 0.95
) -> Bounds | Reason:
    """The bounds.

    Args:
        outcome: Shape (people,); what stands where nobody stayed is not read.
        stayed: Shape (people,); whether there is an outcome.
        treated: Shape (people,), as drawn.
        level: Confidence.
    """
    stuck = sides(treated) or comparable(outcome[stayed], treated[stayed])
    if stuck is not None:
        return stuck
    more = float(stayed[treated].mean()) >= float(stayed[~treated].mean())
    side = treated if more else ~treated
    kept = float(stayed[side].mean()), float(stayed[~side].mean())
    cut = 1 - kept[1] / kept[0]
    values = np.sort(outcome[stayed & side])
    rest = outcome[stayed & ~side]
    if round(values.size * (1 - cut)) < 2:
        return Reason(
            "too_much_lost",
            f"One side lost so many more ({1 - kept[1]:.0%} beside {1 - kept[0]:.0%}) that nobody "
            "is left to compare.",
            "Take an outcome that leavers have too.",
        )
    n = treated.size
    ends = [_trimmed(values, cut, kept[1], float(side.mean()), n, low) for low in (True, False)]
    own = float(np.var(rest, ddof=1)) / rest.size
    points = [end.mean - float(rest.mean()) for end in ends]
    errors = [sqrt(end.variance + own) for end in ends]
    if not more:
        points, errors = [-points[1], -points[0]], errors[::-1]
    reach = _reach(points[1] - points[0], max(errors), level)
    low, high = points[0] - reach * errors[0], points[1] + reach * errors[1]
    return Bounds(points[0], points[1], low, high, cut, more, level)


def _trimmed(
    values: Floats, cut: float, kept: float, share: float, people: int, lowest: bool
) -> _End:
    """Mean of what is left after a share is cut off the top (`lowest`) or the bottom.

    Args:
        values: Outcomes of the side that kept more, from low to high.
        cut: Share that is cut off.
        kept: Share of the other side that stayed.
        share: Share of people drawn for the side that kept more.
        people: In all.
        lowest: The lowest are kept.
    """
    ordered = values if lowest else values[::-1]
    size = ordered.size * (1 - cut)
    whole = int(np.floor(size))
    weight = np.zeros(ordered.size)
    weight[:whole] = 1.0
    if whole < ordered.size:
        weight[whole] = size - whole
    mean = float(weight @ ordered) / size
    edge = float(ordered[min(whole, ordered.size - 1)])
    inside = float(weight @ (ordered - mean) ** 2) / size
    # Spread of what is left, doubt about the edge, and doubt about how much was to be cut off.
    drawn = ordered.size
    left = 1 - cut
    of_cut = left**2 * (
        (1 - kept / left) / (share * kept / left) + (1 - kept) / ((1 - share) * kept)
    )
    variance = inside / (drawn * left) + (edge - mean) ** 2 * cut / (drawn * left)
    variance += ((edge - mean) / left) ** 2 * of_cut / people
    return _End(mean, variance)


def _reach(width: float, error: float, level: float) -> float:
    """Errors on either side of the bounds: between one tail and two, as the bounds are wide."""
    low, high = quantile(level), quantile(0.5 + level / 2)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        held = below(middle + width / max(error, 1e-300)) - below(-middle)
        low, high = (middle, high) if held < level else (low, middle)
    return (low + high) / 2
