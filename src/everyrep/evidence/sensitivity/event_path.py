"""An event study as it is questioned: effects before and after, and how they may be wrong together.

What is seen at each time since treatment is the effect plus a difference that would have been there
anyway. Before treatment there is no effect, so the difference is seen; after it, it is not, and all
that can be had are limits on how differently from before it may behave. The limits are put on steps
from one period to the next (order 1) or on bends, the changes of steps (order 2).

References:
    Rambachan and Roth (2023), A more credible approach to parallel trends, Review of Economic
        Studies 90(5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import special

from everyrep.evidence.arrays import Floats
from everyrep.values import DataError

STEPS, BENDS = 1, 2


@dataclass(frozen=True)
class Bounds:
    """A range for an effect.

    Attributes:
        low: In the unit of the coefficients; minus infinity where nothing bounds it.
        high: Likewise. Below `low` if no effect at all fits: then what was seen before treatment
            already breaks the limits that were assumed.
    """

    low: float
    high: float

    @property
    def refuted(self) -> bool:
        """Whether no effect fits, so that the assumption itself is what fell."""
        return self.high < self.low

    def holds(self, value: float) -> bool:
        """Whether the value lies in the range, ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True, eq=False)
class EventPath:
    """Coefficients of an event study, one a period, and how far they err together.

    Periods are evenly spaced. The one right before treatment is the reference: its coefficient is
    zero by construction and is left out.

    Attributes:
        coefficients: Shape (before + after,), in time order, in the unit of the outcome.
        covariance: Shape (before + after, before + after), of the coefficients.
        before: How many of the coefficients lie before the reference period.
        freedom: Degrees of freedom of the covariance, clusters less one; infinity for many people.
    """

    coefficients: Floats
    covariance: Floats
    before: int
    freedom: float = math.inf

    def __post_init__(self) -> None:
        size = self.coefficients.size
        _check(
            self.coefficients.ndim == 1 and 0 <= self.before < size,
            f"{size} coefficients, {self.before} of them before treatment",
            "Give at least one coefficient after treatment, and leave out the reference period",
        )
        _check(self.freedom > 0, f"{self.freedom} degrees of freedom", "Give clusters less one")
        _check(
            self.covariance.shape == (size, size),
            f"{size} coefficients come with a covariance of shape {self.covariance.shape}",
            "Give the covariance of the same coefficients in the same order",
        )
        finite = np.isfinite(self.coefficients).all() and np.isfinite(self.covariance).all()
        _check(bool(finite), "Some coefficients are not numbers", "Leave out empty periods")
        _check(
            bool((np.diag(self.covariance) > 0).all())
            and np.allclose(self.covariance, self.covariance.T),
            "The covariance is not symmetric, or a coefficient has no variance",
            "Leave out the reference period, which has none",
        )

    @property
    def after(self) -> int:
        """How many coefficients lie after the reference period."""
        return self.coefficients.size - self.before

    @cached_property
    def root(self) -> Floats:
        """A matrix whose product with its transpose is the covariance, also a singular one."""
        values, vectors = np.linalg.eigh(self.covariance)
        return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))

    def first_after(self) -> Floats:
        """Weights of the first period after treatment, shape (after,)."""
        return np.eye(1, self.after).ravel()

    def average_after(self) -> Floats:
        """Weights of the plain average of all periods after treatment, shape (after,)."""
        return np.full(self.after, 1 / self.after)

    def believed(self, weights: Floats | None = None, level: float = 0.95) -> Bounds:
        """The usual range, which holds if the difference would have stayed the same exactly."""
        weights = self.checked(weights)
        part = self.widened(level).covariance[self.before :, self.before :]
        middle = float(weights @ self.coefficients[self.before :])
        reach = float(special.ndtri(0.5 + level / 2)) * math.sqrt(weights @ part @ weights)
        return Bounds(middle - reach, middle + reach)

    def widened(self, level: float) -> EventPath:
        """The same with its covariance as much larger as few clusters make a range wider.

        Ranges that are worked out for a normal law are then about as wide as they should be.
        """
        if math.isinf(self.freedom):
            return self
        tail = 0.5 + level / 2
        wider = float(special.stdtrit(self.freedom, tail) / special.ndtri(tail))
        return replace(self, covariance=wider**2 * self.covariance, freedom=math.inf)

    def checked(self, weights: Floats | None) -> Floats:
        """Weights of the periods after treatment, the first one alone by default.

        Raises:
            DataError: They do not fit the periods, or are all zero.
        """
        if weights is None:
            return self.first_after()
        weights = np.asarray(weights, dtype=float)
        _check(
            weights.shape == (self.after,) and bool(np.isfinite(weights).all() and weights.any()),
            f"Weights of shape {weights.shape} for {self.after} periods after treatment",
            "Give one number a period after treatment, not all zero",
        )
        return weights


@dataclass(frozen=True, eq=False)
class Differences:
    """Steps or bends of the path, as weights on the coefficients.

    Attributes:
        before: Shape (k, coefficients): those of periods before treatment alone.
        after: Shape (periods after, coefficients): those that reach past the reference period.
        target: Shape (periods after,). The target is that much of each of `after`, plus what was
            there before; it is how much each of them could shift it.
    """

    before: Floats
    after: Floats
    target: Floats


def differences(study: EventPath, weights: Floats, order: int) -> Differences:
    """The steps (1) or bends (2) of a path, and how a target depends on those after treatment.

    Args:
        study: Fixes the periods; its numbers are not read.
        weights: Shape (periods after,), of the target.
        order: `STEPS` or `BENDS`; bends need at least one period before the reference.
    """
    path = np.insert(np.eye(study.coefficients.size), study.before, 0.0, axis=0)
    rows = np.diff(path, n=order, axis=0)
    before, after = rows[: -study.after], rows[-study.after :]
    target: Floats = np.linalg.solve(after[:, study.before :].T, weights).astype(float)
    return Differences(before, after, target)


def singular(study: EventPath) -> DataError:
    """What is said of an event study some weighted sum of which has no error."""
    return DataError(
        f"The covariance of {study.coefficients.size} coefficients is singular",
        where="event study",
        why="A weighted sum of them would seem to be known without error",
        remedy="Use fewer periods, or estimate it from more people or teams than periods",
    )


def _check(holds: bool, found: str, remedy: str) -> None:
    if not holds:
        why = "Limits on what would have happened anyway are worked out from all of them together"
        raise DataError(found, where="event study", why=why, remedy=remedy)
