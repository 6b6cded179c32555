"""Where our own estimators fall short of what they promise, told from their scores."""

from __future__ import annotations

import math

from everyrep.evidence.calibration.scoreboard import Score

PROMISED, ALARMS, FOUND = 0.95, 0.05, 0.8
"""Share of ranges that hold the truth; of false alarms; of effects that ought to be found."""
_SURE = 2.0
"""Standard errors beyond which a share is not luck."""
_BIAS = 0.05
"""Mean error that matters, in standard deviations of the outcome."""
_SOME = 0.02


def falls_short(score: Score) -> tuple[str, ...]:
    """Sentences on what a score lacks; none where it keeps all promises, luck apart.

    Args:
        score: Of our own way.
    """
    n = score.companies
    told = []
    if abs(score.bias) > _BIAS:
        side = "too much" if score.bias > 0 else "too little"
        told.append(f"On average it says {side}, by {abs(score.bias):.2f} standard deviations.")
    if score.coverage < PROMISED - _SURE * _error(PROMISED, 2 * n):
        told.append(
            f"Its ranges hold the truth in {score.coverage:.0%} of companies, less than promised."
        )
    if score.false_alarms > ALARMS + _SURE * _error(ALARMS, n):
        told.append(
            f"It announces a cause where there is none in {score.false_alarms:.0%} of companies."
        )
    if score.power < FOUND - _SURE * _error(FOUND, n):
        told.append(_found(score.power))
    if score.worthless > _SOME:
        told.append(f"In {score.worthless:.0%} it tells of no effect worth having where one is.")
    if score.refused > _SOME:
        told.append(f"In {score.refused:.0%} it gives no figure.")
    return tuple(told)


def _found(power: float) -> str:
    if not power:
        return "It never announces an effect of this size as caused; it says less, where anything."
    return f"An effect of this size is announced as caused in {power:.0%} of companies only."


def _error(share: float, companies: int) -> float:
    """Standard error of a share that is as promised."""
    return math.sqrt(share * (1 - share) / max(companies, 1))
