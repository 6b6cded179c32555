"""A book: postings, each chained to the one before, and who may append the next.

Whoever posts says which head it was worked out against. A book that has gone on since refuses it,
so that two calculations at once never pay twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import pairwise
from threading import RLock
from typing import NamedTuple, Protocol

import numpy as np

from everyrep.pay.ledger.moves import MOVES, WHOLES, Frame, joined, no_moves
from everyrep.values.errors import Busy

START = "0" * 32
"""The head of an empty book."""


class Stream(StrEnum):
    """What brings moves about; each stream corrects its own moves only."""

    CALCULATED = "calculated"
    ADJUSTED = "adjusted"  # by a person
    PAID = "paid"  # released, recovered, paid
    LOCK = "lock"  # no moves: the period is closed


@dataclass(frozen=True)
class Stamp:
    """What all moves of one posting share.

    Attributes:
        stream: What brought it about.
        run: The calculation that it comes from.
        plan: Id of the plan; empty for a lock.
        currency: Code of the currency; empty for a lock.
        posted_in: Name of the period that was open.
        known_at: The day up to which facts were known, as days since 1970-01-01.
        who: Who did it by hand; else empty.
        note: Why it was done by hand; else empty.
    """

    stream: Stream
    run: str
    plan: str
    currency: str
    posted_in: str
    known_at: int
    who: str = ""
    note: str = ""


@dataclass(frozen=True, eq=False)
class Posting:
    """One step of a book, never changed.

    Attributes:
        number: Its place in the book, from 1.
        after: Head of the book before it.
        stamp: What all its moves share.
        turnover: Sum of the sizes of all amounts of the book, with these.
        moves: Sorted by payee, key and step.
        head: Digest of all of this, and so of the whole book up to here.
    """

    number: int
    after: str
    stamp: Stamp
    turnover: int
    moves: Frame
    head: str

    @property
    def empty(self) -> bool:
        """Whether it changes nothing; then it is not appended."""
        return not len(self.moves) and self.stamp.stream is not Stream.LOCK


def sealed(number: int, after: str, stamp: Stamp, turnover: int, moves: Frame) -> Posting:
    """A posting with its head."""
    said = json.dumps([number, after, asdict(stamp), turnover], ensure_ascii=False)
    digest = hashlib.blake2b(said.encode(), digest_size=16)
    for name in MOVES:
        values = moves[name].to_numpy()
        digest.update(
            values.astype("<i8").tobytes() if name in WHOLES else "\x1f".join(values).encode()
        )
    return Posting(number, after, stamp, turnover, moves, digest.hexdigest())


class Head(NamedTuple):
    """Where a book stands.

    Attributes:
        number: How many postings it has.
        digest: Digest of the last one, and so of all.
        turnover: Sum of the sizes of all its amounts.
    """

    number: int
    digest: str
    turnover: int


class Book(Protocol):
    """Where postings are kept.

    A store of another kind keeps the same promises: what was appended is there wholly or not at
    all, and only ever after the head that it names. `head` and `stamps` are asked often and read
    no moves.
    """

    def head(self) -> Head:
        """Where the book stands."""
        ...

    def stamps(self) -> Sequence[Stamp]:
        """What each posting's moves share, in order."""
        ...

    def postings(self) -> Sequence[Posting]:
        """All postings, in order."""
        ...

    def last(self, plan: str, stream: Stream, payees: Collection[str] | None = None) -> Frame:
        """The last move of each key of a plan and a stream; of all payees where None."""
        ...

    def moves_of(self, payees: Collection[str]) -> Sequence[tuple[Posting, Frame]]:
        """The moves of some payees, by posting in order."""
        ...

    def append(self, posting: Posting) -> None:
        """Keep a posting, wholly or not at all.

        Raises:
            Busy: The book's head is not the one that the posting comes after.
        """
        ...


def locked(book: Book) -> dict[str, int]:
    """Names of the periods that are locked, and the number of the posting that locked each."""
    return {
        stamp.posted_in: number
        for number, stamp in enumerate(book.stamps(), start=1)
        if stamp.stream is Stream.LOCK
    }


def busy(expected: str, found: str) -> Busy:
    """Somebody else has posted since."""
    return Busy(
        "Something else was posted since this was worked out",
        why="Posting both could pay twice: the book stands at "
        f"{found[:8]}, and this was worked out against {expected[:8]}",
        remedy="Calculate again from the book as it is now, then post",
    )


class MemoryBook:
    """A book in memory; safe to use from several threads."""

    def __init__(self) -> None:
        self._postings: list[Posting] = []
        self._rows: dict[str, list[tuple[int, int, int]]] = {}
        self._lock = RLock()

    def head(self) -> Head:
        """Where the book stands."""
        with self._lock:
            if not self._postings:
                return Head(0, START, 0)
            last = self._postings[-1]
            return Head(last.number, last.head, last.turnover)

    def stamps(self) -> Sequence[Stamp]:
        """What each posting's moves share, in order."""
        return tuple(posting.stamp for posting in self.postings())

    def postings(self) -> Sequence[Posting]:
        """All postings, in order."""
        return tuple(self._postings)

    def last(self, plan: str, stream: Stream, payees: Collection[str] | None = None) -> Frame:
        """The last move of each key of a plan and a stream; of all payees where None."""
        wanted = (plan, stream)
        if payees is None:
            pairs = [(posting, posting.moves) for posting in self.postings()]
        else:
            pairs = list(self.moves_of(payees))
        kept = [moves for one, moves in pairs if (one.stamp.plan, one.stamp.stream) == wanted]
        found = joined(kept)
        if not len(found):
            return no_moves()
        again = found["key"].duplicated(keep="last").to_numpy()
        return found[~again] if again.any() else found

    def moves_of(self, payees: Collection[str]) -> Sequence[tuple[Posting, Frame]]:
        """The moves of some payees, by posting in order."""
        with self._lock:
            places = sorted(place for one in set(payees) for place in self._rows.get(one, ()))
            found = self._postings
            return [(found[at], found[at].moves.iloc[low:high]) for at, low, high in places]

    def append(self, posting: Posting) -> None:
        """Keep a posting.

        Raises:
            Busy: The book's head is not the one that the posting comes after.
        """
        with self._lock:
            head = self.head().digest
            if posting.after != head:
                raise busy(posting.after, head)
            at = len(self._postings)
            self._postings.append(posting)
            for payee, low, high in _runs(posting.moves):
                self._rows.setdefault(payee, []).append((at, low, high))


def _runs(moves: Frame) -> list[tuple[str, int, int]]:
    """Payees with the first row of each, and the first no more."""
    payees = moves["payee"].to_numpy()
    if not payees.size:
        return []
    starts = [0, *(np.flatnonzero(payees[1:] != payees[:-1]) + 1).tolist(), payees.size]
    return [(payees[low], low, high) for low, high in pairwise(starts)]
