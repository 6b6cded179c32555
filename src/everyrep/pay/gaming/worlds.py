"""Small worlds side by side: in each, somebody has done something, and nobody knows the others.

The people of a world are people of their own, so that one calculation pays all worlds at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np

from everyrep.pay.columns import Column, Dates, Numbers, Texts
from everyrep.pay.exact import Exact, Places, narrowed
from everyrep.pay.facts import Credited, Facts, Quotas, Stints
from everyrep.pay.facts.rows import picked
from everyrep.pay.gaming.tries import Edit, Try
from everyrep.pay.plan import Plan

_TAGS = 4
"""A line leaves room for copies right behind it."""


@dataclass(frozen=True, eq=False)
class Worlds:
    """Worlds in one.

    Attributes:
        facts: Of all people of all worlds.
        world: The world of each person, shape (people,).
    """

    facts: Facts
    world: Places


def worlds_of(plan: Plan, facts: Facts, tries: Sequence[Try]) -> Worlds:
    """One world for each try, in their order."""
    return _Builder(plan, facts, tries).built()


class _Builder:
    """Puts the rows of all worlds one behind the other, then changes what was done."""

    def __init__(self, plan: Plan, facts: Facts, tries: Sequence[Try]) -> None:
        self.plan, self.facts, self.tries = plan, facts, tries
        self.source: list[Places] = []
        self.person: list[Places] = []
        self.edits: list[tuple[int, Edit, int]] = []
        self.back: dict[int, int] = {}
        self.people: list[int] = []
        self.rows = 0

    def built(self) -> Worlds:
        """All worlds."""
        worlds = []
        for at, one in enumerate(self.tries):
            self._add(one)
            worlds += [at] * len(one.everybody)
        stints = self._stints()
        credited = self._credited(stints)
        lines, codes = np.unique(credited.line // _TAGS, return_inverse=True)
        names = tuple(self.facts.lines[place] for place in lines for _ in range(_TAGS))
        credited = replace(credited, line=codes * _TAGS + credited.line % _TAGS)
        ids = tuple(f"{self.facts.people[one]} #{at}" for at, one in enumerate(self.people))
        quotas = {name: self._quotas(one) for name, one in self.facts.quotas.items()}
        whole = replace(
            self.facts, people=ids, lines=names, stints=stints, credited=credited, quotas=quotas
        )
        return Worlds(whole, np.array(worlds, dtype=np.int64))

    def _add(self, one: Try) -> None:
        """The rows of one world: those of its people, without what is gone, with copies behind."""
        payee = self.facts.credited.payee
        ends = [np.searchsorted(payee, (who, who + 1)) for who in one.everybody]
        own = np.concatenate([np.arange(low, high) for low, high in ends])
        own = own[~np.isin(own, one.gone)]
        place = {int(row): self.rows + at for at, row in enumerate(own)}
        first = len(self.people)
        who = {person: first + at for at, person in enumerate(one.everybody)}
        copies = np.array([edit.row for edit in one.copies], dtype=np.int64)
        rows = np.concatenate([own, copies])
        self.people += one.everybody
        self.source.append(rows)
        self.person.append(np.array([who[int(payee[row])] for row in rows], dtype=np.int64))
        for row, original in zip(own, self.facts.credited.reverses[own], strict=True):
            if original >= 0:
                self.back[place[int(row)]] = place.get(int(original), -1)
        for edit in one.changed:
            self._edit(place[edit.row], edit, 0, who)
        for tag, edit in enumerate(one.copies, start=1):
            at = self.rows + own.size + tag - 1
            self._edit(at, edit, tag, who)
            self.back[at] = place[edit.row] if edit.reverses else -1
        self.rows += rows.size

    def _edit(self, at: int, edit: Edit, tag: int, who: Mapping[int, int]) -> None:
        self.edits.append((at, edit, tag))
        if edit.payee is not None:
            within = self.person[-1]
            within[at - self.rows] = who[edit.payee]

    def _credited(self, stints: Stints) -> Credited:
        source, payee = np.concatenate(self.source), np.concatenate(self.person)
        rows = picked(self.facts.credited, source)
        day, line, deal = rows.day.copy(), rows.line * _TAGS, rows.deal * _TAGS
        for at, edit, tag in self.edits:
            day[at] = day[at] if edit.day is None else edit.day
            line[at] += tag
            deal[at] += tag if edit.own_deal else 0
        back = np.full(len(rows), -1, dtype=np.int64)
        back[list(self.back)] = list(self.back.values())
        order = np.lexsort((rows.kind, rows.ordinal, line, day, payee))
        place = np.full(order.size + 1, -1, dtype=np.int64)
        place[order] = np.arange(order.size)
        facts = self._changed(rows, day, payee)
        return Credited(
            payee[order], self._stint(rows, stints, payee, day)[order], line[order], deal[order],
            rows.kind[order], rows.ordinal[order], day[order], place[back[order]],
            {name: column.take(order) for name, column in facts.items()},
        )  # fmt: skip

    def _changed(self, rows: Credited, day: Places, payee: Places) -> dict[str, Column]:
        """Facts with what was done to them."""
        found: dict[str, Column] = dict(rows.facts)
        values: dict[str, dict[int, Fraction]] = {}
        for at, edit, _ in self.edits:
            for name, value in edit.values.items():
                values.setdefault(name, {})[at] = value
        for name, changes in values.items():
            column = found[name]
            if isinstance(column, Numbers):
                found[name] = _with(column, changes)
        for name in ("date", self.plan.day):
            dated = found.get(name)
            if isinstance(dated, Dates):
                found[name] = Dates(day, dated.known)
        people = np.array(self.people, dtype=np.int64)
        return {**found, "payee": Texts(people[payee], self.facts.people)}

    def _stint(self, rows: Credited, stints: Stints, payee: Places, day: Places) -> Places:
        """The stint that each credit was in; of what has moved, the one it has moved into."""
        people = np.array(self.people, dtype=np.int64)
        own = np.searchsorted(stints.payee, np.arange(people.size))
        before = np.searchsorted(self.facts.stints.payee, people)
        found = rows.stint + (own - before)[payee]
        moved = [at for at, edit, _ in self.edits if edit.day is not None or edit.payee is not None]
        found[moved] = _stint_of(stints, payee[moved], day[moved])
        return found

    def _stints(self) -> Stints:
        stints = self.facts.stints
        places, whose = _slices(stints.payee, self.people)
        facts = {name: column.take(places) for name, column in stints.facts.items()}
        return Stints(whose, stints.first[places], stints.end[places], facts)

    def _quotas(self, quota: Quotas) -> Quotas:
        places, whose = _slices(quota.payee, self.people)
        return Quotas(
            whose, quota.window[places], quota.amount.take(places), quota.to_date.take(places),
            quota.known[places],
        )  # fmt: skip


def _slices(payee: Places, people: Sequence[int]) -> tuple[Places, Places]:
    """Rows of people, one after the other, and the new place of each one's person."""
    wanted = np.array(people, dtype=np.int64)
    low, high = np.searchsorted(payee, wanted), np.searchsorted(payee, wanted, side="right")
    places = [np.arange(one, two) for one, two in zip(low, high, strict=True)]
    whose = np.repeat(np.arange(wanted.size), high - low)
    return np.concatenate([np.zeros(0, dtype=np.int64), *places]), whose


def _stint_of(stints: Stints, payee: Places, day: Places) -> Places:
    """The last stint that began by the day; of who came later, the first."""
    width = int(max(stints.first.max(initial=0), day.max(initial=0))) + 2
    low = int(min(stints.first.min(initial=0), day.min(initial=0)))
    width -= low
    keys = stints.payee * width + stints.first - low
    at = np.searchsorted(keys, payee * width + day - low, side="right") - 1
    first = np.searchsorted(stints.payee, payee)
    return np.maximum(at, first)


def _with(column: Numbers, changes: Mapping[int, Fraction]) -> Numbers:
    """A column with other numbers in some rows."""
    over = lcm(column.above.over, *(value.denominator for value in changes.values()))
    parts = column.above.parts.astype(object) * (over // column.above.over)
    for at, value in changes.items():
        parts[at] = int(value * over)
    return replace(column, above=Exact(narrowed(parts.tolist()), over))
