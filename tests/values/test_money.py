from __future__ import annotations

import decimal
import pickle
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from everyrep.values import (
    Currency,
    CurrencyMismatch,
    DataError,
    Money,
    Rate,
    Rounding,
    UnknownName,
    money_major,
    round_exact,
)

EUR, USD, JPY, KWD, CLF = map(Currency.of, ("EUR", "USD", "JPY", "KWD", "CLF"))
currencies = st.sampled_from([EUR, USD, JPY, KWD, CLF])
minors = st.integers(-(10**30), 10**30)
moneys = st.builds(Money, minors, currencies)
euros = st.builds(Money, minors, st.just(EUR))
weights = st.lists(st.integers(0, 12).map(lambda n: Fraction(n, 7)), min_size=1, max_size=6).filter(
    any
)


# --- making


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.34", "EUR", 1234),
        ("-0.01", "EUR", -1),
        ("12", "JPY", 12),
        ("1.234", "KWD", 1234),
        ("1.2345", "CLF", 12345),
        (" 1e3 ", "EUR", 100000),
    ],
)
def test_from_decimal_counts_minor_units(text: str, currency: str, minor: int) -> None:
    assert Money.from_decimal(text, currency) == Money(minor, Currency.of(currency))


def test_from_decimal_refuses_a_float_and_says_what_to_give() -> None:
    with pytest.raises(TypeError, match=r"0\.1 is a float.*Give text or a Decimal, such as '0\.1'"):
        Money.from_decimal(0.1, "EUR")  # type: ignore[arg-type]


def test_from_decimal_refuses_a_bool() -> None:
    with pytest.raises(TypeError, match="True is a bool"):
        Money.from_decimal(True, "EUR")


@pytest.mark.parametrize("minor", [True, 1.0, Decimal(1), "1"])
def test_money_counts_whole_minor_units_only(minor: object) -> None:
    with pytest.raises(TypeError, match="Money counts whole minor units"):
        Money(minor, EUR)  # type: ignore[arg-type]


def test_money_wants_a_currency() -> None:
    with pytest.raises(TypeError, match=r"Currency\.of\('EUR'\)"):
        Money(1, "EUR")  # type: ignore[arg-type]


def test_an_amount_finer_than_its_currency_needs_a_rule() -> None:
    with pytest.raises(DataError, match="finer than JPY can be"):
        Money.from_decimal("0.5", "JPY")
    assert Money.from_decimal("0.5", "JPY", "half_up").minor == 1
    assert Money.from_decimal("0.5", "JPY", Rounding.HALF_EVEN).minor == 0


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "1,5", "", "abc", "1e999999999", "1e-999999999"]
)
def test_what_is_no_amount_is_a_data_error(text: str) -> None:
    with pytest.raises(DataError):
        Money.from_decimal(text, "EUR")


@given(moneys)
def test_major_and_back(money: Money) -> None:
    assert Money.from_decimal(money_major(money), money.currency) == money
    assert Fraction(money.major) == Fraction(money.minor, money.currency.scale)


def test_major_ignores_the_decimal_context() -> None:
    with decimal.localcontext(prec=3):
        assert str(Money(123456789, EUR).major) == "1234567.89"


# --- sums


@given(euros, euros)
def test_subtracting_undoes_adding(a: Money, b: Money) -> None:
    assert a + b - b == a
    assert a - b == -(b - a)


@given(euros, st.integers(-50, 50))
def test_multiplying_is_repeated_adding(a: Money, n: int) -> None:
    assert a * n == n * a == Money.total([a if n > 0 else -a] * abs(n), "EUR")


def test_the_total_of_nothing_is_zero_in_its_currency() -> None:
    assert Money.total([], "JPY") == Money.zero("JPY") == Money(0, JPY)


@pytest.mark.parametrize("factor", [0.5, Decimal("0.5"), Fraction(1, 2), True])
def test_the_star_takes_whole_numbers_only(factor: object) -> None:
    with pytest.raises(TypeError, match="names the rounding"):
        Money(1, EUR) * factor  # type: ignore[operator]


@pytest.mark.parametrize("sign", ["+", "-", "<", "<=", ">", ">=", "/"])
def test_two_currencies_do_not_meet(sign: str) -> None:
    with pytest.raises(CurrencyMismatch, match="Convert one of them first"):
        eval(f"a {sign} b", {"a": Money(1, EUR), "b": Money(1, USD)})


