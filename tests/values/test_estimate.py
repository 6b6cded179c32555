from __future__ import annotations

import json
import math
import pickle
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.values import (
    Currency,
    Estimate,
    Grade,
    InternalError,
    Money,
    NotEstimable,
    Period,
    Provenance,
    Reason,
    UnknownName,
    as_number,
    money_from_minor,
    unit_currency,
)

NO_DEALS = Reason("no_closed_deals", "No deal was closed.", "Load closed deals.")
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.fractions() | st.integers()


def usd(text: str) -> Money:
    return Money.from_decimal(text, "USD")


# --- invariants


@given(st.tuples(numbers, numbers, numbers))
def test_a_range_holds_its_value(three: tuple[float, float, float]) -> None:
    low, value, high = sorted(three)
    assert Estimate(value, low, high).bounds() == (float(low), float(high))
    if low < value < high:
        for wrong in [(low, value, low), (high, value, high), (high, value, low)]:
            with pytest.raises(InternalError, match="has the range"):
                Estimate(wrong[1], wrong[0], wrong[2])


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("field", ["value", "low", "high", "raw"])
def test_nothing_is_infinite(field: str, bad: float) -> None:
    with pytest.raises(InternalError, match="Answer with NotEstimable"):
        Estimate(**{"value": 0.5, field: bad})  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", [True, "0.5", Decimal("0.5"), [1]])
def test_a_value_is_a_number_or_money(bad: object) -> None:
    with pytest.raises(InternalError, match="Give an int, a float, a Fraction or Money"):
        Estimate(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("n", [-1, True, 1.0])
def test_n_is_a_count(n: object) -> None:
    with pytest.raises(InternalError, match="n of an estimate"):
        Estimate(0.5, n=n)  # type: ignore[arg-type]


@pytest.mark.parametrize("level", [0, 1, 95])
def test_the_level_is_a_share(level: float) -> None:
    with pytest.raises(InternalError, match="level"):
        Estimate(0.5, level=level)


@pytest.mark.parametrize("grade", list(Grade))
def test_no_value_means_not_estimable(grade: Grade) -> None:
    with pytest.raises(InternalError, match=r"NotEstimable\(reason\)"):
        Estimate(None, grade=grade)


def test_a_value_is_never_graded_not_estimable() -> None:
    with pytest.raises(InternalError):
        Estimate(0.5, grade=Grade.NOT_ESTIMABLE, reason=NO_DEALS)


@pytest.mark.parametrize("grade", [Grade.ADJUSTED, Grade.TRIAL])
def test_an_effect_has_a_range(grade: Grade) -> None:
    with pytest.raises(InternalError, match="has no range"):
        Estimate(0.5, grade=grade)
    assert Estimate(0.5, low=0.1, grade=grade).estimable


# --- not estimable


def test_not_estimable_is_an_estimate_without_a_value() -> None:
    missing = NotEstimable(NO_DEALS, n=3, unit="share")
    assert isinstance(missing, Estimate)
    assert not missing.estimable
    assert missing.value is missing.low is missing.high is None
    assert missing.grade is Grade.NOT_ESTIMABLE
    assert missing.number() is None


def test_not_estimable_needs_a_reason() -> None:
    with pytest.raises(InternalError, match="no reason is given"):
        NotEstimable("no deals")  # type: ignore[arg-type]


def test_not_estimable_can_be_changed_and_stays_so() -> None:
    missing = NotEstimable(NO_DEALS, unit="share").with_notes("Two rows were rejected.")
    changed = replace(missing, n=4).with_provenance(Provenance("win_rate"))
    assert changed == NotEstimable(
        NO_DEALS, 4, "share", Provenance("win_rate"), ("Two rows were rejected.",)
    )


def test_a_reason_has_a_code_and_a_sentence() -> None:
    with pytest.raises(InternalError, match="code of a reason"):
        Reason("No deals", "No deal was closed.")
    with pytest.raises(InternalError, match="no sentence"):
        Reason("no_deals", " ")


# --- grades


def test_grades_rank_from_nothing_to_a_census() -> None:
    assert [grade.value for grade in sorted(Grade, key=lambda grade: grade.rank)] == [
        "not_estimable",
        "assumed",
        "observed",
        "adjusted",
        "trial",
        "counted",
    ]


def test_a_figure_made_of_several_has_the_weakest_grade() -> None:
    assert Grade.weakest([Grade.COUNTED, Grade.OBSERVED, Grade.TRIAL]) is Grade.OBSERVED
    assert Grade.weakest([Grade.OBSERVED, Grade.ASSUMED]) is Grade.ASSUMED
    assert Grade.weakest([]) is Grade.COUNTED


def test_what_somebody_typed_is_no_effect() -> None:
    assert not Grade.ASSUMED.is_effect
    assert Estimate(1.0, grade=Grade.ASSUMED).to_dict()["grade"] == "assumed"


def test_only_a_design_makes_an_effect() -> None:
    assert [grade for grade in Grade if grade.is_effect] == [Grade.ADJUSTED, Grade.TRIAL]


# --- units and money


@pytest.mark.parametrize(
    "unit", ["share", "days", "per_day", "money:JPY", "money:USD/day", "count/person"]
)
def test_known_units(unit: str) -> None:
    value = Money(1, currency) if (currency := unit_currency(unit)) else 1
    assert Estimate(value, unit=unit).currency == currency


def test_an_unknown_unit_offers_the_near_one() -> None:
    with pytest.raises(UnknownName, match="'share'"):
        Estimate(0.5, unit="shares")
    with pytest.raises(UnknownName, match="currency"):
        Estimate(Money(1, Currency.of("USD")), unit="money:XYZ")


def test_a_unit_of_money_holds_money_of_that_currency() -> None:
    with pytest.raises(InternalError, match="money_from_minor"):
        Estimate(12.5, unit="money:USD")
    with pytest.raises(InternalError, match="'money:USD'"):
        Estimate(usd("1"), unit="money:EUR")
    with pytest.raises(InternalError, match="'money:USD'"):
        Estimate(usd("1"), unit="share")
    with pytest.raises(InternalError, match="has the range"):
        Estimate(usd("1"), low=usd("2"), unit="money:USD")


@given(st.floats(-1e15, 1e15), st.sampled_from(["USD", "JPY", "KWD"]))
def test_a_statistic_becomes_the_nearest_money(minor: float, code: str) -> None:
    money = money_from_minor(minor, code)
    assert abs(Fraction(money.minor) - Fraction(minor)) <= Fraction(1, 2)
    assert as_number(money) == float(money.major)


@pytest.mark.parametrize(("minor", "nearest"), [(0.5, 0), (1.5, 2), (-2.5, -2), (-3.5, -4)])
def test_half_a_minor_unit_goes_to_the_even_one(minor: float, nearest: int) -> None:
    assert money_from_minor(minor, "EUR").minor == nearest


def test_a_statistic_that_is_not_finite_is_no_money() -> None:
    with pytest.raises(InternalError, match="NotEstimable"):
        money_from_minor(math.nan, "EUR")


# --- words and data


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (
            Estimate(0.632, 0.619, 0.643, 6711, "share"),
            "63.2% (61.9 to 64.3, n = 6,711, counted)",
        ),
        (Estimate(Fraction(1, 3), n=3, unit="share"), "33.3% (n = 3, counted)"),
        (
            Estimate(0.9999, 0.9998, 1.0, 50, "share", Grade.OBSERVED),
            ">99.9% (>99.9 to 100.0, n = 50, observed)",
        ),
        (Estimate(0.0001, 0.0, 0.5, 9, "share"), "<0.1% (0.0 to 50.0, n = 9, counted)"),
        (
            Estimate(0.021, 0.004, 0.038, 48, "points", Grade.TRIAL),
            "+2.1 points (+0.4 to +3.8, n = 48, trial)",
        ),
        (Estimate(-0.0001, n=9, unit="points"), "0.0 points (n = 9, counted)"),
        (Estimate(41.25, n=9, unit="days"), "41.2 days (n = 9, counted)"),
        (Estimate(12345, n=12345, unit="count"), "12,345 (n = 12,345, counted)"),
        (Estimate(1.424, n=9, unit="ratio"), "1.42 (n = 9, counted)"),
        (Estimate(3.25, n=9, unit="per_day"), "3.2 per day (n = 9, counted)"),
        (
            Estimate(usd("48211.37"), usd("40002.1"), None, 312, "money:USD", Grade.OBSERVED),
            "48,211.37 USD (at least 40,002.10, n = 312, observed)",
        ),
        (
            Estimate(usd("-5"), None, usd("0"), 3, "money:USD/day", level=0.9),
            "-5.00 USD per day (90% range at most 0.00, n = 3, counted)",
        ),
        (NotEstimable(NO_DEALS), "not estimable: No deal was closed. Load closed deals."),
        (
            NotEstimable(Reason("few", "Only 2 people."), n=2),
            "not estimable: Only 2 people. (n = 2)",
        ),
    ],
)
def test_describe(estimate: Estimate, words: str) -> None:
    assert estimate.describe() == str(estimate) == words


