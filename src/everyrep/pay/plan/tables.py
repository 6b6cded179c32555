"""Tables of a plan: tiers, steps, curves and grids, and what tells one reading from another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from everyrep.pay.language import Checked
from everyrep.pay.shape import Boundary, Shape


class Refund(StrEnum):
    """What a line that takes another one back is worth."""

    ORIGINAL = "original"  # what its original is worth by now, as a share of it
    CUMULATIVE = "cumulative"  # what the total falls by
    CURRENT = "current"  # what it would be worth as a line of its own


class Mode(StrEnum):
    """How a table of tiers is read. One table has as many payouts as there are modes."""

    MARGINAL = "marginal"  # each part at the rate of the tier it lies in
    DEAL_BEFORE = "deal_before"  # the whole deal at the tier that was reached before it
    DEAL_AFTER = "deal_after"  # the whole deal at the tier that is reached with it
    RETROACTIVE = "retroactive"  # everything in the window at the tier that is reached in the end
    INTERPOLATE_ADD = "interpolate_add"  # passed tiers pay their amount, the last one its share
    CURVE = "curve"  # straight between points
    STEP = "step"  # the amount of the step that is reached


class Above(StrEnum):
    """What lies above a table's last bound."""

    OPEN = "open"  # the last tier goes on
    FLAT = "flat"  # nothing more is paid
    ERROR = "error"  # such a value is refused


@dataclass(frozen=True)
class Table:
    """Tiers, steps or a curve, with all that tells one reading from another.

    Attributes:
        name: Its name in the plan.
        over: The measure that it runs over.
        in_quotas: Whether its bounds are parts of the measure's quota; else the measure's own unit.
        mode: How it is read.
        boundary: Which tier a value on a bound belongs to.
        shape: What it pays in all for what was reached.
        bounds: Where each tier begins: parts of the quota, or the measure's unit (minor, of money).
        rates: What each tier pays, as written: shares, or amounts in minor units.
        pays_amounts: Whether rates are amounts of money.
        above: What lies above the last bound.
        last: The last tier's end; None where it is open.
        refund: What a line that takes another one back is worth.
    """

    name: str
    over: str
    in_quotas: bool
    mode: Mode
    boundary: Boundary
    shape: Shape
    bounds: tuple[Fraction, ...]
    rates: tuple[Fraction, ...]
    pays_amounts: bool
    above: Above
    last: Fraction | None
    refund: Refund


@dataclass(frozen=True)
class Grid:
    """A rate by two or more conditions: rows and columns of bounds.

    Attributes:
        name: Its name in the plan.
        across: What columns ask, and the bounds where each but the first begins.
        down: What rows ask, and the bounds where each but the first begins.
        boundary: Which cell a value on a bound belongs to.
        rates: Rows of rates, shape (rows, columns).
    """

    name: str
    across: tuple[Checked, tuple[Fraction, ...]]
    down: tuple[Checked, tuple[Fraction, ...]]
    boundary: Boundary
    rates: tuple[tuple[Fraction, ...], ...]
