"""Facts of lines as they are credited: each credit's part of money, counts and numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from everyrep.pay.columns import Column, Columns, Numbers
from everyrep.pay.exact import Exact, Flags, Places, Whole
from everyrep.pay.facts.crediting import Credits
from everyrep.pay.facts.lines import Lines
from everyrep.pay.facts.sharing import part_of, shared, times_share
from everyrep.pay.language import Kind

SHARED = frozenset({Kind.COUNT})
"""Kinds that are multiplied by the share, besides money; a rate is the same for everybody."""


def credited_facts(
    lines: Lines, given: Credits, facts: Columns, kinds: Mapping[str, Kind], template: Places
) -> dict[str, Column]:
    """The plan's facts in each credit, shape (credits,)."""
    before = _taken_before(lines, template)
    found: dict[str, Column] = {}
    for name, kind in kinds.items():
        column = facts[name]
        if kind is Kind.MONEY and isinstance(column, Numbers):
            found[name] = _money(given, column, before)
        elif kind in SHARED and isinstance(column, Numbers):
            found[name] = times_share(column.take(given.line), given.share, given.shares)
        else:
            found[name] = column.take(given.line)
    return found


def _money(given: Credits, column: Numbers, before: tuple[Places, Places]) -> Numbers:
    known = None if column.known is None else column.known[given.line]
    amounts = column.above.parts
    if column.known is not None:
        amounts = np.where(column.known, amounts, 0)
    parts = _parts(given, amounts, before)
    return Numbers(Exact(parts), known=known)


def _parts(given: Credits, amounts: Whole, before: tuple[Places, Places]) -> Whole:
    """Parts of amounts; what is taken back bit by bit is shared along its sum.

    So a line that is taken back in several parts comes to nothing for everybody once it is taken
    back in full.
    """
    rows, starts = before
    if not rows.size:
        return _split(given, amounts)
    sums = Exact(amounts[rows]).running(starts).parts
    reached, earlier = amounts.astype(sums.dtype), np.zeros(amounts.size, dtype=sums.dtype)
    reached[rows], earlier[rows] = sums, sums - amounts[rows]
    return _split(given, reached) - _split(given, earlier)


def _split(given: Credits, amounts: Whole) -> Whole:
    """Each credit's part of its line's amount."""
    summed = np.zeros(len(given), dtype=bool)
    for passed in given.passed:
        summed[passed.above] = True
    parts = _by_share(given, amounts, ~summed)
    for passed in given.passed:
        _pass_up(parts, passed.below, passed.above, part_of(parts[passed.below], passed.share))
    return parts


def _by_share(given: Credits, amounts: Whole, rows: Flags) -> Whole:
    """Parts by share among the credits of one line and kind; nothing in other rows."""
    parts = amounts[given.line]
    whole = np.array([share == 1 for share in given.shares] or [True], dtype=bool)
    several = np.append(given.line[1:] == given.line[:-1], False)[: len(given)]
    several[1:] |= several[:-1]
    at = np.flatnonzero(rows & (several | ~whole[given.share]))
    if at.size:
        line, kind = given.line[at], given.kind[at]
        new = (line[1:] != line[:-1]) | (kind[1:] != kind[:-1])
        starts = np.flatnonzero(np.append(True, new))
        found = shared(parts[at], given.share[at], given.shares, starts)
        parts = parts.astype(np.result_type(parts, found))
        parts[at] = found
    parts[~rows] = 0
    return parts


def _pass_up(parts: Whole, below: Places, above: Places, added: Whole) -> None:
    """Add what goes up to the credits above, in place; each of them is in one rule only."""
    order = np.argsort(above, kind="stable")
    keys = above[order]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: keys.size])
    if below.size:
        parts[keys[starts]] = np.add.reduceat(added[order], starts)


def _taken_before(lines: Lines, template: Places) -> tuple[Places, Places]:
    """Lines that take back what others take back too, sorted by original, day and id.

    Returns:
        Their rows, and where those of each original begin.
    """
    back = np.flatnonzero((lines.reverses >= 0) & (template != np.arange(template.size)))
    order = back[np.lexsort((back, lines.day[back], lines.reverses[back]))]
    origin = lines.reverses[order]
    same = origin[1:] == origin[:-1]
    several = np.append(same, False)[: origin.size] | np.append(False, same)[: origin.size]
    rows = order[several]
    starts = np.flatnonzero(np.append(True, np.diff(lines.reverses[rows]) != 0)[: rows.size])
    return rows, starts
