"""Effects by imputation beside one large least squares, and what the fit cannot tell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.evidence.staggered import (
    NEVER,
    CannotEstimate,
    cohort_effects,
    event_study,
    imputation,
    overall_effect,
)
from everyrep.values import DataError
from tests.evidence.staggered.dense import dense, imputed
from tests.evidence.staggered.panels import Simulated, simulated

TERRITORY = np.arange(60) % 2


def panel(missing: float = 0.1, seed: int = 0) -> Simulated:
    return simulated(seed, units=60, periods=10, missing=missing)


@pytest.mark.parametrize("donut", [0, 2])
@pytest.mark.parametrize("covariates", [False, True])
@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize("leave_out", [False, True])
def test_effects_and_their_spread_by_brute_force(
    donut: int, covariates: bool, groups: bool, clustered: bool, leave_out: bool
) -> None:
    p = panel()
    x, g = p.x if covariates else None, TERRITORY if groups else None
    owner = np.arange(60) // 2 if clustered else np.arange(60)
    found = imputation(
        p.y,
        p.first,
        donut=donut,
        covariates=x,
        groups=g,
        clusters=owner if clustered else None,
        leave_out=leave_out,
    )
    rows = dense(p.y, p.first, g, x)
    whole = overall_effect(found)
    mean = (rows.since >= 0) / np.count_nonzero(rows.since >= 0)
    assert (whole.estimate, whole.standard_error) == pytest.approx(
        imputed(rows, mean, donut, owner, leave_out=leave_out)
    )
    study = event_study(found, leads=0).effects
    assert study.index.min() == -donut
    for time in (-donut, 0, 3):
        there = rows.since == time
        expected = imputed(rows, there / np.count_nonzero(there), donut, owner, leave_out=leave_out)
        at = study.index.tolist().index(time)
        assert (study.estimates[at], study.standard_errors[at]) == pytest.approx(expected)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(0, 0.4), st.integers(0, 2), st.booleans())
def test_any_weights_on_any_panel(seed: int, missing: float, donut: int, leave_out: bool) -> None:
    p = panel(missing, seed)
    weights = np.random.default_rng(seed).uniform(0.1, 1, p.y.shape)
    found = imputation(p.y, p.first, donut=donut, leave_out=leave_out)
    if found.told:
        return
    rows = dense(p.y, p.first)
    wanted = np.where(rows.since >= 0, weights[rows.unit, rows.period], 0.0)
    ours = overall_effect(found, weights)
    theirs = imputed(rows, wanted / wanted.sum(), donut, np.arange(60), leave_out=leave_out)
    if np.isfinite(theirs[1]):
        assert (ours.estimate, ours.standard_error) == pytest.approx(theirs)


def test_the_mean_by_cohort_and_overall() -> None:
    p = panel(0.0)
    found = cohort_effects(imputation(p.y, p.first))
    assert found.parts.index.tolist() == [4, 6, 8]
    counts = np.array([np.count_nonzero(p.first == c) * (10 - c) for c in (4, 6, 8)])
    expected = found.parts.estimates @ counts / counts.sum()
    assert found.overall.estimate == pytest.approx(expected)
    assert found.overall.treated == np.count_nonzero(p.first != NEVER)


def test_a_dip_before_treatment_spoils_the_fit_and_a_donut_mends_it() -> None:
    p = simulated(1, units=2000)
    since = np.arange(12) - np.minimum(p.first, 10**6)[:, None]
    y = p.y - np.where((since < 0) & (since >= -2), 1.0, 0.0)
    spoiled, mended = (imputation(y, p.first, donut=donut) for donut in (0, 2))
    near = overall_effect(mended)
    assert near.estimate == pytest.approx(p.after(), abs=4 * near.standard_error)
    assert overall_effect(spoiled).estimate > p.after() + 0.2
    study = event_study(mended)
    dip = study.effects.where((study.event_times < 0) & (study.event_times >= -2))
    np.testing.assert_allclose(dip.estimates, -1, atol=0.15)
    assert study.before.index.max() == -3


def test_a_course_of_its_own_takes_up_what_a_territory_does() -> None:
    p = simulated(4, units=1000)
    territory = np.arange(1000) % 4
    first = np.where((territory < 2) | (p.first == NEVER), p.first, NEVER)
    y = np.where(np.arange(12) < first[:, None], p.y - p.truth, p.y)
    y = y + np.arange(12) * np.where(territory < 2, 0.3, 0.0)[:, None]
    truth = float(p.truth[np.arange(12) >= first[:, None]].mean())
    alone = overall_effect(imputation(y, first))
    within = overall_effect(imputation(y, first, groups=territory))
    assert alone.estimate > truth + 0.5
    assert within.estimate == pytest.approx(truth, abs=4 * within.standard_error)


def test_periods_without_anybody_untreated_are_told_and_left_out() -> None:
    p = panel(0.0)
    some = p.first != NEVER
    found = imputation(p.y[some], p.first[some])
    [told] = found.told
    assert "72 treated outcomes left out: nobody is untreated" in told
    assert np.isnan(found.effects[:, 8:]).all()
    assert event_study(found).event_times.max() == 3


def test_periods_that_nobody_ties_to_the_others_are_left_out() -> None:
    """A territory that is seen early, and another late: neither tells of the other's months."""
    rng = np.random.default_rng(0)
    y = rng.normal(size=(40, 8))
    y[:20, 4:], y[20:, :4] = np.nan, np.nan
    y[:5, 5] = 1.0
    first = np.full(40, NEVER)
    first[:10], first[30:36] = 2, 6
    first[:5] = 5
    found = imputation(y, first)
    assert np.isnan(found.effects[:5, 5]).all()
    assert found.told[0].startswith("5 treated outcomes left out")
    assert not np.isnan(found.effects[30:36, 6:]).any()


