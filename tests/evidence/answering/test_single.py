"""Begun for everybody on one day, or for one team: suggestive at most, and never by season."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.arrays import NEVER
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.calibration.single import START, everybody, one_team
from everyrep.evidence.calibration.trying import history_of
from everyrep.evidence.calibration.worlds import Setting
from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.history import History
from everyrep.values import Grade

QUESTION = Question(
    treatment("change:2025-07-01"), "won_deals", smallest=0.1, horizon=6, ramp=0
)  # fmt: skip
STRONG = (Claim.CAUSAL, Claim.SUGGESTIVE, Claim.ASSOCIATION)


def all_at_once(effect: float, seed: int) -> History:
    return history_of(everybody(Setting(effect=effect, onset=1, people=80, months=44), seed))


def alone(effect: float, seed: int, people: int = 200) -> History:
    return history_of(one_team(Setting(effect=effect, onset=1, people=people, months=44), seed))


def asked(told: History) -> Finding:
    return answer(told, QUESTION)


def test_a_company_that_grows_anyway_is_not_taken_for_an_effect() -> None:
    found = [asked(all_at_once(0.0, seed)) for seed in range(12)]
    bare = [{m.name: m for m in one.family}["before_after"] for one in found]
    assert sum(one.low > 0 for one in bare) >= 9
    assert sum(one.claim in STRONG for one in found) <= 2
    assert all(one.design == "interrupted" for one in found)


def test_a_large_step_for_everybody_is_suggestive_at_most() -> None:
    found = [asked(all_at_once(1.5, seed)) for seed in range(6)]
    assert {one.claim for one in found} == {Claim.SUGGESTIVE}
    assert "and nobody without" in found[0].sentence
    assert found[0].sentence.startswith("What began on 2025-07-01 may make")


def some_of_four(effect: float, seed: int, shock: float = 0.0) -> History:
    """Two of four teams have it; a shock in the month of the start moves all of them."""
    told = all_at_once(effect, seed)
    people = np.arange(len(told))
    first = np.where(people % 4 < 2, told.first, NEVER)
    start = int(told.first.min())
    after = np.arange(len(told.months)) >= start + 1
    x = told.x - effect * (first == NEVER)[:, None] * after[None, :] + shock * after[None, :]
    return replace(told, x=x, first=first, groups={**told.groups, "team": people % 4},
                   names={"team": tuple("abcd")})  # fmt: skip


def test_what_moves_the_untouched_teams_too_is_no_effect() -> None:
    """Four teams are too few to compare as units; their months stand beside it as a series."""
    found = [answer(some_of_four(0.0, seed, 1.5), replace(QUESTION, unit="team"))
             for seed in range(10)]  # fmt: skip
    assert {one.design for one in found} == {"interrupted"}
    assert sum(one.claim in STRONG for one in found) <= 2
    for one in found:
        ways = {m.name: m for m in one.family}
        assert ways["controlled"].believed
        assert not ways["line"].believed
    # Without the series beside it the shock would pass for an effect.
    assert sum({m.name: m for m in one.family}["line"].low > 0 for one in found) >= 8
    assert any("Held against the same months of 2 teams without it" in r for r in found[0].reasons)


def test_an_effect_is_found_beside_the_untouched_teams_and_suggestive_at_most() -> None:
    found = [answer(some_of_four(1.5, seed, 1.5), replace(QUESTION, unit="team"))
             for seed in range(8)]  # fmt: skip
    assert {one.claim for one in found} <= {Claim.SUGGESTIVE, Claim.INCONCLUSIVE, Claim.ASSOCIATION}
    held = [one.effect.low <= 1.5 <= one.effect.high for one in found if one.effect]
    assert sum(held) >= 6
    assert sum(one.claim is Claim.SUGGESTIVE for one in found) >= 5
    assert all(one.estimate.grade is Grade.OBSERVED for one in found)


def test_one_day_for_everybody_never_grades_above_what_it_may_claim() -> None:
    """A margin wide enough for any answer to be small: still no adjusted figure."""
    found = answer(all_at_once(0.0, 1), replace(QUESTION, smallest=50.0))
    assert found.claim is Claim.INCONCLUSIVE
    assert found.estimate.grade is Grade.OBSERVED
    assert "whatever else began with it could hide one" in found.sentence
    assert any("Nobody was without it" in one for one in found.reasons)


def test_one_team_is_held_against_its_mix() -> None:
    quiet = [asked(alone(0.0, seed)) for seed in range(10)]
    assert sum(one.claim in STRONG for one in quiet) <= 2
    moved = [asked(alone(1.0, seed)) for seed in range(6)]
    assert all(one.design == "synthetic" for one in moved)
    told = [one for one in moved if one.effect is not None]
    assert sum(one.effect.low <= 1.0 <= one.effect.high for one in told if one.effect) >= 5
    assert sum(one.claim is Claim.CAUSAL for one in told) >= 5
    checks = {one.name: one for one in moved[0].checks}
    assert checks["other_units"].passed
    assert moved[0].effect is not None
    assert moved[0].effect.clusters == 20


def test_with_few_other_teams_nothing_is_called_a_cause() -> None:
    found = [asked(alone(1.0, seed, people=80)) for seed in range(4)]
    assert all(one.claim is not Claim.CAUSAL for one in found)
    told = [one for one in found if one.claim is Claim.SUGGESTIVE]
    assert any("by chance alone" in reason for one in told for reason in one.reasons)


@pytest.mark.parametrize("keep", [9, START - 20])
def test_a_short_history_is_refused(keep: int) -> None:
    told = all_at_once(0.0, 1)
    cut = START - keep
    short = replace(
        told, months=told.months[cut:], x=told.x[:, cut:], m=told.m[:, cut:],
        dose=told.dose[:, cut:], tenure=told.tenure[:, cut:], first=told.first - cut,
    )  # fmt: skip
    found = asked(short)
    assert found.claim is Claim.REFUSED
    assert not found.estimate.estimable


def test_a_year_of_nothing_is_refused() -> None:
    told = all_at_once(0.0, 1)
    found = asked(replace(told, x=np.zeros_like(told.x)))
    assert found.claim is Claim.REFUSED
