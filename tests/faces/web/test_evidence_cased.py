"""A business case that begins with a question asks that very question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.money.casefile import RECORDS, parse_case
from everyrep.evidence.money.moved import MOVED, hold_apart
from everyrep.faces.web.pages.evidence.cased import case_for

TEXTS = st.text(min_size=1, max_size=30).map(str.strip).filter(bool)


@given(name=TEXTS, where=TEXTS, people=TEXTS)
def test_whatever_is_written_comes_back(name: str, where: str, people: str) -> None:
    asked = Question(treatment(f"course:{name}"), "win_rate", where, people, lag=2, smallest=0.02)
    (benefit,) = parse_case(case_for(asked)).benefits
    assert benefit.question == asked


@pytest.mark.parametrize("outcome", sorted(MOVED))
def test_what_moves_bookings_is_counted_by_what_it_moves(outcome: str) -> None:
    asked = Question(treatment("coaching:Discovery"), outcome, unit="team", horizon=6, ramp=3)
    case = parse_case(case_for(asked))
    hold_apart(case.benefits)
    assert case.benefits[0].question == asked
    assert case.base == RECORDS


def test_what_does_not_move_bookings_asks_for_its_worth() -> None:
    case = parse_case(case_for(Question(treatment("change:2025-03-01"), "turnover")))
    assert case.benefits[0].kind.value == "other"
    assert case.benefits[0].worth is not None
