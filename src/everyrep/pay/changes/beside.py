"""What comes with new lines: their splits, and rates of days that nothing needed before.

A line that is new and shared from its first day would else be paid whole to one, and be taken back
in part by a change of crediting that nobody made.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from everyrep.pay.exact import Flags
from everyrep.pay.facts.given import Given
from everyrep.pay.facts.tables import Frame, Table


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
