"""The wild cluster bootstrap, against drawing it out in full, and against wildboottest."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.inference import Bootstrapped, Fit, Weights, fit, wild_bootstrap
from everyrep.values import Reason


def teams(groups: int = 8, effect: float = 0.5, seed: int = 3) -> tuple[Floats, Floats, Ints]:
    random = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(groups), random.integers(4, 15, groups))
    treated = (cluster % 2).astype(float)
    x = np.column_stack([np.ones(cluster.size), treated, random.normal(size=cluster.size)])
    y = effect * treated + random.normal(size=groups)[cluster] + random.normal(size=cluster.size)
    return y, x, cluster


def answered(answer: Bootstrapped | Reason) -> Bootstrapped:
    assert isinstance(answer, Bootstrapped), answer
    return answer


def fitted(y: Floats, x: Floats) -> Fit:
    found = fit(y, x)
    assert isinstance(found, Fit), found
    return found


def in_full(y: Floats, x: Floats, cluster: Ints, null: float) -> float:
    """Share of all patterns with a t at least as large: residuals turned, fit made anew."""

    def t(outcome: Floats) -> float:
        bread = np.linalg.inv(x.T @ x)
        beta = bread @ x.T @ outcome
        left = outcome - x @ beta
        scores = np.array([x[cluster == g].T @ left[cluster == g] for g in range(groups)])
        return float((beta[1] - null) / np.sqrt((bread @ (scores.T @ scores) @ bread)[1, 1]))

    groups = int(cluster.max()) + 1
    rest = np.delete(x, 1, axis=1)
    held = y - null * x[:, 1]
    kept = rest @ np.linalg.lstsq(rest, held, rcond=None)[0]
    left = held - kept
    seen = abs(t(y))
    sizes = [
        abs(t(kept + null * x[:, 1] + left * np.array(signs)[cluster]))
        for signs in product([-1.0, 1.0], repeat=groups)
    ]
    return float(np.mean(np.array(sizes) >= seen * (1 - 1e-9)))


def test_all_signs_equal_drawing_them_out() -> None:
    y, x, cluster = teams()
    found = answered(wild_bootstrap(fitted(y, x), 1, cluster, weights=Weights.RADEMACHER))
    assert found.exact
    assert found.draws == 256
    assert found.p == pytest.approx(in_full(y, x, cluster, 0.0))


def test_the_range_ends_where_a_null_is_just_rejected() -> None:
    y, x, cluster = teams()
    found = answered(wild_bootstrap(fitted(y, x), 1, cluster, weights=Weights.RADEMACHER))
    width = found.high - found.low
    for inside, outside in ((1e-6, -1e-6), (1e-2, -1e-2)):
        assert in_full(y, x, cluster, found.low + inside * width) > 0.05
        assert in_full(y, x, cluster, found.low + outside * width) <= 0.05
        assert in_full(y, x, cluster, found.high - inside * width) > 0.05
        assert in_full(y, x, cluster, found.high - outside * width) <= 0.05


def test_few_clusters_take_all_signs_and_very_few_draw_six_points() -> None:
    y, x, cluster = teams(5)
    few = answered(wild_bootstrap(fitted(y, x), 1, cluster, draws=999))
    assert (few.weights, few.exact, few.draws) == (Weights.WEBB, False, 999)
    y, x, cluster = teams(6)
    six = answered(wild_bootstrap(fitted(y, x), 1, cluster, draws=999))
    assert (six.weights, six.exact, six.draws) == (Weights.RADEMACHER, True, 64)
    y, x, cluster = teams(20)
    many = answered(wild_bootstrap(fitted(y, x), 1, cluster, draws=999))
    assert (many.weights, many.exact, many.clusters) == (Weights.RADEMACHER, False, 20)
    again = wild_bootstrap(fitted(y, x), 1, cluster, draws=999)
    assert again == many


def test_absorbed_effects_give_the_same_as_columns() -> None:
    random = np.random.default_rng(5)
    cluster, person = np.repeat(np.arange(8), 12), np.repeat(np.arange(24), 4)
    x = random.normal(size=(96, 2))
    y = random.normal(size=24)[person] + random.normal(size=96) + 0.1 * x[:, 0]
    columns = np.column_stack([x, np.eye(24)[person]])
    absorbed = fit(y, x, absorb=person)
    assert isinstance(absorbed, Fit)
    one = answered(wild_bootstrap(absorbed, 0, cluster, weights=Weights.RADEMACHER))
    other = answered(wild_bootstrap(fitted(y, columns), 0, cluster, weights=Weights.RADEMACHER))
    assert one.p == pytest.approx(other.p)
    assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-6)


def test_one_cluster_is_refused() -> None:
    y, x, _ = teams()
    found = wild_bootstrap(fitted(y, x), 1, np.zeros(y.size, np.int64))
    assert isinstance(found, Reason)


@pytest.mark.slow
@pytest.mark.parametrize("groups", [6, 10, 20])
def test_it_holds_its_level_with_few_teams(groups: int) -> None:
    """Two per cent more or less of 500 companies is chance."""
    wrong = 0
    for seed in range(500):
        y, x, cluster = teams(groups, effect=0.0, seed=seed)
        found = answered(wild_bootstrap(fitted(y, x), 1, cluster, draws=1_023))
        wrong += not found.low <= 0 <= found.high
    assert wrong / 500 <= 0.08


@pytest.mark.parametrize(
    ("groups", "seed", "truth"),
    [(8, 3, 0.09375), (8, 4, 0.125), (13, 5, 0.453857421875), (16, 3, 0.233612060546875)],
)
def test_it_agrees_with_wildboottest(groups: int, seed: int, truth: float) -> None:
    """Values of wildboottest 0.3.2 over all patterns of signs; wildboottest_values.py made them.

    The pattern that is the data, and its mirror, are as large as what was seen; rounding decides
    whether the other program counts them.
    """
    y, x, cluster = teams(groups, seed=seed)
    found = answered(
        wild_bootstrap(fitted(y, x), 1, cluster, draws=99_999, weights=Weights.RADEMACHER)
    )
    assert found.exact
    assert -1e-12 <= found.p - truth <= 2 / 2**groups + 1e-12
