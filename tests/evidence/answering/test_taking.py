"""Those who took it because they were drawn: beside the effect of being drawn, never instead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.arrays import NEVER
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.calibration.drawn import rollout, trial
from everyrep.evidence.calibration.trying import history_of
from everyrep.evidence.calibration.worlds import Setting
from everyrep.evidence.findings import Finding, Fit
from everyrep.evidence.history import History

QUESTION = Question(
    treatment("program:Value"), "won_deals", smallest=0.1, horizon=6, ramp=0, unit="person"
)
EFFECT = 0.6


def history(seed: int, share: float, *, early: float = 0.1) -> History:
    """Half are drawn; of those a share takes it, by those who sell more anyway first."""
    told = history_of(trial(Setting(people=300), seed), drawn=True)
    start = int(told.first.min())
    rng = np.random.default_rng(seed)
    keen = told.x[:, :start].mean(axis=1) + rng.normal(0, 0.3, 300)
    moved = keen >= np.quantile(keen, 1 - share)
    always = rng.random(300) < early
    took = np.where((told.treated & moved) | always, start, NEVER).astype(np.int64)
    months = np.arange(told.x.shape[1])
    gain = EFFECT * (months[None, :] >= np.minimum(took, months.size)[:, None])
    return replace(told, x=told.x + gain, took=took)


def turns(seed: int, share: float) -> History:
    """Teams start by lot, and of each a share takes it once it is their turn, the keen first."""
    told = history_of(rollout(Setting(people=400), seed), drawn=True)
    rng = np.random.default_rng(seed)
    keen = told.x[:, :16].mean(axis=1) + rng.normal(0, 0.3, 400)
    took = np.where(keen >= np.quantile(keen, 1 - share), told.first, NEVER).astype(np.int64)
    months = np.arange(told.x.shape[1])
    gain = EFFECT * (months[None, :] >= np.minimum(took, months.size)[:, None])
    return replace(told, x=told.x + gain, took=took)


def asked(told: History, unit: str = "person") -> Finding:
    return answer(told, replace(QUESTION, unit=unit), drawn=True)


def test_where_a_lot_decides_the_turns_it_is_told_of_those_who_took_theirs() -> None:
    inside = 0
    for seed in range(10):
        found = asked(turns(seed, 0.5), "team")
        assert found.design == "rollout"
        assert found.figures["taken_moved"] == pytest.approx(0.5, abs=0.1)
        inside += found.figures["taken_low"] <= EFFECT <= found.figures["taken_high"]
    assert inside >= 8
    assert "because of that the difference is" in " ".join(found.reasons)


def test_what_it_did_for_those_who_took_it_is_told_beside_being_drawn() -> None:
    inside = 0
    for seed in range(10):
        found = asked(history(seed, 0.5))
        assert found.effect is not None
        figures = found.figures
        drawn = EFFECT * figures["taken_moved"]
        assert abs(found.effect.value - drawn) < 3.5 * found.effect.se
        assert figures["taken_effect"] == pytest.approx(
            found.effect.value / figures["taken_moved"], rel=0.25
        )
        inside += figures["taken_low"] <= EFFECT <= figures["taken_high"]
        assert "because of that the difference is" in " ".join(found.reasons)
    assert inside >= 8


def test_the_way_tells_that_it_stands_beside() -> None:
    found = asked(history(1, 0.5))
    steps = {one.design.name: one for one in found.way}
    assert steps["trial"].fit is Fit.USED
    assert steps["encouraged"].fit is Fit.CROSS_CHECK
    assert found.design == "trial"


def test_where_hardly_anybody_was_moved_no_figure_is_bounded() -> None:
    found = asked(history(2, 0.01, early=0.3))
    assert "taken_low" not in found.figures or (
        found.figures["taken_high"] - found.figures["taken_low"] > 4
    )


def test_without_a_record_of_who_took_it_nothing_is_said() -> None:
    found = asked(replace(history(3, 0.5), took=None))
    assert "taken_effect" not in found.figures
    assert {one.design.name: one for one in found.way}["encouraged"].fit is Fit.REJECTED
