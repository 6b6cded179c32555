"""Money is a whole number of minor units and a currency, and nothing rounds it unasked.

Adding, subtracting and multiplying by whole numbers are exact. Everything that could leave a
fraction of a cent (a rate, a share, a conversion) takes the name of a rounding rule, and a split
among many gives out every last cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from everyrep.values.currency import Currency
from everyrep.values.errors import DataError
from everyrep.values.rounding import Exact, Rounding, exact_fraction, round_exact

__all__ = ["Currency", "CurrencyMismatch", "Money", "Rate", "Rounding", "money_major"]


_SMALL = 100
"""Major units below which an amount in a sentence keeps its cents."""


class CurrencyMismatch(DataError):  # noqa: N818 - reads as what happened
    """Two amounts of different currencies met where only one currency makes sense."""

    def __init__(self, left: Currency, right: Currency, doing: str) -> None:
        super().__init__(
            f"Cannot {doing} {left} and {right}",
            why="Amounts of different currencies have no common size without a rate",
            remedy=f"Convert one of them first, with the {left}/{right} rate of the day",
        )


@dataclass(frozen=True, slots=True)
class Rate:
    """An exact number that money is multiplied by, with the unit it has.

    `unit` is "share" for a plain factor (0.055 is 5.5%), or "USD/EUR" for US dollars per euro.
    """

    value: Fraction
    unit: str = "share"

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", exact_fraction(self.value))

    @classmethod
    def of(cls, value: Exact | str, unit: str = "share") -> Rate:
        """The exact value as a rate: `Rate.of("0.055")`."""
        return cls(exact_fraction(value), unit)

    @classmethod
    def percent(cls, value: Exact | str) -> Rate:
        """A share given in hundredths: `Rate.percent("5.5")` is 0.055."""
        return cls(exact_fraction(value) / 100)

    @classmethod
    def exchange(cls, source: str | Currency, target: str | Currency, value: Exact | str) -> Rate:
        """Units of `target` for one unit of `source`.

        Raises:
            DataError: The value is not above zero.
        """
        unit = f"{Currency.of(target)}/{Currency.of(source)}"
        exact = exact_fraction(value)
        if exact <= 0:
            raise DataError(
                f"The exchange rate {unit} is {value}",
                why="A rate of zero or less would make amounts vanish or change sign",
                remedy="Correct the rate, or remove it so that the amounts count as not converted",
            )
        return cls(exact, unit)

    def inverse(self) -> Rate:
        """The rate the other way round; "USD/EUR" becomes "EUR/USD"."""
        target, _, source = self.unit.partition("/")
        return Rate(1 / self.value, f"{source}/{target}" if source else self.unit)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `minor` whole minor units (cents, yen, fils) of one currency."""

    minor: int
    currency: Currency

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError(
                f"Money counts whole minor units, but {self.minor!r} is a "
                f"{type(self.minor).__name__}. For an amount in major units use "
                f"Money.from_decimal('12.34', 'EUR')."
            )
        if not isinstance(self.currency, Currency):
            raise TypeError(
                f"{self.currency!r} is not a Currency. Use Currency.of({self.currency!r})."
            )

    @classmethod
    def from_decimal(
        cls,
        value: Exact | str,
        currency: str | Currency,
        rounding: Rounding | str | None = None,
    ) -> Money:
        """The amount in major units: `Money.from_decimal("12.34", "EUR")`.

        Without a rounding rule the amount must fit the currency's digits exactly.

        Raises:
            TypeError: The value is a float or a bool.
            DataError: It is no finite number, or it is finer than the currency and no rule says
                what to do.
        """
        unit = Currency.of(currency)
        try:
            exact = exact_fraction(value) * unit.scale
        except ValueError as problem:
            raise DataError(f"{problem}", remedy="Give plain digits with a point") from None
        if rounding is None and exact.denominator != 1:
            raise DataError(
                f"{value} {unit} is finer than {unit} can be ({unit.digits} decimals)",
                why="Cutting it off unasked would lose money",
                remedy="Name a rounding rule, such as half_up, or correct the amount",
            )
        return cls(round_exact(exact, rounding or Rounding.HALF_UP), unit)

    @classmethod
    def zero(cls, currency: str | Currency) -> Money:
        """Nothing, in this currency."""
        return cls(0, Currency.of(currency))

    @classmethod
    def total(cls, amounts: Iterable[Money], currency: str | Currency) -> Money:
        """The exact sum of amounts that are all in this currency; zero if there are none."""
        return sum(amounts, start=cls.zero(currency))

    @property
    def major(self) -> Decimal:
        """The exact amount in major units, with all the digits of the currency."""
        # Built from digits, since arithmetic would round to the decimal context's precision.
        digits = tuple(map(int, str(abs(self.minor))))
        return Decimal((int(self.minor < 0), digits, -self.currency.digits))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other, "add"), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other, "subtract"), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __mul__(self, times: int) -> Money:
        if isinstance(times, bool) or not isinstance(times, int):
            raise TypeError(
                f"Money * {times!r} could leave a fraction of a minor unit. "
                "Use money.times(Decimal('0.1'), 'half_up'), which names the rounding."
            )
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def __truediv__(self, other: Money) -> Fraction:
        """The exact ratio of two amounts of one currency.

        Raises:
            ZeroDivisionError: The other amount is zero, so the ratio is not defined.
        """
        if not isinstance(other, Money):
            raise TypeError(
                f"Money / {other!r} could leave a fraction of a minor unit. Use allocate() to "
                "share it out, or times(Fraction(1, n), rounding)."
            )
        base = self._same(other, "divide")
        if base == 0:
            raise ZeroDivisionError(f"{self} has no ratio to zero: answer with NotEstimable")
        return Fraction(self.minor, base)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other, "compare")

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other, "compare")

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other, "compare")

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other, "compare")

    def times(self, factor: Exact | Rate, rounding: Rounding | str) -> Money:
        """The amount times an exact factor, rounded once by the named rule.

        Raises:
            TypeError: The factor is a float.
            DataError: The factor is an exchange rate; those belong to `convert`.
        """
        if isinstance(factor, Rate):
            if factor.unit != "share":
                raise DataError(
                    f"A rate in {factor.unit} is not a share of {self}",
                    remedy="Use convert() for exchange rates",
                )
            factor = factor.value
        return Money(round_exact(self.minor * exact_fraction(factor), rounding), self.currency)

    def allocate(self, weights: Sequence[Exact]) -> tuple[Money, ...]:
        """Parts in proportion to the weights, which sum to this amount exactly.

        Each part gets its share rounded towards zero; the units left over go one by one to the
        largest remainders, earlier places first. The parts of -x are minus the parts of x.

        Raises:
            ValueError: There are no weights, one is negative, or all are zero.
        """
        shares = [exact_fraction(weight) for weight in weights]
        whole = sum(shares, start=Fraction(0))
        if whole <= 0 or min(shares) < 0:
            raise ValueError(
                f"Cannot share out {self} by the weights {list(map(str, weights))}: "
                "they must not be negative, and one at least must be above zero."
            )
        exact = [abs(self.minor) * share / whole for share in shares]
        sizes = [part.numerator // part.denominator for part in exact]
        by_remainder = sorted(range(len(exact)), key=lambda i: (sizes[i] - exact[i], i))
        for place in by_remainder[: abs(self.minor) - sum(sizes)]:
            sizes[place] += 1
        sign = -1 if self.minor < 0 else 1
        return tuple(Money(sign * size, self.currency) for size in sizes)

    def convert(self, rate: Exact | Rate, to: str | Currency, rounding: Rounding | str) -> Money:
        """The amount in another currency, rounded once by the named rule.

        Args:
            rate: Major units of `to` for one major unit of this currency.
            to: The currency wanted.
            rounding: The rule.

        Raises:
            DataError: The rate is between other currencies, or not above zero.
        """
        target = Currency.of(to)
        if not isinstance(rate, Rate):
            rate = Rate.exchange(self.currency, target, rate)
        if rate.unit != f"{target}/{self.currency}":
            raise DataError(
                f"A rate in {rate.unit} cannot convert {self.currency} to {target}",
                why="A rate applied the wrong way round changes every amount",
                remedy=f"Give the rate {target}/{self.currency}: {target} for one {self.currency}",
            )
        exact = self.minor * rate.value * target.scale / self.currency.scale
        return Money(round_exact(exact, rounding), target)

    def format(self, *, code: bool = True) -> str:
        """The amount for reading, the same in every locale: "1,234.56 EUR"."""
        text = f"{self.major:,f}"
        return f"{text} {self.currency}" if code else text

    def rough(self) -> str:
        """The amount for a sentence, in three figures where it has more: "1,230,000 EUR"."""
        if abs(self.major) < _SMALL:
            return self.format()
        return f"{Decimal(format(self.major, '.3g')):,f} {self.currency}"

    def to_dict(self) -> dict[str, Any]:
        """The amount as JSON-safe data, exact: major units as text, and the code."""
        return {"amount": f"{self.major:f}", "currency": self.currency.code}

    def __str__(self) -> str:
        return self.format()

    def _same(self, other: Money, doing: str) -> int:
        """The other amount's minor units, if it is of the same currency."""
        if not isinstance(other, Money):
            raise TypeError(f"Cannot {doing} {self} and {other!r}: only money goes with money.")
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency, doing)
        return other.minor


def money_major(amount: Money) -> Decimal:
    """The exact amount in major units."""
    return amount.major
