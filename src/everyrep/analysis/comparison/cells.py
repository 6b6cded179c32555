"""From a panel to the rows of a model: units, people and what they sold, as places in lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.comparison.arrays import Bools, Floats, Ints
from everyrep.measures import Panel
from everyrep.measures.answer import Key

OTHER = "(other)"
_FEWEST = 5.0  # weight of a level of the mix below which it joins the others


@dataclass(frozen=True)
class Coding:
    """One dimension as places in a list of its groups.

    Attributes:
        name: Of the dimension.
        keys: Its groups, sorted, the one not known last.
        place: Place of each row, shape (rows,).
    """

    name: str
    keys: tuple[Key, ...]
    place: Ints

    @property
    def count(self) -> int:
        """How many groups there are."""
        return len(self.keys)

    def kept(self, rows: Bools) -> Coding:
        """The same for some of the rows, without groups that no row has."""
        used, place = np.unique(self.place[rows], return_inverse=True)
        return Coding(self.name, tuple(self.keys[i] for i in used), place.astype(np.int64))


def coded(name: str, column: Iterable[Key]) -> Coding:
    """A column of groups as places."""
    listed = list(column)
    known = sorted({key for key in listed if key is not None}, key=str)
    keys: tuple[Key, ...] = (*known, *([None] if any(key is None for key in listed) else []))
    where = {key: at for at, key in enumerate(keys)}
    place = np.fromiter((where[key] for key in listed), dtype=np.int64, count=len(listed))
    return Coding(name, keys, place)


def coding(panel: Panel, name: str) -> Coding:
    """A dimension of a panel as places."""
    return coded(name, panel.groups[name])


def gathered(coding: Coding, weights: Floats, fewest: float = _FEWEST) -> Coding:
    """The same with levels of little weight put together as "(other)"."""
    weight = np.bincount(coding.place, weights=weights, minlength=coding.count)
    small = weight < fewest
    if small.sum() < 2:
        return coding
    column: list[Key] = [OTHER if small[i] else coding.keys[i] for i in coding.place]
    return coded(coding.name, column)


def crossing(codings: Sequence[Coding], rows: int) -> Coding:
    """The cells that several dimensions make together; one cell for everything if there is none."""
    if not codings:
        return Coding("all", ("all",), np.zeros(rows, dtype=np.int64))
    names = [" · ".join(str(c.keys[c.place[row]]) for c in codings) for row in range(rows)]
    return coded(" x ".join(c.name for c in codings), names)


def columns_of(codings: Sequence[Coding], rows: int) -> Floats:
    """An intercept and an indicator of each level but the first of each dimension."""
    blocks = [np.ones((rows, 1))]
    blocks += [np.eye(c.count)[c.place][:, 1:] for c in codings if c.count > 1]
    return np.hstack(blocks)
