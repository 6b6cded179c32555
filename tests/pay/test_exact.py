"""Exact columns against fractions, one number at a time."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.exact import Exact
from everyrep.values import DataError
from everyrep.values.rounding import Rounding, round_exact

SMALL = st.fractions(min_value=-1000, max_value=1000, max_denominator=60)
HUGE = st.integers(min_value=-(2**80), max_value=2**80).map(Fraction)
NUMBER = st.one_of(SMALL, HUGE)
PAIRS = st.lists(st.tuples(NUMBER, NUMBER), min_size=1, max_size=8)


@given(PAIRS)
def test_every_step_is_what_fractions_say(pairs: list[tuple[Fraction, Fraction]]) -> None:
    one, two = (Exact.of(column) for column in zip(*pairs, strict=True))
    assert (one + two).fractions() == [a + b for a, b in pairs]
    assert (one - two).fractions() == [a - b for a, b in pairs]
    assert (one * two).fractions() == [a * b for a, b in pairs]
    assert (-one).fractions() == [-a for a, _ in pairs]
    assert (one < two).tolist() == [a < b for a, b in pairs]
    assert (one <= two).tolist() == [a <= b for a, b in pairs]
    assert one.least(two).fractions() == [min(a, b) for a, b in pairs]
    assert one.most(two).fractions() == [max(a, b) for a, b in pairs]
    flags = np.arange(len(pairs)) % 2 == 0
    picked = [a if flag else b for (a, b), flag in zip(pairs, flags, strict=True)]
    assert one.chosen(flags, two).fractions() == picked
    assert (one * Fraction(2, 7)).fractions() == [a * Fraction(2, 7) for a, _ in pairs]


@given(st.lists(st.tuples(st.booleans(), NUMBER), min_size=1, max_size=12))
def test_running_sums_begin_anew_in_each_group(rows: list[tuple[bool, Fraction]]) -> None:
    starts = np.array([at for at, (new, _) in enumerate(rows) if new or at == 0], np.int64)
    running, sums, total = [], [], Fraction(0)
    for at, (new, value) in enumerate(rows):
        if (new or at == 0) and at > 0:
            sums.append(total)
        total = value if new or at == 0 else total + value
        running.append(total)
    column = Exact.of(value for _, value in rows)
    assert column.running(starts).fractions() == running
    assert column.summed(starts).fractions() == [*sums, total]


@pytest.mark.parametrize("rule", list(Rounding))
@given(pairs=PAIRS)
def test_rounding_is_that_of_single_amounts(
    rule: Rounding, pairs: list[tuple[Fraction, Fraction]]
) -> None:
    one, two = (Exact.of(column) for column in zip(*pairs, strict=True))
    assert one.rounded(rule).tolist() == [round_exact(a, rule) for a, _ in pairs]
    known = np.array([b != 0 for _, b in pairs])
    expected = [round_exact(a / b, rule) for a, b in pairs if b != 0]
    assert one.take(known).rounded(rule, two.take(known)).tolist() == expected


@pytest.mark.parametrize("rule", list(Rounding))
def test_halves_go_as_the_rule_says(rule: Rounding) -> None:
    halves = [Fraction(n, 2) for n in range(-7, 8)]
    assert Exact.of(halves).rounded(rule).tolist() == [round_exact(h, rule) for h in halves]


def test_what_fits_stays_in_64_bits_and_what_might_not_does_not() -> None:
    cents = Exact(np.array([10**13, -(10**13)]))
    assert (cents * Fraction(1, 100)).parts.dtype == np.int64
    large = cents * Fraction(10**6 + 1)
    assert large.parts.dtype == object
    assert large.fractions() == [10**13 * (10**6 + 1), -(10**13) * (10**6 + 1)]


def test_a_sum_of_many_does_not_wrap() -> None:
    many = Exact(np.full(1000, 2**61))
    assert many.summed(np.array([0])).fractions() == [Fraction(1000 * 2**61)]


def test_nothing_has_no_sum() -> None:
    nothing = Exact(np.array([], np.int64))
    assert len(nothing.summed(np.array([], np.int64))) == 0
    assert nothing.rounded(Rounding.HALF_UP).tolist() == []


def test_numbers_that_are_multiplied_without_end_are_refused() -> None:
    def grown(found: Exact) -> Exact:
        return grown(found * found)

    with pytest.raises(DataError, match="Numbers of more than fifteen thousand digits"):
        grown(Exact.of([Fraction(3, 2)]))
