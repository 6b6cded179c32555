"""Hidden causes: the published table of Darfur, and regressions that know what was hidden."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from everyrep.evidence.arrays import Floats
from everyrep.evidence.sensitivity import (
    Coefficient,
    Strength,
    adjusted,
    hidden_cause,
    measured,
    robustness_value,
    times_as_strong,
    undone_at,
)
from everyrep.values import DataError

# Cinelli and Hazlett (2020): peacefactor on directlyharmed, age, farmer_dar, herder_dar, pastvoted,
# hhsize_darfur, female and village. Table and digits: tests and README of the R package sensemakr.
DARFUR = Coefficient(estimate=0.09731582, error=0.02325654, freedom=783)
FEMALE = Strength(with_treatment=0.009081065, with_outcome=0.109033915)
TIMES_FEMALE = [
    (1, 0.00916428667, 0.12464092304, 0.07522027, 0.02187333, 3.4389035, 0.0322829, 0.1181576),
    (2, 0.01832857335, 0.24932406420, 0.05291517, 0.02035006, 2.6002458, 0.0129680, 0.0928623),
    (3, 0.02749286003, 0.37405047104, 0.03039602, 0.01867007, 1.6280616, -0.0062533, 0.0670453),
]


def test_darfur_robustness_value() -> None:
    assert DARFUR.t == pytest.approx(4.18445, abs=1e-5)
    assert DARFUR.partial_r2 == pytest.approx(0.02187309, abs=1e-8)
    assert robustness_value(DARFUR) == pytest.approx(0.1387764, abs=1e-7)
    assert round(robustness_value(DARFUR), 5) == 0.13878
    assert robustness_value(DARFUR, level=0.95) == pytest.approx(0.07625797, abs=1e-7)


@pytest.mark.parametrize("row", TIMES_FEMALE)
def test_darfur_as_strong_as_female(row: tuple[float, ...]) -> None:
    times, with_treatment, with_outcome, estimate, error, t, low, high = row
    hidden = times_as_strong(FEMALE, times)
    assert hidden is not None
    assert hidden.with_treatment == pytest.approx(with_treatment, abs=1e-8)
    assert hidden.with_outcome == pytest.approx(with_outcome, abs=1e-7)
    found = adjusted(DARFUR, hidden)
    assert found.estimate == pytest.approx(estimate, abs=2e-8)
    assert found.error == pytest.approx(error, abs=1e-8)
    assert found.t == pytest.approx(t, abs=1e-5)
    # Theirs takes the quantile of 783 degrees of freedom; one goes to the hidden cause.
    assert (found.low, found.high) == pytest.approx((low, high), abs=3e-7)


def test_darfur_with_the_other_sign() -> None:
    mirrored = Coefficient(-DARFUR.estimate, DARFUR.error, DARFUR.freedom)
    hidden = Strength(0.1, 0.1)
    one, other = adjusted(DARFUR, hidden), adjusted(mirrored, hidden)
    assert robustness_value(mirrored) == robustness_value(DARFUR)
    assert (other.estimate, other.low, other.high) == (-one.estimate, -one.high, -one.low)


def test_a_cause_of_the_robustness_value_undoes_it() -> None:
    value = robustness_value(DARFUR)
    assert adjusted(DARFUR, Strength(value, value)).estimate == pytest.approx(0, abs=1e-12)
    value = robustness_value(DARFUR, level=0.95)
    found = adjusted(DARFUR, Strength(value, value))
    assert found.t == pytest.approx(stats.t.ppf(0.975, 782))
    assert found.low == pytest.approx(0, abs=1e-12)
    half = robustness_value(DARFUR, share=0.5)
    assert adjusted(DARFUR, Strength(half, half)).estimate == pytest.approx(DARFUR.estimate / 2)


def test_a_cause_of_all_that_is_left_of_the_outcome_needs_the_partial_r2() -> None:
    assert adjusted(DARFUR, Strength(DARFUR.partial_r2, 1.0)).estimate == pytest.approx(
        0, abs=1e-12
    )


@given(
    st.floats(-30, 30), st.floats(3, 1e5), st.floats(0.5, 0.999), st.floats(0, 1), st.floats(0, 1)
)
def test_nothing_weaker_than_the_robustness_value_undoes_it(
    t: float, freedom: float, level: float, part: float, other: float
) -> None:
    found = Coefficient(t, 1.0, freedom)
    value = robustness_value(found, level=level)
    assert 0 <= value <= robustness_value(found) <= 1
    if value > 1e-9:
        left = adjusted(found, Strength(value * part * 0.999, value * other * 0.999), level)
        assert (left.low > 0) if t > 0 else (left.high < 0)


def regression(outcome: Floats, columns: Floats) -> tuple[Floats, Floats, int]:
    """Least squares with a constant: coefficients, standard errors, degrees of freedom."""
    design = np.column_stack([np.ones(len(outcome)), columns])
    found = np.linalg.solve(design.T @ design, design.T @ outcome)
    rest = outcome - design @ found
    freedom = len(outcome) - design.shape[1]
    spread = rest @ rest / freedom * np.linalg.inv(design.T @ design)
    return found[1:], np.sqrt(np.diag(spread))[1:], freedom


def sellers(seed: int, people: int = 300) -> tuple[Floats, Floats, dict[str, Floats]]:
    """Outcome, treatment, and what is tied to both: tenure, region, and a hidden drive."""
    rng = np.random.default_rng(seed)
    tenure, drive = rng.normal(size=(2, people))
    region = rng.integers(0, 3, people)
    regions = np.column_stack([region == 1, region == 2]).astype(float)
    treatment = 0.5 * tenure + 0.4 * drive + regions @ [0.5, -0.2] + rng.normal(size=people)
    outcome = 0.3 * treatment + tenure + 0.8 * drive + regions @ [1.0, 0.3]
    outcome = outcome + rng.normal(size=people)
    return outcome, treatment, {"tenure": tenure, "region": regions, "drive": drive}


@pytest.mark.parametrize("seed", range(5))
def test_what_is_measured_is_least_squares(seed: int) -> None:
    outcome, treatment, causes = sellers(seed)
    found, strengths = measured(outcome, treatment, causes)
    columns = np.column_stack([treatment, *causes.values()])
    values, errors, freedom = regression(outcome, columns)
    assert found.estimate == pytest.approx(values[0])
    assert found.error == pytest.approx(errors[0])
    assert found.freedom == freedom
    # The partial R2 of one column follows from its t.
    t = values[1] / errors[1]
    assert strengths["tenure"].with_outcome == pytest.approx(t**2 / (t**2 + freedom))
    values, errors, freedom = regression(treatment, columns[:, 1:])
    t = values[0] / errors[0]
    assert strengths["tenure"].with_treatment == pytest.approx(t**2 / (t**2 + freedom))


@pytest.mark.parametrize("seed", range(5))
def test_adjusting_for_a_cause_of_known_strength_is_having_measured_it(seed: int) -> None:
    outcome, treatment, causes = sellers(seed)
    full, strengths = measured(outcome, treatment, causes)
    short, _ = measured(outcome, treatment, {k: v for k, v in causes.items() if k != "drive"})
    assert full.estimate < short.estimate  # the hidden drive made the course look better
    found = adjusted(short, strengths["drive"])
    assert found.estimate == pytest.approx(full.estimate)
    assert found.error == pytest.approx(full.error)


def test_a_group_of_columns_is_one_cause() -> None:
    outcome, treatment, causes = sellers(1)
    _, strengths = measured(outcome, treatment, causes)
    columns = np.column_stack([treatment, causes["tenure"], causes["drive"]])
    without, _, _ = regression(outcome, columns)
    rest = outcome - outcome.mean() - (columns - columns.mean(axis=0)) @ without
    everything = np.column_stack([columns, causes["region"]])
    values, _, _ = regression(outcome, everything)
    full = outcome - outcome.mean() - (everything - everything.mean(axis=0)) @ values
    assert strengths["region"].with_outcome == pytest.approx(1 - full @ full / (rest @ rest))


def test_how_many_times_as_strong_undoes_it() -> None:
    times = undone_at(DARFUR, FEMALE)
    hidden = times_as_strong(FEMALE, times)
    assert hidden is not None
    assert adjusted(DARFUR, hidden).estimate == pytest.approx(0, abs=1e-9)
    times = undone_at(DARFUR, FEMALE, level=0.95)
    hidden = times_as_strong(FEMALE, times)
    assert hidden is not None
    assert adjusted(DARFUR, hidden).low == pytest.approx(0, abs=1e-9)
    assert 2 < times < 3 < undone_at(DARFUR, FEMALE)  # the published table changes sign in between


@given(st.floats(0.001, 0.3), st.floats(0.001, 0.9), st.floats(0, 1), st.floats(0, 1))
def test_no_weaker_cause_undoes_it(d: float, y: float, part: float, share: float) -> None:
    known = Strength(d, y)
    times = undone_at(DARFUR, known, level=0.95)
    if math.isfinite(times):
        hidden = times_as_strong(known, 0.999 * times * part)
        assert hidden is not None
        weaker = Strength(hidden.with_treatment, hidden.with_outcome * share)
        assert adjusted(DARFUR, weaker).low > 0


def test_no_multiple_of_what_has_nothing_to_do_with_the_treatment_undoes_it() -> None:
    assert undone_at(DARFUR, Strength(0.0, 0.3)) == math.inf
    assert undone_at(DARFUR, Strength(0.4, 0.0)) == math.inf
    assert undone_at(Coefficient(1.0, 1.0, 50), FEMALE, level=0.95) == 0
    assert times_as_strong(Strength(0.4, 0.1), 2) is None


def test_it_is_told_in_words() -> None:
    weak = Strength(0.001, 0.01)
    told = hidden_cause(DARFUR, {"age": weak, "female": FEMALE})
    assert [one.name for one in told.known] == ["female", "age"]
    assert told.sentence == (
        "A hidden cause would have to be 2.7 times as strong as female to undo it."
    )
    assert hidden_cause(DARFUR, {}).sentence.startswith("A hidden cause would have to explain 8%")
    assert "reaches zero as it is" in hidden_cause(Coefficient(1.0, 1.0, 50), {}).sentence
    just = optimize.brentq(
        lambda share: undone_at(DARFUR, Strength(0.02, share), level=0.95) - 1, 0.05, 0.9
    )
    told = hidden_cause(DARFUR, {"tenure": Strength(0.02, just)})
    assert told.sentence == "A hidden cause would have to be as strong as tenure to undo it."
    told = hidden_cause(DARFUR, {"tenure": Strength(0.1, 0.3)})
    assert told.sentence == "A hidden cause only 0.3 times as strong as tenure would undo it."
    told = hidden_cause(DARFUR, {"tenure": Strength(0.0, 0.3)})
    assert told.sentence == "No hidden cause of the kind of tenure, however strong, would undo it."


def test_what_explains_everything_is_refused() -> None:
    outcome, treatment, causes = sellers(1)
    with pytest.raises(DataError, match="explain wholly"):
        measured(outcome, treatment, causes | {"renamed": 2 * treatment + 1})
    with pytest.raises(DataError, match="explain wholly"):
        measured(3 * treatment, treatment, causes)
    with pytest.raises(DataError, match="3 rows"):
        measured(outcome[:3], treatment[:3], {"tenure": causes["tenure"][:3]})


def test_impossible_numbers_are_refused() -> None:
    with pytest.raises(DataError, match="degrees of freedom"):
        Coefficient(1.0, 0.0, 10)
    with pytest.raises(DataError, match="shares from 0 to 1"):
        Strength(1.2, 0.1)
    with pytest.raises(DataError, match="nothing to compare"):
        adjusted(DARFUR, Strength(1.0, 0.1))
    with pytest.raises(DataError, match="from 0 on"):
        robustness_value(DARFUR, share=-1)
    with pytest.raises(DataError, match="from 0 on"):
        times_as_strong(FEMALE, -1)
    with pytest.raises(DataError, match="confidence"):
        adjusted(DARFUR, FEMALE, level=95)
