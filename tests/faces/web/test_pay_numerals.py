"""Amounts that are typed: one reading, or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from everyrep.faces.web.pay.adjusting import minor_of
from everyrep.faces.web.pay.numerals import number_of
from everyrep.values import UserError


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1250.50", "1250.50"), ("1,250.50", "1250.50"), ("-1_250", "-1250"), (" 3 ", "3"),
        ("1,234,567", "1234567"), ("0.01", "0.01"),
    ],
)  # fmt: skip
def test_what_can_be_read_in_one_way_is_read(typed: str, meant: str) -> None:
    assert number_of(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "1,50", "1,2,3", "12,34.5", "1,234.5,6", "1e3", "٣", "1.250,50", "1234,567", "+5", "--5",
        "5.", ".5", "nan", "Infinity", "", " ", "1 250", "1,234_567", "0x10", "9" * 50,
    ],
)  # fmt: skip
def test_what_could_be_read_otherwise_is_refused(typed: str) -> None:
    assert number_of(typed) is None
    with pytest.raises(UserError, match="is no amount in EUR"):
        minor_of(typed, "EUR")


def test_an_amount_may_name_its_currency_and_no_other_and_is_whole_in_its_units() -> None:
    assert minor_of("1,250.50 EUR", "EUR") == 125_050
    assert minor_of("-7", "JPY") == -7
    for typed, code in (("5 USD", "EUR"), ("0.5", "JPY"), ("1.005", "EUR"), ("1" * 17, "EUR")):
        with pytest.raises(UserError, match="is no amount"):
            minor_of(typed, code)
