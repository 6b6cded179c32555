"""Columns put together from several: ids that no single column is, and the days deals closed.

A report of deals often comes without their ids. What does not change while a deal lives, its name,
its company and the day it was opened, tells deals apart, so that the next export of the same deals
is recognised. Stage, owner and amount change, so they can be part of no id.

Many systems keep the day on which a deal closed beside the day on which it was expected to. The
first is the truth of closed deals, and open ones have only the second.
"""

from __future__ import annotations

import dataclasses

from everyrep.sources.files.guessing.matching import Profiles, TableMatch
from everyrep.sources.files.guessing.names import forms
from everyrep.sources.files.guessing.specs import spec_of
from everyrep.sources.files.sample import Sample
from everyrep.warehouse.mapping import ColumnSpec
from everyrep.warehouse.schema import TABLES

LACKING = 3.0
"""What a table loses for a required column that nothing feeds."""
WHY_ID = "the file has no id; these together tell rows apart and do not change"
WHY_CLOSE = "the first that is filled: when the deal closed, else when it is expected to"
_LASTING = {"opportunities": (("name", "account"), ("name", "account", "created_on"))}
_LEAST = 0.995  # share of rows that must be told apart; the others are said to be there twice
_CLOSED = frozenset(
    "actualclosedate actualclose actualclosed closedon closedat closeddate dateclosed closedtime "
    "wontime losttime wondate lostdate datewon datelost wonon loston dealclosedon dealclosedat "
    "completeddate datecompleted".split()
)


def with_id(match: TableMatch, taken: Sample) -> TableMatch:
    """The match with an id made of several columns, where it lacks nothing but an id."""
    if match.missing != ("id",):
        return match
    for wanted in _LASTING.get(match.table, ()):
        sources = tuple(match.pairs[name].source for name in wanted if name in match.pairs)
        if len(sources) == len(wanted) and _tells_apart(sources, taken):
            pairs = {name: pair for name, pair in match.pairs.items() if name != "id"}
            given = {**match.given, "id": (ColumnSpec(columns=sources, join=" | "), WHY_ID)}
            score = match.score + LACKING
            return dataclasses.replace(match, pairs=pairs, missing=(), score=score, given=given)
    return match


def with_close(match: TableMatch, profiles: Profiles) -> TableMatch:
    """The match with the day a deal closed, where that has columns of its own."""
    if match.table != "opportunities":
        return match
    used = {pair.source for name, pair in match.pairs.items() if name != "close_on"}
    actual = [
        name
        for name, profile in profiles.items()
        if name not in used and profile.date is not None and _says_closed(name)
    ]
    expected = match.pairs.get("close_on")
    columns = tuple(dict.fromkeys((*actual, expected.source) if expected else actual))
    orders = {form.order for name in columns if (form := profiles[name].date) is not None}
    if not actual or columns == ((expected.source,) if expected else ()) or len(orders) > 1:
        return match
    spec, _ = spec_of(TABLES["opportunities"].by_name["close_on"], profiles[columns[0]])
    first = dataclasses.replace(
        spec, column=None, columns=columns, join=" | ", pattern=r"^(.*?)(?: \| .*)?$"
    )
    return dataclasses.replace(match, given={**match.given, "close_on": (first, WHY_CLOSE)})


def _says_closed(name: str) -> bool:
    return any(form in _CLOSED for form, weight in forms(name) if weight >= 0.65)


def _tells_apart(sources: tuple[str, ...], taken: Sample) -> bool:
    rows = [row for row in zip(*(taken.columns[name] for name in sources), strict=True) if row[0]]
    return bool(rows) and len(set(rows)) >= _LEAST * len(rows)
