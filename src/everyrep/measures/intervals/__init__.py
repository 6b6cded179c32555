"""Ranges of figures: numbers in, numbers out. No table, no clock, no engine."""

from everyrep.measures.intervals.medians import median_interval
from everyrep.measures.intervals.moments import PowerSums, ratio_interval
from everyrep.measures.intervals.proportions import (
    amount_share_interval,
    clustered_trials,
    mid_p,
)
from everyrep.measures.intervals.rates import poisson_interval
from everyrep.measures.intervals.spreads import deviation_interval
from everyrep.measures.intervals.survival import (
    LifeTable,
    curve_interval,
    ending_first,
    quantile_time,
    reaching_first,
)

__all__ = [
    "LifeTable",
    "PowerSums",
    "amount_share_interval",
    "clustered_trials",
    "curve_interval",
    "deviation_interval",
    "ending_first",
    "median_interval",
    "mid_p",
    "poisson_interval",
    "quantile_time",
    "ratio_interval",
    "reaching_first",
]
