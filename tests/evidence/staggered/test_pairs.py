"""One cohort between two periods: four ways of using covariates, and what each unit contributes.

The contributions are held against brute force: what a unit contributes is by how much the estimate
moves when the unit's weight does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from everyrep.evidence.arrays import Floats
from everyrep.evidence.staggered.odds import Odds, Side, odds_of, odds_weights
from everyrep.evidence.staggered.pairs import Adjusted, Method, adjusted, plain

METHODS = get_args(Method)


def sides(seed: int = 0, treated: int = 30, controls: int = 50) -> tuple[Side, Side]:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(treated + controls), rng.normal(size=(treated + controls, 2))])
    x[:treated, 1] += 0.5
    change = x @ [0.2, 0.5, -0.3] + rng.normal(size=treated + controls)
    change[:treated] += 1.0
    weights = rng.uniform(0.5, 1.5, treated + controls)
    own, other = slice(None, treated), slice(treated, None)
    return Side(change[own], x[own], weights[own]), Side(change[other], x[other], weights[other])


def estimated(treated: Side, control: Side, method: Method) -> Adjusted:
    odds = None
    if method != "regression":
        odds = odds_of(treated, control, balance=method == "improved")
    found = adjusted(treated, control, method, odds)
    assert isinstance(found, Adjusted)
    return found


def heavier(side: Side, at: int, by: float) -> Side:
    assert side.weights is not None
    weights = side.weights.copy()
    weights[at] *= 1 + by
    return replace(side, weights=weights)


def moved(treated: Side, control: Side, method: Method) -> tuple[Floats, Floats]:
    """By how much the effect moves with each unit's weight."""
    small = 1e-5

    def slope(one: tuple[Side, Side], other: tuple[Side, Side]) -> float:
        difference = estimated(*one, method).effect - estimated(*other, method).effect
        return difference / (2 * small)

    own = [
        slope((heavier(treated, at, small), control), (heavier(treated, at, -small), control))
        for at in range(treated.change.size)
    ]
    others = [
        slope((treated, heavier(control, at, small)), (treated, heavier(control, at, -small)))
        for at in range(control.change.size)
    ]
    return np.array(own), np.array(others)


@pytest.mark.parametrize("method", ["doubly robust", "regression", "inverse probability"])
def test_a_unit_contributes_by_how_much_the_effect_moves_with_its_weight(method: Method) -> None:
    treated, control = sides()
    found = estimated(treated, control, method)
    for ours, brute in zip(
        found.contributions(treated, control), moved(treated, control, method), strict=True
    ):
        np.testing.assert_allclose(ours, brute, atol=1e-7)


def test_balanced_odds_need_no_correction_in_large_samples() -> None:
    """To first order only: in a sample the effect moves a little otherwise than told."""
    treated, control = sides(treated=60, controls=90)
    found = estimated(treated, control, "improved")
    for ours, brute in zip(
        found.contributions(treated, control), moved(treated, control, "improved"), strict=True
    ):
        assert np.sum(ours**2) == pytest.approx(np.sum(brute**2), rel=0.1)


@pytest.mark.parametrize("method", METHODS)
def test_contributions_add_up_to_nothing(method: Method) -> None:
    treated, control = sides()
    own, others = estimated(treated, control, method).contributions(treated, control)
    assert own.sum() + others.sum() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_without_covariates_all_ways_are_one(method: Method) -> None:
    treated, control = sides()
    treated, control = (replace(side, x=side.x[:, :1]) for side in (treated, control))
    found, simple = estimated(treated, control, method), plain(treated, control)
    assert found.effect == pytest.approx(simple.effect, abs=1e-9)
    pairs = zip(
        found.contributions(treated, control), simple.contributions(treated, control), strict=True
    )
    for ours, plainly in pairs:
        np.testing.assert_allclose(ours, plainly, atol=1e-9)


def test_the_regression_is_what_least_squares_predicts_for_the_treated() -> None:
    treated, control = sides()
    assert control.weights is not None
    root = np.sqrt(control.weights)
    slopes = np.linalg.lstsq(control.x * root[:, None], control.change * root, rcond=None)[0]
    expected = treated.mean(treated.change - treated.x @ slopes)
    assert estimated(treated, control, "regression").effect == pytest.approx(expected)


def test_likeliest_odds_are_at_the_top_of_the_likelihood() -> None:
    from scipy.optimize import minimize

    treated, control = sides()

    def unlikely(at: Floats) -> float:
        own, others = treated.x @ at, control.x @ at
        losses = treated.weighted(np.logaddexp(0, -own)).sum()
        return float(losses + control.weighted(np.logaddexp(0, others)).sum())

    found = odds_of(treated, control, balance=False).coefficients
    np.testing.assert_allclose(found, minimize(unlikely, np.zeros(3), tol=1e-12).x, atol=1e-5)


def test_balanced_odds_give_controls_the_covariates_of_the_treated() -> None:
    treated, control = sides()
    assert treated.weights is not None
    assert control.weights is not None
    found = odds_of(treated, control, balance=True)
    weights = control.weights * np.exp(control.x @ found.coefficients)
    np.testing.assert_allclose(control.x.T @ weights, treated.x.T @ treated.weights, rtol=1e-8)


def test_a_control_next_to_certain_to_be_treated_gets_no_weight() -> None:
    assert odds_weights(np.array([10.0, 0.0])).tolist() == [0.0, 1.0]


def test_who_has_no_like_among_controls_is_told() -> None:
    treated, control = sides()
    apart = replace(treated, x=treated.x + np.array([0, 50, 0]))
    found = adjusted(apart, control, "doubly robust", odds_of(apart, control, balance=False))
    assert found == "covariates tell treated from untreated all but for certain"


def test_too_few_controls_are_told() -> None:
    treated, control = sides(controls=3)
    assert "no more controls" in str(adjusted(treated, control, "regression", None))


def test_covariates_that_repeat_one_another_are_told() -> None:
    treated, control = sides()
    doubled = replace(control, x=control.x[:, [0, 1, 1]])
    assert "repeat one another" in str(adjusted(treated, doubled, "regression", None))


def test_no_odds_no_effect() -> None:
    treated, control = sides()
    assert adjusted(treated, control, "doubly robust", Odds(np.zeros(3), "why")) == "why"
