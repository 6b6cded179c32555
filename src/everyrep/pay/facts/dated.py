"""Amounts that people are asked for from a day to a day."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from everyrep.pay.exact import Exact, Flags
from everyrep.pay.facts.amounts import exact_numbers, minor_units
from everyrep.pay.facts.days import first_days, zone_of
from everyrep.pay.facts.months import Rows
from everyrep.pay.facts.reading import optional
from everyrep.pay.facts.spans import EARLIEST, LATEST, Spans, sorted_spans
from everyrep.pay.facts.tables import Table
from everyrep.pay.facts.texts import ids_of, recoded
from everyrep.pay.language import Kind
from everyrep.pay.plan import Plan, Quota
from everyrep.pay.windows import Days, day_of
from everyrep.values import DataError


@dataclass(frozen=True, eq=False)
class ByDays:
    """Amounts of windows, each of shape (rows,).

    Attributes:
        amounts: Weighted by the days that count; 0 where none does.
        wanted: Days that count.
        days: Days of them that have an amount.
        changes: Where there is more than one amount.
    """

    amounts: list[Fraction]
    wanted: Days
    days: Days
    changes: Flags

    @property
    def lacks(self) -> Flags:
        """Where a day that counts has no amount."""
        return self.days < self.wanted


@dataclass(frozen=True, eq=False)
class Dated:
    """Amounts from a day to a day, by person.

    Attributes:
        spans: When each one holds.
        amounts: Minor units, or numbers.
    """

    spans: Spans
    amounts: Exact

    def by_days(self, rows: Rows, counted: Spans) -> ByDays:
        """Amounts of windows by the days that count in them."""
        pieces, row, _ = rows.spans.shared(counted)
        wanted = np.bincount(row, pieces.end - pieces.first, minlength=len(rows)).astype(np.int64)
        shared, piece, which = pieces.shared(self.spans)
        days, at = shared.end - shared.first, row[piece]
        covered = np.bincount(at, days, minlength=len(rows)).astype(np.int64)
        starts = np.flatnonzero(np.append(True, at[1:] != at[:-1])[: at.size])
        sums = (self.amounts.take(which) * Exact(days)).summed(starts)
        amounts = [Fraction(0)] * len(rows)
        for place, total in zip(at[starts], sums.fractions(), strict=True):
            amounts[place] = total / int(covered[place])
        return ByDays(amounts, wanted, covered, self._changes(at, which, len(rows)))

    def _changes(self, at: Days, which: Days, rows: int) -> Flags:
        parts = self.amounts.take(which).parts
        new = (at[1:] == at[:-1]) & (parts[1:] != parts[:-1])
        changes = np.zeros(rows, dtype=bool)
        changes[at[1:][new]] = True
        return changes


def dated_of(plan: Plan, quota: Quota, table: Table, people: tuple[str, ...]) -> Dated:
    """Amounts of one quota, as they are given.

    Raises:
        UnknownName: A column is missing.
        DataError: Two of one person overlap, or one is below zero or cannot be read.
    """
    zone = zone_of(plan.zone)
    if not table.rows:
        empty = np.zeros(0, dtype=np.int64)
        return Dated(Spans(empty, empty, empty), Exact(empty))
    named = optional(table, "quota") if "quota" in table else None
    mine = np.ones(table.rows, dtype=bool)
    if named is not None:
        wanted = named.words.index(quota.name) if quota.name in named.words else -2
        mine = named.codes == wanted
    elif len(plan.quotas) > 1:
        table.column("quota")
    payee = recoded(ids_of(table, "payee"), people)
    table, payee = table.take(mine & (payee >= 0)), payee[mine & (payee >= 0)]
    amount = (
        minor_units(table, "amount", plan.currency.digits)
        if quota.kind is Kind.MONEY
        else exact_numbers(table, "amount")
    )
    _see_amounts(table, amount.above, amount.known)
    if amount.known is not None:
        table, payee = table.take(amount.known), payee[amount.known]
    values = amount.above if amount.known is None else amount.above.take(amount.known)
    first = first_days(table, "from", zone, EARLIEST)
    end = first_days(table, "until", zone, LATEST)
    spans, order, wrong = sorted_spans(payee, first, end)
    _see_spans(table, quota, spans, order, wrong)
    return Dated(spans, values.take(order))


def _see_amounts(table: Table, amounts: Exact, known: Flags | None) -> None:
    below = np.flatnonzero(np.asarray(amounts.parts < 0) & (True if known is None else known))
    if below.size:
        raise DataError(
            "A quota lies below zero", where=table.where(int(below[0]), "amount"),
            remedy="give zero, or leave the row out where there is none",
        )  # fmt: skip


def _see_spans(table: Table, quota: Quota, spans: Spans, order: Days, wrong: Days) -> None:
    if (none := np.flatnonzero(spans.end <= spans.first)).size:
        raise DataError(
            f"A quota {quota.name!r} from {day_of(spans.first[none[0]])} ends before it has had a "
            "day", where=table.where(int(order[none[0]])), remedy="let it end after it begins",
        )  # fmt: skip
    if wrong.size:
        at = int(wrong[0])
        when = "every day" if spans.first[at] <= EARLIEST else str(day_of(spans.first[at]))
        raise DataError(
            f"Two quotas {quota.name!r} of one person hold on {when}",
            where=table.where(int(order[at])), why="Nobody can say which one was meant",
            remedy="end the first on the day the next begins",
        )  # fmt: skip
