"""What leaves for payroll and the general ledger, and what is held against the books."""

from __future__ import annotations

import io
from dataclasses import dataclass
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


@dataclass(frozen=True)
class _Views:
    """What one plan of a run has of the deals of its period."""

    part: RunPart
    plan: Plan
    amount: str
    booked: pd.DataFrame
    revenue: pd.DataFrame | None
    basis: pd.DataFrame


def reconciled(run: Run) -> list[dict[str, Any]]:
    """For each plan of a run, what was booked, recognised and paid by, deal by deal.

    Only deals of the period count. Revenue is known where the plan reads a fact that is
    called `recognised`; where it does not, that side is told to be missing. Deals that another plan
    of the run pays by, and this one does not, have that as their reason.
    """
    found = [one for part in run.parts.select_related("version", "run") if (one := _views(part))]
    return [_told(one, _elsewhere(one, found)) for one in found]


def _views(part: RunPart) -> _Views | None:
    found, run = inputs_of(part), part.run
    amount = _amount_of(found.plan)
    if amount is None:
        return None
    booked = _booked(found.plan, found.given, amount, run.first, run.ends)
    revenue = None
    if "recognised" in found.plan.facts:
        revenue = _booked(found.plan, found.given, "recognised", run.first, run.ends)
    facts = found.given.facts(found.plan)
    basis = _basis(found.plan, facts, amount, run.first, run.ends)
    return _Views(part, found.plan, amount, booked, revenue, _no_more_than(basis, booked))


def _told(one: _Views, elsewhere: pd.DataFrame) -> dict[str, Any]:
    revenue = one.booked if one.revenue is None else one.revenue
    deals, reasons = reconcile(one.booked, revenue, one.basis, elsewhere)
    sums = {name: int(deals[name].sum()) for name in ("booked", "recognised", "basis")}
    of_basis = reasons[(reasons["of"] == "basis").to_numpy()]
    by_reason = of_basis.groupby("reason")["minor"].agg(["sum", "count"])
    return {
        "part": one.part, "currency": one.plan.currency.code, "amount": one.amount,
        "knows_revenue": one.revenue is not None, "deals": len(deals), **sums,
        "kinds": sorted(_kinds_of(one.plan)),
        "difference": sums["basis"] - sums["booked"],
        "reasons": [(str(reason), int(row["sum"]), int(row["count"]))
                    for reason, row in by_reason.iterrows()],
        "rows": _largest(one.part, of_basis),
    }  # fmt: skip


def _elsewhere(mine: _Views, all_of_them: list[_Views]) -> pd.DataFrame:
    """Deals of a plan that only others of the run pay by, as known reasons for the difference."""
    booked = mine.booked.groupby("deal")["minor"].sum()
    left = booked[~booked.index.isin(mine.basis["deal"])]
    rows: list[tuple[str, str, str, int]] = []
    for other in all_of_them:
        if other is mine:
            continue
        there = left[left.index.isin(other.basis["deal"])]
        reason = f"under {other.part.version.title}"
        rows += [(str(deal), "basis", reason, -int(minor)) for deal, minor in there.items()]
        left = left.drop(there.index)
    return pd.DataFrame(rows, columns=["deal", "of", "reason", "minor"])


def _kinds_of(plan: Plan) -> set[str]:
    """Kinds of credit that a plan pays by; the deal's own alone where it pays by that."""
    found: set[str] = set()
    for part in plan.pay:
        found |= set(getattr(part, "credits", ()))
    for measure in plan.measures.values():
        found |= set() if found else set(measure.credits)
    return {"primary"} if "primary" in found or not found else found


def _no_more_than(basis: pd.DataFrame, booked: pd.DataFrame) -> pd.DataFrame:
    """Deals at what was booked where several leaders were credited with the same."""
    most = booked.groupby("deal")["minor"].sum()
    sums = basis.groupby("deal")["minor"].sum()
    limit = most.reindex(sums.index)
    beyond = limit.notna() & (limit * sums > 0) & (sums.abs() > limit.abs())
    return sums.where(~beyond, limit).astype("int64").rename("minor").reset_index()


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
    """Amounts of the credits of a period that the plan pays by."""
    credited = facts.credited
    low, high = day_number(first), day_number(end)
    kinds = _kinds_of(plan)
    codes = [code for code, kind in enumerate(facts.kinds) if kind in kinds]
    inside = (credited.day >= low) & (credited.day < high) & np.isin(credited.kind, codes)
    rows = np.flatnonzero(inside)
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
