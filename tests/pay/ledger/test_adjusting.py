"""What people decide by hand survives what is calculated, or is parked where it is seen."""

from __future__ import annotations

import pytest

from everyrep.pay.ledger import (
    Adjustment,
    MemoryBook,
    adjust,
    as_known,
    as_paid,
    check,
    lock,
    parked,
    post,
)
from everyrep.values.errors import DataError, UnknownName, UserError
from tests.pay.ledger.books import FEBRUARY, JANUARY, RUN, amount, amounts

LINE = "base/ana/1/primary/0"


def given(minor: int = 2_500, about: str = "", **more: object) -> Adjustment:
    said = {"id": "a1", "payee": "ana", "component": "base", "who": "finance", "why": "Agreed"}
    return Adjustment(**{**said, "minor": minor, "about": about, **more})  # type: ignore[arg-type]


def test_it_survives_a_calculation_and_is_parked_where_its_line_vanishes() -> None:
    book = MemoryBook()
    line = amounts([amount("ana", "1", 100)])
    post(book, line, RUN, JANUARY, 20485)
    adjust(book, given(about=LINE), RUN, JANUARY, 20485)
    assert parked(book).empty
    post(book, amounts([amount("ana", "1", 120)]), RUN, JANUARY, 20486)
    assert parked(book).empty
    post(book, line.iloc[:0], RUN, JANUARY, 20487)
    found = parked(book)
    assert found[["about", "minor", "who", "note"]].to_numpy().tolist() == [
        [LINE, 2_500, "finance", "Agreed"]
    ]
    assert as_known(book, "January 2026")["minor"].tolist() == [2_500]
    assert parked(book, on=20486).empty
    check(book)


def test_given_again_it_replaces_itself_and_nothing_withdraws_it() -> None:
    book = MemoryBook()
    assert not adjust(book, given(), RUN, JANUARY, 20485).empty
    assert adjust(book, given(), RUN, JANUARY, 20485).empty
    adjust(book, given(3_000), RUN, JANUARY, 20485)
    adjust(book, given(0), RUN, JANUARY, 20485)
    found = as_paid(book, "January 2026")
    assert found["minor"].tolist() == [2_500, -2_500, 3_000, -3_000]
    assert found["reason"].tolist()[-1] == "withdrawn"
    check(book)


def test_a_dispute_is_paid_in_the_open_period_and_stems_from_the_disputed_line() -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485)
    lock(book, JANUARY, 20486)
    adjust(book, given(700, LINE, dispute=True), RUN, FEBRUARY, 20500)
    assert as_paid(book, "January 2026")["minor"].tolist() == [100]
    found = as_paid(book, "February 2026").iloc[0]
    assert (found["reason"], found["source_period"], found["about"], found["minor"]) == (
        "dispute", "January 2026", LINE, 700,
    )  # fmt: skip
    with pytest.raises(UserError, match="locked"):
        adjust(book, given(5, id="a2"), RUN, JANUARY, 20501)


def test_it_must_say_who_and_why_and_be_about_a_line_that_is_known() -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485)
    with pytest.raises(DataError, match="does not say its who"):
        adjust(book, given(who=" "), RUN, JANUARY, 20485)
    with pytest.raises(UnknownName, match=f"Did you mean '{LINE}'"):
        adjust(book, given(about="base/ana/l/primary/0"), RUN, JANUARY, 20485)
    with pytest.raises(UserError, match="whole minor units"):
        adjust(book, given(minor=2.5), RUN, JANUARY, 20485)  # type: ignore[arg-type]
