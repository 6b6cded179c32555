"""Penalised regression: one weight a feature, drawn towards nothing as far as later months ask.

References:
    Hoerl and Kennard (1970), Ridge regression: biased estimation for nonorthogonal problems.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats

PENALTIES = (0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
"""Tried, as shares of the rows' weight."""


@dataclass(frozen=True)
class Penalised:
    """A penalised regression.

    Attributes:
        centre, scale: Of each feature, (features,).
        weight: By how much the outcome differs for one standard deviation more, (features,).
        base: The outcome where all features are at their centre.
        penalty: As chosen.
    """

    centre: Floats
    scale: Floats
    weight: Floats
    base: float
    penalty: float

    def predict(self, x: Floats) -> Floats:
        """What is foretold for each row of x, (rows,)."""
        return np.asarray((x - self.centre) / self.scale @ self.weight + self.base)


def penalised(x: Floats, y: Floats, weight: Floats, later: Bools) -> Penalised:
    """Fit a penalised regression, its penalty chosen by how well it foretells later rows.

    Args:
        x: Features, (rows, features), finite.
        y: Outcome, (rows,).
        weight: Of each row, (rows,).
        later: Rows that are foretold from the others to choose the penalty, (rows,).
    """

    def missed(penalty: float) -> float:
        told = _fitted(x[~later], y[~later], weight[~later], penalty).predict(x[later])
        return float((weight[later] * (y[later] - told) ** 2).sum())

    enough = later.any() and (~later).any()
    best = min(PENALTIES, key=missed) if enough else 1.0
    return _fitted(x, y, weight, best)


def _fitted(x: Floats, y: Floats, weight: Floats, penalty: float) -> Penalised:
    total = float(weight.sum())
    centre = np.asarray(weight @ x / total, dtype=float)
    scale = np.sqrt(weight @ (x - centre) ** 2 / total)
    scale = np.where(scale > 1e-12, scale, 1.0)
    z, base = (x - centre) / scale, float(weight @ y / total)
    gram = (z * weight[:, None]).T @ z + penalty * total * np.eye(x.shape[1])
    return Penalised(
        centre, scale, np.linalg.solve(gram, z.T @ (weight * (y - base))), base, penalty
    )
