"""Who is above whom on which day: one manager a day, no loops, nobody who is nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from everyrep.pay.exact import Places
from everyrep.pay.facts.credited import Codes
from everyrep.pay.facts.days import first_days
from everyrep.pay.facts.spans import EARLIEST, LATEST, Spans, sorted_spans
from everyrep.pay.facts.tables import Table
from everyrep.pay.facts.texts import ids_of, recoded, texts_of
from everyrep.pay.windows import Days, day_of
from everyrep.values import DataError

NOBODY = -1
_GAP = -2


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Managers by day.

    Attributes:
        people: All ids, in order.
        spans: When each person had which manager.
        manager: Place of the manager in each stretch; -1 where nobody is above.
    """

    people: tuple[str, ...]
    spans: Spans
    manager: Codes

    def above(self, payee: Codes, day: Days) -> Codes:
        """Managers on a day; -1 where nobody is above.

        Whoever is never said to have a manager has none.

        Raises:
            DataError: Somebody is said to have one, but not for that day.
        """
        found = self._looked_up(payee, day)
        gaps = np.flatnonzero(found == _GAP)
        if gaps.size:
            at = int(gaps[0])
            raise DataError(
                f"Nobody is said to be above {self.people[payee[at]]} on {day_of(day[at])}, "
                "though somebody is on other days",
                where="managers", why="A roll-up of that day would go to nobody",
                remedy="close the gap, or give the days a row with an empty manager",
            )  # fmt: skip
        return found

    def check(self, first: int, end: int) -> None:
        """See that nobody is above himself on any day.

        Raises:
            DataError: Managers form a loop; the message names it and its first day.
        """
        changes = np.unique(np.append(self.spans.first, first))
        everybody = np.arange(len(self.people), dtype=np.int64)
        for day in changes[(changes >= first) & (changes < end)]:
            above = np.maximum(self._looked_up(everybody, np.full(everybody.size, day)), NOBODY)
            if (caught := _caught(above)).size:
                raise self._loop(int(caught[0]), above, int(day))

    def _looked_up(self, payee: Codes, day: Days) -> Codes:
        if not len(self.spans):
            return np.full(payee.size, NOBODY, dtype=np.int64)
        at = self.spans.at(payee, day)
        named = np.isin(payee, self.spans.owner)
        return np.where(at >= 0, self.manager[at], np.where(named, _GAP, NOBODY))

    def _loop(self, start: int, above: Codes, day: int) -> DataError:
        chain = [start]
        while (then := int(above[chain[-1]])) not in chain:
            chain.append(then)
        loop = [self.people[place] for place in [*chain[chain.index(then) :], then]]
        return DataError(
            f"Managers form a loop on {day_of(day)}: {' is below '.join(loop)}",
            where="managers", why="A roll-up would never end",
            remedy="mend the row that closes the loop",
        )  # fmt: skip


def hierarchy_of(
    managers: Table, people: Sequence[str], known: frozenset[str], zone: ZoneInfo
) -> Hierarchy:
    """Read who is above whom.

    Args:
        managers: `payee`, `manager` (empty: nobody is above), `from`, `until`.
        people: All ids, in order.
        known: Ids that are somebody: on the plan.
        zone: Of instants.

    Raises:
        UnknownName: A column is missing.
        DataError: Somebody has two managers on a day, or one who is nobody.
    """
    if not managers.rows:
        empty = np.zeros(0, dtype=np.int64)
        return Hierarchy(tuple(people), Spans(empty, empty, empty), empty)
    payee, manager = ids_of(managers, "payee"), texts_of(managers.column("manager"))
    first = first_days(managers, "from", zone, EARLIEST)
    end = first_days(managers, "until", zone, LATEST)
    spans, order, wrong = sorted_spans(recoded(payee, people), first, end)
    _see_days(managers, spans, order, wrong)
    _see_somebody(managers, manager.codes, manager.words, known | frozenset(payee.words))
    return Hierarchy(tuple(people), spans, recoded(manager, people)[order])


def _caught(above: Codes) -> Places:
    """Who never comes to an end by going up."""
    higher = np.append(above, NOBODY)
    for _ in range(max(above.size, 1).bit_length()):
        higher = higher[higher]
    return np.flatnonzero(higher[:-1] != NOBODY)


def _see_days(managers: Table, spans: Spans, order: Places, wrong: Places) -> None:
    backwards = np.flatnonzero(spans.end <= spans.first)
    if backwards.size:
        at = int(backwards[0])
        raise DataError(
            f"A row from {day_of(spans.first[at])} ends before it has had a day",
            where=managers.where(int(order[at])), remedy="let it end after it begins",
        )  # fmt: skip
    if wrong.size:
        at = int(wrong[0])
        raise DataError(
            f"Two managers on {_since(spans, at)}",
            where=managers.where(int(order[at])), why="A roll-up would be given twice",
            remedy="end the first row on the day the next begins",
        )  # fmt: skip


def _since(spans: Spans, at: int) -> str:
    """Where a row begins, in words."""
    return "every day" if spans.first[at] <= EARLIEST else str(day_of(spans.first[at]))


def _see_somebody(
    managers: Table, codes: Codes, words: tuple[str, ...], known: frozenset[str]
) -> None:
    strangers = [place for place, word in enumerate(words) if word not in known]
    rows = np.flatnonzero(np.isin(codes, strangers))
    if rows.size:
        row = int(rows[0])
        begins = managers.columns["from"].iloc[row] if "from" in managers else None
        since = "the beginning" if pd.isna(begins) else begins
        raise DataError(
            f"The manager {words[codes[row]]!r}, from {since}, is nobody: not among the people, "
            "nor with a row of their own", where=managers.where(row),
            why="A roll-up would be credited to nobody",
            remedy="add them to the people, or a row of theirs with an empty manager",
        )  # fmt: skip