def test_equal_amounts_of_two_currencies_are_not_equal() -> None:
    assert Money(0, EUR) != Money(0, USD)


@pytest.mark.parametrize("other", [0, 1.5, None, "1 EUR"])
def test_money_adds_to_money_only(other: object) -> None:
    with pytest.raises(TypeError, match="only money goes with money"):
        Money(1, EUR) + other  # type: ignore[operator]


def test_a_ratio_is_exact() -> None:
    assert Money(100, EUR) / Money(300, EUR) == Fraction(1, 3)


def test_a_ratio_to_zero_is_not_zero() -> None:
    with pytest.raises(ZeroDivisionError, match="NotEstimable"):
        Money(1, EUR) / Money(0, EUR)


def test_money_is_not_divided_by_a_number() -> None:
    with pytest.raises(TypeError, match=r"allocate\(\)"):
        Money(1, EUR) / 2  # type: ignore[operator]


# --- rounding

# Authority: the decimal module of the standard library, which has the same rules by other names.
AUTHORITY = {
    Rounding.HALF_UP: decimal.ROUND_HALF_UP,
    Rounding.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    Rounding.HALF_DOWN: decimal.ROUND_HALF_DOWN,
    Rounding.UP: decimal.ROUND_UP,
    Rounding.DOWN: decimal.ROUND_DOWN,
    Rounding.CEILING: decimal.ROUND_CEILING,
    Rounding.FLOOR: decimal.ROUND_FLOOR,
}


def test_every_rule_has_an_authority() -> None:
    assert set(AUTHORITY) == set(Rounding)


@given(st.decimals(-1000, 1000, places=2), st.sampled_from(list(Rounding)))
@example(Decimal("2.50"), Rounding.HALF_EVEN)
@example(Decimal("-2.50"), Rounding.HALF_UP)
@example(Decimal("-3.50"), Rounding.HALF_EVEN)
def test_rounding_agrees_with_the_decimal_module(value: Decimal, rule: Rounding) -> None:
    assert round_exact(value, rule) == value.quantize(Decimal(1), AUTHORITY[rule])


def test_a_misspelt_rule_offers_the_near_one() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'half_even'"):
        Money(1, EUR).times(Fraction(1, 2), "half_evn")


def test_times_rounds_once() -> None:
    # 0.05 x 1.33% is 0.000665: rounded once, not after each step.
    assert Money(5, EUR).times(Rate.percent("1.33"), "half_up") == Money(0, EUR)
    assert Money(333, EUR).times(Decimal("0.5"), "half_up") == Money(167, EUR)
    assert Money(-333, EUR).times(Decimal("0.5"), "half_up") == Money(-167, EUR)


def test_times_refuses_an_exchange_rate() -> None:
    with pytest.raises(DataError, match=r"Use convert\(\)"):
        Money(5, EUR).times(Rate.exchange("EUR", "USD", "1.1"), "half_up")


# --- sharing out


@given(euros, weights)
def test_the_parts_sum_to_the_whole(money: Money, shares: list[Fraction]) -> None:
    assert Money.total(money.allocate(shares), EUR) == money


@given(euros, weights)
def test_each_part_is_within_one_unit_of_its_share(money: Money, shares: list[Fraction]) -> None:
    for part, share in zip(money.allocate(shares), shares, strict=True):
        assert abs(part.minor - money.minor * share / sum(shares)) < 1


@given(euros, weights)
def test_the_parts_of_a_refund_mirror_those_of_the_sale(m: Money, shares: list[Fraction]) -> None:
    assert (-m).allocate(shares) == tuple(-part for part in m.allocate(shares))


@given(st.integers(0, 30), st.lists(st.integers(0, 9), min_size=2, max_size=5).filter(any))
def test_left_over_units_go_where_they_miss_least(minor: int, shares: list[int]) -> None:
    # Brute force: among all the ways to hand out the left-over units, none misses by less.
    exact = [Fraction(minor * share, sum(shares)) for share in shares]
    floors = [int(part) for part in exact]
    rest = minor - sum(floors)
    misses = [
        sum(
            abs(floor + (place in chosen) - part)
            for place, (floor, part) in enumerate(zip(floors, exact, strict=True))
        )
        for chosen in combinations(range(len(shares)), rest)
    ]
    parts = Money(minor, EUR).allocate(shares)
    miss = sum(abs(part.minor - share) for part, share in zip(parts, exact, strict=True))
    assert miss == min(misses)


