"""The simulated company through the whole road: what its truth says, the warehouse must say.

The authority is `truth.json`, noted before the files were damaged on purpose; the tolerances are
what the damage can move, and nothing more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from everyrep.assembly import build_demo
from everyrep.measures import query
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

pytestmark = pytest.mark.reference
ALL = Scope.everything("the test")


@dataclass(frozen=True)
class Company:
    """The company as built, and its truth."""

    warehouse: Warehouse
    truth: dict[str, Any]
    exports: Path

    def number(self, sql: str) -> Any:
        """The one value of a query."""
        found = self.warehouse.connection.execute(sql).fetchone()
        assert found is not None
        return found[0]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """About a hundred people over a year and a half, built once for all tests."""
    workspace = Workspace(tmp_path_factory.mktemp("company"))
    build_demo(workspace, people=100, months=18, seed=7, progress=lambda *_: None)
    exports = workspace.root / "exports"
    truth = json.loads((exports / "truth.json").read_text(encoding="utf-8"))
    with Warehouse.open(workspace) as warehouse:
        yield Company(warehouse, truth, exports)


def test_every_deal_ends_as_it_ended(company: Company) -> None:
    """Also the deals whose stage is misspelt."""
    facts = company.truth["facts"]["opportunities"]
    assert company.truth["mess"]["stage_typo"]["rows"]
    for outcome in ("won", "lost", "no_decision", "open"):
        found = company.number(f"SELECT count(*) FROM opportunities WHERE outcome = '{outcome}'")
        assert found == facts[outcome], outcome


def test_win_rate_is_the_true_share(company: Company) -> None:
    found = query(company.warehouse, "win_rate", scope=ALL).one()
    true = company.truth["facts"]["win_rate_without_no_decision"]
    assert float(found.value) == pytest.approx(true, abs=0.002)
    assert found.low <= true <= found.high


def test_stage_conversion_is_the_true_share(company: Company) -> None:
    answer = query(company.warehouse, "stage_conversion", scope=ALL)
    for stage, fact in company.truth["facts"]["stages"].items():
        key = next(
            row.keys["stage"] for row in answer if answer.label("stage", row.keys["stage"]) == stage
        )
        found = answer.one(stage=key)
        assert float(found.value) == pytest.approx(fact["conversion"], abs=0.01), stage


def test_activities_are_counted_once(company: Company) -> None:
    """Doubled tasks are in the files; the warehouse has each once."""
    for kind, true in company.truth["facts"]["activities"].items():
        rows = f"SELECT count(*) FROM activities WHERE kind = '{kind.lower()}'"
        assert company.number(rows) == true, kind


def test_bookings_are_true_to_the_cent(company: Company) -> None:
    """By currency, but for the won deals whose amount was taken out of the files."""
    for currency, true in company.truth["facts"]["booked_cents"].items():
        booked = company.number(
            "SELECT sum(amount_minor) FROM opportunities "
            f"WHERE outcome = 'won' AND currency = '{currency}'"
        )
        missing = company.number(
            "SELECT coalesce(sum(l.amount_minor), 0) FROM opportunities o "
            "JOIN opportunity_lines l ON l.opportunity_id = o.id "
            f"WHERE o.outcome = 'won' AND o.currency = '{currency}' AND o.amount_minor IS NULL"
        )
        assert booked + missing == pytest.approx(true, rel=0.005)


def test_people_of_three_systems_are_matched(company: Company) -> None:
    """Pairs of records, against the ids that the truth says belong to one person."""
    connection = company.warehouse.connection
    true = str(company.exports / "truth" / "people.parquet")
    pairs, right = connection.execute(
        "WITH linked AS (SELECT c.ref AS crm, h.ref AS hr FROM person_links c "
        "JOIN person_links h USING (person_id) WHERE c.ref LIKE 'crm:%' AND h.ref LIKE 'hr:%') "
        f"SELECT count(*), count(t.crm_id) FROM linked LEFT JOIN '{true}' t "
        "ON 'crm:' || t.crm_id = linked.crm AND 'hr:' || t.hr_number = linked.hr"
    ).fetchone() or (0, 0)
    people = company.number(f"SELECT count(*) FROM '{true}'")
    assert right == pairs, "a wrong pair"
    assert right >= 0.95 * people


def test_the_mess_is_met(company: Company) -> None:
    """Rows that come twice are replaced, and none more."""
    mess = company.truth["mess"]
    tables = company.warehouse.record.tables
    assert tables["opportunities"].replaced == mess["duplicate_opportunity"]["rows"]
    assert tables["learning_events"].replaced == mess["duplicate_statement"]["rows"]
    assert tables["activities"].replaced == mess["duplicate_task"]["rows"]


def test_leaving_of_ones_own_accord_is_told_from_being_let_go(company: Company) -> None:
    """Rates leave out those whose exit comes before their hire, as the files were damaged."""
    exits = company.truth["facts"]["exits"]
    kinds = {"voluntary": exits["resigned"], "involuntary": exits["dismissed"]}
    people = "SELECT count(*) FROM people WHERE left_on IS NOT NULL"
    for kind, true in kinds.items():
        assert company.number(f"{people} AND leaving_kind = '{kind}'") == true, kind
    possible = sum(kinds.values()) - company.truth["mess"]["exit_before_hire"]["rows"]
    own = company.number(f"{people} AND left_on >= hired_on AND leaving_kind = 'voluntary'")
    share = query(company.warehouse, "voluntary_exit_share", scope=ALL).one()
    assert (share.n, float(share.value)) == (possible, pytest.approx(own / possible))
    period = "2024-01-01..2026-06-01"
    every, voluntary = (
        float(query(company.warehouse, name, scope=ALL, period=period).one().value)
        for name in ("turnover", "voluntary_turnover")
    )
    assert voluntary / every == pytest.approx(own / possible)
