"""Costs of contracts out of what periods posted; schedules worked by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.accounts import Term, Terms, amortise, capitalised
from everyrep.pay.windows import day_number, first_of_month, months_of
from everyrep.values.errors import UnknownName, UserError

LIFE = Terms(Term(12, 24, commensurate=False))
JANUARY = 672  # months from 1970 to January 2026


def month(number: int) -> int:
    return int(first_of_month(np.array([JANUARY + number - 1]))[0])


def row(posted: int, minor: int, **more: object) -> dict[str, object]:
    """What the month of that number posted, from January 2026 as 1."""
    return {
        "plan": "p", "component": "new", "deal": "D", "currency": "EUR",
        "posted_in": f"month {posted}", "first": month(posted), "last": month(posted + 1) - 1,
        "day": month(posted) + 9, "minor": minor, "back": False, **more,
    }  # fmt: skip


def schedule(
    *rows: dict[str, object], terms: Terms = LIFE, gone: dict[tuple[str, str], int] | None = None
) -> pd.DataFrame:
    """Amounts by month from January 2026 as 1, of all layers."""
    layers, exits = capitalised(pd.DataFrame(rows), terms, gone)
    found = amortise(layers, exits)
    found["month"] = months_of(found["month"].to_numpy()) - JANUARY + 1
    names = ["opening", "expensed", "amortised", "clawed_back", "written_off", "closing"]
    return found.groupby("month")[names].sum()


def test_january_2026_is_the_month_counted_from() -> None:
    assert month(1) == day_number(date(2026, 1, 1))


def test_each_element_has_its_own_life_and_a_contract_its_own_term() -> None:
    terms = Terms(
        Term(12, 36, commensurate=False),
        {("p", "renewal"): Term(24, 36, commensurate=True)},
        {("p", "LONG"): 48},
    )
    rows = [
        row(1, 360_000), row(1, 240_000, component="renewal"),
        row(1, 480_000, component="renewal", deal="LONG"), row(1, 480_000, deal="LONG"),
    ]  # fmt: skip
    layers, exits = capitalised(pd.DataFrame(rows), terms)
    assert not len(exits)
    found = amortise(layers).groupby("id", sort=False)["amortised"].agg(["size", "first", "sum"])
    by = dict(zip(zip(layers["component"], layers["deal"], strict=True),
                  found.to_numpy().tolist(), strict=True))  # fmt: skip
    assert by == {
        ("new", "D"): [36, 10_000, 360_000],
        ("new", "LONG"): [36, 13_333, 480_000],
        ("renewal", "D"): [24, 10_000, 240_000],
        ("renewal", "LONG"): [48, 10_000, 480_000],
    }


def test_what_is_posted_later_is_spread_over_the_months_that_are_left() -> None:
    # 2,400 over 24 from January; 180 more in July, with 18 months left: 10 a month from then.
    found = schedule(row(1, 240_000), row(7, 18_000, day=month(1)))
    assert found["amortised"].tolist() == [10_000] * 6 + [11_000] * 18
    # A deal of January that is paid for in March only: 22 months are left, none of a closed month.
    late = schedule(row(3, 22_000, day=month(1)))
    assert (late.index.min(), late["amortised"].tolist()) == (3, [1_000] * 22)


def test_a_part_that_is_taken_back_lowers_the_months_to_come() -> None:
    found = schedule(row(1, 240_000), row(7, -18_000, back=True))
    assert found["amortised"].tolist() == [10_000] * 6 + [9_000] * 18
    assert found["closing"].iloc[-1] == 0


def test_a_deal_that_is_taken_back_whole_is_written_off_in_the_period_it_is_known() -> None:
    # 2,400 over 24; by the end of July 1,700 is left, and 2,400 comes back: a gain of 700.
    found = schedule(row(1, 240_000), row(7, -240_000, back=True))
    assert found.index.tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert found["amortised"].tolist() == [10_000] * 7
    last = found.iloc[-1]
    assert (last["clawed_back"], last["written_off"], last["closing"]) == (240_000, -70_000, 0)


def test_a_customer_who_leaves_takes_what_is_left_whatever_comes_back() -> None:
    gone = {("p", "D"): month(7) + 14}
    nothing = schedule(row(1, 240_000), gone=gone).iloc[-1]
    assert (nothing["opening"], nothing["amortised"], nothing["written_off"]) == (
        180_000, 10_000, 170_000,
    )  # fmt: skip
    some = schedule(row(1, 240_000), row(7, -120_000, back=True), gone=gone).iloc[-1]
    assert (some["clawed_back"], some["written_off"], some["closing"]) == (120_000, 50_000, 0)
    # What comes back in a later month has no asset any more.
    later = schedule(row(1, 240_000), row(9, -120_000, back=True), gone=gone)
    assert later.loc[7, "written_off"] == 170_000
    assert later.loc[9, "expensed"] == -120_000


def test_sold_and_taken_back_in_one_period_is_no_cost_and_what_was_not_sold_here_is_none() -> None:
    layers, _ = capitalised(pd.DataFrame([row(1, 5_000), row(1, -5_000, back=True)]), LIFE)
    assert not len(layers)
    before = schedule(row(4, -5_000, back=True))
    assert before[["opening", "expensed"]].to_numpy().tolist() == [[-5_000, -5_000]]


def test_a_year_or_less_is_expensed_at_once_and_so_is_what_is_added() -> None:
    short = Terms(Term(12, 12, commensurate=False))
    found = schedule(row(1, 120_000), row(7, 6_000), terms=short)
    assert found["expensed"].to_dict() == {1: 120_000, 7: 6_000}
    # The 6 months that are left of 24 are not short: the benefit was 24.
    long = schedule(row(1, 240_000), row(19, 6_000, day=month(1)))
    assert long["amortised"].tolist() == [10_000] * 18 + [11_000] * 6


@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.integers(-10**9, 10**9), st.booleans()),
        min_size=1, max_size=8,
    ),
    st.integers(1, 30), st.one_of(st.none(), st.integers(1, 45)),
)  # fmt: skip
def test_all_that_was_posted_is_expensed_to_the_cent(
    posts: list[tuple[int, int, bool]], life: int, left: int | None
) -> None:
    rows = [row(at, -abs(minor) if back else minor, back=back) for at, minor, back in posts]
    gone = None if left is None else {("p", "D"): month(left)}
    found = schedule(*rows, terms=Terms(Term(1, life, commensurate=False)), gone=gone)
    spent = found[["expensed", "amortised", "written_off"]].to_numpy().sum()
    assert int(spent) == sum(int(str(one["minor"])) for one in rows)
    assert not len(found) or found["closing"].iloc[-1] == 0


def test_terms_and_columns_that_cannot_be_are_refused() -> None:
    with pytest.raises(UserError, match="make no sense"):
        Term(0, 24, commensurate=True)
    with pytest.raises(UnknownName, match="'back'"):
        capitalised(pd.DataFrame([row(1, 1)]).drop(columns="back"), LIFE)
