"""Means of imputed effects: by time since treatment, by cohort, and overall."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.staggered.effects import Aggregate, Effect, Effects, EventStudy, Kind
from everyrep.evidence.staggered.leads import pre_trends_with_slope
from everyrep.evidence.staggered.refusals import CannotEstimate, no_spread, one_alone
from everyrep.evidence.staggered.weighted_sums import weighted_sums

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Bools, Floats, Ints
    from everyrep.evidence.staggered.imputation import Imputation


def event_study(
    found: Imputation,
    *,
    leads: int | None = None,
    shortest: int | None = None,
    longest: int | None = None,
) -> EventStudy:
    """Effects by periods since treatment; before it, leads and the periods of the donut.

    Args:
        found: Effects of cells.
        leads: How many periods before treatment (and before the donut) get an effect of their own,
            estimated separately on untreated cells; None for as many as can be told, up to 12.
        shortest: First event time from treatment on.
        longest: Last event time.

    Raises:
        CannotEstimate: No event time is left whose spread could be told.
    """
    times = found.event_time
    wanted = ~np.isnan(found.effects)
    if shortest is not None:
        wanted &= times >= shortest
    if longest is not None:
        wanted &= times <= longest
    effects, told = _by(found, "event time", times, wanted)
    lean = leaning(found)
    after = wanted & np.isin(times, effects.index)
    under_slope = _group_means(times[after], lean.effects[after])
    before = pre_trends_with_slope(found, lean, leads)
    if isinstance(before, str):
        told = (*told, f"No effects before treatment: {before}")
    else:
        effects = _joined(before[0], effects)
        under_slope = np.concatenate([before[1], under_slope])
    return EventStudy(
        design="imputation",
        effects=effects,
        overall=overall_effect(found),
        anticipation=found.donut,
        under_slope=under_slope,
        overall_under_slope=float(lean.effects[found.treated].mean()),
        references=(),
        told=found.told + told,
    )


def leaning(found: Imputation) -> Imputation:
    """The same, if whoever is ever treated gained one unit a period on others, and no more."""
    periods = np.arange(found.effects.shape[1])
    ever = found.first != NEVER
    y = np.where(np.isnan(found.fit.y), np.nan, ever[:, None] * periods.astype(float))
    fit = found.fit.of(y)
    effects = np.where(np.isnan(found.effects), np.nan, fit.residuals)
    return replace(found, fit=fit, effects=effects)


def _group_means(index: Ints, values: Floats) -> Floats:
    """Means of values by index, ascending."""
    least = int(index.min())
    counts = np.bincount(index - least)
    sums = np.bincount(index - least, values)
    return np.asarray(sums[counts > 0] / counts[counts > 0], dtype=float)


def cohort_effects(found: Imputation) -> Aggregate:
    """The mean effect on each cohort; overall, every treated outcome counts alike.

    Raises:
        CannotEstimate: No cohort has a spread that could be told.
    """
    cohorts = np.broadcast_to(found.first[:, None], found.effects.shape)
    parts, told = _by(found, "cohort", cohorts, found.treated)
    return Aggregate(parts, overall_effect(found), told)


def overall_effect(found: Imputation, weights: Floats | None = None) -> Effect:
    """The mean effect over treated outcomes.

    Args:
        found: Effects of cells.
        weights: Shape (units given, periods): what each treated outcome counts; they are scaled to
            add up to one over those whose effect could be told. None where all count alike.

    Raises:
        CannotEstimate: Nothing counts, or one group of units alone, which shows no spread.
    """
    cells = found.treated
    weight = cells.astype(float)
    if weights is not None:
        weight = np.where(cells, weights[found.rows], 0.0)
        cells &= weight != 0
    total = float(weight.sum())
    if total == 0:
        raise CannotEstimate("No treated outcome counts", remedy="Give weights above 0 to some")
    sums = weighted_sums(found, np.zeros(found.effects.shape, np.int64), cells, weight / total, 1)
    if not sums.spread[0]:
        raise one_alone()
    behind = int(np.count_nonzero(cells.any(axis=1)))
    return Effect(float(sums.estimates[0]), sums.influence[:, 0], found.units, behind, found.level)


def _by(
    found: Imputation, kind: Kind, index: Ints, wanted: Bools
) -> tuple[Effects, tuple[str, ...]]:
    """Means of effects by what `index` says of each cell, and what could not be told."""
    chosen = index[wanted]
    least = int(chosen.min())
    occurring = np.bincount(chosen - least) > 0
    values = np.flatnonzero(occurring) + least
    label = (np.cumsum(occurring) - 1)[chosen - least]
    labels = np.zeros(index.shape, dtype=np.int64)
    labels[wanted] = label
    counts = np.bincount(label, minlength=values.size)
    weight = np.zeros(index.shape)
    weight[wanted] = 1 / counts[label]
    sums = weighted_sums(found, labels, wanted, weight, values.size)
    told = no_spread(kind, values[~sums.spread])
    if not sums.spread.any():
        raise CannotEstimate("No effect has a spread that could be told", why="; ".join(told))
    at, who = np.nonzero(wanted)[0], np.zeros((values.size, index.shape[0]), dtype=bool)
    who[label, at] = True
    effects = Effects(
        kind=kind,
        index=values.astype(np.int64),
        estimates=sums.estimates,
        influence=sums.influence,
        units=found.units,
        treated=np.count_nonzero(who, axis=1).astype(np.int64),
        level=found.level,
    )
    return (effects if sums.spread.all() else effects.where(sums.spread)), told


def _joined(before: Effects, after: Effects) -> Effects:
    return Effects(
        kind="event time",
        index=np.concatenate([before.index, after.index]),
        estimates=np.concatenate([before.estimates, after.estimates]),
        influence=np.hstack([before.influence, after.influence]),
        units=after.units,
        treated=np.concatenate([before.treated, after.treated]),
        level=after.level,
    )
