"""Rows that belong together: sums up to each row, and in all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from everyrep.pay.exact import Exact, Places


@dataclass(frozen=True, eq=False)
class Groups:
    """Which rows belong together; each group's rows come in the order of the rows.

    Attributes:
        starts: First place of each group among the ordered rows.
        order: Rows group by group; None where they lie so already.
    """

    starts: Places
    order: Places | None = None

    @classmethod
    def of(cls, *codes: NDArray[np.int64]) -> Groups:
        """Rows with the same codes."""
        rows = codes[0].size
        if _lie_together(codes):
            return cls(_starts(codes, rows))
        order = np.lexsort(codes[::-1])
        return cls(_starts(tuple(code[order] for code in codes), rows), order)

    def running(self, added: Exact) -> Exact:
        """What had been added with each row."""
        if self.order is None:
            return added.running(self.starts)
        return _back(added.take(self.order).running(self.starts), self.order)

    def total(self, added: Exact) -> Exact:
        """What is added in each row's group."""
        return self.spread(self.summed(added), len(added))

    def summed(self, added: Exact) -> Exact:
        """What is added in each group, shape (groups,)."""
        return (added if self.order is None else added.take(self.order)).summed(self.starts)

    def spread(self, values: Exact, rows: int) -> Exact:
        """Each group's value in its rows, shape (rows,)."""
        many = np.diff(np.append(self.starts, rows))
        found = Exact(np.repeat(values.parts, many), values.over, values.bound)
        return found if self.order is None else _back(found, self.order)


def _back(ordered: Exact, order: Places) -> Exact:
    """Ordered rows where they stood before."""
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    return ordered.take(place)


def _lie_together(codes: tuple[NDArray[np.int64], ...]) -> bool:
    """Whether the codes rise from row to row, so that no group is torn."""
    later = np.zeros(max(codes[0].size - 1, 0), dtype=bool)
    for code in codes:
        step = np.diff(code)
        if bool((~later & (step < 0)).any()):
            return False
        later |= step > 0
    return True


def _starts(codes: tuple[NDArray[np.int64], ...], rows: int) -> Places:
    new = np.zeros(rows, dtype=bool)
    new[:1] = True
    for code in codes:
        new[1:] |= code[1:] != code[:-1]
    return np.flatnonzero(new)
