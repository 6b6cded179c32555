"""What a plan costs at each attainment, worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

import everyrep.pay as pay
from everyrep.pay.whatif import STEPS, By
from everyrep.values import DataError, UnknownName, UserError
from tests.pay.plan.small import TABLE, small

ONE = pd.DataFrame([
    {"line": "1", "payee": "ana", "closed_on": "2026-01-10", "amount": "23_456.78", "cost": "0",
     "kind": "new", "quantity": "1"},
])  # fmt: skip
TWO = pd.DataFrame([
    {"line": name, "payee": payee, "closed_on": "2026-01-10", "amount": amount, "cost": "0",
     "kind": "new", "quantity": "1"}
    for name, payee, amount in [("1", "ana", "40_000"), ("2", "ben", "120_000")]
])  # fmt: skip


def given(lines: pd.DataFrame) -> pay.Given:
    staff = [{"payee": name, "from": "2026-01-01", "target": "0"} for name in set(lines.payee)]
    return pay.Given(lines, pd.DataFrame(staff), through=date(2026, 3, 31))


def curve(plan: str, lines: pd.DataFrame, **how: Any) -> dict[Fraction, dict[str, Any]]:
    found = pay.compare({"one": pay.read_plan(plan)}, given(lines))
    return {row["step"]: row for row in found.by_attainment(**how).records()}  # type: ignore[misc]


def test_one_person_at_each_attainment() -> None:
    """5% of 100,000 up to the quota, and 8% above: exactly, however odd the amount was."""
    found = curve(small(), ONE)
    assert list(found) == list(STEPS)
    for step, row in found.items():
        wanted = min(step, 1) * 5_000_00 + max(step - 1, 0) * 8_000_00
        assert (row["attainment"], row["pay_minor"]) == (step, wanted)
        assert row["people_at_quota"] == (step >= 1)


def test_a_cliff_is_met_exactly_where_it_is() -> None:
    cliff = TABLE.replace('"marginal"', '"retroactive"')
    found = curve(small(table=cliff), ONE, steps=[Fraction(99, 100), Fraction(1)])
    assert [row["pay_minor"] for row in found.values()] == [4_950_00, 8_000_00]


def test_people_stay_spread_as_they_were() -> None:
    """At 100% of the team, one is at 50% and the other at 150%: the plan pays for the spread."""
    row = curve(small(), TWO, steps=[Fraction(1)])[Fraction(1)]
    assert row["pay_minor"] == 2_500_00 + 5_000_00 + 4_000_00
    assert (row["people_at_quota"], row["people"]) == (1, 2)
    spread = [row[f"{name}_minor"] for name in
              ("lowest", "quarter", "median", "three_quarters", "highest")]  # fmt: skip
    assert spread == [2_500_00, 2_500_00, 2_500_00, 9_000_00, 9_000_00]


def test_quotas_may_move_instead_of_lines() -> None:
    """160,000 stay; the team's quota falls from 200,000 to 80,000, so that it is at 200%."""
    found = curve(small(), TWO, by=By.QUOTA, steps=[Fraction(0), Fraction(2)])
    assert list(found) == [Fraction(2)]
    # 40,000 each at 5%, and 80,000 at 8%
    assert found[Fraction(2)]["pay_minor"] == 4_000_00 + 6_400_00


def test_lines_that_do_not_count_stay_as_they_were() -> None:
    both = pd.concat([TWO, TWO.assign(line=["3", "4"], kind="other")])
    plan = small().replace('[measure.sales]\nof = "amount"',
                           '[measure.sales]\nof = "amount"\nwhere = "kind = \'new\'"')  # fmt: skip
    plan = plan.replace('table = "tiers"', 'rate = "1%"\nrefund = "original"')
    found = curve(plan, both, steps=[Fraction(0), Fraction(1)])
    assert [row["pay_minor"] for row in found.values()] == [1_600_00, 1_600_00 + 2_000_00]


def test_a_step_that_the_plan_refuses_says_so() -> None:
    ends = TABLE.replace('above = "open"', 'above = "error"')
    ends = ends.replace('{ from = "100%", pays', '{ from = "100%", to = "120%", pays')
    found = curve(small(table=ends), ONE, steps=[Fraction(1), Fraction(2)])
    assert found[Fraction(1)]["refused"] is None
    assert found[Fraction(2)]["pay_minor"] is None
    assert "ends below what was reached" in found[Fraction(2)]["refused"]


def test_what_cannot_be_scaled_is_refused() -> None:
    counts = small().replace('[measure.sales]\nof = "amount"', '[measure.sales]\nof = "1"')
    counts = counts.replace('kind = "money"\nwindow', 'kind = "count"\nwindow')
    counts = counts.replace("100_000 USD", "3")
    with pytest.raises(UserError, match="a larger line is still one line"):
        curve(counts, ONE)
    with pytest.raises(UnknownName, match="sales"):
        curve(small(), ONE, measure="salse")
    with pytest.raises(UserError, match="'units' has no quota"):
        curve(small(), ONE, measure="units")
    with pytest.raises(DataError, match="Nothing was reached"):
        curve(small(), ONE.assign(amount="0"))
