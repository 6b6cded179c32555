"""Days as they are given: dates, instants with a zone, or text; each is a day of the plan's zone.

An instant is the day it falls on in the plan's zone: half past eleven at night in New York is that
day there, though the next has begun in London. What has no zone is taken as it stands.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from everyrep.pay.columns import Dates
from everyrep.pay.facts.tables import Table, is_plain
from everyrep.pay.windows import Days, day_number
from everyrep.values import DataError, UserError

UNKNOWN = np.iinfo(np.int64).min


def zone_of(name: str) -> ZoneInfo:
    """A zone by its name.

    Raises:
        UserError: There is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UserError(
            f"There is no time zone {name!r}", where="the plan's zone",
            remedy="use a name such as Europe/Berlin or America/New_York",
        ) from error  # fmt: skip


def days_of(table: Table, column: str, zone: ZoneInfo) -> Dates:
    """Days of a column, unknown where it is empty.

    Raises:
        DataError: A value is no day.
    """
    values = table.column(column)
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        values = values.dt.tz_convert(zone).dt.tz_localize(None)
    if is_plain(values, "M"):
        return _dates(_counted(values.to_numpy()))
    codes, found = pd.factorize(values, use_na_sentinel=True)
    days = [_day(word, zone) for word in found]
    if None in days:
        row = int(np.flatnonzero(codes == days.index(None))[0])
        raise DataError(
            f"{values.iloc[row]!r} is no day", where=table.where(row, column),
            remedy="write it as 2026-03-31, or as an instant such as 2026-03-31T23:30:00-04:00",
        )  # fmt: skip
    return _dates(np.array([*days, UNKNOWN], dtype=np.int64)[codes])


def first_days(table: Table, column: str, zone: ZoneInfo, instead: int | None) -> Days:
    """Days that begin or end something.

    Args:
        table: Where they stand.
        column: Which one.
        zone: Of instants.
        instead: The day where none is given; None where one must be.

    Raises:
        DataError: One is missing that must be there.
    """
    if instead is not None and column not in table:
        return np.full(table.rows, instead, dtype=np.int64)
    found = days_of(table, column, zone)
    if found.known is None:
        return found.days
    if instead is None:
        row = int(np.flatnonzero(~found.known)[0])
        raise DataError("There is no day", where=table.where(row, column), remedy="give one")
    return np.where(found.known, found.days, instead)


def _dates(days: Days) -> Dates:
    known = days != UNKNOWN
    return Dates(days) if known.all() else Dates(np.where(known, days, 0), known)


def _counted(values: np.ndarray) -> Days:
    days = values.astype("datetime64[D]")
    return np.where(np.isnat(days), UNKNOWN, days.astype(np.int64))


def _day(word: object, zone: ZoneInfo) -> int | None:
    """The number of a day; `UNKNOWN` for an empty text, None for what is no day."""
    if isinstance(word, str):
        if not word.strip():
            return int(UNKNOWN)
        try:
            word = datetime.fromisoformat(word.strip())
        except ValueError:
            return None
    if isinstance(word, np.datetime64):
        word = pd.Timestamp(word)
    if isinstance(word, datetime):
        return day_number((word if word.tzinfo is None else word.astimezone(zone)).date())
    return day_number(word) if isinstance(word, date) else None
