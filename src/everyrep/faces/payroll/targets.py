"""What was asked of whom, in the plan's currency, as recorded and summed by fiscal year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from everyrep.faces.payroll.rates import Rates
from everyrep.measures.records import Records
from everyrep.values import FiscalCalendar

if TYPE_CHECKING:
    import pandas as pd

YEARLY = "_year"
"""What stands behind a quota's name where it is the sum of a fiscal year."""
_COLUMNS = ["payee", "quota", "amount_minor", "from", "until"]
Row = tuple[str, str, int | None, date, date | None]


def quotas_of(records: Records, rates: Rates, fiscal: FiscalCalendar) -> pd.DataFrame:
    """Quotas by payee.

    A quota in another currency is converted at the rate of its first day, rounded half to even;
    without a rate its amount is empty. A year's sum holds for the whole year, and is there where
    every quota of it lies within the year and has an amount: of somebody who came in July it is
    what was asked from July on.

    Returns:
        Columns payee, quota, amount_minor, from, until.
    """
    import pandas as pd

    rows = [_row(row, rates) for row in records.quotas.itertuples(index=False)]
    found = pd.DataFrame([*rows, *_years(rows, fiscal)], columns=_COLUMNS, dtype=object)
    if not found["amount_minor"].isna().any():
        found["amount_minor"] = found["amount_minor"].astype("int64")
    return found


def _row(row: Any, rates: Rates) -> Row:
    amount = _amount(row, rates)
    until = row.until_on if isinstance(row.until_on, date) else None
    return row.person_id, row.measure or "bookings", amount, row.from_on, until


def _amount(row: Any, rates: Rates) -> int | None:
    """Minor units in the plan's currency; None where there is no rate."""
    import pandas as pd

    if not isinstance(row.currency, str) or pd.isna(row.amount_minor):
        return None
    if rates.currency == rates.reporting and not pd.isna(row.amount_base_minor):
        return int(row.amount_base_minor)
    return rates.converted(int(row.amount_minor), row.currency, row.from_on)


def _years(rows: list[Row], fiscal: FiscalCalendar) -> list[Row]:
    """Sums by fiscal year."""
    found: dict[tuple[str, str, date, date], list[int | None]] = {}
    for payee, quota, amount, begins, until in rows:
        year = fiscal.year(fiscal.year_of(begins))
        within = until is not None and until <= year.end
        whole = (payee, f"{quota}{YEARLY}", year.start, year.end)
        found.setdefault(whole, []).append(amount if within else None)
    return [
        (payee, quota, sum(one for one in amounts if one is not None), begins, end)
        for (payee, quota, begins, end), amounts in sorted(found.items())
        if None not in amounts
    ]
