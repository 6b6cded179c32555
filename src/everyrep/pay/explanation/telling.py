"""Exact numbers in words: never a rounded one without saying so."""

from __future__ import annotations

from fractions import Fraction

from everyrep.pay.language import Kind
from everyrep.values.currency import Currency
from everyrep.values.money import Money
from everyrep.values.rounding import Rounding, round_exact

_PLACES = 4


def number(value: Fraction) -> str:
    """A number, to four places where it has more: "1.5", "about 0.3333"."""
    scaled = round_exact(value * 10**_PLACES, Rounding.HALF_EVEN)
    text = f"{Fraction(scaled, 10**_PLACES).__float__():,.{_PLACES}f}".rstrip("0").rstrip(".")
    if abs(scaled) >= 10**15:
        text = f"{scaled // 10**_PLACES:,}"
    return text if Fraction(scaled, 10**_PLACES) == value else f"about {text}"


def percent(value: Fraction) -> str:
    """A share: "8%", "about 33.3333%"."""
    return f"{number(value * 100)}%"


def factor(value: Fraction) -> str:
    """A multiplier: "1.5x"."""
    return f"{number(value)}x"


def money(minor: Fraction | int, currency: Currency) -> str:
    """An amount in minor units, with what lies behind its last digit where something does."""
    whole = Fraction(minor)
    if whole.denominator == 1:
        return Money(whole.numerator, currency).format()
    finer = number(whole / currency.scale)
    return f"{finer} {currency}"


def amount(value: Fraction, kind: Kind, currency: Currency) -> str:
    """A value of a kind: money, or a number."""
    return money(value, currency) if kind is Kind.MONEY else number(value)
