"""Whether as many took part on each side as were drawn: if not, something chose who is counted.

A trial of 1,000 and 900 where halves were drawn is not unlucky but broken: a side was dropped, or
logged twice. No effect is read from it. The check may be looked at as often as one likes in its
sequential form.

References:
    Fabijan and others (2019), Diagnosing sample ratio mismatch in online controlled experiments.
    Lindon and Malek (2022), Anytime-valid inference for multinomial count data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from scipy import special

from everyrep.evidence.arrays import Floats, Ints
from everyrep.values import Reason
from everyrep.values.errors import require

ALARM = 0.001
"""Chance below which the sides are not what was drawn."""
_EXACT = 1_000_000
_WEIGHT = 100.0
"""How sure the sequential check is beforehand that a mismatch is small: trials it is worth."""
_TIE = 1e-7


@dataclass(frozen=True)
class SampleRatio:
    """Who took part beside who was drawn.

    Attributes:
        counts: People on each side.
        expected: People on each side as they were drawn.
        p: Chance of counts as unlikely.
        broken: It is below the alarm.
        how: "exact", "chi-square" or "sequential".
    """

    counts: tuple[int, ...]
    expected: tuple[float, ...]
    p: float
    broken: bool
    how: str


def sample_ratio(
    counts: Sequence[int], shares: Sequence[float] | None = None, *, alarm: float = ALARM
) -> SampleRatio | Reason:
    """The check, once.

    Args:
        counts: People on each side.
        shares: How they were drawn; equal by default.
        alarm: Chance below which it is broken.
    """
    drawn, stuck = _drawn(counts, shares)
    if stuck is not None:
        return stuck
    n = int(sum(counts))
    expected = tuple(float(n * share) for share in drawn)
    if len(counts) == 2 and n <= _EXACT:
        p, how = _binomial(int(counts[0]), n, float(drawn[0])), "exact"
    else:
        seen = np.asarray(counts, float)
        square = float(((seen - expected) ** 2 / np.asarray(expected)).sum())
        p, how = float(special.chdtrc(len(counts) - 1, square)), "chi-square"
    return SampleRatio(tuple(map(int, counts)), expected, p, p < alarm, how)


def sample_ratio_so_far(
    counts: Ints, shares: Sequence[float] | None = None, *, alarm: float = ALARM
) -> SampleRatio | Reason:
    """The check at every look so far; its chance is the least one seen, and holds at all looks.

    Args:
        counts: Shape (looks, sides), people so far, growing from look to look.
        shares: How they were drawn; equal by default.
        alarm: Chance below which it is broken.
    """
    last = counts[-1].tolist()
    drawn, stuck = _drawn(last, shares)
    if stuck is not None:
        return stuck
    prior = _WEIGHT * drawn
    seen = counts.astype(float)
    # How much likelier the counts are if the shares may be others near those drawn.
    likelier = (
        special.gammaln(_WEIGHT)
        - special.gammaln(_WEIGHT + seen.sum(axis=1))
        + (special.gammaln(prior + seen) - special.gammaln(prior)).sum(axis=1)
        - (seen * np.log(drawn)).sum(axis=1)
    )
    p = min(1.0, exp(-float(likelier.max())) if float(likelier.max()) > 0 else 1.0)
    expected = tuple(float(sum(last) * share) for share in drawn)
    return SampleRatio(tuple(map(int, last)), expected, p, p < alarm, "sequential")


def _drawn(counts: Sequence[int], shares: Sequence[float] | None) -> tuple[Floats, Reason | None]:
    given = np.asarray([1.0] * len(counts) if shares is None else shares, float)
    require(
        given.size == len(counts) >= 2 and bool((given > 0).all()),
        f"There are {len(counts)} counts for shares {given.tolist()}",
        "Give one share above zero to each side",
    )
    stuck = None
    if sum(counts) == 0:
        stuck = Reason("nobody", "Nobody took part yet.", "Wait until people have been drawn.")
    return given / given.sum(), stuck


def _binomial(k: int, n: int, share: float) -> float:
    """Chance of all counts that are no likelier than the seen one."""
    counts = np.arange(n + 1)
    logs = (
        special.gammaln(n + 1)
        - special.gammaln(counts + 1)
        - special.gammaln(n - counts + 1)
        + special.xlogy(counts, share)
        + special.xlog1py(n - counts, -share)
    )
    chances = np.exp(logs)
    return min(1.0, float(chances[logs <= logs[k] + _TIE].sum()))
