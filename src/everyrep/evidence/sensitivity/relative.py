"""Ranges that hold if what follows treatment is at most so many times as bad as what preceded it.

"As bad" is the largest step from one period to the next that was seen before treatment (or the
largest bend). Which one is the largest, and which way it goes, is not known: the range is the
union over all of them, each with its own test.

References:
    Rambachan and Roth (2023), A more credible approach to parallel trends, sections 2.4 and 3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from everyrep.evidence.arrays import Floats
from everyrep.evidence.sensitivity.event_path import (
    BENDS,
    STEPS,
    Bounds,
    Differences,
    EventPath,
    differences,
)
from everyrep.evidence.sensitivity.hybrid_test import FIRST_LOOK, HybridTest
from everyrep.evidence.sensitivity.moments import Limit, Moments, Width, moments
from everyrep.values import DataError

_DRAWS = 4_000


@dataclass(frozen=True)
class Asked:
    """How the test is put.

    Attributes:
        level: Confidence of the range.
        order: What is limited: `STEPS`, departures from parallel paths, or `BENDS`, departures
            from straight ones.
        towards: Which way it may go after treatment. "up" says that the difference between treated
            and others can only have grown (for bends: grown faster and faster), "down" the reverse.
        with_before: Whether what was seen before treatment must keep to the limits as well. That
            may refute them; it asks more inequalities and so makes most ranges longer.
        seed: Of the draws for the first look of the test.
    """

    level: float = 0.95
    order: int = STEPS
    towards: Literal["either", "up", "down"] = "either"
    with_before: bool = False
    seed: int = 20230901


def relative_bounds(
    study: EventPath, times: float, weights: Floats | None = None, asked: Asked = Asked()
) -> Bounds:
    """The range of an effect if breaks after treatment are at most `times` those before.

    Args:
        study: Coefficients and covariance.
        times: How many times the largest step (or bend) before treatment, at least 0.
        weights: Shape (periods after,), of the target; the first period by default.
        asked: Confidence and what is compared.

    Returns:
        The range; without limits where too little was seen before treatment to have a step or a
        bend to compare with.

    Raises:
        DataError: The factor is negative.
    """
    _check(times, "A factor of")
    if study.before < asked.order:
        return Bounds(-math.inf, math.inf)
    study = study.widened(asked.level)
    rows = differences(study, study.checked(weights), asked.order)
    return _union(
        study,
        asked,
        [
            _moments(study, rows, asked, (Limit(times * leading), Limit(leading)))
            for step in rows.before
            for leading in (step, -step)
        ],
    )


def hybrid_smoothness_bounds(
    study: EventPath, bend: float, weights: Floats | None = None, asked: Asked = Asked(order=BENDS)
) -> Bounds:
    """The range under a fixed limit on bends (or steps), by the test of `relative_bounds`.

    `smoothness_bounds` is shorter as a rule. This one can be refuted, if asked to look at what
    was seen before treatment too.

    Args:
        study: Coefficients and covariance.
        bend: The largest bend from one period to the next, at least 0.
        weights: Shape (periods after,), of the target; the first period by default.
        asked: Confidence and what is limited.

    Raises:
        DataError: The limit is negative.
    """
    _check(bend, "A limit of")
    if study.before < asked.order - 1:
        return Bounds(-math.inf, math.inf)
    study = study.widened(asked.level)
    rows = differences(study, study.checked(weights), asked.order)
    limit = Limit(np.zeros(study.coefficients.size), bend)
    limited = _moments(study, rows, asked, (limit, limit))
    return _union(study, asked, [limited])


def _check(number: float, what: str) -> None:
    if not (number >= 0 and math.isfinite(number)):
        raise DataError(f"{what} {number} a period", remedy="Give a number from 0 on")


def _moments(
    study: EventPath, rows: Differences, asked: Asked, limits: tuple[Limit, Limit]
) -> Moments:
    """The inequalities as they were asked for, with the limits after and before treatment."""
    after, before = limits
    none = Limit(np.zeros(study.coefficients.size))
    width = Width(
        none if asked.towards == "down" else after, none if asked.towards == "up" else after
    )
    return moments(study, rows, width, before if asked.with_before else None)


def _union(study: EventPath, asked: Asked, limited: list[Moments]) -> Bounds:
    """From the lowest to the highest effect that any of the tests lets pass.

    How far each could reach at most is known at once (Bonferroni's limit for the first look). The
    widest is searched first; most of the others then lie inside of what it lets pass.
    """
    error, low, high = 1 - asked.level, math.inf, -math.inf
    most = [
        one.reach(-float(special.ndtri(FIRST_LOOK * error / one.level.size))) for one in limited
    ]
    shape = study.coefficients.size + 1, _DRAWS
    draws = np.random.default_rng(asked.seed).standard_normal(shape)
    for at in sorted(range(len(limited)), key=lambda at: most[at][0] - most[at][1]):
        if most[at][0] >= low and most[at][1] <= high:
            continue
        found = HybridTest.of(limited[at], error, draws).accepted()
        low, high = min(low, found[0]), max(high, found[1])
    return Bounds(low, high)
