"""The README says what luck alone does to a ranking; here that is simulated, not remembered."""

from __future__ import annotations

import numpy as np
import pytest

SELLERS, TENTH, DEALS, WIN_RATE = 60, 6, 40, 0.25
WORLDS = 4000


@pytest.fixture(scope="module")
def worlds() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Wins in year one, revenue in year one, wins in year two; shape (worlds, sellers)."""
    random = np.random.default_rng(20250101)
    wins = random.binomial(DEALS, WIN_RATE, (WORLDS, SELLERS))
    spread = np.sqrt(np.log(2.0))  # a lognormal whose standard deviation equals its mean
    amounts = random.lognormal(-(spread**2) / 2, spread, (WORLDS, SELLERS, DEALS))
    won = np.arange(DEALS) < wins[..., None]
    revenue = (amounts * won).sum(axis=2)
    return wins, revenue, random.binomial(DEALS, WIN_RATE, (WORLDS, SELLERS))


def best_over_worst(ranked_by: np.ndarray, value: np.ndarray) -> float:
    """The mean over worlds of: the best tenth's mean divided by the worst tenth's."""
    order = np.argsort(ranked_by, axis=1)
    ordered = np.take_along_axis(value, order, axis=1)
    return float(np.mean(ordered[:, -TENTH:].mean(axis=1) / ordered[:, :TENTH].mean(axis=1)))


def test_equal_sellers_seem_to_differ_in_win_rate(
    worlds: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    wins, _, _ = worlds
    assert best_over_worst(wins, wins) == pytest.approx(2.7, abs=0.1)


def test_equal_sellers_seem_to_differ_in_revenue(
    worlds: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    _, revenue, _ = worlds
    assert best_over_worst(revenue, revenue) == pytest.approx(4.5, abs=0.15)


def test_the_gap_is_gone_a_year_later(
    worlds: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    wins, _, wins_next_year = worlds
    assert best_over_worst(wins, wins_next_year) == pytest.approx(1.0, abs=0.02)
