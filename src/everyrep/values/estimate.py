"""Every figure is an Estimate: a value with its range, its n, its grade and where it came from.

The grade says what kind of claim the figure is. A count of our own records is `counted`; a
difference seen between groups is `observed`, an association; only a design can make an effect,
`adjusted` (from records) or `trial` (from a lottery). What somebody typed is `assumed`, weaker than
any of these. What cannot be had is not zero: it is `NotEstimable`, with the reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Self

from everyrep.values.currency import Currency
from everyrep.values.errors import require
from everyrep.values.money import Money
from everyrep.values.provenance import Grade, Provenance, Reason
from everyrep.values.units import Value, as_number, check_unit, money_from_minor, unit_currency
from everyrep.values.wording import number_text, range_text

__all__ = [
    "Estimate",
    "Grade",
    "NotEstimable",
    "Provenance",
    "Reason",
    "Value",
    "as_number",
    "check_unit",
    "money_from_minor",
    "unit_currency",
]


@dataclass(frozen=True)
class Estimate:
    """One figure. What cannot be estimated is the subclass `NotEstimable`.

    Attributes:
        value: The figure; None if, and only if, it is not estimable. Shares are fractions of
            one. Units of money take Money, and nothing else does.
        low: Lower end of the range, in the unit of the value; None if it is open or not computed.
        high: Upper end.
        n: How many independent things it rests on (deals, people), not rows.
        unit: One of `PLAIN_UNITS`, "money:USD", or "per_day" and its like; "/day" and its like
            may follow ("money:USD/day").
        grade: What kind of claim it is.
        reason: Why it is weaker than asked for; always there if it is not estimable.
        provenance: Where it came from.
        level: Confidence of the range.
        raw: The value before pooling with its group, where it was pooled.
        notes: Sentences that must be read with it.
    """

    value: Value | None
    low: Value | None = None
    high: Value | None = None
    n: int = 0
    unit: str = "number"
    grade: Grade = Grade.COUNTED
    reason: Reason | None = None
    provenance: Provenance | None = None
    level: float = 0.95
    raw: Value | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_unit(self.unit)
        require(
            type(self.n) is int and self.n >= 0,
            f"n of an estimate is {self.n!r}",
            "Give the count of independent things as a whole number",
        )
        require(0 < self.level < 1, f"The level is {self.level!r}", "Give a share, such as 0.95")
        self._check_presence()
        for number in (self.value, self.low, self.high, self.raw):
            _check_number(number, self.unit)
        _check_order(self.low, self.value, self.high)

    @property
    def estimable(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def currency(self) -> Currency | None:
        """The currency of a unit of money."""
        return unit_currency(self.unit)

    def number(self) -> float | None:
        """The value for a chart axis: major units for money, and only as exact as a float."""
        return as_number(self.value)

    def bounds(self) -> tuple[float | None, float | None]:
        """The range for a chart axis, like `number`."""
        return as_number(self.low), as_number(self.high)

    def with_provenance(self, provenance: Provenance) -> Self:
        """The same figure with its origin."""
        return replace(self, provenance=provenance)

    def with_notes(self, *notes: str) -> Self:
        """The same figure with further sentences that must be read with it."""
        return replace(self, notes=(*self.notes, *notes))

    def describe(self, digits: int | None = None) -> str:
        """The figure as a reader sees it: "63.2% (61.9 to 64.3, n = 6,711, counted)".

        Args:
            digits: Decimals to show; by default one for %, days and scores, two for ratios, none
                for whole counts. Money always shows the digits of its currency.
        """
        if self.value is None:
            text = f"not estimable: {self.reason}"
            return f"{text} (n = {self.n:,})" if self.n else text
        between = range_text(self.low, self.high, self.level, self.unit, digits)
        inside = [between, f"n = {self.n:,}", self.grade.value]
        shown = number_text(self.value, self.unit, digits)
        return f"{shown} ({', '.join(part for part in inside if part)})"

    def to_dict(self) -> dict[str, Any]:
        """The estimate as JSON-safe data. Money is exact text in major units; fractions floats."""
        return {
            "value": _plain(self.value),
            "low": _plain(self.low),
            "high": _plain(self.high),
            "level": self.level,
            "n": self.n,
            "unit": self.unit,
            "grade": self.grade.value,
            "raw": _plain(self.raw),
            "reason": None if self.reason is None else self.reason.to_dict(),
            "notes": list(self.notes),
            "provenance": None if self.provenance is None else self.provenance.to_dict(),
        }

    def to_json(self) -> str:
        """`to_dict` as text."""
        import json

        return json.dumps(self.to_dict(), ensure_ascii=False)

    def __str__(self) -> str:
        return self.describe()

    def _check_presence(self) -> None:
        require(
            self.grade is not Grade.NOT_ESTIMABLE and self.value is not None,
            "An estimate has no value",
            "Answer with NotEstimable(reason), which is an Estimate too",
        )
        require(
            not self.grade.is_effect or self.low is not None or self.high is not None,
            f"An effect of grade {self.grade} has no range",
            "Give its low or its high: an effect without a range is not a finding",
        )


@dataclass(frozen=True, init=False)
class NotEstimable(Estimate):
    """A figure that cannot be had, with the reason. It is not zero."""

    value: None = field(default=None, init=False)
    low: None = field(default=None, init=False)
    high: None = field(default=None, init=False)
    grade: Grade = field(default=Grade.NOT_ESTIMABLE, init=False)
    level: float = field(default=0.95, init=False)
    raw: None = field(default=None, init=False)

    def __init__(
        self,
        reason: Reason,
        n: int = 0,
        unit: str = "number",
        provenance: Provenance | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        given = {"reason": reason, "n": n, "unit": unit, "provenance": provenance, "notes": notes}
        fixed = {"value": None, "low": None, "high": None, "level": 0.95, "raw": None}
        for name, content in (given | fixed | {"grade": Grade.NOT_ESTIMABLE}).items():
            object.__setattr__(self, name, content)
        self.__post_init__()

    def _check_presence(self) -> None:
        require(
            isinstance(self.reason, Reason),
            "A figure is not estimable, and no reason is given",
            "Give a Reason with a code and a sentence",
        )


def _check_number(number: object, unit: str) -> None:
    if number is None:
        return
    currency = unit_currency(unit)
    if isinstance(number, Money):
        require(
            number.currency == currency,
            f"An estimate in {unit!r} holds {number}",
            f"Use the unit 'money:{number.currency}'",
        )
        return
    require(
        currency is None,
        f"An estimate in {unit!r} holds the bare number {number!r}",
        "Make it Money: money_from_minor(number, currency) for a statistic in minor units",
    )
    plain = isinstance(number, int | float | Fraction) and not isinstance(number, bool)
    require(
        plain,
        f"An estimate holds {number!r}, a {type(number).__name__}",
        "Give an int, a float, a Fraction or Money",
    )
    finite = isinstance(number, int | float | Fraction) and math.isfinite(number)
    require(finite, f"An estimate holds {number}", "Answer with NotEstimable")


def _check_order(low: Value | None, value: Value | None, high: Value | None) -> None:
    present = [number for number in (low, value, high) if number is not None]
    require(
        all(not _above(left, right) for left, right in pairwise(present)),
        f"An estimate of {value} has the range {low} to {high}",
        "Its low must not be above its value, nor its value above its high",
    )


def _above(left: Value, right: Value) -> bool:
    if isinstance(left, Money) and isinstance(right, Money):
        return left > right
    return not isinstance(left, Money) and not isinstance(right, Money) and left > right


def _plain(value: Value | None) -> Any:
    if isinstance(value, Money):
        return value.to_dict()
    return float(value) if isinstance(value, Fraction) else value
