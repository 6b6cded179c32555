"""What leaves the house: journal, payroll and the reconciliation."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from everyrep.pay.accounts import (
    Difference,
    guarded,
    journal,
    payroll,
    reconcile,
    write_csv,
    write_excel,
)
from everyrep.pay.ledger import MemoryBook, lock, post
from everyrep.pay.paying import earned_of, opening_of, pay_out, settle
from everyrep.pay.plan import DrawKind
from everyrep.values.errors import UnknownName, UserError
from tests.pay.ledger.books import FEBRUARY, JANUARY, RUN, amount, amounts
from tests.pay.paying.plans import draw_of, plan_of, stints

CODES = {
    "expense": "6100", "expense:base": "6110", "paid": "2210", "draw": "1310", "earned": "2200",
    "carried": "1320", "clawback": "1330", "payable": "2205",
}  # fmt: skip


def paid_book() -> MemoryBook:
    """Ana earned 600.05 and is topped up to 1,000; then earned 1,800.10 and owes 399.95."""
    book, plan = MemoryBook(), plan_of((draw_of(DrawKind.RECOVERABLE, months=1),))
    rows = []
    for period, minor in ((JANUARY, 60_005), (FEBRUARY, 180_010)):
        rows.append(amount("=ana", period.name, minor, period))
        post(book, amounts(rows), RUN, period, period.end)
        opening = opening_of(book, plan, period)
        stays = stints(payee="=ana", start=100_000)
        paid = pay_out(plan, earned_of(book, "hunter"), stays, (period,), opening)
        settle(book, paid, RUN, period, period.end)
        lock(book, period, period.end)
    return book


def test_the_journal_sums_by_code_and_balances() -> None:
    found = journal(paid_book(), "January 2026", CODES)
    assert found[["code", "debit", "credit"]].to_numpy().tolist() == [
        ["1310", 39_995, 0], ["2210", 0, 100_000], ["6110", 60_005, 0],
    ]  # fmt: skip
    found = journal(paid_book(), "February 2026", {**CODES, "draw": "2210"})
    assert found[["code", "debit", "credit"]].to_numpy().tolist() == [
        ["2210", 0, 180_010], ["6110", 180_010, 0],
    ]  # fmt: skip


def test_an_account_without_a_code_and_an_unknown_period_are_refused() -> None:
    book = paid_book()
    with pytest.raises(UnknownName, match="Give a code for 'draw:start'"):
        journal(book, "January 2026", {"expense": "1", "paid": "2"})
    with pytest.raises(UnknownName, match="Did you mean 'January 2026'"):
        journal(book, "Januar 2026", CODES)


def test_payroll_is_exact_in_major_units() -> None:
    found = payroll(paid_book(), "February 2026")
    assert found.iloc[0].tolist() == [
        "=ana", "hunter", "February 2026", "USD", Decimal("1800.10"), Decimal("0.00"),
        Decimal("399.95"), Decimal("0.00"), Decimal("1400.15"),
    ]  # fmt: skip
    assert payroll(paid_book(), "January 2026")["amount"].tolist() == [Decimal("1000.00")]


def test_what_is_still_open_is_not_exported() -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 1)]), RUN, JANUARY, JANUARY.end)
    with pytest.raises(UserError, match="January 2026 is still open"):
        payroll(book, "January 2026")
    with pytest.raises(UserError, match="Lock the period first"):
        journal(book, "January 2026", CODES)


def test_a_spreadsheet_runs_nothing_of_it(tmp_path: Path) -> None:
    rows = payroll(paid_book(), "February 2026")
    text = io.StringIO()
    write_csv(rows, text)
    read = list(csv.reader(io.StringIO(text.getvalue())))
    assert read[1][0] == "'=ana"
    assert read[1][-1] == "1400.15"
    write_excel(rows, tmp_path / "payroll.xlsx")
    sheet = load_workbook(tmp_path / "payroll.xlsx").active
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].quotePrefix) == (
        "=ana", "s", True,
    )  # fmt: skip
    assert (sheet["I2"].value, sheet["I2"].number_format) == (1400.15, "#,##0.00")


@given(st.text())
def test_no_text_begins_like_a_formula_and_plain_ones_stay(text: str) -> None:
    safe = guarded(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert safe.removeprefix("'") == text.removeprefix("'") or safe == f"'{text}"
    assert guarded("Ana Müller-Lüdenscheidt") == "Ana Müller-Lüdenscheidt"


def deals(*rows: tuple[str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["deal", "minor"]).astype({"minor": "int64"})


def test_each_difference_has_a_reason_and_they_sum_to_it() -> None:
    booked = deals(("a", 100), ("b", 200), ("c", 300), ("d", -50))
    recognised = deals(("a", 60), ("a", 40), ("b", 50), ("e", 10), ("d", 20))
    basis = deals(("a", 100), ("b", 200), ("c", 350))
    known = pd.DataFrame([["c", "recognised", "deferred", -120]], columns=[
        "deal", "of", "reason", "minor",
    ])  # fmt: skip
    sums, reasons = reconcile(booked, recognised, basis, known)
    assert sums.to_numpy().tolist() == [
        ["a", 100, 100, 100], ["b", 200, 50, 200], ["c", 300, 0, 350], ["d", -50, 20, 0],
        ["e", 0, 10, 0],
    ]  # fmt: skip
    assert [tuple(row) for row in reasons.to_numpy().tolist()] == [
        ("b", "recognised", Difference.IN_PART, -150),
        ("c", "basis", Difference.BEYOND, 50),
        ("c", "recognised", "deferred", -120),
        ("c", "recognised", Difference.NOT_YET, -180),
        ("d", "basis", Difference.NOT_YET, 50),
        ("d", "recognised", Difference.OTHER_SIGN, 70),
        ("e", "recognised", Difference.NOT_BOOKED, 10),
    ]


ROWS = st.lists(st.tuples(st.sampled_from("abcde"), st.integers(-1000, 1000)), max_size=8)


@given(booked=ROWS, recognised=ROWS, basis=ROWS)
def test_nothing_is_left_unexplained(
    booked: list[tuple[str, int]], recognised: list[tuple[str, int]], basis: list[tuple[str, int]]
) -> None:
    sums, reasons = reconcile(deals(*booked), deals(*recognised), deals(*basis))
    for side in ("recognised", "basis"):
        told = reasons[(reasons["of"] == side).to_numpy()].groupby("deal")["minor"].sum()
        for deal, before, after in zip(sums["deal"], sums["booked"], sums[side], strict=True):
            assert told.get(deal, 0) == after - before


def test_a_reason_for_something_else_is_refused() -> None:
    known = pd.DataFrame([["a", "basic", "x", 1]], columns=["deal", "of", "reason", "minor"])
    with pytest.raises(UnknownName, match="Did you mean 'basis'"):
        reconcile(deals(), deals(), deals(), known)
    with pytest.raises(UnknownName, match="'minor'"):
        reconcile(deals().drop(columns="minor"), deals(), deals())
