"""All objects at once: what each adds, the others held.

People take several courses in the same months. One at a time, each gets credit for what the others
did; so the effects of all are estimated in one model with an effect a person and an effect a month
(or a group and month). Persons' own levels, seasons and all other objects are taken out of every
one. It is exact: people are centred, months are columns, and what is left is a small system.

Standard errors let the months of one person (or team) hang together in any way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import NEVER, Bools, Floats, Ints
from everyrep.evidence.curriculum.exposures import STRETCHES, Windows, stretches

_TOLERANCE = 1e-9
_BEFORE, _EARLY, _EFFECT = 0, 1, 2


@dataclass(frozen=True)
class Joint:
    """Effects of all objects on one outcome; every array has the shape (objects,).

    Attributes:
        effect: Average effect within the window, in the outcome's unit; NaN where the object cannot
            be told from others or from the months.
        se: Its standard error.
        df: Degrees of freedom of its range: about as many as clusters that carry it.
        before: What the run-up differs from the base by: a sign of selection, not of effect.
        before_se: Its standard error.
        early: The months until it can work: the time in training.
        treated: People who had it and are seen both before the run-up and within the window.
        units: People in the model.
        clusters: People or groups whose months hang together.
        periods: Months in the model.
    """

    effect: Floats
    se: Floats
    df: Floats
    before: Floats
    before_se: Floats
    early: Floats
    treated: Ints
    units: int
    clusters: int
    periods: int

    def interval(self, level: float) -> tuple[Floats, Floats]:
        """Range of each effect by Student's t, each of shape (objects,)."""
        from scipy.stats import t

        reach = t.ppf(0.5 + level / 2, self.df) * self.se
        return self.effect - reach, self.effect + reach

    def p_values(self) -> Floats:
        """Two-sided, of no effect; NaN where there is none."""
        from scipy.stats import t

        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(2 * t.sf(np.abs(self.effect) / self.se, self.df), dtype=float)


def joint(
    y: Floats,
    weights: Floats,
    first: Ints,
    *,
    windows: Windows | None = None,
    clusters: Ints | None = None,
    groups: Ints | None = None,
) -> Joint:
    """Effects of all objects on one outcome, (units, periods); see `joint_of_several`."""
    several = joint_of_several(
        y[:, :, None], weights, first, windows=windows, clusters=clusters, groups=groups
    )
    return several[0]


def joint_of_several(
    y: Floats,
    weights: Floats,
    first: Ints,
    *,
    windows: Windows | None = None,
    clusters: Ints | None = None,
    groups: Ints | None = None,
) -> tuple[Joint, ...]:
    """Effects of all objects on several outcomes that rest on the same cells.

    Args:
        y: Outcomes, (units, periods, outcomes); NaN where there is none.
        weights: What it rests on, (units, periods); 0 where there is none.
        first: Month in which each had each object first, (units, objects).
        windows: Which months belong to what.
        clusters: Which people hang together, (units,); None: each alone.
        groups: Groups with months of their own (regions, territories), (units,); None: all share
            the months.

    References:
        Bell, McCaffrey (2002), Bias reduction in standard errors for linear regression with
        multi-stage samples. Survey Methodology 28.
    """
    seen = (weights > 0) & ~np.isnan(y).any(axis=2)
    use = seen.sum(axis=1) > 1
    labels = np.arange(use.size) if clusters is None else clusters
    months = np.zeros(use.size, np.int64) if groups is None else groups
    model = _Model(
        np.where(seen[:, :, None], y, 0.0)[use],
        np.where(seen, weights, 0.0)[use],
        first[use],
        windows or Windows(),
        np.unique(months[use], return_inverse=True)[1],
        np.unique(labels[use], return_inverse=True)[1],
    )
    gram, moment = model.normal()
    inverse, known = _inverse(gram)
    return _told(model, inverse, known, inverse @ moment)


@dataclass(frozen=True)
class _Block:
    """Rows of one cluster: its columns that are not all zero, centred and weighted.

    Attributes:
        columns: Which columns of the model, (k,).
        x: (rows, k).
        y: (rows, outcomes).
    """

    columns: Ints
    x: Floats
    y: Floats


