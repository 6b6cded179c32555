"""How an outcome spreads, against companies whose spread is known."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.evidence.conducting import Spread, likeness, spread, tried
from everyrep.evidence.trials.plan import Plan, kept_variance
from everyrep.values import Reason
from tests.evidence.conducting.histories import history, outcome


@pytest.mark.parametrize(("lasting", "echo"), [(0.0, 0.0), (0.4, 0.0), (0.3, 0.5)])
def test_what_lasts_and_what_dies_out_is_found(lasting: float, echo: float) -> None:
    found = spread(history(outcome(600, 36, 1, lasting=lasting, echo=echo)))
    assert isinstance(found, Spread)
    assert found.deviation == pytest.approx(1, abs=0.05)
    assert found.lasting == pytest.approx(lasting, abs=0.07)
    assert found.echo == pytest.approx(echo, abs=0.12)
    assert found.usual == pytest.approx(5 + np.sin(np.arange(36) / 2).mean(), abs=0.1)


@pytest.mark.parametrize("echo", [0.0, 0.5])
def test_pretended_starts_agree_with_the_formula_of_the_plan(echo: float) -> None:
    told = history(outcome(600, 48, 2, lasting=0.3, echo=echo))
    found = tried(told, 12, 6, 1, None)
    assert found is not None
    plan = Plan(600, 1.0, periods=6, before=12, lasting=0.3, echo=echo)
    assert found.deviation == pytest.approx(kept_variance(plan) ** 0.5, rel=0.06)


def test_likeness_is_that_of_a_one_way_analysis_of_variance() -> None:
    rng = np.random.default_rng(3)
    group = np.repeat(np.arange(400), 6)
    values = rng.normal(0, 0.5, 400)[group] + rng.normal(0, 1, group.size)
    assert likeness(values, group) == pytest.approx(0.25 / 1.25, abs=0.03)
    # By hand: means 1, 2 and 6, mean squares 28 and 1, two to a group.
    own = np.array([1 - 0.5**0.5, 1 + 0.5**0.5, 2 - 0.5**0.5, 2 + 0.5**0.5, 6 - 0.5**0.5,
                    6 + 0.5**0.5])  # fmt: skip
    assert likeness(own, np.array([0, 0, 1, 1, 2, 2])) == pytest.approx((14 - 1) / (14 + 1))


def test_what_says_nothing_is_a_reason() -> None:
    assert isinstance(spread(history(np.ones((20, 24)))), Reason)
    assert isinstance(spread(history(outcome(20, 3, 1))), Reason)
    assert tried(history(outcome(20, 8, 1)), 12, 6, 1, None) is None
