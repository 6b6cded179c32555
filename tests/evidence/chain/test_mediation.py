"""Effects in two parts, against statsmodels and worlds whose truth is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from statsmodels.stats.mediation import Mediation  # type: ignore[import-untyped]

from everyrep.evidence.arrays import Bools, Floats
from everyrep.evidence.chain import Mediated, mediated
from everyrep.values import Reason

World = tuple[Floats, Floats, Bools, Floats]


def world(
    seed: int, n: int = 400, *, step: float = 0.5, onward: float = 0.4, hidden: float = 0.0
) -> World:
    """What lies between rises by `step`, and the outcome by `onward` for each unit of it."""
    rng = np.random.default_rng(seed)
    treated = rng.permutation(n) < n // 2
    before = rng.normal(size=(n, 1))
    own = rng.normal(size=n)
    rest = hidden * own + (1 - hidden**2) ** 0.5 * rng.normal(size=n)
    between = step * treated + 0.3 * before[:, 0] + own
    outcome = 0.2 * treated + onward * between + 0.5 * before[:, 0] + rest
    return outcome, between, treated, before


def made(given: World) -> Mediated:
    found = mediated(*given)
    assert isinstance(found, Mediated)
    return found


@pytest.mark.slow
def test_the_parts_are_those_of_statsmodels() -> None:
    outcome, between, treated, before = world(1)
    found = made((outcome, between, treated, before))
    table = pd.DataFrame({"y": outcome, "m": between, "d": treated * 1.0, "b": before[:, 0]})
    other = Mediation(
        sm.OLS.from_formula("y ~ d + m + b", table), sm.OLS.from_formula("m ~ d + b", table),
        "d", "m",
    )  # fmt: skip
    np.random.seed(1)  # it draws from the global state
    told = other.fit(n_rep=400).summary()
    assert found.indirect == pytest.approx(told.loc["ACME (average)", "Estimate"], abs=0.02)
    assert found.direct.value == pytest.approx(told.loc["ADE (average)", "Estimate"], abs=0.03)
    assert found.low == pytest.approx(told.loc["ACME (average)", "Lower CI bound"], abs=0.04)
    assert found.high == pytest.approx(told.loc["ACME (average)", "Upper CI bound"], abs=0.04)


def test_the_parts_add_up_to_the_whole() -> None:
    found = made(world(2))
    assert found.indirect + found.direct.value == pytest.approx(found.total.value, abs=1e-9)


def test_the_range_holds_the_truth_as_often_as_it_says() -> None:
    found = [made(world(seed)) for seed in range(200)]
    assert np.mean([one.low <= 0.2 <= one.high for one in found]) >= 0.92
    nothing = [made(world(seed, onward=0.0)) for seed in range(200)]
    assert np.mean([one.told for one in nothing]) <= 0.06


def test_something_hidden_looks_like_a_way_and_its_size_is_told() -> None:
    """Nothing goes by way of it, and yet a part seems to: the lot does not draw what lies between.

    The correlation at which nothing would go by way of it is the one with which it was made.
    """
    found = made(world(3, n=20_000, onward=0.0, hidden=0.5))
    assert found.told
    assert found.hidden == pytest.approx(0.5, abs=0.02)


def test_too_few_are_a_reason_and_teams_widen_the_range() -> None:
    assert isinstance(mediated(*world(4, n=30)), Reason)
    outcome, between, _, before = world(5)
    team = np.repeat(np.arange(20), 20)
    treated = np.asarray(team % 2 == 0)
    shared = np.random.default_rng(5).normal(0, 0.6, 20)[team]
    alone = mediated(outcome + shared, between, treated, before)
    together = mediated(outcome + shared, between, treated, before, cluster=team)
    assert isinstance(alone, Mediated)
    assert isinstance(together, Mediated)
    assert together.total.error > 1.3 * alone.total.error
