"""What happened to lines between two tables: vanished, changed, late, new, refunded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from everyrep.pay.changes.kinds import Kind
from everyrep.pay.exact import Flags
from everyrep.pay.facts.days import days_of, zone_of
from everyrep.pay.facts.tables import Frame, Table
from everyrep.pay.facts.texts import ids_of
from everyrep.pay.plan import Plan
from everyrep.pay.windows import day_number

_STEPS = (Kind.VANISHED, Kind.CHANGED, Kind.LATE, Kind.NEW, Kind.REFUNDED)


def stages(
    plan: Plan, before: Frame, after: Frame, through: date | None
) -> Iterator[tuple[Kind, pd.DataFrame, int]]:
    """Tables that lead from one to the other, one kind of change after the other.

    Args:
        plan: Whose day a line is of.
        before: Lines as they were.
        after: Lines as they are.
        through: The last day that was known before; the plan's last where None.

    Yields:
        The kind, the table with this change and all before it, and how many lines it is about;
        kinds that did not happen are left out.

    Raises:
        DataError: A line has no id, or its day cannot be read.
    """
    old, new = _framed(before), _framed(after)
    old_ids, new_ids = _ids(old), _ids(new)
    gone = np.asarray(~old_ids.isin(set(new_ids)), dtype=bool)
    added = np.asarray(~new_ids.isin(set(old_ids)), dtype=bool)
    changed = _changed(old, old_ids, new, new_ids, ~added)
    late, refunded = _late(plan, new, through), _refunds(new)
    old_changed = np.asarray(old_ids.isin(set(new_ids[changed])), dtype=bool)
    taken = {
        Kind.VANISHED: (gone, np.zeros(len(new), dtype=bool)),
        Kind.CHANGED: (old_changed, changed),
        Kind.LATE: (np.zeros(len(old), dtype=bool), added & late & ~refunded),
        Kind.NEW: (np.zeros(len(old), dtype=bool), added & ~late & ~refunded),
        Kind.REFUNDED: (np.zeros(len(old), dtype=bool), added & refunded),
    }
    out, into = np.zeros(len(old), dtype=bool), np.zeros(len(new), dtype=bool)
    for kind in _STEPS:
        leaves, comes = taken[kind]
        ids = pd.concat([old_ids[leaves], new_ids[comes]]).nunique()
        out, into = out | leaves, into | comes
        if ids:
            yield kind, _joined(old[~out], new[into]), int(ids)


def same(one: Frame | None, two: Frame | None) -> bool:
    """Whether two tables say the same, whatever the order of their rows and columns."""
    if one is two:
        return True
    first, second = _framed(one), _framed(two)
    if set(first.columns) != set(second.columns) or len(first) != len(second):
        return not len(first) and not len(second)
    names = sorted(first.columns)
    if all(_alike(first[name], second[name]) for name in names):
        return True
    return sorted(_written(first[names])) == sorted(_written(second[names]))


def _alike(one: pd.Series, two: pd.Series) -> bool:
    """Whether two columns hold the same values, row by row; such a look takes little."""
    if one.dtype != two.dtype or _types(one) != _types(two):
        return False
    return bool(one.equals(two))


def _types(column: pd.Series) -> list[type]:
    """The type of each value, where they may differ."""
    return list(map(type, column.tolist())) if column.dtype == object else []


def _framed(frame: Frame | None) -> pd.DataFrame:
    table = Table.of("lines", frame, "line")
    return pd.DataFrame(dict(table.columns))


def _ids(frame: pd.DataFrame) -> pd.Series:
    """Ids as they are read."""
    if not len(frame.columns):
        return pd.Series([], dtype=object)
    found = ids_of(Table.of("lines", frame, "line"), "line")
    return pd.Series(np.array(found.words or ("",), dtype=object)[found.codes], index=frame.index)


def _changed(
    old: pd.DataFrame, old_ids: pd.Series, new: pd.DataFrame, new_ids: pd.Series, both: Flags
) -> Flags:
    """Rows of lines that are in both tables and say something else."""
    names = sorted({*old.columns, *new.columns})
    was, now = (frame.reindex(columns=names) for frame in (old, new))
    if old_ids.is_unique and new_ids.is_unique:
        rows = np.flatnonzero(both)
        place = pd.Index(old_ids).get_indexer(new_ids.iloc[rows])
        found = np.zeros(len(new), dtype=bool)
        found[rows] = _unlike(was.iloc[place], now.iloc[rows])
        return found
    before, after = (
        pd.Series(_written(frame), index=ids.to_numpy(), dtype=object).groupby(level=0).agg(sorted)
        for frame, ids in ((was, old_ids), (now, new_ids))
    )
    unlike = {
        line for line in after.index.intersection(before.index) if before[line] != after[line]
    }
    return np.asarray(both & new_ids.isin(unlike), dtype=bool)


def _unlike(one: pd.DataFrame, two: pd.DataFrame) -> Flags:
    """Rows that differ, column by column."""
    found = np.zeros(len(one), dtype=bool)
    for name in one.columns:
        first, second = one[name].reset_index(drop=True), two[name].reset_index(drop=True)
        if first.dtype != second.dtype:
            first, second = (pd.Series(_texts(column), dtype=object) for column in (first, second))
        alike = (first == second) | (first.isna() & second.isna())
        found |= ~alike.to_numpy(dtype=bool)
    return found


def _texts(column: pd.Series) -> list[str]:
    """Values as texts; nothing is nothing, however it is written."""
    plain = column.astype(object)
    return [
        value if type(value) is str else "" if lacks else _text(value)
        for value, lacks in zip(plain.tolist(), plain.isna().tolist(), strict=True)
    ]


def _written(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """Rows as texts."""
    return list(zip(*(_texts(frame[name]) for name in frame.columns), strict=True))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _late(plan: Plan, lines: pd.DataFrame, through: date | None) -> Flags:
    """Lines of days that were known before."""
    if plan.day not in lines.columns or not len(lines):
        return np.zeros(len(lines), dtype=bool)
    day = days_of(Table.of("lines", lines, "line"), plan.day, zone_of(plan.zone))
    last = day_number(plan.ends) - 1 if through is None else day_number(through)
    return np.asarray(day.days <= last, dtype=bool)


def _refunds(lines: pd.DataFrame) -> Flags:
    if "reverses" not in lines.columns:
        return np.zeros(len(lines), dtype=bool)
    return np.asarray(lines["reverses"].notna() & (lines["reverses"] != ""), dtype=bool)


def _joined(one: pd.DataFrame, two: pd.DataFrame) -> pd.DataFrame:
    """Rows of both; values stay what they are where the tables hold them in different ways."""
    names = [*one.columns, *(name for name in two.columns if name not in one.columns)]
    frames = [frame.reindex(columns=names) for frame in (one, two)]
    alike = all(
        name in one.columns and name in two.columns and one[name].dtype == two[name].dtype
        for name in names
    )
    if not alike:
        frames = [frame.astype(object).where(frame.notna(), None) for frame in frames]
    return pd.concat(frames, ignore_index=True)
