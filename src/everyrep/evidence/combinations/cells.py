"""How many people carry a combination: seen with all of it, with each part alone, with none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.combinations.things import Things, together

ENOUGH = ""
_ALL = "too few people are seen with all of it and without"
_PART = "too few people are seen with a part of it and without the rest"
_NONE = "too few people are seen with none of it"


@dataclass(frozen=True)
class Cells:
    """People, or groups that hang together, seen in each state of every pair.

    Attributes:
        both: Seen with both, and also without both, (things, things).
        only: Seen with the thing of the row and without that of the column, (things, things).
        neither: Seen with neither, (things, things).
    """

    both: Ints
    only: Ints
    neither: Ints


def cells(things: Things, weights: Floats, labels: Ints, people: Ints) -> Cells:
    """Count people by cluster: a cluster counts once.

    Args:
        things: What there is to have.
        weights: What the outcome rests on, (units, periods); 0 where it is not seen.
        labels: Which people hang together, (units,).
        people: Places of those who are counted.
    """
    count = len(things)
    found = [np.zeros((count, count), dtype=np.int64) for _ in range(3)]
    order = people[np.argsort(labels[people], kind="stable")]
    own = labels[order]
    ends = np.flatnonzero(np.append(own[1:] != own[:-1], own.size > 0)) + 1
    start = 0
    for end in ends.tolist():
        seen = [np.zeros((count, count), dtype=bool) for _ in range(3)]
        for person in order[start:end].tolist():
            seen = [a | b for a, b in zip(seen, _seen(things, weights, person), strict=True)]
        found = [a + b for a, b in zip(found, seen, strict=True)]
        start = end
    return Cells(*found)


def _seen(things: Things, weights: Floats, person: int) -> tuple[Bools, Bools, Bools]:
    on = things.state(person)[weights[person] > 0].astype(np.float32)
    off = 1 - on
    both = on.T @ on
    return (both > 0) & (both < on.shape[0]), on.T @ off > 0, off.T @ off > 0


def lacking(pairs: Ints, found: Cells, least: int) -> tuple[str, ...]:
    """Why each pair cannot be asked about; empty where it can be.

    Args:
        pairs: (pairs, 2).
        found: How many are seen.
        least: Fewest in each of the four cells.
    """
    one, other = pairs[:, 0], pairs[:, 1]
    both = found.both[one, other] >= least
    part = np.minimum(found.only[one, other], found.only[other, one]) >= least
    none = found.neither[one, other] >= least
    return tuple(np.select([~both, ~part, ~none], [_ALL, _PART, _NONE], default=ENOUGH).tolist())


def lacking_triples(
    things: Things, weights: Floats, people: Ints, triples: Ints, least: int
) -> tuple[str, ...]:
    """The same for triples: people with all three, and with each two without the third."""
    seen = np.zeros((triples.shape[0], 4), dtype=np.int64)
    for person in people.tolist():
        on = things.state(person)[weights[person] > 0][:, triples] > 0
        many = on.sum(axis=2)
        seen[:, 0] += (many == 3).any(axis=0) & (many < 3).any(axis=0)
        for at in range(3):
            seen[:, at + 1] += ((many == 2) & ~on[:, :, at]).any(axis=0)
    return tuple(
        np.select(
            [seen[:, 0] < least, seen[:, 1:].min(axis=1) < least], [_ALL, _PART], default=ENOUGH
        ).tolist()
    )


def carried(things: Things, weights: Floats, people: Ints, members: Ints) -> Ints:
    """People seen with all of each set and without, (sets,); `members` is (sets, size)."""
    found = np.zeros(members.shape[0], dtype=np.int64)
    for person in people.tolist():
        on = together(things.state(person)[weights[person] > 0], members)
        found += (on.max(axis=0, initial=0.0) > 0) & (on.min(axis=0, initial=1.0) < 1)
    return found


def counted(reasons: tuple[str, ...]) -> Mapping[str, int]:
    """How many could not be asked about, by reason."""
    words, counts = np.unique([one for one in reasons if one], return_counts=True)
    return dict(zip(words.tolist(), counts.tolist(), strict=True))
