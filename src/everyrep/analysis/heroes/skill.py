"""How much of the spread between people is true: the spread seen, less the spread that luck gives.

A person's revenue a month is a true rate plus luck, whose variance the company's own deals tell:
wins a month times the mean square of an amount. The variance of true rates is what is left, by
restricted maximum likelihood on a grid, so that it has a range; true rates are taken for gamma (as
they are positive and skewed). Each person's rate is then pulled towards the common one by as much
as their months leave open.

References:
    Efron and Morris (1975), Data analysis using Stein's estimator and its generalizations.
    DerSimonian and Laird (1986), Meta-analysis in clinical trials (spread between, beyond noise).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.analysis.heroes.arrays import Floats
from everyrep.analysis.heroes.concentration import concentrations, portions

_GRID = 61
_MOST = 3.0  # largest spread of true rates that is looked at, as a coefficient of variation
_SCALE = 0.5
_EQUAL = 0.2
_BOOTSTRAPS = 20
DRAWS = 2000


@dataclass(frozen=True)
class TrueSpread:
    """What is known of people's true rates, in units of the common rate.

    Attributes:
        common: Revenue a month that a person like all would bring.
        noise: Variance of luck in each person's rate, shape (people,).
        spread: Points of the coefficient of variation of true rates.
        weights: Posterior weight of each, adding up to 1.
        draws: Draws of people's true rates over the common rate, shape (draws, people).
    """

    common: float
    noise: Floats
    spread: Floats
    weights: Floats
    draws: Floats

    @property
    def real(self) -> float:
        """Share of the spread between people seen that is no luck, on average."""
        variance = float(self.weights @ self.spread**2)
        return variance / (variance + float(self.noise.mean()))


def true_spread(
    amounts: Floats, months: Floats, won_amounts: Floats, seed: int = 0, draws: int = DRAWS
) -> TrueSpread:
    """People's true rates, as far as their deals tell.

    Args:
        amounts: Total of each person, shape (people,).
        months: Time each was there, above 0.
        won_amounts: Amounts of all won deals of the company.
        seed: Of the draws.
        draws: How many.
    """
    common = float(amounts.sum() / months.sum())
    seen = amounts / months / common
    rng = np.random.default_rng(seed)
    spread = np.linspace(0.0, 1.0, _GRID) ** 2 * _MOST
    log_prior = np.log(_prior(spread))
    per_month = 1 / months.sum() / months / common**2
    drawn, weights = [], np.zeros(_GRID)
    for _ in range(_BOOTSTRAPS):
        # A compound Poisson: wins a month times the mean square of an amount, itself uncertain.
        squares = won_amounts[rng.integers(0, won_amounts.size, won_amounts.size)] ** 2
        noise = squares.sum() * per_month
        log_density = log_prior + np.array([_log_density(seen, noise, s) for s in spread])
        weight = np.exp(log_density - log_density.max())
        weight = weight / weight.sum()
        picked = rng.choice(spread.size, -(-draws // _BOOTSTRAPS), p=weight)
        drawn.append(_true_rates(seen, noise, spread[picked], rng))
        weights += weight / _BOOTSTRAPS
    noise = (won_amounts**2).sum() * per_month
    return TrueSpread(common, noise, spread, weights, np.vstack(drawn))


def _log_density(seen: Floats, noise: Floats, spread: float) -> float:
    """Restricted log likelihood of a spread; the noise of a low rate is as large as the common."""
    variance = noise + spread**2
    weight = 1 / variance
    mean = float((weight * seen).sum() / weight.sum())
    fit = ((seen - mean) ** 2 * weight).sum()
    return float(-0.5 * (np.log(variance).sum() + np.log(weight.sum()) + fit))


def _prior(spread: Floats) -> Floats:
    """A fifth that all are equal, the rest half a t distribution around small spreads."""
    slab = (1 + (spread / _SCALE) ** 2 / 3) ** -2 * np.gradient(spread)
    slab[0] = 0.0
    prior = (1 - _EQUAL) * slab / slab.sum()
    prior[0] = _EQUAL
    return np.asarray(prior)


def _true_rates(seen: Floats, noise: Floats, spread: Floats, rng: np.random.Generator) -> Floats:
    """Draws of true rates: gamma with the posterior's mean and variance, one row a spread."""
    variance = spread[:, None] ** 2
    weight = 1 / (noise + variance)
    mean = (weight * seen).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
    kept = variance / (variance + noise)
    centre = np.maximum(mean + kept * (seen - mean), 1e-3)
    # As for a Poisson count with a gamma rate: who truly sells twice as much has twice the luck.
    scatter = np.maximum(kept * noise * centre, 1e-12)
    shared = rng.standard_normal((len(spread), 1)) / np.sqrt(weight.sum(axis=1, keepdims=True))
    drawn = rng.gamma(centre**2 / scatter, scatter / centre)
    # What is not known of the common rate moves all together; equals stay equal.
    drawn = np.where(variance > 0, drawn, mean) + (1 - kept) * shared
    return np.asarray(np.maximum(drawn, 1e-6))


def true_figures(found: TrueSpread, months: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Draws of the figures of `concentrations` for true rates."""
    return concentrations(found.draws * months, months)


def lasting_multiples(found: TrueSpread, seen: Floats, months: Floats) -> tuple[Floats, Floats]:
    """How productive those who were top and bottom really are, as multiples of the middle.

    The groups are those of the figures that were seen; their true rates are drawn. So this is what
    the same people are to be expected to show next time.

    Args:
        found: True rates.
        seen: Revenue a month that was seen, which makes the groups.
        months: Time each was there.

    Returns:
        Draws of the top's and of the bottom's multiple, each of shape (draws,).
    """
    parts = [part * months for part in portions(seen, months)]
    means = [found.draws @ part / part.sum() for part in parts]
    return means[0] / means[1], means[2] / means[1]
