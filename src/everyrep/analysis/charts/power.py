"""What a chart can see: the smallest lasting shift that it would show soon, in most cases."""

from __future__ import annotations

from collections.abc import Callable

_POINTS = 3
_CHANCE = 0.8
_FAR = 40.0
_HALVINGS = 40


def visible_shift(
    below: Callable[[float], float],
    low: float,
    high: float,
    scale: float,
    echo: float,
    points: int = _POINTS,
    chance: float = _CHANCE,
) -> tuple[float | None, float | None]:
    """The smallest lasting rise, and fall, of which a point goes outside soon enough.

    The first point after a shift shows all of it. Where neighbours echo one another, the next are
    expected near the shifted one, and show only what the echo leaves of it.

    Args:
        below: Chance of a point at most so large, in a steady series.
        low, high: The limits; infinite where there is none.
        scale: About one standard deviation of a point.
        echo: Correlation of neighbours.
        points: Within how many points.
        chance: In what share of cases.

    Returns:
        In the unit of the points; None where no shift on that side is seen.
    """

    def seen(shift: float) -> float:
        first = _inside(below, low, high, shift)
        return 1 - first * _inside(below, low, high, shift * (1 - echo)) ** (points - 1)

    return _smallest(seen, scale, chance), _smallest(lambda x: seen(-x), scale, chance)


def _inside(below: Callable[[float], float], low: float, high: float, shift: float) -> float:
    return max(below(high - shift) - below(low - shift), 0.0)


def _smallest(seen: Callable[[float], float], scale: float, chance: float) -> float | None:
    near, far = 0.0, _FAR * scale
    if scale <= 0 or seen(far) < chance:
        return None
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        near, far = (near, middle) if seen(middle) >= chance else (middle, far)
    return far
