"""The effect of a trial month by month, with a band that holds all months at once."""

from __future__ import annotations

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.findings import Curve
from everyrep.evidence.history import History
from everyrep.evidence.staggered.bands import simultaneous_values

BEFORE = 12
"""Months before the start that are shown beside those after it."""
_FEWEST = 2
_SEED = 20240601


def by_month(
    history: History, kept: Bools, base: Floats, groups: Ints, span: tuple[int, int, int], df: float
) -> Curve | None:
    """Those drawn less the others in each month; from the start on each one's past taken out.

    Args:
        history: People by months.
        kept: Who has an outcome after the start, (people,).
        base: Their part of the gap before the start, (kept,); NaN where none is known.
        groups: Who was drawn together, (kept,).
        span: First month shown, month of the start, and the first month after the last one.
        df: Degrees of freedom of the whole effect.

    Returns:
        None where fewer than two months can be told.
    """
    first, start, stop = span
    stop = min(stop, len(history.months))
    treated = history.treated[kept]
    parts = [
        _month(history, kept, treated, base if at >= start else None, at)
        for at in range(first, stop)
    ]
    told = [(at, part) for at, part in zip(range(first, stop), parts, strict=True) if part]
    if len(told) < _FEWEST:
        return None
    influence = np.stack([part[1] for _, part in told], axis=1)
    covariance, many = _covariance(influence, groups)
    se = np.sqrt(np.diag(covariance))
    value = np.array([part[0] for _, part in told])
    freedom = np.full(se.size, max(df, 1.0))
    reach = se * simultaneous_values(covariance, freedom, 0.95, groups=many, seed=_SEED)
    return Curve(
        np.array([at - start for at, _ in told], dtype=np.int64), value, se, value - reach,
        value + reach, np.array([part[2] for _, part in told], dtype=np.int64),
        covariance=covariance,
    )  # fmt: skip


def _month(
    history: History, kept: Bools, treated: Bools, base: Floats | None, at: int
) -> tuple[float, Floats, int] | None:
    """Effect in one month, each person's share in its error, and how many treated are behind it."""
    m = history.weights[kept, at]
    x, known = np.nan_to_num(history.x[kept, at]), m > 0
    some, none = known & treated, known & ~treated
    if min(some.sum(), none.sum()) < _FEWEST:
        return None
    gap = np.where(known, (x - x[known].sum() / m[known].sum() * m) / m[known].mean(), 0.0)
    if base is not None:
        gap = gap - _foretold(gap, base, some, none)
    value = float(gap[some].mean() - gap[none].mean())
    influence = np.zeros(gap.size)
    influence[some] = (gap[some] - gap[some].mean()) / some.sum()
    influence[none] = (gap[none].mean() - gap[none]) / none.sum()
    return value, influence, int(some.sum())


def _foretold(gap: Floats, base: Floats, some: Bools, none: Bools) -> Floats:
    """What each person's past foretells, with one slope for both sides."""
    known = some | none
    seen = np.isfinite(base)
    if not (known & seen).any():
        return np.zeros(gap.size)
    past = np.where(seen, base, base[known & seen].mean())
    own = np.where(some, past[some].mean(), past[none].mean())
    spread = np.where(known, past - own, 0.0)
    total = float((spread**2).sum())
    slope = 0.0 if total <= 0 else float((spread * gap).sum()) / total
    return np.asarray(slope * (past - past[known].mean()))


def _covariance(influence: Floats, groups: Ints) -> tuple[Floats, int]:
    """Covariance of the months, by who was drawn together, and how many of these there are."""
    place = np.unique(groups, return_inverse=True)[1]
    summed = np.zeros((int(place.max()) + 1, influence.shape[1]))
    np.add.at(summed, place, influence)
    many = max(int(np.any(summed != 0, axis=1).sum()), 2)
    return many / (many - 1) * (summed.T @ summed), many