def test_equal_remainders_go_to_the_earlier_place() -> None:
    parts = Money(100, EUR).allocate([1, 1, 1])
    assert [part.minor for part in parts] == [34, 33, 33]


def test_a_part_of_no_weight_gets_nothing() -> None:
    assert [part.minor for part in Money(100, EUR).allocate([0, 1, 1, 1])] == [0, 34, 33, 33]


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1], [2, -1]])
def test_weights_that_share_nothing_out_are_refused(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="Cannot share out"):
        Money(100, EUR).allocate(shares)


def test_weights_are_never_floats() -> None:
    with pytest.raises(TypeError, match="is a float"):
        Money(100, EUR).allocate([0.5, 0.5])  # type: ignore[list-item]


# --- converting


@pytest.mark.parametrize(
    ("money", "rate", "to", "expected"),
    [
        (Money(10000, EUR), "1.0842", USD, 10842),
        (Money(10000, USD), "149.505", JPY, 14951),
        (Money(100, JPY), "0.002061", KWD, 206),
        (Money(1000, KWD), "3.2571", USD, 326),
    ],
)
def test_converting_minds_the_digits_of_both(
    money: Money, rate: str, to: Currency, expected: int
) -> None:
    assert money.convert(Decimal(rate), to, "half_up") == Money(expected, to)
    exchange = Rate.exchange(money.currency, to, rate)
    assert money.convert(exchange, to, "half_up") == Money(expected, to)


def test_a_rate_the_wrong_way_round_is_refused() -> None:
    rate = Rate.exchange("EUR", "USD", "1.0842")
    with pytest.raises(DataError, match="cannot convert USD to EUR"):
        Money(100, USD).convert(rate, EUR, "half_up")
    assert Money(10842, USD).convert(rate.inverse(), EUR, "half_up") == Money(10000, EUR)


@pytest.mark.parametrize("rate", [0, "-1.2"])
def test_a_rate_that_is_not_above_zero_is_refused(rate: int | str) -> None:
    with pytest.raises(DataError, match="EUR/USD"):
        Rate.exchange("USD", "EUR", rate)


def test_a_rate_is_never_a_float() -> None:
    with pytest.raises(TypeError, match="is a float"):
        Rate.of(0.055)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="is a float"):
        Money(100, USD).convert(1.1, EUR, "half_up")  # type: ignore[arg-type]


def test_a_percent_is_exact() -> None:
    assert Rate.percent("5.5") == Rate.of("0.055") == Rate(Fraction(11, 200))


# --- reading


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(123456, EUR), "1,234.56 EUR"),
        (Money(-5, EUR), "-0.05 EUR"),
        (Money(0, EUR), "0.00 EUR"),
        (Money(1234567, JPY), "1,234,567 JPY"),
        (Money(1, KWD), "0.001 KWD"),
        (Money(10**40, CLF), f"{10**36:,}.0000 CLF"),
    ],
)
def test_money_reads_the_same_everywhere(money: Money, text: str) -> None:
    assert str(money) == money.format() == text
    assert money.format(code=False) == text[:-4]


def test_to_dict_keeps_every_digit() -> None:
    assert Money(-100, EUR).to_dict() == {"amount": "-1.00", "currency": "EUR"}


def test_money_is_a_value() -> None:
    assert pickle.loads(pickle.dumps(Money(5, EUR))) == Money(5, EUR)
    assert len({Money(5, EUR), Money(5, EUR), Money(5, USD)}) == 2


@pytest.mark.parametrize(
    ("minor", "told"),
    [(123_456_789, "1,230,000 USD"), (-98_765_432, "-988,000 USD"), (12_345, "123 USD"),
     (99_999, "1,000 USD"), (1_234, "12.34 USD"), (0, "0.00 USD")],
)  # fmt: skip
def test_an_amount_in_a_sentence_is_in_three_figures(minor: int, told: str) -> None:
    assert Money(minor, USD).rough() == told
