"""Many questions at once: how many of the findings are false, and which to keep.

The step-up rule of Benjamini and Hochberg is that of `analysis.leading`; here stand its stricter
form for questions that hang together in any way, the share of questions with nothing to find, and
the rule of two levels: objects first, then the measures of each object that was kept. A question
that could not be asked has the chance NaN, and counts nowhere.

References:
    Benjamini and Hochberg (1995), Controlling the false discovery rate.
    Benjamini and Yekutieli (2001), The control of the false discovery rate under dependency.
    Storey (2002), A direct approach to false discovery rates.
    Storey, Taylor and Siegmund (2004), Strong control (the finite-sample share of nulls).
    Simes (1986), An improved Bonferroni procedure for multiple tests of significance.
    Benjamini and Bogomolov (2014), Selective inference on multiple families of hypotheses.
    Wang and Ramdas (2022), False discovery rate control with e-values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.leading.chances import false_discovery
from everyrep.evidence.arrays import Bools, Floats

LOOK_FROM = 0.5
"""Chances above this are taken to be those of questions with nothing to find."""


@dataclass(frozen=True)
class TwoLevels:
    """What is kept of objects x measures.

    Attributes:
        objects: Whether an object is kept, shape (objects,).
        object_q: Share of false objects if all as good are kept, shape (objects,).
        pairs: Whether a measure of an object is kept, shape (objects, measures).
        pair_q: Least rate at which the pair is kept within its object, shape (objects, measures);
            NaN where the question could not be asked.
        rate: Share of false findings that was accepted.
    """

    objects: Bools
    object_q: Floats
    pairs: Bools
    pair_q: Floats
    rate: float


def benjamini_hochberg(p: Floats) -> Floats:
    """Share of false findings if all with a chance as small are kept.

    Args:
        p: Any shape; NaN where the question could not be asked.

    Returns:
        The same shape, at most 1, NaN where p is.
    """
    return _where_known(p, false_discovery)


def benjamini_yekutieli(p: Floats) -> Floats:
    """The same where the questions hang together in any way; see `benjamini_hochberg`."""
    known = int(np.isfinite(p).sum())
    factor = float((1 / np.arange(1, known + 1)).sum())
    stricter: Floats = np.minimum(benjamini_hochberg(p) * factor, 1.0)
    return stricter


def share_of_nulls(p: Floats, look_from: float = LOOK_FROM) -> float:
    """Share of questions with nothing to find, 0 to 1 and biased upwards; 1 where none was asked.

    Args:
        p: Any shape; NaN where the question could not be asked.
        look_from: Chances above this are taken to be those of nulls.
    """
    asked = p[np.isfinite(p)]
    if asked.size == 0:
        return 1.0
    high = (1 + int((asked > look_from).sum())) / (1 - look_from)
    return min(high / asked.size, 1.0)


def storey(p: Floats, look_from: float = LOOK_FROM) -> Floats:
    """`benjamini_hochberg` less strict by the share of nulls, which must be independent."""
    adaptive: Floats = np.minimum(share_of_nulls(p, look_from) * benjamini_hochberg(p), 1.0)
    return adaptive


def simes(p: Floats) -> Floats:
    """Chance that no question of a row has anything to find.

    Args:
        p: Shape (rows, questions); NaN where the question could not be asked.

    Returns:
        Shape (rows,), NaN where none of the row was asked.
    """
    whole: Floats = np.full(p.shape[0], np.nan)
    for row, chances in enumerate(p):
        if np.isfinite(chances).any():
            whole[row] = float(np.nanmin(benjamini_hochberg(chances)))
    return whole


def two_levels(p: Floats, rate: float = 0.05) -> TwoLevels:
    """Objects that move anything, then what they move.

    Objects are kept by the Simes chance over their measures. Within those that are kept, the rate
    is cut to the share that was kept, which holds the average share of false findings over them.

    Args:
        p: Shape (objects, measures); NaN where the question could not be asked.
        rate: Share of false findings that is accepted.
    """
    object_q = benjamini_hochberg(simes(p))
    objects: Bools = np.nan_to_num(object_q, nan=1.0) <= rate
    asked = int(np.isfinite(object_q).sum())
    inside: Floats = np.stack([benjamini_hochberg(row) for row in p]) if len(p) else p.copy()
    share = int(objects.sum()) / asked if asked else 0.0
    pair_q: Floats = np.minimum(inside / share, 1.0) if share > 0 else np.minimum(inside, 1.0)
    pairs: Bools = objects[:, None] & (np.nan_to_num(pair_q, nan=1.0) <= rate)
    return TwoLevels(objects, object_q, pairs, pair_q, rate)


def by_e_values(e: Floats, rate: float = 0.05) -> Bools:
    """Which bets against the nulls to keep, however they hang together.

    Args:
        e: What a stake of one has become, shape (questions,); at most one on average under the
            null. NaN where the question could not be asked.
        rate: Share of false findings that is accepted.
    """
    inverse = 1 / np.maximum(np.nan_to_num(e, nan=0.0), 1e-300)
    inverse = np.where(np.isfinite(e), np.minimum(inverse, 1.0), np.nan)
    kept: Bools = np.nan_to_num(benjamini_hochberg(inverse), nan=1.0) <= rate
    return kept


def _where_known(p: Floats, rule: Callable[[Floats], Floats]) -> Floats:
    known = np.isfinite(p)
    found: Floats = np.full(p.shape, np.nan)
    found[known] = rule(p[known])
    return found
