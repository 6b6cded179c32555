"""What plans would have paid for the same lines, every figure worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pandas as pd
import pytest

import everyrep.pay as pay
from everyrep.pay.whatif import BEHAVIOUR
from everyrep.pay.whatif.comparing import steadiness
from everyrep.values import DataError, UnknownName, UserError
from tests.pay import random_plans
from tests.pay.companies import facts
from tests.pay.plan.small import HEAD, small

LINES = pd.DataFrame([
    {"line": line, "payee": payee, "closed_on": day, "amount": amount, "cost": cost, "kind": kind,
     "quantity": "1"}
    for line, payee, day, amount, cost, kind in [
        ("1", "ana", "2026-01-10", "60_000", "30_000", "new"),
        ("2", "ana", "2026-02-10", "60_000", "48_000", "new"),
        ("3", "ben", "2026-03-10", "40_000", "10_000", "more"),
    ]
])  # fmt: skip
PEOPLE = pd.DataFrame([
    {"payee": "ana", "from": "2026-01-01", "target": "0"},
    {"payee": "ben", "from": "2026-02-15", "target": "0"},
])  # fmt: skip
GIVEN = pay.Given(LINES, PEOPLE, through=date(2026, 3, 31))
NOW = pay.read_plan(small())
# a quarter's quota is 100,000: ana has 5% of 100,000 and 8% of 20,000
FLAT = pay.read_plan(small().replace('table = "tiers"', 'rate = "6%"\nrefund = "original"'))


def one(sheet: Any, **where: str) -> dict[str, Any]:
    found = [row for row in sheet.records() if where.items() <= row.items()]
    assert len(found) == 1
    return dict(found[0])


def test_cost_rate_and_margin_of_each_plan() -> None:
    found = pay.compare({"now": NOW, "flat": FLAT}, GIVEN)
    now, flat = one(found.whole, plan="now"), one(found.whole, plan="flat")
    assert (now["pay_minor"], flat["pay_minor"]) == (8_600_00, 9_600_00)
    assert flat["difference_minor"] == 1_000_00
    assert now["bookings_minor"] == 160_000_00
    assert (now["effective_rate"], flat["effective_rate"]) == (Fraction(86, 1600), Fraction(6, 100))
    # 72,000 of margin on 160,000: 45%
    assert now["margin"] == pytest.approx(0.45)
    # ana's lines pay 3,000 and 3,600 at margins of 50% and 20%, ben's 2,000 at 75%
    assert now["margin_paid_for"] == pytest.approx((3000 * 0.5 + 3600 * 0.2 + 2000 * 0.75) / 8600)
    assert flat["margin_paid_for"] == pytest.approx(0.45)
    assert flat["pay_per_margin_point_minor"] == round(9_600_00 / 45)


def test_who_wins_and_who_loses() -> None:
    found = pay.compare({"now": NOW, "flat": FLAT}, GIVEN)
    assert one(found.payees, payee="ana")["difference_minor"] == 600_00
    ben = one(found.payees, payee="ben")
    assert (ben["before_minor"], ben["after_minor"]) == (2_000_00, 2_400_00)
    assert ben["of_before"] == Fraction(1, 5)
    assert [row["payee"] for row in found.winners("flat").records()] == ["ana", "ben"]
    assert [row["payee"] for row in found.winners("flat", most=1).records()] == ["ana"]
    assert found.winners("flat").note.endswith("2 people have more, by 1,000.00 USD in all.")
    assert not len(found.losers("flat"))
    back = pay.compare({"flat": FLAT, "now": NOW}, GIVEN)
    assert [row["difference_minor"] for row in back.losers("now").records()] == [-600_00, -400_00]


def test_cost_by_month_and_by_component() -> None:
    found = pay.compare({"now": NOW, "flat": FLAT}, GIVEN)
    months = {(row["plan"], row["month"]): row["pay_minor"] for row in found.months.records()}
    assert months == {
        ("now", "2026-01"): 3_000_00, ("now", "2026-02"): 3_600_00, ("now", "2026-03"): 2_000_00,
        ("flat", "2026-01"): 3_600_00, ("flat", "2026-02"): 3_600_00, ("flat", "2026-03"): 2_400_00,
    }  # fmt: skip
    assert one(found.components, plan="now", component="deals")["share"] == 1


def test_what_mix_and_which_margin_are_paid_for() -> None:
    found = pay.compare({"now": NOW}, GIVEN)
    more = one(found.mix, value="more")
    assert (more["bookings_minor"], more["pay_minor"]) == (40_000_00, 2_000_00)
    assert (more["share_of_bookings"], more["share_of_pay"]) == (Fraction(1, 4), Fraction(20, 86))
    bands = [(row["margin"], row["rate"]) for row in found.margins.records()]
    assert bands == [
        ("20% to 30%", Fraction(6, 100)), ("50% to 60%", Fraction(5, 100)),
        ("70% to 80%", Fraction(5, 100)),
    ]  # fmt: skip


def test_steadiness_counts_whole_months_alone() -> None:
    found = pay.compare({"now": NOW}, GIVEN)
    ana, ben = (one(found.volatility, payee=name) for name in ("ana", "ben"))
    # 3,000, 3,600 and nothing: mean 2,200, changes of 600 and 3,600
    assert (ana["months"], ana["mean_minor"]) == (3, 2_200_00)
    deviation = ((800**2 + 1400**2 + 2200**2) / 3) ** 0.5
    assert ana["variation"] == pytest.approx(deviation / 2200)
    assert ana["month_to_month"] == pytest.approx(2100 / 2200)
    assert (ben["months"], ben["mean_minor"], ben["variation"]) == (1, 2_000_00, None)
    assert steadiness([]) == (0, None, None, None)
    assert steadiness([5, -5]) == (2, 0, None, None)


def test_every_table_says_what_it_does_not_know() -> None:
    found = pay.compare({"now": NOW, "flat": FLAT}, GIVEN)
    sheets = [found.whole, found.months, found.components, found.payees, found.volatility,
              found.margins, found.mix, found.winners("flat"), found.losers("flat")]  # fmt: skip
    assert all(sheet.note.startswith(BEHAVIOUR) for sheet in sheets)


def test_what_is_undefined_is_not_zero() -> None:
    nothing = replace(GIVEN, lines=LINES.iloc[:0])
    row = one(pay.compare({"now": NOW}, nothing).whole, plan="now")
    assert (row["pay_minor"], row["effective_rate"], row["margin"]) == (0, None, None)
    assert row["pay_per_margin_point_minor"] is None


def test_next_years_plan_is_tried_on_this_year() -> None:
    head = HEAD.replace("2027-01-01", "2028-01-01").replace("from = 2026", "from = 2027")
    found = pay.compare({"now": NOW, "next": pay.read_plan(small(head=head))}, GIVEN)
    assert found.totals["next"] == found.totals["now"]
    assert found.notes[:1] == (
        "next is replayed as if it held from 1 January 2026 to 31 December 2026.",
    )


def test_what_cannot_be_compared_is_refused() -> None:
    euro = pay.read_plan(small(head=HEAD.replace('"USD"', '"EUR"')).replace(" USD", " EUR"))
    with pytest.raises(UserError, match="'euro' pays in EUR, the first one in USD"):
        pay.compare({"now": NOW, "euro": euro}, GIVEN)
    with pytest.raises(UserError, match="no plan"):
        pay.compare({}, GIVEN)
    with pytest.raises(UnknownName, match="amount"):
        assert pay.compare({"now": NOW}, GIVEN, bookings="amont").whole
    refuses = small().replace('amount = "100_000 USD"', 'missing = "refuse"\nzero = "refuse"')
    asks = pay.read_plan(refuses)
    with pytest.raises(DataError, match="no quota"):
        pay.compare({"now": NOW, "asks": asks}, GIVEN)


def test_a_plan_beside_itself_moves_nobody() -> None:
    for turn in range(40):
        lot = Random(turn)
        plan, company = random_plans.plan(lot), random_plans.company(lot)
        known = facts(plan, *company)
        found = pay.compare({"one": plan, "two": replace(plan)}, lambda _, known=known: known)
        assert {row["difference_minor"] for row in found.whole.records()} == {0}
        assert {row["difference_minor"] for row in found.payees.records()} <= {0}
        assert not len(found.winners("two"))
        assert not len(found.losers("two"))


def test_what_is_taken_over_from_another_plan_changes_nothing() -> None:
    """Plans by lot after one another on the same facts pay what each pays by itself."""
    kept = 0
    for turn in range(60):
        lot = Random(turn)
        base, company = random_plans.plan(lot), random_plans.company(lot)
        known = facts(base, *company)
        before = pay.calculate(base, known)
        for other in varied(base, lot):
            alone = pay.calculate(other, known)
            after = pay.calculate(other, known, like=before)
            assert list(after.by_payee) == list(alone.by_payee), turn
            kept += after.found["part"] is before.found["part"]
    assert 20 < kept < 160


def varied(base: pay.Plan, lot: Random) -> list[pay.Plan]:
    """Plans that differ in one thing each."""
    part, table = base.pay[0], random_plans.table(lot, base.measures["main"])
    measure = replace(base.measures["main"], where=random_plans.ready("amount > 150"))
    return [
        replace(base, tables={"tiers": table}),
        replace(base, measures={**base.measures, "main": measure}),
        replace(base, pay=(replace(part, where=random_plans.ready("quantity > 2")),)),
        replace(base, version="2"),
    ]
