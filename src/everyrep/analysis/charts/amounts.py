"""What comes next in a steady series of amounts, as a mixture of t distributions.

Each model of `steady` gives the next point a t distribution, on the scale of its power. Their
weights are how well each foretold the points so far. The mixture carries what a dozen points
leave open: level, spread, echo, season, drift and lean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from everyrep.analysis.charts.limits import solve
from everyrep.analysis.charts.steady import POWERS, Cell, cells, factors
from everyrep.measures.arrays import Flags, Floats

_CHUNK = 500  # charts at once, so that memory stays small
_FAR = 15


@dataclass(frozen=True)
class NextAmounts:
    """The distribution of a coming point of each of many charts.

    Attributes:
        weights: Shape (models, charts), adding up to one over models; a model is a power and a
            cell, power by power.
        center: Middle of each t distribution, on the scale of its power.
        spread: Scale of each, likewise.
        df: Degrees of freedom.
        powers: Of Box and Cox, shape (models,).
        unit: What the points were divided by, shape (charts,).
        shift: What was taken from them first, shape (charts,).
        cells: The behaviours that the models of one power stand for.
    """

    weights: Floats
    center: Floats
    spread: Floats
    df: int
    powers: Floats
    unit: Floats
    shift: Floats
    cells: tuple[Cell, ...]

    def tails(self, value: Floats) -> tuple[Floats, Floats]:
        """Chance of a point at most, and at least, as large as these.

        Args:
            value: Shape (charts,); of several points judged together, (charts, points).
        """
        points = value.reshape(len(self.unit), -1)
        scaled = (points - self.shift[:, None]) / self.unit[:, None]
        place = np.empty_like(self.weights)
        rows = self.weights.shape[0] // len(POWERS)
        for at, power in enumerate(POWERS):
            one = slice(at * rows, (at + 1) * rows)
            place[one] = (_raised(scaled, power).mean(1) - self.center[one]) / self.spread[one]
        low = special.stdtr(self.df, place)
        high = special.stdtr(self.df, -place)
        return (self.weights * low).sum(0), (self.weights * high).sum(0)

    def quantile(self, chance: float) -> Floats:
        """The value that a point stays below with this chance. Shape (charts,)."""
        powers = self.powers[:, None]
        reach = _FAR * self.spread
        low = _lowered(self.center - reach, powers).min(0)
        high = _lowered(self.center + reach, powers).max(0)
        return solve(
            lambda value: self.tails(value)[0],
            np.full(low.size, chance),
            self.shift + self.unit * low,
            self.shift + self.unit * high,
        )

    def share(self, of: Flags) -> Floats:
        """How likely the behaviours flagged are, given the points. Shape (charts,)."""
        rows = len(self.cells)
        return sum(
            (self.weights[at * rows : (at + 1) * rows][of].sum(0) for at in range(len(POWERS))),
            np.zeros(self.weights.shape[1]),
        )

    def power_share(self, below: float) -> Floats:
        """How likely a power below this is. Shape (charts,)."""
        return self.weights[self.powers < below].sum(0)


def next_amounts(
    history: Floats,
    times: tuple[int, ...],
    ahead: int | tuple[int, ...],
    grain: str,
    prior: Floats | None = None,
) -> NextAmounts:
    """How the point at a time ahead is distributed, if the series stays as it was.

    Args:
        history: Shape (charts, points), finite, in order of time; six points or more.
        times: Place of each point in time.
        ahead: Place of the point to come; places of several, to judge their mean.
        grain: Of time, such as "month".
        prior: Weights of the models (one a power and cell, power by power) in place of the usual.

    Returns:
        The mixture. Series that never move get a spread of nearly nothing.
    """
    coming = (ahead,) if isinstance(ahead, int) else ahead
    parts = [
        _weighed(history[at : at + _CHUNK], times, coming, grain, prior)
        for at in range(0, len(history), _CHUNK)
    ]
    known = cells(len(times), grain)
    weights, center, spread, unit, shift = (
        np.concatenate([part[i] for part in parts], axis=-1) for i in range(5)
    )
    powers = np.repeat(list(POWERS), len(known))
    return NextAmounts(weights, center, spread, len(times) - 1, powers, unit, shift, known)


def usual_weights(points: int, grain: str) -> Floats:
    """Weights of the models before any point is seen, power by power."""
    behaviours = np.array([cell.weight for cell in cells(points, grain)])
    return np.outer(list(POWERS.values()), behaviours).ravel()


def _weighed(
    history: Floats,
    times: tuple[int, ...],
    ahead: tuple[int, ...],
    grain: str,
    prior: Floats | None,
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    points = len(times)
    lower, inverse = factors((*times, *ahead), points, grain)
    unit, shift, positive = _scaled(history)
    scaled = (history - shift[:, None]) / unit[:, None]
    bounded = np.maximum(scaled, _floor(scaled))
    logs = np.where(positive, np.log(np.where(positive[:, None], bounded, 1.0)).mean(1), 0.0)
    coming = lower[:, points:].mean(1)  # what the mean of the coming points rests on
    own = np.sqrt((coming[:, points:] ** 2).sum(1))
    fixed = -np.log(lower[:, range(1, points), range(1, points)]).sum(1)
    weights = usual_weights(points, grain) if prior is None else prior
    given = np.log(np.maximum(weights, 1e-300)).reshape(len(POWERS), -1)
    fits, centers, spreads = [], [], []
    for power, belief in zip(POWERS, given, strict=True):
        raised = _raised(bounded if power < 1 else scaled, power)
        surprises = np.einsum("cij,kj->cki", inverse[:, :points, :points], raised, optimize=True)
        squares = (surprises[:, :, 1:] ** 2).sum(2) + 1e-24
        fit = (belief + fixed)[:, None] - 0.5 * (points - 1) * np.log(squares)
        fits.append(
            np.where(positive | (power == 1), fit + (power - 1) * (points - 1) * logs, -np.inf)
        )
        centers.append(np.einsum("cj,ckj->ck", coming[:, :points], surprises))
        spreads.append(own[:, None] * np.sqrt(squares / (points - 1)))
    weighed = np.exp(np.concatenate(fits) - np.concatenate(fits).max(0))
    return (
        weighed / weighed.sum(0), np.concatenate(centers), np.concatenate(spreads), unit, shift
    )  # fmt: skip


def _scaled(history: Floats) -> tuple[Floats, Floats, Flags]:
    """Divisor and offset of each chart, and whether its points allow powers other than one."""
    positive = np.asarray((history >= 0).all(1) & (history > 0).any(1))
    filled = np.where(history > 0, history, np.nan)
    with np.errstate(all="ignore"):
        usual = np.exp(np.nanmean(np.log(np.where(positive[:, None], filled, 1.0)), axis=1))
    spread = history.std(1)
    unit = np.where(positive, usual, np.where(spread > 0, spread, 1.0))
    shift = np.where(positive, 0.0, history.mean(1))
    return unit, shift, positive


def _floor(scaled: Floats) -> Floats:
    """Half the smallest positive point: what an empty month counts as, where logs are taken."""
    return np.where(scaled > 0, scaled, np.inf).min(1, keepdims=True) / 2


def _raised(scaled: Floats, power: float) -> Floats:
    if power == 1:
        return scaled - 1
    inside = np.maximum(scaled, 0.0)
    if power == 0:
        with np.errstate(divide="ignore"):
            return np.log(inside)
    return (inside**power - 1) / power


def _lowered(raised: Floats, powers: Floats) -> Floats:
    """What `_raised` was made of."""
    bounded = np.clip(raised, None, 40.0)
    power = np.where(powers > 0, powers, 1.0)
    rooted = np.maximum(bounded * power + 1, 0.0) ** (1 / power)
    return np.where(powers == 0, np.exp(bounded), np.where(powers == 1, raised + 1, rooted))
