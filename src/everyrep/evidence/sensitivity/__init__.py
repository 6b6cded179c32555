"""What it would take to undo a finding: a hidden cause, a break of trends, a trend in selection."""

from everyrep.evidence.sensitivity.breakdown import (
    relative_breakdown,
    smoothness_breakdown,
    told_breakdown,
)
from everyrep.evidence.sensitivity.event_path import BENDS, STEPS, Bounds, EventPath
from everyrep.evidence.sensitivity.hidden_cause import (
    Adjusted,
    Coefficient,
    Strength,
    adjusted,
    robustness_value,
    times_as_strong,
    undone_at,
)
from everyrep.evidence.sensitivity.known_causes import (
    HiddenCause,
    KnownCause,
    hidden_cause,
    measured,
)
from everyrep.evidence.sensitivity.relative import Asked, hybrid_smoothness_bounds, relative_bounds
from everyrep.evidence.sensitivity.smoothness import (
    Extrapolation,
    bends_before,
    smoothness_bounds,
)
from everyrep.evidence.sensitivity.trend_of_selection import (
    MonthPath,
    Sided,
    TrendBound,
    trend_bound,
    trend_bounds_by_month,
)

__all__ = [
    "BENDS",
    "STEPS",
    "Adjusted",
    "Asked",
    "Bounds",
    "Coefficient",
    "EventPath",
    "Extrapolation",
    "HiddenCause",
    "KnownCause",
    "MonthPath",
    "Sided",
    "Strength",
    "TrendBound",
    "adjusted",
    "bends_before",
    "hidden_cause",
    "hybrid_smoothness_bounds",
    "measured",
    "relative_bounds",
    "relative_breakdown",
    "robustness_value",
    "smoothness_bounds",
    "smoothness_breakdown",
    "times_as_strong",
    "told_breakdown",
    "trend_bound",
    "trend_bounds_by_month",
    "undone_at",
]
