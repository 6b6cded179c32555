"""What comes next in a steady series of shares or rates, as a mixture over what is not known.

A share of few deals is lumpy, and the spread of months is often wider than a coin would give
(Laney's p' and u'). So the level and the excess of spread both stay open: every pair of them has
a weight, which the points shift, and the next count is judged by all pairs together. Shares are
beta-binomial, rates negative binomial, and both are the plain laws where nothing exceeds them.

References:
    Laney (2002), Improved control charts for attributes.
    Griffiths (1973), Maximum likelihood estimation for the beta-binomial distribution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from everyrep.measures.arrays import Floats

# Variance of a month of usual size, as a multiple of what pure chance gives. All are as likely on
# the scale of logs, as is right for a scale that is not known: then limits hold whatever it is.
EXCESS = tuple(float(x) for x in np.geomspace(0.15, 22.0, 15))
_NODES = np.linspace(-3.9, 3.9, 9)
_CHUNK = 100
_COLUMNS = 200
_REACH = 9
_NEGLIGIBLE = 1e-4


@dataclass(frozen=True)
class NextCounts:
    """The distribution of a coming count of each of many charts.

    Attributes:
        first: Smallest count that has a chance worth naming, shape (charts,).
        step: Counts between the columns of `below`: 1 but for large counts, shape (charts,).
        below: Chance of a count at most as large as each column says, shape (charts, columns).
        point: Chance of a count of each column and of those between it and the column before.
        size: Trials or exposure of the coming month, shape (charts,).
        mean: Expected share or rate, shape (charts,).
        spread: Standard deviation of the coming share or rate, shape (charts,).
        excess: How likely it is that months spread more than pure chance has them.
        lift: Expected variance of a month as a multiple of that of pure chance.
    """

    first: Floats
    step: Floats
    below: Floats
    point: Floats
    size: Floats
    mean: Floats
    spread: Floats
    excess: Floats
    lift: Floats

    def tails(self, count: Floats) -> tuple[Floats, Floats]:
        """Chance of a count at most, and at least, as large. Shape (charts,) in and out.

        Both are NaN where the count is.
        """
        known = np.isfinite(count)
        column = np.floor((np.where(known, count, self.first) - self.first) / self.step).astype(int)
        row = np.arange(len(column))
        last = self.below.shape[1] - 1
        inside = np.clip(column, 0, last)
        low = np.where(column < 0, 0.0, self.below[row, inside])
        here = np.where(column > last, 0.0, self.point[row, inside])
        high = np.where(column < 0, 1.0, 1 - low + here)
        return np.where(known, low, np.nan), np.where(known, high, np.nan)

    def limits(self, alpha: Floats) -> tuple[Floats, Floats, Floats]:
        """The largest count that is an alarm below, the smallest above, and how often they come.

        Half of `alpha`, at most, lies on each side. Counts are lumpy, so that what lies there is
        less; it is what comes third. -1 and infinity where no count would be an alarm.
        """
        half = alpha[:, None] / 2
        low_columns = (self.below <= half).sum(1)
        above = 1 - self.below + self.point
        high_columns = (above > half).sum(1)
        row, last = np.arange(len(alpha)), self.below.shape[1] - 1
        low = np.where(low_columns > 0, self.first + (low_columns - 1) * self.step, -1.0)
        low = np.where(self.first * (low_columns == 0) > 0, self.first - 1, low)
        high = np.where(high_columns <= last, self.first + high_columns * self.step, np.inf)
        rate = np.where(low_columns > 0, self.below[row, np.maximum(low_columns - 1, 0)], 0.0)
        rate += np.where(high_columns <= last, above[row, np.minimum(high_columns, last)], 0.0)
        return low, high, rate


def next_counts(
    counts: Floats, sizes: Floats, size: Floats, *, share: bool, months: int = 1
) -> NextCounts:
    """How the next count is distributed, if the series stays as it was.

    Args:
        counts: Successes or events, shape (charts, points).
        sizes: Trials or exposure, likewise; a point of size zero says nothing.
        size: Trials or exposure of the coming point, shape (charts,).
        share: Successes among trials, not events by exposure.
        months: How many points the coming count is the sum of; each strays on its own.

    Returns:
        The mixture, summed up count by count.
    """
    parts = [
        _tabled(counts[part], sizes[part], size[part], share, months)
        for part in (slice(at, at + _CHUNK) for at in range(0, len(counts), _CHUNK))
    ]
    width = max(part[2].shape[1] for part in parts)
    padded = [(*part[:2], _wide(part[2], width, 1.0), _wide(part[3], width, 0.0), *part[4:])
              for part in parts]  # fmt: skip
    return NextCounts(*(np.concatenate([part[i] for part in padded]) for i in range(9)))


def _wide(table: Floats, width: int, filler: float) -> Floats:
    return np.pad(table, ((0, 0), (0, width - table.shape[1])), constant_values=filler)


def _tabled(
    counts: Floats, sizes: Floats, size: Floats, share: bool, months: int
) -> tuple[Floats, ...]:
    weights, level, alike = _weighed(counts, sizes, share=share)
    alike = np.where(alike > 0, alike / months, alike)
    mean = (weights * level).sum(0)
    many = np.maximum(size, 1e-9)
    if share:
        chance = level * (1 - level) / many
        variance = chance * (1 + np.where(alike > 0, np.maximum(many - 1, 0), 1) * alike)
    else:
        chance = level / many
        variance = chance * (1 + np.where(alike > 0, level * many, 1) * alike)
    spread = np.sqrt((weights * (variance + (level - mean) ** 2)).sum(0))
    lift = (weights * variance / chance).sum(0)
    first = np.floor(np.maximum((mean - _REACH * spread) * size, 0.0))
    last = np.ceil((mean + _REACH * 1.6 * spread) * size + 6)
    last = np.minimum(last, size) if share else last
    step = np.ceil((last - first + 1) / _COLUMNS)
    columns = np.arange(int(np.ceil((last - first + 1) / step).max()))
    at = first[:, None] + columns * step[:, None] + (step[:, None] - 1) / 2
    at = np.minimum(at, size[:, None]) if share else at
    point = _summed(weights, level, alike, at, size[:, None], share) * step[:, None]
    beyond = columns * step[:, None] + first[:, None] > (size[:, None] if share else np.inf)
    point = np.where(beyond, 0.0, point)
    point = point / np.maximum(point.sum(1, keepdims=True), 1e-12)
    excess = (weights * (alike > 0)).sum(0)
    return first, step, point.cumsum(1), point, size, mean, spread, excess, lift


def _summed(
    weights: Floats, level: Floats, alike: Floats, at: Floats, size: Floats, share: bool
) -> Floats:
    """Chance of each count over all models that carry weight. Shape (charts, columns)."""
    total = np.zeros(at.shape)
    for model in range(len(weights)):
        rows = np.flatnonzero(weights[model] > _NEGLIGIBLE)
        if rows.size:
            one = (level[None, model, rows, None], alike[None, model, rows, None])
            chances = np.exp(_log_chance(at[rows], size[rows], *one, share))[0]
            total[rows] += weights[model, rows, None] * chances
    return total


def _weighed(counts: Floats, sizes: Floats, *, share: bool) -> tuple[Floats, Floats, Floats]:
    level, alike, log_prior = _grid(counts, sizes, share=share)
    fit = log_prior
    for month in range(counts.shape[1]):
        x, m = counts[:, month], sizes[:, month]
        fit = fit + np.where(m > 0, _log_chance(x, m, level, alike, share), 0.0)
    weights = np.exp(fit - fit.max(0))
    return weights / weights.sum(0), level, np.broadcast_to(alike, level.shape)


def _grid(counts: Floats, sizes: Floats, *, share: bool) -> tuple[Floats, Floats, Floats]:
    """Levels, likeness and log prior of every model. Shapes (models, charts)."""
    total, trials = counts.sum(1), sizes.sum(1)
    usual = trials / np.maximum((sizes > 0).sum(1), 1)
    excess = np.repeat(EXCESS, _NODES.size)[:, None]
    nodes = np.tile(_NODES, len(EXCESS))[:, None]
    others = trials - total + 0.5 if share else np.inf
    width = np.sqrt(1 / (total + 0.5) + 1 / others) * np.sqrt(excess)
    if share:
        level = special.expit(np.log((total + 0.5) / others) + nodes * width)
        alike = np.minimum((excess - 1) / np.maximum(usual - 1, 1.0), 0.9)
        density = np.sqrt(level * (1 - level))
    else:
        level = np.exp(np.log((total + 0.5) / trials) + nodes * width)
        alike = (excess - 1) / (level * usual)
        density = np.sqrt(level)
    alike = np.where(excess > 1, alike, excess - 1)
    return level, alike, np.log(density * width)


def _log_chance(x: Floats, m: Floats, level: Floats, alike: Floats, share: bool) -> Floats:
    """Log chance of a count, of trials or exposure m, under each model.

    Above zero, `alike` is the correlation of two trials of one month, or the relative variance of
    its rate. Below, chance is told by 1 / (1 + alike) times as many trials as there are.
    """
    loose = alike.reshape(len(alike), -1)[:, 0] > 0
    found = np.empty(np.broadcast_shapes(level.shape, np.shape(x)))
    found[~loose] = _tight(x, m, level[~loose], 1 + alike[~loose], share)
    found[loose] = _loose(x, m, level[loose], alike[loose], share)
    return found


def _tight(x: Floats, m: Floats, level: Floats, scale: Floats, share: bool) -> Floats:
    events, trials = x / scale, m / scale
    if share:
        ways = (
            special.gammaln(trials + 1)
            - special.gammaln(events + 1)
            - special.gammaln(np.maximum(trials - events, -0.5) + 1)
        )
        chance = special.xlogy(events, level) + special.xlog1py(trials - events, -level)
        return ways + chance - np.log(scale)
    mean = level * trials
    return special.xlogy(events, mean) - mean - special.gammaln(events + 1) - np.log(scale)


def _loose(x: Floats, m: Floats, level: Floats, alike: Floats, share: bool) -> Floats:
    shape = 1 / alike
    if share:
        ways = special.gammaln(m + 1) - special.gammaln(x + 1) - special.gammaln(m - x + 1)
        a, b = level * (shape - 1), (1 - level) * (shape - 1)
        successes = special.gammaln(x + a) - special.gammaln(a)
        failures = special.gammaln(m - x + b) - special.gammaln(b)
        # Trials are alike in the same way at every level, so that few of these differ.
        return (
            ways
            + successes
            + failures
            + special.gammaln(shape - 1)
            - special.gammaln(m + shape - 1)
        )
    mean = level * m
    return (
        special.gammaln(x + shape)
        - special.gammaln(shape)
        - special.gammaln(x + 1)
        - shape * np.log1p(mean / shape)
        + special.xlogy(x, mean / (shape + mean))
    )
