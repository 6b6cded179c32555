"""Returns by hand, and what must not happen: money that counts twice, costs that are forgotten."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.evidence.money import Benefit, BenefitKind, Case, Cost, CostKind, Range, returns
from everyrep.values import Grade, UserError

KNOWN = Range.exactly
MILLION = 100_000_000  # minor units


def case(*benefits: Benefit, cost: float = 0.2 * MILLION, base: Range | None = None) -> Case:
    return Case(
        "Value Selling", "USD", base or KNOWN(MILLION), KNOWN(1.0), KNOWN(1.0), benefits,
        (Cost("seats", CostKind.SEATS, KNOWN(cost)),),
    )  # fmt: skip


def test_the_formula_takes_costs_off_once_and_names_the_other_reading() -> None:
    found = returns(case(Benefit("wins", BenefitKind.CONVERSION, KNOWN(0.5))))
    assert found.roi.number() == pytest.approx((0.5 - 0.2) / 0.2)
    assert found.other_roi.number() == pytest.approx((0.5 - 0.2 - 0.2) / 0.2)
    assert found.net.number() == pytest.approx(300_000)
    assert found.payback == pytest.approx(12 * 0.2 / 0.5)


def test_three_factors_are_worth_their_product_and_parts_add_up() -> None:
    found = returns(
        case(
            Benefit("wins", BenefitKind.CONVERSION, KNOWN(0.10)),
            Benefit("size", BenefitKind.SIZE, KNOWN(0.20)),
            Benefit("pace", BenefitKind.CYCLE, KNOWN(0.05)),
        )
    )
    whole = (1.1 * 1.2 * 1.05 - 1) * 1_000_000
    assert found.benefits.number() == pytest.approx(whole, abs=1)
    assert sum(part.number() or 0 for part in found.parts.values()) == pytest.approx(whole, abs=2)
    # By hand for two orders of two factors: the mean of 0.1 alone and 0.1 on top of 1.2.
    two = returns(
        case(
            Benefit("wins", BenefitKind.CONVERSION, KNOWN(0.10)),
            Benefit("size", BenefitKind.SIZE, KNOWN(0.20)),
        )
    )
    assert two.parts["wins"].number() == pytest.approx(1_000_000 * (0.1 + 0.12) / 2, abs=1)


def test_the_range_of_one_normal_effect_is_carried_through_exactly() -> None:
    effect = Range(0.4, 0.1, 0.7, tail=0.025)
    found = returns(case(Benefit("wins", BenefitKind.CONVERSION, effect)), level=0.95)
    assert found.benefits.bounds() == pytest.approx((100_000, 700_000), rel=0.01)
    # P(effect > 0.2) of a normal with standard deviation 0.3 / 1.96.
    from scipy.stats import norm

    assert found.pays == pytest.approx(norm.sf((0.2 - 0.4) / (0.3 / 1.959964)), abs=0.005)


def test_an_effect_around_zero_does_not_pay_and_says_how_likely() -> None:
    found = returns(case(Benefit("wins", BenefitKind.CONVERSION, Range(0.0, -0.1, 0.1))))
    assert found.pays < 0.01
    assert (found.roi.number() or 0) == pytest.approx(-1.0)
    assert found.payback is None


def test_what_moves_the_answer_most_stands_first() -> None:
    made = case(
        Benefit("wins", BenefitKind.CONVERSION, Range(0.3, 0.0, 0.6)),
        base=Range(MILLION, 0.9 * MILLION, 1.1 * MILLION, assumed=True),
    )
    tornado = returns(made).tornado
    assert [swing.name for swing in tornado] == ["benefit: wins", "bookings a year"]
    assert tornado[1].assumed
    assert tornado[0].low == pytest.approx(-0.2 * MILLION)


def test_the_grade_is_that_of_the_weakest_effect() -> None:
    trial = Benefit("wins", BenefitKind.CONVERSION, KNOWN(0.1), Grade.TRIAL)
    guess = Benefit("penalties", BenefitKind.PENALTIES, KNOWN(1000.0), Grade.ASSUMED)
    assert returns(case(trial)).roi.grade is Grade.TRIAL
    both = returns(case(trial, guess))
    assert both.roi.grade is both.net.grade is both.benefits.grade is Grade.ASSUMED
    assert both.parts["wins"].grade is Grade.TRIAL
    assert both.costs.grade is both.spent["seats"].grade is Grade.ASSUMED


def test_the_same_kind_twice_and_costs_of_nothing_are_refused() -> None:
    wins = Benefit("wins", BenefitKind.CONVERSION, KNOWN(0.1))
    with pytest.raises(UserError, match="count twice"):
        case(wins, Benefit("more wins", BenefitKind.CONVERSION, KNOWN(0.1)))
    with pytest.raises(UserError, match="no cost"):
        case(wins, cost=0.0)
    with pytest.raises(UserError, match="not in order"):
        Range(1.0, 2.0, 3.0)


def test_draws_keep_the_likely_value_as_their_median() -> None:
    uneven = Range(10.0, 9.0, 20.0)
    drawn = uneven.draws((np.arange(10_001) + 0.5) / 10_001)
    assert np.median(drawn) == pytest.approx(10.0, abs=0.01)
    assert np.mean(drawn < 9.0) == pytest.approx(0.05, abs=0.001)
    assert np.mean(drawn > 20.0) == pytest.approx(0.05, abs=0.001)
