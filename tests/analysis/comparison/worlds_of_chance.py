"""Groups whose truth is known, for simulations: rates, sizes, and what was seen of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from everyrep.analysis.comparison.binomial import Binomial
from everyrep.analysis.comparison.design import Design
from everyrep.analysis.comparison.gaussian import Gaussian
from everyrep.analysis.comparison.posterior import binomial_posterior, gaussian_posterior


@dataclass
class Tally:
    """What a simulation has held so far."""

    held: int = 0
    tried: int = 0
    said: float = 0.0
    right: int = 0
    pairs: int = 0

    def add(self, draws: np.ndarray, truth: np.ndarray) -> None:
        low, high = np.quantile(draws, [0.025, 0.975], axis=0)
        self.held += int(((low <= truth) & (truth <= high)).sum())
        self.tried += truth.size
        for i in range(truth.size):
            for j in range(i):
                above = float((draws[:, i] > draws[:, j]).mean())
                sure, believed = max(above, 1 - above), above >= 0.5
                self.said += sure
                self.right += int(believed == (truth[i] > truth[j]))
                self.pairs += 1

    @property
    def coverage(self) -> float:
        return self.held / self.tried

    @property
    def boast(self) -> float:
        """How much surer of orders it was than it should have been."""
        return (self.said - self.right) / self.pairs


def shares(
    groups: int, trials: tuple[int, int], spread: float, rng: np.random.Generator, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draws of win rates, and the true ones."""
    n = rng.integers(trials[0], trials[1] + 1, groups)
    truth = expit(logit(0.25) + rng.normal(0, spread, groups))
    wins = rng.binomial(n, truth).astype(float)
    design = Design.of(np.ones((groups, 1)), [np.arange(groups)])
    data = Binomial(design, wins, n.astype(float), np.zeros(groups))
    posterior = binomial_posterior(data, seed=seed, draws=1500)
    return expit(posterior.fixed + posterior.effects(0)), truth


def sizes(
    groups: int, trials: tuple[int, int], spread: float, rng: np.random.Generator, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draws of mean log sizes, and the true ones."""
    n = rng.integers(trials[0], trials[1] + 1, groups)
    truth = 9 + rng.normal(0, spread, groups)
    group = np.repeat(np.arange(groups), n)
    y = truth[group] + rng.normal(0, 1.0, group.size)
    design = Design.of(np.ones((group.size, 1)), [group])
    posterior = gaussian_posterior(Gaussian(design, y, np.ones(group.size)), seed=seed, draws=1500)
    return posterior.fixed + posterior.effects(0), truth
