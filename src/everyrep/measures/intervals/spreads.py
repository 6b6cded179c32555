"""Ranges for a standard deviation that do not lean on normality.

The textbook range for a deviation (chi square) is wrong wherever tails are heavier or lighter than
the normal's. Bonett's takes the kurtosis from the values, about a trimmed mean, which keeps it
near what it says from a handful of values on.

References:
    Bonett (2006), Approximate confidence interval for standard deviation of nonnormal
        distributions, Computational Statistics and Data Analysis 50.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from everyrep.measures.arrays import Floats

FEWEST = 5
"""Values below which kurtosis cannot be told at all."""


def deviation_interval(
    values: Floats, counts: Floats, level: float = 0.95
) -> tuple[float, float, float]:
    """Standard deviation (by n - 1) of values, with its low and high end.

    Args:
        values: Different values, shape (values,).
        counts: How often each is there.
        level: Confidence.

    Returns:
        Deviation, low, high; NaN throughout for fewer than two values, low and high NaN for fewer
        than five. Where all are equal, all three are 0.
    """
    all_values = np.repeat(np.asarray(values, float), np.asarray(counts).astype(int))
    n = all_values.size
    if n < 2:
        return float("nan"), float("nan"), float("nan")
    variance = float(all_values.var(ddof=1))
    if n < FEWEST or variance == 0:
        end = 0.0 if variance == 0 and n >= FEWEST else float("nan")
        return variance**0.5, end, end
    about = all_values - _trimmed_mean(all_values)
    plain = all_values - all_values.mean()
    kurtosis = n * float((about**4).sum()) / float((plain**2).sum()) ** 2
    z = float(special.ndtri(0.5 + level / 2))
    stretch = n / (n - z)
    error = stretch * np.sqrt(max(kurtosis - (n - 3) / n, 0.0) / (n - 1))
    middle = np.log(stretch * variance)
    low, high = np.exp((middle - z * error) / 2), np.exp((middle + z * error) / 2)
    value = variance**0.5
    return value, min(float(low), value), max(float(high), value)


def _trimmed_mean(values: Floats) -> float:
    """Mean without the share 1 / (2 sqrt(n - 4)) of values at either end."""
    ordered, n = np.sort(values), values.size
    cut = min(int(n / (2 * np.sqrt(n - 4))), (n - 1) // 2)
    return float(ordered[cut : n - cut].mean())
