"""The books are checked to the last unit, and the first thing that fails is named."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from everyrep.pay.ledger.asking import EARNING, balances, moves, standing
from everyrep.pay.ledger.book import START, Book, Posting, Stream, sealed
from everyrep.pay.ledger.moves import Account, Frame, identified, size_of
from everyrep.values.errors import InternalError


def check(book: Book) -> int:
    """Hold a book to its promises, with no tolerance.

    Each posting follows from the one before and was not edited since; nothing was posted into a
    locked period; each posting's entries sum to zero; what is moved back is moved back whole, and
    once; each key is worth one move at most; the lines of each statement sum to what the period
    cost; and what was earned is what was paid and what stands on balances.

    Returns:
        How many postings were checked.

    Raises:
        InternalError: A promise is broken; it names the first posting, move or payee.
    """
    for problem in _problems(book):
        raise InternalError(
            problem,
            where="ledger",
            why="What is paid must follow from what was posted, to the last unit",
            remedy="Pay nothing from this book, and restore it from a copy that passes",
        )
    return len(book.postings())


def _problems(book: Book) -> Iterator[str]:
    yield from _chain(book)
    yield from _backs(moves(book))
    yield from _statements(book)
    yield from _totals(book)


def _chain(book: Book) -> Iterator[str]:
    """Postings that do not follow from the one before, were edited, or came after a lock."""
    head, closed, turnover = START, set(), 0
    for number, posting in enumerate(book.postings(), start=1):
        stamp = posting.stamp
        again = sealed(number, head, stamp, posting.turnover, posting.moves)
        if again.head != posting.head or posting.number != number or posting.after != head:
            yield f"Posting {number} does not follow from the one before it"
        yield from _edited(posting)
        yield from _unbalanced(posting)
        if stamp.posted_in in closed and len(posting.moves):
            yield f"Posting {number} went into {stamp.posted_in}, which was locked"
        if stamp.stream is Stream.LOCK:
            closed.add(stamp.posted_in)
        turnover += size_of(posting.moves["minor"])
        if turnover != posting.turnover:
            yield f"The turnover of posting {number} is not that of its moves"
        head = posting.head


def _edited(posting: Posting) -> Iterator[str]:
    stamp, found = posting.stamp, posting.moves
    salt = (stamp.stream, stamp.plan, stamp.currency, stamp.posted_in, str(stamp.known_at))
    columns = {name: found[name].to_numpy() for name in found.columns}
    ids = identified(columns, salt)
    other = np.flatnonzero(found["id"].to_numpy() != np.array(ids, dtype=object))
    if other.size:
        yield f"The move {found['id'].iloc[other[0]]} of posting {posting.number} was edited"


def _unbalanced(posting: Posting) -> Iterator[str]:
    """A posting whose entries do not sum to zero, over all accounts."""
    found = posting.moves
    got = found.groupby("debit")["minor"].sum()
    gave = found.groupby("credit")["minor"].sum()
    rest = int(got.sub(gave, fill_value=0).sum())
    if rest:
        yield f"The entries of posting {posting.number} sum to {rest}, not to zero"


def _backs(found: Frame) -> Iterator[str]:
    """Moves that are taken back twice, in part, or before they were made; keys that stand twice."""
    if not found["id"].is_unique:
        twice = found.loc[found["id"].duplicated(), "id"].iloc[0]
        yield f"The move {twice} is in the book twice"
    back = found[(found["reverses"] != "").to_numpy()]
    if not back["reverses"].is_unique:
        twice = back.loc[back["reverses"].duplicated(), "reverses"].iloc[0]
        yield f"The move {twice} is taken back twice"
    first = found.set_index("id")
    if not back["reverses"].isin(first.index).all():
        unknown = back.loc[~back["reverses"].isin(first.index), "reverses"].iloc[0]
        yield f"The move {unknown} is taken back, but is not in the book"
        return
    old = first.loc[back["reverses"]]
    for name, sign in (("minor", -1), ("key", 1), ("debit", 1), ("credit", 1), ("plan", 1)):
        before = old[name].to_numpy()
        differs = (before * sign if name == "minor" else before) != back[name].to_numpy()
        if differs.any():
            yield f"The move {back['id'].to_numpy()[differs][0]} takes back another {name}"
    live = standing(found)
    again = live.duplicated(["plan", "stream", "key"])
    if again.any():
        yield f"The key {live.loc[again, 'key'].iloc[0]!r} stands twice"


def _statements(book: Book) -> Iterator[str]:
    """Statements whose lines do not sum to what was earned in the period."""
    lines = moves(book, streams=EARNING)
    sides = lines[["debit", "credit"]].drop_duplicates()
    cost = sides["debit"].str.startswith(f"{Account.EXPENSE}:")
    for debit, credit in sides[~(cost & (sides["credit"] == str(Account.EARNED)))].to_numpy():
        yield f"A line goes from {credit} to {debit}, not from what is earned to what it costs"
    said = lines.groupby(["plan", "source_period", "payee"])["minor"].sum()
    known = standing(lines).groupby(["plan", "source_period", "payee"])["minor"].sum()
    off = (said - known.reindex(said.index, fill_value=0)) != 0
    for plan, period, payee in said.index[off]:
        yield f"Lines of {payee} in {plan} do not sum to what {period} is known to be worth"


def _totals(book: Book) -> Iterator[str]:
    """Payees whose cost is not what they were paid and what stands on their balances."""
    found = balances(book)
    cost = found["account"].str.startswith(f"{Account.EXPENSE}:")
    by = ["plan", "payee"]
    costs = found[cost].groupby(by)["minor"].sum()
    rest = found[~cost].groupby(by)["minor"].sum()
    sums = costs.add(rest, fill_value=0)
    for plan, payee in sums.index[sums != 0]:
        yield f"What {payee} cost in {plan} is not what was paid and what stands on balances"
    paid = found[(found["account"] == str(Account.PAID)).to_numpy()]
    below = paid[(paid["minor"] > 0).to_numpy()]
    if len(below):
        yield f"More came back from {below['payee'].iloc[0]} than was ever paid"
