"""Month by month through the ledger: what was paid stays, and what is learned late is paid late."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.pay.ledger import (
    Adjustment,
    Book,
    MemoryBook,
    PayPeriod,
    Run,
    adjust,
    balances,
    check,
    lock,
    post,
)
from everyrep.pay.paying import earned_of, opening_of, pay_out, settle
from everyrep.pay.plan import Clawback, DrawKind, Instalment, Plan
from everyrep.pay.windows import day_number
from everyrep.values.currency import Currency
from everyrep.values.errors import UnknownName
from tests.pay.ledger.books import amount, amounts
from tests.pay.paying.plans import draw_of, months, plan_of, stints
from tests.pay.paying.test_properties import (
    AMOUNTS,
    LINES,
    PERIODS,
    PLANS,
    Line,
    frame_of,
    stays_of,
    with_columns,
)

RUN = Run("one", "hunter", Currency.of("USD"))
JAN, FEB, MAR, APR, MAY = months(5)
HALVES = (Instalment(Fraction(1, 2), "date"), Instalment(Fraction(1, 2), "invoiced_on"))
LEFT = Clawback(((0, Fraction(1)),), only_paid=True)


def settled(
    book: Book,
    plan: Plan,
    period: PayPeriod,
    lines: pd.DataFrame | None = None,
    deals: pd.DataFrame | None = None,
    start: int = 0,
) -> pd.Series:
    earned = earned_of(book, plan.id, lines, deals)
    opening = opening_of(book, plan, period)
    paid = pay_out(plan, earned, stints(start=start), (period,), opening)
    settle(book, paid, RUN, period, period.end)
    assert settle(book, paid, RUN, period, period.end).empty
    check(book)
    return paid.statement.set_index("payee").loc["ana"]


def line_days(**days: date | None) -> pd.DataFrame:
    numbers = [None if day is None else day_number(day) for day in days.values()]
    names = [name.removeprefix("l") for name in days]
    return pd.DataFrame({"line": names, "invoiced_on": pd.array(numbers, dtype="Int64")})


def on_account(book: Book) -> dict[str, int]:
    found = balances(book)
    return dict(zip(found["account"], found["minor"].tolist(), strict=True))


def test_a_year_of_draws_settled_month_by_month_is_that_of_one_go() -> None:
    draw = draw_of(DrawKind.RECOVERABLE, until=date(2026, 5, 1), recover_from=date(2026, 3, 1))
    plan, book = plan_of((draw,)), MemoryBook()
    rows, paid = [], []
    for period, minor in zip(months(5), [500, 700, 1800, 900, 2500], strict=True):
        rows.append(amount("ana", period.name, minor, period))
        post(book, amounts(rows), RUN, period, period.end)
        paid.append(int(settled(book, plan, period, start=1_000)["paid"]))
        lock(book, period, period.end)
    assert paid == [1_000, 1_000, 1_000, 1_000, 2_400]
    whole = pay_out(plan, earned_of(book, "hunter"), stints(start=1_000), months(5)).statement
    assert whole["paid"].tolist() == paid
    assert on_account(book) == {"expense:base": 6_400, "paid": -6_400}


def test_a_line_that_is_moved_back_late_is_taken_from_the_open_period() -> None:
    plan, book = plan_of(), MemoryBook()
    post(book, amounts([amount("ana", "1", 5_000)]), RUN, JAN, JAN.end)
    settled(book, plan, JAN)
    lock(book, JAN, JAN.end)
    later = amounts([amount("ana", "1", 4_000), amount("ana", "2", 300, FEB)])
    post(book, later, RUN, FEB, FEB.end)
    found = settled(book, plan, FEB)
    assert (found["earned"], found["released"], found["paid"]) == (-700, -700, 0)
    assert on_account(book) == {"expense:base": 4_300, "carried": 700, "paid": -5_000}


def test_an_invoice_day_that_changes_moves_only_what_was_not_settled() -> None:
    plan, book = plan_of(instalments=HALVES), MemoryBook()
    post(book, amounts([amount("ana", "1", 5_001)]), RUN, JAN, JAN.end)
    found = settled(book, plan, JAN, line_days(l1=date(2026, 1, 20)))
    assert (found["paid"], found["held"]) == (5_001, 0)
    lock(book, JAN, JAN.end)
    found = settled(book, plan, FEB, line_days(l1=date(2026, 3, 20)))
    assert (found["released"], found["carried_balance"], found["held"]) == (-2_500, 2_500, 2_500)
    lock(book, FEB, FEB.end)
    found = settled(book, plan, MAR, line_days(l1=date(2026, 3, 20)))
    assert (found["released"], found["carried_balance"], found["paid"]) == (2_500, 0, 0)
    assert on_account(book) == {"expense:base": 5_001, "paid": -5_001}


def test_a_leaver_who_is_told_of_late_is_taken_back_in_the_open_period() -> None:
    plan, book = plan_of(instalments=HALVES, clawback=LEFT), MemoryBook()
    days = line_days(l1=date(2026, 4, 20))
    post(book, amounts([amount("ana", "1", 4_000)]), RUN, JAN, JAN.end)
    settled(book, plan, JAN, days)
    settled(book, plan, FEB, days)
    left = pd.DataFrame({"deal": ["deal 1"], "left_on": [day_number(date(2026, 2, 10))]})
    found = settled(book, plan, MAR, days, left)
    assert (found["claimed"], found["cancelled"], found["paid"]) == (2_000, 2_000, 0)
    assert on_account(book) == {"clawback": 2_000, "paid": -2_000}
    post(book, amounts([amount("ana", "1", 4_000), amount("ana", "2", 3_000, APR)]),
         RUN, APR, APR.end)  # fmt: skip
    days = line_days(l1=date(2026, 4, 20), l2=date(2026, 4, 20))
    found = settled(book, plan, APR, days, left)
    assert (found["clawed_back"], found["paid"], found["claimed"]) == (2_000, 1_000, 0)
    assert on_account(book) == {"expense:base": 3_000, "paid": -3_000}


def test_a_customer_who_comes_back_is_paid_for_again() -> None:
    plan, book = plan_of(instalments=HALVES, clawback=LEFT), MemoryBook()
    days = line_days(l1=date(2026, 2, 20))
    post(book, amounts([amount("ana", "1", 4_000)]), RUN, JAN, JAN.end)
    settled(book, plan, JAN, days)
    left = pd.DataFrame({"deal": ["deal 1"], "left_on": [day_number(date(2026, 2, 10))]})
    assert settled(book, plan, FEB, days, left)["clawback_balance"] == 2_000
    found = settled(book, plan, MAR, days)
    assert (found["claimed"], found["released"], found["paid"]) == (-2_000, 2_000, 2_000)
    assert on_account(book) == {"expense:base": 4_000, "paid": -4_000}


def test_a_claim_that_was_wrong_leaves_no_balance_below_zero() -> None:
    plan, book = plan_of(clawback=LEFT), MemoryBook()
    post(book, amounts([amount("ana", "1", 4_000)]), RUN, JAN, JAN.end)
    settled(book, plan, JAN)
    both = [amount("ana", "1", 4_000), amount("ana", "2", 1_000, FEB)]
    post(book, amounts(both), RUN, FEB, FEB.end)
    left = pd.DataFrame({"deal": ["deal 1"], "left_on": [day_number(date(2026, 2, 10))]})
    assert settled(book, plan, FEB, None, left)["clawback_balance"] == 3_000
    aside = plan_of(clawback=LEFT, recover=("draw",))
    found = settled(book, aside, MAR)
    assert (found["clawed_back"], found["paid"], found["clawback_balance"]) == (-1_000, 1_000, 0)


def test_what_was_taken_back_out_of_pay_is_given_back_where_it_was_wrong() -> None:
    plan, book = plan_of(clawback=LEFT), MemoryBook()
    both = [amount("ana", "1", 4_000), amount("ana", "2", 4_000, FEB)]
    post(book, amounts(both[:1]), RUN, JAN, JAN.end)
    settled(book, plan, JAN)
    post(book, amounts(both), RUN, FEB, FEB.end)
    left = pd.DataFrame({"deal": ["deal 1"], "left_on": [day_number(date(2026, 2, 10))]})
    assert settled(book, plan, FEB, None, left)["paid"] == 0
    found = settled(book, plan, MAR)
    assert (found["claimed"], found["clawed_back"], found["paid"]) == (-4_000, -4_000, 4_000)


def test_a_parked_adjustment_waits_until_somebody_decides() -> None:
    plan, book = plan_of(), MemoryBook()
    post(book, amounts([amount("ana", "1", 100), amount("ana", "2", 10)]), RUN, JAN, JAN.end)
    change = {"id": "a", "payee": "ana", "component": "base", "who": "finance", "why": "Agreed"}
    about = Adjustment(**change, minor=50, about="base/ana/1/primary/0")  # type: ignore[arg-type]
    adjust(book, about, RUN, JAN, JAN.end)
    post(book, amounts([amount("ana", "2", 10)]), RUN, JAN, JAN.end)
    found = settled(book, plan, JAN)
    assert (found["paid"], found["held"]) == (10, 50)
    alone = Adjustment(**change, minor=50)  # type: ignore[arg-type]
    adjust(book, alone, RUN, FEB, FEB.end)
    assert settled(book, plan, FEB)["paid"] == 50


def test_settling_again_posts_what_has_changed() -> None:
    plan, book = plan_of(), MemoryBook()
    post(book, amounts([amount("ana", "1", 100)]), RUN, JAN, JAN.end)
    settled(book, plan, JAN)
    post(book, amounts([amount("ana", "1", 130)]), RUN, JAN, JAN.end)
    assert settled(book, plan, JAN)["paid"] == 130
    assert on_account(book) == {"expense:base": 130, "paid": -130}
    paid = pay_out(plan, earned_of(book, "hunter"), stints(), (JAN,))
    with pytest.raises(UnknownName, match="'February 2026'"):
        settle(book, paid, RUN, FEB, FEB.end)


@settings(max_examples=12)
@given(plan=PLANS, lines=LINES, amounts=AMOUNTS, moved=st.booleans())
def test_month_by_month_is_what_one_go_is(
    plan: Plan, lines: list[Line], amounts: tuple[int, ...], moved: bool
) -> None:
    book = MemoryBook()
    facts = frame_of(lines) if lines else with_columns(frame_of([]))
    stays = stays_of(plan, amounts)
    paid: list[pd.DataFrame] = []
    for period in PERIODS:
        known = facts[(facts["day"] < period.end).to_numpy()]
        window = period.name if moved else "2026"  # what moves is posted anew each month
        names = {"window": window, "facts_hash": "f", "plan_version": "1"}
        post(book, known.assign(**names), RUN, period, period.end)
        rows = earned_of(book, plan.id, facts[["line", "invoiced_on"]], facts[["deal", "left_on"]])
        one = pay_out(plan, rows, stays, (period,), opening_of(book, plan, period))
        settle(book, one, RUN, period, period.end)
        lock(book, period, period.end)
        paid.append(one.statement)
    check(book)
    whole = pay_out(plan, facts, stays, PERIODS).statement
    assert pd.concat(paid, ignore_index=True).equals(whole)
