"""What is no sensible size, or too little to go by, is refused with a reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.calibration.trying import history_of
from everyrep.evidence.calibration.worlds import Setting, company
from everyrep.evidence.conducting.draft import Draft
from everyrep.evidence.findings import Claim
from everyrep.evidence.history import History, hold_smallest
from everyrep.evidence.history.grid import unrecorded
from everyrep.measures import Panel
from everyrep.values import UserError

ASKED = Question(treatment("course:Value"), "won_deals", smallest=0.1, horizon=6, ramp=0)


def history() -> History:
    return history_of(company(Setting(selection="chance"), 1))


def test_a_share_cannot_change_by_all_of_it() -> None:
    shares = replace(history(), unit="share")
    with pytest.raises(UserError, match=r"Write 0\.037 for 3\.7 points"):
        answer(shares, replace(ASKED, smallest=3.7))
    hold_smallest(3.7, "count")
    hold_smallest(0.037, "share")
    hold_smallest(None, "share")


def test_ten_rows_are_refused() -> None:
    found = answer(replace(history(), facts=10), ASKED)
    assert found.claim is Claim.REFUSED
    assert not found.estimate.estimable
    assert "Only 10 facts" in found.sentence
    assert answer(replace(history(), facts=30), ASKED).claim is not Claim.REFUSED


@pytest.mark.parametrize("name", ["=cmd|x", "+1", "-1", "@here"])
def test_a_trial_is_not_named_like_a_formula(name: str) -> None:
    with pytest.raises(UserError, match="formula"):
        Draft(name, "win_rate")


def hired_late(people: int) -> History:
    """Some of those who had it were hired two months after they did."""
    whole = history()
    early = np.flatnonzero(whole.treated)[:people]
    late = np.arange(len(whole.months))[None, :] < whole.first[early][:, None] + 2
    x, m = whole.x.copy(), whole.m.copy()
    x[early] = np.where(late, np.nan, x[early])
    m[early] = np.where(late, np.nan, m[early])
    return replace(whole, x=x, m=m)


def test_a_course_from_before_the_hire_is_named_as_the_reason() -> None:
    whole = history()
    had = int(whole.treated.sum())
    found = answer(hired_late(had), ASKED)
    assert found.claim is Claim.REFUSED
    said = f"All {had} who had it had it before they were hired"
    assert said in found.sentence
    assert found.estimate.reason is not None
    assert found.estimate.reason.code == "before_hire"
    some = answer(hired_late(5), ASKED)
    assert some.claim is not Claim.REFUSED
    assert any(f"5 of the {had} who had it had it before they were hired" in one
               for one in some.reasons)  # fmt: skip
    assert not any("hired" in one for one in answer(whole, ASKED).reasons)


def panel(sums: list[float], counts: list[float]) -> Panel:
    """A panel of one person by months."""
    months = np.array([f"2025-{at + 1:02d}" for at in range(len(sums))])
    made = object.__new__(Panel)
    for name, value in {
        "groups": {"month": months}, "n": {"bookings": np.array(counts)},
        "x": {"bookings": np.array(sums)},
    }.items():  # fmt: skip
        object.__setattr__(made, name, value)
    return made


@pytest.mark.parametrize(
    ("sums", "counts", "gap"),
    [
        ([500.0, 0, 700], [30, 40, 35], [False, True, False]),  # forty deals, all worth nothing
        ([500.0, 0, 700], [30, 0, 35], [False, True, False]),  # nothing was loaded
        ([5.0, 0, 7], [30, 40, 35], [False, False, False]),  # few wins: none is chance
        ([500.0, 0, 700], [30, 3, 35], [False, False, False]),  # three deals may be worth nothing
    ],
)
def test_months_of_zeros_are_gaps_where_much_is_usual(
    sums: list[float], counts: list[float], gap: list[bool]
) -> None:
    months = ("2025-01", "2025-02", "2025-03")
    assert unrecorded(panel(sums, counts), "bookings", months).tolist() == gap
