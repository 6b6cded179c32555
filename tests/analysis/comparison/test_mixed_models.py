"""The mixed models against lme4, statsmodels, brute force, and worlds whose truth is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit, logsumexp

from everyrep.analysis.comparison.binomial import Binomial, peak
from everyrep.analysis.comparison.design import Crossed, Design, Factor
from everyrep.analysis.comparison.gaussian import Gaussian, RemlFit, reml
from everyrep.analysis.comparison.hyper import log_prior
from everyrep.analysis.comparison.posterior import binomial_posterior, gaussian_posterior
from tests.analysis.comparison.worlds_of_chance import Tally, shares, sizes

LME4: dict[str, Any] = json.loads(
    (Path(__file__).parent / "references" / "lme4.json").read_text(encoding="utf-8")
)
MODELS = {
    "dyestuff": ([], ["Batch"]),
    "dyestuff2": ([], ["Batch"]),
    "sleepstudy": (["Days"], ["Subject"]),
    "penicillin": ([], ["plate", "sample"]),
    "pastes": ([], ["batch", "sample"]),
}


def places(names: list[str]) -> np.ndarray:
    return np.unique(names, return_inverse=True)[1]


def fitted(name: str) -> tuple[RemlFit, dict[str, Any], list[str]]:
    known, (columns, groups) = LME4[name], MODELS[name]
    y = np.array(known["y"])
    fixed = np.column_stack([np.ones(y.size), *(known[column] for column in columns)])
    design = Design.of(fixed, [places(known[group]) for group in groups])
    return reml(Gaussian(design, y, np.ones(y.size))), known, groups


@pytest.mark.parametrize("name", MODELS)
def test_lme4s_published_examples(name: str) -> None:
    fit, known, groups = fitted(name)
    variances = dict(zip(known["groups"], known["variances"], strict=True))
    # lme4's own optimiser stops at about 1e-4 of a variance.
    assert fit.criterion == pytest.approx(known["criterion"][0], abs=1e-5)
    assert fit.residual == pytest.approx(variances["Residual"], rel=1e-4)
    assert fit.variances == pytest.approx([variances[g] for g in groups], rel=2e-4, abs=1e-6)
    assert fit.fixed == pytest.approx(np.array(known["fixed"]), rel=1e-6)
    assert fit.fixed_se == pytest.approx(np.array(known["fixed_se"]), rel=1e-4)
    for modes, group in zip(fit.modes, groups, strict=True):
        named = dict(zip(known["modes_of"][group], known["modes"][group], strict=True))
        expected = [named[level] for level in np.unique(known[group])]
        assert modes == pytest.approx(np.array(expected), rel=1e-3, abs=1e-4)


def test_statsmodels_agrees_on_weights_of_groups_of_many_sizes() -> None:
    from statsmodels.regression import mixed_linear_model as mixed

    rng = np.random.default_rng(3)
    group = np.repeat(np.arange(9), rng.integers(2, 30, 9))
    fixed = np.column_stack([np.ones(group.size), rng.normal(size=group.size)])
    y = fixed @ [2.0, 0.5] + rng.normal(0, 0.7, 9)[group] + rng.normal(size=group.size)
    theirs = mixed.MixedLM(y, fixed, group).fit(reml=True)
    ours = reml(Gaussian(Design.of(fixed, [group]), y, np.ones(y.size)))
    assert ours.residual == pytest.approx(theirs.scale, rel=1e-4)
    assert ours.variances[0] == pytest.approx(float(theirs.cov_re[0, 0]), rel=1e-3)
    assert ours.fixed == pytest.approx(theirs.fe_params, rel=1e-5)
    assert ours.criterion == pytest.approx(-2 * theirs.llf, abs=1e-4)


def test_a_mean_of_many_weighs_as_the_many_do() -> None:
    """Rows that are means with weights give the effects of the rows they are means of."""
    rng = np.random.default_rng(4)
    group = np.repeat(np.arange(6), 12)
    y = rng.normal(size=72) + rng.normal(size=6)[group]
    halves = y.reshape(36, 2).mean(axis=1)
    whole = Gaussian(Design.of(np.ones((72, 1)), [group]), y, np.ones(72))
    half = Gaussian(Design.of(np.ones((36, 1)), [group[::2]]), halves, np.full(36, 2.0))
    from everyrep.analysis.comparison.gaussian import conditional

    ratio = np.array([-0.3])
    one = conditional(whole, whole.crossed(), whole.right(), ratio)
    other = conditional(half, half.crossed(), half.right(), ratio)
    assert one.solution == pytest.approx(other.solution)


def test_laplace_is_lme4s_at_lme4s_estimates() -> None:
    """At lme4's own fixed effects and spread: its likelihood, and its conditional modes."""
    known = LME4["cbpp"]
    period = np.array(known["period"])
    fixed = np.column_stack([np.ones(period.size), *((period == p) for p in "234")])
    herds, herd = np.unique(known["herd"], return_inverse=True)
    data = Binomial(
        Design.of(np.zeros((period.size, 0)), [herd]),
        np.array(known["y"], dtype=float),
        np.array(known["size"], dtype=float),
        fixed @ np.array(known["fixed"]),
    )
    top = peak(data, np.array([0.5 * np.log(known["variances"][0])]))
    # lme4 stops its search a few 1e-4 short of the peak.
    assert -2 * top.log_marginal == pytest.approx(known["criterion"][0], abs=2e-3)
    named = dict(zip(known["modes_of"]["herd"], known["modes"]["herd"], strict=True))
    assert top.solution == pytest.approx(np.array([named[h] for h in herds]), abs=1e-6)


