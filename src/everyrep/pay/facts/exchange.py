"""Amounts of lines in the plan's currency, each rounded once by the plan's rounding.

A line that takes another one back is converted at the rate of the line that was there first, so
that what is taken back in full comes to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np

from everyrep.pay.columns import Numbers, Texts
from everyrep.pay.exact import Exact, Flags, Places, Whole, narrowed
from everyrep.pay.facts.amounts import minor_units, shares_of
from everyrep.pay.facts.days import first_days
from everyrep.pay.facts.lines import Lines
from everyrep.pay.facts.reading import optional
from everyrep.pay.facts.tables import Table
from everyrep.pay.facts.texts import ids_of
from everyrep.pay.plan import Plan
from everyrep.pay.windows import Days, day_of
from everyrep.values import DataError
from everyrep.values.currency import Currency


@dataclass(frozen=True)
class Rates:
    """Units of the plan's currency for one unit of another.

    Attributes:
        fixed: The plan's own, by currency.
        daily: By currency and day, where spot rates count.
        spot: Whether they do.
    """

    fixed: Mapping[str, Fraction]
    daily: Mapping[tuple[str, int], Fraction]
    spot: bool

    def of(self, currency: str, day: int) -> Fraction:
        """The rate of a currency on a day.

        Raises:
            DataError: There is none.
        """
        found = self.daily.get((currency, day)) if self.spot else self.fixed.get(currency)
        if found is None:
            which = f"of {currency} on {day_of(day)}"
            raise DataError(
                f"There is no rate {which}" if self.spot else f"The plan has no rate {which}",
                where="exchange" if self.spot else "the plan's [exchange]",
                why="An amount in another currency cannot be paid by without one",
                remedy=f"give a row for {currency} and that day" if self.spot
                else f"add {currency} to the plan's [exchange]",
            )  # fmt: skip
        return found


def rates_of(plan: Plan, exchange: Table, zone: ZoneInfo) -> Rates:
    """The plan's rates, or the spot rates that are given.

    Raises:
        UnknownName: A column is missing.
        DataError: A rate is not above zero, or there are two for one day.
    """
    daily: dict[tuple[str, int], Fraction] = {}
    if plan.spot and exchange.rows:
        currency = ids_of(exchange, "currency")
        days = first_days(exchange, "on", zone, None)
        codes, rates = shares_of(exchange, "rate")
        for row in range(exchange.rows):
            key = (Currency.of(currency.words[currency.codes[row]]).code, int(days[row]))
            daily[key] = _sound(exchange, row, rates[codes[row]], daily.get(key))
    fixed = {Currency.of(name).code: rate for name, rate in plan.rates.items()}
    return Rates(fixed, daily, plan.spot)


def _sound(exchange: Table, row: int, rate: Fraction | None, before: Fraction | None) -> Fraction:
    if rate is None or rate <= 0:
        raise DataError(
            "A rate must lie above zero", where=exchange.where(row, "rate"),
            remedy="give units of the plan's currency for one unit",
        )  # fmt: skip
    if before is not None and before != rate:
        raise DataError(
            f"There are two rates for one day: {float(before)} and {float(rate)}",
            where=exchange.where(row, "rate"), remedy="keep the one that counts",
        )  # fmt: skip
    return rate


def money_reader(plan: Plan, lines: Lines, rates: Rates) -> Callable[[str], Numbers]:
    """What reads a fact of money, in minor units of the plan's currency."""
    currency = optional(lines.table, "currency")
    if not {Currency.of(word) for word in currency.words} - {plan.currency}:
        return lambda name: minor_units(lines.table, name, plan.currency.digits)
    days = lines.day[lines.roots]
    parts = tuple(_parts(plan, currency, days, rates))
    return lambda name: _converted(plan, lines, name, parts)


_Part = tuple[Currency, Places, Exact | None]
"""A currency, its rows, and the rate of each; None for the plan's own."""


def _parts(plan: Plan, currency: Texts, days: Days, rates: Rates) -> list[_Part]:
    found: list[_Part] = []
    own = currency.codes < 0
    for code, word in enumerate(currency.words):
        foreign = Currency.of(word)
        rows = np.flatnonzero(currency.codes == code)
        if foreign == plan.currency:
            own |= currency.codes == code
        elif rows.size:
            found.append((foreign, rows, _rates_on(foreign.code, days[rows], rates)))
    return [(plan.currency, np.flatnonzero(own), None), *found]


def _rates_on(currency: str, days: Days, rates: Rates) -> Exact:
    found, places = np.unique(days, return_inverse=True)
    return Exact.of(rates.of(currency, int(day)) for day in found).take(places)


def _converted(plan: Plan, lines: Lines, name: str, parts: tuple[_Part, ...]) -> Numbers:
    amounts: Whole = np.zeros(len(lines), dtype=object)
    known: Flags = np.ones(len(lines), dtype=bool)
    for currency, rows, rate in parts:
        given = minor_units(lines.table.take(rows), name, currency.digits)
        known[rows] = True if given.known is None else given.known
        amounts[rows] = given.above.parts if rate is None else _at(
            plan, given.above * rate * Fraction(plan.currency.scale, currency.scale),
            lines.depth[rows],
        )  # fmt: skip
    return Numbers(Exact(narrowed(amounts.tolist())), known=None if known.all() else known)


def _at(plan: Plan, amounts: Exact, depth: Places) -> Whole:
    """Amounts rounded, those that take back like what they take back."""
    sign = np.where(depth % 2 == 1, -1, 1)
    return (amounts * Exact(sign)).rounded(plan.rounding) * sign
