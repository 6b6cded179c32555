"""Units of figures, and the border between exact money and the numbers of statistics."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from everyrep.values.currency import Currency
from everyrep.values.errors import UnknownName, require
from everyrep.values.money import Money
from everyrep.values.rounding import Rounding, round_exact

Value = int | float | Fraction | Money

PLAIN_UNITS = frozenset({"share", "points", "days", "count", "ratio", "score", "number"})


def money_from_minor(minor: float | Fraction, currency: str | Currency) -> Money:
    """A statistic computed in minor units (a mean, a bound) as the nearest amount of money.

    This is the one door from the numbers of statistics to Money: halves go to the even unit.
    It is for estimates. Nobody is paid through it.

    Raises:
        InternalError: The number is not finite.
    """
    require(math.isfinite(minor), f"A statistic is {minor}", "Answer with NotEstimable")
    return Money(round_exact(Fraction(minor), Rounding.HALF_EVEN), Currency.of(currency))


def as_number(value: Value | None) -> float | None:
    """A value as a float: major units for money. For charts and statistics, never for pay."""
    if value is None:
        return None
    return float(value.major) if isinstance(value, Money) else float(value)


def check_unit(unit: str) -> None:
    """Accept a unit of the known forms.

    Raises:
        UnknownName: It has none of them.
    """
    base = unit.partition("/")[0]
    if base in PLAIN_UNITS or re.fullmatch(r"per_[a-z]+", base):
        return
    if unit_currency(unit) is None:
        raise UnknownName("unit", unit, [*PLAIN_UNITS, "money:USD", "per_day", "money:USD/day"])


def unit_currency(unit: str) -> Currency | None:
    """The currency of "money:USD" or "money:USD/day"; None for units that are not money."""
    kind, _, code = unit.partition("/")[0].partition(":")
    return Currency.of(code) if kind == "money" else None
