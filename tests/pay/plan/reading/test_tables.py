"""One table of tiers in each of its readings, against sums worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from everyrep.pay.calculation.rating import tier_rates
from everyrep.pay.plan import Above, Mode, Table
from everyrep.pay.plan.reading import PlanError, read_plan
from everyrep.pay.shape import Boundary
from tests.pay.plan.small import PAY, bonus, small, table

F = Fraction
FOUR = "0%, 5%\n50%, 10%\n100%, 12%\n150%, 15%"
COUNTED = PAY.replace('of = "amount"', 'of = "quantity"')


def tiers(text: str, pay: str = PAY) -> Table:
    return read_plan(small(table=text, pay=pay)).tables["tiers"]


def refused(text: str, pay: str = PAY) -> str:
    with pytest.raises(PlanError) as caught:
        read_plan(small(table=text, pay=pay))
    return str(caught.value)


@pytest.mark.parametrize(("mode", "paid"), [("marginal", 6030), ("retroactive", 9000)])
def test_the_same_tiers_pay_differently_by_mode(mode: str, paid: int) -> None:
    """60,000 reached of 33,000 asked: 16,500 each at 5, 10 and 12%, the rest at 15%."""
    found = tiers(table(FOUR, mode=mode))
    assert 33_000 * found.shape.paid(F(60_000, 33_000)) == paid


@pytest.mark.parametrize("mode", ["deal_before", "deal_after"])
def test_whole_deal_modes_take_the_rate_of_a_tier(mode: str) -> None:
    found = tiers(table(FOUR, mode=mode))
    assert found.mode is Mode(mode)
    at = [found.shape.place_of(F(x, 100)) for x in (0, 49, 50, 100, 900)]
    assert [found.shape.pieces[place].slope for place in at] == [
        F(5, 100), F(5, 100), F(10, 100), F(12, 100), F(15, 100),
    ]  # fmt: skip


def test_steps_pay_their_amount_in_minor_units() -> None:
    found = tiers(table("0%, 0 USD\n100%, 2_250 USD\n110%, 3_750 USD", mode="step"), bonus(""))
    assert [found.shape.paid(F(x, 100)) for x in (95, 105, 112, 98)] == [0, 225_000, 375_000, 0]
    assert found.pays_amounts


def test_steps_of_a_bonus_may_be_shares_of_its_target() -> None:
    found = tiers(table("0%, 0%\n100%, 50%\n110%, 75%", mode="step"), bonus())
    assert found.shape.paid(F(105, 100)) == F(1, 2)
    assert not found.pays_amounts


def test_interpolated_amounts_add_up() -> None:
    rows = """
        { from = "0 USD", to = "1_000 USD", pays = "10 USD" }
        { from = "1_000 USD", to = "3_000 USD", pays = "40 USD" }
        { from = "3_000 USD", to = "8_000 USD", pays = "100 USD" }
        { from = "8_000 USD", to = "20_000 USD", pays = "2_000 USD" }
    """
    text = table(rows, mode="interpolate_add", bounds="amount", above='"error"')
    found = tiers(text)
    cents = [found.shape.paid(F(100 * x)) for x in (200, 300, 1500, 1200, 2000, 4500)]
    assert cents == [200, 300, 2000, 1400, 3000, 8000]
    assert (found.last, found.above) == (F(2_000_000), Above.ERROR)
    flat = tiers(text.replace('"error"', '"flat"'))
    assert flat.shape.paid(F(9_000_000)) == flat.shape.paid(F(2_000_000)) == 215_000
    goes_on = tiers(text.replace('"error"', '"open"'))
    assert goes_on.shape.paid(F(3_200_000)) == 215_000 + 200_000
    assert goes_on.last is None


@pytest.mark.parametrize(
    ("above", "paid"),
    [
        ('"flat"', F(1)),
        ('"open"', F(21)),
        ('{ slope = "2" }', F(3)),
        ('{ slope = "0.5" }', F(3, 2)),
    ],
)
def test_a_curve_goes_on_as_it_says(above: str, paid: Fraction) -> None:
    """From 95% to 100% it climbs by 20 for each quota; above 100% another quota is reached."""
    found = tiers(table("95%, 0%\n100%, 100%", mode="curve", above=above, more='below = "0%"'),
                  bonus())  # fmt: skip
    assert found.shape.paid(F(2)) == paid
    assert found.shape.paid(F(391_580, 400_000)) == (F(391_580, 400_000) - F(95, 100)) * 20


def test_below_its_first_point_a_curve_pays_what_it_says() -> None:
    found = tiers(table("80%, 40%\n100%, 50%", mode="curve", above='"flat"', more='below = "10%"'),
                  bonus())  # fmt: skip
    assert [found.shape.paid(F(x, 100)) for x in (0, 79, 80, 90)] == [
        F(1, 10), F(1, 10), F(4, 10), F(45, 100),
    ]  # fmt: skip


@pytest.mark.parametrize("mode", ["marginal", "retroactive"])
def test_above_a_flat_end_nothing_more_is_paid(mode: str) -> None:
    rows = '{ from = "0%", pays = "10%" }\n{ from = "100%", to = "200%", pays = "20%" }'
    found = tiers(table(rows, mode=mode, above='"flat"'))
    assert found.shape.paid(F(2)) == found.shape.paid(F(9)) == (F(3, 10) if mode == "marginal"
                                                               else F(4, 10))  # fmt: skip
    assert found.last == 2


@pytest.mark.parametrize(("boundary", "paid"), [("lower_inclusive", 2), ("upper_inclusive", 1)])
def test_a_value_on_a_bound_goes_as_the_boundary_says(boundary: str, paid: int) -> None:
    found = tiers(table("0%, 1 USD\n100%, 2 USD", mode="step", boundary=boundary), bonus(""))
    assert found.boundary is found.shape.boundary is Boundary(boundary)
    assert found.shape.paid(F(1)) == 100 * paid


def test_an_end_that_is_the_next_begin_says_nothing_new() -> None:
    rows = '{ from = "0%", to = "100%", pays = "5%" }\n{ from = "100%", pays = "8%" }'
    assert tiers(table(rows)).shape == tiers(table("0%, 5%\n100%, 8%")).shape


def test_amounts_for_counted_things() -> None:
    found = tiers(table("0, 50 USD\n10, 80 USD", over="units", bounds="amount"), COUNTED)
    assert found.shape.paid(F(12)) == 10 * 5_000 + 2 * 8_000
    assert found.bounds == (F(0), F(10))


@pytest.mark.parametrize("rows", ["0%, 5 USD\n100%, 8 USD"])
def test_an_amount_for_each_unit_of_money_is_refused(rows: str) -> None:
    assert "which is money itself" in refused(table(rows))


def test_shares_of_what_is_counted_are_refused() -> None:
    said = refused(table("0, 5%\n10, 8%", over="units", bounds="amount"), COUNTED)
    assert "a share of a count, which is no money" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (table("0 USD, 5%\n1_000 USD, 8%"), "is a money, where number is needed"),
        (table("0%, 5%\n100%, 8%", bounds="amount"), "such as 250 USD"),
        (table("0%, 5%", mode="step"), "Its steps pay shares"),
        (table("0%, 5%\n1%, 9 USD"), "some pays amounts"),
        (table(""), "It has none"),
    ],
)
def test_tiers_that_make_no_sense(text: str, said: str) -> None:
    assert said in refused(text)


def test_a_bonus_may_be_a_rate_of_what_was_reached_in_all() -> None:
    assert tiers(table("0%, 5%\n100%, 8%", mode="retroactive"), bonus("")).shape.paid(F(2)) == F(
        16, 100
    )
    assert "pays money by itself" in refused(table("0%, 5%"), bonus())
    assert "deal_before at one deal after the other" in refused(
        table("0%, 5%", mode="deal_before"), bonus("")
    )
    counted = table("0, 5%", over="units", bounds="amount")
    assert "a share of a count, which is no money" in refused(counted, bonus(""))


@pytest.mark.parametrize("mode", ["marginal", "retroactive", "deal_before", "deal_after"])
@pytest.mark.parametrize("first", ["0%", "50%"])
def test_each_piece_has_the_rate_of_its_tier(mode: str, first: str) -> None:
    """Nothing below the first tier, nothing above an end."""
    rows = f'{{ from = "{first}", pays = "10%" }}\n{{ from = "100%", to = "200%", pays = "20%" }}'
    found = tiers(table(rows, mode=mode, above='"flat"'))
    below = [F(0)] if first != "0%" else []
    assert tier_rates(found).fractions() == [*below, F(1, 10), F(1, 5), F(0)]
