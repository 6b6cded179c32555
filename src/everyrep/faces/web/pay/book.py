"""The ledger of pay in the app's database.

A posting and its moves are written in one transaction, so that a process that is killed leaves all
of it or nothing. Its number is unique: of two that post after the same head only one gets it, and
the other is told that the book is busy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from threading import RLock

import numpy as np
from django.db import IntegrityError, transaction

from everyrep.faces.web.pay.models_book import BookMove, BookPosting
from everyrep.pay.ledger.book import Head, MemoryBook, Posting, Stamp, Stream, busy, sealed
from everyrep.pay.ledger.moves import MOVES, WHOLES, Frame, columns_of
from everyrep.values import DataError

_AT_ONCE = 500
_COLUMNS = tuple("move" if name == "id" else name for name in MOVES)


class DatabaseBook:
    """The book of the company; what was read of it once is kept, since it never changes."""

    def __init__(self) -> None:
        self._read = MemoryBook()
        self._lock = RLock()

    def head(self) -> Head:
        """Where the book stands, with what others have posted since."""
        last = BookPosting.objects.order_by("-number").values_list("number", "head", "turnover")
        found = last.first()
        return Head(*found) if found else MemoryBook().head()

    def stamps(self) -> Sequence[Stamp]:
        """What each posting's moves share, in order; no move is read."""
        return tuple(map(_stamp, BookPosting.objects.order_by("number")))

    def postings(self) -> Sequence[Posting]:
        """All postings, in order."""
        return self._refreshed().postings()

    def last(self, plan: str, stream: Stream, payees: Collection[str] | None = None) -> Frame:
        """The last move of each key of a plan and a stream; of all payees where None."""
        return self._refreshed().last(plan, stream, payees)

    def moves_of(self, payees: Collection[str]) -> Sequence[tuple[Posting, Frame]]:
        """The moves of some payees, by posting in order."""
        return self._refreshed().moves_of(payees)

    def append(self, posting: Posting) -> None:
        """Keep a posting.

        Raises:
            Busy: The book's head is not the one that the posting comes after.
        """
        try:
            with transaction.atomic():
                head = self.head().digest
                if posting.after != head:
                    raise busy(posting.after, head)
                row = BookPosting.objects.create(**_row(posting))
                BookMove.objects.bulk_create(_moves(posting, row), batch_size=_AT_ONCE)
        except IntegrityError:
            raise busy(posting.after, self.head().digest) from None

    def _refreshed(self) -> MemoryBook:
        """All that is posted by now, read and checked.

        Raises:
            DataError: A posting was edited, or does not follow from the one before.
        """
        with self._lock:
            number, digest, _ = self._read.head()
            same = BookPosting.objects.filter(number=number, head=digest).exists()
            if number and not same:
                # Another database than was read, or a posting that was taken back unfinished.
                self._read = MemoryBook()
                number = 0
            for row in BookPosting.objects.filter(number__gt=number).order_by("number"):
                self._read.append(_posting(row))
            return self._read


BOOK = DatabaseBook()
"""The company's."""


def _row(posting: Posting) -> dict[str, object]:
    stamp = posting.stamp
    return {
        "number": posting.number, "after": posting.after, "head": posting.head,
        "turnover": posting.turnover, "stream": str(stamp.stream), "run": stamp.run,
        "plan": stamp.plan, "currency": stamp.currency, "posted_in": stamp.posted_in,
        "known_at": stamp.known_at, "who": stamp.who, "note": stamp.note,
    }  # fmt: skip


def _moves(posting: Posting, row: BookPosting) -> Iterable[BookMove]:
    columns = [posting.moves[name].tolist() for name in MOVES]
    for place, values in enumerate(zip(*columns, strict=True)):
        yield BookMove(posting=row, place=place, **dict(zip(_COLUMNS, values, strict=True)))


def _stamp(row: BookPosting) -> Stamp:
    return Stamp(
        Stream(row.stream), row.run, row.plan, row.currency, row.posted_in, row.known_at, row.who,
        row.note,
    )  # fmt: skip


def _posting(row: BookPosting) -> Posting:
    found = sealed(row.number, row.after, _stamp(row), row.turnover, frame_of(row))
    if found.head != row.head:
        raise DataError(
            f"The posting {row.number} does not say what was posted",
            where="the ledger of pay",
            why="Every later posting rests on it",
            remedy="Restore the app's database from a backup",
        )
    return found


def frame_of(row: BookPosting) -> Frame:
    """The moves of a posting."""
    rows = list(row.moves.order_by("place").values_list(*_COLUMNS))
    if not rows:
        return Frame(columns_of({"day": [], "minor": []}, 0), columns=list(MOVES))
    columns = dict(zip(MOVES, zip(*rows, strict=True), strict=True))
    made = {}
    for name in MOVES:
        values = np.empty(len(rows), dtype=object)
        values[:] = columns[name]
        made[name] = values.astype(np.int64) if name in WHOLES else values
    return Frame(made, copy=False)
