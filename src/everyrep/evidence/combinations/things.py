"""What people may have together: learning objects from the day they were had, and behaviours.

A learning object is on from the month in which it can work; a behaviour is on in months before
which there was much of it. Beside both stands what must not be taken for their being together: the
run-up, the months in training, what is done this very month, and what is still to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from everyrep.evidence.arrays import NEVER, Bools, Floats, Ints
from everyrep.evidence.curriculum.exposures import STRETCHES, Windows, stretches

SETS = tuple[tuple[int, ...], ...]
"""Sets of things, by number: pairs and triples."""
MANY = 20
"""Pairs of a kind from which on how many were had of them stands in the model as well."""
AMOUNTS = 3


@dataclass(frozen=True)
class Things:
    """Objects first, behaviours after them; a thing is known by its place.

    Attributes:
        names: As a question names them, "course:Value Selling" or "activity:call", (things,).
        titles: As a reader sees them, (things,).
        first: Month in which each had each object first, (people, objects); `NEVER` for never.
        much: Whether there was much of each behaviour just before, (people, months, behaviours).
        amounts: Amount of each behaviour before, in the month itself and still to come,
            (people, months, behaviours, 3), about 1 on average.
        windows: Which months belong to what.
    """

    names: tuple[str, ...]
    titles: tuple[str, ...]
    first: Ints
    much: Bools
    amounts: Floats
    windows: Windows

    @property
    def objects(self) -> int:
        """How many learning objects."""
        return int(self.first.shape[1])

    @property
    def behaviours(self) -> int:
        """How many behaviours."""
        return int(self.much.shape[2])

    @property
    def periods(self) -> int:
        """How many months."""
        return int(self.much.shape[1])

    def __len__(self) -> int:
        return self.objects + self.behaviours

    def is_behaviour(self, thing: int) -> bool:
        """Whether people choose it month by month."""
        return thing >= self.objects

    def state(self, person: int) -> Floats:
        """What is on in each month, zeros and ones, (periods, things)."""
        at = np.arange(self.periods)[:, None]
        first = self.first[person]
        since = np.where(first != NEVER, at - np.where(first != NEVER, first, 0), -1)
        had = since >= self.windows.lag + 1
        return np.concatenate([had, self.much[person]], axis=1).astype(float)

    @property
    def columns(self) -> int:
        """Columns that things take by themselves."""
        return self.objects * len(STRETCHES) + self.behaviours * (1 + AMOUNTS) + self._crowds.size

    @property
    def _crowds(self) -> Ints:
        """Which counts of pairs stand in the model: of objects, of both kinds, of behaviours."""
        o, b = self.objects, self.behaviours
        return np.flatnonzero([n >= MANY for n in (o * (o - 1) // 2, o * b, b * (b - 1) // 2)])

    def alone(self, person: int, state: Floats) -> tuple[Ints, Floats]:
        """What things do by themselves, for one person.

        How many pairs somebody has stands beside them: were each thing worth less the more there
        are, or were those to grow who take most, all pairs would seem to work or to harm.

        Returns:
            Numbers of the columns that are not zero, (k,), and the columns, (periods, k).
        """
        taken = np.flatnonzero(self.first[person] != NEVER)
        parts = [stretches(self.first[person, taken], self.periods, self.windows)]
        places = [(taken[:, None] * len(STRETCHES) + np.arange(len(STRETCHES))).ravel()]
        start = self.objects * len(STRETCHES)
        for number in range(self.behaviours):
            own = state[:, self.objects + number, None]
            parts.append(np.concatenate([own, self.amounts[person, :, number]], axis=1))
            places.append(start + number * (1 + AMOUNTS) + np.arange(1 + AMOUNTS))
        start += self.behaviours * (1 + AMOUNTS)
        had, done = state[:, : self.objects].sum(axis=1), state[:, self.objects :].sum(axis=1)
        crowd = np.stack([had * (had - 1) / 2, had * done, done * (done - 1) / 2], axis=1)
        # Tens, so that columns are of like size.
        parts.append(crowd[:, self._crowds] / 10)
        places.append(start + np.arange(self._crowds.size))
        return np.concatenate(places), np.concatenate(parts, axis=1)


def together(state: Floats, members: Ints) -> Floats:
    """Whether all members of sets are on, (periods, sets); `members` is (sets, size)."""
    found = state[:, members[:, 0]]
    for at in range(1, members.shape[1]):
        found = found * state[:, members[:, at]]
    return found


def run_up(on: Floats, months: int) -> Floats:
    """Months without in which it is about to be on within some months, of the shape of `on`."""
    coming = np.zeros_like(on)
    for ahead in range(1, min(months, on.shape[0] - 1) + 1):
        coming[:-ahead] = np.maximum(coming[:-ahead], on[ahead:])
    return coming * (1 - on)


def pairs_of(things: int) -> Ints:
    """All pairs, (pairs, 2)."""
    return np.stack(np.triu_indices(things, 1), axis=1).astype(np.int64)


def parts_of(sets: Sequence[tuple[int, ...]]) -> SETS:
    """All pairs within some sets, each once, in order."""
    return tuple(sorted({pair for one in sets for pair in combinations(sorted(one), 2)}))
