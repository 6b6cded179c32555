"""Cells put together. That cohorts' shares are estimated is part of what units contribute.

Held against brute force: what a unit contributes is by how much the estimate moves with its weight.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from everyrep.evidence.arrays import Floats
from everyrep.evidence.staggered import (
    NEVER,
    CannotEstimate,
    Comparison,
    Effect,
    GroupTimes,
    by_cohort,
    by_event_time,
    by_period,
    group_times,
    simple,
)
from tests.evidence.staggered.panels import simulated

WAYS: dict[str, Callable[[GroupTimes], Effect]] = {
    "simple": simple,
    "event time": lambda found: by_event_time(found).overall,
    "cohort": lambda found: by_cohort(found).overall,
    "period": lambda found: by_period(found).overall,
}


def moved(way: str, covariates: Floats | None, missing: float) -> tuple[Floats, Floats]:
    """What units contribute, and by how much the estimate moves with their weights."""
    panel = simulated(2, units=25, periods=10, missing=missing)
    even, small = np.ones(25), 1e-5

    def estimated(weights: Floats) -> Effect:
        found = group_times(
            panel.y,
            panel.first,
            Comparison("not yet", "doubly robust"),
            covariates=covariates,
            weights=weights,
        )
        return WAYS[way](found)

    brute = np.zeros(25)
    for at in range(25):
        step = small * (np.arange(25) == at)
        brute[at] = estimated(even + step).estimate - estimated(even - step).estimate
    return estimated(even).influence, brute / (2 * small)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_contributions_are_what_weights_move(way: str, missing: float) -> None:
    ours, brute = moved(way, None, missing)
    np.testing.assert_allclose(ours, brute, atol=1e-7)


def test_contributions_are_what_weights_move_with_covariates() -> None:
    ours, brute = moved("event time", simulated(2, units=25, periods=10).x, 0.0)
    np.testing.assert_allclose(ours, brute, atol=1e-6)


def test_overall_by_event_time_leaves_anticipation_out() -> None:
    panel = simulated(2)
    study = by_event_time(group_times(panel.y, panel.first, Comparison(anticipation=2)))
    assert study.overall.estimate == pytest.approx(study.after.estimates.mean())
    assert study.before.index.tolist() == [-7, -6, -5, -4, -3]
    assert study.anticipation == 2


def test_balance_keeps_the_same_cohorts_behind_all_event_times() -> None:
    panel = simulated(2)
    found = group_times(panel.y, panel.first)
    study = by_event_time(found, balance=5)
    assert study.event_times.max() == 5
    assert set(study.after.treated.tolist()) == {int(np.isin(panel.first, (4, 6)).sum())}
    window = by_event_time(found, shortest=-2, longest=3)
    assert window.event_times.tolist() == [-2, -1, 0, 1, 2, 3]


def test_no_event_time_left_is_refused() -> None:
    panel = simulated(2)
    with pytest.raises(CannotEstimate, match="left to look at"):
        by_event_time(group_times(panel.y, panel.first), longest=-1)


def test_effects_by_cohort_can_end_early() -> None:
    panel = simulated(2)
    found = group_times(panel.y, panel.first)
    early = by_cohort(found, longest=0)
    cells = {(cell.cohort, cell.period): cell.fit for cell in found.cells}
    for cohort, estimate in zip(early.parts.index, early.parts.estimates, strict=True):
        fit = cells[int(cohort), int(cohort)]
        assert fit is not None
        assert estimate == pytest.approx(fit.effect)


def test_a_cohort_of_one_counts_by_its_distance_from_the_others() -> None:
    """Alone it would add nothing to the standard error, however far it lies."""
    panel = simulated(2, units=60)
    first = panel.first.copy()
    [only, *rest] = np.flatnonzero(first == 8)
    first[rest] = NEVER
    y = panel.y.copy()
    found = by_event_time(group_times(y, first, Comparison("never")))
    y[only, 8:] += 10
    far = by_event_time(group_times(y, first, Comparison("never")))
    assert far.after.standard_errors[0] > found.after.standard_errors[0] * 3
    cohorts = by_cohort(group_times(y, first, Comparison("never")))
    assert cohorts.parts.index.tolist() == [4, 6]
    [told] = cohorts.told
    assert told == "No effect at cohort 8: one unit, or one group of units, is behind it"


@pytest.mark.parametrize("way", WAYS)
def test_one_treated_person_is_refused(way: str) -> None:
    y = np.random.default_rng(0).normal(size=(20, 6))
    first = np.full(20, NEVER)
    first[0] = 3
    with pytest.raises(CannotEstimate, match="One unit"):
        WAYS[way](group_times(y, first))


def test_one_treated_team_is_refused() -> None:
    y = np.random.default_rng(0).normal(size=(20, 6))
    first = np.where(np.arange(20) < 5, 3, NEVER)
    with pytest.raises(CannotEstimate, match="one group of units"):
        simple(group_times(y, first, clusters=np.arange(20) // 5))
