"""What currencies were worth in the plan's currency, on the days that lines need it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from everyrep.values import Currency
from everyrep.values.rounding import Rounding, round_exact

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Rates:
    """Rates that hold from a day on until the next one.

    Attributes:
        currency: The plan's currency.
        reporting: The currency that records are reported in, to which all rates lead.
        days: First days of the rates of a currency, in order.
        worth: Units of the reporting currency for one unit, from each of these days on.
    """

    currency: Currency
    reporting: Currency
    days: Mapping[str, tuple[date, ...]]
    worth: Mapping[str, tuple[Fraction, ...]]

    @classmethod
    def of(cls, rates: pd.DataFrame, reporting: str, currency: Currency | None) -> Rates:
        """Rates as recorded: columns currency, from_on, rate."""
        days: dict[str, list[date]] = {}
        worth: dict[str, list[Fraction]] = {}
        for code, day, rate in zip(rates["currency"], rates["from_on"], rates["rate"], strict=True):
            days.setdefault(code, []).append(day)
            worth.setdefault(code, []).append(Fraction(repr(float(rate))))
        own = Currency.of(reporting)
        return cls(
            own if currency is None else currency, own,
            {code: tuple(found) for code, found in days.items()},
            {code: tuple(found) for code, found in worth.items()},
        )  # fmt: skip

    def on(self, code: str, day: date) -> Fraction | None:
        """Units of the plan's currency for one unit on a day; None where no rate was known."""
        own, other = self._worth(code, day), self._worth(self.currency.code, day)
        return None if own is None or other is None else own / other

    def converted(self, minor: int, code: str, day: date) -> int | None:
        """Minor units of the plan's currency, rounded half to even; None without a rate."""
        if code == self.currency.code:
            return minor
        rate = self.on(code, day)
        if rate is None:
            return None
        scale = Fraction(self.currency.scale, Currency.of(code).scale)
        return round_exact(minor * rate * scale, Rounding.HALF_EVEN)

    def by_day(self, deals: pd.DataFrame) -> pd.DataFrame:
        """Rates of the days on which deals closed: columns currency, on, rate (exact, as text).

        A day without a rate is left out, and a plan that needs it says so.
        """
        import pandas as pd

        pairs = deals[["currency", "closed_on"]].dropna().drop_duplicates()
        asked = sorted(pairs.itertuples(index=False, name=None))
        rows = [
            (code, day, str(rate))
            for code, day in asked
            if code != self.currency.code and (rate := self.on(code, day)) is not None
        ]
        return pd.DataFrame(rows, columns=["currency", "on", "rate"], dtype=object)

    def _worth(self, code: str, day: date) -> Fraction | None:
        if code == self.reporting.code:
            return Fraction(1)
        at = bisect_right(self.days.get(code, ()), day)
        return self.worth[code][at - 1] if at else None
