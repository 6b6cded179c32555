"""Effects by cohort and period: who is compared with whom, and what cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.staggered import (
    NEVER,
    CannotEstimate,
    Comparison,
    GroupTimes,
    by_event_time,
    group_times,
    imputation,
    simple,
)
from everyrep.values import DataError
from tests.evidence.staggered.panels import simulated


def by_place(found: GroupTimes) -> dict[tuple[int, int], float]:
    pairs = zip(found.cells, found.estimates.tolist(), strict=True)
    return {(cell.cohort, cell.period): estimate for cell, estimate in pairs}


def mean_change(y: Floats, who: np.ndarray, period: int, base: int) -> float:
    change = y[who, period] - y[who, base]
    return float(np.nanmean(change))


def test_one_cohort_and_two_periods_is_the_difference_in_differences() -> None:
    y = np.array([[1.0, 4.0], [2.0, 3.0], [0.0, 1.0], [5.0, 5.0]])
    first = np.array([1, 1, NEVER, NEVER])
    found = simple(group_times(y, first, Comparison("never")))
    assert found.estimate == pytest.approx((3 + 1) / 2 - (1 + 0) / 2)
    assert found.standard_error == pytest.approx(np.sqrt((1 + 1) / 4 + (0.25 + 0.25) / 4))


@pytest.mark.parametrize("missing", [0.0, 0.15])
@pytest.mark.parametrize("anticipation", [0, 2])
@pytest.mark.parametrize("controls", ["never", "not yet"])
def test_every_cell_by_brute_force(missing: float, anticipation: int, controls: str) -> None:
    panel = simulated(3, units=80, missing=missing)
    how = Comparison("never" if controls == "never" else "not yet", anticipation=anticipation)
    found = group_times(panel.y, panel.first, how)
    assert len(found.cells) == 3 * 11
    for cell in found.cells:
        before = cell.cohort - anticipation - 1
        base = before if cell.period >= cell.cohort else cell.period - 1
        latest = max(cell.period, base) + anticipation
        others = panel.first == NEVER
        if controls == "not yet":
            others = (panel.first > latest) & (panel.first != cell.cohort)
        expected = mean_change(panel.y, panel.first == cell.cohort, cell.period, base)
        expected -= mean_change(panel.y, others, cell.period, base)
        assert by_place(found)[cell.cohort, cell.period] == pytest.approx(expected)


def test_a_universal_base_fixes_the_last_period_before() -> None:
    panel = simulated(3, units=80)
    found = group_times(panel.y, panel.first, Comparison(base="universal", anticipation=1))
    fixed = [(cell.cohort, cell.period) for cell in found.cells if cell.fit is None]
    assert fixed == [(4, 2), (6, 4), (8, 6)]
    study = by_event_time(found)
    assert study.references == (-2,)
    at = study.event_times.tolist().index(-2)
    assert study.effects.estimates[at] == 0
    assert study.effects.standard_errors[at] == 0
    assert -2 not in study.before.index


def test_treatment_after_the_last_period_counts_as_never() -> None:
    panel = simulated(3, units=80)
    later = np.where(panel.first == NEVER, 40, panel.first)
    ours = group_times(panel.y, later, Comparison("never")).estimates
    np.testing.assert_array_equal(
        ours, group_times(panel.y, panel.first, Comparison("never")).estimates
    )


def test_the_order_of_units_does_not_matter() -> None:
    panel = simulated(5, units=60, missing=0.1)
    order = np.random.default_rng(0).permutation(60)
    known = Comparison("not yet", "improved")
    one = group_times(panel.y, panel.first, known, covariates=panel.x)
    two = group_times(panel.y[order], panel.first[order], known, covariates=panel.x[order])
    np.testing.assert_allclose(one.estimates, two.estimates, atol=1e-9)
    np.testing.assert_allclose(one.effects().influence[order], two.effects().influence, atol=1e-9)


def test_who_is_left_out_is_told() -> None:
    panel = simulated(3, units=80)
    y, first, x = panel.y.copy(), panel.first.copy(), panel.x.copy()
    first[:2], y[2], x[3] = 0, np.nan, np.nan
    found = group_times(y, first, covariates=x)
    assert found.told == (
        "2 units left out: treated before there is a period to compare with",
        "1 unit left out: without any outcome",
        "1 unit left out: with an unknown covariate",
    )
    assert not found.effects().influence[:4].any()


def test_periods_in_which_nobody_is_untreated_are_told() -> None:
    panel = simulated(3, units=80)
    some = panel.first != NEVER
    found = group_times(panel.y[some], panel.first[some])
    assert max(cell.period for cell in found.cells) == 7
    assert found.told == (
        "12 of 33 pairs of cohort and period left out: nobody untreated is left to compare with",
    )


@pytest.mark.parametrize(
    ("first", "controls"),
    [
        ([2, 2, 2, 2], "not yet"),
        ([0, 0, NEVER, NEVER], "not yet"),
        ([NEVER, NEVER, NEVER, NEVER], "not yet"),
        ([2, 2, 3, 3], "never"),
        ([2, 2, 2, NEVER], "never"),
    ],
)
def test_a_plan_without_comparison_is_refused(first: list[int], controls: str) -> None:
    y = np.random.default_rng(0).normal(size=(4, 4))
    how = Comparison("never" if controls == "never" else "not yet")
    with pytest.raises(CannotEstimate):
        group_times(y, np.array(first), how)


@pytest.mark.parametrize("y", [np.zeros((8, 5)), np.full((8, 5), np.nan), np.ones((8, 1))])
def test_outcomes_that_never_change_are_refused(y: Floats) -> None:
    first = np.where(np.arange(8) < 4, 2, NEVER)
    for way in (group_times, imputation):
        with pytest.raises(CannotEstimate):
            way(y, first)


def refused(y: Floats, first: Ints, word: str, **known: object) -> None:
    with pytest.raises(DataError, match=word):
        group_times(y, first, **known)  # type: ignore[arg-type]


def test_what_cannot_be_a_panel_is_refused() -> None:
    y, first = np.zeros((4, 3)), np.array([1, 1, NEVER, NEVER])
    refused(y, first[:3], "shape")
    refused(y[0], first, "shape")
    refused(np.full((4, 3), np.inf), first, "infinite")
    refused(y, np.array([-1, 1, 1, NEVER]), "negative")
    refused(y, first, "Covariates", covariates=np.zeros((3, 1)))
    refused(y, first, "Clusters", clusters=np.zeros(3, np.int64))
    refused(y, first, "weight", weights=np.array([1.0, 1, 1, 0]))


def test_a_count_of_periods_is_not_negative() -> None:
    panel = simulated(3, units=80)
    with pytest.raises(DataError, match="anticipation is -1"):
        group_times(panel.y, panel.first, Comparison(anticipation=-1))
    with pytest.raises(DataError, match="donut is -1"):
        imputation(panel.y, panel.first, donut=-1)
