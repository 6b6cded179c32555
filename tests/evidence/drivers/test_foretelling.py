"""Trees, weights and importance, against brute force and worlds whose truth is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from everyrep.evidence.arrays import Floats
from everyrep.evidence.drivers import Rows, boosted, dependence, foretell, penalised
from everyrep.evidence.drivers.foretelling import fitted
from everyrep.values import Reason


def world(seed: int, people: int = 150, months: int = 24) -> Rows:
    """The first feature moves the outcome in steps, the second in a line, the third not at all."""
    rng = np.random.default_rng(seed)
    n = people * months
    x = rng.normal(size=(n, 3))
    y = np.where(x[:, 0] > 0.5, 1.0, 0.0) + 0.5 * x[:, 1] + rng.normal(size=n)
    person, month = np.divmod(np.arange(n), months)
    return Rows(x, y - y.mean(), np.ones(n), person, month, np.array([0, 1, 2]))


def test_one_split_is_the_best_of_all_that_there_are() -> None:
    rng = np.random.default_rng(1)
    x = rng.integers(0, 8, (120, 3)).astype(float)
    y = rng.normal(size=120) + (x[:, 1] > 4)
    tree = boosted(x, y, np.ones(120), trees=1, depth=1, rate=1.0, least=1.0, penalty=1e-9)

    def loss(told: Floats) -> float:
        return float(((y - told) ** 2).sum())

    best = np.inf
    for column, cut in itertools.product(range(3), range(7)):
        side = x[:, column] > cut
        if side.any() and not side.all():
            best = min(best, loss(np.where(side, y[side].mean(), y[~side].mean())))
    assert loss(tree.predict(x)) == pytest.approx(best)


def test_trees_learn_what_a_line_cannot() -> None:
    rng = np.random.default_rng(2)
    x = rng.uniform(-1, 1, (4_000, 2))
    truth = np.where(x[:, 0] * x[:, 1] > 0, 1.0, -1.0)
    told = boosted(x, truth + rng.normal(0, 0.3, 4_000), np.ones(4_000)).predict(x)
    assert np.corrcoef(told, truth)[0, 1] > 0.9


def test_the_penalised_regression_is_the_solution_of_its_equations() -> None:
    rows = world(3)
    later = rows.month > 17
    found = penalised(rows.x, rows.y, rows.weight, later)
    z = (rows.x - rows.x.mean(axis=0)) / rows.x.std(axis=0)
    stacked = np.vstack([z, np.sqrt(found.penalty * len(z)) * np.eye(3)])
    weight = np.linalg.lstsq(stacked, np.append(rows.y, np.zeros(3)), rcond=None)[0]
    assert found.weight == pytest.approx(weight, abs=1e-9)


def test_importance_is_what_exchanging_costs_and_is_nothing_for_noise() -> None:
    rows = world(4)
    made = foretell(rows)
    assert not isinstance(made, Reason)
    trees, line = made
    share = np.array([2 * 0.2134, 2 * 0.25, 0.0]) / rows.y.var()  # 0.2134 is P(1 - P), P = 0.3085
    assert trees.importance == pytest.approx(share, abs=0.05)
    assert trees.low[:2].min() > 0 > trees.low[2]
    assert trees.explained > line.explained > 0.2
    ceiling = 1 - 1 / rows.y.var()
    assert ceiling - 0.06 < trees.explained < ceiling + 0.03


def test_dependence_draws_the_step_and_the_line() -> None:
    rows = world(5)
    told = fitted(rows)
    step = dependence(told, rows, 0, np.array([-1.0, 0.0, 1.0, 2.0])).told
    assert step[1] - step[0] == pytest.approx(0, abs=0.15)
    assert step[2] - step[1] == pytest.approx(1, abs=0.2)
    line = dependence(told, rows, 1, np.array([-1.0, 1.0])).told
    assert line[1] - line[0] == pytest.approx(1, abs=0.2)


def test_noise_foretells_nothing() -> None:
    found = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        rows = world(seed, people=60)
        made = foretell(
            Rows(rows.x, rng.normal(size=rows.y.size), rows.weight, rows.person, rows.month,
                 rows.group)
        )  # fmt: skip
        assert not isinstance(made, Reason)
        assert made[0].explained < 0.02
        found += int((made[0].low > 0).sum())
    assert found <= 3  # of 36 features


def test_too_little_is_a_reason() -> None:
    assert isinstance(foretell(world(1, people=10)), Reason)
    assert isinstance(foretell(world(1, months=6)), Reason)
