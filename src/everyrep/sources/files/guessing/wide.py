"""Quotas as spreadsheets keep them: a row for each seller, a column for each quarter or month.

Every such column becomes a table of the mapping, with the period that its heading names.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from everyrep.sources.files.guessing.keys import Look, about_name
from everyrep.sources.files.guessing.lexicon import named
from everyrep.sources.files.guessing.matching import Profiles, match_table
from everyrep.sources.files.guessing.names import fold, stem_words, words
from everyrep.sources.files.guessing.specs import spec_of
from everyrep.values.period import add_months
from everyrep.warehouse.mapping import ColumnSpec, TableMapping
from everyrep.warehouse.schema import TABLES

WHY = "one column a period; calendar periods: mend from_on and to_on if your fiscal year differs"
_QUOTAS = TABLES["quotas"]
_NAMED = 0.3  # how much a file's or sheet's name must speak of quotas
_WHOSE = ("person", "team", "territory")
_MONTHS = {
    fold(name[:length]): number
    for number, name in enumerate(calendar.month_name)
    if name
    for length in (3, 20)
}
_TOTALS = frozenset("total totals grandtotal grandtotals sum summe gesamt gesamtsumme".split())
_YEAR = re.compile(r"(?:fy)?(?:20)?(\d\d)")
_QUARTER = re.compile(r"q([1-4])|([1-4])q")


@dataclass(frozen=True)
class _Column:
    name: str
    first: date
    months: int


def wide_quotas(look: Look) -> tuple[TableMapping, ...]:
    """The tables of quotas that a file with a column a period feeds; none where it is not one."""
    titles = (look.part.shape.file_name, about_name(look.part), look.part.shape.sheet or "")
    if max(named(stem_words(title), "quotas") for title in titles) < _NAMED:
        return ()
    year = next((found for title in titles if (found := _year_of(words(title)))), None)
    periods = list(_periods(look.profiles, year))
    rest = {n: p for n, p in look.profiles.items() if n not in {one.name for one in periods}}
    pairs = match_table(_QUOTAS, about_name(look.part), rest).pairs
    whose = {name: pairs[name].source for name in _WHOSE if name in pairs}
    if len(periods) < 2 or not whose:
        return ()
    shared = {
        name: spec_of(_QUOTAS.by_name[name], rest[source])[0] for name, source in whose.items()
    }
    if "currency" in pairs:
        shared["currency"] = ColumnSpec(column=pairs["currency"].source)
    no_totals = _without_totals(next(iter(whose.values())), rest)
    return tuple(_table(one, shared, no_totals, look.profiles) for one in periods)


def _table(
    one: _Column, shared: dict[str, ColumnSpec], no_totals: str, profiles: Profiles
) -> TableMapping:
    columns = {
        **shared,
        "from_on": ColumnSpec(value=one.first.isoformat()),
        "to_on": ColumnSpec(value=add_months(one.first, one.months).isoformat()),
        "amount": spec_of(_QUOTAS.by_name["amount"], profiles[one.name])[0],
    }
    return TableMapping("quotas", f"{_quoted(one.name)} is not empty{no_totals}", columns)


def _periods(profiles: Profiles, year: int | None) -> Iterator[_Column]:
    """Columns of numbers that are called by a quarter or a month."""
    found = [
        column
        for name, profile in profiles.items()
        if profile.number is not None and (column := _column(name, year)) is not None
    ]
    shortest = min((column.months for column in found), default=0)
    yield from (column for column in found if column.months == shortest)


def _column(name: str, year: int | None) -> _Column | None:
    parts = words(name)
    said = _year_of(parts) or year
    for part in parts:
        quarter = _QUARTER.search(part)
        if quarter and said:
            number = int(quarter[1] or quarter[2])
            return _Column(name, date(said, 3 * number - 2, 1), 3)
        if part in _MONTHS and said:
            return _Column(name, date(said, _MONTHS[part], 1), 1)
    return None


def _year_of(parts: tuple[str, ...]) -> int | None:
    for part in parts:
        match = _YEAR.fullmatch(_QUARTER.sub("", part))
        if match:
            return 2000 + int(match[1])
    return None


def _without_totals(source: str, profiles: Profiles) -> str:
    """A condition that leaves out rows of totals, where there are some."""
    totals = [value for value in profiles[source].values if fold(value) in _TOTALS]
    words = ("'" + value.replace("'", "''") + "'" for value in totals)
    return "".join(f" and {_quoted(source)} != {word}" for word in words)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
