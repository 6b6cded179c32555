"""Money shared to the last minor unit by largest remainder, each by exact shares.

Each gets the whole units of its exact part; what is left of the total goes one unit each to the
largest remainders, and among equal ones to the first listed. An amount below zero is shared like
the same amount above zero, so that taking a line back mirrors it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from everyrep.pay.columns import Numbers
from everyrep.pay.exact import Exact, Places, Whole, largest, narrowed
from everyrep.pay.facts.credited import Codes
from everyrep.values.rounding import Rounding

_FITS = 2**61
_SMALL = 10**6
_SURE = 2.0**40


def shared(amounts: Whole, shares: Codes, table: Sequence[Fraction], starts: Places) -> Whole:
    """Parts of amounts, shape (rows,).

    Args:
        amounts: What is shared, in minor units; the same for all rows of a group, shape (rows,).
        shares: Place of each row's share in the table.
        table: Shares that occur, none below zero.
        starts: First row of each group, ascending, beginning with 0; rows as listed.

    Returns:
        Whole minor units. Each group sums to its amount times the sum of its shares, halves away
        from zero: where shares sum to 1, to the amount itself.
    """
    if not shares.size:
        return amounts
    weights, below = _weighed(shares, table, starts)
    size, sizes = abs(amounts), _sizes(starts, shares.size)
    if max(largest(size), 1) * max(largest(weights), largest(below)) * int(sizes.max()) >= _FITS:
        size, weights, below = size.astype(object), weights.astype(object), below.astype(object)
    exact, under = size * weights, np.repeat(below, sizes)
    parts = exact // under
    rest = exact - parts * under
    spare = (2 * np.add.reduceat(rest, starts) + below) // (2 * below)
    rows = np.flatnonzero(np.repeat(spare > 0, sizes))
    if rows.size:
        parts[rows] += _extra(rest[rows], np.repeat(np.arange(starts.size), sizes)[rows], spare)
    signed = np.where(amounts < 0, -parts, parts)
    fits = signed.dtype == object and largest(signed) < _FITS
    return np.asarray(signed.astype(np.int64) if fits else signed)


def times_share(numbers: Numbers, shares: Codes, table: Sequence[Fraction]) -> Numbers:
    """Numbers times exact shares."""
    share = share_column(shares, table)
    below = share.below
    if numbers.below is not None:
        below = numbers.below if below is None else below * numbers.below
    return Numbers(numbers.above * share.above, below, numbers.known)


def share_column(shares: Codes, table: Sequence[Fraction]) -> Numbers:
    """Shares as a column: over one denominator where that is small, else each over its own."""
    if lcm(*(share.denominator for share in table)) <= _SMALL:
        return Numbers(Exact.of(table).take(shares))
    above = Exact.of(share.numerator for share in table)
    below = Exact.of(share.denominator for share in table)
    return Numbers(above.take(shares), below.take(shares))


def part_of(amounts: Whole, share: Fraction) -> Whole:
    """One share of each amount, halves away from zero."""
    if share == 1:
        return amounts
    return (Exact(amounts) * share).rounded(Rounding.HALF_UP)


def sums_of(shares: Codes, table: Sequence[Fraction], starts: Places) -> tuple[Whole, Whole]:
    """Sums of shares by group: what each is above its fraction's line, and what is below."""
    if not shares.size:
        return shares, shares
    weights, below = _weighed(shares, table, starts)
    return np.add.reduceat(weights, starts), below


def summed_shares(
    shares: Codes, table: Sequence[Fraction], starts: Places
) -> tuple[Codes, tuple[Fraction, ...]]:
    """Sums of shares by group: the place of each group's in a new table, and that table."""
    above, below = sums_of(shares, table, starts)
    if above.dtype == object or largest(above) * (largest(below) + 1) >= _FITS:
        above, below = above.astype(object), below.astype(object)
    width = largest(below) + 1
    found, places = np.unique(above * width + below, return_inverse=True)
    sums = tuple(Fraction(int(key // width), int(key % width)) for key in found)
    return places.astype(np.int64), sums


def _weighed(shares: Codes, table: Sequence[Fraction], starts: Places) -> tuple[Whole, Whole]:
    """Each row's share above its group's line, and what is below: over no more than it takes."""
    over = lcm(*(share.denominator for share in table))
    if over <= _SMALL:
        weights = narrowed([int(share * over) for share in table])
        return weights[shares], np.full(starts.size, over, dtype=np.int64)
    above = narrowed([share.numerator for share in table])[shares]
    below = narrowed([share.denominator for share in table])[shares]
    if np.multiply.reduceat(below.astype(np.float64), starts).max() >= _SURE:
        above, below = above.astype(object), below.astype(object)
    common = np.lcm.reduceat(below, starts)
    return above * (np.repeat(common, _sizes(starts, shares.size)) // below), common


def _sizes(starts: Places, rows: int) -> Places:
    return np.diff(np.append(starts, rows))


def _extra(rest: Whole, groups: Places, spare: Whole) -> Places:
    """One more unit for the rows with the largest remainders.

    Args:
        rest: Remainders, in parts that are alike within a group.
        groups: The group of each row, ascending; each has units left.
        spare: How many units each group has left.
    """
    order = np.lexsort((-_ranked(rest), groups))
    first = np.flatnonzero(np.diff(groups, prepend=-1))
    rank = np.arange(rest.size) - np.repeat(first, _sizes(first, rest.size))
    extra = np.zeros(rest.size, dtype=np.int64)
    extra[order] = rank < spare[groups]
    return extra


def _ranked(values: Whole) -> Places:
    """Whole numbers of any size as places in their order, equal ones alike."""
    if values.dtype != object:
        return values
    return np.unique(values, return_inverse=True)[1].astype(np.int64)
