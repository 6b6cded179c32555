"""Draws, worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from everyrep.pay.paying import pay_out
from everyrep.pay.plan import DrawKind
from everyrep.values.errors import DataError, UnknownName
from tests.pay.paying.plans import by_month, column, draw_of, earned, months, plan_of, stints


def test_recovery_takes_what_lies_above_the_guarantee_and_a_new_shortfall_adds() -> None:
    draw = draw_of(DrawKind.RECOVERABLE, until=date(2026, 7, 1), recover_from=date(2026, 4, 1))
    plan, rows = plan_of((draw,)), by_month([50_000, 70_000, 40_000, 180_000, 90_000, 250_000])
    found = pay_out(plan, rows, stints(start=100_000), months(6)).statement
    assert found["draw"].tolist() == [50_000, 30_000, 60_000, 0, 10_000, 0]
    assert found["recovered"].tolist() == [0, 0, 0, 80_000, 0, 70_000]
    assert found["paid"].tolist() == [100_000] * 5 + [180_000]
    assert found["draw_balance"].tolist() == [50_000, 80_000, 140_000, 60_000, 70_000, 0]


@pytest.mark.parametrize(
    ("kind", "balance"), [(DrawKind.GUARANTEE, 0), (DrawKind.RECOVERABLE, 180_000)]
)
def test_a_draw_tops_up_and_is_owed_only_where_it_is_recoverable(
    kind: DrawKind, balance: int
) -> None:
    plan = plan_of((draw_of(kind),))
    found = pay_out(plan, by_month([320_000]), stints(start=500_000), months(1)).statement.iloc[0]
    assert (found["draw"], found["paid"], found["draw_balance"]) == (180_000, 500_000, balance)


def test_an_advance_is_paid_in_any_case_and_recovered_out_of_what_is_earned() -> None:
    # 1,000 ahead each month: of 400 all is recovered, of 3,000 the 600 left and this month's 1,000.
    plan, rows = plan_of((draw_of(DrawKind.ADVANCE),)), by_month([40_000, 300_000])
    assert column(plan, rows, stints(start=100_000), 2, "paid") == [100_000, 240_000]
    assert column(plan, rows, stints(start=100_000), 2, "draw_balance") == [60_000, 0]


def test_a_bonus_comes_on_top_and_is_never_recovered() -> None:
    plan = plan_of((draw_of(DrawKind.BONUS, months=1),))
    rows = by_month([40_000, 300_000])
    assert column(plan, rows, stints(start=100_000), 2, "paid") == [140_000, 300_000]
    assert column(plan, rows, stints(start=100_000), 2, "draw_balance") == [0, 0]


def test_recovery_goes_on_when_the_draw_has_ended_and_takes_no_more_than_its_share() -> None:
    # 2 months of 1,000 on nothing; then half of what is earned: 300, 500, 500, 500, 200.
    draw = draw_of(DrawKind.RECOVERABLE, months=2, recover_share=Fraction(1, 2))
    plan = plan_of((draw,))
    rows = by_month([0, 0, 60_000, 100_000, 100_000, 100_000, 100_000])
    stays = stints(start=100_000)
    assert column(plan, rows, stays, 7, "recovered") == [
        0, 0, 30_000, 50_000, 50_000, 50_000, 20_000,
    ]  # fmt: skip


def test_recovery_begins_in_the_period_that_its_day_lies_in() -> None:
    # 1,000 and 700 are paid ahead until 14 February, and recovered from 15 March on.
    draw = draw_of(DrawKind.RECOVERABLE, months=1, recover_after=2)
    stays = stints(first=date(2026, 1, 15), start=100_000)
    rows = by_month([0, 30_000, 30_000, 90_000])
    assert column(plan_of((draw,)), rows, stays, 4, "recovered") == [0, 0, 30_000, 90_000]


def test_a_period_that_is_had_in_part_has_a_part_of_the_draw_by_days() -> None:
    # 17 of January's 31 days, and 14 of February's 28 as the draw ends after one month.
    draw = draw_of(DrawKind.GUARANTEE, months=1, prorated=True)
    stays = stints(first=date(2026, 1, 15), start=100_000)
    assert column(plan_of((draw,)), earned([]), stays, 3, "paid") == [54_839, 50_000, 0]
    whole = draw_of(DrawKind.GUARANTEE, months=1)
    assert column(plan_of((whole,)), earned([]), stays, 3, "paid") == [100_000, 100_000, 0]


def test_the_draw_ends_with_its_own_day_or_with_the_stay() -> None:
    draw = draw_of(DrawKind.GUARANTEE, until=date(2026, 3, 1), prorated=True)
    stays = stints(end=date(2026, 2, 15), start=100_000)
    assert column(plan_of((draw,)), earned([]), stays, 3, "paid") == [100_000, 50_000, 0]


def test_two_stays_each_count_by_their_days_and_amounts() -> None:
    # 10 days of 310, then 21 of 620: 100 and 420.
    draw = draw_of(DrawKind.GUARANTEE, prorated=True)
    stays = pd.concat([
        stints(end=date(2026, 1, 11), start=31_000),
        stints(first=date(2026, 1, 11), end=date(2026, 2, 1), start=62_000),
    ])  # fmt: skip
    assert column(plan_of((draw,)), earned([]), stays, 1, "paid") == [52_000]


def test_of_two_draws_the_first_of_the_plan_is_recovered_first() -> None:
    one = draw_of(DrawKind.RECOVERABLE, "one", months=1, recover_after=1)
    two = draw_of(DrawKind.ADVANCE, "two", months=1, recover_after=1)
    rows = by_month([0, 120_000])
    stays = stints(one=100_000, two=50_000)
    found = pay_out(plan_of((one, two)), rows, stays, months(2))
    moved = found.moves[(found.moves["reason"] == "recovery").to_numpy()]
    assert dict(zip(moved["component"], moved["minor"], strict=True)) == {
        "one": 100_000, "two": 20_000,
    }  # fmt: skip
    assert found.statement["draw_balance"].tolist() == [150_000, 30_000]


def test_what_is_due_below_zero_is_owed_and_not_hidden_in_the_draw() -> None:
    # The guarantee of 1,000 is paid, and the refund of 500 is taken from what lies above it later.
    plan = plan_of((draw_of(DrawKind.GUARANTEE),))
    rows = by_month([-50_000, 90_000, 130_000, 200_000])
    stays = stints(start=100_000)
    assert column(plan, rows, stays, 4, "paid") == [100_000, 100_000, 100_000, 180_000]
    assert column(plan, rows, stays, 4, "carried_balance") == [50_000, 50_000, 20_000, 0]


def test_stints_that_cannot_be_are_refused() -> None:
    plan = plan_of((draw_of(DrawKind.GUARANTEE),))
    with pytest.raises(UnknownName, match="'start'"):
        pay_out(plan, earned([]), stints(), months(1))
    with pytest.raises(DataError, match="two of one payee overlap"):
        pay_out(plan, earned([]), pd.concat([stints(start=1)] * 2), months(1))
    with pytest.raises(DataError, match="below zero"):
        pay_out(plan, earned([]), stints(start=-1), months(1))
