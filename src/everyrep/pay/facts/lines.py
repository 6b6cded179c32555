"""Lines as they count: the newest version of each, in the order of their ids, with their originals.

A line that takes another one back is a line of its own, on its own day; whom it is credited to is
settled by the line that it takes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from everyrep.pay.columns import Columns, Dates, Texts
from everyrep.pay.exact import Flags, Places
from everyrep.pay.facts.amounts import exact_of
from everyrep.pay.facts.credited import Codes
from everyrep.pay.facts.days import days_of
from everyrep.pay.facts.left import Left, Reason
from everyrep.pay.facts.reading import optional
from everyrep.pay.facts.tables import Table
from everyrep.pay.facts.texts import ids_of, recoded, united
from everyrep.pay.plan import Plan
from everyrep.pay.windows import Days, day_number
from everyrep.values import DataError


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines in the order of their ids; each array of shape (lines,).

    Attributes:
        table: As given, in this order.
        ids: Ids.
        deal: Ids of deals.
        owner: Who a line belongs to; may be unknown.
        day: Which decides the window.
        counts: Where that day lies in the plan and is known already; other lines are only here
            because something takes them back.
        reverses: Row of the line that each one takes back, or -1.
        depth: How many lines are taken back one through the other: 0 for one that takes none back.
        earlier: Where what is taken back in the end lies before the plan, which never paid it.
    """

    table: Table
    ids: tuple[str, ...]
    deal: Texts
    owner: Texts
    day: Days
    counts: Flags
    reverses: Places
    depth: Places
    earlier: Flags

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def roots(self) -> Places:
        """The line at the end of each chain of lines that take one another back."""
        return followed(self.reverses, np.ones(len(self), dtype=bool))


def lines_of(plan: Plan, table: Table, zone: ZoneInfo, through: int, left: Left) -> Lines:
    """Read what every line brings besides its facts.

    Raises:
        UnknownName: A column is missing.
        DataError: A line is there twice, takes back one that is not there, or takes itself back.
    """
    table.needs("line", plan.day, *(name for name in plan.facts if f"{name}_minor" not in table))
    if not table.columns:
        return _none(table)
    table, ids = _newest(table, left)
    day = days_of(table, plan.day, zone)
    reverses = _originals(table, ids)
    depth = _depths(table, reverses)
    known = np.ones(len(ids), dtype=bool) if day.known is None else day.known
    root = followed(reverses, np.ones(len(ids), dtype=bool))
    counts = _counting(plan, ids, day.days, known, root, through, left)
    kept = _needed(counts, reverses)
    where = np.cumsum(kept) - 1
    originals = np.where(reverses[kept] >= 0, where[reverses[kept]], -1)
    if not kept.all():
        table = table.take(kept)
        ids = tuple(word for word, keep in zip(ids, kept, strict=True) if keep)
    return Lines(
        table,
        ids,
        _deals(table, ids, originals),
        optional(table, "payee"),
        day.days[kept],
        counts[kept],
        originals,
        depth[kept],
        (known & (day.days < day_number(plan.begins)))[root][kept] & (reverses[kept] >= 0),
    )


def followed(reverses: Places, go: Flags) -> Places:
    """Where each line leads by going from line to original as long as `go` says so."""
    found = np.where((reverses >= 0) & go, reverses, np.arange(reverses.size))
    while bool((found != found[found]).any()):
        found = found[found]
    return found


def _none(table: Table) -> Lines:
    empty, nothing = np.zeros(0, dtype=np.int64), Texts(np.zeros(0, dtype=np.int64), ())
    none = empty.astype(bool)
    return Lines(table, (), nothing, nothing, empty, none, empty, empty, none)


def _deals(table: Table, ids: tuple[str, ...], reverses: Places) -> Texts:
    """The deal of each line: where none is named, its original's, or else the line itself."""
    line = Texts(np.arange(len(ids)), ids)
    if "deal" not in table:
        return Texts(followed(reverses, np.ones(len(ids), dtype=bool)), ids)
    found = optional(table, "deal")
    if found.known is None:
        return found
    words = united(found, line)
    codes, own = recoded(found, words), recoded(line, words)
    heir = followed(reverses, codes < 0)
    return Texts(np.where(codes[heir] >= 0, codes[heir], own[heir]), words)


