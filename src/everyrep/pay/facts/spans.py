"""Stretches of days by owner: where they overlap, what they share, and how many days lie in them.

All are half-open: the first day belongs to a stretch, its end does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.pay.exact import Flags, Places
from everyrep.pay.facts.credited import Codes
from everyrep.pay.windows import Days

EARLIEST, LATEST = -(2**22), 2**22
"""Beyond every day of the calendar."""
_WIDTH = 2**24


@dataclass(frozen=True, eq=False)
class Spans:
    """Stretches of days, sorted by owner and first day, those of one owner apart.

    Attributes:
        owner: Whose, from 0; shape (spans,).
        first: First day.
        end: First day no more.
    """

    owner: Codes
    first: Days
    end: Days

    def __len__(self) -> int:
        return int(self.owner.size)

    def at(self, owner: Codes, day: Days) -> Places:
        """The stretch that each owner's day lies in, -1 for none."""
        if not len(self):
            return np.full(owner.size, -1, dtype=np.int64)
        found = np.searchsorted(_key(self.owner, self.first), _key(owner, day), side="right") - 1
        held = (found >= 0) & (self.owner[found] == owner) & (day < self.end[found])
        return np.where(held, found, -1)

    def days_before(self, owner: Codes, day: Days) -> Days:
        """How many days of each owner's stretches lie before a day, and all of lesser owners."""
        before = np.concatenate(([0], np.cumsum(self.end - self.first)))
        found = np.searchsorted(_key(self.owner, self.first), _key(owner, day), side="left")
        if not len(self):
            return before[found]
        last = np.maximum(found - 1, 0)
        beyond = np.where((found > 0) & (self.owner[last] == owner), self.end[last] - day, 0)
        return before[found] - np.maximum(beyond, 0)

    def days_within(self, owner: Codes, first: Days, end: Days) -> Days:
        """How many days of each owner's stretches lie in a stretch."""
        return self.days_before(owner, end) - self.days_before(owner, first)

    def shared(self, other: Spans) -> tuple[Spans, Places, Places]:
        """What both cover, and which stretch of either each piece lies in."""
        low = np.searchsorted(_key(other.owner, other.end), _key(self.owner, self.first), "right")
        high = np.searchsorted(_key(other.owner, other.first), _key(self.owner, self.end), "left")
        many = np.maximum(high - low, 0)
        mine = np.repeat(np.arange(len(self)), many)
        theirs = np.arange(mine.size) - np.repeat(np.cumsum(many) - many - low, many)
        first = np.maximum(self.first[mine], other.first[theirs])
        end = np.minimum(self.end[mine], other.end[theirs])
        return Spans(self.owner[mine], first, end), mine, theirs

    def outside(self, owners: int) -> Spans:
        """All other days of each owner."""
        everybody = np.arange(owners, dtype=np.int64)
        ends = np.concatenate((self.end, np.full(owners, EARLIEST)))
        firsts = np.concatenate((self.first, np.full(owners, LATEST)))
        owner = np.concatenate((self.owner, everybody))
        begin, stop = np.lexsort((ends, owner)), np.lexsort((firsts, owner))
        found = Spans(owner[begin], ends[begin], firsts[stop])
        return found.take(found.first < found.end)

    def take(self, spans: Places | Flags) -> Spans:
        """Some of them, in order."""
        return Spans(self.owner[spans], self.first[spans], self.end[spans])


def sorted_spans(owner: Codes, first: Days, end: Days) -> tuple[Spans, Places, Places]:
    """Stretches in order, which was where, and those that begin before the one before has ended."""
    order = np.lexsort((end, first, owner))
    spans = Spans(owner[order], first[order], end[order])
    same = spans.owner[1:] == spans.owner[:-1]
    return spans, order, np.flatnonzero(same & (spans.first[1:] < spans.end[:-1])) + 1


def merged(owner: Codes, first: Days, end: Days) -> Spans:
    """Days that any of the stretches covers, however they overlap."""
    order = np.lexsort((first, owner))
    keys, ends = _key(owner, first)[order], _key(owner, end)[order]
    reached = np.maximum.accumulate(ends) if ends.size else ends
    new = np.append(True, keys[1:] > reached[:-1])[: keys.size]
    starts = np.flatnonzero(new)
    last = np.append(starts[1:], keys.size)[: starts.size] - 1
    whose = owner[order][starts]
    return Spans(whose, first[order][starts], reached[last] - _key(whose, np.zeros_like(whose)))


def _key(owner: Codes, day: Days) -> Codes:
    return owner * _WIDTH + day
