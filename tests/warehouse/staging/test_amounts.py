"""Amounts as people write them, against exact decimals."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.values import Currency
from everyrep.warehouse.mapping import ColumnSpec
from tests.warehouse.staging.reading import Read, cell, cells, read

POINT = [
    # as written, minor units, currency
    ("1234.56", 123456, "USD"),
    ("1,234.56", 123456, "USD"),
    ("12,345", 1234500, "USD"),
    ("1'234.56", 123456, "USD"),
    ("1’234.56", 123456, "USD"),
    ("1 234.56", 123456, "USD"),
    ("1\u00a0234.56", 123456, "USD"),
    ("1\u202f234.56", 123456, "USD"),
    ("$1,234", 123400, "USD"),
    ("£1.50", 150, "GBP"),
    ("€ 5", 500, "EUR"),
    ("USD 100", 10000, "USD"),
    ("100 gbp", 10000, "GBP"),
    ("JPY 1,234", 1234, "JPY"),
    ("KWD 1.234", 1234, "KWD"),
    ("₹ 12,34,567.00", 123456700, "INR"),
    ("-5", -500, "USD"),
    ("+5", 500, "USD"),
    ("5-", -500, "USD"),
    ("(1,234.50)", -123450, "USD"),
    ("USD (1.50)", -150, "USD"),
    ("(1.50) EUR", -150, "EUR"),
    ("-$5", -500, "USD"),
    ("$-5", -500, "USD"),
    ("1e3", 100000, "USD"),
    ("1E+05", 10000000, "USD"),
    ("0.005", 0, "USD"),
    ("0.015", 2, "USD"),
    ("0.025", 2, "USD"),
    ("  7  ", 700, "USD"),
]
COMMA = [
    ("1.234,56 EUR", 123456, "EUR"),
    ("€ 1.234,56", 123456, "EUR"),
    ("1.234,56 €", 123456, "EUR"),
    ("1.234.567,89", 123456789, "USD"),
    ("1 234,56", 123456, "USD"),
    ("1.234,50-", -123450, "USD"),
    ("-1.234,5", -123450, "USD"),
    ("1234,5", 123450, "USD"),
    ("0,5", 50, "USD"),
    ("1.234", 123400, "USD"),
    ("1234", 123400, "USD"),
    ("1e3", 100000, "USD"),
    ("1,5e2", 15000, "USD"),
]
NO_AMOUNTS = [
    ("abc", "."),
    ("12abc", "."),
    ("EUR", "."),
    ("=1+1", "."),
    ("1.2.3", "."),
    ("1,2,3", "."),
    ("1,5", "."),
    ("1,234.56", ","),
    ("1234.56", ","),
    ("1.23", ","),
    ("5%", "."),
    ("0x10", "."),
    ("Infinity", "."),
    ("1e300", "."),
    ("99999999999999999999", "."),
    ("100 ZZZ", "."),
    ("１２３", "."),
]


def amount(found: Read) -> tuple[int | None, str | None]:
    return found.row["amount_minor"], found.row["currency"]


@pytest.mark.parametrize(("text", "minor", "currency"), POINT)
def test_with_a_decimal_point(text: str, minor: int, currency: str) -> None:
    found = cell("opportunities", "amount", text)
    assert (amount(found), found.problems) == ((minor, currency), [])


@pytest.mark.parametrize(("text", "minor", "currency"), COMMA)
def test_with_a_decimal_comma(text: str, minor: int, currency: str) -> None:
    found = cell("opportunities", "amount", text, decimal=",")
    assert (amount(found), found.problems) == ((minor, currency), [])


@pytest.mark.parametrize(("text", "decimal"), NO_AMOUNTS)
def test_what_is_no_amount_is_left_empty_and_told(text: str, decimal: str) -> None:
    found = cell("opportunities", "amount", text, decimal=decimal)
    assert found.row["amount_minor"] is None
    assert (found.problem["column"], found.problem["value"]) == ("amount", text)
    assert found.problem["whole_row"] is False
    assert found.problem["remedy"]


@pytest.mark.parametrize("text", ["", "  ", "-", "--", "n/a", "NULL", "NaN", "None", "#N/A"])
def test_an_empty_amount_is_no_mistake(text: str) -> None:
    found = cell("opportunities", "amount", text)
    assert (found.row["amount_minor"], found.problems) == (None, [])


def test_a_required_amount_that_cannot_be_read_rejects_the_row() -> None:
    found = read(
        "quotas",
        {"amount": ["100", "many", ""], "from_on": ["2026-01-01"] * 3},
        {"amount": ColumnSpec(column="amount"), "from_on": ColumnSpec(column="from_on")},
    )
    assert [row["line"] for row in found.rows] == [2]
    assert [(p["line"], p["whole_row"]) for p in found.problems] == [(3, True), (4, True)]


@settings(max_examples=8, deadline=None)
@given(
    minors=st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=20),
    code=st.sampled_from(["USD", "EUR", "JPY", "KWD", "CHF", "INR"]),
    decimal=st.sampled_from([".", ","]),
    thousands=st.sampled_from(["", "mark", " ", "\u00a0", "'"]),
    negative=st.sampled_from(["-{}", "({})", "{}-"]),
    place=st.sampled_from(["{amount}", "{code} {amount}", "{amount} {code}"]),
)
def test_amounts_survive_every_way_of_writing_them(
    minors: list[int], code: str, decimal: str, thousands: str, negative: str, place: str
) -> None:
    digits = Currency.of(code).digits
    mark = {"mark": {".": ",", ",": "."}[decimal]}.get(thousands, thousands)

    def written(minor: int) -> str:
        plain = f"{Decimal(abs(minor)).scaleb(-digits):,.{digits}f}"
        number = plain.translate({ord(","): mark, ord("."): decimal})
        return place.format(amount=negative.format(number) if minor < 0 else number, code=code)

    texts = [written(minor) for minor in minors]
    found = cells("opportunities", "amount", texts, decimal=decimal, currency=code)
    assert [row["amount_minor"] for row in found.rows] == minors, texts
    assert {row["currency"] for row in found.rows} == {code}


@settings(max_examples=6, deadline=None)
@given(
    numbers=st.lists(st.decimals(-(10**9), 10**9, places=6), min_size=1, max_size=20),
    code=st.sampled_from(["USD", "JPY", "KWD"]),
)
def test_what_is_finer_than_the_currency_is_rounded_half_to_even(
    numbers: list[Decimal], code: str
) -> None:
    scale = 10 ** Currency.of(code).digits
    exact = [int((x * scale).quantize(Decimal(1), ROUND_HALF_EVEN)) for x in numbers]
    found = cells("opportunities", "amount", [str(x) for x in numbers], currency=code)
    assert [row["amount_minor"] for row in found.rows] == exact


def currencies(*rows: tuple[str | None, str | None], **spec: str) -> Read:
    return read(
        "opportunities",
        {
            "id": [f"d{n}" for n in range(len(rows))],
            "amount": [row[0] for row in rows],
            "money": [row[1] for row in rows],
        },
        {
            "id": ColumnSpec(column="id"),
            "amount": ColumnSpec(column="amount", **spec),  # type: ignore[arg-type]
            "currency": ColumnSpec(column="money"),
        },
    )


def test_a_row_is_in_the_currency_of_its_own_column() -> None:
    found = currencies(("1.5", "JPY"), ("1.5", "EUR"), ("1.5", "KWD"), ("1.5", "eur"), ("2", "€"))
    assert [(row["amount_minor"], row["currency"]) for row in found.rows] == [
        (2, "JPY"), (150, "EUR"), (1500, "KWD"), (150, "EUR"), (200, "EUR"),
    ]  # fmt: skip


def test_without_one_it_is_in_the_mappings_or_the_companys() -> None:
    assert currencies(("1", None)).row["currency"] == "USD"
    assert currencies(("1", None), currency="CHF").row["currency"] == "CHF"


def test_a_currency_that_does_not_exist_counts_for_nothing() -> None:
    found = currencies(("100", "ZZZ"))
    assert (found.row["amount_minor"], found.row["currency"]) == (None, None)
    assert {p["column"] for p in found.problems} == {"amount", "currency"}
    assert any('values = { Euro = "EUR" }' in p["remedy"] for p in found.problems)


def test_an_amount_in_another_currency_than_its_row_is_told() -> None:
    found = currencies(("100 GBP", "EUR"))
    assert (found.row["amount_minor"], found.row["currency"]) == (None, "EUR")
    assert found.problem["reason"] == "amount is not an amount in the row's currency"


def test_an_amount_is_scaled_exactly() -> None:
    found = cell("opportunities", "amount", "1.005", scale=Decimal(1000))
    assert found.row["amount_minor"] == 100500