def test_elimination_solves_the_whole_equations() -> None:
    rng = np.random.default_rng(5)
    design = Design.of(
        np.column_stack([np.ones(200), rng.normal(size=200)]),
        [rng.integers(0, 5, 200), rng.integers(0, 40, 200)],
    )
    weights, y = rng.uniform(0.5, 2, 200), rng.normal(size=200)
    factor = Factor.of(design, Crossed.of(design, weights), [3.0, 0.7])
    z = np.hstack([np.eye(40)[design.groups[1]], design.fixed, np.eye(5)[design.groups[0]]])
    prior = np.diag(np.concatenate([np.full(40, 0.7), np.zeros(2), np.full(5, 3.0)]))
    matrix = z.T @ (z * weights[:, None]) + prior
    expected = np.linalg.solve(matrix, z.T @ (weights * y))
    assert factor.solve(design.project(weights * y)) == pytest.approx(expected)
    assert factor.logdet == pytest.approx(np.linalg.slogdet(matrix)[1])
    draws = factor.draw(rng.standard_normal((40_000, design.size)))
    covariance = np.linalg.inv(matrix)
    assert np.cov(draws.T) == pytest.approx(covariance, abs=0.04 * covariance.max())


def test_ranges_of_shares_are_those_of_brute_force() -> None:
    """Three groups, everything integrated on a grid: the posterior of each rate."""
    wins, trials = np.array([2.0, 9.0, 20.0]), np.array([20.0, 30.0, 45.0])
    design = Design.of(np.ones((3, 1)), [np.arange(3)])
    ours = binomial_posterior(Binomial(design, wins, trials, np.zeros(3)), draws=20_000)
    rate = expit(ours.fixed + ours.effects(0))
    mean, low, high = brute_force_rates(wins, trials)
    assert rate.mean(axis=0) == pytest.approx(mean, abs=0.012)
    assert np.quantile(rate, 0.025, axis=0) == pytest.approx(low, abs=0.02)
    assert np.quantile(rate, 0.975, axis=0) == pytest.approx(high, abs=0.02)


def brute_force_rates(
    wins: np.ndarray, trials: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Posterior means and 95 % ranges of rates by summing over a grid of everything."""
    eta = np.linspace(-6, 3, 361)
    likelihood = wins[:, None] * eta - trials[:, None] * np.logaddexp(0, eta)
    joint = np.full((3, eta.size), -np.inf)
    for log_sd in np.linspace(-5, 2, 57):
        for centre in np.linspace(-4, 2, 97):
            effect = stats.norm.logpdf(eta, centre, np.exp(log_sd))
            each = likelihood + effect
            whole = logsumexp(each, axis=1)
            weight = log_prior(np.array([log_sd]), 0.5) + whole.sum()
            joint = np.logaddexp(joint, each - whole[:, None] + weight)
    shares = np.exp(joint - logsumexp(joint, axis=1, keepdims=True))
    rates, upto = expit(eta), np.cumsum(shares, axis=1)
    quantile = [[rates[np.searchsorted(row, q)] for row in upto] for q in (0.025, 0.975)]
    return shares @ rates, np.array(quantile[0]), np.array(quantile[1])


def test_known_spread_collapses_to_the_formula() -> None:
    """With much data a linear posterior is the REML fit, range and all."""
    rng = np.random.default_rng(6)
    group = np.repeat(np.arange(40), 25)
    y = rng.normal(0, 0.5, 40)[group] + rng.normal(size=1000)
    data = Gaussian(Design.of(np.ones((1000, 1)), [group]), y, np.ones(1000))
    fit, ours = reml(data), gaussian_posterior(data)
    assert ours.effects(0).mean(axis=0) == pytest.approx(fit.modes[0], abs=0.02)
    assert ours.residual.mean() ** 2 == pytest.approx(fit.residual, rel=0.02)
    assert (ours.sds[:, 0] ** 2).mean() == pytest.approx(fit.variances[0], rel=0.15)


def test_no_successes_and_nothing_but_successes_have_ranges() -> None:
    design = Design.of(np.ones((4, 1)), [np.arange(4)])
    trials = np.array([8.0, 8.0, 8.0, 8.0])
    for wins in (np.zeros(4), trials, np.array([0.0, 8.0, 0.0, 8.0])):
        ours = binomial_posterior(Binomial(design, wins, trials, np.zeros(4)), draws=1000)
        rate = expit(ours.fixed + ours.effects(0))
        assert np.isfinite(rate).all()
        assert (np.quantile(rate, 0.975, axis=0) > np.quantile(rate, 0.025, axis=0)).all()


def test_ranges_and_orders_are_as_sure_as_they_say_in_short() -> None:
    rng, tally = np.random.default_rng(1), Tally()
    for seed in range(6):
        tally.add(*shares(10, (10, 60), 0.35, rng, seed))
        tally.add(*sizes(10, (5, 20), 0.35, rng, seed))
    assert 0.88 < tally.coverage < 0.995
    assert abs(tally.boast) < 0.08


@pytest.mark.slow
@pytest.mark.parametrize("simulated", [shares, sizes])
@pytest.mark.parametrize(
    ("groups", "trials", "spread"),
    [(5, (10, 60), 0.3), (12, (5, 30), 0.3), (12, (20, 200), 0.5), (40, (5, 60), 0.35)],
)
def test_ranges_hold_the_truth_and_orders_are_calibrated(
    simulated: Any, groups: int, trials: tuple[int, int], spread: float
) -> None:
    rng, tally = np.random.default_rng(groups), Tally()
    for seed in range(2400 // groups):
        tally.add(*simulated(groups, trials, spread, rng, seed))
    assert 0.92 < tally.coverage < 0.98
    assert abs(tally.boast) < 0.04
