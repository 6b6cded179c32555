"""Which measures read which table: what a broken row of it does to figures."""

from __future__ import annotations

OUTCOMES = ("bookings", "win_rate", "average_deal_size", "velocity")
"""Measures of deals that were closed."""
PIPELINE = ("pipeline", "coverage")
"""Measures of deals that are open."""
TIMES = ("cycle_length", "velocity", "ramp")
"""Measures of how long things take."""
PER_REP = ("revenue_per_rep", "margin_per_rep", "attainment", "ramp")
"""Measures that need to know whose a deal is."""
STEPS = ("stage_conversion", "coverage")
"""Measures of how deals move."""
LEARNING = ("course_completion",)
RATINGS = ("assessment_score",)
DOINGS = ("activities",)
TARGETS = ("attainment", "coverage", "ramp")
STAFF = ("turnover", "ramp")

MEASURES: dict[str, tuple[str, ...]] = {
    "people": STAFF,
    "positions": ("attainment", "revenue_per_rep"),
    "leaves": ("ramp",),
    "quotas": TARGETS,
    "opportunities": (*PIPELINE, *OUTCOMES),
    "opportunity_lines": ("margin_per_rep",),
    "opportunity_splits": PER_REP,
    "stage_history": STEPS,
    "owner_changes": ("pipeline",),
    "opportunity_snapshots": STEPS,
    "exchange_rates": ("bookings", "pipeline"),
    "activities": DOINGS,
    "learning_events": LEARNING,
    "assessments": RATINGS,
    "courses": LEARNING,
}
"""Measures that read a table at all."""
