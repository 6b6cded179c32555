"""The scoreboard: it counts what it says, and our designs keep their promises."""

from __future__ import annotations

import pytest

from everyrep.evidence.calibration import CASES, Score, calibrate
from everyrep.values import UnknownName


def board(case: str, companies: int) -> tuple[Score, Score]:
    ours, naive = calibrate([case], companies=companies).scores
    return ours, naive


def test_ours_stands_beside_what_the_field_would_say() -> None:
    ours, naive = board("level", 6)
    assert ours.way == "ours"
    assert naive.false_alarms == 1.0  # motivated people sell more anyway
    assert naive.bias > 0.4
    assert ours.false_alarms <= 1 / 6
    assert abs(ours.bias) < 0.1


def test_a_misspelt_kind_of_company_gets_near_names() -> None:
    with pytest.raises(UnknownName, match="level"):
        calibrate(["levle"])


@pytest.mark.slow
@pytest.mark.parametrize("case", [one.name for one in CASES])
def test_promises_hold_over_five_hundred_companies(case: str) -> None:
    """Ranges hold 93 to 97 of 100 where they claim to; causes are announced wrongly in 5."""
    ours, _ = board(case, 250)
    assert ours.false_alarms <= 0.06
    if case in ("trial", "trial_20", "trial_40", "rollout_40"):
        assert 0.93 <= ours.coverage <= 0.98
    if case == "level":
        assert ours.power >= 0.7
    if case in ("slope", "dip"):
        assert ours.power >= 0.5
