"""Weighted sums of imputed effects, and what each unit contributes to their errors.

Standard errors are conservative. An estimate is a weighted sum of outcomes; untreated ones carry
their residuals, treated ones their effect less the mean effect of those treated at the same time
and seen in the same period. That mean leaves out the unit's own group (team, say), since a unit
alone would show no spread at all; where nobody else is left, the mean over the whole effect serves.

References:
    Borusyak, K., Jaravel, X. and Spiess, J. (2024), Revisiting event-study designs: robust and
    efficient estimation. Review of Economic Studies 91, section 4.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from everyrep.evidence.staggered.untreated import Course, counted

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Bools, Floats, Ints
    from everyrep.evidence.staggered.imputation import Imputation

_DENSE = 20
"""Times as many places as entries, up to which places are counted rather than sorted."""


@dataclass(frozen=True)
class Sums:
    """Weighted sums of effects.

    Attributes:
        estimates: Shape (sums,).
        influence: Shape (units given, sums).
        spread: Shape (sums,): whether more than one group of units is behind each.
    """

    estimates: Floats
    influence: Floats
    spread: Bools


def weighted_sums(
    found: Imputation, labels: Ints, wanted: Bools, weight: Floats, count: int
) -> Sums:
    """Weighted sums of effects by label, and what each unit contributes to their errors."""
    row, period = np.nonzero(wanted)
    label, part = labels[row, period], weight[row, period]
    effect = found.effects[row, period]
    entries = _Entries(row, period, label, part, effect)
    means, spread = _means(found, entries, count)
    size = found.effects.shape[0]
    own = counted(row * count + label, part * (effect - means), size * count)
    influence = np.zeros((found.given, count))
    influence[found.rows] = own.reshape(size, count) - _from_fit(found, entries, count)
    return Sums(counted(label, part * effect, count), influence, spread)


@dataclass(frozen=True)
class _Entries:
    """Treated cells in weighted sums: row, period, label, weight, effect; each shape (entries,)."""

    row: Ints
    period: Ints
    label: Ints
    weight: Floats
    effect: Floats


def _from_fit(found: Imputation, entries: _Entries, count: int) -> Floats:
    """What untreated outcomes contribute, through the fit; shape (units kept, sums)."""
    fit = found.fit
    size, periods = found.effects.shape
    mass = counted(entries.row * count + entries.label, entries.weight, size * count)
    level = mass.reshape(size, count) / fit.counts[:, None]
    place = (fit.group[entries.row] * periods + entries.period) * count + entries.label
    length = len(fit.rows) * periods * count
    direct = counted(place, entries.weight, length).reshape(-1, periods, count)
    groups = direct - np.stack([fit.cells[rows].T @ level[rows] for rows in fit.rows])
    covariates = np.zeros((fit.x.shape[1], periods, count))
    flat = entries.period * count + entries.label
    for k in range(fit.x.shape[1]):
        x = fit.x[:, k]
        met = counted(flat, entries.weight * x[entries.row], periods * count)
        covariates[k] = met.reshape(periods, count) - fit.cells.T @ (x[:, None] * level)
    course = fit.solved(Course(groups, covariates))
    return fit.against(fit.unexplained, course)


def _means(found: Imputation, entries: _Entries, count: int) -> tuple[Floats, Bools]:
    """The mean effect that each entry is held against, and which sums have any spread."""
    periods = found.effects.shape[1]
    cohort = np.unique(found.first, return_inverse=True)[1]
    cell = (cohort[entries.row] * periods + entries.period) * count + entries.label
    owner = _owners(found)[entries.row]
    means, known = _mean_of_others(cell, owner, entries, leave_out=found.leave_out)
    if not known.all():
        wider, found_wider = _mean_of_others(entries.label, owner, entries, leave_out=True)
        means, known = np.where(known, means, wider), known | found_wider
    spread = counted(entries.label, (~known).astype(float), count) == 0
    return means, spread


def _owners(found: Imputation) -> Ints:
    """The group of units that each unit kept belongs to; itself where units are alone."""
    if found.units.clusters is None:
        return np.arange(found.rows.size)
    return found.units.clusters[found.rows]


def _mean_of_others(
    cell: Ints, owner: Ints, entries: _Entries, *, leave_out: bool
) -> tuple[Floats, Bools]:
    """Means by cell over groups of units, each counting by its weight squared.

    So a group's spread is the least that any centre leaves. Where a cell has one group alone there
    is no mean to be held against.
    """
    cell, cells = _numbered(cell)
    owners = int(owner.max()) + 1
    pair, pairs = _numbered(cell * owners + owner)
    where = np.zeros(pairs, dtype=np.int64)
    where[pair] = cell
    weight = counted(pair, entries.weight, pairs)
    product = weight * counted(pair, entries.weight * entries.effect, pairs)
    squares = weight**2
    total, met = counted(where, squares, cells), counted(where, product, cells)
    several = (np.bincount(where) > 1)[where]
    below, above = total[where], met[where]
    if leave_out:
        below, above = below - squares, above - product
    several &= below > 1e-12 * total[where]
    found = np.divide(above, below, out=np.zeros(below.size), where=several)
    return found[pair], several[pair]


def _numbered(codes: Ints) -> tuple[Ints, int]:
    """Codes as 0, 1, ..., and how many there are; without sorting, where that is dearer."""
    length = int(codes.max(initial=-1)) + 1
    if length > _DENSE * codes.size:
        found, number = np.unique(codes, return_inverse=True)
        return number.astype(np.int64), found.size
    there = np.zeros(length, dtype=bool)
    there[codes] = True
    return (np.cumsum(there) - 1)[codes].astype(np.int64), int(np.count_nonzero(there))
