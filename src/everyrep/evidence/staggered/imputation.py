"""Effects by imputation: what happened, less what untreated cells say would have happened.

Every unit's level and the course over periods are fitted on untreated cells alone; a treated cell's
effect is its outcome less that fit; effects are averaged with whatever weights are wanted. Where
people dip (or rise) just before they are treated, the last periods before treatment can be dropped
from the fit (a donut), and then show as effects of negative event time.

References:
    Borusyak, K., Jaravel, X. and Spiess, J. (2024), Revisiting event-study designs: robust and
    efficient estimation. Review of Economic Studies 91.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.staggered.effects import LEVEL
from everyrep.evidence.staggered.panel import Known, check, hold_count
from everyrep.evidence.staggered.refusals import CannotEstimate, units_text
from everyrep.evidence.staggered.spread import Units, numbered
from everyrep.evidence.staggered.untreated import Untreated
from everyrep.values import DataError

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Imputation:
    """Effects of treated cells.

    Attributes:
        fit: On untreated cells, of units that have some.
        rows: Shape (units kept,): the row of each in what was given.
        given: Units that were given.
        first: Shape (units kept,): first treated period, or `NEVER`.
        effects: Shape (units kept, periods): outcome less its fit, in treated cells and in those of
            the donut; NaN elsewhere and where there is no telling.
        donut: Periods before treatment that are not in the fit.
        units: Who belongs together, and with whom each was treated, as given.
        leave_out: Whether means behind standard errors leave out a unit's own group.
        level: Of intervals and bands.
        told: What was left out and why.
    """

    fit: Untreated
    rows: Ints
    given: int
    first: Ints
    effects: Floats
    donut: int
    units: Units
    leave_out: bool
    level: float
    told: tuple[str, ...]

    @property
    def event_time(self) -> Ints:
        """Shape (units kept, periods): periods since treatment; far below 0 for never."""
        start = np.where(self.first == NEVER, 10 * self.effects.shape[1], self.first)
        times: Ints = np.arange(self.effects.shape[1]) - start[:, None]
        return times

    @property
    def treated(self) -> Bools:
        """Shape (units kept, periods): treated cells whose effect could be told."""
        return ~np.isnan(self.effects) & (self.event_time >= 0)


def imputation(
    y: Floats,
    first: Ints,
    *,
    donut: int = 0,
    covariates: Floats | None = None,
    groups: Ints | None = None,
    clusters: Ints | None = None,
    leave_out: bool = True,
    level: float = LEVEL,
) -> Imputation:
    """Fit untreated cells, and take the fit from the others.

    Args:
        y: Shape (units, periods): outcomes, NaN where there is none.
        first: Shape (units,): first treated period, `NEVER` for never.
        donut: The last periods before treatment that are kept from the fit.
        covariates: Shape (units, covariates), from before treatment: each has a course of its own.
        groups: Shape (units,), such as the territory: each has a course of its own.
        clusters: Shape (units,): which units belong together; None where each is alone.
        leave_out: Leave a unit's own group out of the means behind standard errors.
        level: Of intervals and bands.

    Raises:
        DataError: Shapes that do not go together, or values that cannot be.
        CannotEstimate: No treated cell can be compared with untreated ones.
    """
    number = numbered(clusters)
    check(y, first, Known(covariates, None, number))
    if groups is not None and groups.shape != first.shape:
        raise DataError(f"Groups have shape {groups.shape} for {first.size} units")
    hold_count("donut", donut)
    told: list[str] = []
    rows = np.flatnonzero(_kept(y, first, donut, covariates, told))
    distance = np.arange(y.shape[1]) - np.minimum(first[rows], NEVER // 2)[:, None]
    there = ~np.isnan(y[rows])
    cells = (there & (distance < -donut)).astype(float)
    fit = Untreated(y[rows], cells, _groups(groups, rows), _scaled(covariates, rows))
    effects = _effects(fit, there & (distance >= -donut), distance >= 0, told)
    units = Units(first, number)
    return Imputation(
        fit, rows, y.shape[0], first[rows], effects, donut, units, leave_out, level, tuple(told)
    )


def _effects(fit: Untreated, wanted: Bools, after: Bools, told: list[str]) -> Floats:
    """Outcome less its fit in wanted cells, NaN elsewhere; what cannot be told is."""
    effects = np.full(wanted.shape, np.nan)
    if wanted.any():
        effects = np.where(wanted & fit.reachable, fit.residuals, np.nan)
    lost = np.count_nonzero(wanted & after & np.isnan(effects))
    if lost:
        told.append(
            f"{lost} treated outcomes left out: nobody is untreated who could tell what would "
            "have been without treatment"
        )
    if np.isnan(effects[after]).all():
        raise CannotEstimate(
            "No outcome after treatment can be compared with untreated ones",
            why="; ".join(told) or "Nobody with an outcome before it is treated in these periods",
            remedy="Leave some untreated for longer, or begin the periods earlier",
        )
    return effects


def _kept(y: Floats, first: Ints, donut: int, covariates: Floats | None, told: list[str]) -> Bools:
    """Units with an untreated outcome to fit; those without are told."""
    start = np.where(first == NEVER, NEVER // 2, first)
    before = ~np.isnan(y) & (np.arange(y.shape[1]) < start[:, None] - donut)
    keep = np.asarray(before.any(axis=1), dtype=bool)
    if not keep.all():
        near = " and donut" if donut else ""
        lost = units_text(int(np.count_nonzero(~keep)))
        told.append(f"{lost} left out: without any outcome before treatment{near}")
    if covariates is not None:
        known = np.isfinite(covariates).all(axis=1)
        if (keep & ~known).any():
            lost = units_text(int(np.count_nonzero(keep & ~known)))
            told.append(f"{lost} left out: with an unknown covariate")
        keep &= known
    return keep


def _groups(groups: Ints | None, rows: Ints) -> Ints:
    if groups is None:
        return np.zeros(rows.size, dtype=np.int64)
    return np.unique(groups[rows], return_inverse=True)[1].astype(np.int64)


def _scaled(covariates: Floats | None, rows: Ints) -> Floats:
    """Covariates centred and scaled, which no effect depends on."""
    if covariates is None or not rows.size:
        return np.zeros((rows.size, 0))
    chosen = covariates[rows]
    spread = chosen.std(axis=0)
    found: Floats = (chosen - chosen.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return found
