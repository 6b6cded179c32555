"""Doses that recur: the truth is found within people, and slumps that are coached are seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.answering.dosing import doses_of
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.calibration.dosed import Given, dosed
from everyrep.evidence.calibration.trying import history_of
from everyrep.evidence.calibration.worlds import Setting
from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.history import History

QUESTION = Question(treatment("coaching:Value"), "won_deals", smallest=0.1, ramp=0)


def history(given: Given, effect: float, seed: int) -> History:
    return history_of(dosed(given, Setting(effect=effect, people=150), seed))


def asked(given: Given, effect: float, seed: int) -> Finding:
    return answer(history(given, effect, seed), QUESTION)


def test_doses_around_a_month_are_those_of_the_days_stated() -> None:
    told = history("chance", 0.0, 1)
    for lag in (0, 2):
        rows = doses_of(told, replace(QUESTION, lag=lag, horizon=4))
        assert not hasattr(rows, "code")
        for at in (0, 137, rows.y.size - 1):
            person, month = rows.person[at], rows.month[at] + 4 + lag + 1
            own = told.dose[person]
            assert rows.recent[at] == own[month - lag - 4 : month - lag].sum()
            assert rows.now[at] == own[month - lag : month + 1].sum()
            assert rows.ahead[at] == own[month + 1 : month + 4].sum()
            assert rows.y[at] == told.y[person, month]


def test_the_coefficient_is_that_of_a_column_for_each_person_and_month() -> None:
    told = history("stars", 0.2, 2)
    rows = doses_of(told, QUESTION)
    assert not hasattr(rows, "code")
    columns = [np.eye(rows.person.max() + 1)[rows.person], np.eye(rows.month.max() + 1)[rows.month]]
    x = np.column_stack([rows.recent, rows.ahead, rows.now, *columns])
    outside = np.linalg.lstsq(x, rows.y, rcond=None)[0]
    effect = answer(told, QUESTION).effect
    assert effect is not None
    assert effect.value == pytest.approx(outside[0], abs=1e-9)


@pytest.mark.parametrize("given", ["chance", "stars"])
def test_what_a_session_adds_is_found(given: Given) -> None:
    for seed in range(3):
        found = asked(given, 0.2, seed)
        assert found.design == "dose"
        assert found.claim is Claim.CAUSAL
        assert found.effect is not None
        assert abs(found.effect.value - 0.2) < 4 * found.effect.se
    assert found.sentence.startswith("One more coaching session on Value in six months raises")


def test_those_who_sell_more_anyway_feign_an_effect_that_is_not_believed() -> None:
    found = asked("stars", 0.0, 1)
    bare = {one.name: one for one in found.family}["between"]
    assert bare.low > 0.3
    assert not bare.believed
    assert found.claim is Claim.NO_WORTHWHILE_EFFECT


def test_coached_slumps_are_seen_by_the_doses_still_to_come() -> None:
    claims: Counter[Claim] = Counter()
    for seed in range(4):
        found = asked("slumps", 0.0, seed)
        claims[found.claim] += 1
        ahead = {one.name: one for one in found.checks}["ahead"]
        assert ahead.failed
        assert "badly" in ahead.sentence
    assert claims[Claim.CAUSAL] == 0


def test_more_sessions_are_told_by_band() -> None:
    figures = asked("chance", 0.2, 4).figures
    assert 0.1 < figures["doses_1_2"] < figures["doses_3_4"]
    assert figures["doses_1_2_low"] < figures["doses_1_2"] < figures["doses_1_2_high"]


def test_a_short_history_and_a_dose_alike_for_all_are_refused() -> None:
    told = history("chance", 0.0, 1)
    short = replace(
        told, months=told.months[:14], x=told.x[:, :14], m=told.m[:, :14], dose=told.dose[:, :14],
        tenure=told.tenure[:, :14],
    )  # fmt: skip
    found = answer(short, QUESTION)
    assert found.claim is Claim.REFUSED
    assert "months" in found.sentence
    alike = replace(told, dose=np.ones_like(told.dose))
    assert answer(alike, QUESTION).claim is Claim.REFUSED


def test_what_is_done_often_is_told_of_twice_as_much_and_as_an_association() -> None:
    """Thirty calls for each session: the figure is that of as many again, and no cause."""
    told = history("chance", 0.2, 3)
    often = replace(told, dose=30 * told.dose)
    found = answer(often, replace(QUESTION, treatment=treatment("activity:call")))
    few = answer(told, QUESTION)
    assert found.claim is Claim.ASSOCIATION
    assert found.effect is not None
    assert few.effect is not None
    usual = found.figures["usual"] / 30
    assert found.effect.value == pytest.approx(few.effect.value * usual, rel=1e-9)
    assert "twice as many calls as usual" in found.sentence
    assert {one.name: one for one in found.checks}["follows_deals"].failed