@dataclass(frozen=True)
class _Model:
    """The columns of all objects and months, made for one cluster at a time."""

    y: Floats
    weights: Floats
    first: Ints
    windows: Windows
    groups: Ints
    labels: Ints

    @property
    def objects(self) -> int:
        return int(self.first.shape[1])

    @property
    def periods(self) -> int:
        return int(self.y.shape[1])

    @property
    def clusters(self) -> int:
        return int(self.labels.max(initial=-1)) + 1

    @property
    def width(self) -> int:
        months = (int(self.groups.max(initial=0)) + 1) * (self.periods - 1)
        return self.objects * len(STRETCHES) + months

    def blocks(self) -> Iterator[_Block]:
        order = np.argsort(self.labels, kind="stable")
        ends = np.searchsorted(self.labels[order], np.arange(self.clusters), side="right")
        start = 0
        for end in ends:
            yield self._block(order[start:end])
            start = int(end)

    def _block(self, people: Ints) -> _Block:
        taken = np.flatnonzero((self.first[people] != NEVER).any(axis=0))
        groups = np.unique(self.groups[people])
        stretch = taken[:, None] * len(STRETCHES) + np.arange(len(STRETCHES))
        month = groups[:, None] * (self.periods - 1) + np.arange(self.periods - 1)
        columns = np.concatenate([stretch.ravel(), self.objects * len(STRETCHES) + month.ravel()])
        parts = [self._person(person, taken, groups) for person in people]
        x, y = (np.concatenate(part) for part in zip(*parts, strict=True))
        return _Block(columns, x, y)

    def _person(self, person: int, taken: Ints, groups: Ints) -> tuple[Floats, Floats]:
        """Months of a person that count: centred columns and outcome, times the weight's root."""
        seen = self.weights[person] > 0
        objects = stretches(self.first[person, taken], self.periods, self.windows)[seen]
        months = np.zeros((int(seen.sum()), groups.size, self.periods - 1))
        at = int(np.searchsorted(groups, self.groups[person]))
        months[:, at, :] = np.eye(self.periods)[seen][:, 1:]
        x = np.concatenate([objects, months.reshape(months.shape[0], -1)], axis=1)
        weights, y = self.weights[person][seen], self.y[person][seen]
        root, share = np.sqrt(weights)[:, None], weights / weights.sum()
        return (x - share @ x) * root, (y - share @ y) * root

    def normal(self) -> tuple[Floats, Floats]:
        gram = np.zeros((self.width, self.width))
        moment = np.zeros((self.width, self.y.shape[2]))
        for block in self.blocks():
            gram[np.ix_(block.columns, block.columns)] += block.x.T @ block.x
            moment[block.columns] += block.x.T @ block.y
        return gram, moment


def _inverse(gram: Floats) -> tuple[Floats, Bools]:
    """Inverse of the system, and which columns can be told from all others."""
    scale = np.sqrt(np.diag(gram))
    filled = scale > 0
    safe = np.where(filled, scale, 1.0)
    values, vectors = np.linalg.eigh(gram / np.outer(safe, safe))
    small = values <= _TOLERANCE * values.max()
    inverse = (vectors[:, ~small] / values[~small]) @ vectors[:, ~small].T
    tangled = (vectors[:, small] ** 2).sum(axis=1) > 1e-6
    return inverse / np.outer(safe, safe), filled & ~tangled


@dataclass
class _Sums:
    """What the clusters add up to, of the columns that are told."""

    square: Floats  # of what each cluster moves each coefficient, (columns, outcomes)
    spread: Floats  # variance that each brings if months were alike, and its square
    spread_squared: Floats


def _swept(model: _Model, inverse: Floats, coefficients: Floats, told: Ints) -> _Sums:
    """Clusters one after the other; residuals stand up for what the fit took from them (CR2)."""
    outcomes = coefficients.shape[1]
    sums = _Sums(np.zeros((told.size, outcomes)), np.zeros(told.size), np.zeros(told.size))
    for block in model.blocks():
        inner = block.x @ inverse[np.ix_(block.columns, block.columns)] @ block.x.T
        rest = block.y - block.x @ coefficients[block.columns]
        pull = block.x @ inverse[np.ix_(block.columns, told)]
        sums.square += (pull.T @ _standing_up(inner, rest)) ** 2
        own = (pull**2).sum(axis=0)
        sums.spread += own
        sums.spread_squared += own**2
    return sums


def _standing_up(inner: Floats, rest: Floats) -> Floats:
    """Residuals times the inverse root of one less their own leverage."""
    values, vectors = np.linalg.eigh(np.eye(rest.shape[0]) - inner)
    root = np.where(values > 1e-6, 1 / np.sqrt(np.maximum(values, 1e-6)), 0.0)
    return np.asarray(vectors @ (root[:, None] * (vectors.T @ rest)))


def _told(model: _Model, inverse: Floats, known: Bools, coefficients: Floats) -> tuple[Joint, ...]:
    place = np.arange(model.objects) * len(STRETCHES)
    told = np.concatenate([place + _BEFORE, place + _EFFECT])
    sums = _swept(model, inverse, coefficients, told)
    with np.errstate(divide="ignore", invalid="ignore"):
        df = np.maximum(sums.spread**2 / sums.spread_squared - 1.0, 1.0)
    value = np.where(known[:, None], coefficients, np.nan)
    error = np.where(known[told][:, None], np.sqrt(sums.square), np.nan)
    half, treated = model.objects, _behind(model)
    return tuple(
        Joint(
            effect=value[place + _EFFECT, outcome],
            se=error[half:, outcome],
            df=df[half:],
            before=value[place + _BEFORE, outcome],
            before_se=error[:half, outcome],
            early=value[place + _EARLY, outcome],
            treated=treated,
            units=int(model.y.shape[0]),
            clusters=model.clusters,
            periods=model.periods,
        )
        for outcome in range(coefficients.shape[1])
    )


def _behind(model: _Model) -> Ints:
    """For each object how many people are seen both before the run-up and within the window."""
    at = np.arange(model.periods)[None, :]
    seen = model.weights > 0
    start = model.windows.lag + 1
    found = np.zeros(model.objects, dtype=np.int64)
    for number in range(model.objects):
        had = np.flatnonzero(model.first[:, number] != NEVER)
        first = model.first[had, number][:, None]
        base = (seen[had] & (at < first - model.windows.run_up)).any(axis=1)
        since = at - first
        window = (since >= start) & (since < start + model.windows.horizon)
        found[number] = int((base & (seen[had] & window).any(axis=1)).sum())
    return found
