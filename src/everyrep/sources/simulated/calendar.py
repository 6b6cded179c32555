"""The months of the world, with days counted from 1970 so that arrays of floats are times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from everyrep.sources.simulated.chance import Floats, Ints

BURN_IN = 6
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Calendar:
    """Months from the burn-in to the end.

    Attributes:
        edges: First day of each month and the day the world stops, shape (months + 1,).
        burn: Months before the window, in which the pipeline fills.
        year: Calendar year of each month.
        month: Calendar month of each month, 1 to 12.
        index: Month number by day since the first edge.
    """

    edges: Ints
    burn: int
    year: Ints
    month: Ints
    index: Ints

    @property
    def n(self) -> int:
        """Number of months, burn-in included."""
        return len(self.year)

    @property
    def start(self) -> int:
        """First day of the window."""
        return int(self.edges[self.burn])

    @property
    def end(self) -> int:
        """First day that is not seen any more."""
        return int(self.edges[-1])

    @property
    def length(self) -> Ints:
        """Days in each month."""
        return np.diff(self.edges)

    @property
    def quarter(self) -> Ints:
        """Running number of the calendar quarter of each month (year x 4 + quarter - 1)."""
        return self.year * 4 + (self.month - 1) // 3

    def month_of(self, days: Floats) -> Ints:
        """Month number of each time; times outside are clipped to the first or last month."""
        offset = np.floor(days).astype(np.int64) - self.edges[0]
        return self.index[offset.clip(0, len(self.index) - 1)]

    def quarter_end(self, days: Floats) -> Floats:
        """First day of the quarter that each time lies in: the end of the one before."""
        months = self.month_of(days)
        first = months - (self.month[months] - 1) % 3
        return self.edges[first.clip(0, None)].astype(float)


def calendar(end: date, months: int) -> Calendar:
    """The months before `end`, with the burn-in before them."""
    n = months + BURN_IN
    last = end.year * 12 + end.month - 1
    marks = [date((last - n + i) // 12, (last - n + i) % 12 + 1, 1) for i in range(n + 1)]
    edges = np.array([(mark - EPOCH).days for mark in marks], dtype=np.int64)
    return Calendar(
        edges=edges,
        burn=BURN_IN,
        year=np.array([mark.year for mark in marks[:-1]]),
        month=np.array([mark.month for mark in marks[:-1]]),
        index=np.repeat(np.arange(n), np.diff(edges)),
    )
