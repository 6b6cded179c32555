"""Lines drawn on: against least squares by statsmodels, and ranges that hold where months last."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from everyrep.evidence.arrays import Floats
from everyrep.evidence.inference.result import quantile
from everyrep.evidence.series import Interrupted, interrupted, placebo_dates
from everyrep.values import Reason

BEFORE, AFTER = np.arange(30), np.arange(32, 38)


def series(seed: int, lasts: float = 0.0, months: int = 40) -> Floats:
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=months + 50)
    for month in range(1, noise.size):
        noise[month] = lasts * noise[month - 1] + np.sqrt(1 - lasts**2) * noise[month]
    at = np.arange(months)
    return np.asarray(noise[50:] + 0.1 * at + 0.8 * np.sin(2 * np.pi * at / 12))


def told(y: Floats) -> Interrupted:
    found = interrupted(y, BEFORE, AFTER)
    assert isinstance(found, Interrupted)
    return found


def test_the_gap_is_that_of_a_regression_with_a_column_for_the_months_after() -> None:
    y = series(1)
    at = np.concatenate([BEFORE, AFTER])
    turn = 2 * np.pi * at / 12
    columns = [np.sin(turn), np.cos(turn), np.sin(2 * turn), np.cos(2 * turn)]
    x = np.column_stack([np.ones(at.size), at, *columns, np.eye(at.size)[:, BEFORE.size :]])
    outside = sm.OLS(y[at], x).fit()
    np.testing.assert_allclose(told(y).gap, outside.params[6:], atol=1e-9)


def test_errors_are_those_of_a_regression_where_nothing_lasts() -> None:
    y = series(3)
    found = told(y)
    assert found.lasts == 0
    at = np.concatenate([BEFORE, AFTER])
    turn = 2 * np.pi * at / 12
    columns = [np.sin(turn), np.cos(turn), np.sin(2 * turn), np.cos(2 * turn)]
    x = np.column_stack([np.ones(at.size), at, *columns, np.eye(at.size)[:, BEFORE.size :]])
    np.testing.assert_allclose(found.gap_error, sm.OLS(y[at], x).fit().bse[6:], rtol=1e-9)


@pytest.mark.parametrize("lasts", [0.0, 0.4])
def test_ranges_hold_the_truth(lasts: float) -> None:
    held = 0
    for seed in range(300):
        found = told(series(seed, lasts))
        held += abs(found.value) <= quantile(0.975, found.degrees) * found.error
    assert 0.91 <= held / 300 <= 0.99


def test_a_step_is_found_at_its_size_and_its_line_is_no_effect() -> None:
    plain, stepped = series(3), series(3)
    stepped[31:] += 5.0
    steeper = plain + 2.0 * np.arange(plain.size)
    assert told(stepped).value == pytest.approx(told(plain).value + 5.0)
    assert told(steeper).value == pytest.approx(told(plain).value)


def test_other_dates_look_at_months_before_alone() -> None:
    y, broken = series(4), series(4)
    broken[30:] += 100.0
    np.testing.assert_array_equal(
        placebo_dates(y, BEFORE, AFTER), placebo_dates(broken, BEFORE, AFTER)
    )
    assert placebo_dates(y, BEFORE, AFTER).size > 5


def test_short_or_still_series_are_refused() -> None:
    y = series(5)
    short = interrupted(y, np.arange(11), np.arange(12, 18))
    assert isinstance(short, Reason)
    assert "11 months" in short.sentence
    still = interrupted(np.ones(40), BEFORE, AFTER)
    assert isinstance(still, Reason)
    assert still.code == "no_spread"
