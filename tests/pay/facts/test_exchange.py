"""Amounts in other currencies, at the plan's rate or the day's, rounded once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from everyrep.pay.facts.gathering import gather
from everyrep.values import DataError, UnknownName
from everyrep.values.currency import Currency
from everyrep.values.rounding import Rounding
from tests.pay.facts.given import lines_of, people_of, plan_of, values

ANA = people_of("ana")
RATES = {"EUR": Fraction("1.10"), "JPY": Fraction("0.0067"), "KWD": Fraction("3.2501")}


def amounts(plan: Any, *lines: tuple[str, str, Any], **tables: Any) -> list[Any]:
    """Minor units of lines of day, currency and amount."""
    rows = [(str(at), "ana", day, amount) for at, (day, _, amount) in enumerate(lines)]
    reverses = tables.pop("reverses", [None] * len(rows))
    given = lines_of(*rows, currency=[line[1] for line in lines], reverses=reverses)
    return values(gather(plan, given, ANA, **tables), "amount")


def test_amounts_at_the_rates_of_the_plan() -> None:
    found = amounts(
        plan_of(rates=RATES), ("2026-01-01", "EUR", "100_000"), ("2026-01-02", "USD", "5.05"),
        ("2026-01-03", "", "7"), ("2026-01-04", "JPY", "1_000"), ("2026-01-05", "KWD", "1.001"),
        ("2026-01-06", "EUR", None),
    )  # fmt: skip
    # 1.001 dinars are 3.25335 dollars.
    assert found == [110_000_00, 5_05, 7_00, 6_70, 3_25, None]


def test_currencies_without_decimals_and_with_three() -> None:
    yen = plan_of(currency=Currency.of("JPY"), rates={"USD": Fraction("149.5")})
    assert amounts(yen, ("2026-01-01", "USD", "0.01"), ("2026-01-02", "JPY", 12)) == [1, 12]
    dinar = plan_of(currency=Currency.of("KWD"), rates={"USD": Fraction("0.3")})
    assert amounts(dinar, ("2026-01-01", "USD", "0.01"), ("2026-01-02", "KWD", "0.001")) == [3, 1]
    with pytest.raises(DataError, match="finer than 0 decimals"):
        amounts(yen, ("2026-01-01", "JPY", "0.5"))


def rates(*found: Any) -> dict[str, list[Any]]:
    """Rates of one day."""
    return {
        "currency": ["EUR"] * len(found), "on": ["2026-01-02"] * len(found), "rate": [*found],
    }  # fmt: skip


SPOT = {"currency": ["EUR", "EUR"], "on": ["2026-01-01", "2026-02-01"], "rate": ["1.05", 1.1]}


def test_the_rate_of_the_day_and_refunds_at_that_of_their_original() -> None:
    found = amounts(
        plan_of(spot=True), ("2026-01-01", "EUR", "100"), ("2026-02-01", "EUR", "100"),
        ("2026-02-01", "EUR", "-100"), exchange=SPOT, reverses=[None, None, "0"],
    )  # fmt: skip
    assert found == [105_00, 110_00, -105_00]


def test_a_refund_comes_to_nothing_under_a_rounding_that_goes_one_way() -> None:
    plan = plan_of(rates={"EUR": Fraction("1.105")}, rounding=Rounding.FLOOR)
    found = amounts(plan, ("2026-01-01", "EUR", "0.01"), ("2026-01-02", "EUR", "-0.01"),
                    ("2026-01-03", "EUR", "0.01"), reverses=[None, "0", "1"])  # fmt: skip
    assert found == [1, -1, 1]


@pytest.mark.parametrize(
    ("plan", "exchange", "found"),
    [
        (plan_of(spot=True), SPOT, "no rate of EUR on 2026-01-02"),
        (plan_of(spot=True), None, "no rate of EUR on 2026-01-02"),
        (plan_of(), SPOT, "The plan has no rate of EUR"),
        (plan_of(spot=True), rates(0), "above zero"),
        (plan_of(spot=True), rates(None), "above zero"),
        (plan_of(spot=True), rates(1, 2), "two rates"),
    ],
)  # fmt: skip
def test_a_rate_that_is_missing_or_makes_no_sense_is_refused(
    plan: Any, exchange: Any, found: str
) -> None:
    with pytest.raises(DataError, match=found):
        amounts(plan, ("2026-01-02", "EUR", "1"), exchange=exchange)


def test_a_currency_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownName, match="EURO"):
        amounts(plan_of(), ("2026-01-02", "EURO", "1"))


def test_a_day_without_lines_in_another_currency_needs_no_rate() -> None:
    assert amounts(plan_of(spot=True), ("2026-01-02", "USD", "1")) == [100]
