"""What payroll gets of a locked period, as rows, CSV and Excel.

Texts come from people and systems outside, and a spreadsheet runs a cell that begins like a
formula. Such a text is written so that it stays a text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import IO

import pandas as pd

from everyrep.pay.accounts.journal import refuse_open
from everyrep.pay.ledger.asking import moves
from everyrep.pay.ledger.book import Book, Stream
from everyrep.pay.ledger.moves import Account
from everyrep.values.currency import Currency
from everyrep.values.money import Money

PAYROLL = (
    "payee", "plan", "period", "currency", "released", "paid_ahead", "recovered", "carried",
    "amount",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Cell = str | Decimal


def payroll(book: Book, period: str) -> pd.DataFrame:
    """What each payee is paid for a locked period.

    Returns:
        Columns `PAYROLL`, sorted by payee and plan, amounts in major units as exact decimals:
        amount = released + paid_ahead - recovered + carried.

    Raises:
        UnknownName: Nothing was posted in a period of that name.
        UserError: The period is still open.
    """
    refuse_open(book, period)
    found = moves(book, streams=(Stream.PAID,), posted_in=period)
    payable = str(Account.PAYABLE)
    into = found[(found["credit"] == payable).to_numpy()].assign(sign=1, other=found["debit"])
    out = found[(found["debit"] == payable).to_numpy()].assign(sign=-1, other=found["credit"])
    both = pd.concat([into, out], ignore_index=True)
    both["minor"] *= both["sign"]
    both["what"] = [_what(*pair) for pair in zip(both["other"], both["sign"], strict=True)]
    by = ["payee", "plan", "currency"]
    sums = both.groupby([*by, "what"])["minor"].sum().unstack(fill_value=0)
    names = ("released", "paid_ahead", "recovered", "carried", "amount")
    sums = sums.reindex(columns=names, fill_value=0).reset_index().assign(period=period)
    for name in names:
        sign = -1 if name in ("recovered", "amount") else 1
        sums[name] = [
            Money(sign * int(minor), Currency.of(code)).major
            for minor, code in zip(sums[name], sums["currency"], strict=True)
        ]
    return sums[list(PAYROLL)].rename_axis(columns=None)


def write_csv(rows: pd.DataFrame, file: IO[str]) -> None:
    """Write rows as CSV; `file` is opened with `newline=""`."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([guarded(str(name)) for name in rows.columns])
    for row in rows.itertuples(index=False):
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])


def write_excel(rows: pd.DataFrame, path: Path, title: str = "Payroll") -> None:
    """Write rows as an Excel workbook: texts as texts, decimals as numbers with all digits."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = title
    for at, row in enumerate([rows.columns, *rows.itertuples(index=False)], start=1):
        for column, value in enumerate(_cells(row), start=1):
            cell = sheet.cell(row=at, column=column)
            if isinstance(value, str):
                cell.value = value
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(_FORMULA)
                continue
            cell.value = value
            if isinstance(value, Decimal):
                digits = -int(value.as_tuple().exponent)
                cell.number_format = f"#,##0.{'0' * digits}" if digits else "#,##0"
    sheet.freeze_panes = "A2"
    book.save(path)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(row: Iterable[object]) -> list[object]:
    return [value if isinstance(value, str | Decimal) else _plain(value) for value in row]


def _plain(value: object) -> object:
    """A value of a column of whole numbers as Python's own."""
    return value.item() if hasattr(value, "item") else value


def _what(other: str, sign: int) -> str:
    """What an amount that goes into payable, or out of it, is to a payee."""
    if other == Account.EARNED:
        return "released"
    if other == Account.PAID:
        return "amount"
    if other == Account.CARRIED:
        return "carried"
    if other == Account.CLAWBACK:
        return "recovered"
    return "paid_ahead" if sign > 0 else "recovered"
