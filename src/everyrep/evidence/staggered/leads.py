"""Whether people moved before treatment, told by untreated cells alone.

Leads (so many periods before treatment) are added to the fit of untreated cells; treated outcomes
play no part, so that the test does not depend on what treatment does, and the effects do not depend
on the test.

References:
    Borusyak, K., Jaravel, X. and Spiess, J. (2024), Revisiting event-study designs: robust and
    efficient estimation. Review of Economic Studies 91, section 4.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.staggered.effects import Effects
from everyrep.evidence.staggered.untreated import Course, Untreated, counted

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Bools, Floats, Ints
    from everyrep.evidence.staggered.imputation import Imputation

_MOST = 12


def pre_trends(found: Imputation, leads: int | None = None) -> Effects | str:
    """Effects of so many periods before treatment, against still earlier ones; or why none.

    Args:
        found: Effects of cells, whose fit is extended.
        leads: How many; the last is the period just before treatment and before the donut. None
            for as many as can be told, up to 12, with at least one earlier period to compare with.

    Returns:
        By event time, ascending: -donut - leads up to -donut - 1. Clustered as `found` is.
    """
    solved = _solved(found, leads)
    return solved if isinstance(solved, str) else _estimated(found, solved)


def pre_trends_with_slope(
    found: Imputation, leaning: Imputation, leads: int | None = None
) -> tuple[Effects, Floats] | str:
    """The same, with what leads would be for other outcomes in the same cells."""
    solved = _solved(found, leads)
    if isinstance(solved, str):
        return solved
    return _estimated(found, solved), solved.inverse @ _sums(leaning.fit, solved.at, solved.there)


@dataclass(frozen=True)
class _Solved:
    """Leads: the period and presence of each unit's, equations solved, and courses taken out."""

    at: Ints
    there: Bools
    inverse: Floats
    course: Course


def _solved(found: Imputation, leads: int | None) -> _Solved | str:
    most = _possible(found) if leads is None else leads
    while most > 0:
        at, there = _places(found, most)
        gram, course = _equations(found.fit, at, there)
        scale = np.sqrt(np.clip(np.diag(gram), 1e-300, None))
        if there.any(axis=0).all() and np.linalg.cond(gram / np.outer(scale, scale)) < 1e10:
            return _Solved(at, there, np.asarray(np.linalg.inv(gram)), course)
        if leads is not None:
            return f"{leads} periods before treatment cannot be told from units and periods"
        most -= 1
    return "no unit is seen long enough before its treatment"


def _possible(found: Imputation) -> int:
    """The longest run of periods before treatment and donut in the panel, less one to compare."""
    starts = found.first[found.first < found.effects.shape[1] + found.donut]
    return min(_MOST, int(starts.max(initial=0)) - found.donut - 1)


def _places(found: Imputation, leads: int) -> tuple[Ints, Bools]:
    """The period of each unit's leads, and whether it is among the untreated cells fitted."""
    periods = found.effects.shape[1]
    start = np.where(found.first == NEVER, -1, found.first)[:, None]
    at = start - found.donut - np.arange(leads, 0, -1)
    inside = (start >= 0) & (at >= 0) & (at < periods)
    at = np.where(inside, at, 0)
    return at, inside & (np.take_along_axis(found.fit.cells, at, axis=1) > 0)


def _equations(fit: Untreated, at: Ints, there: Bools) -> tuple[Floats, Course]:
    """Leads with units and courses taken out: cross-products, and those courses."""
    leads, periods = at.shape[1], fit.y.shape[1]
    share = there / fit.counts[:, None]
    inner = np.diag(there.sum(axis=0).astype(float)) - there.T.astype(float) @ share
    column = np.broadcast_to(np.arange(leads), at.shape)
    flat = (fit.group[:, None] * periods + at) * leads + column
    length = len(fit.rows) * periods * leads
    direct = counted(flat[there], np.ones(np.count_nonzero(there)), length).reshape(
        -1, periods, leads
    )
    groups = direct - np.stack([fit.cells[rows].T @ share[rows] for rows in fit.rows])
    covariates = np.zeros((fit.x.shape[1], periods, leads))
    for k in range(fit.x.shape[1]):
        x = np.broadcast_to(fit.x[:, k, None], at.shape)
        met = counted((at * leads + column)[there], x[there], periods * leads)
        covariates[k] = met.reshape(periods, leads) - fit.cells.T @ (fit.x[:, k, None] * share)
    course = fit.solved(Course(groups, covariates))
    gram = inner - np.einsum("gtk,gtl->kl", groups, course.groups)
    gram -= np.einsum("ctk,ctl->kl", covariates, course.covariates)
    return gram, course


def _sums(fit: Untreated, at: Ints, there: Bools) -> Floats:
    """Products of leads with outcomes, shape (leads,).

    Residuals of the fit are at right angles to units and courses, so that sums are the products.
    """
    return np.asarray(
        np.where(there, np.take_along_axis(fit.residuals, at, axis=1), 0.0).sum(axis=0)
    )


def _estimated(found: Imputation, solved: _Solved) -> Effects:
    fit, at, there = found.fit, solved.at, solved.there
    estimates = solved.inverse @ _sums(fit, at, there)
    left = _left(fit, solved, estimates)
    picked = np.where(there, np.take_along_axis(left, at, axis=1), 0.0)
    scores = (picked - fit.against(left, solved.course)) @ solved.inverse
    influence = np.zeros((found.given, at.shape[1]))
    influence[found.rows] = scores
    return Effects(
        kind="event time",
        index=np.arange(-found.donut - at.shape[1], -found.donut),
        estimates=estimates,
        influence=influence,
        units=found.units,
        treated=np.count_nonzero(there, axis=0).astype(np.int64),
        level=found.level,
    )


def _left(fit: Untreated, solved: _Solved, estimates: Floats) -> Floats:
    """Residuals of untreated cells once leads are in, shape (units, periods); 0 in other cells."""
    lead = np.zeros(fit.y.shape)
    row, column = np.nonzero(solved.there)
    lead[row, solved.at[row, column]] = estimates[column]
    course, along = solved.course, estimates[:, None]
    together = Course(course.groups @ along, course.covariates @ along)
    value = lead - fit.along(together)[:, :, 0]
    level = (fit.cells * value).sum(axis=1) / fit.counts
    found: Floats = fit.unexplained - fit.cells * (value - level[:, None])
    return found
