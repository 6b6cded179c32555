"""What it would be worth if the middle sold more: an if, not a promise.

The gap between the top and the middle that a ranking shows is partly luck, and nobody can be moved
up by luck. So the middle is moved by a share of the gap that is real.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.analysis.heroes.arrays import Floats
from everyrep.analysis.heroes.concentration import portions
from everyrep.analysis.heroes.skill import TrueSpread, lasting_multiples

SHARE_OF_GAP = 0.1


@dataclass(frozen=True)
class MiddleMoved:
    """The worth of a middle that sells more, in minor units over the period.

    Attributes:
        lift: By how much the middle would sell more, as a share of what it sells; drawn.
        worth: The amount, drawn.
        naive: The amount had the whole gap been taken for real.
    """

    lift: Floats
    worth: Floats
    naive: float


def middle_moved(
    found: TrueSpread,
    amounts: Floats,
    months: Floats,
    share_of_gap: float = SHARE_OF_GAP,
    lift: float | None = None,
) -> MiddleMoved:
    """The worth of moving the middle three fifths.

    Args:
        found: People's true rates.
        amounts: Totals seen, shape (people,).
        months: Time each was there.
        share_of_gap: How much of the real gap to the top is closed.
        lift: A fixed share by which the middle sells more, instead.
    """
    seen = amounts / months
    top, middle, _ = portions(seen, months)
    gap = np.maximum(lasting_multiples(found, seen, months)[0] - 1, 0.0)
    base = found.common * (found.draws @ (middle * months))
    moved = share_of_gap * gap if lift is None else np.full(gap.shape, lift)
    middle_rate = float((amounts * middle).sum() / (months * middle).sum())
    top_rate = float((amounts * top).sum() / (months * top).sum())
    naive_lift = share_of_gap * (top_rate / middle_rate - 1) if middle_rate > 0 else np.nan
    naive = naive_lift if lift is None else lift
    return MiddleMoved(moved, moved * base, float(naive * (amounts * middle).sum()))
