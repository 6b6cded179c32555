"""Amounts in the reporting currency: exact, at the rate of the day, never guessed."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from everyrep.values import Currency
from tests.warehouse.company import Company

RATES = [
    # currency, rate to the euro as written
    ("USD", "0.9234567"),
    ("JPY", "0.006134971"),
    ("KWD", "3.00541"),
    ("IDR", "0.0000563471"),
    ("CLF", "37.81"),
]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    company = Company(tmp_path / "company")
    company.settings('[company]\nreporting_currency = "EUR"\n')
    return company


def rates(*rows: tuple[str, str], on: str = "2026-01-01") -> list[dict[str, Any]]:
    return [
        {"currency": code, "from_on": on, "rate": rate, "to_currency": "EUR"} for code, rate in rows
    ]


def deals(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [
        {"id": f"d{n}", "amount": amount, "currency": code, "close_on": day}
        for n, (amount, code, day) in enumerate(rows)
    ]


def base(company: Company) -> list[int | None]:
    company.build()
    found = company.rows("SELECT amount_base_minor FROM opportunities ORDER BY id")
    return [row[0] for row in found]


def exact(minor: int, code: str, rate: str, to: str = "EUR") -> int:
    """Converted by hand: in major units, times the rate, rounded once, half to even."""
    converted = (major(minor, code) * Decimal(rate)).scaleb(Currency.of(to).digits)
    return int(converted.quantize(Decimal(1), ROUND_HALF_EVEN))


def major(minor: int, code: str) -> Decimal:
    return Decimal(minor).scaleb(-Currency.of(code).digits)


def test_conversion_is_exact_whatever_the_digits(company: Company) -> None:
    amounts = [
        (code, rate, minor)
        for code, rate in RATES
        for minor in (1, 5, 12345, 99999999, 123456789012, -777)
    ]
    company.put("exchange_rates", rates(*RATES))
    company.put(
        "opportunities",
        [
            {"id": f"{n:02}", "amount": f"{major(minor, code):f}", "currency": code,
             "close_on": "2026-03-01"}
            for n, (code, _, minor) in enumerate(amounts)
        ],
    )  # fmt: skip
    assert base(company) == [exact(minor, code, rate) for code, rate, minor in amounts]


@settings(
    max_examples=3, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    minors=st.lists(st.integers(-(10**13), 10**13), min_size=30, max_size=30),
    code=st.sampled_from(["USD", "JPY", "KWD"]),
    rate=st.decimals("0.00001", "5000", places=9),
)
def test_conversion_is_exact_for_any_amount(
    tmp_path_factory: pytest.TempPathFactory, minors: list[int], code: str, rate: Decimal
) -> None:
    company = Company(tmp_path_factory.mktemp("money") / "company")
    company.settings('[company]\nreporting_currency = "EUR"\n')
    company.put("exchange_rates", rates((code, f"{rate:f}")))
    rows = [
        {"id": f"{n:03}", "amount": f"{major(m, code):f}", "currency": code,
         "close_on": "2026-03-01"}
        for n, m in enumerate(minors)
    ]  # fmt: skip
    company.put("opportunities", rows)
    assert base(company) == [exact(minor, code, f"{rate:f}") for minor in minors]


def test_the_rate_of_the_day_counts(company: Company) -> None:
    company.put("exchange_rates", rates(("USD", "0.5")))
    company.put("exchange_rates", rates(("USD", "0.6"), on="2026-02-01"), file="later.csv")
    company.put(
        "opportunities",
        deals(
            ("100", "USD", "2026-01-31"),
            ("100", "USD", "2026-02-01"),
            ("100", "USD", "2027-01-01"),
            ("100", "USD", "2025-12-31"),
            ("100", "EUR", "2020-01-01"),
            ("100", "GBP", "2026-01-31"),
        ),
    )
    assert base(company) == [5000, 6000, 6000, None, 10000, None]


def test_a_rate_may_be_given_the_other_way_round(company: Company) -> None:
    company.put(
        "exchange_rates",
        [{"currency": "USD", "from_on": "2026-01-01", "per_reporting": "1.25"},
         {"currency": "JPY", "from_on": "2026-01-01", "per_reporting": "163"}],
    )  # fmt: skip
    company.put(
        "opportunities", deals(("100", "USD", "2026-01-02"), ("100000", "JPY", "2026-01-02"))
    )
    assert base(company) == [8000, round(Decimal(10_000_000) / 163)]


def test_rates_into_another_currency_are_not_used(company: Company) -> None:
    company.put(
        "exchange_rates",
        [{"currency": "USD", "from_on": "2026-01-01", "rate": "150", "to_currency": "JPY"}],
    )
    company.put("opportunities", deals(("100", "USD", "2026-01-02")))
    assert base(company) == [None]


def test_a_rate_that_arrives_later_converts_what_was_there(company: Company) -> None:
    company.put("opportunities", deals(("100", "USD", "2026-01-02")))
    assert base(company) == [None]
    company.put("exchange_rates", rates(("USD", "0.5")))
    assert base(company) == [5000]


@pytest.mark.parametrize(
    ("rows", "rate_to", "settings_say", "wanted"),
    [
        ((("1", "GBP", ""), ("1", "GBP", ""), ("1", "USD", "")), None, None, "GBP"),
        ((("1", "GBP", ""),), "CHF", None, "CHF"),
        ((("1", "GBP", ""),), "CHF", "SEK", "SEK"),
        ((), None, None, "USD"),
    ],
)
def test_the_reporting_currency_is_set_or_found(
    tmp_path: Path,
    rows: tuple[tuple[str, str, str], ...],
    rate_to: str | None,
    settings_say: str | None,
    wanted: str,
) -> None:
    company = Company(tmp_path / "company")
    if settings_say:
        company.settings(f'[company]\nreporting_currency = "{settings_say}"\n')
    company.put("opportunities", [*deals(*rows), {"id": "x"}])
    if rate_to:
        row = {"currency": "GBP", "from_on": "2026-01-01", "rate": "1.1", "to_currency": rate_to}
        company.put("exchange_rates", [row])
    assert company.build().reporting_currency == wanted
