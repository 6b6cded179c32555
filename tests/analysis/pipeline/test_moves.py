"""What moved a pipeline, through real loads and builds; who asks is in the name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from everyrep.analysis.pipeline.moves import what_moved
from everyrep.analysis.pipeline.waterfall import WhatMoved
from everyrep.measures import query
from everyrep.values import Scope, UserError
from everyrep.warehouse.reader import Warehouse
from tests.warehouse.company import START, Company

EVERYTHING = Scope.everything("tests")
SETTINGS = '[company]\nreporting_currency = "USD"\n'


def row(name: str, owner: str = "ann", **more: Any) -> dict[str, Any]:
    plain = {
        "id": name, "name": name.title(), "owner": owner, "amount": "1000", "currency": "USD",
        "stage": "Open", "outcome": "open", "created_on": "2026-05-01", "close_on": "2026-09-15",
    }  # fmt: skip
    return {**plain, **more}


FIRST = [row("stays"), row("grows"), row("wins"), row("loses"), row("slips"), row("shrinks", "bob")]
SECOND = [
    row("stays"),
    row("grows", amount="1500"),
    row("wins", outcome="won", stage="Won", close_on="2026-07-10"),
    row("loses", outcome="lost", stage="Lost", close_on="2026-07-11"),
    row("slips", close_on="2026-11-01"),
    row("shrinks", "bob", amount="400"),
    row("comes", created_on="2026-07-08", amount="250"),
]
DAYS = {"since": date(2026, 7, 3), "until": date(2026, 7, 15)}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Deals delivered on 1 July and again two weeks later; the second build keeps the first."""
    made = Company(tmp_path_factory.mktemp("moves"))
    made.settings(SETTINGS)
    people = [{"id": "ann", "full_name": "Ann"}, {"id": "bob", "full_name": "Bob"}]
    made.put("people", people)
    made.put("opportunities", FIRST, file="first.csv")
    made.build()
    made.seconds += 14 * 86_400
    made.put("opportunities", SECOND, file="second.csv")
    made.settings(SETTINGS + "as_of = 2026-07-15\n")
    made.build()
    return made


@pytest.fixture
def warehouse(company: Company) -> Iterator[Warehouse]:
    with Warehouse.open(company.folder) as opened:
        yield opened


def effects(found: WhatMoved) -> dict[str, int | None]:
    return {
        part.name: None if part.effect.value is None else part.effect.value.minor // 100
        for part in found.parts
    }


def adds_up(found: WhatMoved) -> bool:
    return sum(part.effect.value.minor for part in found.parts) == (
        found.after.value.minor - found.before.value.minor
    )


def test_earlier_deliveries_tell_what_amounts_were(warehouse: Warehouse) -> None:
    found = what_moved(warehouse, EVERYTHING, **DAYS)
    assert effects(found) == {
        "new": 250, "won": -1000, "lost": -1000, "grown": 500, "shrunk": -600,
    }  # fmt: skip
    assert adds_up(found)
    assert found.known["amount"] == {"inferred": 6}


def test_slipping_shows_where_a_period_is_asked_for(warehouse: Warehouse) -> None:
    found = what_moved(warehouse, EVERYTHING, **DAYS, period="2026Q3")
    assert effects(found)["slipped"] == -1000
    assert adds_up(found)


def test_what_is_after_is_the_pipeline_of_the_door(warehouse: Warehouse) -> None:
    found = what_moved(warehouse, EVERYTHING, **DAYS)
    assert found.after.value == query(warehouse, "pipeline", scope=EVERYTHING).one().value


def test_before_the_first_delivery_nothing_tells_and_the_answer_says_so(
    warehouse: Warehouse,
) -> None:
    found = what_moved(warehouse, EVERYTHING, since=date(2026, 6, 1), until=date(2026, 6, 20))
    assert effects(found) == {}
    assert any("nothing tells the amount" in note for note in found.notes)


