"""What earlier deliveries said of deals: the landing keeps every file as it came.

A deal that was exported in March and again in April stands in the warehouse as in April. The file
of March still says what its amount and its expected close were in March, or at least on the day
that the file landed. That day is taken as the day of the delivery, so a file that was loaded long
after it was written tells nothing of the days between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from everyrep.measures.arrays import Column, Flags, Whole
from everyrep.measures.source import FactSource
from everyrep.warehouse.build.feeds import feed
from everyrep.warehouse.landing import Load, loads
from everyrep.warehouse.quoting import literal
from everyrep.warehouse.staging import raw_types
from everyrep.warehouse.workspace import Workspace

_FAR = np.iinfo(np.int64).max
_DEALS = "opportunities"


@dataclass(frozen=True)
class Delivered:
    """Deals as deliveries had them; every array of shape (rows,), sorted by deal and day.

    Attributes:
        deal: Id.
        day: Day of the delivery, as a number from 1 January 1970.
        minor, priced: Amount in minor units, and whether there was one.
        currency: Its currency.
        close: Expected close, as a number; the largest there is where there was none.
    """

    deal: Column
    day: Whole
    minor: Whole
    priced: Flags
    currency: Column
    close: Whole

    def latest(self, deals: Column, days: Whole) -> Whole:
        """Place of the last delivery of each deal up to a day; -1 where there was none."""
        known, start = np.unique(self.deal, return_index=True)
        end = np.append(start[1:], len(self.deal))
        at = np.minimum(np.searchsorted(known, deals), len(known) - 1)
        found = np.full(len(deals), -1, dtype=np.int64)
        for row in np.flatnonzero(known[at] == deals):
            first, last = start[at[row]], end[at[row]]
            before = int(np.searchsorted(self.day[first:last], days[row], side="right"))
            found[row] = first + before - 1 if before else -1
        return found


NOTHING = Delivered(
    np.zeros(0, str), np.zeros(0, int), np.zeros(0, int), np.zeros(0, bool), np.zeros(0, str),
    np.zeros(0, int),
)  # fmt: skip


def amounts_delivered(source: FactSource, deals: Sequence[str]) -> Delivered:
    """What each delivery said of deals; nothing where the source is not in a workspace.

    Args:
        source: An open build.
        deals: Ids.
    """
    landed = _loads_of_deals(source)
    if len(landed) < 2 or not deals:
        return NOTHING
    parts = [part for load in landed for part in _rows(source, load)]
    found = source.connection.execute(
        f"SELECT id, landed_on, amount_minor, currency, close_on FROM ({' UNION ALL '.join(parts)})"
        " WHERE id IN (SELECT unnest(?::VARCHAR[])) QUALIFY row_number() OVER"
        " (PARTITION BY id, landed_on ORDER BY place DESC) = 1 ORDER BY id, landed_on",
        [list(deals)],
    ).fetchnumpy()
    priced = ~np.ma.getmaskarray(found["amount_minor"])
    return Delivered(
        np.ma.getdata(found["id"]).astype(str),
        np.ma.getdata(found["landed_on"]).astype("datetime64[D]").astype(np.int64),
        np.where(priced, np.ma.getdata(found["amount_minor"]), 0).astype(np.int64),
        priced,
        np.where(np.ma.getmaskarray(found["currency"]), "", found["currency"]).astype(str),
        np.where(
            np.ma.getmaskarray(found["close_on"]),
            _FAR,
            np.ma.getdata(found["close_on"]).astype("datetime64[D]").astype(np.int64),
        ),
    )


def days_of_deliveries(source: FactSource) -> tuple[date, ...]:
    """The days on which files with deals landed, each once, in order."""
    found = {date.fromisoformat(load.landed_at[:10]) for load in _loads_of_deals(source)}
    return tuple(sorted(found))


def _loads_of_deals(source: FactSource) -> list[Load]:
    folder = getattr(source, "folder", None)
    if not isinstance(folder, Path):
        return []
    landed = loads(Workspace(folder.parent.parent))
    return [x for x in landed if any(table.table == _DEALS for table in x.mapping.tables)]


def _rows(source: FactSource, load: Load) -> list[str]:
    """SQL of the deals of a load, for each part of its mapping that feeds deals."""
    types = raw_types(source.connection, load.relation)
    day = literal(load.landed_at[:10])
    parts = []
    for place, mapping in enumerate(load.mapping.tables):
        if mapping.table == _DEALS:
            staged = feed(load, mapping, types, source.reporting_currency, place).rows()
            parts.append(
                f"SELECT id, DATE {day} AS landed_on, amount_minor, currency, close_on, "
                f"{load.number} AS place FROM ({staged})"
            )
    return parts
