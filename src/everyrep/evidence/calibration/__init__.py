"""The scoreboard of our own estimators: what each says of companies whose truth is known."""

from everyrep.evidence.calibration.measured import MEASURED, measured
from everyrep.evidence.calibration.scoreboard import Score, Scoreboard, calibrate
from everyrep.evidence.calibration.short import falls_short
from everyrep.evidence.calibration.trying import CASES, Case

__all__ = [
    "CASES",
    "MEASURED",
    "Case",
    "Score",
    "Scoreboard",
    "calibrate",
    "falls_short",
    "measured",
]
