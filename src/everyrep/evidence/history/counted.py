"""What each did in each month, counted by the catalogue beside a history of an outcome."""

from __future__ import annotations

from datetime import date

import numpy as np

from everyrep.evidence.arrays import Floats
from everyrep.evidence.history.history import History
from everyrep.measures import FactSource, panel
from everyrep.values import Period, Scope, UserError


def counted(source: FactSource, history: History, measure: str, scope: Scope) -> Floats | None:
    """How much of a measure each came to, (people, months); None where nothing is on record.

    Args:
        source: An open build.
        history: Whose people and months.
        measure: Its name.
        scope: Who asks.
    """
    try:
        table = panel(
            source, measure, by=("person", "month"), period=period_of(history), scope=scope,
            kept_inside=True,
        )  # fmt: skip
    except UserError:
        return None  # what was never loaded was not done
    person = {str(one): at for at, one in enumerate(history.people)}
    month = {one: at for at, one in enumerate(history.months)}
    counts = np.zeros(history.x.shape)
    for who, when, value in zip(
        table.groups["person"], table.groups["month"], table.x[measure], strict=True
    ):
        if str(who) in person and str(when) in month:
            counts[person[str(who)], month[str(when)]] += value
    return counts if counts.any() else None


def period_of(history: History) -> Period:
    """All days of a history's months."""
    first, last = history.months[0], history.months[-1]
    year, number = int(last[:4]), int(last[5:])
    return Period(
        date(int(first[:4]), int(first[5:]), 1), date(year + number // 12, number % 12 + 1, 1)
    )
