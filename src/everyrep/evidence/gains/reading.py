"""What people were before anything began: read off the organisation in the first month known."""

from __future__ import annotations

from datetime import date

import numpy as np

from everyrep.evidence.arrays import Column
from everyrep.evidence.history import History
from everyrep.measures import FactSource, panel
from everyrep.values import Period, Scope

DIMENSIONS = ("role", "region")


def words_at_first(source: FactSource, history: History, scope: Scope) -> dict[str, Column]:
    """For each of `DIMENSIONS` the word of each person in their first month, (people,)."""
    first, last = history.months[0], history.months[-1]
    year, number = int(last[:4]), int(last[5:])
    period = Period(
        date(int(first[:4]), int(first[5:]), 1), date(year + number // 12, number % 12 + 1, 1)
    )
    table = panel(
        source, "headcount", by=("person", *DIMENSIONS, "month"), period=period, scope=scope,
        kept_inside=True,
    )  # fmt: skip
    place = {str(one): at for at, one in enumerate(history.people)}
    found = {name: np.full(len(history), "", dtype=object) for name in DIMENSIONS}
    for row in np.argsort(table.groups["month"].astype(str), kind="stable"):
        at = place.get(str(table.groups["person"][row]))
        if at is not None:
            for name, held in found.items():
                held[at] = held[at] or str(table.groups[name][row] or "")
    return found
