"""The journal of a period: debits and credits by the codes of the company's own accounts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from everyrep.pay.ledger.asking import balances
from everyrep.pay.ledger.book import Book, locked
from everyrep.values.errors import UnknownName, UserError, require

JOURNAL = ("plan", "currency", "code", "debit", "credit")


def journal(book: Book, period: str, codes: Mapping[str, str]) -> pd.DataFrame:
    """What a locked period moved, summed by account code.

    Args:
        book: The book.
        period: Name of the period.
        codes: Account code by account of the ledger, as a setting gives them. "expense:base" goes
            before "expense", which is for every component that has no code of its own; so for
            "draw:start" and "draw".

    Returns:
        Columns `JOURNAL`, sorted: minor units, one of debit and credit above zero, the other 0.
        For each plan and currency debits and credits sum to the same.

    Raises:
        UserError: The period is not locked.
        UnknownName: An account has no code.
    """
    refuse_open(book, period)
    found = balances(book, posted_in=period)
    found["code"] = [_code(account, codes) for account in found["account"]]
    by = ["plan", "currency", "code"]
    summed = found.groupby(by, as_index=False, sort=True)["minor"].sum()
    summed = summed[(summed["minor"] != 0).to_numpy()].reset_index(drop=True)
    minor = summed.pop("minor").to_numpy()
    made = summed.assign(debit=np.maximum(minor, 0), credit=np.maximum(-minor, 0))
    sides = made.groupby(["plan", "currency"])[["debit", "credit"]].sum()
    require(
        bool((sides["debit"] == sides["credit"]).all()),
        f"The journal of {period} does not balance",
        "Check the ledger",
    )
    return made[list(JOURNAL)]


def refuse_open(book: Book, period: str) -> None:
    """What leaves the house is of a period that is locked.

    Raises:
        UnknownName: Nothing was posted in a period of that name.
        UserError: The period is still open.
    """
    if period in locked(book):
        return
    known = {posting.stamp.posted_in for posting in book.postings()}
    if period not in known:
        raise UnknownName("pay period", period, known)
    raise UserError(
        f"{period} is still open",
        why="What is exported now could still change, and be paid twice",
        remedy="Lock the period first",
    )


def _code(account: str, codes: Mapping[str, str]) -> str:
    for name in (account, account.partition(":")[0]):
        if name in codes:
            return codes[name]
    raise UnknownName(
        "account code for the account",
        account,
        codes,
        where="settings of accounts",
        why="An entry without a code would be missing in the general ledger",
        remedy=f"Give a code for {account!r}, or for all {account.partition(':')[0]!r}",
    )
