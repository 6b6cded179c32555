"""What a book says: as it was paid, as it is known by now, and where the money stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import numpy as np
import pandas as pd

from everyrep.pay.ledger.book import Book, Posting, Stream
from everyrep.pay.ledger.moves import MOVES, Frame, joined, no_moves
from everyrep.pay.windows import day_number

EARNING = (Stream.CALCULATED, Stream.ADJUSTED)
"""Streams that say what somebody earned."""
_SHARED = ("posting", "posted_in", "known_at", "run", "plan", "currency", "stream", "who", "note")


def moves(
    book: Book,
    on: date | int | None = None,
    streams: Collection[Stream] | None = None,
    payees: Collection[str] | None = None,
    posted_in: str | None = None,
) -> Frame:
    """Moves with all that their postings say of them, in the order of posting.

    Args:
        book: The book.
        on: Only what was known by the end of that day; all where None.
        streams: Only what these brought about.
        payees: Only of these.
        posted_in: Only what was posted while that period was open.

    Returns:
        Columns `moves.MOVES` and `posting` (its number), `posted_in`, `known_at`, `run`, `plan`,
        `currency`, `stream`, `who`, `note`.
    """
    by = None if on is None else day_of(on)

    def wanted(posting: Posting) -> bool:
        stamp = posting.stamp
        return (
            (by is None or stamp.known_at <= by)
            and (streams is None or stamp.stream in streams)
            and (posted_in is None or stamp.posted_in == posted_in)
        )

    if payees is None:
        pairs: Iterable[tuple[Posting, Frame]] = (
            (posting, posting.moves) for posting in book.postings()
        )
    else:
        pairs = book.moves_of(payees)
    return _with_stamps([pair for pair in pairs if wanted(pair[0])])


def entries(book: Book, on: date | int | None = None, posted_in: str | None = None) -> Frame:
    """Both entries of each move: one for the account that gets, one for the account that gives.

    Returns:
        As `moves`, with `account` in place of `debit` and `credit`, `minor` above zero where the
        account gets, and ids that end in ".d" and ".c". `reverses` names entries too.
    """
    found = moves(book, on, posted_in=posted_in)
    sides = []
    for side, suffix, sign in (("debit", ".d", 1), ("credit", ".c", -1)):
        one = found.drop(columns=["debit", "credit"])
        one["account"] = found[side]
        one["minor"] = sign * found["minor"]
        one["id"] = found["id"] + suffix
        for link in ("reverses", "origin", "after"):
            one[link] = np.where(found[link] == "", "", found[link] + suffix)
        sides.append(one)
    both = pd.concat(sides, ignore_index=True)
    places = np.tile(np.arange(len(found)), 2)
    return both.iloc[np.argsort(places, kind="stable")].reset_index(drop=True)


def as_paid(
    book: Book,
    period: str,
    on: date | int | None = None,
    payees: Collection[str] | None = None,
) -> Frame:
    """What was stated as earned for a period: all that was posted while it was open.

    Once the period is locked this never changes. What came later for its days is in the period
    that was open then, with this one as its source period.

    Args:
        book: The book.
        period: Name of the period of pay.
        on: As it stood at the end of that day; as it stands where None.
        payees: Only of these.

    Returns:
        As `moves`, one row a line of the statement; their `minor` sum to what was earned.
    """
    return moves(book, on, EARNING, payees, posted_in=period)


def as_known(
    book: Book,
    source_period: str,
    on: date | int | None = None,
    payees: Collection[str] | None = None,
) -> Frame:
    """What a period is worth by all that was known on a day, whenever it was posted.

    Args:
        book: The book.
        source_period: Name of the period that amounts stem from.
        on: The day; all that is known where None.
        payees: Only of these.

    Returns:
        The moves that stand: one row a key, without those that were taken back.
    """
    found = moves(book, on, EARNING, payees)
    found = found[(found["source_period"] == source_period).to_numpy()]
    return standing(found)


def standing(found: Frame) -> Frame:
    """Moves that none of these takes back, and that take none back."""
    back = found["reverses"]
    gone = found["id"].isin(back[back != ""]) | (back != "")
    return found[~gone.to_numpy()].reset_index(drop=True)


def balances(book: Book, on: date | int | None = None, posted_in: str | None = None) -> Frame:
    """What stands on each account of each payee.

    Args:
        book: The book.
        on: At the end of that day; now where None.
        posted_in: Only what was posted while that period was open.

    Returns:
        Columns plan, currency, payee, account, minor; above zero where the account got more than
        it gave. Accounts that stand at zero are left out.
    """
    found = moves(book, on, posted_in=posted_in)
    by = ["plan", "currency", "payee"]
    sides = []
    for side, sign in (("debit", 1), ("credit", -1)):
        summed = found.groupby([*by, side], sort=False)["minor"].sum().reset_index()
        summed["minor"] *= sign
        sides.append(summed.rename(columns={side: "account"}))
    both = pd.concat(sides, ignore_index=True)
    result = both.groupby([*by, "account"], as_index=False, sort=True)["minor"].sum()
    return result[(result["minor"] != 0).to_numpy()].reset_index(drop=True)


def day_of(on: date | int) -> int:
    """A day as days since 1970-01-01."""
    return on if isinstance(on, int) else day_number(on)


def _with_stamps(pairs: list[tuple[Posting, Frame]]) -> Frame:
    kept = [(posting, frame) for posting, frame in pairs if len(frame)]
    found = joined(frame for _, frame in kept) if kept else no_moves()
    lengths = [len(frame) for _, frame in kept]
    shared = {
        "posting": [posting.number for posting, _ in kept],
        **{
            name: [getattr(posting.stamp, name) for posting, _ in kept]
            for name in _SHARED
            if name != "posting"
        },
    }
    whole = {"posting", "known_at"}
    added = {
        name: np.repeat(np.array(values, dtype=np.int64 if name in whole else object), lengths)
        for name, values in shared.items()
    }
    return Frame({**{name: found[name].to_numpy() for name in MOVES}, **added}, copy=True)
