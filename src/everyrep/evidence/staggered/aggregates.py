"""Effects by cohort and period, put together: by time since treatment, cohort, period, or overall.

Cohorts count by their share of units; that the shares are themselves estimated is part of what
units contribute. A mean over periods has weights that are known.

References:
    Callaway, B. and Sant'Anna, P. (2021), Difference-in-differences with multiple time periods.
    Journal of Econometrics 225, section 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from everyrep.evidence.staggered.effects import Aggregate, Effect, Effects, EventStudy, Kind
from everyrep.evidence.staggered.group_time import GroupTimes, influence
from everyrep.evidence.staggered.refusals import CannotEstimate, no_spread, one_alone

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Bools, Floats, Ints


def simple(found: GroupTimes) -> Effect:
    """The mean over all cells from treatment on, each counting by its cohort's share of units.

    Raises:
        CannotEstimate: One unit, or one group of units, is all that was treated.
    """
    after = found.period >= found.cohort
    weights, lean = _by_share(found, after)
    sums = _sums(found, _Weighting(weights[None, :], (lean,)))
    return _overall(found, sums, after)


def by_event_time(
    found: GroupTimes,
    *,
    balance: int | None = None,
    shortest: int | None = None,
    longest: int | None = None,
) -> EventStudy:
    """Effects by periods since treatment.

    Overall is the plain mean of those from treatment on; periods of anticipation are not in it.

    Args:
        found: Effects by cohort and period.
        balance: Only cohorts that are seen for so many periods after treatment, and only the event
            times at which all of them are: later effects then cannot differ from earlier ones
            because other cohorts stand behind them.
        shortest: First event time.
        longest: Last event time.

    Raises:
        CannotEstimate: No event time is left, or none from treatment on.
    """
    times = found.period - found.cohort
    allowed = _allowed(found, times, balance, shortest, longest)
    wanted = np.unique(times[allowed])
    _hold(wanted[wanted >= 0], "No period from treatment on is left to look at")
    groups = [allowed & (times == time) for time in wanted]
    after = (wanted >= 0) / np.count_nonzero(wanted >= 0)
    fixed = {cell.period - cell.cohort for cell in found.cells if cell.fit is None}
    aggregate = _aggregate(found, "event time", wanted, groups, after)
    leaning = np.array([_by_share(found, group)[0] @ found.under_slope for group in groups])
    return EventStudy(
        design="group-time",
        effects=aggregate.parts,
        overall=aggregate.overall,
        anticipation=found.comparison.anticipation,
        under_slope=leaning[np.isin(wanted, aggregate.parts.index)],
        overall_under_slope=float(after @ leaning),
        references=tuple(sorted(fixed)),
        told=found.told + aggregate.told,
    )


def by_cohort(found: GroupTimes, *, longest: int | None = None) -> Aggregate:
    """The mean effect on each cohort from treatment on; overall, cohorts count by their share.

    Args:
        found: Effects by cohort and period.
        longest: Last event time.
    """
    after = found.period >= found.cohort
    if longest is not None:
        after &= found.period <= found.cohort + longest
    cohorts = np.unique(found.cohort[after])
    means = np.stack([_even(after & (found.cohort == cohort)) for cohort in cohorts])
    shares = found.panel.shares(cohorts)
    effects = means @ found.estimates
    overall = float(effects @ shares / shares.sum())
    lean = {int(g): (effects[i] - overall) / shares.sum() for i, g in enumerate(cohorts)}
    weights = np.vstack([means, shares / shares.sum() @ means])
    leans: list[dict[int, float]] = [{} for _ in cohorts]
    groups = [after & (found.cohort == cohort) for cohort in cohorts]
    return _made(found, "cohort", cohorts, groups, _Weighting(weights, (*leans, lean)))


def by_period(found: GroupTimes) -> Aggregate:
    """The effect in each period on everybody treated by then; overall the mean over periods."""
    after = found.period >= found.cohort
    periods = np.unique(found.period[after])
    groups = [after & (found.period == period) for period in periods]
    return _aggregate(found, "period", periods, groups, np.full(periods.size, 1 / periods.size))


@dataclass(frozen=True)
class _Weighting:
    """Weights of cells, shape (combinations, cells), and what estimated shares add by cohort."""

    weights: Floats
    leans: tuple[dict[int, float], ...]


def _allowed(
    found: GroupTimes,
    times: Ints,
    balance: int | None,
    shortest: int | None,
    longest: int | None,
) -> Bools:
    allowed = np.ones(times.size, dtype=bool)
    if balance is not None:
        last = int(found.period.max())
        allowed &= last - found.cohort >= balance
        allowed &= (times <= balance) & (times >= balance - found.panel.periods + 1)
    if shortest is not None:
        allowed &= times >= shortest
    if longest is not None:
        allowed &= times <= longest
    return allowed


def _aggregate(
    found: GroupTimes, kind: Kind, index: Ints, groups: list[Bools], over: Floats
) -> Aggregate:
    """Groups of cells by share of units, and their mean with the known weights `over`."""
    shared = [_by_share(found, group) for group in groups]
    weights = np.stack([weight for weight, _ in shared])
    overall: dict[int, float] = {}
    for part, (_, lean) in zip(over, shared, strict=True):
        for cohort, value in lean.items():
            overall[cohort] = overall.get(cohort, 0.0) + part * value
    leans = (*(lean for _, lean in shared), overall)
    return _made(
        found, kind, index, groups, _Weighting(np.vstack([weights, over @ weights]), leans)
    )


@dataclass(frozen=True)
class _Sums:
    """Combinations of cells.

    Attributes:
        estimates: Shape (combinations,).
        influence: Shape (units given, combinations).
        spread: Shape (combinations,): whether more than one group of units is behind each.
    """

    estimates: Floats
    influence: Floats
    spread: Bools


def _sums(found: GroupTimes, weighting: _Weighting) -> _Sums:
    moved = influence(found, weighting.weights.T)
    for at, lean in enumerate(weighting.leans):
        _lean(found, lean, moved[:, at])
    spread = _among_others(found, weighting.weights, moved)
    return _Sums(weighting.weights @ found.estimates, moved, spread)


def _made(
    found: GroupTimes, kind: Kind, index: Ints, groups: list[Bools], weighting: _Weighting
) -> Aggregate:
    """Effects, the last of the weights being those of the effect overall."""
    sums = _sums(found, weighting)
    parts = Effects(
        kind=kind,
        index=index,
        estimates=sums.estimates[:-1],
        influence=sums.influence[:, :-1],
        units=found.units,
        treated=np.array([_behind(found, group) for group in groups], dtype=np.int64),
        level=found.level,
    )
    spread = sums.spread[:-1]
    behind = (weighting.weights[-1] != 0) & (found.period >= found.cohort)
    return Aggregate(
        parts=parts if spread.all() else parts.where(spread),
        overall=_overall(found, sums, behind),
        told=no_spread(kind, index[~spread]),
    )


def _overall(found: GroupTimes, sums: _Sums, group: Bools) -> Effect:
    """The last of combinations."""
    if not sums.spread[-1]:
        raise one_alone()
    return Effect(
        float(sums.estimates[-1]),
        sums.influence[:, -1],
        found.units,
        _behind(found, group),
        found.level,
    )


def _among_others(found: GroupTimes, weights: Floats, moved: Floats) -> Bools:
    """Hold cohorts that are one unit, or one group, against the others of a combination.

    By itself such a cohort shows no spread, so its distance from the other cohorts counts as
    chance: too much where effects really differ by cohort, never too little for want of looking.

    Returns:
        Shape (combinations,): whether there is anybody to hold them against.
    """
    alone = np.array([cell.alone for cell in found.cells])
    free = np.array([cell.fit is not None for cell in found.cells])
    spread = np.ones(weights.shape[0], dtype=bool)
    for cohort in np.unique(found.cohort[alone]):
        own, others = alone & (found.cohort == cohort), free & (found.cohort != cohort)
        rows = found.panel.rows[found.panel.cohort(int(cohort))]
        for at, row in enumerate(weights):
            share, rest = row[own].sum(), row[others].sum()
            if share and rest:
                gap = row[own] @ found.estimates[own] / share
                gap -= row[others] @ found.estimates[others] / rest
                moved[rows, at] += share * gap / rows.size
            elif share:
                spread[at] = bool(row[free & ~own].any())
    return spread


def _by_share(found: GroupTimes, group: Bools) -> tuple[Floats, dict[int, float]]:
    """Weights of cells by share of units, and what estimating the shares adds by cohort."""
    cohorts = np.unique(found.cohort)
    share = found.panel.shares(cohorts)[np.searchsorted(cohorts, found.cohort)]
    total = share[group].sum()
    weights = np.where(group, share, 0.0) / total
    mean = float(weights @ found.estimates)
    lean: dict[int, float] = {}
    for at in np.flatnonzero(group):
        cohort = int(found.cohort[at])
        lean[cohort] = lean.get(cohort, 0.0) + (found.estimates[at] - mean) / total
    return weights, lean


def _lean(found: GroupTimes, lean: dict[int, float], row: Floats) -> None:
    """Add to a row of contributions what estimating the shares of cohorts adds."""
    panel = found.panel
    mass = panel.first.size
    for cohort, value in lean.items():
        where = panel.cohort(cohort)
        weight = 1.0 if panel.weights is None else panel.weights[where]
        row[panel.rows[where]] += value * weight / mass


def _even(group: Bools) -> Floats:
    return group / np.count_nonzero(group)


def _behind(found: GroupTimes, group: Bools) -> int:
    """Treated units behind a group of cells: of each cohort, the most that any cell has."""
    most: dict[int, int] = {}
    for at in np.flatnonzero(group):
        cell = found.cells[at]
        most[cell.cohort] = max(most.get(cell.cohort, 0), cell.treated)
    return sum(most.values())


def _hold(index: Ints, message: str) -> None:
    if not index.size:
        raise CannotEstimate(message, remedy="Widen the event times that are asked for")
