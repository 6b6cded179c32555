"""The ledger of pay in the app's database: the same book as in memory, whole or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from django.db import connection, transaction

from everyrep.faces.web.pay.book import DatabaseBook
from everyrep.faces.web.pay.models import BookMove, BookPosting
from everyrep.pay.ledger import (
    Adjustment,
    Book,
    MemoryBook,
    PayPeriod,
    Run,
    Stream,
    adjust,
    as_paid,
    check,
    lock,
    post,
)
from everyrep.pay.windows import day_number
from everyrep.values import Busy, Currency, DataError, UserError

pytestmark = pytest.mark.django_db
RUN = Run("one", "simple", Currency.of("USD"))
JANUARY = PayPeriod("January 2026", day_number(date(2026, 1, 1)), day_number(date(2026, 2, 1)))
FEBRUARY = PayPeriod("February 2026", day_number(date(2026, 2, 1)), day_number(date(2026, 3, 1)))


def amounts(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Amounts of lines of January: line, payee, minor units."""
    return pd.DataFrame(
        {
            "key": [f"base/{payee}/{line}/primary/0" for line, payee, _ in rows],
            "payee": [payee for _, payee, _ in rows],
            "component": "base",
            "line": [line for line, _, _ in rows],
            "deal": [f"deal {line}" for line, _, _ in rows],
            "day": [JANUARY.first + 3] * len(rows),
            "window": JANUARY.name,
            "minor": [minor for _, _, minor in rows],
            "facts_hash": "0" * 16,
            "plan_version": "1",
        }
    )


def two_months(book: Book) -> None:
    """January, locked; a line that is worth more in February, one that is gone, and a word."""
    post(book, amounts(("1", "ana", 10_000), ("2", "ben", 5_000)), RUN, JANUARY, JANUARY.end)
    lock(book, JANUARY, JANUARY.end, "finance")
    post(book, amounts(("1", "ana", 12_500), ("3", "Zoë", -7)), RUN, FEBRUARY, FEBRUARY.end)
    about = "base/ana/1/primary/0"
    word = Adjustment("a", "ana", "base", 300, "finance", "Said so in March", about)
    adjust(book, word, RUN, FEBRUARY, FEBRUARY.end)


def test_it_says_what_the_book_in_memory_says() -> None:
    kept, known = DatabaseBook(), MemoryBook()
    two_months(kept)
    two_months(known)
    again = DatabaseBook()
    assert again.head() == known.head()
    assert list(again.stamps()) == list(known.stamps())
    check(again)
    for name in ("January 2026", "February 2026"):
        pd.testing.assert_frame_equal(as_paid(again, name), as_paid(known, name))
    for payees in (None, {"ana"}):
        pd.testing.assert_frame_equal(
            again.last("simple", Stream.CALCULATED, payees).reset_index(drop=True),
            known.last("simple", Stream.CALCULATED, payees).reset_index(drop=True),
        )
    assert BookMove.objects.count() == sum(len(one.moves) for one in known.postings())


def test_of_two_that_were_worked_out_against_one_head_the_second_is_refused() -> None:
    first, second = DatabaseBook(), DatabaseBook()
    head = first.head().digest
    post(first, amounts(("1", "ana", 100)), RUN, JANUARY, JANUARY.end, head)
    with pytest.raises(Busy, match="posted since"):
        post(second, amounts(("1", "ana", 100)), RUN, JANUARY, JANUARY.end, head)
    assert BookPosting.objects.count() == 1


def test_of_two_that_take_one_number_at_once_the_database_lets_one_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book, late = DatabaseBook(), DatabaseBook()
    post(book, amounts(("1", "ana", 100)), RUN, JANUARY, JANUARY.end)
    stale = MemoryBook().head()
    # As if the other had posted between the look at the head and the writing.
    monkeypatch.setattr(late, "head", lambda: stale)
    monkeypatch.setattr(late, "last", lambda *_: MemoryBook().last("simple", Stream.CALCULATED))
    with pytest.raises(Busy):
        post(late, amounts(("9", "ben", 100)), RUN, JANUARY, JANUARY.end)
    assert [one.payee for one in BookMove.objects.all()] == ["ana"]


def test_what_breaks_in_the_middle_of_a_posting_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = DatabaseBook()
    written = BookMove.objects.bulk_create

    def half(rows: Any, **_: Any) -> None:
        written(list(rows)[:1])
        raise SystemExit("killed")

    monkeypatch.setattr(BookMove.objects, "bulk_create", half)
    with pytest.raises(SystemExit):
        post(book, amounts(("1", "ana", 1), ("2", "ben", 2)), RUN, JANUARY, JANUARY.end)
    assert (BookPosting.objects.count(), BookMove.objects.count()) == (0, 0)
    monkeypatch.undo()
    post(book, amounts(("1", "ana", 1), ("2", "ben", 2)), RUN, JANUARY, JANUARY.end)
    check(book)


def test_a_posting_that_was_taken_back_unfinished_is_forgotten() -> None:
    book = DatabaseBook()
    two_months(book)
    number = len(book.postings())
    mark = transaction.savepoint()
    post(book, amounts(("1", "ana", 1)), RUN, FEBRUARY, FEBRUARY.end)
    assert len(book.postings()) == number + 1
    transaction.savepoint_rollback(mark)
    assert len(book.postings()) == number
    check(book)


def test_nothing_goes_into_a_locked_period() -> None:
    book = DatabaseBook()
    two_months(book)
    with pytest.raises(UserError, match="January 2026 is locked"):
        post(book, amounts(("1", "ana", 1)), RUN, JANUARY, JANUARY.end)


def test_rows_can_neither_be_changed_nor_taken_away() -> None:
    two_months(DatabaseBook())
    move, posting = BookMove.objects.first(), BookPosting.objects.first()
    assert move is not None
    assert posting is not None
    for row in (move, posting):
        with pytest.raises(TypeError, match="neither be changed"):
            row.save()
        with pytest.raises(TypeError, match="neither be changed"):
            row.delete()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE pay_bookmove SET minor = minor + 1 WHERE payee = 'ben' AND reverses = ''",
        "UPDATE pay_bookposting SET note = 'other' WHERE number = 1",
        "DELETE FROM pay_bookmove WHERE payee = 'ben' AND reverses = ''",
    ],
)
def test_a_row_that_is_changed_behind_its_back_is_noticed(change: str) -> None:
    two_months(DatabaseBook())
    with connection.cursor() as cursor:
        cursor.execute(change)
    with pytest.raises(DataError, match="does not say what was posted"):
        DatabaseBook().postings()
