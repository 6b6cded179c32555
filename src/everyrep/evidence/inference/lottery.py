"""The lottery that was held: all ways in which it could have come out, or a fair sample of them.

What is drawn is a label: treated or not, or the month in which somebody starts. Labels change
hands among people, or among whole clusters, and only within a stratum, as they did on the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import comb

import numpy as np

from everyrep.evidence.arrays import Bools, Ints
from everyrep.values import Reason

Accepts = Callable[[Ints], Bools]
"""From labels, shape (draws, people), to whether each lot would have been accepted."""
_TRIES = 50  # times as many lots as are wanted, until enough of them are accepted


@dataclass(frozen=True)
class Lottery:
    """Who drew what, and among whom.

    Attributes:
        label: What each person drew, shape (people,): 0 or 1, or the index of the first period.
        cluster: Which people drew together, shape (people,); None where each drew alone.
        stratum: Within which labels were shuffled, shape (people,); None where among all.
    """

    label: Ints
    cluster: Ints | None = None
    stratum: Ints | None = None


@dataclass(frozen=True)
class Draws:
    """Ways in which a lottery comes out.

    Attributes:
        label: Shape (draws, people); the first row is how it came out.
        exact: These are all the ways, each once.
    """

    label: Ints
    exact: bool


@dataclass(frozen=True)
class _Tickets:
    """One row a ticket (a person or a cluster): label and stratum, and the ticket of a person."""

    label: Ints
    stratum: Ints
    of: Ints


def draws(
    lottery: Lottery, most: int = 9_999, seed: int = 0, *, accepts: Accepts | None = None
) -> Draws | Reason:
    """All ways where they are at most so many, otherwise so many drawn at random.

    Args:
        lottery: How it was held.
        most: How many ways are looked at.
        seed: Of the random numbers.
        accepts: Which lots would have been kept, where lots were drawn again until one was.

    Returns:
        A reason where people who drew together have unlike labels, or nothing could have come out
        differently.
    """
    tickets = _tickets(lottery)
    if isinstance(tickets, Reason):
        return tickets
    members = [np.flatnonzero(tickets.stratum == s) for s in range(tickets.stratum.max() + 1)]
    ways = 1
    for who in members:
        ways *= _ways(tickets.label[who])
    if ways < 2:
        return Reason(
            "no_lottery",
            "Nothing could have come out differently: within each stratum all drew the same.",
            "Name the strata within which the lottery was held, or leave them out.",
        )
    if ways <= most:
        every = _all(tickets, members)[:, tickets.of]
        return Draws(every if accepts is None else _kept(every, accepts), exact=True)
    random = np.random.default_rng(seed)
    some = _some(tickets, members, most, random)[:, tickets.of]
    if accepts is None:
        return Draws(some, exact=False)
    found, tries = _kept(some, accepts), 1
    while found.shape[0] < most and tries < _TRIES:
        more = _some(tickets, members, most, random)[1:, tickets.of]
        found, tries = np.concatenate([found, more[accepts(more)]]), tries + 1
    return Draws(found[:most], exact=False)


def outcomes(lottery: Lottery) -> int | Reason:
    """In how many ways the lottery could have come out."""
    tickets = _tickets(lottery)
    if isinstance(tickets, Reason):
        return tickets
    ways = 1
    for s in range(tickets.stratum.max() + 1):
        ways *= _ways(tickets.label[tickets.stratum == s])
    return ways


def _tickets(lottery: Lottery) -> _Tickets | Reason:
    people = lottery.label.size
    if people == 0:
        return Reason("nobody", "Nobody took part in the lottery.", "Widen the population.")
    one = np.zeros(people, np.int64)
    stratum = one if lottery.stratum is None else _codes(lottery.stratum)
    if lottery.cluster is None:
        return _Tickets(lottery.label, stratum, np.arange(people))
    of = _codes(lottery.cluster)
    first = np.unique(of, return_index=True)[1]
    label, place = lottery.label[first], stratum[first]
    if (label[of] != lottery.label).any() or (place[of] != stratum).any():
        return Reason(
            "mixed_clusters",
            "Some who are said to have drawn together have unlike labels or strata.",
            "Name the groups that were really drawn, or draw by person.",
        )
    return _Tickets(label, place, of)


def _codes(values: Ints) -> Ints:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _ways(label: Ints) -> int:
    left, ways = label.size, 1
    for count in np.unique(label, return_counts=True)[1].tolist():
        ways *= comb(left, count)
        left -= count
    return ways


def _all(tickets: _Tickets, members: list[Ints]) -> Ints:
    """Every way once, the one that came out first."""
    choices = [list(_arrangements(tuple(tickets.label[who].tolist()))) for who in members]
    rows = []
    for way in product(*choices):
        row = np.empty(tickets.label.size, np.int64)
        for who, labels in zip(members, way, strict=True):
            row[who] = labels
        rows.append(row)
    table = np.array(rows)
    seen = int(np.flatnonzero((table == tickets.label).all(axis=1))[0])
    table[[0, seen]] = table[[seen, 0]]
    return table


def _arrangements(labels: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every order of labels, some of which are the same, once."""
    kinds = sorted(set(labels))
    if len(kinds) == 1:
        yield labels
        return
    least, n = kinds[0], len(labels)
    rest = tuple(label for label in labels if label != least)
    for places in combinations(range(n), n - len(rest)):
        taken = set(places)
        for others in _arrangements(rest):
            remaining = iter(others)
            yield tuple(least if i in taken else next(remaining) for i in range(n))


def _kept(table: Ints, accepts: Accepts) -> Ints:
    """The lots that would have been accepted; the one that came out was, and stays first."""
    keep = accepts(table)
    keep[0] = True
    return table[keep]


def _some(tickets: _Tickets, members: list[Ints], most: int, random: np.random.Generator) -> Ints:
    table = np.tile(tickets.label, (most, 1))
    for who in members:
        table[1:, who] = random.permuted(table[1:, who], axis=1)
    return table
