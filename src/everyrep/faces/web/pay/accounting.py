"""What leaves for payroll and the general ledger, and what is held against the books."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from everyrep.faces.web.pay.book import BOOK
from everyrep.faces.web.pay.inputs import inputs_of
from everyrep.faces.web.pay.models import Run, RunPart
from everyrep.faces.web.pay.naming import named, names_of_lines
from everyrep.pay.accounts import journal, payroll, reconcile
from everyrep.pay.accounts.payroll import write_csv, write_excel
from everyrep.pay.columns import Column, Numbers
from everyrep.pay.exact import Exact, Places
from everyrep.pay.facts import Facts
from everyrep.pay.facts.days import zone_of
from everyrep.pay.facts.exchange import money_reader, rates_of
from everyrep.pay.facts.given import Given
from everyrep.pay.facts.left import Left
from everyrep.pay.facts.lines import lines_of
from everyrep.pay.facts.tables import Table
from everyrep.pay.ledger import Account
from everyrep.pay.plan import Plan
from everyrep.pay.windows import day_number
from everyrep.values import Currency
from everyrep.values.money import Money

CODES = {
    Account.EXPENSE: "6200", Account.EARNED: "2310", Account.PAYABLE: "2320",
    Account.PAID: "1010", Account.DRAW: "1310", Account.CLAWBACK: "1320",
    Account.CARRIED: "1330",
}  # fmt: skip
"""Account codes that the form begins with; whoever takes the journal writes their own."""


def payroll_of(run: Run) -> pd.DataFrame:
    """What payroll pays for a locked period."""
    return payroll(BOOK, run.period)


def journal_of(run: Run, codes: dict[str, str]) -> pd.DataFrame:
    """The journal entry of a locked period, in major units as exact decimals."""
    found = journal(BOOK, run.period, codes)
    for side in ("debit", "credit"):
        found[side] = [
            Money(int(minor), Currency.of(code)).major
            for minor, code in zip(found[side], found["currency"], strict=True)
        ]
    return found


def as_csv(rows: pd.DataFrame) -> bytes:
    """Rows as CSV, with the mark by which spreadsheets know that it is UTF-8."""
    out = io.StringIO(newline="")
    write_csv(rows, out)
    return out.getvalue().encode("utf-8-sig")


def as_excel(rows: pd.DataFrame, title: str) -> bytes:
    """Rows as a workbook."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.xlsx"
        write_excel(rows, path, title)
        return path.read_bytes()


def reconciled(run: Run) -> list[dict[str, Any]]:
    """For each plan of a run, what was booked, recognised and paid by, deal by deal.

    Only deals of the period count. Revenue is known where the plan reads a fact that is
    called `recognised`; where it does not, that side is told to be missing.
    """
    told = []
    for part in run.parts.select_related("version", "run"):
        found = inputs_of(part)
        facts = found.given.facts(found.plan)
        amount = _amount_of(found.plan)
        if amount is None:
            continue
        booked = _booked(found.plan, found.given, amount, run.first, run.ends)
        basis = _basis(found.plan, facts, amount, run.first, run.ends)
        known = "recognised" in found.plan.facts
        revenue = booked
        if known:
            revenue = _booked(found.plan, found.given, "recognised", run.first, run.ends)
        deals, reasons = reconcile(booked, revenue, basis)
        sums = {name: int(deals[name].sum()) for name in ("booked", "recognised", "basis")}
        of_basis = reasons[(reasons["of"] == "basis").to_numpy()]
        by_reason = of_basis.groupby("reason")["minor"].agg(["sum", "count"])
        told.append(
            {
                "part": part, "currency": found.plan.currency.code, "amount": amount,
                "knows_revenue": known, "deals": len(deals), **sums,
                "difference": sums["basis"] - sums["booked"],
                "reasons": [(str(reason), int(row["sum"]), int(row["count"]))
                            for reason, row in by_reason.iterrows()],
                "rows": _largest(part, of_basis),
            }
        )  # fmt: skip
    return told


def _largest(part: RunPart, reasons: pd.DataFrame) -> list[dict[str, Any]]:
    """The largest differences, each with the deal's name and the id behind it."""
    rows = reasons.sort_values("minor", key=abs, ascending=False).head(50).to_dict("records")
    known = names_of_lines(part.run_id, part.version.plan)
    pairs = named(known, [str(row["deal"]) for row in rows])
    return [{**row, "deal": name, "id": one} for row, (name, one) in zip(rows, pairs, strict=True)]


def _amount_of(plan: Plan) -> str | None:
    """The fact that says what a deal is worth: the first money of the plan, "amount" before all."""
    money = [name for name, kind in plan.facts.items() if kind.value == "money"]
    return "amount" if "amount" in money else next(iter(money), None)


def _booked(plan: Plan, given: Given, amount: str, first: date, end: date) -> pd.DataFrame:
    """Amounts of all lines of a period in the plan's currency, whoever had them."""
    zone, left = zone_of(plan.zone), Left()
    last = day_number(given.through or end)
    known = lines_of(plan, Table.of("lines", given.lines, "line"), zone, last, left)
    rates = rates_of(plan, Table.of("exchange", given.exchange, "currency"), zone)
    value = money_reader(plan, known, rates)(amount)
    inside = known.counts & (known.day >= day_number(first)) & (known.day < day_number(end))
    if value.known is not None:
        inside &= value.known
    rows = np.flatnonzero(inside)
    deals = np.array([*known.deal.words, ""], dtype=object)[known.deal.codes[rows]]
    return pd.DataFrame({"deal": deals, "minor": _whole(value, rows, plan)})


def _basis(plan: Plan, facts: Facts, amount: str, first: date, end: date) -> pd.DataFrame:
    """Amounts of the primary credits of a period, each deal once."""
    credited = facts.credited
    low, high = day_number(first), day_number(end)
    primary = credited.kind == facts.kinds.index("primary") if "primary" in facts.kinds else False
    rows = np.flatnonzero((credited.day >= low) & (credited.day < high) & primary)
    value = credited.facts[amount]
    deals = np.array([*facts.deals, ""], dtype=object)[credited.deal[rows]]
    return pd.DataFrame({"deal": deals, "minor": _whole(value, rows, plan)})


def _whole(value: Column, rows: Places, plan: Plan) -> NDArray[np.int64]:
    """Money of some rows in whole minor units, rounded as the plan rounds."""
    found = value.take(rows)
    if not isinstance(found, Numbers):
        return np.zeros(rows.size, dtype=np.int64)
    below = found.below or Exact.filled(1, rows.size)
    return np.asarray(found.above.rounded(plan.rounding, per=below), dtype=np.int64)
