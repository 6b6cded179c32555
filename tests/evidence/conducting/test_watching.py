"""Looks at a running trial that hold however often one looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.conducting import Frozen, Watched, watched
from everyrep.evidence.inference import Look
from everyrep.evidence.trials import SampleRatio
from tests.evidence.conducting.histories import history, outcome

QUESTION = Question(treatment("program:T"), "won_deals", smallest=0.2, horizon=12, ramp=0)


def frozen(error: float, people: int = 120) -> Frozen:
    """A plan that starts in the thirteenth month and counts the twelve after it."""
    return Frozen(
        "T", QUESTION.to_dict(), "trial", "person", (), (date(2024, 1, 1),), date(2024, 2, 1),
        date(2025, 2, 1), 12, 0.2, error, 3 * error,
        people={"control": people // 2, "treated": people // 2},
    )  # fmt: skip


def run(effect: float, seed: int, months: int = 25) -> Watched:
    y = outcome(120, months, seed)
    treated = np.random.default_rng(seed).permutation(120) < 60
    y[:, 13:] += effect * treated[:, None]
    told = history(y, first=np.where(treated, 12, NEVER))
    return watched(told, frozen(0.07), "")


def alarmed(found: Watched) -> bool:
    ranges = [one.found for one in found.looks if isinstance(one.found, Look)]
    assert len(ranges) == 12
    return any(one.low > 0 or one.high < 0 for one in ranges)


@pytest.mark.slow
def test_twelve_looks_alarm_falsely_in_at_most_one_trial_of_twenty() -> None:
    alarms = [alarmed(run(0.0, seed)) for seed in range(400)]
    assert np.mean(alarms) <= 0.05


def test_what_works_is_seen_before_the_end() -> None:
    found = run(0.5, 1, months=24)
    first = next(one.month for one in found.looks if isinstance(one.found, Look)
                 and one.found.low > 0)  # fmt: skip
    assert first < "2024-12"
    assert "leaves out zero" in found.sentence
    assert isinstance(found.ratio, SampleRatio)
    assert not found.ratio.broken


def test_nothing_is_said_before_it_counts_and_no_effect_once_the_range_is_narrow() -> None:
    assert "Nothing counts yet" in run(0.0, 1, months=13).sentence
    y = outcome(1200, 25, 5)
    treated = np.arange(1200) % 2 == 0
    told = history(y, first=np.where(treated, 12, NEVER))
    plan = frozen(0.02, 1200)
    assert "It is over: conclude it" in watched(told, plan, "").sentence
    early = history(y[:, :24], first=np.where(treated, 12, NEVER))
    assert "no effect worth having" in watched(early, plan, "").sentence


def test_a_side_that_went_missing_stops_the_reading() -> None:
    y = outcome(600, 25, 1)
    treated = np.arange(600) % 2 == 0
    y[np.flatnonzero(treated)[:120], 13:] = np.nan
    told = history(y, first=np.where(treated, 12, NEVER))
    found = watched(told, frozen(0.03, 600), "")
    assert isinstance(found.ratio, SampleRatio)
    assert found.ratio.broken
    assert "not as they were drawn" in found.sentence


def test_people_on_record_in_another_arm_are_counted() -> None:
    y = outcome(20, 25, 1)
    treated = np.arange(20) % 2 == 0
    told = history(y, first=np.where(treated, 12, NEVER))
    lines = [
        f"T;;person;{at:04d};{'treated' if at % 2 == 0 or at == 3 else 'control'};;;random;hr"
        for at in range(20)
    ]
    text = "\n".join(["Program;Course;Unit Type;Unit;Arm;Wave;Start;Assignment;System", *lines])
    found = watched(told, frozen(0.1, 20), text)
    assert found.loaded == (19, 1)
    assert "1 people are on record in another arm" in found.sentence


def test_waves_are_looked_at_against_those_still_waiting() -> None:
    wave = np.random.default_rng(2).permutation(160) % 4
    first = np.array([NEVER, 12, 14, 16])[wave]
    y = outcome(160, 24, 2)
    y += 0.8 * (np.arange(24)[None, :] > first[:, None])
    starts = tuple(date(2024, month, 1) for month in (1, 3, 5))
    drawn = {"control": 40} | {f"wave {at}": 40 for at in (1, 2, 3)}
    asked = replace(QUESTION, horizon=6).to_dict()
    plan = replace(
        frozen(0.1), question=asked, design="rollout", starts=starts, people=drawn
    )  # fmt: skip
    found = watched(history(y, first=first), plan, "")
    last = found.looks[-1].found
    assert isinstance(last, Look)
    assert 0 < last.low < 0.8 < last.high
    assert isinstance(found.ratio, SampleRatio)
    assert not found.ratio.broken
