"""Every figure is an Estimate: a value with its range, its n, its grade and where it came from.

The grade says what kind of claim the figure is. A count of our own records is `counted`; a
difference seen between groups is `observed`, an association; only a design can make an effect,
`adjusted` (from records) or `trial` (from a lottery). What cannot be had is not zero: it is
`NotEstimable`, with the reason.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any, Self

from everyrep.values.currency import Currency
from everyrep.values.errors import InternalError, UnknownName
from everyrep.values.money import Money
from everyrep.values.period import Period
from everyrep.values.rounding import Rounding, round_exact

Value = int | float | Fraction | Money

PLAIN_UNITS = frozenset({"share", "points", "days", "count", "ratio", "score", "number"})
_CODE = re.compile(r"[a-z][a-z0-9_]*")


class Grade(StrEnum):
    """What kind of claim a figure is."""

    COUNTED = "counted"  # a census of our own records
    OBSERVED = "observed"  # an association
    ADJUSTED = "adjusted"  # an effect from an observational design that passed its checks
    TRIAL = "trial"  # an effect from a randomised design
    NOT_ESTIMABLE = "not_estimable"

    @property
    def rank(self) -> int:
        """Strength: 0 for not estimable, then observed, adjusted, trial, and 4 for counted."""
        return _RANKS[self]

    @property
    def is_effect(self) -> bool:
        """Whether a face may use a causal verb for it."""
        return self in (Grade.ADJUSTED, Grade.TRIAL)

    @classmethod
    def weakest(cls, grades: Iterable[Grade]) -> Grade:
        """The grade of a figure made from several: that of the weakest, counted if from none."""
        return min(grades, key=lambda grade: grade.rank, default=cls.COUNTED)


_RANKS = {
    Grade.NOT_ESTIMABLE: 0,
    Grade.OBSERVED: 1,
    Grade.ADJUSTED: 2,
    Grade.TRIAL: 3,
    Grade.COUNTED: 4,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a figure is not there, or is weaker than asked for.

    Attributes:
        code: One lower-case name for tests and filters, such as "no_closed_deals".
        sentence: The reason, in words for the reader.
        remedy: What would make the figure possible; empty if nothing would.
    """

    code: str
    sentence: str
    remedy: str = ""

    def __post_init__(self) -> None:
        _require(
            bool(_CODE.fullmatch(self.code)),
            f"The code of a reason is {self.code!r}",
            "Use lower-case letters, digits and underscores",
        )
        _require(bool(self.sentence.strip()), f"Reason {self.code!r} has no sentence", "Say why")

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()

    def to_dict(self) -> dict[str, str]:
        """The reason as JSON-safe data."""
        return {"code": self.code, "sentence": self.sentence, "remedy": self.remedy}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a figure came from, so that anybody can have it again.

    Attributes:
        measure: Name of the measure, design or model.
        version: Its version.
        snapshot: The build of the warehouse that was read.
        sql: The query, as run.
        rows: How many rows of fact it rests on; None if not counted.
        period: The days it is about.
        generated_at: When it was computed, aware.
        loads: The loads that delivered the facts.
    """

    measure: str
    version: str = ""
    snapshot: str = ""
    sql: str = ""
    rows: int | None = None
    period: Period | None = None
    generated_at: datetime | None = None
    loads: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.generated_at is not None:
            _require(
                self.generated_at.utcoffset() is not None,
                f"Provenance of {self.measure!r} has a time without a zone",
                "Take the time from a Clock",
            )

    def to_dict(self) -> dict[str, Any]:
        """The provenance as JSON-safe data; the period as its two days, the end not in it."""
        return {
            "measure": self.measure,
            "version": self.version,
            "snapshot": self.snapshot,
            "sql": self.sql,
            "rows": self.rows,
            "period": None
            if self.period is None
            else {"start": f"{self.period.start}", "end": f"{self.period.end}"},
            "generated_at": None if self.generated_at is None else self.generated_at.isoformat(),
            "loads": list(self.loads),
        }


@dataclass(frozen=True)
class Estimate:
    """One figure. What cannot be estimated is the subclass `NotEstimable`.

    Attributes:
        value: The figure; None if, and only if, it is not estimable. Shares are 0 to 1. Units of
            money take Money, and nothing else does.
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
        _require(
            type(self.n) is int and self.n >= 0,
            f"n of an estimate is {self.n!r}",
            "Give the count of independent things as a whole number",
        )
        _require(0 < self.level < 1, f"The level is {self.level!r}", "Give a share, such as 0.95")
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
        from everyrep.values.wording import describe

        return describe(self, digits)

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
        _require(
            self.grade is not Grade.NOT_ESTIMABLE and self.value is not None,
            "An estimate has no value",
            "Answer with NotEstimable(reason), which is an Estimate too",
        )
        _require(
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
        _require(
            isinstance(self.reason, Reason),
            "A figure is not estimable, and no reason is given",
            "Give a Reason with a code and a sentence",
        )


def money_from_minor(minor: float | Fraction, currency: str | Currency) -> Money:
    """A statistic computed in minor units (a mean, a bound) as the nearest amount of money.

    This is the one door from the numbers of statistics to Money: halves go to the even unit.
    It is for estimates. Nobody is paid through it.

    Raises:
        InternalError: The number is not finite.
    """
    _require(math.isfinite(minor), f"A statistic is {minor}", "Answer with NotEstimable")
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


def _check_number(number: Value | None, unit: str) -> None:
    if number is None:
        return
    currency = unit_currency(unit)
    if isinstance(number, Money):
        _require(
            number.currency == currency,
            f"An estimate in {unit!r} holds {number}",
            f"Use the unit 'money:{number.currency}'",
        )
        return
    _require(
        currency is None,
        f"An estimate in {unit!r} holds the bare number {number!r}",
        "Make it Money: money_from_minor(number, currency) for a statistic in minor units",
    )
    _require(
        not isinstance(number, bool),
        f"An estimate holds {number!r}, a {type(number).__name__}",
        "Give an int, a float, a Fraction or Money",
    )
    _require(math.isfinite(number), f"An estimate holds {number}", "Answer with NotEstimable")


def _check_order(low: Value | None, value: Value | None, high: Value | None) -> None:
    present = [number for number in (low, value, high) if number is not None]
    _require(
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


def _require(holds: bool, message: str, remedy: str) -> None:
    if not holds:
        raise InternalError(message, remedy=remedy)
