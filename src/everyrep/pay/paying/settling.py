"""From the ledger to what is paid out, and back into the ledger."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from everyrep.pay.ledger.adjusting import parked
from everyrep.pay.ledger.asking import EARNING, day_of, moves
from everyrep.pay.ledger.book import Book, Posting, Stamp, Stream
from everyrep.pay.ledger.moves import MOVES, Account, columns_of
from everyrep.pay.ledger.periods import PayPeriod
from everyrep.pay.ledger.posting import Run, post_moves
from everyrep.pay.paying.moving import draw_account
from everyrep.pay.paying.out import Opening, PaidOut
from everyrep.pay.plan.plan import Plan
from everyrep.values.errors import UnknownName

_PAST = {"released": "released", "cancelled": "cancelled", "clawback": "clawed_back"}
"""How keys of moves begin, and the column of what they sum to."""


def earned_of(
    book: Book,
    plan: str,
    lines: pd.DataFrame | None = None,
    deals: pd.DataFrame | None = None,
    payees: Collection[str] | None = None,
) -> pd.DataFrame:
    """What was earned by a plan, as `pay_out` takes it: every move that the book has of it.

    Adjustments that are parked are held: nothing is paid of them until somebody decides.

    Args:
        book: The book.
        plan: Id of the plan.
        lines: Column `line`, each once, and the facts whose days release instalments.
        deals: Columns `deal`, each once, and `left_on`.
        payees: Only of these.
    """
    found = moves(book, streams=EARNING, payees=payees)
    found = found[(found["plan"] == plan).to_numpy()]
    names = ["key", "payee", "component", "line", "deal", "day", "minor", "posted_in"]
    waiting = set(parked(book)["key"])
    found = found[names].assign(held=found["key"].isin(waiting).to_numpy())
    for facts, name in ((lines, "line"), (deals, "deal")):
        if facts is not None:
            found = found.merge(facts, on=name, how="left", validate="many_to_one")
    return found.reset_index(drop=True)


def opening_of(book: Book, plan: Plan, period: PayPeriod) -> Opening:
    """What had happened before a period, by all that is posted as paid out in other periods.

    Args:
        book: The book; its periods before this one are settled.
        plan: The plan.
        period: The period that is open.
    """
    found = moves(book, streams=(Stream.PAID,))
    found = found[((found["plan"] == plan.id) & (found["posted_in"] != period.name)).to_numpy()]
    return Opening(_keys(found), _balances(found, _held_before(book, plan.id, period), plan))


def settle(
    book: Book,
    paid: PaidOut,
    run: Run,
    period: PayPeriod,
    known_at: date | int,
    head: str | None = None,
) -> Posting:
    """Post what is paid out in a period. Settling again posts what has changed, or nothing.

    Raises:
        Busy: The book has gone on since that head.
        UserError: The period is locked.
        UnknownName: People were paid out for other periods, and not for one of that name.
    """
    known = paid.statement["period"].unique()
    if len(known) and period.name not in known:
        raise UnknownName("pay period", period.name, known, where="paid out")
    rows = paid.moves[(paid.moves["period"] == period.name).to_numpy()]
    if run.payees is not None:
        rows = rows[rows["payee"].isin(run.payees).to_numpy()]
    given = {name: rows[name].to_numpy() for name in rows.columns if name in MOVES}
    wanted = columns_of({**given, "source_period": period.name}, len(rows))
    stamp = Stamp(Stream.PAID, run.id, run.plan, run.currency.code, period.name, day_of(known_at))
    return post_moves(
        book, wanted, stamp, run, period, head,
        lambda last: (last["source_period"] == period.name).to_numpy(),
    )  # fmt: skip


def _keys(found: pd.DataFrame) -> pd.DataFrame:
    """What was released, cancelled and taken back of each key."""
    rows = found[(found["about"] != "").to_numpy()]
    kind = rows["key"].str.split("/", n=1).str[0].map(_PAST)
    summed = rows.groupby(["about", kind.rename("kind")])["minor"].sum().unstack(fill_value=0)
    summed = summed.reindex(columns=list(_PAST.values()), fill_value=0)
    return summed.rename_axis(index="key", columns=None).reset_index()


def _balances(found: pd.DataFrame, held: pd.Series, plan: Plan) -> pd.DataFrame:
    """What stands on the balances of each payee."""
    accounts = {
        "carried": str(Account.CARRIED),
        "clawback": str(Account.CLAWBACK),
        **{draw.id: draw_account(draw.id) for draw in plan.draws},
    }
    columns = {name: _standing(found, account) for name, account in accounts.items()}
    columns["held"] = held
    frame = pd.DataFrame(columns).fillna(0).astype(np.int64)
    return frame.rename_axis(index="payee").reset_index()


def _held_before(book: Book, plan: str, period: PayPeriod) -> pd.Series:
    """What was earned and not due, of each payee, by what was posted in other periods."""
    found = moves(book)
    rows = ((found["plan"] == plan) & (found["posted_in"] != period.name)).to_numpy()
    return -_standing(found[rows], str(Account.EARNED))


def _standing(found: pd.DataFrame, account: str) -> pd.Series:
    """What stands on an account, by payee."""
    got = found[(found["debit"] == account).to_numpy()].groupby("payee")["minor"].sum()
    gave = found[(found["credit"] == account).to_numpy()].groupby("payee")["minor"].sum()
    return got.sub(gave, fill_value=0)