def test_of_a_day_before_the_data_nothing_is_told_but_since_when(warehouse: Warehouse) -> None:
    found = what_moved(warehouse, EVERYTHING, since=date(2020, 1, 1), until=date(2020, 2, 1))
    for side in (found.before, found.after):
        assert side.reason.code == "before_the_data"
        assert "2026-05-01" in side.reason.sentence
    half = what_moved(warehouse, EVERYTHING, since=date(2020, 1, 1))
    assert not half.before.estimable
    assert half.after.value == query(warehouse, "pipeline", scope=EVERYTHING).one().value
    assert half.parts == ()


def test_a_day_of_the_data_on_which_nothing_was_open_is_none(warehouse: Warehouse) -> None:
    found = what_moved(warehouse, EVERYTHING, since=date(2026, 5, 2), where="id = 'crm:comes'")
    assert found.before.value.minor == 0


def test_a_second_day_beyond_what_is_known_is_cut_and_said(warehouse: Warehouse) -> None:
    found = what_moved(warehouse, EVERYTHING, since=date(2026, 7, 3), until=date(2026, 12, 31))
    assert found.until == date(2026, 7, 15)
    assert any("2026-12-31 was asked for" in note for note in found.notes)


def test_an_earlier_build_shows_what_was_known_then(company: Company) -> None:
    builds = sorted(path.parent.name for path in company.workspace.warehouse.glob("*/build.json"))
    with Warehouse.open(company.folder) as now, Warehouse.open(company.folder, builds[0]) as then:
        found = what_moved(now, EVERYTHING, since=date(2026, 7, 1), earlier=then)
    assert effects(found) == {
        "new": 250, "won": -1000, "lost": -1000, "grown": 500, "shrunk": -600,
    }  # fmt: skip
    assert adds_up(found)


def test_the_administrator_sees_the_deals_with_their_names(warehouse: Warehouse) -> None:
    found = what_moved(warehouse, EVERYTHING, **DAYS)
    won = next(part for part in found.parts if part.name == "won")
    assert [(deal.deal, deal.name) for deal in won.deals] == [("crm:wins", "Wins")]
    assert won.deals[0].owner_name == "Ann"
    assert "Wins" in str(found.to_dict())


def test_bob_sees_only_his_own(warehouse: Warehouse) -> None:
    bob = warehouse.connection.execute("SELECT id FROM people WHERE full_name = 'Bob'").fetchone()[
        0
    ]
    scope = replace(EVERYTHING, who="bob", people=frozenset({bob}))
    found = what_moved(warehouse, scope, **DAYS)
    assert effects(found) == {"shrunk": -600}
    assert found.before.value.minor == 100_000


def test_who_may_not_see_rows_gets_sums_without_deals(warehouse: Warehouse) -> None:
    scope = replace(EVERYTHING, abilities=frozenset({"see_amounts"}))
    found = what_moved(warehouse, scope, **DAYS)
    assert found.parts
    assert all(part.deals == () for part in found.parts)


def test_who_may_not_see_amounts_gets_a_reason(warehouse: Warehouse) -> None:
    scope = replace(EVERYTHING, abilities=frozenset({"see_rows"}))
    found = what_moved(warehouse, scope, **DAYS)
    assert found.after.reason.code == "not_allowed"
    assert found.parts == ()


def test_who_sees_nobody_gets_a_reason(warehouse: Warehouse) -> None:
    assert what_moved(warehouse, Scope.nothing("n"), **DAYS).after.reason.code == "nothing_in_scope"


def test_parts_about_too_few_people_are_withheld(warehouse: Warehouse) -> None:
    scope = replace(EVERYTHING, min_group=2)
    found = what_moved(warehouse, scope, **DAYS)
    assert set(effects(found).values()) == {None}
    assert found.after.estimable


def test_a_first_day_after_the_second_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(UserError, match="is to be compared"):
        what_moved(warehouse, EVERYTHING, since=date(2026, 8, 1))


def test_the_clock_of_the_tests_starts_in_july() -> None:
    assert datetime(2026, 7, 1, 8, tzinfo=UTC) == START
