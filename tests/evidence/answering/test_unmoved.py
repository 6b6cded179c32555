"""Outcomes that a treatment cannot move: they pass where nothing moved them, and lower claims."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.calibration.trying import history_of
from everyrep.evidence.calibration.worlds import Setting, company
from everyrep.evidence.findings import Checked, Claim, Finding
from everyrep.evidence.history import History
from everyrep.values import UserError

ASKED = Question(
    treatment("course:Value"), "won_deals", smallest=0.1, horizon=6, ramp=0,
    unmoved=("meetings", "won_deals where motion = 'renewal'"),
)  # fmt: skip


def history(effect: float, seed: int = 3, title: str = "Meetings") -> History:
    """The same people who took it, with another outcome."""
    same = company(Setting(selection="level", effect=0.5), 3)
    other = company(Setting(selection="chance", effect=0.0), seed)
    after = np.arange(other.y.shape[1]) > same.first[:, None]
    return replace(history_of(replace(same, y=other.y + effect * after)), title=title)


def told(unmoved: tuple[History, ...], asked: Question = ASKED) -> tuple[Finding, list[Checked]]:
    found = answer(
        history_of(company(Setting(selection="level", effect=0.5, onset=1), 3)), asked,
        unmoved=unmoved,
    )  # fmt: skip
    return found, [one for one in found.checks if one.name == "unmoved"]


def test_a_cause_stays_one_where_what_it_cannot_move_did_not_move() -> None:
    found, checks = told((history(0.0, 13), history(0.0, 12, "Won renewals")))
    assert [one.passed for one in checks] == [True, True]
    assert found.claim is Claim.CAUSAL
    assert checks[1].sentence.startswith("Won renewals, which it cannot move, did not move")
    assert 0.1 < checks[0].figures["could_see"] < 0.4


def test_what_moves_though_it_cannot_lowers_the_claim_and_says_why() -> None:
    found, checks = told((history(0.0, 13), history(0.5, 12, "Won renewals")))
    assert [one.passed for one in checks] == [True, False]
    assert found.claim is Claim.SUGGESTIVE
    assert checks[1].sentence in found.reasons


def test_an_outcome_that_cannot_be_followed_is_said_to_be_untried() -> None:
    empty = history(0.0)
    empty = replace(empty, m=empty.m * 0)
    _, (check, _) = told((empty, history(0.0, 12)))
    assert check.passed is None
    assert "cannot be held against it" in check.sentence


def test_each_is_asked_as_the_question_was() -> None:
    meetings, renewals = ASKED.of_unmoved()
    assert (meetings.outcome, meetings.outcome_where) == ("meetings", None)
    assert (renewals.outcome, renewals.outcome_where) == ("won_deals", "motion = 'renewal'")
    assert renewals.horizon == 6
    assert renewals.smallest is None


def test_the_outcome_itself_cannot_be_unmoved() -> None:
    with pytest.raises(UserError, match="is the outcome"):
        replace(ASKED, unmoved=("won_deals",))


def test_a_question_without_them_keeps_its_key_and_with_them_it_reads_back() -> None:
    assert "unmoved" not in replace(ASKED, unmoved=()).to_dict()
    assert Question.from_dict(ASKED.to_dict()) == ASKED
    assert replace(ASKED, unmoved=()).key != ASKED.key
