"""Posting: what each key is worth now, minus what was posted for it.

The calculation always gives the whole truth as now known. A key whose amount stands in the book
already is left alone; one that is worth something else is moved back whole and posted anew; one
that is not calculated any more is moved back. Periods that are locked are never touched: all of
this happens in the period that is open, and keeps the period that it stems from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from everyrep.pay.exact import Flags
from everyrep.pay.ledger.book import Book, Posting, Stamp, Stream, busy, locked, sealed
from everyrep.pay.ledger.moves import (
    MOVES,
    Account,
    Frame,
    Reason,
    columns_of,
    expense,
    identified,
    no_moves,
    size_of,
)
from everyrep.pay.ledger.periods import PayPeriod
from everyrep.pay.windows import day_number, day_of
from everyrep.values.currency import Currency
from everyrep.values.errors import DataError, UnknownName, UserError
from everyrep.values.money import Money

AMOUNTS = (
    "key", "payee", "component", "line", "deal", "day", "window", "minor", "facts_hash",
    "plan_version",
)  # fmt: skip
Columns: TypeAlias = dict[str, Any]
"""Columns of moves, each an array of one length."""
Scope = Callable[[Frame], Flags]
"""Which rows of moves are meant, shape (moves,)."""
_MOST = 2**62
_AGAIN = "Calculate again, and post what the calculation gives, unchanged"
_SLIP = "Look for an amount with digits too many among the lines, and calculate again"
_COMPARED = ("minor", "day", "source_period", "deal", "line", "debit", "credit", "about")


@dataclass(frozen=True)
class Run:
    """One calculation.

    Attributes:
        id: What it is called; it does not change what is posted.
        plan: Id of the plan. Keys of different plans never meet.
        currency: Of all its amounts.
        payees: Whom it is the whole truth about; None for everybody. Nobody else's keys vanish.
    """

    id: str
    plan: str
    currency: Currency
    payees: frozenset[str] | None = None


def post(
    book: Book,
    amounts: Frame,
    run: Run,
    period: PayPeriod,
    known_at: date | int,
    head: str | None = None,
) -> Posting:
    """Post what a calculation gave.

    Args:
        book: Is appended to, unless nothing has changed.
        amounts: Columns `AMOUNTS`, one row a key: texts, `day` in days since 1970-01-01, `window`
            the period that the amount stems from, `minor` whole minor units. A column `reason`
            may say why an amount is there, such as "cap"; empty for what its sign says.
        run: The calculation.
        period: The period that is open.
        known_at: The day up to which its facts were known.
        head: Head of the book that the calculation was made against; that of now where None.

    Returns:
        What was appended. Posting the same again gives an empty one, and appends nothing.

    Raises:
        Busy: The book has gone on since that head.
        UserError: The period is locked.
        DataError: Amounts lack a column, have a key twice or a payee who is not of this run, or
            are too large to be summed.
    """
    rows = amounts_checked(amounts, run)
    wanted = columns_of(
        {
            **{name: rows[name].to_numpy() for name in AMOUNTS if name != "window"},
            "source_period": rows["window"].to_numpy(),
            "debit": _expenses(rows["component"]),
            "credit": str(Account.EARNED),
            "reason": rows["reason"].to_numpy() if "reason" in rows.columns else "",
        },
        len(rows),
    )
    day = known_at if isinstance(known_at, int) else day_number(known_at)
    stamp = Stamp(Stream.CALCULATED, run.id, run.plan, run.currency.code, period.name, day)
    return post_moves(book, wanted, stamp, run, period, head)


def amounts_checked(amounts: Frame, run: Run) -> Frame:
    """Amounts that are worth something, once they can be posted.

    Raises:
        UnknownName: A column is missing.
        DataError: A cell is missing or no whole number, or a payee is not of this run.
    """
    for name in AMOUNTS:
        if name not in amounts.columns:
            raise UnknownName("column", name, amounts.columns, where="amounts")
    _refuse_huge(amounts, run)
    for name in ("day", "minor"):
        if not _whole(amounts[name]):
            raise _cannot(f"The column {name!r} holds something else than whole numbers of 64 bits")
    texts = [*(name for name in AMOUNTS if name not in ("day", "minor")), *_optional(amounts)]
    if any(_lacks(amounts[name].to_numpy()) for name in texts):
        raise _cannot("A text is missing")
    if run.payees is not None:
        strangers = set(amounts["payee"].unique()) - run.payees
        if strangers:
            raise _cannot(f"{min(strangers)!r} is not among the payees of this run")
    worth = amounts["minor"].to_numpy() != 0
    return amounts if worth.all() else amounts[worth]


def post_moves(
    book: Book,
    wanted: Columns,
    stamp: Stamp,
    run: Run,
    period: PayPeriod,
    head: str | None = None,
    of: Scope | None = None,
) -> Posting:
    """Bring what a stream of a book says to what is wanted, by moves back and new moves.

    Args:
        book: Is appended to, unless nothing changes.
        wanted: Columns of moves but ids and links, shape (keys,); none is worth nothing.
        stamp: What the moves share.
        run: Whose keys these are.
        period: The period that is open.
        head: Head of the book that this was worked out against.
        of: Which of the run's moves this is the whole truth about; all where None.

    Raises:
        Busy: The book has gone on since that head.
        UserError: The period is locked.
        DataError: A key comes twice, something was known earlier than what it corrects, or sums
            are too large.
    """
    number, found, turnover = book.head()
    if head is not None and head != found:
        raise busy(head, found)
    refuse_locked(book, period)
    last = book.last(run.plan, stamp.stream, run.payees)
    if of is not None:
        last = last[of(last)]
    moves = _changes(wanted, last, stamp, period)
    if len(moves):
        _refuse_earlier(book, stamp)
    turnover += size_of(moves["minor"])
    if turnover >= _MOST:
        raise _cannot("The amounts of this book are too large to be summed in 64 bits", _SLIP)
    posting = sealed(number + 1, found, stamp, turnover, moves)
    if not posting.empty:
        book.append(posting)
    return posting


def refuse_locked(book: Book, period: PayPeriod) -> None:
    """Nothing is posted into a period that is locked.

    Raises:
        UserError: It is.
    """
    if period.name in locked(book):
        raise UserError(
            f"{period.name} is locked",
            why="What was paid for it has been stated, and never changes",
            remedy="Post into the period that is open; what it stems from is kept with it",
        )


def _refuse_earlier(book: Book, stamp: Stamp) -> None:
    """What is known never becomes less, or nobody could ask what was known on a day."""
    known = [
        one.known_at
        for one in book.stamps()
        if (one.plan, one.stream) == (stamp.plan, stamp.stream)
    ]
    if known and max(known) > stamp.known_at:
        raise DataError(
            f"What was known on {day_of(stamp.known_at)} is older than what the book has, which "
            f"was known on {day_of(max(known))}",
            where=f"plan {stamp.plan}",
            why="An older state would take back what is known by now",
            remedy="Calculate with the facts as known today",
        )


def _changes(wanted: Columns, last: Frame, stamp: Stamp, period: PayPeriod) -> Frame:
    """Moves that lead from the last move of each key to what is wanted."""
    keys = pd.Index(wanted["key"])
    if not keys.is_unique:
        raise _cannot(f"The key {keys[keys.duplicated()][0]!r} comes twice")
    known = {name: last[name].to_numpy() for name in MOVES}
    old_of_new = _places(known["key"], keys)
    live = known["reverses"] == ""
    stands, had = np.zeros(len(keys), dtype=bool), old_of_new >= 0
    stands[had] = live[old_of_new[had]]
    same = stands.copy()
    for name in _COMPARED:
        same[stands] &= known[name][old_of_new[stands]] == wanted[name][stands]
    wanted_again = np.zeros(live.size, dtype=bool)
    wanted_again[old_of_new[had]] = True
    changed = stands & ~same
    gone = live & ~wanted_again
    if not (changed.any() or gone.any() or (~stands).any()):
        return no_moves()
    back_at = np.concatenate([np.flatnonzero(gone), old_of_new[changed]])
    new, old = _taken(wanted, ~same), old_of_new[~same]
    reasons = _reasons(new, known, old, changed[~same], period, stamp.stream)
    why_gone = Reason.VANISHED if stamp.stream is not Stream.ADJUSTED else Reason.WITHDRAWN
    why_back = np.concatenate(
        [np.full(int(gone.sum()), str(why_gone), dtype=object), reasons[changed[~same]]]
    )
    back = _moved_back(_taken(known, back_at), why_back, stamp)
    put = _put(new, reasons, known, old, back, stamp)
    return _sorted(back, put)


def _taken(columns: Columns, rows: Any) -> Columns:
    """Some rows of columns."""
    return {name: values[rows] for name, values in columns.items()}


def _reasons(
    new: Columns, last: Columns, old: Any, changed: Any, period: PayPeriod, stream: Stream
) -> Any:
    """Why each new move is there, shape (new,)."""
    given, minor, day = new["reason"], new["minor"], new["day"]
    first = np.where(minor < 0, str(Reason.REFUND), str(Reason.CALCULATED))
    first = np.where(given == "", first, given)
    found = np.where(day < period.first, str(Reason.LATE), first).astype(object)
    at = old[changed]
    if at.size:
        restated = last["plan_version"][at] != new["plan_version"][changed]
        other = last["facts_hash"][at] != new["facts_hash"][changed]
        found[changed] = np.select(
            [other, restated],
            [str(Reason.CHANGED), str(Reason.RESTATED)],
            str(Reason.TRUE_UP),
        )
    if stream is Stream.CALCULATED:
        return found
    return np.where(given == "", found, given).astype(object)


def _moved_back(old: Columns, reasons: Any, stamp: Stamp) -> Columns:
    """Moves that take others back, whole."""
    columns = {**old, "minor": -old["minor"], "reason": reasons, "origin": _origins(old)}
    columns["reverses"] = columns["after"] = old["id"]
    columns["id"] = np.array(identified(columns, _salt(stamp)), dtype=object)
    return columns


def _put(
    new: Columns, reasons: Any, last: Columns, old: Any, back: Columns, stamp: Stamp
) -> Columns:
    """New moves, each after the last one of its key."""
    columns, had = {**new, "reason": reasons}, old >= 0
    taken_back = dict(zip(back["reverses"], back["id"], strict=True))
    before = last["id"][old[had]]
    columns["after"] = np.full(old.size, "", dtype=object)
    columns["after"][had] = [taken_back.get(one, one) for one in before]
    columns["origin"] = np.full(old.size, "", dtype=object)
    columns["origin"][had] = _origins(_taken(last, old[had]))
    columns["id"] = np.array(identified(columns, _salt(stamp)), dtype=object)
    return columns


def _origins(old: Columns) -> Any:
    """The first move of each one's key."""
    found: Any = np.where(old["origin"] == "", old["id"], old["origin"])
    return found.astype(object)