def _newest(table: Table, left: Left) -> tuple[Table, tuple[str, ...]]:
    """The newest version of each line, in the order of ids."""
    line = ids_of(table, "line")
    version = _versions(table)
    order = np.lexsort((version, line.codes))
    codes, versions = line.codes[order], version[order]
    same = codes[1:] == codes[:-1]
    twice = np.flatnonzero(same & (versions[1:] == versions[:-1]))
    if twice.size:
        which = line.words[codes[twice[0]]]
        raise DataError(
            f"Line {which!r} is there twice" + (" in one version" if "version" in table else ""),
            where="lines", why="It would be paid twice",
            remedy="leave the double out, or number its versions in a column `version`",
        )  # fmt: skip
    newest = np.append(~same, True)[: codes.size]
    left.count(Reason.OLDER, codes[~newest], line.words.__getitem__)
    if newest.all() and (line.codes[1:] > line.codes[:-1]).all():
        return table, line.words
    return table.take(order[newest]), line.words


def _versions(table: Table) -> Codes:
    """Versions as places in their order: by number where all are numbers, else by text."""
    if "version" not in table:
        return np.zeros(table.rows, dtype=np.int64)
    codes, found = pd.factorize(table.columns["version"], use_na_sentinel=True)
    numbers = [exact_of(word) for word in found]
    written = [one for one in numbers if one is not None]
    texts = [str(word) for word in found]
    keys = written if len(written) == len(texts) else texts
    ranks = {key: place for place, key in enumerate(sorted(set(keys)))}  # type: ignore[type-var]
    places = np.array([*(ranks[key] for key in keys), -1], dtype=np.int64)
    return np.asarray(places[codes])


def _counting(
    plan: Plan,
    ids: tuple[str, ...],
    day: Days,
    known: Flags,
    root: Places,
    through: int,
    left: Left,
) -> Flags:
    """Which lines lie in the plan and are known already; the others are counted.

    What comes after its end and takes back what lies in it counts too.
    """
    own = known & (day >= day_number(plan.begins)) & (day < day_number(plan.ends))
    after = known & (day >= day_number(plan.ends)) & own[root]
    left.count(Reason.AFTERWARDS, np.flatnonzero(after & (day <= through)), ids.__getitem__)
    within = own | after
    reasons = {
        Reason.NO_DAY: ~known,
        Reason.OUTSIDE: known & ~within,
        Reason.LATER: known & within & (day > through),
    }
    for reason, rows in reasons.items():
        left.count(reason, np.flatnonzero(rows), ids.__getitem__)
    return known & within & (day <= through)


def _originals(table: Table, ids: tuple[str, ...]) -> Places:
    """The row of the line that each one takes back, or -1."""
    named = optional(table, "reverses")
    places = np.searchsorted(np.array(ids, dtype=object), np.array(named.words, dtype=object))
    there = [
        place < len(ids) and ids[place] == word
        for place, word in zip(places, named.words, strict=True)
    ]
    if not all(there):
        word = named.words[there.index(False)]
        row = int(np.flatnonzero(named.codes == there.index(False))[0])
        raise DataError(
            f"It takes back line {word!r}, which is not there", where=table.where(row, "reverses"),
            why="It goes back to whom its original was credited, and nobody can say who that was",
            remedy="give the original too: one that lies before the plan is not paid again",
        )  # fmt: skip
    return np.append(places, -1).astype(np.int64)[named.codes]


def _depths(table: Table, reverses: Places) -> Places:
    """How many lines are taken back one through the other."""
    depth = np.where(reverses >= 0, -1, 0)
    open_rows = np.flatnonzero(depth < 0)
    while open_rows.size:
        above = depth[reverses[open_rows]]
        if (above < 0).all():
            raise DataError(
                "It takes itself back, perhaps through others",
                where=table.where(int(open_rows[0]), "reverses"),
                remedy="name the line that was there first",
            )
        depth[open_rows] = np.where(above >= 0, above + 1, -1)
        open_rows = open_rows[above < 0]
    return depth


def _needed(counts: Flags, reverses: Places) -> Flags:
    """Lines that count, and all that those take back."""
    needed = counts.copy()
    rows = np.flatnonzero(counts)
    while rows.size:
        rows = np.unique(reverses[rows])
        rows = rows[rows >= 0]
        rows = rows[~needed[rows]]
        needed[rows] = True
    return needed


def facts_with_names(lines: Lines, facts: Columns) -> Columns:
    """Facts and what every line has besides, as conditions of crediting read them."""
    names = Texts(np.arange(len(lines)), lines.ids)
    return {**facts, "date": Dates(lines.day), "line": names, "deal": lines.deal,
            "payee": lines.owner}  # fmt: skip
