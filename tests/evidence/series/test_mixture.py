"""Mixes of others: the best shares by brute force, exact chances, ranges that hold."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from everyrep.evidence.arrays import Floats
from everyrep.evidence.series import Mixture, mixture
from everyrep.values import Reason

BEFORE, AFTER = np.arange(24), np.arange(25, 33)


def teams(seed: int, count: int) -> Floats:
    """Levels of their own, two movements that all share to some degree, noise that lasts."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(count + 2, 60))
    for month in range(1, 60):
        noise[:, month] += 0.4 * noise[:, month - 1]
    y = rng.normal(size=(count, 2)) @ noise[:2, 20:] + 0.7 * noise[2:, 20:]
    return np.asarray(y + rng.normal(size=(count, 1)))


def told(y: Floats) -> Mixture:
    found = mixture(y[0], y[1:], BEFORE, AFTER)
    assert isinstance(found, Mixture), found
    return found


def test_shares_are_the_best_that_add_up_to_one() -> None:
    y = teams(1, 8)
    own = y - y[:, BEFORE].mean(axis=1)[:, None]

    def misfit(shares: Floats) -> float:
        return float(((own[0, BEFORE] - shares @ own[1:][:, BEFORE]) ** 2).sum())

    outside = minimize(
        misfit, np.full(7, 1 / 7), method="SLSQP", bounds=[(0, 1)] * 7,
        constraints={"type": "eq", "fun": lambda s: s.sum() - 1},
        options={"ftol": 1e-12, "maxiter": 500},
    )  # fmt: skip
    found = told(y)
    assert found.shares.sum() == pytest.approx(1.0)
    assert (found.shares >= 0).all()
    np.testing.assert_allclose(found.shares, outside.x, atol=2e-3)


def test_a_team_that_is_a_mix_is_found_out() -> None:
    y = teams(2, 9)
    rng = np.random.default_rng(2)
    y[0] = 0.6 * y[3] + 0.4 * y[7] + 5.0 + rng.normal(0, 0.01, y.shape[1])
    found = told(y)
    np.testing.assert_allclose(found.shares[[2, 6]], [0.6, 0.4], atol=0.02)
    assert found.explained > 0.99


def test_ranges_are_moved_by_an_effect_and_leave_out_what_the_others_do_not_show() -> None:
    y, moved = teams(3, 26), teams(3, 26)
    moved[0, 24:] += 4.0
    plain, stepped = told(y), told(moved)
    assert stepped.value == pytest.approx(plain.value + 4.0)
    low, high = stepped.range(0.95)
    for effect in np.linspace(low - 1, high + 1, 41):
        less = moved.copy()
        less[0, 24:] -= effect
        assert (low <= effect <= high) == (told(less).chance > 0.05)


@pytest.mark.parametrize("count", [8, 21])
def test_ranges_hold_the_truth_with_few_and_with_many_others(count: int) -> None:
    found = [mixture(y[0], y[1:], BEFORE, AFTER) for y in (teams(s, count) for s in range(200))]
    ends = [one.range(0.95) for one in found if isinstance(one, Mixture)]
    assert len(ends) > 170
    assert np.mean([low <= 0 <= high for low, high in ends]) >= 0.9


def test_few_others_and_a_team_unlike_any_mix_are_refused() -> None:
    y = teams(5, 12)
    few = mixture(y[0], y[1:5], BEFORE, AFTER)
    assert isinstance(few, Reason)
    assert few.code == "too_few_to_mix"
    y[0] += 3.0 * np.arange(y.shape[1])
    unlike = mixture(y[0], y[1:], BEFORE, AFTER)
    assert isinstance(unlike, Reason)
    assert unlike.code == "unlike_any_mix"
