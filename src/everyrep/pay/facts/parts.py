"""Facts of some people, as if only they were on the plan; and all people in batches of whole ones.

Places of lines, deals and kinds stay what they are, so that batches can be put together again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from everyrep.pay.columns import Texts
from everyrep.pay.exact import Places
from everyrep.pay.facts.credited import Codes, Credited, Facts, Quotas, Stints
from everyrep.values import UnknownName


def subset(facts: Facts, people: Iterable[str]) -> Facts:
    """Facts of some people, sorted as before; what it takes grows with their rows alone.

    Raises:
        UnknownName: Somebody is not among the people of the facts.
    """
    chosen = [_place(facts, name) for name in sorted(set(people))]
    return _of(facts, np.array(chosen, dtype=np.int64))


def batches(facts: Facts, rows: int) -> Iterator[Facts]:
    """All people in their order, so many at a time as have together no more credits than that.

    Nobody is parted: who alone has more is a batch alone.
    """
    many = np.bincount(facts.credited.payee, minlength=len(facts.people))
    begin = 0
    while begin < len(facts.people):
        reached = np.cumsum(many[begin:])
        end = begin + max(int(np.searchsorted(reached, rows, side="right")), 1)
        yield _of(facts, np.arange(begin, min(end, len(facts.people)), dtype=np.int64))
        begin = end


@dataclass(frozen=True, eq=False)
class _Kept:
    """Rows of some people, of a table that is sorted by person.

    Attributes:
        rows: Places of the rows, ascending; a slice where they lie together.
        payee: Place of each row's person among the chosen ones.
        shift: By how many places the rows of each of them have moved up, shape (people,); one
            number where they lie together.
    """

    rows: Places | slice
    payee: Codes
    shift: Places | int

    def moved(self, places: Places, payee: Codes) -> Places:
        """Places of people's rows, as they are now."""
        shift = self.shift if isinstance(self.shift, int) else self.shift[payee]
        return np.asarray(places - shift, dtype=np.int64)


def _kept(payee: Codes, chosen: Places) -> _Kept:
    if chosen.size and chosen[-1] - chosen[0] == chosen.size - 1:
        begin = int(np.searchsorted(payee, chosen[0]))
        end = int(np.searchsorted(payee, chosen[-1], side="right"))
        return _Kept(slice(begin, end), payee[begin:end] - chosen[0], begin)
    low = np.searchsorted(payee, chosen)
    many = np.searchsorted(payee, chosen, side="right") - low
    shift = low - (np.cumsum(many) - many)
    whose = np.repeat(np.arange(chosen.size), many)
    return _Kept(np.arange(whose.size) + shift[whose], whose, shift)


def _place(facts: Facts, name: str) -> int:
    place = bisect_left(facts.people, name)
    if facts.people[place : place + 1] != (name,):
        raise UnknownName("person", name, facts.people, where="the people of the plan")
    return place


def _of(facts: Facts, chosen: Places) -> Facts:
    people = tuple(facts.people[place] for place in chosen)
    stints = _kept(facts.stints.payee, chosen)
    return replace(
        facts,
        people=people,
        stints=_stints(facts.stints, stints, people),
        credited=_credited(facts.credited, _kept(facts.credited.payee, chosen), stints, people),
        quotas={name: _quotas(quota, chosen) for name, quota in facts.quotas.items()},
    )


def _stints(stints: Stints, kept: _Kept, people: tuple[str, ...]) -> Stints:
    facts = {name: column.take(kept.rows) for name, column in stints.facts.items()}
    return Stints(
        kept.payee,
        stints.first[kept.rows],
        stints.end[kept.rows],
        {**facts, "payee": Texts(kept.payee, people)},
    )


def _credited(rows: Credited, kept: _Kept, stints: _Kept, people: tuple[str, ...]) -> Credited:
    facts = {name: column.take(kept.rows) for name, column in rows.facts.items()}
    back = rows.reverses[kept.rows]
    if bool((back >= 0).any()):
        back = np.where(back >= 0, kept.moved(back, kept.payee), -1)
    return Credited(
        payee=kept.payee,
        stint=stints.moved(rows.stint[kept.rows], kept.payee),
        line=rows.line[kept.rows],
        deal=rows.deal[kept.rows],
        kind=rows.kind[kept.rows],
        ordinal=rows.ordinal[kept.rows],
        day=rows.day[kept.rows],
        reverses=back,
        facts={**facts, "payee": Texts(kept.payee, people)},
    )


def _quotas(quota: Quotas, chosen: Places) -> Quotas:
    kept = _kept(quota.payee, chosen)
    return Quotas(
        kept.payee,
        quota.window[kept.rows],
        quota.amount.take(kept.rows),
        quota.to_date.take(kept.rows),
        quota.known[kept.rows],
    )
