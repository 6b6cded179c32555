"""What a chart can see: the smallest lasting shift that it would show soon, in most cases."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from everyrep.measures.arrays import Floats

_POINTS = 3
_CHANCE = 0.8
_FAR = 40.0
_HALVINGS = 40


def visible_shift(
    below: Callable[[Floats], Floats],
    low: Floats,
    high: Floats,
    scale: Floats,
    echo: Floats,
    points: int = _POINTS,
    chance: float = _CHANCE,
) -> tuple[Floats, Floats]:
    """The smallest lasting rise, and fall, of which a point goes outside soon enough.

    The first point after a shift shows all of it. Where neighbours echo one another, the next are
    expected near the shifted one, and show only what the echo leaves of it.

    Args:
        below: Chance of a point at most so large, in a steady series; shape (charts,) to itself.
        low, high: The limits, shape (charts,); infinite where there is none.
        scale: About one standard deviation of a point, shape (charts,).
        echo: Correlation of neighbours, shape (charts,).
        points: Within how many points.
        chance: In what share of cases.

    Returns:
        In the unit of the points, shape (charts,) each; NaN where no shift on that side is seen.
    """

    def seen(shift: Floats) -> Floats:
        first = _inside(below, low, high, shift)
        return 1 - first * _inside(below, low, high, shift * (1 - echo)) ** (points - 1)

    return _smallest(seen, scale, chance), _smallest(lambda x: seen(-x), scale, chance)


def _inside(below: Callable[[Floats], Floats], low: Floats, high: Floats, shift: Floats) -> Floats:
    return np.maximum(below(high - shift) - below(low - shift), 0.0)


def _smallest(seen: Callable[[Floats], Floats], scale: Floats, chance: float) -> Floats:
    near, far = np.zeros_like(scale), _FAR * scale
    can = (scale > 0) & (seen(far) >= chance)
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        there = seen(middle) >= chance
        near, far = np.where(there, near, middle), np.where(there, middle, far)
    return np.where(can, far, np.nan)
