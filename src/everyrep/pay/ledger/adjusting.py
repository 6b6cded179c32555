"""Amounts that people add by hand, which no calculation takes away, and locks of periods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from everyrep.pay.ledger.asking import day_of, moves, standing
from everyrep.pay.ledger.book import (
    Book,
    Posting,
    Stamp,
    Stream,
    busy,
    locked,
    sealed,
)
from everyrep.pay.ledger.moves import Account, Frame, Reason, columns_of, expense, no_moves
from everyrep.pay.ledger.periods import PayPeriod
from everyrep.pay.ledger.posting import Run, post_moves
from everyrep.values.errors import DataError, UnknownName, UserError


@dataclass(frozen=True)
class Adjustment:
    """An amount that somebody adds by hand, or the outcome of a dispute.

    Attributes:
        id: Its own; what is given again under the same id replaces it.
        payee: Whose pay.
        component: Which cost it counts as.
        minor: How much, in minor units; 0 withdraws it.
        who: Who decided it.
        why: Why, in words.
        about: The key of the line that it is about; empty where it stands alone.
        dispute: Whether it is the outcome of a dispute.
    """

    id: str
    payee: str
    component: str
    minor: int
    who: str
    why: str
    about: str = ""
    dispute: bool = False


def adjust(
    book: Book,
    adjustment: Adjustment,
    run: Run,
    period: PayPeriod,
    known_at: date | int,
    head: str | None = None,
) -> Posting:
    """Post an adjustment into the open period.

    It keeps the source period of the line that it is about. A later calculation leaves it alone,
    even where that line vanishes: see `parked`.

    Raises:
        Busy: The book has gone on since that head.
        UserError: The period is locked.
        UnknownName: The book never had the line that it is about.
        DataError: It does not say who decided it, or why.
    """
    _check(adjustment)
    source, deal, line, day = period.name, "", "", period.first
    if adjustment.about:
        about = _line(book, adjustment, run.plan)
        source, deal, line, day = (
            about["source_period"], about["deal"], about["line"], int(about["day"])
        )  # fmt: skip
    key = f"adjustment/{adjustment.id}"
    rows = int(adjustment.minor != 0)
    reason = Reason.DISPUTE if adjustment.dispute else Reason.ADJUSTMENT
    given = {
        "key": key, "payee": adjustment.payee, "component": adjustment.component,
        "line": line, "deal": deal, "source_period": source, "about": adjustment.about,
        "reason": str(reason), "debit": expense(adjustment.component),
        "credit": str(Account.EARNED), "day": [day] * rows, "minor": [adjustment.minor] * rows,
    }  # fmt: skip
    stamp = Stamp(
        Stream.ADJUSTED, run.id, run.plan, run.currency.code, period.name, day_of(known_at),
        adjustment.who, adjustment.why,
    )  # fmt: skip
    run = replace(run, payees=None)
    return post_moves(
        book, columns_of(given, rows), stamp, run, period, head,
        lambda last: (last["key"] == key).to_numpy(),
    )  # fmt: skip


def parked(book: Book, on: date | int | None = None) -> Frame:
    """Adjustments that stand while the line that they are about does not stand any more.

    Returns:
        As `asking.moves`. They keep what was posted for them until somebody decides: give the
        adjustment again about another line, or with an amount of 0.
    """
    adjusted = standing(moves(book, on, (Stream.ADJUSTED,)))
    adjusted = adjusted[(adjusted["about"] != "").to_numpy()]
    if not len(adjusted):
        return adjusted
    payees = set(adjusted["payee"])
    lines = standing(moves(book, on, (Stream.CALCULATED,), payees))
    known = set(zip(lines["plan"], lines["key"], strict=True))
    pairs = zip(adjusted["plan"], adjusted["about"], strict=True)
    gone = np.array([pair not in known for pair in pairs], dtype=bool)
    return adjusted[gone].reset_index(drop=True)


def lock(
    book: Book,
    period: PayPeriod | str,
    known_at: date | int,
    who: str = "",
    head: str | None = None,
) -> Posting:
    """Close a period: nothing is posted into it from now on. Locking it again does nothing.

    Raises:
        Busy: The book has gone on since that head.
    """
    number, found, turnover = book.head()
    if head is not None and head != found:
        raise busy(head, found)
    done, name = locked(book), period if isinstance(period, str) else period.name
    if name in done:
        return book.postings()[done[name] - 1]
    stamp = Stamp(Stream.LOCK, "", "", "", name, day_of(known_at), who)
    posting = sealed(number + 1, found, stamp, turnover, no_moves())
    book.append(posting)
    return posting


def _line(book: Book, adjustment: Adjustment, plan: str) -> Frame:
    """The last move of the line that an adjustment is about."""
    last = book.last(plan, Stream.CALCULATED, {adjustment.payee})
    found = last[(last["key"] == adjustment.about).to_numpy()]
    if not len(found):
        raise UnknownName("line", adjustment.about, last["key"], where=f"pay {adjustment.payee}")
    return found.iloc[0]


def _check(adjustment: Adjustment) -> None:
    for name in ("id", "payee", "component", "who", "why"):
        if not getattr(adjustment, name).strip():
            raise DataError(
                f"An adjustment does not say its {name}",
                why="Whoever reads the statement must see whose decision it was, and why",
                remedy=f"Give the {name}",
            )
    if isinstance(adjustment.minor, bool) or not isinstance(adjustment.minor, int):
        raise UserError(
            f"The adjustment {adjustment.id!r} is of {adjustment.minor!r}",
            why="Money is counted in whole minor units",
            remedy="Give whole minor units, such as 1250 for 12.50",
        )
