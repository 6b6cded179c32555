"""Amounts of money are written with their currency, which must be the plan's."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from everyrep.pay.language import Kind, check, read, taken_as, value_of
from everyrep.values import UserError

KNOWN = {
    "amount": Kind.MONEY,
    "quantity": Kind.COUNT,
    "rate": Kind.NUMBER,
    "begun": Kind.DATE,
    "active": Kind.FLAG,
}


def kind(text: str, currency: str = "USD") -> Kind:
    return check(read(text), KNOWN, text, currency).kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("250 USD", Kind.MONEY),
        ("25_000.50 USD", Kind.MONEY),
        ("250USD * quantity", Kind.MONEY),
        ("8% * 100 USD", Kind.MONEY),
        ("-5 USD < amount", Kind.FLAG),
        ("amount in [100 USD, 200 USD]", Kind.FLAG),
        ("least(amount, 500 USD)", Kind.MONEY),
        ("if(active, 100 USD, 0)", Kind.MONEY),
        ("amount / 10 USD", Kind.NUMBER),
        ("rounded(amount * 15%)", Kind.MONEY),
    ],
)
def test_an_amount_with_its_currency_is_money(text: str, found: Kind) -> None:
    assert kind(text) is found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("250 EUR", "EUR stands where the plan pays in USD"),
        ("amount in [100 USD, 200 EUR]", "EUR stands where"),
        ("250 USD * amount", "money times money"),
        ("250 USD + quantity", "money meets count"),
        ("250 usd", "'usd' comes where"),
        ("250 USDX", "'USDX' comes where"),
        ("amount > 40%", "money meets number"),
        ("rounded(rate)", "a number is rounded, and only money has a last digit"),
        ("amount > 2x", "money meets number"),
        ("amount in [100, 40%]", "money meets number"),
    ],
)
def test_another_currency_or_a_share_is_no_money(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        kind(text)


def test_where_no_currency_is_asked_for_any_may_be_written() -> None:
    assert kind("250 EUR", "") is Kind.MONEY


def test_a_bare_number_is_taken_as_what_is_wanted_and_a_share_is_not() -> None:
    assert taken_as(check(read("4"), {}, "4"), Kind.MONEY).kind is Kind.MONEY
    assert taken_as(check(read("4%"), {}, "4%"), Kind.MONEY).kind is Kind.NUMBER


def test_a_chain_of_operators_may_not_go_deeper_than_it_can_be_read() -> None:
    assert kind(" + ".join(["rate"] * 100)) is Kind.NUMBER
    with pytest.raises(UserError, match="101 levels deep"):
        read(" + ".join(["rate"] * 101))
    with pytest.raises(UserError, match="levels deep"):
        read("+".join("1" * 1_999))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8% + 1%", Fraction(9, 100)),
        ("-(3x - 1) * 2 / 8", Fraction(-1, 2)),
        ("2_500.50 USD", Fraction(5001, 2)),
        ("least(3, 2, 5) + most(1, 7)", Fraction(9)),
        ("if(2 > 1 and not (1 = 2), 5, 6)", Fraction(5)),
        ("if(false and 1 / 0 = 1 or true, 1, 2)", Fraction(1)),
        ("'a' in ['a', 'b']", True),
        ("2026-03-01 + 31", date(2026, 4, 1)),
        ("2026-03-01 - 2026-02-01", Fraction(28)),
        ("2026-03-01 >= 2026-02-28", True),
    ],
)
def test_what_reads_no_facts_is_worked_out_exactly(text: str, value: object) -> None:
    assert value_of(check(read(text), {}, text), {}) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 / 0", "divides by zero"),
        ("2026-03-01 + 0.5", "part of a day"),
        ("9999-12-31 + 1", "is no day"),
    ],
)
def test_what_has_no_value_is_refused(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        value_of(check(read(text), {}, text), {})
