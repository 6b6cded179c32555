"""What a plan pays for, against a strategy; shares worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import everyrep.pay as pay
from everyrep.pay.alignment import (
    Conflicting,
    Gap,
    Stage,
    align,
    read_gaps,
    read_strategy,
)
from everyrep.values import DataError, UnknownName, UserError
from tests.pay.plan.small import HEAD, MEASURE, QUOTA, small

STRATEGY = """
format = 1
title = "2026"
stage = "10M_to_30M"

[[goal]]
name = "growth"
weight = "50%"

[[goal]]
name = "margin"
weight = "30%"
reads = ["margin"]

[[goal]]
name = "retention"
weight = "20%"
"""
DEALS = """
[[pay]]
id = "deals"
kind = "commission"
title = "Deals"
of = "amount"
rate = "6%"
refund = "original"
strategy = ["Growth"]
"""
MARGIN = """
[[pay]]
id = "margin"
kind = "commission"
title = "Margin"
of = "amount - cost"
rate = "if(margin > 40%, 4%, 0%)"
refund = "original"
"""
UNITS = """
[[pay]]
id = "units"
kind = "commission"
title = "Units"
of = "quantity"
rate = "10 USD"
refund = "original"
"""
LINES = [{"line": "1", "payee": "ana", "closed_on": "2026-02-10", "amount": "10_000",
          "cost": "5_000", "quantity": "1", "kind": "new"}]  # fmt: skip


def aligned(*parts: str, strategy: str = STRATEGY, gaps: Any = (), **how: Any) -> Any:
    plan = pay.read_plan(small(pay="".join(parts), **how))
    staff = pd.DataFrame([{"payee": "ana", "from": "2026-01-01", "target": "0"}])
    facts = pay.Given(pd.DataFrame(LINES), staff).facts(plan)
    return align(plan, facts, read_strategy(strategy), gaps)


def kinds(found: Any) -> dict[tuple[Conflicting, str], str]:
    return {(one.kind, one.about): one.said for one in found.conflicts}


def test_shares_of_pay_and_goals_without_any() -> None:
    """600 for growth, 200 for margin, 10 for nothing that was stated."""
    found = aligned(DEALS, MARGIN, UNITS)
    assert found.pay_minor == 810_00
    assert found.by_component["deals"] == Fraction(60, 81)
    assert found.by_goal == {
        "growth": Fraction(60, 81), "margin": Fraction(20, 81), "retention": Fraction(0),
    }  # fmt: skip
    assert found.serves == {"deals": ("growth",), "margin": ("margin",), "units": ()}
    said = kinds(found)
    assert said[Conflicting.GOAL_WITHOUT_PAY, "retention"] == (
        "'retention' is 20% of the strategy, and nothing that is paid serves it"
    )
    assert said[Conflicting.WEIGHT, "growth"] == (
        "'growth' is 50% of the strategy and 74.1% of pay, which is more than it weighs"
    )
    assert said[Conflicting.PAY_WITHOUT_GOAL, "units"] == (
        "'Units' pays 1.23% of all pay and serves no stated goal"
    )
    assert (Conflicting.UNNOTICED, "units") in said
    assert (Conflicting.WEIGHT, "margin") not in said
    assert (Conflicting.TOO_MANY, "small") not in said


def test_pay_by_revenue_alone_contradicts_a_margin_goal() -> None:
    said = kinds(aligned(DEALS, MARGIN))
    assert said[Conflicting.CONTRADICTS, "deals"] == (
        "'Deals' pays 75% of all pay without reading margin: it pays the same whatever happens "
        "to 'margin', which is 30% of the strategy"
    )
    times = '[[pay.times]]\ntitle = "Thin"\nwhen = "margin < 20%"\nfactor = "0.5x"\n'
    assert (Conflicting.CONTRADICTS, "deals") not in kinds(aligned(DEALS + times))


def test_a_component_for_two_goals_is_parted_between_them() -> None:
    found = aligned(MARGIN + 'strategy = ["growth"]\n')
    assert found.by_goal["growth"] == found.by_goal["margin"] == Fraction(1, 2)


def test_a_cap_that_was_reached_stops_paying_for_its_goal() -> None:
    cap = 'cap = { amount = "450 USD", window = "month", beyond = "forfeited" }\n'
    said = kinds(aligned(DEALS + cap))
    assert "150.00 USD were sold for and not paid" in said[Conflicting.CAPPED, "deals"]
    assert (Conflicting.CAPPED, "deals") not in kinds(aligned(DEALS + cap.replace("450", "600")))


def test_commission_only_with_a_ramp_needs_a_draw() -> None:
    head = HEAD.replace("base_with_commission", "commission_only")
    ramp = QUOTA + 'ramp = ["50%"]\n'
    said = kinds(aligned(DEALS, head=head, quota=ramp, measure=MEASURE))
    assert (
        "has no draw, while quotas of new people rise slowly (sales)"
        in said[Conflicting.NO_DRAW, "small"]
    )
    assert (Conflicting.NO_DRAW, "small") not in kinds(aligned(DEALS, quota=ramp))
    assert (Conflicting.NO_DRAW, "small") not in kinds(aligned(DEALS, head=head))


def test_too_many_components_by_stage_or_as_stated() -> None:
    parts = (DEALS, MARGIN, UNITS)
    small_company = STRATEGY.replace("10M_to_30M", "under_10M")
    said = kinds(aligned(*parts, strategy=small_company))
    assert "has 3 components, and more than 2" in said[Conflicting.TOO_MANY, "small"]
    stated = small_company.replace('title = "2026"', 'title = "2026"\nmost_components = 3')
    assert (Conflicting.TOO_MANY, "small") not in kinds(aligned(*parts, strategy=stated))


def test_gaps_are_told_with_their_grade_and_move_nothing() -> None:
    gaps = [
        Gap("discovery", 0.8, "observed", ("growth",)),
        Gap("pricing", 0.4, "trial", ("retention",)),
    ]
    found, without = aligned(DEALS, gaps=gaps), aligned(DEALS)
    assert kinds(found)[Conflicting.GAP, "discovery"] == (
        "Pay asks for 'growth' (100% of pay), which needs 'discovery', and of that 0.8 is lacking "
        "(graded observed)"
    )
    assert (Conflicting.GAP, "pricing") not in kinds(found)
    assert (found.pay_minor, found.by_goal) == (without.pay_minor, without.by_goal)
    assert set(without.conflicts) < set(found.conflicts)


def test_where_nothing_was_paid_no_share_is_defined() -> None:
    found = aligned(DEALS.replace("6%", "0%"), MARGIN.replace("4%", "0%"))
    assert set(found.by_component.values()) | set(found.by_goal.values()) == {None}
    assert {kind for kind, _ in kinds(found)} == {Conflicting.GOAL_WITHOUT_PAY}


def test_a_strategy_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "strategy.toml"
    path.write_text(STRATEGY, encoding="utf-8")
    strategy = read_strategy(path)
    assert (strategy.stage, strategy.most_components) == (Stage.TO_30M, 3)
    assert strategy.goals[0].words == ("growth",)
    gaps = '[[gap]]\nskill = "discovery"\nsize = 0.8\ngrade = "observed"\ngoals = ["growth"]\n'
    assert read_gaps(gaps, ["growth"]) == (Gap("discovery", 0.8, "observed", ("growth",)),)


@pytest.mark.parametrize(
    ("old", "new", "error", "told"),
    [
        ("weight = ", "wieght = ", UnknownName, "weight"),
        ('"50%"', '"60%"', DataError, "sum to 1.1, not to 1"),
        ('"50%"', '"half"', DataError, "no weight that is a number"),
        ("10M_to_30M", "10M_to_30", UnknownName, "10M_to_30M"),
        ('name = "growth"', "", DataError, "It has no name"),
        ("[[goal]]", "[goal", UserError, "no valid TOML"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    old: str, new: str, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        read_strategy(STRATEGY.replace(old, new, 1))


def test_names_that_nobody_knows_are_refused() -> None:
    with pytest.raises(UnknownName, match="margin"):
        aligned(DEALS, strategy=STRATEGY.replace('reads = ["margin"]', 'reads = ["margn"]'))
    with pytest.raises(UnknownName, match="growth"):
        aligned(DEALS, gaps=[Gap("x", 1, "observed", ("grwth",))])
    with pytest.raises(UserError, match="cannot be opened"):
        read_strategy("nowhere.toml")
