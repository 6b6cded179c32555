"""Shapes of tables: each reading of one table, and columns against single values."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.exact import Exact
from everyrep.pay.shape import (
    Boundary,
    Piece,
    Shape,
    added_up,
    is_rising,
    joined,
    marginal,
    retroactive,
    stepped,
)

F = Fraction
QUARTER = [(F(0), F("0.05")), (F(100_000), F("0.06")), (F(125_000), F("0.07"))]
VALUE = st.fractions(min_value=-50, max_value=50, max_denominator=12)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    bounds = sorted(draw(st.lists(VALUE, min_size=1, max_size=7, unique=True)))
    pieces = tuple(Piece(at, draw(VALUE), draw(VALUE)) for at in bounds)
    return Shape(pieces, draw(st.sampled_from(Boundary)))


@given(shapes(), st.lists(st.tuples(VALUE, st.fractions(F(1, 9), 40)), min_size=1, max_size=9))
def test_columns_are_what_single_values_say(shape: Shape, rows: list[tuple[F, F]]) -> None:
    rows += [(piece.at * unit, unit) for piece in shape.pieces for _, unit in rows[:1]]
    reached, unit = Exact.of(r for r, _ in rows), Exact.of(u for _, u in rows)
    assert shape.places(reached, unit).tolist() == [shape.place_of(r / u) for r, u in rows]
    assert shape.paid_for(reached, unit).fractions() == [u * shape.paid(r / u) for r, u in rows]


def test_one_table_has_four_readings() -> None:
    one = F(1)
    steps = [(F(0), F("0.05")), (one / 2, F("0.1")), (one, F("0.12")), (3 * one / 2, F("0.15"))]
    quota = 33_000
    assert quota * marginal(steps).paid(F(60_000, quota)) == 6030
    assert quota * retroactive(steps).paid(F(60_000, quota)) == 9000


def test_parts_are_paid_at_the_rate_of_their_tier() -> None:
    shape = marginal(QUARTER)
    assert [shape.paid(F(x)) for x in (0, 100_000, 125_000, 150_000)] == [0, 5000, 6500, 8250]
    assert shape.jumps() == ()


def test_what_is_taken_back_below_zero_is_taken_back_at_the_first_rate() -> None:
    assert marginal(QUARTER).paid(F(-1000)) == -50
    assert marginal([(F(10), F(1, 2))]).paid(F(-5)) == 0


def test_all_is_paid_at_the_rate_that_was_reached_and_the_jump_has_a_size() -> None:
    shape = retroactive(QUARTER)
    assert [shape.paid(F(x)) for x in (99_999, 100_000)] == [F("4999.95"), 6000]
    assert shape.jumps() == ((F(100_000), F(1000)), (F(125_000), F(1250)))


@pytest.mark.parametrize(("boundary", "paid"), [(Boundary.LOWER, 2250), (Boundary.UPPER, 0)])
def test_a_value_on_a_bound_goes_as_it_is_said(boundary: Boundary, paid: int) -> None:
    shape = stepped([(F(1), F(2250)), (F("1.1"), F(3750))], boundary)
    assert shape.paid(F(1)) == paid
    assert shape.paid(F("1.05")) == 2250


def test_a_curve_joins_its_points() -> None:
    shape = joined([(F("0.95"), F(0)), (F(1), F(1))], below=F(0), above=F(0))
    assert shape.paid(F(110, 100)) == 1
    assert shape.paid(F(150, 200)) == 0
    assert round(float(100 * shape.paid(F(39158, 40000))), 3) == 57.9


def test_amounts_of_stretches_add_up() -> None:
    ends = (0, 1000, 3000, 8000, 20_000)
    amounts = (10, 40, 100, 2000)
    shape = added_up((F(a), F(b), F(m)) for a, b, m in zip(ends, ends[1:], amounts, strict=False))
    deals = (200, 300, 1500, 1200, 2000, 4500)
    assert [shape.paid(F(x)) for x in deals] == [2, 3, 20, 14, 30, 80]


def test_where_more_pays_less_is_seen() -> None:
    assert is_rising(marginal(QUARTER)).all()
    falls = retroactive([(F(0), F("0.1")), (F(100), F("0.05"))])
    assert is_rising(falls).tolist() == [True, False]


def test_bounds_must_rise() -> None:
    with pytest.raises(ValueError, match="rise"):
        Shape((Piece(F(0), F(0), F(1)), Piece(F(2), F(0), F(1)), Piece(F(1), F(0), F(1))))
