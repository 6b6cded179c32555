"""Event studies as they come in: their usual range, and what is refused."""

from __future__ import annotations

import re

import numpy as np
import pytest

from everyrep.evidence.sensitivity import BENDS, STEPS, Bounds, EventPath
from everyrep.evidence.sensitivity.event_path import differences
from everyrep.values import DataError
from tests.evidence.sensitivity.published import published, random_study, study_of


@pytest.mark.parametrize("name", ["medicaid", "benzarti_carloni"])
def test_the_usual_range_is_the_published_one(name: str) -> None:
    study, (low, high) = study_of(name), published(name)["believed_first_period"]
    found = study.believed()
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-4)


def test_the_usual_range_of_an_average() -> None:
    study = study_of("medicaid")
    found = study.believed(study.average_after())
    assert (found.low, found.high) == pytest.approx((0.040, 0.075), abs=5e-4)


def test_steps_and_bends_by_hand() -> None:
    study = random_study(1, before=2, after=2)  # at -2, -1, then +1, +2 around a zero at 0
    steps = differences(study, study.first_after(), STEPS)
    assert steps.before.tolist() == [[-1, 1, 0, 0], [0, -1, 0, 0]]
    assert steps.after.tolist() == [[0, 0, 1, 0], [0, 0, -1, 1]]
    bends = differences(study, study.average_after(), BENDS)
    assert bends.before.tolist() == [[1, -2, 0, 0]]
    assert bends.after.tolist() == [[0, 1, 1, 0], [0, 0, -2, 1]]
    # A bend at 0 lifts the first period by one and the second by two; one at +1 lifts the second.
    assert bends.target.tolist() == [1.5, 0.5]


def test_an_empty_range_is_told_from_a_wide_one() -> None:
    assert Bounds(np.inf, -np.inf).refuted
    assert not Bounds(-np.inf, np.inf).refuted
    assert Bounds(0.0, 1.0).holds(1.0)
    assert not Bounds(0.0, 1.0).holds(1.1)


@pytest.mark.parametrize(
    ("coefficients", "covariance", "before", "says"),
    [
        ([1.0, 2.0], np.eye(2), 2, "2 coefficients, 2 of them before"),
        ([1.0, 2.0], np.eye(3), 1, "covariance of shape (3, 3)"),
        ([1.0, np.nan], np.eye(2), 1, "not numbers"),
        ([1.0, 2.0], np.diag([1.0, 0.0]), 1, "no variance"),
        ([1.0, 2.0], [[1.0, 0.5], [0.0, 1.0]], 1, "not symmetric"),
    ],
)
def test_what_is_no_event_study_is_refused(
    coefficients: list[float], covariance: list[list[float]], before: int, says: str
) -> None:
    with pytest.raises(DataError, match=re.escape(says)):
        EventPath(np.array(coefficients), np.array(covariance), before)


@pytest.mark.parametrize("weights", [[1.0], [0.0, 0.0], [np.nan, 1.0]])
def test_weights_that_do_not_fit_are_refused(weights: list[float]) -> None:
    with pytest.raises(DataError, match="2 periods after treatment"):
        random_study(1, 2, 2).believed(np.array(weights))
