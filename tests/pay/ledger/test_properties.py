"""Whatever is posted in whatever order, the books hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.pay.ledger import (
    Adjustment,
    Book,
    MemoryBook,
    Posting,
    adjust,
    as_known,
    as_paid,
    check,
    entries,
    lock,
    locked,
    moves,
    parked,
    post,
)
from everyrep.pay.ledger.book import sealed
from everyrep.values.errors import InternalError
from tests.pay.ledger.books import MONTHS, RUN, amount, amounts

PAYEES = ("ana", "ben", "cy")
CELLS = st.tuples(st.sampled_from(PAYEES), st.integers(0, 3), st.integers(0, 3))
TRUTHS = st.dictionaries(CELLS, st.integers(-500, 500), max_size=8)
"""What each payee's line of each month is worth."""


@dataclass(frozen=True)
class Post:
    truth: dict[tuple[str, int, int], int]
    facts: str
    only: str | None


@dataclass(frozen=True)
class Adjust:
    id: int
    minor: int
    payee: str
    about: tuple[int, int] | None


@dataclass(frozen=True)
class Lock:
    pass


STEPS = st.lists(
    st.one_of(
        st.builds(Post, TRUTHS, st.sampled_from("fg"), st.sampled_from((None, *PAYEES))),
        st.builds(
            Adjust,
            st.integers(0, 3),
            st.integers(-90, 90),
            st.sampled_from(PAYEES),
            st.none() | st.tuples(st.integers(0, 3), st.integers(0, 3)),
        ),
        st.builds(Lock),
    ),
    max_size=10,
)


def frame_of(
    truth: dict[tuple[str, int, int], int], facts: str, only: str | None = None
) -> pd.DataFrame:
    return amounts(
        amount(payee, f"{line}-{month}", minor, MONTHS[month], facts)
        for (payee, line, month), minor in truth.items()
        if only in (None, payee)
    )


class Told:
    """What the book should say, kept in plain dictionaries."""

    def __init__(self) -> None:
        self.worth: dict[tuple[str, int, int], int] = {}
        self.added: dict[int, Adjust] = {}
        self.stated: dict[str, pd.DataFrame] = {}
        self.known: dict[int, dict[str, int]] = {}

    def by_period(self) -> dict[str, int]:
        found = dict.fromkeys((month.name for month in MONTHS), 0)
        for (_, _, month), minor in self.worth.items():
            found[MONTHS[month].name] += minor
        return found


def step_taken(book: Book, told: Told, step: Post | Adjust | Lock, day: int) -> None:
    period = MONTHS[min(len(locked(book)), 3)]
    if isinstance(step, Lock):
        if len(locked(book)) < 3:
            lock(book, period, day)
            told.stated[period.name] = as_paid(book, period.name)
    elif isinstance(step, Post):
        run = RUN if step.only is None else replace(RUN, payees=frozenset({step.only}))
        given = frame_of(step.truth, step.facts, step.only)
        post(book, given, run, period, day, book.head()[1])
        assert post(book, given, run, period, day).empty
        kept = {cell: one for cell, one in told.worth.items() if step.only not in (None, cell[0])}
        new = {cell: one for cell, one in step.truth.items() if step.only in (None, cell[0])}
        told.worth = {cell: one for cell, one in {**kept, **new}.items() if one}
    else:
        cell = (step.payee, *(step.about or (0, 0)))
        if step.about and cell not in told.worth:
            return
        key = f"base/{cell[0]}/{cell[1]}-{cell[2]}/primary/0" if step.about else ""
        if step.id in told.added and told.added[step.id].payee != step.payee:
            return
        said = Adjustment(str(step.id), step.payee, "base", step.minor, "finance", "Agreed", key)
        adjust(book, said, RUN, period, day)
        told.added.pop(step.id, None)
        if step.minor:
            told.added[step.id] = step


