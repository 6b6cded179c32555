"""Small groups pooled in part with their like: empirical Bayes for shares, means and rates.

The best of forty small groups is mostly the luckiest. Each group's figure is drawn towards that of
all groups, the more the less it knows itself, and as far as the groups differ at all, which is
learned from their spread. How much they differ is not known exactly either; here every spread from
none to wide is weighed by how well it explains the groups, so that the range holds that doubt too.

The spread is weighed with a uniform prior on how much an average group is drawn in (the uniform
shrinkage prior), and the common mean is integrated out. Mean and variance of the mixture give a
beta, t or gamma range.

References:
    Morris (1983), Parametric empirical Bayes inference: theory and applications.
    Daniels (1999), A prior for the variance in hierarchical models (uniform shrinkage).
    Gelman, Carlin, Stern, Dunson, Vehtari and Rubin (2013), Bayesian Data Analysis, chapter 5.
    Smyth (2004), Linear models and empirical Bayes methods (variances drawn together).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from everyrep.measures.arrays import Floats

FEWEST_GROUPS = 5
_SPREADS = np.linspace(0.01, 0.99, 50)  # how far an average group is drawn in: grid of the prior
_MEANS = 61
_REACH = 6.0  # standard errors on either side of the common mean that the grid covers


@dataclass(frozen=True)
class Pooled:
    """Figures drawn together; every array has the shape (groups,).

    Attributes:
        value: The figures.
        low, high: Their ranges.
        drawn: How far each was drawn to the common mean: 0 not at all, 1 wholly.
        common: The mean of all groups.
    """

    value: Floats
    low: Floats
    high: Floats
    drawn: Floats
    common: float


def pooled_shares(value: Floats, trials: Floats, level: float = 0.95) -> Pooled:
    """Shares drawn together, as beta-binomial.

    Args:
        value: Shape (groups,), 0 to 1.
        trials: Shape (groups,), above 0; how many independent trials each is worth.
        level: Confidence.
    """
    successes = value * trials
    prior, means = _weights(trials), _share_grid(successes, trials)
    a = means[None, :] * prior[:, None]
    b = (1 - means[None, :]) * prior[:, None]
    fit = sum(
        special.betaln(a + k, b + n - k) - special.betaln(a, b)
        for k, n in zip(successes, trials, strict=True)
    )
    # A uniform prior on shares piles no weight at 0 and 1; Jeffreys' does, mildly.
    weight = _normal_weights(fit - 0.5 * np.log(means * (1 - means))[None, :])
    mean, spread, drawn = _mixture(
        successes, trials, prior, means, weight, lambda m, total: m * (1 - m) / (total + 1)
    )
    total = np.maximum(mean * (1 - mean) / np.maximum(spread, 1e-300) - 1, 1e-6)
    tail = (1 - level) / 2
    low = special.betaincinv(mean * total, (1 - mean) * total, tail)
    high = special.betaincinv(mean * total, (1 - mean) * total, 1 - tail)
    return Pooled(mean, low, high, drawn, float((weight.sum(0) * means).sum()))


def pooled_rates(events: Floats, exposure: Floats, level: float = 0.95) -> Pooled:
    """Rates of events per unit of exposure drawn together, as gamma-Poisson.

    Args:
        events: Shape (groups,).
        exposure: Shape (groups,), above 0.
        level: Confidence.
    """
    prior, means = _weights(exposure), _rate_grid(events, exposure)
    shape = means[None, :] * prior[:, None]
    fit = sum(
        special.gammaln(shape + k)
        - special.gammaln(shape)
        + shape * np.log(prior[:, None] / (prior[:, None] + e))
        - k * np.log(prior[:, None] + e)
        for k, e in zip(events, exposure, strict=True)
    )
    weight = _normal_weights(fit - 0.5 * np.log(means)[None, :])
    mean, spread, drawn = _mixture(
        events, exposure, prior, means, weight, lambda m, total: m / total
    )
    shapes = mean**2 / np.maximum(spread, 1e-300)
    tail = (1 - level) / 2
    low = special.gammaincinv(shapes, tail) * mean / shapes
    high = special.gammaincinv(shapes, 1 - tail) * mean / shapes
    return Pooled(mean, low, high, drawn, float((weight.sum(0) * means).sum()))


def pooled_means(
    value: Floats,
    variance: Floats,
    clusters: Floats,
    level: float = 0.95,
    *,
    positive: bool = True,
) -> Pooled:
    """Means drawn together, as normal around a common mean.

    Args:
        value: Shape (groups,).
        variance: Shape (groups,), of each value; NaN where one cluster shows none.
        clusters: Shape (groups,), effective number of clusters that each rests on.
        level: Confidence.
        positive: Amounts above 0, whose spread grows with their mean and whose upper tail is long:
            they are drawn together on the log scale.
    """
    scale = value if positive else np.ones_like(value)
    error, degrees = _drawn_variances(variance / scale**2, clusters)
    # The log of a mean of few skewed amounts is too low by half its variance.
    given = np.log(value) + error / 2 if positive else value
    mean, spread, drawn, common = _normal_mixture(given, error)
    reach = special.stdtrit(degrees, 0.5 + level / 2) * np.sqrt(spread)
    if not positive:
        return Pooled(mean, mean - reach, mean + reach, drawn, common)
    low, high = np.exp(mean - reach), np.exp(mean + reach)
    return Pooled(np.exp(mean), low, high, drawn, float(np.exp(common)))


def _normal_mixture(value: Floats, error: Floats) -> tuple[Floats, Floats, Floats, float]:
    """Mean, variance and draw of each group over the grid of spreads, and the common mean."""
    typical = 1 / np.mean(1 / error)
    between = typical * _SPREADS / (1 - _SPREADS)
    total = error[None, :] + between[:, None]
    precision = (1 / total).sum(1)
    common = (value / total).sum(1) / precision
    misfit = ((value - common[:, None]) ** 2 / total).sum(1)
    weight = _normal_weights(-0.5 * (np.log(total).sum(1) + np.log(precision) + misfit))
    keep = between[:, None] / total
    means = keep * value + (1 - keep) * common[:, None]
    spreads = keep * error + (1 - keep) ** 2 / precision[:, None]
    mean = (weight[:, None] * means).sum(0)
    spread = (weight[:, None] * (spreads + (means - mean) ** 2)).sum(0)
    drawn = (weight[:, None] * (1 - keep)).sum(0)
    return mean, spread, drawn, float((weight * common).sum())


def _drawn_variances(variance: Floats, clusters: Floats) -> tuple[Floats, Floats]:
    """Variances of the values, themselves drawn together, and their degrees of freedom.

    The variance between the clusters of a small group is known badly; the log of it is drawn to
    that of all groups, as far as chance explains their differences.
    """
    degrees = np.maximum(clusters - 1, 0.0)
    known = np.isfinite(variance) & (variance > 0) & (degrees >= 1)
    single = np.where(known, variance * clusters, np.nan)
    if not known.any():
        return np.full_like(clusters, np.nan), degrees
    logs = np.log(single[known]) - special.digamma(degrees[known] / 2) + np.log(degrees[known] / 2)
    noise = special.polygamma(1, degrees[known] / 2)
    center = float((logs / noise).sum() / (1 / noise).sum())
    excess = float(np.mean((logs - center) ** 2) - np.mean(noise))
    prior = _degrees_of(excess) if excess > 0 and known.sum() > 2 else 1e3
    typical = np.exp(center + special.digamma(prior / 2) - np.log(prior / 2))
    own = np.where(known, single, 0.0)
    weighed = np.where(known, degrees, 0.0)
    drawn = (weighed * own + prior * typical) / (weighed + prior)
    return drawn / clusters, weighed + min(prior, float(weighed.sum()) + 1)


def _degrees_of(excess: float) -> float:
    """Degrees of freedom at which the log of a variance spreads so much: trigamma turned round."""
    low, high = 0.1, 2e3
    for _ in range(60):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if special.polygamma(1, middle / 2) > excess else (low, middle)
    return float(np.sqrt(low * high))


def _weights(worth: Floats) -> Floats:
    """Grid of what the common mean is worth beside a group, in the unit of the groups' worth."""
    typical = 1 / np.mean(1 / worth)
    return np.asarray(typical * _SPREADS / (1 - _SPREADS))


