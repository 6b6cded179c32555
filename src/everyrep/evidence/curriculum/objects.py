"""Learning objects: who completed what, and when first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.measures import FactSource, panel
from everyrep.measures.labels import looked_up
from everyrep.values import Period, Scope, UserError


@dataclass(frozen=True)
class Objects:
    """Learning objects.

    Attributes:
        ids: Of the objects, (objects,).
        titles: As people know them.
        first: Month in which each person completed each first, (people, objects); `NEVER`.
        hours: Hours that one completion takes, (objects,); NaN where not known.
    """

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    first: Ints
    hours: Floats

    def __len__(self) -> int:
        return len(self.ids)


def read_objects(
    source: FactSource, people: Sequence[str], months: Sequence[str], scope: Scope
) -> Objects:
    """Everything that somebody completed.

    Args:
        source: An open build.
        people: Ids of people.
        months: Months, in order.
        scope: Who asks.

    Raises:
        UserError: Nobody completed anything.
    """
    end = Period(date(1900, 1, 1), _after(months[-1]))
    table = panel(
        source, "completions", by=("person", "course", "month"),
        period=end, scope=scope, kept_inside=True,
    )  # fmt: skip
    had = table.x["completions"] > 0
    course = table.groups["course"]
    ids = tuple(sorted({str(one) for one in course[had] if one is not None}))
    if not ids:
        raise UserError(
            "Nobody has completed anything to learn from",
            why="there is no curriculum to review",
            remedy="load learning records",
        )
    place = {one: at for at, one in enumerate(ids)}
    row = {one: at for at, one in enumerate(people)}
    month = {one: at for at, one in enumerate(months)}
    first = np.full((len(people), len(ids)), NEVER, dtype=np.int64)
    for at in np.flatnonzero(had):
        who, what = row.get(str(table.groups["person"][at])), place.get(str(course[at]))
        if who is not None and what is not None:
            when = month.get(str(table.groups["month"][at]), 0)
            first[who, what] = min(first[who, what], when)
    titles = looked_up(source, ("courses", "title"), ids)
    return Objects(ids, tuple(titles.get(one, one) for one in ids), first, _hours(source, ids))


def _after(month: str) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, 1)


def _hours(source: FactSource, ids: Sequence[str]) -> Floats:
    known = looked_up(source, ("courses", "minutes"), ids)
    return np.array([float(known.get(one, "nan")) / 60 for one in ids])
