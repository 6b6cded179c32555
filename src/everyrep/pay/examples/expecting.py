"""What an example expects, leaf by leaf: a path of names and places, and what stands at its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from everyrep.values import UserError
from everyrep.values.currency import Currency
from everyrep.values.rounding import Rounding, exact_fraction, round_exact

Step = str | int
"""A name within a table, or a place within a list, from 0."""


@dataclass(frozen=True)
class Leaf:
    """One thing that is expected.

    Attributes:
        path: From the key of `expect` on.
        value: As written.
        many: How many stand in the innermost list; 0 where it stands in none.
    """

    path: tuple[Step, ...]
    value: object
    many: int = 0

    @property
    def named(self) -> str:
        """The path in words, such as "components.base, 2"."""
        words = [f", {step + 1}" if isinstance(step, int) else f".{step}" for step in self.path]
        return "".join(words).lstrip(".")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the path behind its first."""
        return tuple(step for step in self.path[1:] if isinstance(step, str))

    @property
    def place(self) -> int | None:
        """The place in the innermost list; None where it stands in none."""
        last = self.path[-1]
        return last if isinstance(last, int) else None


def leaves(expect: Mapping[str, object]) -> Iterator[Leaf]:
    """All that is expected."""
    for key, found in expect.items():
        yield from _within((key,), found, 0)


def _within(path: tuple[Step, ...], found: object, many: int) -> Iterator[Leaf]:
    if isinstance(found, Mapping):
        for key, inner in found.items():
            yield from _within((*path, str(key)), inner, 0)
    elif isinstance(found, list):
        for at, inner in enumerate(found):
            yield from _within((*path, at), inner, len(found))
    else:
        yield Leaf(path, found, many)


def minor_of(leaf: Leaf, currency: Currency) -> int:
    """An amount of money in minor units.

    Raises:
        UserError: It has more decimals than the currency.
    """
    exact = number_of(leaf) * currency.scale
    if exact.denominator != 1:
        raise UserError(
            f"{leaf.value} has more decimals than {currency}, which has {currency.digits}",
            where=f"expect, {leaf.named}",
            why="Nothing that is paid could ever be equal to it",
            remedy="write the amount as it is paid",
        )
    return int(exact)


def number_of(leaf: Leaf) -> Fraction:
    """A number; a share where it stands with a percent sign."""
    text = _text(leaf)
    return exact_fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def is_share(leaf: Leaf) -> bool:
    """Whether it is written with a percent sign."""
    return _text(leaf).endswith("%")


def as_told(value: Fraction, leaf: Leaf) -> Fraction:
    """A value rounded, half up, to the decimals in which the expectation is written."""
    text = _text(leaf).removesuffix("%")
    scale = 10 ** (len(text.partition(".")[2])) * (100 if is_share(leaf) else 1)
    return Fraction(round_exact(value * scale, Rounding.HALF_UP), scale)


def in_figures(value: Fraction, leaf: Leaf) -> str:
    """A value written as the expectation is."""
    text = _text(leaf)
    digits = len(text.removesuffix("%").partition(".")[2])
    shown = as_told(value, leaf) * (100 if is_share(leaf) else 1)
    whole = round_exact(shown * 10**digits, Rounding.HALF_UP)
    plain = Decimal(whole).scaleb(-digits)
    return f"{plain:,f}{'%' if is_share(leaf) else ''}"


def _text(leaf: Leaf) -> str:
    return str(leaf.value).replace("_", "").strip()
