"""Gather records into persons, without ever making one person of two that must stay apart.

Records that were decided to be one person, and repeated records within a system, are gathered
first. Then each round pairs the persons found so far, system by system, one to one, and joins the
sure pairs from the surest down. A join that would put two records of one system into one person,
or two records that were decided to be different people, is refused and left for the queue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from everyrep.warehouse.identity.assign import assign

Codes = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# Log-odds from which a pair is joined, and the loss that forbidding it must cost: about 1 in 250
# and 1 in 100 wrong if the model were exact. Below them a pair waits for a person's eye.
JOIN_SCORE = 4.5
JOIN_MARGIN = 4.0
# Each round lets the joins of the one before settle rivals; few pairs are left after two.
_ROUNDS = 3


@dataclass(frozen=True)
class Edges:
    """Scored pairs of records of different systems, one entry a pair."""

    left: Codes
    right: Codes
    score: Scores

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True)
class Joined:
    """Who belongs together, and how each pair of records fared."""

    person: Codes
    """For each record, the first record of its person."""
    joined: Flags
    """For each pair, whether it was a reason to join."""
    refused: Flags
    """For each pair, whether it was sure enough but would have broken a rule."""
    margin: Scores
    """For each pair, its margin when it was last weighed; NaN if it never was."""


@dataclass
class Persons:
    """Records gathered so far; each person is known by its first record."""

    system: Codes
    person: list[int] = field(init=False)
    """For each record, the first record of its person."""
    systems: list[int] = field(init=False)
    """For each person, the systems it has records in, as bits."""
    members: dict[int, list[int]] = field(init=False, default_factory=dict)
    """Records of persons of more than one record."""
    apart: dict[int, set[int]] = field(init=False, default_factory=dict)
    """For a record, those that were decided to be other people."""

    def __post_init__(self) -> None:
        self.person = list(range(len(self.system)))
        self.systems = np.left_shift(np.int64(1), self.system).tolist()

    def keep_apart(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Never let these pairs of records be one person."""
        for one, two in pairs:
            self.apart.setdefault(one, set()).add(two)
            self.apart.setdefault(two, set()).add(one)

    def join(self, one: int, two: int) -> None:
        """Make one person of the persons of two records."""
        first, second = sorted((self.person[one], self.person[two]))
        if first == second:
            return
        gathered = self.of(first) + self.of(second)
        self.members.pop(second, None)
        self.members[first] = gathered
        self.systems[first] |= self.systems[second]
        for record in gathered:
            self.person[record] = first

    def of(self, person: int) -> list[int]:
        """Return the records of a person."""
        return self.members.get(person, [person])

    def are_apart(self, one: int, two: int) -> bool:
        """Return whether a decision keeps the persons of two records apart."""
        if not self.apart:
            return False
        others = set(self.of(self.person[two]))
        return any(
            not others.isdisjoint(self.apart.get(record, ()))
            for record in self.of(self.person[one])
        )

    def share_a_system(self, one: int, two: int) -> bool:
        """Return whether the persons of two records both have a record of one system."""
        return bool(self.systems[self.person[one]] & self.systems[self.person[two]])


def gather(persons: Persons, edges: Edges) -> Joined:
    """Join the persons by the scored pairs, round by round, and return how it went."""
    joined = np.zeros(len(edges), dtype=np.bool_)
    refused = np.zeros(len(edges), dtype=np.bool_)
    margin = np.full(len(edges), np.nan)
    for _ in range(_ROUNDS):
        sure = _weigh(persons, edges, margin)
        taken = [pair for pair in sure if _may_join(persons, edges, pair)]
        joined[taken] = True
        refused[[pair for pair in sure if not joined[pair]]] = True
        if not taken:
            break
    return Joined(np.array(persons.person, dtype=np.int64), joined, refused, margin)


def _weigh(persons: Persons, edges: Edges, margin: Scores) -> list[int]:
    """Assign anew between all systems, note the margins, and return the sure pairs, surest first.

    A pair of persons known to several systems is weighed between each two of them, and the
    smallest margin counts.
    """
    person = np.array(persons.person, dtype=np.int64)
    bits = np.array(persons.systems, dtype=np.int64)
    left, right = person[edges.left], person[edges.right]
    open_ = (left != right) & (bits[left] & bits[right] == 0) & (edges.score > 0)
    at = np.flatnonzero(open_ & ~_apart(persons, edges, open_))
    at = _best_of_each(left[at], right[at], edges.score[at], at)
    margin[at] = np.inf
    for first, second in _system_pairs(persons.system):
        here = _between(bits, left, right, at, first, second)
        found = assign(here.first, here.second, edges.score[here.pairs])
        margin[here.pairs] = np.minimum(margin[here.pairs], found.margin)
    sure = at[(edges.score[at] >= JOIN_SCORE) & (margin[at] >= JOIN_MARGIN)]
    strength = np.minimum(edges.score[sure], margin[sure])
    return [int(pair) for pair in sure[np.lexsort((sure, -strength))]]


def _apart(persons: Persons, edges: Edges, open_: Flags) -> Flags:
    """Return which of the open pairs a decision keeps apart."""
    kept = np.zeros(len(edges), dtype=np.bool_)
    if persons.apart:
        for pair in np.flatnonzero(open_):
            kept[pair] = persons.are_apart(int(edges.left[pair]), int(edges.right[pair]))
    return kept


def _best_of_each(left: Codes, right: Codes, score: Scores, pairs: Codes) -> Codes:
    """Return, for each two persons, the best of the pairs of their records."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((pairs, -score, high, low))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0)
    return np.sort(pairs[order[first]])


def _system_pairs(system: Codes) -> Iterator[tuple[int, int]]:
    """Yield each two systems once."""
    present = [int(code) for code in np.unique(system)]
    for place, first in enumerate(present):
        for second in present[place + 1 :]:
            yield first, second


@dataclass(frozen=True)
class _Side:
    """Pairs of persons between two systems, turned so that `first` is in the first of them."""

    pairs: Codes
    first: Codes
    second: Codes


def _between(bits: Codes, left: Codes, right: Codes, at: Codes, first: int, second: int) -> _Side:
    """Return the pairs of which one person is in the first system and the other in the second."""
    one, two = left[at], right[at]
    straight = (bits[one] >> first & 1) & (bits[two] >> second & 1) == 1
    turned = (bits[two] >> first & 1) & (bits[one] >> second & 1) == 1
    here = straight | turned
    return _Side(
        at[here],
        np.where(straight, one, two)[here],
        np.where(straight, two, one)[here],
    )


def _may_join(persons: Persons, edges: Edges, pair: int) -> bool:
    """Join the two persons of a pair and return True, unless a rule forbids it."""
    one, two = int(edges.left[pair]), int(edges.right[pair])
    if persons.person[one] == persons.person[two]:
        return True
    if persons.share_a_system(one, two) or persons.are_apart(one, two):
        return False
    persons.join(one, two)
    return True
