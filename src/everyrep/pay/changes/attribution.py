"""A difference of pay in parts that sum to it, by payee and by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from everyrep.pay.changes.kinds import TOLD, Kind
from everyrep.pay.plan.wording.numbers import listed
from everyrep.values import UnknownName
from everyrep.values.currency import Currency
from everyrep.values.money import Money


@dataclass(frozen=True, eq=False)
class Share:
    """What one kind of change, or several that cannot be told apart, did to pay.

    Attributes:
        kinds: What changed.
        lines: How many lines the change is about; 0 where it is not about lines.
        minor: What it did to all pay, in minor units.
        by_payee: What it did to each person's, those that it moved.
        by_line: What it did to each amount: key, payee, component, line, window, minor.
    """

    kinds: tuple[Kind, ...]
    lines: int
    minor: int
    by_payee: Mapping[str, int]
    by_line: pd.DataFrame

    @property
    def name(self) -> str:
        """What changed, in words."""
        return listed(str(kind) for kind in self.kinds)


@dataclass(frozen=True, eq=False)
class Attribution:
    """Why pay changed.

    Attributes:
        currency: Of all amounts.
        before: Pay by payee before, in minor units.
        after: Pay by payee after.
        shares: What each kind of change did, in the order in which inputs were replaced; they sum
            to the difference exactly, in all, by payee and by amount.
    """

    currency: Currency
    before: Mapping[str, int]
    after: Mapping[str, int]
    shares: tuple[Share, ...]

    @property
    def difference(self) -> int:
        """By how much all pay changed, in minor units."""
        return sum(self.after.values()) - sum(self.before.values())

    def of_kind(self, kind: Kind) -> int:
        """What one kind of change did to all pay, alone or with others; 0 without it."""
        return sum(share.minor for share in self.shares if kind in share.kinds)

    def sentences(self, payee: str | None = None) -> tuple[str, ...]:
        """The difference in words: what it is, and what each kind of change did, the order stated.

        Args:
            payee: Of one person; of all where None.

        Raises:
            UnknownName: There is no such person in either run.
        """
        names = {*self.before, *self.after}
        if payee is not None and payee not in names:
            raise UnknownName("payee", payee, sorted(names))
        was, now = (_of(totals, payee) for totals in (self.before, self.after))
        found = [self._head(payee, was, now)]
        moved = [(share, _part(share, payee)) for share in self.shares]
        found += [self._said(share, minor) for share, minor in moved if minor]
        still = [share.name for share, minor in moved if not minor]
        if still:
            found.append(f"Changed without moving pay: {listed(still)}.")
        if len(moved) > 1:
            order = ", ".join(share.name for share in self.shares)
            found.append(f"Inputs were replaced in this order: {order}.")
        return tuple(found)

    def _head(self, payee: str | None, was: int, now: int) -> str:
        whose = "All pay" if payee is None else f"The pay of {payee}"
        if was == now:
            return f"{whose} is the same: {self._money(was)}."
        word = "more" if now > was else "less"
        return (
            f"{whose} is {self._money(abs(now - was))} {word}: {self._money(now)} instead of "
            f"{self._money(was)}."
        )

    def _said(self, share: Share, minor: int) -> str:
        sign = "+" if minor > 0 else "-"
        what = listed(TOLD[kind] for kind in share.kinds)
        many = f" ({share.lines:,} lines)" if share.lines > 1 else ""
        return f"{sign}{self._money(abs(minor))} by {share.name}{many}: {what}."

    def _money(self, minor: int) -> str:
        return str(Money(minor, self.currency))


def _of(totals: Mapping[str, int], payee: str | None) -> int:
    return sum(totals.values()) if payee is None else totals.get(payee, 0)


def _part(share: Share, payee: str | None) -> int:
    return share.minor if payee is None else share.by_payee.get(payee, 0)