def _share_grid(successes: Floats, trials: Floats) -> Floats:
    """Grid of the common share, on the logit scale, wide enough for few and unlike groups."""
    share = (successes.sum() + 0.5) / (trials.sum() + 1)
    center, error = np.log(share / (1 - share)), 1 / np.sqrt(trials.sum() * share * (1 - share))
    unlike = np.std(np.log((successes + 0.5) / (trials - successes + 0.5))) / np.sqrt(trials.size)
    reach = _REACH * max(error, float(unlike))
    return np.asarray(special.expit(np.linspace(center - reach, center + reach, _MEANS)))


def _rate_grid(events: Floats, exposure: Floats) -> Floats:
    """Grid of the common rate, on the log scale."""
    center = np.log((events.sum() + 0.5) / exposure.sum())
    error = 1 / np.sqrt(events.sum() + 0.5)
    unlike = np.std(np.log((events + 0.5) / exposure)) / np.sqrt(events.size)
    reach = _REACH * max(error, float(unlike))
    return np.asarray(np.exp(np.linspace(center - reach, center + reach, _MEANS)))


def _normal_weights(fit: Floats) -> Floats:
    weight = np.exp(fit - fit.max())
    return np.asarray(weight / weight.sum())


def _mixture(
    counts: Floats,
    worth: Floats,
    prior: Floats,
    means: Floats,
    weight: Floats,
    variance: Callable[[Floats, Floats], Floats],
) -> tuple[Floats, Floats, Floats]:
    """Mean and variance of each group over the grid, and how far it is drawn in.

    Args:
        counts: Successes or events, shape (groups,).
        worth: Trials or exposure, shape (groups,).
        prior: What the common mean is worth, shape (spreads,).
        means: The common mean, shape (means,).
        weight: How well each pair explains the groups, shape (spreads, means), sum 1.
        variance: Of the figure of a group, given its mean and its total worth.
    """
    mean, square, drawn = np.zeros(counts.size), np.zeros(counts.size), np.zeros(counts.size)
    for at, own in enumerate(prior):
        total = own + worth
        middle = (own * means[None, :] + counts[:, None]) / total[:, None]
        spread = variance(middle, total[:, None])
        mean += middle @ weight[at]
        square += (spread + middle**2) @ weight[at]
        drawn += own / total * weight[at].sum()
    return mean, np.maximum(square - mean**2, 0), drawn