def _sorted(back: Columns, put: Columns) -> Frame:
    """Moves by payee and key, each move back before what replaces it."""
    columns = {name: np.concatenate([back[name], put[name]]) for name in MOVES}
    steps = np.repeat([0, 1], [len(back["id"]), len(put["id"])])
    order = np.lexsort((steps, _ranks(columns["key"]), _ranks(columns["payee"])))
    return Frame({name: columns[name][order] for name in MOVES})


def _ranks(texts: Any) -> Any:
    """The place of each text among those that occur, in their order."""
    codes, found = pd.factorize(texts)
    ranks = np.empty(found.size, dtype=np.int64)
    ranks[np.argsort(found, kind="stable")] = np.arange(found.size)
    return ranks[codes]


def _salt(stamp: Stamp) -> tuple[str, ...]:
    """What the ids of a posting share: not the run, so that a rerun gives the same."""
    return stamp.stream, stamp.plan, stamp.currency, stamp.posted_in, str(stamp.known_at)


def _places(known: Any, asked: pd.Index) -> Any:
    """Where each key is known, shape (asked,); -1 where it is not."""
    if not len(known):
        return np.full(len(asked), -1, dtype=np.int64)
    return pd.Index(known).get_indexer(asked)


def _lacks(texts: Any) -> bool:
    """Whether one is missing; what is text is there, and is seen at once."""
    return set(map(type, texts.tolist())) - {str} != set() and bool(pd.isna(texts).any())