@settings(max_examples=40)
@given(STEPS)
def test_the_books_hold_after_any_steps(steps: list[Post | Adjust | Lock]) -> None:
    book, told = MemoryBook(), Told()
    for day, step in enumerate(steps, start=20_600):
        step_taken(book, told, step, day)
        told.known[day] = told.by_period()
    check(book)
    both = entries(book)
    assert (both.groupby("posting")["minor"].sum() == 0).all()
    for period, stated in told.stated.items():
        assert as_paid(book, period).equals(stated)
    for day, sums in told.known.items():
        for period, minor in sums.items():
            found = as_known(book, period, on=day)
            assert found.loc[found["stream"] == "calculated", "minor"].sum() == minor
    gone = {
        f"adjustment/{one.id}"
        for one in told.added.values()
        if one.about and (one.payee, *one.about) not in told.worth
    }
    assert set(parked(book)["key"]) == gone
    total = sum(told.worth.values()) + sum(one.minor for one in told.added.values())
    assert moves(book)["minor"].sum() == total


@settings(max_examples=20)
@given(st.lists(TRUTHS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_order_and_batches_do_not_matter(
    truths: list[dict[tuple[str, int, int], int]],
    random: Random,
) -> None:
    whole, batches = MemoryBook(), MemoryBook()
    for day, truth in enumerate(truths, start=20_600):
        rows = frame_of(truth, "f")
        post(whole, rows, RUN, MONTHS[0], day)
        mixed = rows.sample(frac=1, random_state=random.randrange(1000))
        order = list(PAYEES)
        random.shuffle(order)
        for payee in order:
            part = mixed[(mixed["payee"] == payee).to_numpy()]
            run = replace(RUN, id=f"batch {payee}", payees=frozenset({payee}))
            post(batches, part, run, MONTHS[0], day)
    one, two = (
        moves(book).drop(columns=["posting", "run"]).sort_values("id", ignore_index=True)
        for book in (whole, batches)
    )
    assert one.equals(two)
    check(batches)


@settings(max_examples=40)
@given(TRUTHS)
def test_the_same_amounts_in_another_order_are_the_same_bytes(
    truth: dict[tuple[str, int, int], int],
) -> None:
    heads = set()
    for rows in (frame_of(truth, "f"), frame_of(truth, "f").iloc[::-1]):
        book = MemoryBook()
        post(book, rows, RUN, MONTHS[0], 20_600)
        heads.add(book.head())
    assert len(heads) == 1


def edited(book: MemoryBook, **cells: object) -> MemoryBook:
    """A copy of a book whose last posting says something else, with heads that fit."""
    *kept, last = book.postings()
    found = last.moves.assign(**cells)
    again = MemoryBook()
    for posting in kept:
        again.append(posting)
    again.append(sealed(last.number, last.after, last.stamp, last.turnover, found))
    return again


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"minor": np.int64(90)}, "was edited"),
        ({"payee": "ben"}, "was edited"),
        ({"reverses": "0" * 32}, "was edited"),
        ({"id": "0" * 32}, "was edited"),
    ],
)
def test_what_was_edited_is_found(cells: dict[str, object], problem: str) -> None:
    book = MemoryBook()
    post(book, amounts([amount("ana", "1", 100)]), RUN, MONTHS[0], 20_600)
    with pytest.raises(InternalError, match=problem):
        check(edited(book, **cells))


def test_a_posting_that_was_left_out_or_put_into_a_locked_period_is_found() -> None:
    book = MemoryBook()
    first = post(book, amounts([amount("ana", "1", 100)]), RUN, MONTHS[0], 20_600)
    lock(book, MONTHS[0], 20_600)
    rogue = MemoryBook()
    for posting in book.postings():
        rogue.append(posting)
    number, head, turnover = rogue.head()
    rogue.append(sealed(number + 1, head, first.stamp, turnover + 100, first.moves))
    with pytest.raises(InternalError, match=r"went into January 2026, which was locked"):
        check(rogue)

    class Cut(MemoryBook):
        def postings(self) -> tuple[Posting, ...]:
            return tuple(super().postings())[1:]

    cut = Cut()
    for posting in book.postings():
        cut._postings.append(posting)
    with pytest.raises(InternalError, match="Posting 1 does not follow"):
        check(cut)
