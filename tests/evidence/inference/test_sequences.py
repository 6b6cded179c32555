"""Ranges that hold at all looks: the published boundary, and false alarms of constant looking."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest
from scipy import stats

from everyrep.evidence.arrays import Floats
from everyrep.evidence.inference import Inferred, Look, inferred, look
from everyrep.evidence.inference.sequences import always_valid, bound, stretched, tuning
from everyrep.evidence.trials import (
    Effect,
    adjusted_difference,
    difference_of_means,
    difference_of_ratios,
)
from everyrep.values import Reason
from everyrep.values.errors import InternalError


def effect(value: float, error: float, degrees: float = np.inf) -> Inferred:
    found = inferred(value, error, degrees)
    assert isinstance(found, Inferred)
    return found


def seen(answer: Look | Reason) -> Look:
    assert isinstance(answer, Look), answer
    return answer


def test_it_is_the_boundary_of_waudby_smith_and_others() -> None:
    """Theorem 2.2, with t observations of spread s: s sqrt(2 (t r² + 1) / (t² r²) log(...))."""
    t, spread, rho, alpha = 400, 1.7, 0.06, 0.05
    wide = t * rho**2 + 1
    truth = spread * sqrt(2 * wide / (t**2 * rho**2) * log(sqrt(wide) / alpha))
    error = spread / sqrt(t)
    assert error * bound(error, 1 / (spread * rho) ** 2) == pytest.approx(truth, rel=1e-12)


def test_it_is_narrowest_where_it_is_tuned() -> None:
    tuned = {error: bound(0.1, tuning(error)) for error in (0.05, 0.08, 0.1, 0.12, 0.2)}
    assert min(tuned, key=lambda error: tuned[error]) == 0.1


def test_its_chance_is_below_five_per_cent_just_where_zero_is_outside() -> None:
    for value in (0.1, 0.25, 0.3, 0.31, 0.5):
        found = seen(look(effect(value, 0.1, 25.0), 0.1))
        assert (found.p <= 0.05) is (found.low > 0 or found.high < 0)
        assert found.wider > 1


def test_the_mixture_is_that_of_robbins() -> None:
    """The likelihood ratio averaged over normal effects, by quadrature."""
    value, error, mixing = 0.4, 0.15, 3.0
    grid = np.linspace(-6, 6, 200_001)
    ratio = np.exp((value * grid - grid**2 / 2) / error**2)
    bet = float(np.trapezoid(ratio * stats.norm.pdf(grid, scale=mixing**-0.5), grid))
    assert always_valid(effect(value, error), mixing) == pytest.approx(min(1, 1 / bet), rel=1e-6)
    assert exp(0) == always_valid(effect(0.0, error), mixing)


def test_few_degrees_stretch_it_as_t_is_stretched() -> None:
    assert stretched(1.959963984540054, 7.0) == pytest.approx(stats.t.ppf(0.975, 7))
    assert stretched(2.5) == 2.5


def test_looks_begin_when_enough_have_taken_part() -> None:
    early = look(effect(0.1, 0.1), 0.05, smaller_side=4)
    assert isinstance(early, Reason)
    assert early.code == "too_early"
    with pytest.raises(InternalError):
        look(effect(0.1, 0.1), 0.0)


def alarms(paths: Floats, errors: Floats, degrees: Floats, tuned: float) -> float:
    """Share of paths, shape (companies, looks), that leave zero outside at any look."""
    mixing = tuning(tuned)
    out = np.zeros(paths.shape[0], bool)
    for i in range(paths.shape[1]):
        reach = np.array([bound(float(error), mixing) for error in errors[:, i]])
        reach = -stats.t.ppf(stats.norm.cdf(-reach), degrees[i])
        out |= np.abs(paths[:, i]) > reach * errors[:, i]
    return float(out.mean())


def differences(companies: int, people: int, draw: str, seed: int) -> tuple[Floats, Floats, Floats]:
    """Differences of means at every tenth person, and their Welch errors."""
    random = np.random.default_rng(seed)
    y = random.normal(size=(companies, people, 2))
    if draw == "skewed":
        y = np.exp(y)
    at = np.arange(20, people + 1, 10)
    n = at[None, :, None]
    mean = np.cumsum(y, axis=1)[:, at - 1] / n
    square = np.cumsum(y**2, axis=1)[:, at - 1] / n
    variance = (square - mean**2) / (n - 1)
    gap: Floats = mean[..., 0] - mean[..., 1]
    error: Floats = np.sqrt(variance.sum(axis=2))
    return gap, error, np.asarray(2 * at - 2, float)


@pytest.mark.parametrize("draw", ["normal", "skewed"])
def test_constant_looking_alarms_falsely_in_at_most_one_of_twenty(draw: str) -> None:
    gap, error, degrees = differences(600, 600, draw, seed=1)
    tuned = float(np.sqrt(2 / 300)) * (2.16 if draw == "skewed" else 1)
    naive = np.abs(gap / error) > stats.t.ppf(0.975, degrees)
    assert naive.any(axis=1).mean() > 0.2
    assert alarms(gap, error, degrees, tuned) <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ratio", "adjusted", "teams"])
def test_looks_at_ratios_adjusted_effects_and_teams_hold_too(kind: str) -> None:
    """Twenty-five looks at 400 trials without an effect, by the functions that trials use."""
    wrong = naive = 0
    for seed in range(400):
        random = np.random.default_rng(seed)
        treated = np.arange(400) % 2 == 0
        before = random.gamma(2, 1, 400)
        team = np.arange(400) // 20 * 2 + np.arange(400) % 2  # teams join one after another
        deals: Floats = np.asarray(random.poisson(8, 400) + 1, float)
        won = random.binomial(deals.astype(int), random.beta(2, 6, 400)).astype(float)
        y = before + random.gamma(2, 1, 400) + (kind == "teams") * random.normal(size=40)[team]
        out = single = False
        for n in range(160 if kind == "teams" else 40, 401, 15):
            who = slice(0, n)
            if kind == "ratio":
                found = difference_of_ratios(won[who], deals[who], treated[who])
            elif kind == "adjusted":
                found = adjusted_difference(y[who], before[who, None], treated[who])
            else:
                found = difference_of_means(y[who], treated[who], cluster=team[who])
            assert isinstance(found, Effect)
            tuned = {"ratio": 0.026, "adjusted": 0.2, "teams": 0.45}[kind]
            now = seen(look(found.absolute, tuned))
            out |= now.low > 0 or now.high < 0
            single |= found.absolute.p < 0.05
        wrong, naive = wrong + out, naive + single
    assert wrong / 400 <= 0.05
    assert naive / 400 > 0.1


def test_teams_that_are_looked_at_again_and_again_alarm_falsely_as_rarely() -> None:
    """Sixteen teams drawn; what a team has in common is there from the first week on."""
    random = np.random.default_rng(2)
    teams = random.normal(size=(600, 16, 1)) * 0.5 + random.normal(size=(600, 16, 60))
    mean = np.cumsum(teams, axis=2) / np.arange(1, 61)
    gap = mean[:, :8].mean(axis=1) - mean[:, 8:].mean(axis=1)
    spread = mean[:, :8].var(axis=1, ddof=1) / 8 + mean[:, 8:].var(axis=1, ddof=1) / 8
    assert alarms(gap[:, 3:], np.sqrt(spread)[:, 3:], np.full(57, 14.0), 0.27) <= 0.05