def test_describe_with_digits() -> None:
    assert Estimate(0.63218, n=5, unit="share").describe(digits=3) == "63.218% (n = 5, counted)"


def test_to_json_is_plain_and_whole() -> None:
    provenance = Provenance(
        "average_deal_size",
        "2",
        "build-7",
        "select 1",
        312,
        Period.parse("2026Q3"),
        datetime(2026, 10, 1, tzinfo=UTC),
        ("load-1",),
    )
    estimate = Estimate(
        usd("10.50"), n=312, unit="money:USD", provenance=provenance, raw=usd("11"), notes=("a",)
    )
    assert json.loads(estimate.to_json()) == {
        "value": {"amount": "10.50", "currency": "USD"},
        "low": None,
        "high": None,
        "level": 0.95,
        "n": 312,
        "unit": "money:USD",
        "grade": "counted",
        "raw": {"amount": "11.00", "currency": "USD"},
        "reason": None,
        "notes": ["a"],
        "provenance": {
            "measure": "average_deal_size",
            "version": "2",
            "snapshot": "build-7",
            "sql": "select 1",
            "rows": 312,
            "period": {"start": "2026-07-01", "end": "2026-10-01"},
            "generated_at": "2026-10-01T00:00:00+00:00",
            "loads": ["load-1"],
        },
    }


def test_to_json_of_a_fraction_is_a_number_and_of_a_gap_its_reason() -> None:
    assert json.loads(Estimate(Fraction(1, 4), unit="share").to_json())["value"] == 0.25
    assert json.loads(NotEstimable(NO_DEALS).to_json())["reason"] == NO_DEALS.to_dict()


def test_provenance_needs_an_aware_time() -> None:
    with pytest.raises(InternalError, match="without a zone"):
        Provenance("win_rate", generated_at=datetime(2026, 1, 1))  # noqa: DTZ001 - under test


@pytest.mark.parametrize("estimate", [Estimate(0.5, unit="share"), NotEstimable(NO_DEALS)])
def test_estimates_are_values(estimate: Estimate) -> None:
    assert pickle.loads(pickle.dumps(estimate)) == estimate
    assert hash(estimate) == hash(replace(estimate))
