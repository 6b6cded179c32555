"""The verdict on companies whose truth is known: nothing is announced that is not so."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.calibration.trying import history_of
from everyrep.evidence.calibration.worlds import Company, Selection, Setting, company
from everyrep.evidence.findings import Claim, Finding
from everyrep.values import Grade, Reason

pytestmark = pytest.mark.long

QUESTION = Question(treatment("course:Value"), "won_deals", smallest=0.1, horizon=6, ramp=0)


def asked(selection: Selection, effect: float, seed: int, **more: object) -> Finding:
    setting = Setting(selection=selection, effect=effect, **more)  # type: ignore[arg-type]
    return answer(history_of(company(setting, seed)), QUESTION)


@pytest.mark.parametrize("selection", ["level", "slope", "dip"])
def test_nothing_is_called_a_cause_where_nothing_is(selection: Selection) -> None:
    claims = Counter(asked(selection, 0.0, seed).claim for seed in range(12))
    assert claims[Claim.CAUSAL] <= 1, claims


@pytest.mark.parametrize("selection", ["level", "slope", "dip"])
def test_what_works_is_found_and_its_size_is_told(selection: Selection) -> None:
    found = [asked(selection, 0.3, seed) for seed in range(8)]
    assert sum(one.claim is Claim.CAUSAL for one in found) >= 6
    inside = [one.effect.low <= 0.3 <= one.effect.high for one in found if one.effect]
    assert sum(inside) >= 6


def test_bare_comparisons_are_told_and_not_believed() -> None:
    found = asked("level", 0.0, 1)
    bare = {one.name: one for one in found.family}
    assert bare["with_without"].low > 0  # motivated people sell more anyway
    assert not bare["with_without"].believed
    assert not bare["before_after"].believed
    assert sum(one.believed for one in found.family) == 1


def test_people_who_were_sent_at_a_low_come_back_and_that_is_said() -> None:
    found = asked("dip", 0.0, 3)
    bare = {one.name: one for one in found.family}
    assert bare["all_before"].value > bare["plain"].value
    checks = {one.name: one for one in found.checks}
    assert checks["dip"].failed
    assert "dipped" in checks["dip"].sentence


def test_a_trend_before_is_told_and_what_a_quiet_test_could_hide() -> None:
    found = asked("slope", 0.0, 2)
    checks = {one.name: one for one in found.checks}
    assert checks["pre_trend"].failed
    quiet = {one.name: one for one in asked("chance", 0.0, 2).checks}["pre_trend"]
    assert quiet.passed
    assert quiet.figures["could_hide"] > 0


def test_the_way_is_told_step_by_step() -> None:
    found = asked("level", 0.3, 1)
    assert found.design == "uptake"
    assert len(found.way) > 5
    assert all(step.why for step in found.way)
    assert found.estimate.grade is Grade.ADJUSTED
    assert found.sentence.startswith("Value raises won deals by")
    assert "Adjusted, voluntary uptake" in found.sentence


def test_an_association_has_no_verb_of_cause() -> None:
    for seed in range(6):
        found = asked("slope", 0.0, seed)
        if found.claim is not Claim.CAUSAL:
            for verb in ("raises", "lowers", "improves", "causes"):
                assert verb not in found.sentence


@pytest.mark.parametrize(
    ("treated", "code"), [(0, "nobody_treated"), (1, "one_treated"), (600, "all_treated")]
)
def test_without_two_sides_there_is_a_reason_and_no_number(treated: int, code: str) -> None:
    world = company(Setting(), 1)
    first = np.full(600, np.iinfo(np.int64).max)
    first[:treated] = 1
    found = answer(history_of(Company(world.y, first, world.team)), QUESTION)
    assert found.claim is Claim.REFUSED
    assert not found.estimate.estimable
    assert isinstance(found.estimate.reason, Reason)
    assert found.estimate.reason.code == code


def test_a_constant_outcome_is_refused() -> None:
    world = company(Setting(), 1)
    flat = Company(np.ones_like(world.y), world.first, world.team)
    assert answer(history_of(flat), QUESTION).claim is Claim.REFUSED


def test_few_teams_are_refused_with_what_could_be_found() -> None:
    """Eight people in one team, and three teams beside it: nothing can be told."""
    world = company(Setting(people=40, team_size=10), 3)
    first = np.where(world.team < 2, 18 + 3 * world.team, np.iinfo(np.int64).max)
    question = Question(treatment("course:Value"), "won_deals", horizon=6, ramp=0, unit="team")
    found = answer(history_of(Company(world.y, first, world.team)), question)
    assert found.claim is Claim.REFUSED
    assert not found.estimate.estimable
    assert found.effect is None
    assert found.detectable is not None
    assert "fewer than 6" in found.sentence
    assert "could find effects from" in " ".join(found.needs)


def test_a_loss_is_told_by_its_size() -> None:
    found = asked("level", -0.4, 2)
    assert found.claim is Claim.CAUSAL
    assert "lowers won deals by 0." in found.sentence
    assert "(-" not in found.sentence.partition(".")[0]
