"""What comes with what is known later: splits of new lines, rates of new days, and who goes on.

A line that is new and shared from its first day would else be paid whole to one, and be taken back
in part by a change of crediting that nobody made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from everyrep.pay.exact import Flags
from everyrep.pay.facts.days import first_days
from everyrep.pay.facts.given import Given
from everyrep.pay.facts.spans import EARLIEST, LATEST
from everyrep.pay.facts.tables import Frame, Table
from everyrep.pay.windows import Days, day_number


def beside_lines(before: Given, after: Given) -> Given:
    """The tables of before, with what those of after say of lines and days that were not there.

    None of it changes what the lines of before are worth.
    """
    lines = _framed(before.lines)
    known = {name: _words(lines, name) for name in ("line", "deal")}
    known["deal"] |= known["line"]
    splits = _framed(after.splits)
    new = np.ones(len(splits), dtype=bool)
    for name in {"line", "deal"} & set(splits.columns):
        new &= ~splits[name].map(str).isin(known[name]).to_numpy(dtype=bool)
    rates, needed = _framed(after.exchange), _framed(before.exchange)
    return replace(
        before,
        splits=_with(before.splits, splits[new]),
        exchange=_with(before.exchange, rates[_unknown(needed, rates)]),
    )


def beside_days(before: Given, after: Given, zone: ZoneInfo) -> Given:
    """The tables of before, in which what lasts by those of after does not end with what was known.

    A stretch that ends on the last day known (a quarter for which everybody's jobs are written
    anew, say) looks as if it were over until the next day is known; that is no change of people.
    """
    if before.through is None or after.through is None or after.through <= before.through:
        return before
    day = day_number(before.through) + 1
    return replace(
        before,
        people=_lasting(before.people, after.people, ("payee",), day, zone),
        managers=_lasting(before.managers, after.managers, ("payee", "manager"), day, zone),
    )


def _lasting(
    before: Frame | None, after: Frame | None, same: tuple[str, ...], day: int, zone: ZoneInfo
) -> Any:
    """A table of stretches; those that end on a day and go on in another one are as long there."""
    own, other = _framed(before), _framed(after)
    if not {*same, "until"} <= {*own.columns} or not {*same} <= {*other.columns}:
        return before
    first, end = _stretch(other, zone)
    on = np.flatnonzero((first < day) & (end > day)).tolist()
    until = other.get("until", pd.Series([None] * len(other), dtype=object))
    ends = {_named(other, same, at): until.iloc[at] for at in on}
    begun, over = _stretch(own, zone)
    longer = [at for at in np.flatnonzero(over == day).tolist() if _named(own, same, at) in ends]
    if not longer:
        return before
    lasts = own["until"].astype(object).tolist()
    for at in longer:
        lasts[at] = ends[_named(own, same, at)]
    who = set(own["payee"].iloc[longer])
    kept = ~((begun >= day) & own["payee"].isin(who).to_numpy())
    made = own.assign(until=pd.Series(lasts, index=own.index, dtype=object))[kept]
    return made.reset_index(drop=True)


def _stretch(frame: pd.DataFrame, zone: ZoneInfo) -> tuple[Days, Days]:
    table = Table.of("table", frame, "line")
    first = first_days(table, "from", zone, EARLIEST)
    return first, first_days(table, "until", zone, LATEST)


def _named(frame: pd.DataFrame, names: tuple[str, ...], at: int) -> tuple[str, ...]:
    return tuple(str(frame[name].iloc[at]) for name in names)


def _unknown(before: pd.DataFrame, after: pd.DataFrame) -> Flags:
    """Rates of currencies and days of which there was none."""
    there = set(_days(before))
    return np.array([day not in there for day in _days(after)], dtype=bool)


def _days(rates: pd.DataFrame) -> list[tuple[str, str]]:
    """The currency and the day of each rate; a day that is not said is always the same one."""
    named = rates.reindex(columns=["currency", "on"])
    return list(zip(*(named[name].map(str) for name in named.columns), strict=True))


def _with(frame: Frame | None, more: pd.DataFrame) -> Frame | None:
    """A table with some rows more."""
    if not len(more):
        return frame
    own = _framed(frame)
    if not len(own):
        return more
    names = [*own.columns, *(name for name in more.columns if name not in own.columns)]
    parts = [part.reindex(columns=names).astype(object) for part in (own, more)]
    whole = pd.concat(parts, ignore_index=True)
    return whole.where(whole.notna(), None)


def _words(frame: pd.DataFrame, name: str) -> set[str]:
    return set(frame[name].map(str)) if name in frame.columns else set()


def _framed(frame: Frame | None) -> pd.DataFrame:
    return pd.DataFrame(dict(Table.of("table", frame, "line").columns))
