"""Stacks against plain least squares with a column a person and a month, and against the truth."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.evidence.arrays import NEVER, Floats
from everyrep.evidence.calibration.worlds import Selection, Setting, company
from everyrep.evidence.uptake import Stacks, Windows, stacks
from everyrep.values import Reason


def by_dummies(
    y: Floats, weights: Floats, starts: Floats, since: Floats, donut: int, window: tuple[int, int]
) -> tuple[float, float, float]:
    """Plain effect, trend and effect beyond it, by regression with all columns written out."""
    people, months = y.shape
    fit = (weights > 0) & ~((starts[:, None] > 0) & (since[None, :] >= -donut))
    row, col = np.nonzero(fit)

    def columns(row: Floats, col: Floats, *, trend: bool) -> Floats:
        x = np.zeros((row.size, people + months + trend))
        x[np.arange(row.size), row] = 1
        x[np.arange(row.size), people + col] = 1
        if trend:
            x[:, -1] = np.where(starts[row] > 0, since[col], 0)
        return x

    inside = (since >= window[0]) & (since < window[1])
    at = np.nonzero((starts[:, None] > 0) & inside[None, :] & (weights > 0))
    found = []
    for trend in (False, True):
        root = np.sqrt(weights[row, col])[:, None]
        b = np.linalg.lstsq(columns(row, col, trend=trend) * root, y[row, col] * root[:, 0])[0]
        rest = y[at] - columns(*at, trend=trend) @ b
        found.append(float(np.average(rest, weights=weights[at])))
    return found[0], float(b[-1]), found[1]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_stack_is_weighted_least_squares(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y = rng.normal(size=(14, 20)) + np.arange(20) * rng.normal(size=(14, 1)) * 0.1
    weights = rng.integers(0, 4, size=y.shape).astype(float)
    first = np.where(np.arange(14) < 6, 12, NEVER)
    found = stacks(y, weights, first, Windows(12, 2, 1, 7))
    assert isinstance(found, Stacks)
    since = np.arange(19) - 12
    plain, slope, beyond = by_dummies(
        y[:, :19], weights[:, :19], (first == 12).astype(float), since, 2, (1, 7)
    )
    assert found.plain.value == pytest.approx(plain, abs=1e-9)
    assert found.slope.value == pytest.approx(slope, abs=1e-9)
    assert found.beyond.value == pytest.approx(beyond, abs=1e-9)


def test_levels_of_people_seasons_and_a_straight_trend_leave_the_effect_exactly() -> None:
    rng = np.random.default_rng(5)
    first = np.where(np.arange(40) % 4 == 0, 14, NEVER)
    first[np.arange(40) % 4 == 1] = 18
    season = rng.normal(size=36)
    trend = np.where(first == NEVER, 0.0, 0.07)[:, None] * np.arange(36)
    after = np.arange(36)[None, :] >= np.minimum(first, 99)[:, None]
    y = rng.normal(size=(40, 1)) + season + trend + 0.5 * after
    found = stacks(y, np.ones_like(y), first, Windows(12, 3, 0, 6))
    assert isinstance(found, Stacks)
    assert found.beyond.value == pytest.approx(0.5, abs=1e-9)
    assert found.slope.value == pytest.approx(0.07, abs=1e-9)
    assert found.plain.value == pytest.approx(0.5 + 0.07 * found.reach, abs=1e-9)
    dip = found.by_month[(found.at < 0) & (found.at >= -3)]
    assert np.all(dip > 0)


@pytest.mark.parametrize("selection", ["level", "slope", "dip"])
def test_standard_errors_are_about_what_repeating_shows(selection: Selection) -> None:
    drawn = []
    for seed in range(40):
        world = company(Setting(selection=selection, people=200), seed)
        found = stacks(world.y, np.ones_like(world.y), world.first, Windows(18, 3, 0, 6))
        assert isinstance(found, Stacks)
        own = np.arange(200)
        drawn.append((found.beyond.value, found.beyond.se(own), found.plain.se(own)))
    values, errors, _ = np.array(drawn).T
    assert 0.75 < errors.mean() / values.std() < 1.4
    assert abs(values.mean()) < 3 * values.std() / np.sqrt(len(drawn)) + 0.02


def test_who_cannot_be_followed_is_counted() -> None:
    y = np.random.default_rng(1).normal(size=(10, 12))
    none = stacks(y, np.ones_like(y), np.full(10, NEVER))
    assert isinstance(none, Reason)
    early = stacks(y, np.ones_like(y), np.where(np.arange(10) < 5, 2, NEVER))
    assert isinstance(early, Reason)
    assert "too little is known from before" in early.sentence
    everybody = stacks(y, np.ones_like(y), np.full(10, 8))
    assert isinstance(everybody, Reason)
    assert "nobody is left" in everybody.sentence
