"""A panel of units by period, sorted so that each cohort and each set of controls is one slice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.staggered.refusals import CannotEstimate, units_text
from everyrep.values import DataError

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Known:
    """What is known of units besides outcomes.

    Attributes:
        covariates: Shape (units, covariates), from before treatment; None without.
        weights: Shape (units,), positive; None where all count alike.
        clusters: Shape (units,): which units belong together, 0, 1, ...; None where each is alone.
    """

    covariates: Floats | None = None
    weights: Floats | None = None
    clusters: Ints | None = None


@dataclass(frozen=True)
class Panel:
    """Units sorted by when they were first treated; those who never are come last.

    Attributes:
        y: Shape (periods, units), sorted; NaN where there is no outcome.
        first: Shape (units,), sorted: first treated period, or `NEVER`.
        ever: Shape (units,), sorted: whether ever treated, be it after the last period.
        x: Shape (units, 1 + covariates) with a leading column of ones, sorted; no columns
            without covariates.
        weights: Shape (units,), sorted, with mean 1; None where all count alike.
        owner: Shape (units,), sorted: the group of units that each belongs to.
        rows: Shape (units,): the row of each in what was given.
        given: Units that were given.
        full: Whether no outcome is missing.
        told: Who was left out and why.
    """

    y: Floats
    first: Ints
    ever: Bools
    x: Floats
    weights: Floats | None
    owner: Ints
    rows: Ints
    given: int
    full: bool
    told: tuple[str, ...]

    @property
    def periods(self) -> int:
        """How many periods there are."""
        return int(self.y.shape[0])

    @property
    def cohorts(self) -> Ints:
        """First treated periods that occur, ascending, without `NEVER`."""
        found = np.unique(self.first)
        return np.asarray(found[found != NEVER], dtype=np.int64)

    def cohort(self, first: int) -> slice:
        """Where the units first treated in a period are."""
        low, high = np.searchsorted(self.first, [first, first + 1])
        return slice(int(low), int(high))

    def untreated_after(self, period: int) -> slice:
        """Where the units are that are first treated after a period, or never."""
        return slice(int(np.searchsorted(self.first, period, side="right")), self.first.size)

    @property
    def never(self) -> slice:
        """Where the units are that are never treated."""
        return slice(int(np.searchsorted(self.first, NEVER)), self.first.size)

    def shares(self, cohorts: Ints) -> Floats:
        """Weighted share of each cohort among all units, shape (cohorts,)."""
        weights = np.ones(self.first.size) if self.weights is None else self.weights
        at = np.searchsorted(cohorts, self.first)
        known = (at < cohorts.size) & (cohorts[np.minimum(at, cohorts.size - 1)] == self.first)
        counts = np.bincount(at[known], weights=weights[known], minlength=cohorts.size)
        return np.asarray(counts / weights.sum(), dtype=float)


def sorted_panel(y: Floats, first: Ints, known: Known, anticipation: int) -> Panel:
    """The panel, checked and sorted.

    Who was treated from the first period on (or is, once anticipation counts) has no month before,
    and is left out; so is who has no outcome at all, or misses a covariate. Treatment after the
    last period, and after any anticipation of it, counts as never.

    Raises:
        DataError: Shapes that do not go together, or values that cannot be.
        CannotEstimate: Nobody is treated within the panel.
    """
    covariates, weights, clusters = known.covariates, known.weights, known.clusters
    check(y, first, known)
    hold_count("anticipation", anticipation)
    keep, told = _kept(y, first, covariates, anticipation)
    rows = np.flatnonzero(keep)
    start = np.where(first[rows] >= y.shape[1] + anticipation, NEVER, first[rows])
    order = np.argsort(start, kind="stable")
    rows, start = rows[order], start[order]
    if not np.any(start < y.shape[1]):
        raise CannotEstimate(
            "Nobody with an outcome before it is treated within these periods",
            why="; ".join(told) or "There is no change to compare",
            remedy="Choose periods that begin before the treatment and end after it",
        )
    return Panel(
        y=np.ascontiguousarray(y[rows].T),
        first=start,
        ever=first[rows] != NEVER,
        x=np.zeros((rows.size, 0)) if covariates is None else _with_ones(covariates[rows]),
        weights=None if weights is None else weights[rows] / weights[rows].mean(),
        owner=rows if clusters is None else clusters[rows],
        rows=rows,
        given=y.shape[0],
        full=not bool(np.isnan(y[rows]).any()),
        told=told,
    )


def check(y: Floats, first: Ints, known: Known) -> None:
    """Whether shapes and values can be those of a panel.

    Raises:
        DataError: They cannot.
        CannotEstimate: No unit's outcome ever changes.
    """
    if y.ndim != 2 or first.shape != y.shape[:1]:
        raise DataError(
            f"Outcomes have shape {y.shape}, first treated periods {first.shape}",
            why="There must be a row of outcomes and a first period for each unit",
        )
    if np.isinf(y).any():
        raise DataError("An outcome is infinite", remedy="Give NaN where there is no outcome")
    if (first < 0).any():
        raise DataError(
            "A first treated period is negative",
            remedy="Give 0 to who was treated before the panel begins, NEVER to who never is",
        )
    given = {"Covariates": known.covariates, "Weights": known.weights, "Clusters": known.clusters}
    for name, array in given.items():
        if array is not None and array.shape[:1] != y.shape[:1]:
            raise DataError(f"{name} have shape {array.shape} for {y.shape[0]} units")
    weights = known.weights
    if weights is not None and not (np.isfinite(weights) & (weights > 0)).all():
        raise DataError("A weight is not a positive number", remedy="Leave those units out")
    if not np.any(
        np.fmax.reduce(y, axis=1, initial=-np.inf) > np.fmin.reduce(y, axis=1, initial=np.inf)
    ):
        raise CannotEstimate(
            "The outcome of every unit is the same in all periods",
            why="An effect would be nothing by definition, with no spread to judge it by",
            remedy="Look whether the outcome was recorded in these periods",
        )


def hold_count(name: str, value: int) -> None:
    """Hold that a count of periods is none or more.

    Raises:
        DataError: It is not.
    """
    if value < 0:
        raise DataError(
            f"The {name} is {value} periods", remedy="Give the periods before treatment, 0 or more"
        )


def _kept(
    y: Floats, first: Ints, covariates: Floats | None, anticipation: int
) -> tuple[Bools, tuple[str, ...]]:
    treated = first <= anticipation
    without = ~treated & np.isnan(y).all(axis=1)
    unknown = np.zeros(first.size, dtype=bool)
    if covariates is not None:
        unknown = ~treated & ~without & ~np.isfinite(covariates).all(axis=1)
    reasons = (
        (treated, "treated before there is a period to compare with"),
        (without, "without any outcome"),
        (unknown, "with an unknown covariate"),
    )
    told = tuple(
        f"{units_text(int(who.sum()))} left out: {reason}" for who, reason in reasons if who.any()
    )
    return ~(treated | without | unknown), told


def _with_ones(covariates: Floats) -> Floats:
    """A column of ones, and covariates centred and scaled, which no estimate depends on."""
    spread = covariates.std(axis=0)
    scaled = (covariates - covariates.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return np.column_stack([np.ones(covariates.shape[0]), scaled])
