"""Rounding by name. Where money is rounded, the rule is written at the place."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from everyrep.values.errors import UnknownName

Exact = int | Decimal | Fraction

# No amount has so many digits. Without a bound, the eleven characters of "1e999999999" would
# fill the memory as a whole number.
_MOST_DIGITS = 400


class Rounding(StrEnum):
    """How a number between two whole minor units becomes one of them."""

    HALF_UP = "half_up"  # to the nearest, halves away from zero: what payroll clerks expect
    HALF_EVEN = "half_even"  # to the nearest, halves to the even one: no drift over many
    HALF_DOWN = "half_down"  # to the nearest, halves towards zero
    UP = "up"  # away from zero
    DOWN = "down"  # towards zero
    CEILING = "ceiling"  # towards plus infinity
    FLOOR = "floor"  # towards minus infinity

    @classmethod
    def of(cls, name: str | Rounding) -> Rounding:
        """The rule with this name, as a plan or a setting writes it.

        Raises:
            UnknownName: There is no such rule.
        """
        try:
            return cls(name)
        except ValueError:
            raise UnknownName("rounding rule", name, [rule.value for rule in cls]) from None


def round_exact(value: Exact, rule: Rounding | str) -> int:
    """The whole number that the rule makes of an exact value.

    Computed in integers, so no value is too large and no half is missed.
    """
    exact = exact_fraction(value)
    rule = Rounding.of(rule)
    if rule is Rounding.FLOOR:
        return exact.numerator // exact.denominator
    if rule is Rounding.CEILING:
        return -(-exact.numerator // exact.denominator)
    size = _round_size(abs(exact), rule)
    return -size if exact < 0 else size


def exact_fraction(value: Exact | str) -> Fraction:
    """The value as a fraction, unchanged. A float or a bool is refused.

    Raises:
        TypeError: The value is a float, a bool, or no number.
        ValueError: The value is infinite, out of all proportion, or text that is no number.
    """
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, Fraction, str)):
        raise TypeError(_refusal(value))
    if isinstance(value, (str, Decimal)):
        return Fraction(_bounded(value if isinstance(value, Decimal) else _decimal(value)))
    return Fraction(value)


def _round_size(size: Fraction, rule: Rounding) -> int:
    """Round a number that is not negative."""
    whole, rest = divmod(size.numerator, size.denominator)
    if rule is Rounding.UP:
        return whole + (rest > 0)
    if rule is Rounding.DOWN:
        return whole
    twice = 2 * rest
    if twice != size.denominator:
        return whole + (twice > size.denominator)
    to_odd = whole % 2 == 1
    return whole + (rule is Rounding.HALF_UP or (rule is Rounding.HALF_EVEN and to_odd))


def _bounded(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(f"{number} is not a finite number")
    exponent = number.as_tuple().exponent
    if abs(number.adjusted()) > _MOST_DIGITS or abs(int(exponent)) > _MOST_DIGITS:
        raise ValueError(f"{number} has more than {_MOST_DIGITS} digits")
    return number


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text.strip())
    except ArithmeticError:
        raise ValueError(f"{text!r} is not a plain decimal number, such as '1234.56'") from None


def _refusal(value: object) -> str:
    kind = type(value).__name__
    if isinstance(value, float):
        return (
            f"{value!r} is a float, and a float is only close to the number that was meant. "
            f"Give text or a Decimal, such as '{value}', or whole minor units."
        )
    return f"{value!r} is a {kind}. Give a whole number, a Decimal, a Fraction or text."
