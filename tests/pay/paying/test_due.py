"""Instalments, holds, and what is taken back when a customer leaves; worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from everyrep.pay.paying import pay_out, share_taken_back
from everyrep.pay.plan import Clawback, Instalment
from everyrep.pay.windows import day_number
from everyrep.values.errors import DataError, UnknownName
from tests.pay.paying.plans import column, earned, earning, months, plan_of, stints

HALVES = (Instalment(Fraction(1, 2), "date"), Instalment(Fraction(1, 2), "invoiced_on", 1))
ALL = Clawback(((0, Fraction(1)),), only_paid=True)
HALF = Clawback(((0, Fraction(1, 2)),), only_paid=True)
STEPS = Clawback(((0, Fraction(1)), (12, Fraction(1, 2)), (18, Fraction(0))), only_paid=True)


@pytest.mark.parametrize(
    ("left", "share"),
    [
        (date(2024, 1, 31), 1), (date(2025, 1, 30), 1), (date(2025, 1, 31), Fraction(1, 2)),
        (date(2025, 7, 30), Fraction(1, 2)), (date(2025, 7, 31), 0), (date(2030, 1, 1), 0),
        (date(2024, 1, 30), 0),
    ],
)  # fmt: skip
def test_the_share_holds_from_its_month_up_to_the_next_ones(
    left: date, share: Fraction | int
) -> None:
    day, gone = (np.array([day_number(one)]) for one in (date(2024, 1, 31), left))
    part, over = share_taken_back(STEPS, day, gone)
    assert Fraction(int(part[0]), over) == share


def test_months_from_the_last_of_a_month_end_on_the_last_of_a_shorter_one() -> None:
    schedule = Clawback(((0, Fraction(1)), (1, Fraction(0))), only_paid=True)
    day = np.array([day_number(date(2024, 1, 31))] * 2)
    gone = np.array([day_number(date(2024, 2, 28)), day_number(date(2024, 2, 29))])
    part, over = share_taken_back(schedule, day, gone)
    assert [Fraction(int(one), over) for one in part] == [1, 0]


def test_instalments_are_due_on_their_days_and_never_lose_a_cent() -> None:
    # 50.01 is 25.01 at once and 25.00 a month after the invoice of 31 January, on 28 February.
    rows = earned([earning(5_001, date(2026, 1, 10), invoiced_on=date(2026, 1, 31))])
    plan = plan_of(instalments=HALVES)
    assert column(plan, rows, stints(), 3, "released") == [2_501, 2_500, 0]
    assert column(plan, rows, stints(), 3, "held") == [2_500, 0, 0]
    mirror = rows.assign(minor=-rows["minor"])
    assert column(plan, mirror, stints(), 3, "released") == [-2_501, -2_500, 0]


def test_an_advance_by_share_pays_the_rest_with_the_cash() -> None:
    shares = (Instalment(Fraction(3, 4), "date"), Instalment(Fraction(1, 4), "paid_on"))
    rows = earned([earning(102_500, date(2026, 1, 10), paid_on=None)])
    assert column(plan_of(instalments=shares), rows, stints(), 3, "paid") == [76_875, 0, 0]
    cash = earned([earning(102_500, date(2026, 1, 10), paid_on=date(2026, 3, 2))])
    assert column(plan_of(instalments=shares), cash, stints(), 3, "paid") == [76_875, 0, 25_625]


def test_what_is_of_no_line_is_due_whole_and_what_is_held_is_not() -> None:
    rows = earned([
        earning(1_000, date(2026, 1, 31), line="", invoiced_on=None, held=False),
        {**earning(70, date(2026, 1, 5), line="2", invoiced_on=None), "held": True},
    ])  # fmt: skip
    assert column(plan_of(instalments=HALVES), rows, stints(), 2, "released") == [1_000, 0]
    assert column(plan_of(instalments=HALVES), rows, stints(), 2, "held") == [70, 70]


def test_a_row_is_not_due_before_the_period_that_it_was_posted_in() -> None:
    rows = earned([
        earning(5_000, date(2026, 1, 10), posted_in="January 2026"),
        earning(-5_000, date(2026, 1, 10), posted_in="March 2026"),
        earning(4_000, date(2026, 1, 10), posted_in="March 2026"),
    ])  # fmt: skip
    assert column(plan_of(), rows, stints(), 3, "paid") == [5_000, 0, 0]
    assert column(plan_of(), rows, stints(), 3, "earned") == [5_000, 0, -1_000]
    assert column(plan_of(), rows, stints(), 3, "carried_balance") == [0, 0, 1_000]


def test_only_what_was_paid_is_taken_back_and_the_rest_is_cancelled() -> None:
    rows = earned([
        earning(400_000, date(2026, 1, 10), invoiced_on=date(2026, 5, 1),
                left_on=date(2026, 3, 20)),
        earning(300_000, date(2026, 4, 2), "2", invoiced_on=date(2026, 4, 2), left_on=None),
    ])  # fmt: skip
    found = pay_out(plan_of(instalments=HALVES, clawback=ALL), rows, stints(), months(7)).statement
    assert found["released"].tolist() == [200_000, 0, 0, 150_000, 150_000, 0, 0]
    assert found["cancelled"].tolist() == [0, 0, 200_000, 0, 0, 0, 0]
    assert found["claimed"].tolist() == [0, 0, 200_000, 0, 0, 0, 0]
    assert found["clawed_back"].tolist() == [0, 0, 0, 150_000, 50_000, 0, 0]
    assert found["paid"].tolist() == [200_000, 0, 0, 0, 100_000, 0, 0]


def test_a_share_is_that_of_what_was_paid() -> None:
    rows = earned([
        earning(400_000, date(2026, 1, 10), invoiced_on=date(2026, 5, 1),
                left_on=date(2026, 3, 20)),
    ])  # fmt: skip
    plan = plan_of(instalments=HALVES, clawback=HALF)
    assert column(plan, rows, stints(), 7, "claimed") == [0, 0, 100_000, 0, 0, 0, 0]
    assert column(plan, rows, stints(), 7, "cancelled") == [0, 0, 200_000, 0, 0, 0, 0]
    earned_back = plan_of(instalments=HALVES, clawback=Clawback(HALF.schedule, only_paid=False))
    assert column(earned_back, rows, stints(), 7, "claimed") == [0, 0, 200_000, 0, 0, 0, 0]
    assert column(earned_back, rows, stints(), 7, "released") == [
        200_000, 0, 0, 0, 0, 200_000, 0,
    ]  # fmt: skip


def test_what_leaves_after_the_schedule_is_kept_and_still_paid() -> None:
    rows = earned([
        earning(2_000, date(2026, 1, 31), invoiced_on=date(2026, 9, 1),
                left_on=date(2027, 7, 31)),
    ])  # fmt: skip
    plan = plan_of(instalments=HALVES, clawback=STEPS)
    assert sum(column(plan, rows, stints(), 24, "paid")) == 2_000
    rows["left_on"] = day_number(date(2027, 7, 30))
    assert sum(column(plan, rows, stints(), 24, "claimed")) == 1_000


def test_a_claim_above_the_pay_is_carried_to_the_next() -> None:
    rows = earned([
        earning(400_000, date(2026, 1, 10), "1", left_on=date(2026, 2, 5)),
        earning(250_000, date(2026, 2, 10), "2", left_on=None),
        earning(300_000, date(2026, 3, 10), "3", left_on=None),
    ])  # fmt: skip
    plan = plan_of(clawback=ALL)
    assert column(plan, rows, stints(), 3, "paid") == [400_000, 0, 150_000]
    assert column(plan, rows, stints(), 3, "clawback_balance") == [0, 150_000, 0]
    floor = plan_of(clawback=ALL, floor=50_000)
    assert column(floor, rows, stints(), 3, "paid") == [400_000, 50_000, 100_000]
    refunds = earned([
        earning(-150_000, date(2026, 2, 10), "2"), earning(300_000, date(2026, 3, 10), "3"),
    ])  # fmt: skip
    assert column(plan_of(), refunds, stints(), 3, "paid") == [0, 0, 150_000]
    assert column(plan_of(), refunds, stints(), 3, "carried_balance") == [0, 150_000, 0]


def test_a_refund_and_a_leaver_together_take_back_once() -> None:
    def rows(refunded: date, minor: int) -> pd.DataFrame:
        deal = earning(4_000, date(2026, 1, 10), "1", left_on=date(2026, 3, 5))
        refund = earning(minor, refunded, "r", left_on=date(2026, 3, 5))
        return earned([deal, {**refund, "deal": "deal 1"}])

    plan = plan_of(clawback=HALF)
    for refunded in (date(2026, 2, 1), date(2026, 3, 6), date(2026, 4, 1)):
        found = pay_out(plan, rows(refunded, -4_000), stints(), months(6)).statement
        owed = found["paid"].sum() - found["carried_balance"].iloc[-1]
        assert owed - found["clawback_balance"].iloc[-1] == 0, refunded
        found = pay_out(plan, rows(refunded, -1_000), stints(), months(6)).statement
        owed = found["paid"].sum() - found["carried_balance"].iloc[-1]
        assert owed - found["clawback_balance"].iloc[-1] == 1_500, refunded


def test_a_refund_after_the_customer_left_takes_its_part_of_what_was_paid() -> None:
    # 2,000 of 4,000 were paid and 1,000 clawed back; a quarter less is 1,500 and 750.
    facts: dict[str, Any] = {"invoiced_on": date(2026, 2, 2), "left_on": date(2026, 3, 20)}
    refund = earning(-1_000, date(2026, 4, 1), "r", **facts)
    rows = earned([
        earning(4_000, date(2026, 1, 10), **facts), {**refund, "deal": "deal 1"},
    ])  # fmt: skip
    plan = plan_of(instalments=HALVES, clawback=HALF)
    assert column(plan, rows, stints(), 5, "released") == [2_000, 0, 0, -500, 0]
    assert column(plan, rows, stints(), 5, "claimed") == [0, 0, 1_000, -250, 0]


def test_a_refund_that_is_moved_back_to_be_a_smaller_one_is_no_earning() -> None:
    # Nothing was earned of the deal here, so that its end closes nothing: half of the refund is due
    # at once, which is 500 less from April on, and half in June.
    facts: dict[str, Any] = {"left_on": date(2026, 3, 5), "invoiced_on": date(2026, 5, 1)}
    rows = earned([
        earning(-4_000, date(2026, 2, 1), "r", posted_in="February 2026", **facts),
        earning(4_000, date(2026, 2, 1), "r", posted_in="April 2026", **facts),
        earning(-3_000, date(2026, 2, 1), "r", posted_in="April 2026", **facts),
    ])  # fmt: skip
    plan = plan_of(instalments=HALVES, clawback=HALF)
    assert column(plan, rows, stints(), 6, "released") == [0, -2_000, 0, 500, 0, -1_500]
    assert column(plan, rows, stints(), 6, "carried_balance")[-1] == 3_000
    for name in ("claimed", "cancelled"):
        assert column(plan, rows, stints(), 6, name) == [0, 0, 0, 0, 0, 0]


def test_what_a_closed_deal_is_worth_more_later_is_not_paid() -> None:
    rows = earned([
        earning(4_000, date(2026, 1, 10), left_on=date(2026, 3, 5), posted_in="January 2026"),
        earning(-4_000, date(2026, 1, 10), left_on=date(2026, 3, 5), posted_in="April 2026"),
        earning(5_000, date(2026, 1, 10), left_on=date(2026, 3, 5), posted_in="April 2026"),
    ])  # fmt: skip
    plan = plan_of(clawback=HALF)
    assert column(plan, rows, stints(), 5, "released") == [4_000, 0, 0, 0, 0]
    assert column(plan, rows, stints(), 5, "claimed") == [0, 0, 2_000, 0, 0]
    assert column(plan, rows, stints(), 5, "cancelled") == [0, 0, 0, 1_000, 0]


def test_earnings_that_cannot_be_paid_are_refused() -> None:
    rows = earned([earning(100, date(2026, 1, 10))])
    with pytest.raises(UnknownName, match="'invoiced_on'"):
        pay_out(plan_of(instalments=HALVES), rows, stints(), months(2))
    with pytest.raises(DataError, match="sum to 1/2"):
        pay_out(plan_of(instalments=HALVES[:1]), rows, stints(), months(2))
    with pytest.raises(UnknownName, match="Did you mean 'March 2026'"):
        pay_out(plan_of(), rows.assign(posted_in="Marsh 2026"), stints(), months(3))
    with pytest.raises(DataError, match="holds something that is no day"):
        pay_out(plan_of(), rows.assign(left_on="soon"), stints(), months(2))
    with pytest.raises(DataError, match="not whole numbers"):
        pay_out(plan_of(), rows.astype({"minor": float}), stints(), months(2))
    with pytest.raises(DataError, match="not next to each other"):
        pay_out(plan_of(), rows, stints(), months(3)[::2])


def test_a_refund_that_is_put_anew_is_no_earning_of_a_deal_whose_customer_left() -> None:
    # Its original earned nothing here. The refund of 1.00 is restated as 0.80 in February, and in
    # March the customer leaves: nothing is taken back, and half of the 0.80 is still due in April.
    gone = {"left_on": date(2026, 3, 5), "invoiced_on": date(2026, 3, 31)}
    day = date(2026, 1, 10)
    steps = earned(
        {**earning(minor, day, **gone), "posted_in": month}
        for minor, month in ((-100, "January 2026"), (100, "February 2026"), (-80, "February 2026"))
    )
    for clawback in (ALL, HALF):
        plan = plan_of(instalments=HALVES, clawback=clawback)
        assert column(plan, steps, stints(), 4, "released") == [-50, 10, 0, -40]
        at_once = earned([{**earning(-80, day, **gone), "posted_in": "January 2026"}])
        for rows in (steps, at_once):
            paid = pay_out(plan, rows, stints(), months(4, plan)).statement
            assert paid[["cancelled", "claimed"]].to_numpy().tolist() == [[0, 0]] * 4
            assert paid["carried_balance"].tolist()[-1] == 80
