"""The table against ISO 4217: list one as published by the maintenance agency on 2026-01-01.

`iso4217.csv` beside this file was made from that list by `make_iso4217.py`.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from everyrep.values import Currency, DataError, UnknownName

STANDARD = {
    row["code"]: row["digits"]
    for row in csv.DictReader(
        Path(__file__).with_name("iso4217.csv").read_text(encoding="utf-8").splitlines()
    )
}
WITH_DIGITS = {code: int(digits) for code, digits in STANDARD.items() if digits != "N.A."}


def test_the_table_is_the_standard() -> None:
    ours = {code: Currency.of(code) for code in Currency.codes()}
    active = {code: currency.digits for code, currency in ours.items() if currency.active}
    assert active == WITH_DIGITS


def test_withdrawn_currencies_are_not_in_the_standard_and_still_load() -> None:
    withdrawn = {code for code in Currency.codes() if not Currency.of(code).active}
    assert withdrawn.isdisjoint(STANDARD)
    assert {"HRK", "BGN"} <= withdrawn


@pytest.mark.parametrize("code", [c for c, digits in STANDARD.items() if digits == "N.A."])
def test_codes_without_a_minor_unit_are_refused(code: str) -> None:
    with pytest.raises(DataError, match="has no minor unit"):
        Currency.of(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [("EUR", "EUR"), (" eur ", "EUR"), ("€", "EUR"), ("US$", "USD"), ("Kč", "CZK"), ("R$", "BRL")],
)
def test_of_reads_codes_and_signs_that_only_one_has(text: str, code: str) -> None:
    assert Currency.of(text).code == code


def test_of_takes_a_currency_as_it_is() -> None:
    assert Currency.of(Currency.of("JPY")) is Currency.of("JPY")


@pytest.mark.parametrize(
    ("code", "scale"), [("EUR", 100), ("JPY", 1), ("KRW", 1), ("BHD", 1000), ("UYW", 10000)]
)
def test_scale_is_minor_units_in_a_major_one(code: str, scale: int) -> None:
    assert Currency.of(code).scale == scale


@pytest.mark.parametrize("sign", ["$", "¥", "kr", "C$"])
def test_a_sign_of_several_currencies_is_not_guessed(sign: str) -> None:
    with pytest.raises(DataError, match="stands for several currencies"):
        Currency.of(sign)


def test_a_sign_of_several_currencies_takes_the_preferred_one() -> None:
    assert Currency.from_sign("$", prefer="CAD").code == "CAD"
    assert Currency.from_sign("€", prefer="CAD").code == "EUR"
    with pytest.raises(DataError):
        Currency.from_sign("$", prefer="EUR")


def test_every_sign_stands_for_known_currencies() -> None:
    from everyrep.values import currency

    for sign, codes in currency._SIGNS.items():
        assert sign == sign.casefold()
        assert [c.code for c in Currency.candidates(sign)] == codes.split()


def test_candidates_of_an_unknown_sign_are_none() -> None:
    assert Currency.candidates("?") == ()
    with pytest.raises(UnknownName, match="no currency sign"):
        Currency.from_sign("?")


def test_a_misspelt_code_offers_the_near_one() -> None:
    with pytest.raises(UnknownName, match="'EUR'"):
        Currency.of("EURO")
