"""Tables of a simulated company, held to figures that are counted elsewhere."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from everyrep.faces.payroll import Members, given_of, plans_in
from everyrep.faces.payroll.rates import Rates
from everyrep.measures import query
from everyrep.measures.records import Records
from everyrep.pay import Given, amounts, calculate
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse

ALL = Scope.everything("the test")
END = date(2025, 12, 31)


def whole(records: Warehouse) -> Given:
    return given_of(records, ALL, payees=Members(("Sales Manager",)), through=END)


def test_lines_of_a_year_are_the_bookings_of_the_year(records: Warehouse) -> None:
    """Converted one by one at the rates that plans get, they are what the measure adds up."""
    lines = whole(records).lines
    rates = Rates.of(Records(records, ALL, END).rates, records.reporting_currency, None)
    won = lines[lines["reverses"].isna() & (lines["closed_on"] >= date(2025, 1, 1))]
    found = [
        rates.converted(int(row.amount_minor), row.currency, row.closed_on)
        for row in won.itertuples(index=False)
    ]
    late = records.connection.execute(
        "SELECT coalesce(sum(amount_base_minor), 0)::BIGINT, count(*) FROM opportunities "
        "WHERE outcome = 'won' AND close_on BETWEEN DATE '2025-01-01' AND ? AND booked_on > ?",
        [END, END],
    ).fetchone()
    assert late is not None
    bookings = query(records, "bookings", period="2025", scope=ALL).one().value
    assert len(found) > 100
    assert sum(one for one in found if one is not None) + late[0] == bookings.minor  # type: ignore[union-attr]
    assert None not in found


def test_refunds_are_those_of_the_truth(records: Warehouse, demo: Path) -> None:
    """Damaged rows lose their amount or owner, but none of what was taken back."""
    truth = json.loads((demo / "exports" / "truth.json").read_text())["afterwards"]
    refunds = Records(records, ALL, records.as_of).refunds
    sums = refunds.groupby("currency")["amount_minor"].sum()
    assert len(refunds) == truth["taken_back"] > 0
    assert {code: int(total) for code, total in sums.items()} == truth["taken_back_cents"]


def test_a_lead_who_sees_the_team_alone_is_paid_the_same(records: Warehouse, demo: Path) -> None:
    """What colleagues of other teams have of a deal is nobody's, and rolls up to nobody."""
    plans, members = plans_in(demo / "plans")
    plan = next(one for one in plans if one.id == "manager")
    given = given_of(records, ALL, payees=members["manager"], through=END)
    everything = amounts(calculate(plan, given.facts(plan)))
    lead = everything.groupby("payee")["minor"].sum().idxmax()
    above = given.managers
    team = set(above.loc[(above["manager"] == lead).to_numpy(), "payee"]) | {lead}
    scope = Scope("a lead", frozenset(team), min_group=1,
                  abilities=frozenset({"see_rows", "see_amounts", "see_people"}))  # fmt: skip
    own = given_of(records, scope, payees=members["manager"], through=END)
    assert 0 < len(own.lines) < len(given.lines)
    found = amounts(calculate(plan, own.facts(plan)))
    expected = everything[(everything["payee"] == lead).to_numpy()].reset_index(drop=True)
    mine = found[(found["payee"] == lead).to_numpy()].reset_index(drop=True)
    names = ["key", "minor", "day"]
    assert mine[names].to_dict("records") == expected[names].to_dict("records")
    assert len(expected) > 10
