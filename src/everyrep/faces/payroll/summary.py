"""What a book says of a year: earned, paid and balance by payee and period, and what came late."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from everyrep.pay import Book
from everyrep.pay.ledger import Account, Stream, moves
from everyrep.values import InternalError

COLUMNS = ("plan", "currency", "payee", "period", "earned", "taken_back", "paid", "balance")
CHANGES = ("plan", "currency", "payee", "period", "source_period", "reason", "minor")
_EARNING = (str(Stream.CALCULATED), str(Stream.ADJUSTED))
_BY = ["plan", "currency", "payee"]


def by_month(book: Book, periods: Sequence[str]) -> pd.DataFrame:
    """Earned, taken back, paid and balance of each payee in each period, in whole minor units.

    Taken back is what was cancelled or is claimed because a customer left. The balance is what the
    payee's accounts stand at when the period ends, above zero where the company owes: what is
    earned and not due, less what is to be recovered or taken back.

    Args:
        book: The book.
        periods: Names of periods, in order; what was posted in others is left out.

    Returns:
        Columns `COLUMNS`, for each payee from the first period in which something was posted.

    Raises:
        InternalError: What was earned is not what was taken back, paid, and stands on balances.
    """
    found = moves(book)
    found = found[found["posted_in"].isin(periods).to_numpy()]
    if not len(found):
        return pd.DataFrame(columns=list(COLUMNS))
    gives = {name: _of_kind(found["credit"], name) for name in ("cost", "paid", "balance")}
    gets = {name: _of_kind(found["debit"], name) for name in gives}
    net = {
        name: found["minor"].where(gives[name], 0) - found["minor"].where(gets[name], 0)
        for name in gives
    }
    earning = found["stream"].isin(_EARNING)
    values = {
        "earned": -net["cost"].where(earning, 0),
        "taken_back": net["cost"].where(~earning, 0),
        "paid": net["paid"],
        "balance": net["balance"],
    }
    keys = [*_BY, "posted_in"]
    sums = found[keys].assign(**values).groupby(keys, sort=True).sum()
    table = _filled(sums, list(periods))
    table["balance"] = table.groupby(_BY)["balance"].cumsum()
    _see(table)
    return table[list(COLUMNS)]


def changes(book: Book, periods: Sequence[str]) -> pd.DataFrame:
    """What was posted in a period for an earlier one, by its reason, in whole minor units.

    Returns:
        Columns `CHANGES`; what comes to nothing is left out.
    """
    found = moves(book, streams=(Stream.CALCULATED, Stream.ADJUSTED))
    place = {name: at for at, name in enumerate(periods)}
    posted, stems = found["posted_in"].map(place), found["source_period"].map(place)
    late = found[(posted > stems).to_numpy()].rename(columns={"posted_in": "period"})
    keys = list(CHANGES[:-1])
    sums = late.groupby(keys, sort=True)["minor"].sum().reset_index()
    sums = sums[(sums["minor"] != 0).to_numpy()]
    order = sums["period"].map(place).to_numpy().argsort(kind="stable")
    return sums.iloc[order].reset_index(drop=True)


def _of_kind(accounts: pd.Series, kind: str) -> pd.Series:
    """Accounts of cost, of what was paid, or of what is neither: a balance."""
    cost = accounts.str.startswith(f"{Account.EXPENSE}:")
    paid = accounts == str(Account.PAID)
    return {"cost": cost, "paid": paid, "balance": ~(cost | paid)}[kind]


def _filled(sums: pd.DataFrame, periods: list[str]) -> pd.DataFrame:
    """One row for each payee and period from the first on, zero where nothing was posted."""
    place = {name: at for at, name in enumerate(periods)}
    payees = sums.reset_index()
    first = payees.assign(at=payees["posted_in"].map(place)).groupby(_BY)["at"].min()
    rows = [(*key, name) for key, at in first.items() for name in periods[int(at) :]]
    index = pd.MultiIndex.from_tuples(rows, names=sums.index.names)
    found = sums.reindex(index, fill_value=0).reset_index()
    return found.rename(columns={"posted_in": "period"})


def _see(table: pd.DataFrame) -> None:
    """Hold that what was earned is what was taken back, paid, and stands on balances."""
    so_far = table.groupby(_BY)[["earned", "taken_back", "paid"]].cumsum()
    rest = so_far["earned"] - so_far["taken_back"] - so_far["paid"] - table["balance"]
    off = (rest != 0).to_numpy()
    if off.any():
        row = table[off].iloc[0]
        raise InternalError(
            f"{row['payee']} in {row['period']}: what was earned is not what was taken back, paid, "
            "and stands on balances", where=f"plan {row['plan']}",
            remedy="pay nothing from this book, and restore it from a copy that passes",
        )  # fmt: skip
