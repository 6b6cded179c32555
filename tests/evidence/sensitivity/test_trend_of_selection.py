"""The honest slope bound: what it is made of, and what it does in worlds with the truth known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from everyrep.evidence.arrays import Floats
from everyrep.evidence.calibration.worlds import SELECTED, Selection, Setting, company
from everyrep.evidence.sensitivity import MonthPath, TrendBound, trend_bound, trend_bounds_by_month
from everyrep.values import DataError
from everyrep.values.provenance import Reason
from tests.evidence.donut import Window, donut_path

MONTHS = np.array([-9, -8, -7, -6, -5, -4, 0, 1, 2])
EVENLY = np.full(3, 1 / 3)


def some_path(seed: int = 1) -> MonthPath:
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(9, 30))
    return MonthPath(MONTHS, rng.normal(size=9), root @ root.T / 3000)


def bound_of(path: MonthPath, weights: Floats = EVENLY, bend: float = 0.0) -> TrendBound:
    found = trend_bound(path, weights, bend=bend)
    assert isinstance(found, TrendBound)
    return found


def test_by_hand() -> None:
    path = some_path()
    before, after = path.coefficients[:6], path.coefficients[6:]
    slope, constant = np.polyfit(MONTHS[:6], before, 1)
    found = bound_of(path)
    assert found.plain.value == pytest.approx(after.mean() - before.mean())
    assert found.slope.value == pytest.approx(slope)
    assert found.gap == pytest.approx(1 - -6.5)
    assert found.beyond.value == pytest.approx((after - constant - slope * MONTHS[6:]).mean())
    assert found.explained.value == pytest.approx(found.slope.value * found.gap)
    assert found.explained.value == pytest.approx(found.plain.value - found.beyond.value)
    assert found.low == min(found.plain.low, found.beyond.low)
    assert found.high == max(found.plain.high, found.beyond.high)


def test_errors_are_those_of_repeated_draws() -> None:
    path = some_path()
    drawn = np.random.default_rng(2).multivariate_normal(np.zeros(9), path.covariance, 2_000)
    found = [bound_of(replace(path, coefficients=one)) for one in drawn]
    for part in ("plain", "beyond", "explained", "slope"):
        values = np.array([getattr(one, part).value for one in found])
        assert values.std() == pytest.approx(getattr(found[0], part).error, rel=0.05)
        outside = np.mean([not getattr(f, part).low <= 0 <= getattr(f, part).high for f in found])
        assert outside == pytest.approx(0.05, abs=0.015)


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_no_line_changes_what_is_beyond_the_trend(level: float, slope: float) -> None:
    path = some_path()
    tilted = replace(path, coefficients=path.coefficients + level + slope * MONTHS)
    one, other = bound_of(path), bound_of(tilted)
    assert other.beyond.value == pytest.approx(one.beyond.value, abs=1e-9)
    assert other.beyond.error == pytest.approx(one.beyond.error)
    assert other.slope.value == pytest.approx(one.slope.value + slope, abs=1e-9)
    assert other.plain.value == pytest.approx(one.plain.value + slope * one.gap, abs=1e-9)


def worst_curve(weights: Floats, bend: float) -> float:
    """The most that a path which bends by so much a month can move a weighted sum."""
    months = np.arange(MONTHS[0], MONTHS[-1] + 1)
    seen = np.zeros(months.size)
    seen[MONTHS - MONTHS[0]] = weights
    bends = np.diff(np.eye(months.size), n=2, axis=0)
    found = optimize.linprog(
        -seen,
        A_ub=np.vstack([bends, -bends]),
        b_ub=np.full(2 * len(bends), bend),
        A_eq=np.eye(months.size)[:2],
        b_eq=[0.0, 0.0],
        bounds=(None, None),
    )
    return -float(found.fun)


def test_a_bend_costs_what_the_worst_path_does() -> None:
    path = some_path()
    centred = np.where(MONTHS < 0, MONTHS + 6.5, 0.0)
    plain = np.where(MONTHS < 0, -1 / 6, 1 / 3)
    beyond = plain - 7.5 * centred / (centred @ centred)
    straight, bent = bound_of(path), bound_of(path, bend=0.01)
    assert straight.beyond.low - (bent.low) == pytest.approx(
        worst_curve(beyond, 0.01) + max(straight.beyond.low - straight.plain.low, 0.0)
        if bent.low < straight.plain.low
        else straight.beyond.low - straight.plain.low
    )


def test_the_bend_that_undoes_it() -> None:
    path = some_path()
    path = replace(path, coefficients=path.coefficients + 30.0 * (MONTHS >= 0))
    found = bound_of(path)
    assert found.stands
    assert bound_of(path, bend=0.999 * found.bend_to_undo).low > 0
    assert bound_of(path, bend=1.001 * found.bend_to_undo).low < 0
    mirrored = bound_of(replace(path, coefficients=-path.coefficients))
    assert mirrored.stands
    assert (mirrored.low, mirrored.high) == pytest.approx((-found.high, -found.low))
    assert mirrored.bend_to_undo == pytest.approx(found.bend_to_undo)


def test_a_fall_before_is_no_bonus() -> None:
    # Down until the start and back to where it was: a dip, not an effect.
    path = MonthPath(MONTHS, np.append(np.linspace(0, -1, 6), np.zeros(3) - 0.5), 1e-4 * np.eye(9))
    found = bound_of(path)
    assert found.beyond.low > 0.3
    assert not found.stands
    assert found.bend_to_undo == 0


def test_bounds_for_all_months_at_once_are_wider_than_each_for_itself() -> None:
    path = some_path()
    together = trend_bounds_by_month(path)
    each = trend_bounds_by_month(path, together=False)
    assert not isinstance(together, Reason)
    assert not isinstance(each, Reason)
    assert len(together) == len(each) == 3
    for month, (one, other) in enumerate(zip(each, together, strict=True)):
        assert one.low == pytest.approx(bound_of(path, np.eye(3)[month]).low)
        assert other.low < one.low
        assert one.high < other.high


def test_all_months_at_once_hold_in_so_many() -> None:
    path = some_path()
    drawn = np.random.default_rng(3).multivariate_normal(np.zeros(9), path.covariance, 150)
    missed = 0
    for one in drawn:
        found = trend_bounds_by_month(replace(path, coefficients=one))
        assert not isinstance(found, Reason)
        missed += any(part.beyond.low > 0 or part.beyond.high < 0 for part in found)
        # Both accounts are right here, so all bounds hold the truth more often still.
        assert all(part.low <= part.high for part in found)
    assert missed / 150 <= 0.05 + 3 * 0.018


def test_few_clusters_widen_it() -> None:
    path = some_path()
    assert bound_of(replace(path, freedom=8)).low < bound_of(path).low
    few, many = (trend_bounds_by_month(replace(path, freedom=f)) for f in (8, math.inf))
    assert not isinstance(few, Reason)
    assert not isinstance(many, Reason)
    assert few[0].low < many[0].low


def test_too_little_gives_a_reason() -> None:
    short = MonthPath(np.array([-5, -4, -3, 0]), np.zeros(4), np.eye(4))
    found = trend_bound(short, np.ones(1))
    assert isinstance(found, Reason)
    assert found.code == "too_few_months_before"
    never = MonthPath(np.arange(-6, 0), np.zeros(6), np.eye(6))
    by_month = trend_bounds_by_month(never)
    assert isinstance(by_month, Reason)
    assert by_month.code == "no_months_after"


def test_what_is_no_path_is_refused() -> None:
    with pytest.raises(DataError, match="4 months"):
        MonthPath(np.arange(4), np.zeros(3), np.eye(4))
    with pytest.raises(DataError, match="no numbers"):
        MonthPath(np.arange(2), np.array([1.0, np.nan]), np.eye(2))
    with pytest.raises(DataError, match="3 months from the start on"):
        trend_bound(some_path(), np.ones(2))


def called(setting: Setting, window: Window, seed: int) -> TrendBound:
    """What is said of the average of the first months in one company."""
    weights = np.full(window.after, 1 / window.after)
    return bound_of(donut_path(company(setting, seed), window), weights)


@pytest.mark.parametrize("selection", SELECTED)
def test_worlds_of_selection(selection: Selection) -> None:
    seeds = range(8)
    setting, window = Setting(selection), Window()
    assert sum(called(setting, window, seed).stands for seed in seeds) <= 2
    strong = replace(setting, effect=0.3)
    assert sum(called(strong, window, seed).low > 0 for seed in seeds) >= 6


def test_in_a_world_of_growth_the_plain_difference_is_deceived() -> None:
    found = [called(Setting("slope"), Window(), seed) for seed in range(5)]
    assert all(one.plain.low > 0 for one in found)
    assert np.mean([one.explained.value for one in found]) > 0.15


LONG = (Setting(), Window())
SHORT = (Setting(months=24, first_start=12, last_start=18, rate=-2.6), Window(before=12))
WAVES = (Setting(every=4, rate=-1.6, lasting=0.8), Window())


@pytest.mark.slow
@pytest.mark.parametrize("selection", SELECTED)
@pytest.mark.parametrize("kind", [LONG, SHORT, WAVES], ids=["36 months", "24 months", "waves"])
def test_worlds_of_selection_in_many_companies(
    kind: tuple[Setting, Window], selection: Selection
) -> None:
    setting, window = kind
    nothing = replace(setting, selection=selection)
    false = np.mean([called(nothing, window, seed).stands for seed in range(500)])
    found = np.mean([called(replace(nothing, effect=0.3), window, s).low > 0 for s in range(500)])
    assert false <= 0.05
    assert found >= (0.7 if selection == "level" else 0.5)
