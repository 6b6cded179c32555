"""Lines that take another one back are worth what their original is worth, as a share of it."""

from __future__ import annotations

import numpy as np

from everyrep.pay.calculation.groups import Groups
from everyrep.pay.exact import Exact, Flags, Places, Whole
from everyrep.values.rounding import Rounding


def taken_back(reverses: Places, base: Exact, amounts: Whole, pays: Flags, rule: Rounding) -> Whole:
    """Amounts in which lines that take another one back have their share of its amount.

    The shares of one original are rounded along their sum, so that what is taken back in parts and
    in full comes to nothing.

    Args:
        reverses: Row of the line that each one takes back, or -1.
        base: What each line is paid on.
        amounts: What each line would be worth by itself, in whole minor units.
        pays: Which lines are paid for.
        rule: How their sums are rounded.
    """
    back = (reverses >= 0) & pays
    if not bool(back.any()):
        return amounts
    origin = roots(reverses)
    rows = np.flatnonzero(back & (base.parts[origin] != 0) & pays[origin])
    if not rows.size:
        return amounts
    rows = rows[np.argsort(origin[rows], kind="stable")]
    first = origin[rows]
    groups = Groups.of(first)
    parts = base.take(rows)
    sums = groups.running(parts)
    worth = Exact(amounts[first])
    share_of = base.take(first)
    with_it = (worth * sums).rounded(rule, share_of)
    before = (worth * (sums - parts)).rounded(rule, share_of)
    found = amounts.copy()
    found[rows] = with_it - before
    return found


def roots(reverses: Places) -> Places:
    """The line at the end of each chain of lines that take one another back."""
    if bool((reverses < 0).all()):
        return np.arange(reverses.size)
    found = np.where(reverses >= 0, reverses, np.arange(reverses.size))
    while bool((found != found[found]).any()):
        found = found[found]
    return found
