"""The same outcome of those whom it did not touch, as a series beside the interrupted one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.findings import units_text
from everyrep.evidence.history import History

_FEWEST = 2


@dataclass(frozen=True)
class Held:
    """A series that is read.

    Attributes:
        y: The outcome of those who had it by month, less that of the others where there are any.
        own: The outcome of those who had it alone.
        known: Months in which there is one.
        people: How many are in the series beside it; 0 where there is none.
        note: Which was used, a sentence.
    """

    y: Floats
    own: Floats
    known: Ints
    people: int
    note: str


def held_against_others(history: History, assigned: str) -> Held:
    """The series of those who had it, held against the others' where there are some.

    Args:
        history: People by months.
        assigned: What was assigned: "person", "team" ...
    """
    treated = history.treated
    own, known = series_of(history.only(treated))
    others = history.only(np.asarray(~treated))
    there, months = series_of(others)
    both = np.intersect1d(known, months)
    if len(others) < _FEWEST or both.size < known.size:
        note = (
            "Nobody was without it, so nothing is held against it: whatever else began in that "
            "month is in it too."
        )
        return Held(own, own, known, 0, note)
    codes = others.groups.get(assigned)
    count = len(others) if codes is None else int(np.unique(codes).size)
    note = (
        f"Held against the same months of {units_text(count, assigned)} without it: what moved "
        "both alike is taken off, and what moved one of them alone is not."
    )
    return Held(own - there, own, both, len(others), note)


def series_of(history: History) -> tuple[Floats, Ints]:
    """The outcome of all together by month, and the months in which there is one."""
    m = history.weights.sum(axis=0)
    x = np.where(history.weights > 0, np.nan_to_num(history.x), 0.0).sum(axis=0)
    return np.divide(x, m, out=np.zeros(m.size), where=m > 0), np.flatnonzero(m > 0)
