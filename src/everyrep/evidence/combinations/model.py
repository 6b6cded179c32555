"""The model that combinations are held against: everything that things do by themselves.

    y = person + month + objects with their run-up and lag + behaviours with their amounts
        + how many pairs somebody has + combinations already in the model + error

People are taken one at a time: each has few of all columns, so that no table of all people, months
and columns is ever made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.combinations.things import SETS, Things, run_up, together

_TOLERANCE = 1e-9
_TANGLED = 1e-6


@dataclass(frozen=True)
class Rows:
    """Months of one person that count, centred and times the root of their weight.

    Attributes:
        columns: Which columns of the model, (k,).
        x: (rows, k).
        y: (rows,).
        state: What is on, neither centred nor weighted, (rows, things).
        root: Roots of the weights, (rows,).
        share: Share of the person's weight, (rows,).
    """

    columns: Ints
    x: Floats
    y: Floats
    state: Floats
    root: Floats
    share: Floats

    def centred(self, values: Floats) -> Floats:
        """Other columns in the same form; `values` is (rows, columns)."""
        return np.asarray((values - self.share @ values) * self.root[:, None])


@dataclass(frozen=True)
class Model:
    """Some people of a company.

    Attributes:
        y: Outcome, (units, periods); NaN where there is none.
        weights: What it rests on, (units, periods).
        things: Of all people, (units, ...).
        labels: Which people hang together, (units,).
        people: Places of the people who are in it.
        within: Combinations that are in the model.
    """

    y: Floats
    weights: Floats
    things: Things
    labels: Ints
    people: Ints
    within: SETS = ()

    @property
    def periods(self) -> int:
        """How many months."""
        return int(self.y.shape[1])

    @property
    def width(self) -> int:
        """How many columns."""
        return self.things.columns + 2 * len(self.within) + self.periods - 1

    @property
    def told(self) -> Ints:
        """Columns of the combinations; each is followed by that of its run-up."""
        return self.things.columns + 2 * np.arange(len(self.within))

    def by_cluster(self) -> Iterator[list[int]]:
        """People who hang together."""
        order = self.people[np.argsort(self.labels[self.people], kind="stable")]
        own = self.labels[order]
        for part in np.split(order, np.flatnonzero(own[1:] != own[:-1]) + 1):
            if part.size:
                yield part.tolist()

    def rows(self, person: int) -> Rows:
        """The months of a person."""
        state = self.things.state(person)
        columns, alone = self.things.alone(person, state)
        held = [self._combined(state, one) for one in self.within]
        months = np.eye(self.periods)[:, 1:]
        x = np.concatenate([alone, *held, months], axis=1)
        more = np.arange(self.things.columns, self.width)
        seen = self.weights[person] > 0
        weights, y = self.weights[person][seen], self.y[person][seen]
        root, share = np.sqrt(weights), weights / weights.sum()
        x = x[seen]
        return Rows(
            np.concatenate([columns, more]), (x - share @ x) * root[:, None],
            (y - share @ y) * root, state[seen], root, share,
        )  # fmt: skip

    def _combined(self, state: Floats, members: tuple[int, ...]) -> Floats:
        on = together(state, np.array([members]))
        return np.concatenate([on, run_up(on, self.things.windows.run_up)], axis=1)


@dataclass(frozen=True)
class Fitted:
    """A model worked out.

    Attributes:
        inverse: Of its system, (columns, columns).
        known: Which columns can be told from all others, (columns,).
        weight: Coefficients, (columns,).
        cells: People and months in it.
        free: Cells less what the model uses up.
    """

    inverse: Floats
    known: Bools
    weight: Floats
    cells: int
    free: int


def fitted(model: Model) -> Fitted:
    """Solve the model for some people."""
    gram = np.zeros((model.width, model.width))
    moment = np.zeros(model.width)
    cells = 0
    for person in model.people.tolist():
        own = model.rows(person)
        gram[np.ix_(own.columns, own.columns)] += own.x.T @ own.x
        moment[own.columns] += own.x.T @ own.y
        cells += own.y.size
    inverse, known, rank = _inverse(gram)
    free = max(cells - model.people.size - rank, 1)
    return Fitted(inverse, known, inverse @ moment, cells, free)


def _inverse(gram: Floats) -> tuple[Floats, Bools, int]:
    """Inverse of the system, which columns can be told from all others, and how many count."""
    scale = np.sqrt(np.diag(gram))
    filled = scale > 0
    safe = np.where(filled, scale, 1.0)
    values, vectors = np.linalg.eigh(gram / np.outer(safe, safe))
    small = values <= _TOLERANCE * max(float(values.max(initial=0.0)), 1e-300)
    inverse = (vectors[:, ~small] / values[~small]) @ vectors[:, ~small].T
    tangled = (vectors[:, small] ** 2).sum(axis=1) > _TANGLED
    return inverse / np.outer(safe, safe), filled & ~tangled, int((~small).sum())
