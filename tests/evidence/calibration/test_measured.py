"""The scoreboard that ships: of all kinds of companies, and as a recount finds it."""

from __future__ import annotations

import math

import pytest

from everyrep import __version__
from everyrep.evidence.calibration import CASES, Score, Scoreboard, calibrate, falls_short, measured


def test_it_holds_every_kind_of_company_in_order() -> None:
    board = measured()
    assert [ours.case for ours, _ in board.pairs] == [case.name for case in CASES]
    assert [ours.title for ours, _ in board.pairs] == [case.title for case in CASES]
    for ours, naive in board.pairs:
        assert (ours.way, ours.case) == ("ours", naive.case)
        assert naive.way != "ours"
        assert {ours.companies, naive.companies} == {board.companies}


def test_it_is_of_this_version() -> None:
    """Whoever raises the version counts anew; benchmarks/README.md says how."""
    assert measured().version == __version__


def test_its_shares_are_shares() -> None:
    for one in measured().scores:
        for share in (one.coverage, one.false_alarms, one.power, one.refused):
            assert math.isnan(share) or 0 <= share <= 1
        assert abs(one.bias) < 3


def test_it_is_read_back_as_it_was_written() -> None:
    board = measured()
    again = Scoreboard.from_dict(board.to_dict())
    assert again.to_dict() == board.to_dict()


def score(**changes: float) -> Score:
    kept = {"bias": 0.0, "coverage": 0.95, "false_alarms": 0.05, "power": 0.9, "worthless": 0.0,
            "refused": 0.0}  # fmt: skip
    return Score("level", "Level", "ours", 500, **{**kept, **changes})


def test_nothing_is_said_where_promises_are_kept() -> None:
    assert falls_short(score()) == ()
    assert falls_short(score(coverage=0.94, false_alarms=0.06)) == ()  # within luck


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bias": 0.2}, "says too much"),
        ({"bias": -0.2}, "says too little"),
        ({"coverage": 0.6}, "60%"),
        ({"false_alarms": 0.12}, "12%"),
        ({"power": 0.4}, "as caused in 40%"),
        ({"power": 0.0}, "never announces"),
        ({"worthless": 0.1}, "worth having"),
        ({"refused": 0.3}, "no figure"),
    ],
)
def test_each_shortfall_is_told(changes: dict[str, float], said: str) -> None:
    told = falls_short(score(**changes))
    assert len(told) == 1
    assert said in told[0]


@pytest.mark.slow
@pytest.mark.parametrize("case", [one.name for one in CASES])
def test_a_recount_agrees_within_luck(case: str) -> None:
    """Other companies of the same kind: shares differ by at most four of their standard errors."""
    companies = 60
    ours, _ = calibrate([case], companies=companies, seed=10_001).scores
    told = next(one for one in measured().scores if (one.case, one.way) == (case, "ours"))
    for name in ("coverage", "false_alarms", "power", "refused"):
        here, there = getattr(ours, name), getattr(told, name)
        share = (here * companies + there * told.companies) / (companies + told.companies)
        error = math.sqrt(share * (1 - share) * (1 / companies + 1 / told.companies))
        assert abs(here - there) <= 4 * error + 0.02, name
    assert abs(ours.bias - told.bias) < 0.1
