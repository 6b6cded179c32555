"""How likely each was to come in each month, from how they had been doing.

The others of a stack are people who do not start until well after it. Where people are sent after
bad months, whoever did not start had no bad months either: the others are picked by a future in
which they did well, and an effect looks smaller than it is. Each of them is therefore counted as
many times over as people like them had been drawn off (the inverse of the chance not to start).

    log-odds(start in the month) = the month's own + a + b x last months + c x months before

It makes up for what the months tell, not for what nobody recorded, and so stands beside the plain
account and does not replace it.

References:
    Robins, Hernan and Brumback (2000), Marginal structural models and causal inference in
        epidemiology.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from everyrep.evidence.arrays import Bools, Floats, Ints

_RECENT = 3
_LONG = 12
_SHRUNK = 0.5
_STEPS = 30
_FEWEST_STARTS = 20


def coming(y: Floats, weights: Floats, first: Ints) -> Floats | None:
    """Chance to start in each month for who has not yet, (people, months); None for few starts.

    Args:
        y: Outcomes, (people, months).
        weights: What each rests on; 0 where there is none.
        first: First treated month, (people,).
    """
    months = np.array([at for at in np.unique(first) if _RECENT < at < y.shape[1]], np.int64)
    starts = int(np.isin(first, months).sum())
    if starts < _FEWEST_STARTS:
        return None
    past = _Past(y, weights)
    rows = [past.at(int(month)) for month in months]
    risk = [first >= month for month in months]
    usual = [_usual(first, int(month), own) for month, own in zip(months, risk, strict=True)]
    beta = _fitted(
        np.concatenate([x[own] for x, own in zip(rows, risk, strict=True)]),
        np.concatenate([(first == m)[own] for m, own in zip(months, risk, strict=True)]),
        np.concatenate([np.full(int(o.sum()), u) for o, u in zip(risk, usual, strict=True)]),
    )
    chance = np.zeros(y.shape)
    for month, x, offset in zip(months, rows, usual, strict=True):
        chance[:, month] = expit(x @ beta + offset)
    return chance


def _usual(first: Ints, month: int, risk: Bools) -> float:
    """Log-odds that anybody starts this month."""
    return float(logit(((first == month).sum() + 0.5) / (risk.sum() + 1.0)))


class _Past:
    """How each did in the last months and in those before, against everybody in the same months."""

    def __init__(self, y: Floats, weights: Floats) -> None:
        m = np.where(np.isnan(y), 0.0, weights)
        x = np.where(m > 0, np.nan_to_num(y), 0.0)
        total = m.sum(axis=0)
        usual = np.divide((m * x).sum(axis=0), total, out=np.zeros(total.size), where=total > 0)
        self.m = np.cumsum(np.pad(m, ((0, 0), (1, 0))), axis=1)
        self.x = np.cumsum(np.pad(m * (x - usual), ((0, 0), (1, 0))), axis=1)

    def at(self, month: int) -> Floats:
        """Columns for one month, (people, 3): one, the last months, those before; scaled."""
        recent = self._mean(month - _RECENT, month)
        before = self._mean(max(month - _LONG, 0), month - _RECENT)
        return np.column_stack([np.ones(recent.size), _scaled(recent), _scaled(before)])

    def _mean(self, low: int, high: int) -> Floats:
        m = self.m[:, high] - self.m[:, low]
        x = self.x[:, high] - self.x[:, low]
        return np.asarray(np.divide(x, m, out=np.zeros(m.size), where=m > 0), dtype=float)


def _scaled(values: Floats) -> Floats:
    spread = float(values.std())
    return np.asarray((values - values.mean()) / spread if spread > 0 else np.zeros(values.size))


def _fitted(x: Floats, starts: Bools, offset: Floats) -> Floats:
    """Logistic coefficients by Newton's steps, drawn towards none by half a start."""
    beta = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        chance = expit(x @ beta + offset)
        slope = x.T @ (starts - chance) - _SHRUNK * beta
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + _SHRUNK * np.eye(beta.size)
        step = np.linalg.solve(bend, slope)
        beta = beta + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return np.asarray(beta, dtype=float)
