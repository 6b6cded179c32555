"""Encouragement: against two-stage least squares of statsmodels, a grid, and weak instruments."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.sandbox.regression.gmm import IV2SLS

from everyrep.evidence.arrays import Bools, Floats
from everyrep.evidence.inference import estimate, fit
from everyrep.evidence.inference.least_squares import Fit
from everyrep.evidence.inference.result import Inferred
from everyrep.evidence.trials import Encouraged, encouraged
from everyrep.values import Reason


def world(
    n: int = 300, pull: float = 0.5, effect: float = 0.4, seed: int = 1
) -> tuple[Floats, Floats, Bools, Floats]:
    """People with drive take the course more, and sell more anyway."""
    random = np.random.default_rng(seed)
    invited = random.permutation(np.arange(n) % 2).astype(bool)
    drive, tenure = random.normal(size=n), random.normal(size=n)
    took = (0.7 * drive + random.normal(size=n) * 0.5 + pull * 2 * invited > 0.8).astype(float)
    y = effect * took + drive + 0.5 * tenure + random.normal(size=n)
    return y, took, invited, tenure[:, None]


def told(answer: Encouraged | Reason) -> Encouraged:
    assert isinstance(answer, Encouraged), answer
    return answer


def test_it_equals_two_stage_least_squares() -> None:
    y, took, invited, tenure = world()
    ones, invitation = np.ones((300, 1)), invited[:, None].astype(float)
    regressors = np.column_stack([ones, took, tenure])
    instruments = np.column_stack([ones, invitation, tenure])
    truth = IV2SLS(y, regressors, instruments).fit()
    found = told(encouraged(y, took, invited, covariates=tenure))
    assert found.effect.value == pytest.approx(truth.params[1], rel=1e-8)
    # Theirs takes the spread to be equal, ours does not.
    assert found.effect.error == pytest.approx(truth.bse[1], rel=0.1)


def test_without_covariates_it_is_the_ratio_of_two_differences() -> None:
    y, took, invited, _ = world()
    ratio = (y[invited].mean() - y[~invited].mean()) / (
        took[invited].mean() - took[~invited].mean()
    )
    assert told(encouraged(y, took, invited)).effect.value == pytest.approx(ratio)


@pytest.mark.parametrize(("pull", "seed"), [(0.5, 1), (0.12, 2), (0.1, 7), (0.05, 3), (0.0, 4)])
def test_the_range_is_all_effects_that_anderson_and_rubin_keep(pull: float, seed: int) -> None:
    """On a grid: what is left of the outcome must not differ by invitation."""
    y, took, invited, _ = world(pull=pull, seed=seed)
    found = told(encouraged(y, took, invited))
    columns = np.column_stack([np.ones(300), invited.astype(float)])
    for effect in np.concatenate([np.linspace(-8, 8, 81), [-1e4, 1e4]]):
        fitted = fit(y - effect * took, columns)
        assert isinstance(fitted, Fit)
        gap = estimate(fitted, 1)
        assert isinstance(gap, Inferred)
        between = bool(found.low <= effect <= found.high)
        assert (gap.p >= 0.05) is (found.everything or between is not found.outside)


def test_a_weak_invitation_is_called_weak() -> None:
    strong, weak = told(encouraged(*world()[:3])), told(encouraged(*world(pull=0.05)[:3]))
    assert strong.strong
    assert strong.moved.value > 0.2
    assert not weak.strong


@pytest.mark.parametrize("pull", [0.5, 0.15])
def test_it_holds_the_truth_and_comparing_those_who_took_it_does_not(pull: float) -> None:
    held = naive = 0
    for seed in range(300):
        y, took, invited, _ = world(pull=pull, seed=seed)
        found = told(encouraged(y, took, invited))
        inside = found.low <= 0.4 <= found.high
        held += found.everything or inside is not found.outside
        gap = y[took == 1].mean() - y[took == 0].mean()
        error = np.sqrt(np.var(y[took == 1]) / took.sum() + np.var(y[took == 0]) / (1 - took).sum())
        naive += abs(gap - 0.4) <= 1.96 * error
    assert 0.92 <= held / 300 <= 0.98
    assert naive / 300 < 0.05


def test_teams_that_were_invited_together_count_as_teams() -> None:
    random = np.random.default_rng(3)
    team = np.repeat(np.arange(20), 10)
    invited = (team % 2).astype(bool)
    took = (random.uniform(size=200) < 0.2 + 0.5 * invited).astype(float)
    y = random.normal(size=20)[team] + 0.3 * took + random.normal(size=200)
    people, teams = (
        told(encouraged(y, took, invited)),
        told(encouraged(y, took, invited, cluster=team)),
    )
    assert teams.effect.error > 1.5 * people.effect.error
    assert teams.effect.degrees < 19


def test_an_invitation_that_moved_nobody_is_refused() -> None:
    y, _, invited, _ = world()
    took: Floats
    for took, code in ((np.ones(300), "uptake_alike"), (np.tile([0.0, 1.0], 150), "nobody_moved")):
        found = encouraged(y, took, np.repeat([True, False], 150))
        assert isinstance(found, Reason)
        assert found.code == code
    few = encouraged(y[:10], np.tile([0.0, 1.0], 5), invited[:10])
    assert isinstance(few, Reason)
