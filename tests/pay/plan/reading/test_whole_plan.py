"""The widest plan of the tests reads, each part as it stands in the file."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from everyrep.pay.language import Kind
from everyrep.pay.plan import (
    Above,
    Beyond,
    Bonus,
    Commission,
    Contest,
    DrawKind,
    Mode,
    Plan,
    Pool,
    QuotaBasis,
    Refund,
    Span,
    Spread,
    Stacking,
    Ties,
    Window,
)
from everyrep.pay.plan.reading import read_plan
from everyrep.pay.shape import Boundary

F = Fraction
FILE = Path(__file__).parents[2] / "plans" / "hunter.toml"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(FILE)


def test_the_head_says_whose_plan_it_is(plan: Plan) -> None:
    assert (plan.id, plan.version, str(plan.currency)) == ("hunter", "3", "USD")
    assert (plan.begins, plan.ends, plan.year_begins) == (date(2026, 1, 1), date(2027, 1, 1), 1)
    assert plan.day == "closed_at"
    assert plan.facts["cost"] is Kind.MONEY
    assert plan.person["works_new_process_from"] is Kind.DATE
    assert plan.derived["margin"].names == ("amount", "cost")


def test_parameters_are_worked_out_and_keep_their_words(plan: Plan) -> None:
    assert plan.parameters["base_rate"] == (Kind.NUMBER, F(8, 100))
    assert plan.parameters["deal_limit"] == (Kind.MONEY, F(25_000))
    assert plan.texts["kicker"] == "3x"
    assert plan.rates == {"EUR": F(11, 10)}
    assert not plan.spot


def test_credit_goes_to_whom_the_rules_name(plan: Plan) -> None:
    primary, overlay, rollup = plan.credits
    assert (primary.to, primary.share, primary.when) == ("split", F(1), None)
    assert (overlay.to, overlay.share) == ("engineer", F(1, 2))
    assert overlay.when is not None
    assert (rollup.to, rollup.of, rollup.levels) == ("managers", "primary", 2)


def test_quotas_and_measures_share_their_window(plan: Plan) -> None:
    quota, measure = plan.quotas["bookings"], plan.measures["bookings"]
    assert quota.spread is Spread.WEIGHTS
    assert quota.weights == (F(1, 5), F(1, 5), F(1, 5), F(2, 5))
    assert quota.ramp == (F(1, 4), F(1, 2), F(3, 4))
    assert measure.window == quota.window == Window(Span.QUARTER)
    assert (measure.quota, measure.basis) == ("bookings", QuotaBasis.WHOLE)
    assert plan.measures["meetings"].of.kind is Kind.NUMBER


def test_a_table_pays_by_its_shape(plan: Plan) -> None:
    tiers = plan.tables["accelerator"]
    assert (tiers.mode, tiers.boundary, tiers.above) == (Mode.MARGINAL, Boundary.LOWER, Above.OPEN)
    assert tiers.in_quotas
    assert not tiers.pays_amounts
    assert tiers.rates == (F(8, 100), F(10, 100), F(12, 100))
    # 8% of a quota, 10% of half of one, 12% of another half
    assert tiers.shape.paid(F(2)) == F(8, 100) + F(5, 100) + F(6, 100)
    curve = plan.tables["payout"]
    assert [curve.shape.paid(F(x, 100)) for x in (69, 70, 85, 100, 125, 150, 900)] == [
        0, 0, F(1, 2), 1, F(3, 2), 2, 2,
    ]  # fmt: skip
    assert (curve.last, curve.refund) == (F(3, 2), Refund.CUMULATIVE)


def test_grid_bounds_are_minor_units_where_they_are_money(plan: Plan) -> None:
    grid = plan.grids["margin"]
    assert grid.across[1] == (F(1_000_000), F(5_000_000))
    assert grid.down[1] == (F(1, 5), F(2, 5))
    assert grid.rates[2] == (F(4, 100), F(5, 100), F(6, 100))


def test_commissions(plan: Plan) -> None:
    deals, meetings = plan.pay[:2]
    assert isinstance(deals, Commission)
    assert (deals.table, deals.rate, deals.stacking) == ("accelerator", None, Stacking.MULTIPLY)
    assert [one.title for one in deals.times] == [
        "Good margin",
        "Thin margin",
        "First 90 days of the new process",
    ]
    assert deals.cap is not None
    assert (deals.cap.window, deals.cap.beyond) == (Window(Span.YEAR), Beyond.FORFEITED)
    assert deals.refund is Refund.ORIGINAL
    assert isinstance(meetings, Commission)
    assert meetings.rate is not None
    assert meetings.rate.kind is Kind.MONEY
    assert meetings.threshold is not None
    assert (meetings.threshold.at, meetings.threshold.first) == (F(4), True)


def test_bonuses_contests_and_pools(plan: Plan) -> None:
    quarter, objectives, race, team = plan.pay[2:]
    assert isinstance(quarter, Bonus)
    assert quarter.target is not None
    assert quarter.target.names == ("person.target_bonus",)
    assert isinstance(objectives, Bonus)
    assert [one.weight for one in objectives.objectives] == [F(3, 5), F(2, 5)]
    assert isinstance(race, Contest)
    assert (race.prizes, race.ties, race.least) == ((100_000, 50_000), Ties.SHARED, F(5))
    assert isinstance(team, Pool)
    assert team.amount.names == ("sum.bookings",)


def test_what_is_paid_ahead_and_taken_back(plan: Plan) -> None:
    (draw,) = plan.draws
    assert (draw.kind, draw.months, draw.recover_after) == (DrawKind.RECOVERABLE, 6, 3)
    assert draw.recover_share == 1
    assert plan.clawback is not None
    assert plan.clawback.schedule == ((0, F(1)), (12, F(1, 2)), (18, F(0)))
    assert [(one.on, one.months) for one in plan.payment.instalments] == [
        ("date", 0),
        ("invoiced_on", 1),
    ]
    assert plan.payment.recover == ("draw", "clawback")


def test_an_example_keeps_what_was_written(plan: Plan) -> None:
    (example,) = plan.examples
    assert example.lines[0]["amount"] == "10_000"
    assert example.people[0]["quota"] == {"bookings": "400_000"}
    assert example.through == date(2026, 2, 28)
    assert example.expect == {"total": "1_600", "lines": ["1_600"]}


def test_every_part_knows_its_line(plan: Plan) -> None:
    lines = plan.text.splitlines()
    for path, begins in {
        "table.accelerator": "[table.accelerator]",
        "table.accelerator.mode": "mode",
        "pay.quarter.target": "target",
        "draw.start": "[[draw]]",
        "credit[2].to": "to",
        "example[1]": "[[example]]",
    }.items():
        assert lines[plan.places[path] - 1].startswith(begins)
