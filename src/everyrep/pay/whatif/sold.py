"""What was sold on credited lines, and what was paid for it: bookings, margin and mix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from everyrep.pay.calculation.calculate import Calculation
from everyrep.pay.calculation.commission import Worth
from everyrep.pay.columns import Numbers, Texts
from everyrep.pay.exact import Exact, Flags, Whole
from everyrep.pay.language import Kind
from everyrep.pay.plan import Plan
from everyrep.values import UnknownName
from everyrep.values.rounding import Rounding

Floats = NDArray[np.float64]
_USUAL = "amount"
_MOST_WORDS = 20
_BANDS = 10


@dataclass(frozen=True, eq=False)
class Sold:
    """What credited lines brought, each shape (rows,).

    Attributes:
        fact: Which fact bookings are; None where the plan has no money among its facts.
        counts: Rows that count: of the first kind of credit that occurs, with a known amount.
        bookings: Minor units; 0 where a row does not count.
        paid: What commissions pay for each row, in minor units.
        margin: The margin, of the rows where it is known; None without one.
        margin_known: Where it is known among the rows that count.
    """

    fact: str | None
    counts: Flags
    bookings: Whole
    paid: Whole
    margin: Numbers | None
    margin_known: Flags

    @property
    def total(self) -> int:
        """Bookings in all, in minor units."""
        return int(self.bookings.sum())

    def margins(self) -> tuple[float | None, float | None]:
        """The margin of what was sold, and of what was paid for: weighted by bookings, by pay."""
        if self.margin is None:
            return None, None
        known = self.margin_known
        own = _floats(self.margin.take(known))
        return (
            _weighted(own, self.bookings[known].astype(float)),
            _weighted(own, self.paid[known].astype(float)),
        )

    def bands(self) -> Iterator[tuple[str, int, int]]:
        """Bookings and pay by tenths of margin, the lowest first, those that occur."""
        if self.margin is None or not self.margin_known.any():
            return
        known = self.margin_known
        found = self.margin.take(known)
        place = (found.above * _BANDS).rounded(Rounding.FLOOR, found.below)
        place = np.clip(place.astype(object), -1, _BANDS)
        for band in sorted(set(place.tolist())):
            rows = np.flatnonzero(place == band)
            yield (
                _band(int(band)),
                int(self.bookings[known][rows].sum()),
                _sum(self.paid[known], rows),
            )


def sold_of(found: Calculation, fact: str | None = None, margin: str = "margin") -> Sold:
    """What was sold on the lines of a calculation.

    Args:
        found: The calculation.
        fact: The fact that bookings are: money; by default `amount`, or the first that is money.
        margin: What the plan calls the margin: a number among its facts or what it derives.

    Raises:
        UnknownName: The plan has no such fact of money.
    """
    plan, rows = found.plan, found.case.rows
    name = _fact(plan, fact)
    column = None if name is None else found.case.columns[name]
    nothing: Whole = np.zeros(rows, dtype=np.int64)
    if not isinstance(column, Numbers):
        return Sold(None, np.zeros(rows, dtype=bool), nothing, paid_by_line(found), None,
                    np.zeros(rows, dtype=bool))  # fmt: skip
    counts = _first_kind(found)
    if column.known is not None:
        counts = counts & column.known
    own = found.case.columns.get(margin)
    known = counts
    if isinstance(own, Numbers) and own.known is not None:
        known = counts & own.known
    bookings = np.where(counts, column.above.parts, 0)
    return Sold(
        name,
        counts,
        bookings,
        paid_by_line(found),
        own if isinstance(own, Numbers) else None,
        known,
    )


def paid_by_line(found: Calculation) -> Whole:
    """What all commissions pay for each credited line, in minor units."""
    total = Exact(np.zeros(found.case.rows, dtype=np.int64))
    for worth in found.found.values():
        if isinstance(worth, Worth):
            total = total + Exact(worth.minor)
    return total.parts


def mixes(found: Calculation, sold: Sold) -> Iterator[tuple[str, str, int, int]]:
    """Bookings and pay of each value of each text among the plan's facts, those with few values."""
    named = {rule.to for rule in found.plan.credits}
    for name, kind in found.plan.facts.items():
        column = found.case.columns[name]
        if kind is not Kind.TEXT or name in named or not isinstance(column, Texts):
            continue
        if not 1 < len(column.words) <= _MOST_WORDS:
            continue
        for code in (*range(len(column.words)), -1):
            rows = np.flatnonzero(column.codes == code)
            if rows.size:
                word = column.words[code] if code >= 0 else "(unknown)"
                yield name, word, _sum(sold.bookings, rows), _sum(sold.paid, rows)


def over(above: int, below: int) -> Fraction | None:
    """A fraction; None where it is not defined."""
    return Fraction(above, below) if below else None


def _fact(plan: Plan, fact: str | None) -> str | None:
    money = [name for name, kind in plan.facts.items() if kind is Kind.MONEY]
    if fact is not None and fact not in money:
        raise UnknownName("fact of money", fact, money, where=f"the plan {plan.id!r}")
    if fact is not None or not money:
        return fact
    return _USUAL if _USUAL in money else money[0]


def _first_kind(found: Calculation) -> Flags:
    """Rows of the kind of credit that comes first in the plan, among those that occur."""
    kinds = found.case.credited.kind
    return np.asarray(kinds == kinds.min(initial=0), dtype=bool) if kinds.size else kinds == 0


def _sum(values: Whole, rows: NDArray[np.int64]) -> int:
    return int(values[rows].sum())


def _floats(numbers: Numbers) -> Floats:
    above = numbers.above.parts.astype(float) / numbers.above.over
    if numbers.below is None:
        return np.asarray(above)
    return np.asarray(above / (numbers.below.parts.astype(float) / numbers.below.over))


def _weighted(values: Floats, weights: Floats) -> float | None:
    total = float(weights.sum())
    return float((values * weights).sum() / total) if total else None


def _band(place: int) -> str:
    if place < 0:
        return "below 0%"
    return "100% and more" if place >= _BANDS else f"{place * 10}% to {place * 10 + 10}%"