def test_covariates_of_months_with_few_untreated_are_not_made_up() -> None:
    """One untreated unit in the last month: its level there, but no slope, can be told."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(30, 1)), rng.normal(size=(30, 6))
    first = np.repeat([3, 5], 15)
    first[-1] = NEVER
    with_x = imputation(y, first, covariates=x)
    assert np.isnan(with_x.effects[:15, 5]).all()
    assert not np.isnan(imputation(y, first).effects[:15, 5]).any()


def test_who_has_no_untreated_outcome_is_told() -> None:
    p = panel(0.0)
    y, first, x = p.y.copy(), p.first.copy(), p.x.copy()
    first[0], y[1], x[2] = 0, np.nan, np.nan
    first[3] = 1
    found = imputation(y, first, donut=1, covariates=x)
    assert found.told == (
        "3 units left out: without any outcome before treatment and donut",
        "1 unit left out: with an unknown covariate",
    )
    assert not overall_effect(found).influence[:4].any()


def test_one_treated_person_is_refused() -> None:
    p = panel(0.0)
    first = np.full(60, NEVER)
    first[0] = 5
    found = imputation(p.y, first)
    with pytest.raises(CannotEstimate, match="One unit"):
        overall_effect(found)
    with pytest.raises(CannotEstimate, match="spread"):
        event_study(found)


def test_a_cohort_of_one_is_held_against_the_others() -> None:
    p = panel(0.0)
    first = p.first.copy()
    [only, *rest] = np.flatnonzero(first == 8)
    first[rest] = NEVER
    y = p.y.copy()
    near = overall_effect(imputation(y, first)).standard_error
    y[only, 8:] += 30
    assert overall_effect(imputation(y, first)).standard_error > 2 * near
    parts = cohort_effects(imputation(y, first))
    assert parts.parts.index.tolist() == [4, 6]
    assert parts.told == ("No effect at cohort 8: one unit, or one group of units, is behind it",)


@pytest.mark.parametrize("first", [[0, 0, NEVER, NEVER], [NEVER] * 4, [2, 2, 2, 2], [0, 0, 0, 0]])
def test_a_plan_without_comparison_is_refused(first: list[int]) -> None:
    y = np.random.default_rng(0).normal(size=(4, 5))
    with pytest.raises(CannotEstimate):
        imputation(y, np.array(first))


def test_groups_of_another_shape_are_refused() -> None:
    p = panel()
    with pytest.raises(DataError, match="Groups"):
        imputation(p.y, p.first, groups=TERRITORY[:3])


def test_no_weight_at_all_is_refused() -> None:
    p = panel()
    with pytest.raises(CannotEstimate, match="counts"):
        overall_effect(imputation(p.y, p.first), np.zeros(p.y.shape))
