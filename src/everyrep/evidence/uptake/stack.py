"""One stack: the people who started in one month, beside people who had not started by its end.

The others are the same people in every month of the stack. That matters: were people to leave them
as they start, the fastest growing first, the others' course would bend down and feign an effect.

Within a stack the outcome without treatment is a level of each person, a course over months that
all share, and, where asked for, a straight trend of those who start:

    y = a[person] + b[month] + s x (months since the start) x (starts here) + error,

fitted on months before the start (a few right before it left out: the donut) and on all months of
the others, each cell by its weight. Everything told is a weighted sum of outcomes, so that errors
of any two figures can be held against each other. A person's months may hang together in any way:
what a person adds to each figure's error is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints

_EMPTY = 1e-10


@dataclass(frozen=True)
class Told:
    """Figures of one stack.

    Attributes:
        mass: What stands behind each target, (targets,).
        effects: Mean effect of each target, were the others' course theirs too, (targets,).
        reach: Months from where the pre-trend is known to where each target lies, (targets,).
        slope: Trend before the start beyond that of the others, a month.
        influence: What each person adds to the error of each effect, (people, targets).
        slope_influence: The same for the trend, (people,).
        before: Mean difference by month before the start, of those starting here, less its mean;
            (months,), NaN where there is none.
    """

    mass: Floats
    effects: Floats
    reach: Floats
    slope: float
    influence: Floats
    slope_influence: Floats
    before: Floats


@dataclass(frozen=True)
class Rows:
    """The people of one stack.

    Attributes:
        y: Outcomes, (people, months); anything where the weight is 0.
        weights: Of cells, (people, months); 0 where there is no outcome.
        starts: Who starts here, (people,).
        clusters: Who was treated together, (people,).
    """

    y: Floats
    weights: Floats
    starts: Bools
    clusters: Ints

    def only(self, keep: Bools) -> Rows:
        """Some of them."""
        return Rows(self.y[keep], self.weights[keep], self.starts[keep], self.clusters[keep])


def told(rows: Rows, since: Ints, donut: int, asked: Floats) -> Told:
    """Figures of one stack.

    Args:
        rows: The people.
        since: Months since the start, (months,).
        donut: Months right before the start that are left out.
        asked: Which months belong to which target, (months, targets), 0 or 1; those who start here
            count in it by their weight.
    """
    fit = rows.weights * np.where(rows.starts[:, None], since[None, :] < -donut, True)
    keep = fit.sum(axis=1) > 0
    rows, fit = rows.only(keep), fit[keep]
    weights, starts = rows.weights, rows.starts
    y = np.where(weights > 0, rows.y, 0.0)
    model = _Model(fit)
    z = np.where(starts[:, None], since[None, :], 0).astype(float)
    rest, trend = model.residuals(y), model.residuals(z)
    pull = fit * trend
    length = float((pull * trend).sum())
    slope = float((pull * rest).sum()) / length if length > _EMPTY else 0.0
    own = np.where(starts[:, None], weights, 0.0)
    mass = own.sum(axis=0) @ asked
    scale = asked / np.where(mass > 0, mass, 1.0)
    moved = model.against(fit * rest * _of_few(rows)[:, None], own, scale)
    influence = (own * _around(rest, rows)) @ scale - moved
    drawn = _moving(pull, rest - slope * trend, length, rows)
    return Told(
        mass,
        (own * rest).sum(axis=0) @ scale,
        (own * trend).sum(axis=0) @ scale,
        slope,
        _back(influence, keep),
        _back(drawn, keep),
        _before(rest, fit, starts),
    )


@dataclass(frozen=True)
class _Model:
    """Levels of people and a course over months, fitted on cells by their weight."""

    fit: Floats

    def residuals(self, y: Floats) -> Floats:
        """What is left of y in every cell, of the fit or not."""
        mass = self.fit.sum(axis=1)
        filled = np.where(self.fit > 0, y, 0.0)
        level = (self.fit * filled).sum(axis=1) / mass
        centred = self.fit * (filled - level[:, None])
        course = self._solved(centred.sum(axis=0)[:, None])[:, 0]
        level = (self.fit * (filled - course)).sum(axis=1) / mass
        return np.asarray(y - course - level[:, None])

    def against(self, values: Floats, own: Floats, scale: Floats) -> Floats:
        """What the cells of the fit carry into each target, (people, targets).

        It is the sum over a person's months of values times the course that the target asks for.

        Args:
            values: Of cells, (people, months).
            own: Weights of treated cells, (people, months).
            scale: What a month counts in each target, (months, targets).
        """
        level = (own @ scale) / self.fit.sum(axis=1)[:, None]
        asked = own.sum(axis=0)[:, None] * scale - self.fit.T @ level
        return np.asarray(values @ self._solved(asked))

    def _solved(self, right: Floats) -> Floats:
        mass = self.fit.sum(axis=1)
        system = np.diag(self.fit.sum(axis=0)) - (self.fit / mass[:, None]).T @ self.fit
        values, vectors = np.linalg.eigh(system)
        full = values > _EMPTY * max(float(values[-1]), 1e-300)
        kept = vectors[:, full]
        return np.asarray((kept / values[full]) @ (kept.T @ right))


def _moving(pull: Floats, left: Floats, length: float, rows: Rows) -> Floats:
    """What each person adds to the error of the trend, (people,).

    The line is theirs who start, so what is left of theirs is too small by one of their number.
    """
    if length <= _EMPTY:
        return np.zeros(rows.starts.size)
    count = np.unique(rows.clusters[rows.starts]).size
    larger = np.where(rows.starts, np.sqrt(count / max(count - 1, 1)), _of_few(rows))
    return np.asarray((pull * left).sum(axis=1) / length * larger)


def _of_few(rows: Rows) -> Floats:
    """What residuals of the others are too small by, (people,): the months' course is theirs."""
    count = np.unique(rows.clusters[~rows.starts]).size
    return np.where(rows.starts, 1.0, np.sqrt(count / max(count - 1, 1)))


