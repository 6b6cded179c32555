"""Time at risk: whoever leaves early cannot finish late, and that is not taken for an effect."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.answering.at_risk import times, years_at_risk
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.calibration.leaving import RATE, leaving
from everyrep.evidence.calibration.trying import history_of
from everyrep.evidence.calibration.worlds import Setting
from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.history import History
from everyrep.evidence.uptake import Windows

QUESTION = Question(treatment("course:Value"), "exits", smallest=0.05, horizon=12)


def history(effect: float, seed: int, people: int = 700) -> History:
    return history_of(leaving(Setting(effect=effect, people=people), seed))


def asked(effect: float, seed: int) -> Finding:
    return answer(history(effect, seed), QUESTION)


def test_finishing_early_seems_to_keep_people_where_it_does_nothing() -> None:
    """The published trap: 37.5% of the early left within 18 months, 46.1% of the late."""
    left = [asked(0.0, seed).figures for seed in range(3)]
    early, late = (np.mean([one[name] for one in left]) for name in ("left_early", "left_late"))
    assert early == pytest.approx(0.375, abs=0.03)
    assert late == pytest.approx(0.461, abs=0.03)


def test_the_group_that_the_future_defines_is_shown_and_not_believed() -> None:
    found = asked(0.0, 1)
    family = {one.name: one for one in found.family}
    assert family["within_6"].high < 0
    assert family["with_without"].high < family["within_6"].value  # the barest is the worst
    assert [one.name for one in found.family if one.believed] == ["at_risk"]
    assert family["at_risk"].low < 0 < family["at_risk"].high
    assert family["landmark_6"].low < 0 < family["landmark_6"].high
    check = {one.name: one for one in found.checks}["immortal"]
    assert check.failed
    assert "cannot finish" in check.sentence


def test_the_design_is_time_at_risk_and_never_before_and_after() -> None:
    found = asked(0.0, 2)
    assert found.design == "landmark"
    assert found.claim in (Claim.INCONCLUSIVE, Claim.ASSOCIATION)
    assert "before_after" not in {one.name for one in found.family}
    rejected = {step.design.name: step.why for step in found.way}
    assert "ends a history" in rejected["uptake"]
    assert found.estimate.unit == "points/year"


def test_a_true_difference_is_found_and_called_an_association() -> None:
    value = []
    for seed in range(3):
        found = asked(0.4, seed)
        assert found.claim is Claim.ASSOCIATION
        assert "points per year" in found.sentence
        for verb in ("raises", "lowers", "causes"):
            assert verb not in found.sentence
        assert found.effect is not None
        assert abs(found.effect.value - 0.4) < 3 * found.effect.se
        value.append(found.effect.usual)
    assert np.mean(value) == pytest.approx(RATE, abs=0.08)


def test_exits_and_time_are_each_counted_once() -> None:
    told = years_at_risk(history(0.0, 3))
    rows = times(told, Windows(18, 0, 1, 100))
    assert rows.x.sum() == np.nansum(told.x)
    assert rows.m.sum() == pytest.approx(np.nansum(told.m))
    assert not rows.x[(~rows.had) & np.isin(rows.person, np.flatnonzero(told.treated))].any()


def test_too_few_exits_are_refused() -> None:
    told = history(0.0, 4, 40)
    quiet = replace(told, x=np.where(np.isnan(told.x), np.nan, 0.0))
    found = answer(quiet, QUESTION)
    assert found.claim is Claim.REFUSED
    assert "left" in found.sentence
