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


def counted_back(values: Exact, reverses: Places, earlier: Flags) -> Exact:
    """Numbers of things in which what takes a line back takes its number back too.

    A refund that has the sign of its original (such as 1, where lines are counted) has not turned
    it round by itself. The first that takes a line back takes all of its number; others of the same
    line take nothing more.

    Args:
        values: As worked out for each row by itself.
        reverses: Row of the line that each one takes back, or -1.
        earlier: Rows that take back a line before the plan.
    """
    back = np.flatnonzero(reverses >= 0)
    if not back.size and not bool(earlier.any()):
        return values
    own = np.sign(values.parts).astype(np.int64)
    parts = np.where(earlier & (own > 0), -values.parts, values.parts)
    first = np.zeros(reverses.size, dtype=bool)
    first[back[np.unique(reverses[back], return_index=True)[1]]] = True
    same = back[(own[back] != 0) & (own[back] == own[reverses[back]])]
    parts[same] = 0
    waiting = same[first[same]]
    done = np.ones(reverses.size, dtype=bool)
    done[waiting] = False
    while waiting.size:
        ready = done[reverses[waiting]]
        rows = waiting[ready]
        parts[rows] = -parts[reverses[rows]]
        done[rows], waiting = True, waiting[~ready]
    return Exact(parts, values.over)


def roots(reverses: Places) -> Places:
    """The line at the end of each chain of lines that take one another back."""
    if bool((reverses < 0).all()):
        return np.arange(reverses.size)
    found = np.where(reverses >= 0, reverses, np.arange(reverses.size))
    while bool((found != found[found]).any()):
        found = found[found]
    return found
