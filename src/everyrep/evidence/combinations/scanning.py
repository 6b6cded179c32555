"""All combinations of some people, each held by itself against the model without any.

What a combination adds is read off the model's rest: its column less what the model says of it,
times what the model leaves of the outcome. One matrix product serves them all, so that tens of
thousands are searched in seconds. Errors let the months of one cluster hang together in any way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.combinations.model import Fitted, Model, fitted
from everyrep.evidence.combinations.things import together

_LEFT = 1e-4
"""Share of a combination's variance that must be left beside the model."""
_AT_ONCE = 4_000


@dataclass(frozen=True)
class Scanned:
    """What each combination adds; every array has the shape (sets,).

    Attributes:
        effect: Beyond the sum of its parts, in the outcome's unit; NaN where it cannot be told.
        se: Its standard error.
        df: Degrees of freedom: about as many as clusters that carry it.
    """

    effect: Floats
    se: Floats
    df: Floats

    def p_values(self) -> Floats:
        """Two-sided, of nothing beyond the sum; NaN where it cannot be told."""
        from scipy.stats import t

        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(2 * t.sf(np.abs(self.effect) / self.se, self.df), dtype=float)


@dataclass
class _Sums:
    """What people add up to, for each set."""

    cross: Floats  # with the model's columns, (sets, columns)
    square: Floats
    moment: Floats
    spread: Floats  # what clusters bring, and its square
    spread_squared: Floats
    cluster: list[Ints]  # of each score: cluster, set and size
    sets: list[Ints]
    scores: list[Floats]
    rests: Floats  # scores of the model's own columns, (clusters, columns)


def scan(model: Model, members: Ints) -> Scanned:
    """Every set by itself.

    Args:
        model: Some people; what is within it stands beside every set.
        members: Things of each set, (sets, size).
    """
    if members.shape[0] == 0 or model.people.size == 0:
        none = np.full(members.shape[0], np.nan)
        return Scanned(none, none, none)
    made = fitted(model)
    sums = _summed(model, made, members)
    mixed = sums.cross @ made.inverse
    left = sums.square - (mixed * sums.cross).sum(axis=1)
    told = (left > _LEFT * sums.square) & (sums.square > 0)
    safe = np.where(told, left, 1.0)
    effect = (sums.moment - sums.cross @ made.weight) / safe
    clusters = sums.rests.shape[0]
    small = clusters / max(clusters - 1, 1) * (made.cells - 1) / made.free
    se = np.sqrt(small * _squares(sums, mixed)) / safe
    told &= se > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        df = np.maximum(sums.spread**2 / sums.spread_squared - 1.0, 1.0)
    return Scanned(*(np.where(told, one, np.nan) for one in (effect, se, df)))


def _summed(model: Model, made: Fitted, members: Ints) -> _Sums:
    count = members.shape[0]
    clusters = np.unique(model.labels[model.people]).size
    sums = _Sums(
        cross=np.zeros((count, model.width)),
        square=np.zeros(count),
        moment=np.zeros(count),
        spread=np.zeros(count),
        spread_squared=np.zeros(count),
        cluster=[],
        sets=[],
        scores=[],
        rests=np.zeros((clusters, model.width)),
    )
    for number, people in enumerate(model.by_cluster()):
        own = np.zeros(count) if len(people) > 1 else None
        for person in people:
            _add(model, made, members, sums, (number, person, own))
        if own is not None:
            sums.spread += own
            sums.spread_squared += own**2
    return sums


def _add(
    model: Model, made: Fitted, members: Ints, sums: _Sums, who: tuple[int, int, Floats | None]
) -> None:
    """One person's part of every sum; sets that the person never had add nothing."""
    number, person, own = who
    rows = model.rows(person)
    rest = rows.y - rows.x @ made.weight[rows.columns]
    sums.rests[number, rows.columns] += rows.x.T @ rest
    ever: Bools = np.asarray(rows.state.any(axis=0))
    had = np.flatnonzero(ever[members].all(axis=1))
    on = together(rows.state, members[had])
    some = on.any(axis=0)
    had, z = had[some], rows.centred(on[:, some])
    if had.size == 0:
        return
    square = (z**2).sum(axis=0)
    sums.cross[had[:, None], rows.columns[None, :]] += z.T @ rows.x
    sums.square[had] += square
    sums.moment[had] += rows.y @ z
    if own is None:
        sums.spread[had] += square
        sums.spread_squared[had] += square**2
    else:
        own[had] += square
    sums.cluster.append(np.full(had.size, number, dtype=np.int64))
    sums.sets.append(had)
    sums.scores.append(rest @ z)


def _squares(sums: _Sums, mixed: Floats) -> Floats:
    """Squares of what each cluster moves each set, summed; in parts, to bound the memory."""
    from scipy.sparse import csc_array

    count, clusters = sums.square.size, sums.rests.shape[0]
    if not sums.scores:
        return np.zeros(count)
    cells = (np.concatenate(sums.cluster), np.concatenate(sums.sets))
    scores = csc_array((np.concatenate(sums.scores), cells), shape=(clusters, count))
    total = np.zeros(count)
    for start in range(0, count, _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        moved = scores[:, part].toarray() - sums.rests @ mixed[part].T
        total[part] = (moved**2).sum(axis=0)
    return total