def _around(rest: Floats, rows: Rows) -> Floats:
    """Effects less the mean of the others who started here, in the same month; 0 elsewhere.

    The others are those who were not treated together with oneself: of people of one team the
    team's own ups and downs would vanish. A difference from the others is too wide by the inverse
    of their share, which is taken off.
    """
    own = np.where(rows.starts[:, None], rows.weights, 0.0)
    filled = np.where(own > 0, rest, 0.0)
    code = np.unique(rows.clusters, return_inverse=True)[1]
    total, met = own.sum(axis=0), (own * filled).sum(axis=0)
    left, left_met = total - _inside(own, code), met - _inside(own * filled, code)
    several = (left > 1e-9 * np.maximum(total, 1e-300)) & (own > 0)
    # Of one alone there is no spread to be seen; the whole effect stands for it.
    mean = np.divide(left_met, left, out=np.zeros_like(rest), where=several)
    share = np.divide(left, total, out=np.ones_like(rest), where=several)
    return np.where(own > 0, (rest - mean) * np.sqrt(share), 0.0)


def _inside(values: Floats, code: Ints) -> Floats:
    """For each person the sum over those treated together with them, (people, months)."""
    summed = np.zeros((int(code.max(initial=-1)) + 1, values.shape[1]))
    np.add.at(summed, code, values)
    return np.asarray(summed[code])


def _before(rest: Floats, fit: Floats, starts: Bools) -> Floats:
    own = np.where(starts[:, None], fit, 0.0)
    total = own.sum(axis=0)
    met = (own * np.where(own > 0, rest, 0.0)).sum(axis=0)
    nothing = np.full(total.shape, np.nan)
    return np.asarray(np.divide(met, total, out=nothing, where=total > 0))


def _back(values: Floats, keep: Bools) -> Floats:
    found = np.zeros((keep.size, *values.shape[1:]))
    found[keep] = values
    return found
