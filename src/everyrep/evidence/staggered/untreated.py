"""What outcomes would be without treatment, fitted on untreated cells alone.

The outcome of unit i in period t is taken as

    a_i + b[group of i, t] + sum over covariates k of x_ik d[k, t] + error,

a level of each unit, a course over periods (one for all, or one for each group such as a
territory), and courses that differ by what was known of units before. With levels of units taken
out, the normal equations are small: a block of (periods, periods) for each group, tied together by
covariates. They are solved once, directly, and again for whatever weights a combination of effects
needs. Outcomes may be missing anywhere.

Not every treated cell can be filled in: nobody may be untreated by then, or nobody may tie its
period to those in which its unit was untreated. Such cells are those that a direction in which the
equations are empty would move; they are found, and left out.

References:
    Borusyak, K., Jaravel, X. and Spiess, J. (2024), Revisiting event-study designs: robust and
    efficient estimation. Review of Economic Studies 91.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Bools, Floats, Ints

_EMPTY = 1e-10
"""Part of the largest eigenvalue below which an equation is empty."""
_MOVED = 1e-6


@dataclass(frozen=True)
class Course:
    """Directions in courses: by group and period, and by covariate and period.

    Attributes:
        groups: Shape (groups, periods, directions).
        covariates: Shape (covariates, periods, directions).
    """

    groups: Floats
    covariates: Floats


@dataclass(frozen=True)
class Untreated:
    """The fit on untreated cells.

    Attributes:
        y: Shape (units, periods), NaN where there is no outcome.
        cells: Shape (units, periods): untreated cells of the fit, as 1.0 and 0.0.
        group: Shape (units,): 0, 1, ...
        x: Shape (units, covariates), centred and scaled.
    """

    y: Floats
    cells: Floats
    group: Ints
    x: Floats

    @cached_property
    def counts(self) -> Floats:
        """Untreated cells of each unit, shape (units,)."""
        return np.asarray(self.cells.sum(axis=1))

    @cached_property
    def course(self) -> Course:
        """The courses b and d, with one direction."""
        known = np.where(self.cells > 0, self.y, 0.0)
        centred = known - self.cells * (known.sum(axis=1) / self.counts)[:, None]
        groups = np.stack([centred[rows].sum(axis=0) for rows in self.rows])
        covariates = self.x.T @ centred
        return self.solved(Course(groups[:, :, None], covariates[:, :, None]))

    @cached_property
    def residuals(self) -> Floats:
        """Outcome less what is expected without treatment, shape (units, periods).

        In untreated cells they add up to nothing by unit; in treated cells they are effects.
        """
        left = self.y - self.along(self.course)[:, :, 0]
        levels = np.where(self.cells > 0, left, 0.0).sum(axis=1) / self.counts
        found: Floats = left - levels[:, None]
        return found

    @cached_property
    def unexplained(self) -> Floats:
        """Residuals of untreated cells, shape (units, periods); 0 in other cells."""
        return np.where(self.cells > 0, self.residuals, 0.0)

    def of(self, y: Floats) -> Untreated:
        """The fit of other outcomes in the same cells; what does not hang on outcomes is kept."""
        other = replace(self, y=y)
        same = ("counts", "rows", "_factors")
        vars(other).update({name: vars(self)[name] for name in same if name in vars(self)})
        return other

    @cached_property
    def rows(self) -> Sequence[Ints | slice]:
        """The units of each group."""
        if not self.group.any():
            return [slice(None)]
        order = np.argsort(self.group, kind="stable")
        return np.split(order, np.cumsum(np.bincount(self.group))[:-1])

    def along(self, course: Course) -> Floats:
        """The value of courses in each cell, shape (units, periods, directions)."""
        if not self.x.shape[1] and len(self.rows) == 1:
            shape = (*self.y.shape, course.groups.shape[2])
            return np.broadcast_to(course.groups[0], shape)
        found = course.groups[self.group]
        for k in range(self.x.shape[1]):
            found += self.x[:, k, None, None] * course.covariates[k]
        return found

    def against(self, values: Floats, course: Course) -> Floats:
        """Sums over periods of values (units, periods) times courses, shape (units, directions)."""
        found = np.empty((values.shape[0], course.groups.shape[2]))
        for g, rows in enumerate(self.rows):
            found[rows] = values[rows] @ course.groups[g]
        for k in range(self.x.shape[1]):
            found += self.x[:, k, None] * (values @ course.covariates[k])
        return found

    def solved(self, right: Course) -> Course:
        """Solve the normal equations for right-hand sides."""
        inverse, tied, rest = self._factors
        if not self.x.shape[1]:
            return Course(inverse @ right.groups, right.covariates)
        shape = right.covariates.shape
        direct = inverse @ right.groups
        free = right.covariates.reshape(-1, shape[2]) - np.einsum("gtk,gtm->km", tied, direct)
        covariates = rest @ free
        groups = direct - inverse @ (tied @ covariates)
        return Course(groups, covariates.reshape(shape))

    @cached_property
    def reachable(self) -> Bools:
        """Cells whose outcome without treatment the fit can tell, shape (units, periods)."""
        found = np.ones(self.y.shape, dtype=bool)
        for g, rows in enumerate(self.rows):
            empty = self._empty[g]
            if empty.shape[1] == 1:
                # Only the level of the course is free, and every unit has a level of its own.
                continue
            level = self.cells[rows] @ empty / self.counts[rows][:, None]
            away = (empty**2).sum(axis=1) - 2 * level @ empty.T + (level**2).sum(axis=1)[:, None]
            found[rows] = away < _MOVED
        return found & self._reached_by_covariates

    @property
    def _reached_by_covariates(self) -> Bools:
        found = np.ones(self.y.shape, dtype=bool)
        if not self.x.shape[1]:
            return found
        inverse, tied, _ = self._factors
        for vector in self._empty_covariates.T:
            course = Course(
                -(inverse @ (tied @ vector[:, None])),
                vector.reshape(self.x.shape[1], -1)[:, :, None],
            )
            value = self.along(course)[:, :, 0]
            level = (self.cells * value).sum(axis=1) / self.counts
            found &= (value - level[:, None]) ** 2 < _MOVED
        return found

    @cached_property
    def _factors(self) -> tuple[Floats, Floats, Floats]:
        """Inverses of the blocks, what ties them to covariates, and the inverse of the rest."""
        inverse = np.stack([_inverse(block)[0] for block in self._blocks])
        count = self.x.shape[1]
        if not count:
            return inverse, np.zeros((*inverse.shape[:2], 0)), np.zeros((0, 0))
        tied = np.stack(
            [
                np.hstack([self._laplacian(rows, self.x[rows, k]) for k in range(count)])
                for rows in self.rows
            ]
        )
        return inverse, tied, _inverse(self._rest(inverse, tied))[0]

    def _rest(self, inverse: Floats, tied: Floats) -> Floats:
        everybody = slice(None)
        count = self.x.shape[1]
        inner = [
            [self._laplacian(everybody, self.x[:, k] * self.x[:, m]) for m in range(count)]
            for k in range(count)
        ]
        found: Floats = np.block(inner)
        found -= np.einsum("gtk,gts,gsm->km", tied, inverse, tied, optimize=True)
        return found

    @cached_property
    def _blocks(self) -> list[Floats]:
        return [self._laplacian(rows, np.ones(self.counts[rows].size)) for rows in self.rows]

    @cached_property
    def _empty(self) -> list[Floats]:
        """Directions in which the equations of each group are empty, (periods, directions)."""
        return [_inverse(block)[1] for block in self._blocks]

    @cached_property
    def _empty_covariates(self) -> Floats:
        inverse, tied, _ = self._factors
        return _inverse(self._rest(inverse, tied))[1]

    def _laplacian(self, rows: Ints | slice, weights: Floats) -> Floats:
        """Sum over units of weight times (cells on the diagonal less their products / count)."""
        cells = self.cells[rows]
        outer = (cells * (weights / self.counts[rows])[:, None]).T @ cells
        return np.asarray(np.diag(weights @ cells) - outer)


def counted(place: Ints, values: Floats, length: int) -> Floats:
    """Sums of values by place, shape (length,)."""
    return np.asarray(np.bincount(place, values, length), dtype=float)


def _inverse(block: Floats) -> tuple[Floats, Floats]:
    """Inverse of a symmetric block where it is not empty, and the directions in which it is."""
    values, vectors = np.linalg.eigh(block)
    full = values > _EMPTY * max(float(values[-1]), 1e-300)
    kept = vectors[:, full]
    return (kept / values[full]) @ kept.T, vectors[:, ~full]
