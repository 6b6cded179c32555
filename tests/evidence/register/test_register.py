"""Questions before looking, answers kept, and a journal that a kill cannot spoil."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.findings import Claim
from everyrep.evidence.register import (
    Answered,
    Register,
    Registered,
    keep_answer,
    matrix,
    read_register,
    register_question,
)
from everyrep.values import DataError, UserError
from everyrep.warehouse.workspace import Workspace

DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUESTION = Question(treatment("course:Value Selling"), "win_rate")


def asked(question: Question = QUESTION, day: int = 0) -> Registered:
    return Registered(question, "Ann", DAY + timedelta(days=day), "Wins should follow.")


def told(question: Question = QUESTION, day: int = 1, shown: str = "+2.1 points") -> Answered:
    when = DAY + timedelta(days=day)
    return Answered(question, "Ben", when, "b1", Claim.CAUSAL, "trial", shown, 0.021, 0.01, 0.03)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_a_question_registered_before_anybody_looked_stands_as_such() -> None:
    standing = Register((asked(),), (told(),)).standing(QUESTION)
    assert standing.before_looking
    assert standing.sentence(QUESTION).endswith("before anybody looked: Wins should follow.")


def test_whoever_has_looked_at_another_form_cannot_register_before_looking() -> None:
    """The lag that gave the nicest answer, registered after the answer to another lag."""
    looked = told(replace(QUESTION, lag=3), day=0)
    standing = Register((asked(day=1),), (looked,)).standing(QUESTION)
    assert standing.registered is not None
    assert not standing.before_looking
    assert "looked at on 2026-03-02 already" in standing.sentence(QUESTION)


def test_another_form_of_a_registered_question_is_a_further_look() -> None:
    other = replace(QUESTION, lag=3, people="region = 'North'")
    standing = Register((asked(),)).standing(other)
    assert not standing.before_looking
    assert "differs in the people and the lag" in standing.sentence(other)
    nobody = Register().standing(QUESTION)
    assert nobody.sentence(QUESTION).startswith("Not registered")


def test_the_matrix_has_drivers_down_and_outcomes_across() -> None:
    second = replace(QUESTION, outcome="cycle_length")
    coached = Question(treatment("coaching"), "win_rate")
    found = matrix(Register((asked(), asked(second)), (told(), told(coached))))
    assert found.drivers == ("course:Value Selling", "coaching")
    assert found.outcomes == ("win_rate", "cycle_length")
    statuses = {(c.question.treatment.text, c.question.outcome): c.status for c in found.cells}
    assert statuses == {
        ("course:Value Selling", "win_rate"): "answered",
        ("course:Value Selling", "cycle_length"): "registered",
        ("coaching", "win_rate"): "looked at",
    }
    assert found.at("coaching", "cycle_length") == ()
    assert found.at("course:Value Selling", "win_rate")[0].claim == "causal"


def test_a_later_answer_that_differs_is_seen(workspace: Workspace) -> None:
    register_question(workspace, asked())
    keep_answer(workspace, told())
    keep_answer(workspace, told(day=2))
    assert len(read_register(workspace).answered) == 1
    keep_answer(workspace, replace(told(day=9, shown="+0.3 points"), snapshot="b2"))
    (cell,) = matrix(read_register(workspace)).cells
    assert cell.answers == 2
    assert cell.changed == "On 2026-03-03 (snapshot b1) the answer was causal: +2.1 points."
    weaker = replace(told(day=10), claim=Claim.INCONCLUSIVE)
    assert weaker.changed_from(told()).startswith("The claim has changed.")


def test_what_is_written_is_read_back_and_a_question_is_registered_once(
    workspace: Workspace,
) -> None:
    register_question(workspace, asked())
    again = register_question(workspace, asked(day=5))
    assert again.registered == asked()
    keep_answer(workspace, told())
    assert read_register(workspace) == Register((asked(),), (told(),))


def test_a_torn_last_line_is_passed_over_and_a_spoilt_one_is_not(workspace: Workspace) -> None:
    register_question(workspace, asked())
    file = workspace.decisions / "questions.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"kind": "registered", "quest')
    keep_answer(workspace, told())
    assert read_register(workspace) == Register((asked(),), (told(),))
    file.write_bytes(whole + b'{"kind": "registered"}\n')
    with pytest.raises(DataError, match=r"questions\.jsonl, line 2: .*neither a question"):
        read_register(workspace)
    file.write_bytes(whole + b"spoilt\n")
    with pytest.raises(DataError, match="no entry"):
        read_register(workspace)


def test_a_question_without_a_belief_is_refused() -> None:
    with pytest.raises(UserError, match="nothing of why"):
        Registered(QUESTION, "Ann", DAY, " ")