def _whole(column: pd.Series) -> bool:
    """Whether all values are whole numbers that 64 bits hold, whatever the column's type."""
    if column.dtype.kind == "i" or not len(column):
        return True
    if column.dtype != object and column.dtype.kind != "u":
        return False
    values = column.tolist()
    fits = all(type(one) is int and abs(one) < _MOST for one in values)
    return fits or all(isinstance(one, np.integer) and abs(int(one)) < _MOST for one in values)


def _optional(amounts: Frame) -> list[str]:
    return [name for name in ("reason",) if name in amounts.columns]


def _expenses(components: pd.Series) -> Any:
    codes, names = pd.factorize(components)
    return np.array([expense(name) for name in names], dtype=object)[codes]


def _refuse_huge(amounts: Frame, run: Run) -> None:
    """Refuse the first amount that 64 bits do not hold, by its key."""
    if amounts["minor"].dtype != object:
        return
    for key, minor in zip(amounts["key"], amounts["minor"], strict=True):
        if isinstance(minor, int) and abs(minor) >= _MOST:
            told = f"{Money(minor, run.currency)} is more than a book can hold, for {key!r}"
            raise _cannot(told, _SLIP)


def _cannot(message: str, remedy: str = _AGAIN) -> DataError:
    return DataError(
        message,
        where="amounts",
        why="Every cent is posted once, under a key of its own, or not at all",
        remedy=remedy,
    )
