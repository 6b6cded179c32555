"""A few combinations in one exact model, with errors that stand up for what the fit took (CR2).

References:
    Bell, McCaffrey (2002), Bias reduction in standard errors for linear regression with multi-stage
    samples. Survey Methodology 28.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.combinations.model import Fitted, Model, fitted
from everyrep.evidence.combinations.things import SETS
from everyrep.evidence.inference.result import below

MOVING = 0.01
"""Chance of the run-up below which those who came to have all were moving already."""


@dataclass(frozen=True)
class Confirmed:
    """What sets add, all of them in one model; every array has the shape (sets,).

    Attributes:
        effect: Beyond the sum of the parts, in the outcome's unit; NaN where it cannot be told.
        se, df: Its standard error and degrees of freedom.
        before: What the months right before differ by: a sign of selection.
        before_se, before_df: Its standard error and degrees of freedom.
    """

    effect: Floats
    se: Floats
    df: Floats
    before: Floats
    before_se: Floats
    before_df: Floats

    def p_value(self, at: int) -> float:
        """Two-sided chance of one; NaN where it cannot be told."""
        return _chance(self.effect[at], self.se[at], self.df[at])

    def moving(self, at: int) -> bool:
        """Whether those who came to have all of it were moving already."""
        return _chance(self.before[at], self.before_se[at], self.before_df[at]) < MOVING


def _chance(value: float, error: float, df: float) -> float:
    if not error > 0:
        return np.nan
    return float(2 * below(-abs(value) / error, df))


def confirm(model: Model, sets: SETS) -> Confirmed:
    """All of some sets at once, in one model with what is within it."""
    whole = replace(model, within=(*model.within, *sets))
    made = fitted(whole)
    own = whole.told[len(model.within) :]
    told = np.concatenate([own, own + 1])
    square, spread, spread_squared = _swept(whole, made, told)
    with np.errstate(divide="ignore", invalid="ignore"):
        df = np.maximum(spread**2 / spread_squared - 1.0, 1.0)
    known = made.known[told]
    value = np.where(known, made.weight[told], np.nan)
    error = np.where(known, np.sqrt(square), np.nan)
    n = len(sets)
    return Confirmed(value[:n], error[:n], df[:n], value[n:], error[n:], df[n:])


def _swept(model: Model, made: Fitted, told: Ints) -> tuple[Floats, Floats, Floats]:
    """Squares of what clusters move, and the variance that each brings, and its square."""
    square, spread, spread_squared = (np.zeros(told.size) for _ in range(3))
    for people in model.by_cluster():
        parts = [model.rows(person) for person in people]
        columns = np.unique(np.concatenate([one.columns for one in parts]))
        x = np.zeros((sum(one.y.size for one in parts), columns.size))
        start = 0
        for one in parts:
            x[start : start + one.y.size, np.searchsorted(columns, one.columns)] = one.x
            start += one.y.size
        y = np.concatenate([one.y for one in parts])
        inner = x @ made.inverse[np.ix_(columns, columns)] @ x.T
        pull = x @ made.inverse[np.ix_(columns, told)]
        rest = y - x @ made.weight[columns]
        square += (pull.T @ _standing_up(inner, rest)) ** 2
        own = (pull**2).sum(axis=0)
        spread += own
        spread_squared += own**2
    return square, spread, spread_squared


def _standing_up(inner: Floats, rest: Floats) -> Floats:
    """Residuals times the inverse root of one less their own leverage."""
    values, vectors = np.linalg.eigh(np.eye(rest.size) - inner)
    root = np.where(values > 1e-6, 1 / np.sqrt(np.maximum(values, 1e-6)), 0.0)
    return np.asarray(vectors @ (root * (vectors.T @ rest)))
