"""When each object was had, as the regressors of a joint model.

For every object there are four stretches of months, counted from the first time a person had it:
the run-up (so that a dip or a surge just before is not taken for the base), the months until it can
work (time in training shows there), the window in which the effect is looked for, and what is
later. Months before the run-up are the base.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import NEVER, Bools, Floats, Ints

STRETCHES = ("before", "early", "effect", "later")


@dataclass(frozen=True)
class Windows:
    """Months since an object was first had.

    Attributes:
        run_up: How many months before are kept apart from the base.
        lag: Months until the effect is looked for; the month itself is always apart.
        horizon: How many months the effect is looked for.
    """

    run_up: int = 3
    lag: int = 0
    horizon: int = 12

    def stretch(self, since: Floats) -> tuple[Bools, ...]:
        """For months since (NaN for never) whether each is in each of `STRETCHES`."""
        start = self.lag + 1
        end = start + self.horizon
        return (
            (since >= -self.run_up) & (since < 0),
            (since >= 0) & (since < start),
            (since >= start) & (since < end),
            since >= end,
        )


def stretches(first: Ints, periods: int, windows: Windows) -> Floats:
    """The stretches of some objects, for one person.

    Args:
        first: Month in which the person had each object first, (objects,); `NEVER` for never.
        periods: How many months.
        windows: Which months belong to what.

    Returns:
        Zeros and ones, (periods, objects x 4), the stretches of an object side by side.
    """
    known = first != NEVER
    at = np.arange(periods, dtype=float)[:, None]
    since = np.where(known, at - np.where(known, first, 0), np.nan)
    parts = np.stack(windows.stretch(since), axis=-1)
    return parts.reshape(periods, -1).astype(float)
