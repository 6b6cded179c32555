"""Costs of winning contracts end at nothing, to the last unit; worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.accounts import amortise, straight_line
from everyrep.pay.windows import day_number
from everyrep.values.errors import DataError, UnknownName
from everyrep.values.rounding import Rounding, round_exact


def cost(minor: int, months: int, id: str = "a", **more: object) -> dict[str, object]:  # noqa: A002
    return {
        "id": id, "minor": minor, "begins": day_number(date(2026, 1, 31)),
        "contract_months": months, "life_months": months, "commensurate": True, **more,
    }  # fmt: skip


def costs(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(rows)


def event(after: int, minor: int, id: str = "a") -> pd.DataFrame:  # noqa: A002
    return pd.DataFrame([{"id": id, "after": after, "minor": minor}])


def test_months_are_rounded_so_that_their_sum_is_exact() -> None:
    found = amortise(costs(cost(1_500_000, 36), cost(800_000, 24, "b")))
    first = found[found["id"] == "a"]
    assert first["amortised"].tolist()[:3] == [41_667, 41_666, 41_667]
    assert first["amortised"].sum() == 1_500_000
    assert first["closing"].iloc[-1] == 0
    second = found[found["id"] == "b"]
    assert (second["amortised"].iloc[0], len(second)) == (33_333, 24)
    assert straight_line(1_500_000, 36) == first["amortised"].tolist()
    assert found["month"].iloc[:2].tolist() == [
        day_number(date(2026, 1, 1)), day_number(date(2026, 2, 1))
    ]  # fmt: skip


def test_a_year_or_less_is_expensed_at_once_unless_not_wanted() -> None:
    found = amortise(costs(cost(300_000, 6), cost(300_000, 12, "b"), cost(300_000, 13, "c")))
    assert found.groupby("id")["expensed"].sum().tolist() == [300_000, 300_000, 0]
    assert found.groupby("id").size().tolist() == [1, 1, 13]
    assert amortise(costs(cost(300_000, 6)), expedient=0)["amortised"].tolist() == [50_000] * 6


def test_a_customer_who_leaves_writes_off_what_is_not_clawed_back() -> None:
    found = amortise(costs(cost(1_500_000, 36)), event(14, 750_000))
    last = found.iloc[-1]
    assert len(found) == 14
    assert found["amortised"].sum() == 583_333
    assert last["opening"] - last["amortised"] == 916_667
    assert (last["clawed_back"], last["written_off"], last["closing"]) == (750_000, 166_667, 0)


def test_more_clawed_back_than_is_left_is_a_gain() -> None:
    last = amortise(costs(cost(1_500_000, 36)), event(30, 750_000)).iloc[-1]
    assert (last["clawed_back"], last["written_off"], last["closing"]) == (750_000, -500_000, 0)
    quick = amortise(costs(cost(300_000, 6)), event(4, 150_000))
    assert quick[["number", "expensed", "clawed_back", "written_off"]].to_numpy().tolist() == [
        [1, 300_000, 0, 0], [4, 0, 150_000, -150_000],
    ]  # fmt: skip


def test_who_leaves_before_the_first_month_has_ended_amortises_nothing() -> None:
    found = amortise(costs(cost(1_500_000, 36)), event(0, 1_000_000))
    assert found[["number", "amortised", "written_off", "closing"]].to_numpy().tolist() == [
        [1, 0, 500_000, 0]
    ]


def test_an_impairment_is_expensed_and_the_rest_spread_over_the_months_left() -> None:
    # 2,400 over 24: after 12 stands 1,200, of which 900 can be recovered: 75 a month from there.
    found = amortise(costs(cost(240_000, 24)), impairments=event(12, 90_000))
    assert found["impaired"].tolist() == [0] * 11 + [30_000] + [0] * 12
    assert found["amortised"].tolist() == [10_000] * 12 + [7_500] * 12
    assert found["closing"].iloc[-1] == 0
    harmless = amortise(costs(cost(240_000, 24)), impairments=event(12, 130_000))
    assert harmless["amortised"].tolist() == [10_000] * 24
    both = amortise(costs(cost(240_000, 24)), event(14, 50_000), event(12, 90_000)).iloc[-1]
    assert (both["clawed_back"], both["written_off"]) == (50_000, 25_000)


def test_a_renewal_that_is_not_paid_for_in_proportion_is_bought_by_the_first_contract() -> None:
    both = costs(
        cost(120_000, 24, life_months=60),
        cost(120_000, 24, "b", life_months=60, commensurate=False),
    )
    assert amortise(both).groupby("id").size().tolist() == [24, 60]
    assert amortise(both).groupby("id")["amortised"].first().tolist() == [5_000, 2_000]


@given(
    minor=st.integers(0, 10**13),
    months=st.integers(1, 120),
    hit=st.integers(1, 120),
    recoverable=st.integers(0, 10**13),
    left=st.integers(0, 120),
    clawed=st.integers(0, 10**13),
)
def test_every_cost_is_spent_whole(
    minor: int, months: int, hit: int, recoverable: int, left: int, clawed: int
) -> None:
    found = amortise(
        costs(cost(minor, months)),
        event(min(left, months), clawed),
        event(min(hit, months), recoverable),
    )
    spent = found[["expensed", "amortised", "impaired", "clawed_back", "written_off"]]
    assert int(spent.to_numpy().sum()) == minor
    assert (found["opening"] - spent.sum(axis=1) == found["closing"]).all()
    assert found["closing"].iloc[-1] == 0
    assert (found[["amortised", "impaired"]].to_numpy() >= 0).all()


@given(minor=st.integers(0, 10**12), months=st.integers(1, 60))
def test_the_sum_so_far_is_the_exact_one_rounded_once(minor: int, months: int) -> None:
    total = 0
    for number, part in enumerate(straight_line(minor, months), start=1):
        total += part
        assert total == round_exact(Fraction(minor * number, months), Rounding.HALF_UP)


def test_a_cost_below_zero_lowers_another_one_month_by_month() -> None:
    found = amortise(costs(cost(240_000, 24), cost(-24_000, 12, "b", benefit_months=24)))
    assert found.groupby("id")["amortised"].first().tolist() == [10_000, -2_000]
    assert found["amortised"].sum() == 216_000


def test_costs_and_events_that_cannot_be_are_refused() -> None:
    one = costs(cost(100, 24))
    with pytest.raises(DataError, match="comes twice"):
        amortise(costs(cost(100, 24), cost(100, 24)))
    with pytest.raises(DataError, match="benefits no month"):
        amortise(costs(cost(1, 0)))
    with pytest.raises(DataError, match="not whole minor units"):
        amortise(one.astype({"minor": float}))
    with pytest.raises(UnknownName, match="'b'"):
        amortise(one, event(1, 0, "b"))
    with pytest.raises(DataError, match="out of the months"):
        amortise(one, event(25, 0))
    with pytest.raises(UnknownName, match="'begins'"):
        amortise(one.drop(columns="begins"))
