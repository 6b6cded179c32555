"""What is posted is what has changed, in the period that is open."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import pytest

from everyrep.pay.ledger import (
    MemoryBook,
    Run,
    Stream,
    as_known,
    as_paid,
    balances,
    check,
    entries,
    lock,
    post,
)
from everyrep.pay.ledger.moves import Frame
from everyrep.values.errors import Busy, DataError, UnknownName, UserError
from tests.pay.ledger.books import APRIL, FEBRUARY, JANUARY, RUN, USD, amount, amounts


def stated(book: MemoryBook, period: str, on: int | None = None) -> list[tuple[str, int, str]]:
    found = as_paid(book, period, on)
    return list(zip(found["line"], found["minor"].tolist(), found["reason"], strict=True))


def test_an_amount_is_a_cost_and_is_owed() -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 1_050)]), RUN, JANUARY, 20485)
    found = entries(book)
    assert found[["account", "minor", "reason", "posted_in"]].to_numpy().tolist() == [
        ["expense:base", 1_050, "calculated", "January 2026"],
        ["earned", -1_050, "calculated", "January 2026"],
    ]
    assert check(book) == 1


def test_the_same_amounts_post_nothing() -> None:
    book = MemoryBook()
    given = amounts([amount("ana", "1", 100), amount("ben", "2", -30)])
    first = post(book, given, RUN, JANUARY, 20485)
    again = post(book, given, Run("two", "hunter", USD), FEBRUARY, 20513)
    assert again.empty
    assert book.head()[:2] == (1, first.head)


def test_a_correction_is_a_move_back_and_a_new_move_that_name_the_first() -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485)
    post(book, amounts([amount("ana", "1", 92, facts="g")]), RUN, JANUARY, 20486)
    post(book, amounts([amount("ana", "1", 95, facts="g")]), RUN, JANUARY, 20487)
    post(book, amounts([amount("ana", "1", 96, facts="g", version="2")]), RUN, JANUARY, 20488)
    found = as_paid(book, "January 2026")
    assert found["minor"].tolist() == [100, -100, 92, -92, 95, -95, 96]
    assert found["reason"].tolist() == [
        "calculated", "changed", "changed", "true_up", "true_up", "restated", "restated",
    ]  # fmt: skip
    first, second = found["id"].iloc[0], found["id"].iloc[2]
    assert found["reverses"].tolist()[:4] == ["", first, "", second]
    assert found["origin"].tolist() == ["", *[first] * 6]
    check(book)


def test_a_key_that_is_not_calculated_any_more_is_moved_back_and_may_come_again() -> None:
    book = MemoryBook()
    both = amounts([amount("ana", "1", 100), amount("ana", "2", 50)])
    post(book, both, RUN, JANUARY, 20485)
    post(book, both.iloc[:1], RUN, JANUARY, 20485)
    post(book, both, RUN, JANUARY, 20485)
    assert stated(book, "January 2026") == [
        ("1", 100, "calculated"), ("2", 50, "calculated"),
        ("2", -50, "vanished"), ("2", 50, "calculated"),
    ]  # fmt: skip
    assert as_known(book, "January 2026")["minor"].sum() == 150
    check(book)


def test_an_amount_that_falls_to_nothing_leaves_no_line_of_nothing() -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 100), amount("ana", "2", 0)]), RUN, JANUARY, 20485)
    post(book, amounts([amount("ana", "1", 0)]), RUN, JANUARY, 20485)
    assert stated(book, "January 2026") == [("1", 100, "calculated"), ("1", -100, "vanished")]


def test_a_late_deal_of_a_locked_quarter_is_paid_in_the_open_period() -> None:
    # 95,000 at 5% is 4,750; with 20,000 more and 8% above 100,000 the quarter is worth 6,200.
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 475_000)]), RUN, JANUARY, 20485)
    lock(book, JANUARY, 20486)
    late = amounts([amount("ana", "1", 475_000), amount("ana", "2", 145_000)])
    post(book, late, RUN, APRIL, 20560)
    assert as_paid(book, "January 2026")["minor"].tolist() == [475_000]
    assert stated(book, "April 2026") == [("2", 145_000, "late")]
    assert as_paid(book, "April 2026")["source_period"].tolist() == ["January 2026"]
    assert as_known(book, "January 2026")["minor"].sum() == 620_000
    assert as_known(book, "January 2026", on=20559)["minor"].sum() == 475_000
    assert as_paid(book, "April 2026", on=20559).empty
    check(book)


def test_nothing_goes_into_a_locked_period() -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485)
    locked = lock(book, JANUARY, 20486)
    assert lock(book, JANUARY, 20490) is locked
    with pytest.raises(UserError, match="January 2026 is locked"):
        post(book, amounts([amount("ana", "1", 120)]), RUN, JANUARY, 20486)
    check(book)


def test_what_was_worked_out_against_another_head_is_refused() -> None:
    book = MemoryBook()
    before = book.head()[1]
    post(book, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485, before)
    with pytest.raises(Busy, match="worked out against"):
        post(book, amounts([amount("ana", "1", 150)]), RUN, JANUARY, 20485, before)
    with pytest.raises(Busy):
        lock(book, JANUARY, 20485, head=before)
    assert balances(book)["minor"].tolist() == [-100, 100]


class Overtaken(MemoryBook):
    """A book into which somebody else posts while a posting is worked out."""

    def __init__(self) -> None:
        super().__init__()
        self.other: pd.DataFrame | None = None

    def last(self, plan: str, stream: Stream, payees: Collection[str] | None = None) -> Frame:
        found = super().last(plan, stream, payees)
        other, self.other = self.other, None
        if other is not None:
            post(self, other, RUN, JANUARY, 20485)
        return found


def test_of_two_postings_at_once_one_is_refused() -> None:
    book = Overtaken()
    given = amounts([amount("ana", "1", 100)])
    book.other = given
    with pytest.raises(Busy, match="could pay twice"):
        post(book, given, RUN, JANUARY, 20485)
    assert balances(book)["minor"].tolist() == [-100, 100]
    assert post(book, given, RUN, JANUARY, 20485).empty


def test_a_run_for_some_payees_leaves_the_others_alone() -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 1), amount("ben", "2", 2)]), RUN, JANUARY, 20485)
    ana = Run("late", "hunter", USD, frozenset({"ana"}))
    post(book, amounts([amount("ana", "3", 7)]), ana, JANUARY, 20485)
    assert sorted(as_known(book, "January 2026")["minor"]) == [2, 7]
    with pytest.raises(DataError, match="'ben' is not among the payees"):
        post(book, amounts([amount("ben", "2", 2)]), ana, JANUARY, 20485)


def test_plans_do_not_meet_though_their_keys_are_alike() -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485)
    farmer = Run("one", "farmer", USD)
    post(book, amounts([amount("ana", "1", 40)]), farmer, JANUARY, 20485)
    assert sorted(as_paid(book, "January 2026")["minor"]) == [40, 100]
    check(book)


def test_what_is_known_never_becomes_less() -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20490)
    with pytest.raises(DataError, match="What was known on 2026-02-01"):
        post(book, amounts([amount("ana", "1", 90)]), RUN, JANUARY, 20485)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"key": "base/ben/2/primary/0"}, DataError, "comes twice"),
        ({"payee": None}, DataError, "A text is missing"),
        ({"minor": -(10**30)}, DataError, "Look for an amount with digits too many"),
        ({"minor": 1.5}, DataError, "something else than whole numbers"),
        ({"minor": 2**70}, DataError, "034.24 USD is more than a book can hold, for 'base/ana/1"),
        ({"minor": True}, DataError, "something else than whole numbers"),
        ({"minor": 2**62}, DataError, "too large to be summed"),
    ],
)
def test_amounts_that_cannot_be_posted_are_refused(
    change: dict[str, object], error: type[Exception], message: str
) -> None:
    rows = [amount("ben", "2", 5), {**amount("ana", "1", 100), **change}]
    book = MemoryBook()
    with pytest.raises(error, match=message):
        post(book, pd.DataFrame(rows), RUN, JANUARY, 20485)
    assert book.head()[0] == 0


def test_a_missing_column_is_named_with_the_near_one() -> None:
    given = amounts([amount("ana", "1", 1)]).rename(columns={"minor": "minors"})
    with pytest.raises(UnknownName, match="Did you mean 'minors'"):
        post(MemoryBook(), given, RUN, JANUARY, 20485)


def test_sums_of_64_bits_are_held_before_they_overflow() -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 2**61)]), RUN, JANUARY, 20485)
    with pytest.raises(DataError, match="too large to be summed"):
        post(book, amounts([amount("ana", "1", 2**61 - 1)]), RUN, JANUARY, 20485)
    check(book)


def test_a_calculation_may_say_why_an_amount_is_there() -> None:
    book = MemoryBook()
    rows = [amount("ana", "1", 100), amount("ana", "2", -30), amount("ana", "3", -5)]
    given = amounts(rows).assign(reason=["", "cap", ""])
    post(book, given, RUN, JANUARY, 20485)
    given.loc[1, "minor"] = -20
    post(book, given, RUN, JANUARY, 20485)
    assert as_paid(book, "January 2026")["reason"].tolist() == [
        "calculated", "cap", "refund", "true_up", "true_up",
    ]  # fmt: skip
