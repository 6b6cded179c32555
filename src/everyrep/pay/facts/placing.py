"""Credits put in their order: whose, on which stint, and what each one takes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from everyrep.pay.columns import Column, Dates, Texts
from everyrep.pay.exact import Flags, Places
from everyrep.pay.facts.credited import Codes, Credited, Stints
from everyrep.pay.facts.crediting import Credits, Setting
from everyrep.pay.facts.left import Left, Reason
from everyrep.pay.facts.lines import Lines
from everyrep.pay.facts.presence import spans_of
from everyrep.pay.facts.sharing import share_column
from everyrep.pay.windows import day_number

_FEW = 2**16


@dataclass(frozen=True, eq=False)
class Placed:
    """Who is credited with what, and the ids that it speaks of.

    Attributes:
        credited: The credits.
        lines: Ids of lines.
        deals: Ids of deals.
    """

    credited: Credited
    lines: tuple[str, ...]
    deals: tuple[str, ...]


def credited(
    setting: Setting,
    given: Credits,
    portions: Mapping[str, Column],
    people: tuple[str, ...],
    stints: Stints,
    left: Left,
) -> Placed:
    """Credits of who was on the plan on the line's day, in order; the others are counted."""
    lines = setting.lines
    payee = _places(setting.people, people)[given.payee]
    own = spans_of(stints).at(payee, lines.day[given.line])
    back = _taken_back(lines, given, len(setting.kinds))
    stint = _stints(lines, given, own, back)
    kept = lines.counts[given.line] & (stint >= 0)
    _tell(setting, given, own, back, kept, left)
    order = _order(lines, given, payee, np.flatnonzero(kept))
    place = np.full(len(given) + 1, -1, dtype=np.int64)
    place[order] = np.arange(order.size)
    line, ids = _used(given.line[order], lines.ids)
    deal, deals = _used(lines.deal.codes[given.line[order]], lines.deal.words)
    rows = Credited(
        payee[order], stint[order], line, deal, given.kind[order], given.ordinal[order],
        lines.day[given.line[order]], place[back[order]], {},
    )  # fmt: skip
    facts = {name: column.take(order) for name, column in portions.items()}
    named = _named(rows, given, order, (ids, deals, people, setting.kinds))
    return Placed(
        Credited(
            rows.payee, rows.stint, line, deal, rows.kind, rows.ordinal, rows.day, rows.reverses,
            {**facts, **named},
        ),
        ids,
        deals,
    )  # fmt: skip


def _named(
    rows: Credited, given: Credits, order: Places, words: tuple[tuple[str, ...], ...]
) -> dict[str, Column]:
    """What every credit brings besides the plan's facts."""
    lines, deals, people, kinds = words
    return {
        "line": Texts(rows.line, lines), "deal": Texts(rows.deal, deals),
        "payee": Texts(rows.payee, people), "credit": Texts(rows.kind, kinds),
        "date": Dates(rows.day), "share": share_column(given.share[order], given.shares),
    }  # fmt: skip


def _places(words: tuple[str, ...], among: tuple[str, ...]) -> Codes:
    """The place of each word among others, -1 where it is not there."""
    places = {word: place for place, word in enumerate(among)}
    return np.array([places.get(word, -1) for word in words], dtype=np.int64)


def _used(codes: Codes, words: tuple[str, ...]) -> tuple[Codes, tuple[str, ...]]:
    """Places among the words that are used, and those words in order."""
    used = np.zeros(len(words), dtype=bool)
    used[codes] = True
    if used.all():
        return codes, words
    places = np.cumsum(used) - 1
    return places[codes], tuple(words[place] for place in np.flatnonzero(used))


def _taken_back(lines: Lines, given: Credits, kinds: int) -> Places:
    """The credit that each one takes back: of the same person, kind and ordinal; else -1."""
    found = np.full(len(given), -1, dtype=np.int64)
    rows = np.flatnonzero(lines.reverses[given.line] >= 0)
    if not rows.size:
        return found
    people, most = int(given.payee.max()) + 1, int(given.ordinal.max()) + 1

    def keys(line: Places, of: Places) -> Codes:
        who = line * people + given.payee[of]
        return (who * kinds + given.kind[of]) * most + given.ordinal[of]

    origins = np.unique(lines.reverses[given.line[rows]])
    wanted = np.isin(given.line, origins)
    theirs = np.flatnonzero(wanted)
    theirs = theirs[np.argsort(keys(given.line[theirs], theirs))]
    known = keys(given.line[theirs], theirs)
    asked = keys(lines.reverses[given.line[rows]], rows)
    if not known.size:
        return found
    at = np.minimum(np.searchsorted(known, asked), known.size - 1)
    found[rows] = np.where(known[at] == asked, theirs[at], -1)
    return found


def _stints(lines: Lines, given: Credits, own: Places, back: Places) -> Places:
    """The stint of each credit; of who has left since, the one that its original is in."""
    counts = lines.counts[given.line]
    stint = np.where(counts, own, -1)
    while True:
        gone = np.flatnonzero(counts & (stint < 0) & (back >= 0))
        gone = gone[stint[back[gone]] >= 0]
        if not gone.size:
            return stint
        stint[gone] = stint[back[gone]]


def _order(lines: Lines, given: Credits, payee: Codes, rows: Places) -> Places:
    """Rows by person, day, line, ordinal and kind."""
    if given.ordinal.any():
        keys = (given.kind[rows], given.ordinal[rows], given.line[rows])
        rows = rows[np.lexsort(keys)]
    rows = rows[_stable(lines.day[given.line[rows]])]
    return rows[_stable(payee[rows])]


def _stable(keys: Codes) -> Places:
    """The order of keys, equal ones as they are; few keys are sorted much faster."""
    low = keys.min(initial=0)
    few = keys.max(initial=0) - low < _FEW
    return np.argsort((keys - low).astype(np.uint16) if few else keys, kind="stable")


def _tell(
    setting: Setting, given: Credits, own: Places, back: Places, kept: Flags, left: Left
) -> None:
    """Count what is not credited, and what is though one might not think so."""
    lines = setting.lines
    counts = lines.counts[given.line]

    def name(row: int) -> str:
        return f"{setting.people[given.payee[row]]} of {lines.ids[given.line[row]]}"

    somebody = np.zeros(len(lines), dtype=bool)
    somebody[given.line[kept]] = True
    nobody = np.flatnonzero(lines.counts & ~somebody)
    left.count(Reason.NOBODY, nobody, lines.ids.__getitem__)
    left.count(Reason.NOT_THERE, np.flatnonzero(counts & ~kept), name)
    over = lines.day[given.line] >= day_number(setting.plan.ends)
    left.count(Reason.GONE, np.flatnonzero(kept & (own < 0) & ~over), name)
    origin = np.where(back >= 0, kept[back], False)
    stray = kept & (lines.reverses[given.line] >= 0) & ~origin
    earlier = lines.earlier[given.line]
    left.count(Reason.EARLIER, np.flatnonzero(stray & earlier), name)
    left.count(Reason.NO_ORIGINAL, np.flatnonzero(stray & ~earlier), name)
    kinds = [at for at, word in enumerate(setting.splits.kind.words) if word not in setting.kinds]
    other = np.flatnonzero(np.isin(setting.splits.kind.codes, kinds))
    left.count(Reason.OTHER_KIND, other, lambda row: lines.ids[setting.splits.line[row]])
