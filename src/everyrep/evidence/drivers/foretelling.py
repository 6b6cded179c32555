"""What foretells an outcome, out of sample: importance by permutation, and partial dependence.

Models are fitted on months up to a day and tried on the months after it, again and again (rolling
origin). The importance of a feature is how much worse the later months are foretold when its values
are exchanged among the people of a month. None of it says what would happen if a feature were
changed: what people are like moves both it and the outcome.

References:
    Breiman (2001), Random forests (permutation importance).
    Tashman (2000), Out-of-sample tests of forecasting accuracy (rolling origin).
    Friedman (2001), Greedy function approximation (partial dependence).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.drivers.penalised import Penalised, penalised
from everyrep.evidence.drivers.trees import boosted
from everyrep.evidence.inference.result import quantile
from everyrep.values import Reason

_ORIGINS = 4
_LEAST_MONTHS = 12
_LEAST_ROWS = 400
_REPEATS = 2
_POINTS = 9
_MOST_ROWS = 15_000

Told = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Rows:
    """People and months as rows.

    Attributes:
        x: Features, known before the month begins, (rows, columns).
        y: Outcome less what is common in the month, (rows,).
        weight: What the outcome rests on, about 1 on average, (rows,).
        person: Number of each person, (rows,).
        month: Number of each month, (rows,).
        group: Number of the feature that each column belongs to, (columns,).
    """

    x: Floats
    y: Floats
    weight: Floats
    person: Ints
    month: Ints
    group: Ints

    def only(self, rows: Bools) -> Rows:
        """Some of the rows."""
        return Rows(
            self.x[rows], self.y[rows], self.weight[rows], self.person[rows], self.month[rows],
            self.group,
        )  # fmt: skip


@dataclass(frozen=True)
class Foretold:
    """What a model foretells.

    Attributes:
        model: "boosted trees" or "penalised regression".
        explained: Share of later months' variance that it foretells; may be below zero.
        importance: Share of it that is lost without each feature, (features,).
        low, high: Its range of 95%, by people, (features,).
    """

    model: str
    explained: float
    importance: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Dependence:
    """How what is foretold hangs on one feature, all else as it is.

    Attributes:
        at: Values of the feature, (points,).
        told: Mean of what is foretold, (points,).
    """

    at: Floats
    told: Floats


def foretell(rows: Rows, *, seed: int = 1) -> tuple[Foretold, Foretold] | Reason:
    """Both models, tried on months that they have not seen.

    Args:
        rows: People and months.
        seed: Of the permutations.
    """
    months = np.unique(rows.month)
    if months.size < _LEAST_MONTHS or rows.y.size < _LEAST_ROWS or np.ptp(rows.y) == 0:
        return Reason(
            "too_little_known",
            f"There are {rows.y.size} months of people over {months.size} months; at least "
            f"{_LEAST_ROWS} over {_LEAST_MONTHS}, with an outcome that differs, are needed.",
            "Load a longer history, or take another outcome.",
        )
    cuts = np.array_split(months[months.size // 2 :], _ORIGINS)
    kinds = {"boosted trees": _trees, "penalised regression": _line}
    found = [_tried(name, fit, rows, cuts, seed) for name, fit in kinds.items()]
    return found[0], found[1]


def dependence(told: Told, rows: Rows, column: int, points: Floats | None = None) -> Dependence:
    """How what is foretold hangs on one column.

    Args:
        told: What a model foretells for features, from `fitted`.
        rows: People and months.
        column: Of x.
        points: Values to try; its own quantiles by default.
    """
    own = rows.x[:, column]
    at = np.unique(np.quantile(own, np.linspace(0.05, 0.95, _POINTS))) if points is None else points
    take = np.arange(0, own.size, max(1, own.size // 2_000))
    some, means = rows.x[take].copy(), []
    for value in at:
        some[:, column] = value
        means.append(float(np.average(told(some), weights=rows.weight[take])))
    return Dependence(np.asarray(at, dtype=float), np.array(means))


def fitted(rows: Rows) -> Told:
    """Boosted trees fitted on all rows."""
    return _trees(rows)


def standardised(rows: Rows) -> Floats:
    """Weights of the penalised regression on all rows, a standard deviation each, (columns,)."""
    return _line_of(rows).weight


def _trees(rows: Rows) -> Told:
    take = np.arange(0, rows.y.size, rows.y.size // _MOST_ROWS + 1)
    return boosted(rows.x[take], rows.y[take], rows.weight[take]).predict


def _line(rows: Rows) -> Told:
    return _line_of(rows).predict


def _line_of(rows: Rows) -> Penalised:
    later = rows.month > np.quantile(rows.month, 0.75)
    return penalised(rows.x, rows.y, rows.weight, np.asarray(later))


def _tried(
    name: str, fit: Callable[[Rows], Told], rows: Rows, cuts: list[Ints], seed: int
) -> Foretold:
    """One model over all origins; losses are kept by person, whose months hang together."""
    features, people = int(rows.group.max()) + 1, int(rows.person.max()) + 1
    rng = np.random.default_rng(seed)
    lost, total = np.zeros((people, features)), np.zeros(people)
    missed = 0.0
    for cut in cuts:
        told = fit(rows.only(np.asarray(rows.month < cut[0])))
        later = rows.only(np.isin(rows.month, cut))
        plain = later.weight * (later.y - told(later.x)) ** 2
        missed += float(plain.sum())
        total += np.bincount(later.person, later.weight * later.y**2, people)
        for feature in range(features):
            worse = _without(told, later, feature, rng) - plain
            lost[:, feature] += np.bincount(later.person, worse, people)
    return _summed(name, missed, lost, total)


def _without(told: Told, later: Rows, feature: int, rng: np.random.Generator) -> Floats:
    """Losses with a feature exchanged among the people of each month, mean over repeats."""
    columns = np.flatnonzero(later.group == feature)
    loss = np.zeros(later.y.size)
    for _ in range(_REPEATS):
        other = _exchanged(later.month, rng)
        x = later.x.copy()
        x[:, columns] = later.x[np.ix_(other, columns)]
        loss += later.weight * (later.y - told(x)) ** 2
    return loss / _REPEATS


def _exchanged(month: Ints, rng: np.random.Generator) -> Ints:
    """Another row of the same month for each row."""
    order = np.lexsort((rng.random(month.size), month))
    home = np.argsort(month, kind="stable")
    other = np.empty(month.size, dtype=np.int64)
    other[home] = order
    return other


def _summed(name: str, missed: float, lost: Floats, total: Floats) -> Foretold:
    whole = float(total.sum())
    value = lost.sum(axis=0) / whole
    moved = int((total > 0).sum())
    rest = lost - value * total[:, None]
    error = np.sqrt(moved / max(moved - 1, 1) * (rest**2).sum(axis=0)) / whole
    reach = quantile(0.975, max(moved - 1, 1)) * error
    return Foretold(name, 1 - missed / whole, value, value - reach, value + reach)
