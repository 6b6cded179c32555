"""Sellers whose true productivity is known, and what they happened to sell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.analysis.heroes.luck import Deals


@dataclass(frozen=True)
class Sold:
    """True productivity (1 is the mean), months there, deals, and totals."""

    truth: np.ndarray
    months: np.ndarray
    deals: Deals
    totals: np.ndarray


def sold(
    people: int,
    spread: float,
    rng: np.random.Generator,
    truth: np.ndarray | None = None,
    scatter: float = 1.0,
) -> Sold:
    """A year of sellers with so much true spread (coefficient of variation), some there in part."""
    if truth is None:
        truth = rng.gamma(spread**-2, spread**2, people) if spread else np.ones(people)
    months = np.where(rng.random(people) < 0.2, rng.integers(2, 12, people), 12).astype(float)
    decided = rng.poisson(3.0 * months)
    won = rng.binomial(decided, np.minimum(0.25 * truth, 1.0))
    log_variance = np.log(1 + scatter**2)
    parts = [np.exp(rng.normal(9 - log_variance / 2, np.sqrt(log_variance), w)) for w in won]
    deals = Deals(decided.astype(float), won.astype(float), np.concatenate(parts))
    return Sold(truth, months, deals, np.array([part.sum() for part in parts]))
