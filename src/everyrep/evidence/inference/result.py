"""An estimate with what inference gives of it: error, degrees of freedom, chance and range."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, sqrt

from scipy import special

from everyrep.values import Reason


@dataclass(frozen=True)
class Inferred:
    """An estimate with its range; all in the unit of the outcome but `degrees`, `p` and `level`.

    Attributes:
        value: The estimate.
        error: Its standard error.
        degrees: Degrees of freedom of the error; infinite for the normal distribution.
        p: Chance of an estimate at least as far from zero, were the truth zero; two-sided.
        low, high: Range of the given level.
        level: Confidence of the range, such as 0.95.
    """

    value: float
    error: float
    degrees: float
    p: float
    low: float
    high: float
    level: float = 0.95


def inferred(
    value: float, error: float, degrees: float = inf, *, level: float = 0.95
) -> Inferred | Reason:
    """The estimate with the range of Student's t, or of the normal where degrees are infinite.

    Args:
        value: The estimate.
        error: Its standard error, above zero.
        degrees: Degrees of freedom, above zero.
        level: Confidence.

    Returns:
        A reason where there is no error above zero to measure the estimate by.
    """
    if not (isfinite(value) and isfinite(error) and error > 0 and degrees > 0):
        return Reason(
            "no_spread",
            "What was seen does not vary, so nothing says how exact the figure is.",
            "Take an outcome that differs between people, or a longer period.",
        )
    reach = quantile(0.5 + level / 2, degrees) * error
    return Inferred(
        value=float(value),
        error=float(error),
        degrees=float(degrees),
        p=float(2 * below(-abs(value / error), degrees)),
        low=float(value - reach),
        high=float(value + reach),
        level=level,
    )


def from_variance(
    value: float, variance: float, degrees: float = inf, *, level: float = 0.95
) -> Inferred | Reason:
    """`inferred`, from a variance."""
    return inferred(value, sqrt(max(variance, 0.0)), degrees, level=level)


def quantile(chance: float, degrees: float = inf) -> float:
    """The quantile of Student's t, or of the normal where degrees are infinite."""
    normal = not isfinite(degrees)
    return float(special.ndtri(chance) if normal else special.stdtrit(degrees, chance))


def below(point: float, degrees: float = inf) -> float:
    """Chance of Student's t, or of the normal where degrees are infinite, to lie below a point."""
    normal = not isfinite(degrees)
    return float(special.ndtr(point) if normal else special.stdtr(degrees, point))
