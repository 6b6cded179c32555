"""Grids of a plan file: a rate by two conditions."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from everyrep.pay.language import Checked, Kind
from everyrep.pay.plan.reading.part import Part
from everyrep.pay.plan.reading.tables import WHY_BOUNDARY
from everyrep.pay.plan.reading.words import AMOUNTS, Words
from everyrep.pay.plan.tables import Grid
from everyrep.pay.shape import Boundary
from everyrep.values import UserError

Axis = tuple[Checked, tuple[Fraction, ...]]
_MOST_CELLS = 10_000


def read_grid(name: str, part: Part, words: Words) -> Grid:
    """One `[grid.NAME]`."""
    across, down = _axis(part, "across", words), _axis(part, "down", words)
    boundary = part.choice("boundary", Boundary, WHY_BOUNDARY)
    rates = _rates(part, words)
    if part.clean:
        _check_size(part, rates, len(down[1]) + 1, len(across[1]) + 1)
    part.done()
    return Grid(name, across, down, boundary, rates)


def _axis(part: Part, key: str, words: Words) -> Axis:
    inner = part.part(key, "It says what the rate goes by")
    if inner is None:
        return words.expression("1", part.spot(key), {}, (Kind.NUMBER,)), ()
    of = words.of_key(inner, "of", words.of_credit, AMOUNTS[1:] + AMOUNTS[:1])
    items = inner.items("bounds", "They say where each but the first begins", needed=True)
    bounds = tuple(
        words.constant(one, inner.spot("bounds", at), (of.kind,))[1] for at, one in enumerate(items)
    )
    if inner.clean and any(one >= two for one, two in pairwise(bounds)):
        inner.wrong("bounds", UserError("They do not rise", remedy="write each once, rising"))
    inner.done()
    return of, bounds


def _rates(part: Part, words: Words) -> tuple[tuple[Fraction, ...], ...]:
    rows = part.items("rates", "They are what it pays", needed=True)
    if sum(len(row) for row in rows if isinstance(row, list)) > _MOST_CELLS:
        part.wrong("rates", UserError(f"It has more than {_MOST_CELLS:,} cells"))
        return ()
    return tuple(_row(part, at, row, words) for at, row in enumerate(rows))


def _row(part: Part, at: int, row: object, words: Words) -> tuple[Fraction, ...]:
    spot = part.spot("rates", at)
    if not isinstance(row, list):
        part.problems.add(UserError("Each row is a list of rates"), *spot)
        return ()
    return tuple(words.constant(one, spot, (Kind.NUMBER,))[1] for one in row)


def _check_size(
    part: Part, rates: tuple[tuple[Fraction, ...], ...], rows: int, columns: int
) -> None:
    """Hold that there is a rate for each cell."""
    if len(rates) != rows:
        found = f"It has {len(rates)} rows, and its bounds down part {rows}"
        part.wrong("rates", UserError(found, why="A cell without a rate would pay nothing"))
    for at, row in enumerate(rates):
        if len(row) != columns:
            found = f"It has {len(row)} rates, and the bounds across part {columns} columns"
            part.problems.add(UserError(found), *part.spot("rates", at))
