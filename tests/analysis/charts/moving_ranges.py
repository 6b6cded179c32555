"""Limits from moving ranges (XmR), with the rate of false alarms said aloud.

A chart of individual values and moving ranges (XmR) asks whether a month is out of the ordinary
for this series. Its usual three-sigma limits raise an alarm on 0.27% of the points of a stable
series if sigma is known, and on several times that where sigma comes from a dozen months. Here
the limits are set from the chance that a stable series of this length shows any point outside.

Everyrep judges by other limits. These stand here as the contrast to them: they keep their rate on
months that are normal and independent, and on no others.

References:
    Shewhart (1931); Wheeler (1993), Understanding variation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from everyrep.measures.arrays import Floats

_RANGE_PER_SIGMA = 2 / np.sqrt(np.pi)  # mean absolute difference of two normal values
_SERIES = 20_000
_SEED = 20_260
FEWEST_POINTS = 6


@dataclass(frozen=True)
class ControlLimits:
    """Limits within which a stable series stays.

    Attributes:
        center: Mean of the series.
        low, high: The limits.
        sigma: Point-to-point standard deviation, from the mean moving range.
        points: How many points they rest on.
        false_alarms: Chance that a stable series of this length has a point outside.
        per_point: The same for one point.
        echo: Correlation of neighbouring points. Above `echo_limit` the points are not
            independent, and alarms are more frequent than said.
        echo_limit: The value that echo exceeds in one stable series of forty.
    """

    center: float
    low: float
    high: float
    sigma: float
    points: int
    false_alarms: float
    per_point: float
    echo: float
    echo_limit: float

    @property
    def trustworthy(self) -> bool:
        """Whether neighbouring points look independent, as the rate of false alarms assumes."""
        return self.echo <= self.echo_limit

    def outside(self, value: float) -> bool:
        """Whether a value raises an alarm."""
        return not self.low <= value <= self.high


def control_limits(values: Floats, false_alarms: float = 0.05) -> ControlLimits | None:
    """Limits for a series in order of time, or None with fewer than six points.

    Args:
        values: Shape (points,), without gaps.
        false_alarms: Chance that a stable series of this length shows any point outside.

    Assumptions:
        Neighbouring points are independent and roughly normal. Amounts with a season or a trend
        are neither: take those out first.
    """
    series = np.asarray(values, float)
    points = series.size
    if points < FEWEST_POINTS:
        return None
    center = float(series.mean())
    sigma = float(np.abs(np.diff(series)).mean() / _RANGE_PER_SIGMA)
    reach, per_point = _reach(points, false_alarms)
    reach *= sigma
    return ControlLimits(
        center=center,
        low=center - reach,
        high=center + reach,
        sigma=sigma,
        points=points,
        false_alarms=false_alarms,
        per_point=per_point,
        echo=_echo(series),
        echo_limit=1.96 / np.sqrt(points),
    )


@cache
def _reach(points: int, false_alarms: float) -> tuple[float, float]:
    """Sigmas from the mean that a stable series leaves with this chance, and so one point.

    A wild point widens the ranges that judge it, so no table of t has the answer. It is read off
    a fixed sample of stable series.
    """
    stable = np.random.default_rng(_SEED).standard_normal((_SERIES, points))
    sigmas = np.abs(np.diff(stable, axis=1)).mean(axis=1) / _RANGE_PER_SIGMA
    centers = stable.mean(axis=1)
    distances = np.abs(stable - centers[:, None]) / sigmas[:, None]
    reach = float(np.quantile(distances.max(axis=1), 1 - false_alarms))
    return reach, float((distances > reach).mean())


def _echo(series: Floats) -> float:
    """Correlation of each point with the one before it."""
    deviations = series - series.mean()
    total = float((deviations**2).sum())
    return float((deviations[1:] * deviations[:-1]).sum() / total) if total > 0 else 0.0
