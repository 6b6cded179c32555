"""Where a chance falls below a tail as one moves away from an estimate: ends of a range."""

from __future__ import annotations

from collections.abc import Callable
from math import copysign, inf

_FARTHEST = 2.0**20
_HALVINGS = 60
_CLOSE = 1e-10


def crossing(chance: Callable[[float], float], start: float, step: float, tail: float) -> float:
    """The farthest null in one direction that is not rejected.

    Args:
        chance: The p of a null; one at the start, and falling away from it.
        start: The estimate.
        step: A first step, such as one standard error; its sign is the direction.
        tail: Nulls with a p at most this are rejected.

    Returns:
        The end of the range; infinite where no null on that side is rejected.
    """
    inside, reach = start, step
    while chance(start + reach) > tail:
        inside, reach = start + reach, reach * 2
        if abs(reach) > _FARTHEST * abs(step):
            return copysign(inf, step)
    outside = start + reach
    for _ in range(_HALVINGS):
        if abs(outside - inside) <= _CLOSE * abs(step):
            break
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if chance(middle) > tail else (inside, middle)
    return (inside + outside) / 2
