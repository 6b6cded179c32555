"""Which cells of a table to leave out, so that no sum told elsewhere gives a small one away.

A table of two dimensions seldom stands alone: its total, some of its rows' sums and some of its
columns' sums are told by other figures. All of them together are equations, and whoever solves
them knows what was left out. So cells are left out until nothing about too few people follows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from everyrep.analysis.pipeline.likedays import LikeDays
from everyrep.analysis.pipeline.wall import hidden_by_the_door
from everyrep.measures.source import FactSource
from everyrep.values import Period, Scope

Cell = tuple[str, str]
Cells = frozenset[Cell]
_TOLD = ("due", "overdue", "before")
"""When deals close of which the sum over all stages is told."""


def hidden_lines(
    source: FactSource, scope: Scope, like: LikeDays, where: str | None, period: Period
) -> Cells:
    """Stages, with when their deals close, that are left out for who sees groups alone.

    The sums of stages, of what is due, overdue and ahead, and of all are told by other figures; so
    is what of a stage is due, to whoever asks for the pipeline of the period.

    Args:
        source: An open build.
        scope: Who asks.
        like: The open deals in their groups.
        where: Which deals count.
        period: Within which deals are due.
    """
    if scope.min_group <= 1:
        return frozenset()
    people: dict[Cell, frozenset[str]] = {
        group: frozenset(like.owners[like.now == at].tolist()) - {""}
        for at, group in enumerate(like.groups)
    }
    withheld = hidden_by_the_door(source, "pipeline", "stage", scope, where)
    sums = {
        frozenset(cell for cell in people if cell[0] == stage): stage not in withheld
        for stage, _ in like.groups
    }
    if like.closes_known:
        sums |= {frozenset(cell for cell in people if cell[1] == when): True for when in _TOLD}
        untold = hidden_by_the_door(source, "pipeline", "stage", scope, where, period)
        sums |= {
            frozenset([cell]): True for cell in people if cell[1] == "due" and cell[0] not in untold
        }
    small = [one for one in sums if 0 < len(_together(people, one)) < scope.min_group]
    told = [one for one, shown in sums.items() if shown and one not in small]
    return left_out(people, [frozenset(people), *told], scope.min_group, small)


def _together(people: Mapping[Cell, frozenset[str]], cells: Collection[Cell]) -> frozenset[str]:
    return frozenset[str]().union(*(people[cell] for cell in cells))


def left_out(
    people: Mapping[Cell, frozenset[str]],
    told: Iterable[Cells],
    least: int,
    secret: Iterable[Cells] = (),
) -> Cells:
    """The cells to leave out of a table.

    Args:
        people: Whose facts each cell is about; a cell about nobody in particular is no secret.
        told: Sets of cells whose sums are known from elsewhere.
        least: The fewest people that may be told of together.
        secret: Sets of cells whose sums are withheld elsewhere, for being about too few.

    Returns:
        Small cells, and others as needed. Where the sums told elsewhere give a small cell away by
        themselves, nothing that is left out here helps.
    """
    small = frozenset(cell for cell, who in people.items() if 0 < len(who) < least)
    sums = [one & people.keys() for one in told]
    secrets = [frozenset([cell]) for cell in small] + [one & people.keys() for one in secret]
    gone = set(small)
    while leak := _leak(people, sums, secrets, gone, least):
        candidates = _beside(leak, people, sums, gone)
        if not candidates:
            return frozenset(gone)
        gone.add(min(candidates, key=lambda cell: (len(people[cell]), cell)))
    # What was left out early may be needless by what was left out later.
    for cell in sorted(gone - small, key=lambda cell: (-len(people[cell]), cell)):
        if _leak(people, sums, secrets, gone - {cell}, least) is None:
            gone.remove(cell)
    return frozenset(gone)


def _leak(
    people: Mapping[Cell, frozenset[str]],
    sums: Collection[Cells],
    secrets: Iterable[Cells],
    gone: Collection[Cell],
    least: int,
) -> Cells | None:
    """Cells about too few people whose sum follows from what is told; None where there are none."""
    for one in sums:
        rest = frozenset(one.intersection(gone))
        if 0 < len(_together(people, rest)) < least:
            return rest
    shown = [frozenset([cell]) for cell in people if cell not in gone]
    known = _matrix(people, [*shown, *sums])
    rank = np.linalg.matrix_rank(known) if len(known) else 0
    for secret in secrets:
        if secret and np.linalg.matrix_rank(np.vstack([known, _matrix(people, [secret])])) == rank:
            return secret
    return None


def _matrix(people: Mapping[Cell, frozenset[str]], sets: Collection[Cells]) -> np.ndarray:
    """One row a set, 1 for each cell that is in it; shape (sets, cells)."""
    return np.array([[cell in one for cell in people] for one in sets], float).reshape(
        len(sets), len(people)
    )


def _beside(
    leak: Cells,
    people: Mapping[Cell, frozenset[str]],
    sums: Iterable[Cells],
    gone: Collection[Cell],
) -> Cells:
    """Cells still shown in the smallest sum that the leak is in; else in any sum, else at all."""
    shown = frozenset(cell for cell, who in people.items() if cell not in gone and who)
    near = [one for one in sums if one & leak and one & shown]
    return min(near, key=lambda one: (len(one), sorted(one))) & shown if near else shown
