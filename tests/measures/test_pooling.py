"""Small groups drawn together: ranges hold, errors shrink, and the raw value stays beside."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.measures import query
from everyrep.measures.arrays import Floats
from everyrep.measures.intervals.pooling import (
    Pooled,
    pooled_means,
    pooled_rates,
    pooled_shares,
)
from everyrep.values import Scope
from tests.measures.company import messy_company
from tests.worlds import TinyWarehouse

ALL = Scope.everything("the test")
CHANCE = np.random.default_rng(20_261_121)


def share_world(groups: int, trials: float, mean: float, like: float) -> tuple[Floats, ...]:
    truth = CHANCE.beta(mean * like, (1 - mean) * like, groups)
    n = np.maximum(CHANCE.poisson(trials, groups), 1)
    return truth, CHANCE.binomial(n, truth) / n, n.astype(float)


def mean_world(groups: int, deals: float, unlike: float, spread: float) -> tuple[Floats, ...]:
    truth = 100 * _lognormal(unlike, groups)
    n = np.maximum(CHANCE.poisson(deals, groups), 2)
    samples = [mean * _lognormal(spread, int(size)) for mean, size in zip(truth, n, strict=True)]
    value = np.array([sample.mean() for sample in samples])
    variance = np.array([sample.var(ddof=1) / sample.size for sample in samples])
    return truth, value, variance, n.astype(float)


def _lognormal(variation: float, size: int) -> Floats:
    sigma = np.sqrt(np.log1p(variation**2))
    return CHANCE.lognormal(-(sigma**2) / 2, sigma, size)


def held(drawn: Pooled, truth: Floats) -> float:
    return float(((drawn.low <= truth) & (truth <= drawn.high)).mean())


@pytest.mark.parametrize(
    ("groups", "trials", "mean", "like"),
    [(10, 20, 0.25, 20), (40, 5, 0.25, 20), (40, 20, 0.6, 8), (40, 200, 0.05, 30)],
)
def test_ranges_of_shares_hold_and_errors_shrink(
    groups: int, trials: float, mean: float, like: float
) -> None:
    covered, drawn_error, raw_error = [], [], []
    for _ in range(60):
        truth, value, n = share_world(groups, trials, mean, like)
        drawn = pooled_shares(value, n)
        covered.append(held(drawn, truth))
        drawn_error.append(((drawn.value - truth) ** 2).mean())
        raw_error.append(((value - truth) ** 2).mean())
    assert 0.92 < np.mean(covered) < 0.985
    assert np.mean(drawn_error) < np.mean(raw_error) * 1.02


@pytest.mark.parametrize(
    ("groups", "deals", "unlike", "spread"),
    [(10, 10, 0.1, 0.5), (40, 3, 0.4, 1.2), (40, 100, 0.4, 0.5)],
)
def test_ranges_of_skewed_amounts_hold(
    groups: int, deals: float, unlike: float, spread: float
) -> None:
    covered, drawn_error, raw_error = [], [], []
    for _ in range(80):
        truth, value, variance, n = mean_world(groups, deals, unlike, spread)
        drawn = pooled_means(value, variance, n)
        covered.append(held(drawn, truth))
        drawn_error.append(((drawn.value - truth) ** 2).mean())
        raw_error.append(((value - truth) ** 2).mean())
    assert 0.91 < np.mean(covered) < 0.985
    assert np.mean(drawn_error) < np.mean(raw_error) * 1.02


@pytest.mark.parametrize("exposure", [10.0, 100.0])
def test_ranges_of_rates_hold(exposure: float) -> None:
    covered = []
    for _ in range(80):
        truth = CHANCE.gamma(4, 0.05, 40)
        years = CHANCE.gamma(4, exposure / 4, 40) + 0.01
        events = CHANCE.poisson(truth * years).astype(float)
        covered.append(held(pooled_rates(events, years), truth))
    assert 0.92 < np.mean(covered) < 0.985


def test_groups_that_are_alike_become_one() -> None:
    n = np.full(40, 25.0)
    value = CHANCE.binomial(25, 0.3, 40) / 25
    drawn = pooled_shares(value, n)
    assert drawn.drawn.min() > 0.7
    assert np.std(drawn.value) < np.std(value) / 2
    assert drawn.common == pytest.approx(value.mean(), abs=0.01)


def test_groups_that_are_unlike_stay_as_they_are() -> None:
    value = np.linspace(0.05, 0.95, 19)
    drawn = pooled_shares(value, np.full(19, 5_000.0))
    assert np.abs(drawn.value - value).max() < 0.005


def test_the_raw_value_stays_beside() -> None:
    company = messy_company().warehouse()
    raw = query(company, "win_rate", by="person", scope=ALL)
    drawn = query(company, "win_rate", by="person", scope=ALL, pool=True)
    values = {row.keys["person"]: row.estimate for row in raw}
    pooled = [row for row in drawn if row.estimate.raw is not None]
    assert len(pooled) >= 5
    for row in pooled:
        own = values[row.keys["person"]]
        assert row.estimate.raw == own.value
        assert row.estimate.n == own.n
        assert any("Drawn" in note for note in row.estimate.notes)


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    return messy_company().warehouse()


@pytest.mark.parametrize(
    ("measure", "by"), [("won_deals", "person"), ("win_rate", "month"), ("win_rate", "role")]
)
def test_counts_times_and_a_few_groups_are_not_pooled(
    company: TinyWarehouse, measure: str, by: str
) -> None:
    answer = query(company, measure, by=by, scope=ALL, pool=True)
    assert all(row.estimate.raw is None for row in answer)
