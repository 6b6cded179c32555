"""Figures of people that can be counted on the fingers: what does not add up must not be added."""

from __future__ import annotations

from fractions import Fraction

import pytest

from everyrep.measures import Answer, query
from everyrep.values import Scope
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the test")


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    """Ann is there throughout, in two teams one after the other; bob leaves, cleo comes."""
    world = World()
    world.person("ann", hired_on="2025-01-01").person("cleo", hired_on="2026-03-15")
    world.person("bob", hired_on="2026-01-01", left_on="2026-03-01", leaving_kind="voluntary")
    world.person("max", hired_on="2024-01-01")
    for person, start, end, team, lead in (
        ("ann", "2025-01-01", "2026-02-01", "north", "max"),
        ("ann", "2026-02-01", None, "south", "max"),
        ("bob", "2026-01-01", "2026-03-01", "north", "max"),
        ("cleo", "2026-03-15", None, "north", "ann"),
        ("max", "2024-01-01", None, None, None),
    ):
        world.add(
            "org_history", person_id=person, from_on=start, to_on=end, team_id=team,
            manager_id=lead,
        )  # fmt: skip
    return world.warehouse()


def values(answer: Answer, dimension: str) -> dict[object, object]:
    return {row.keys[dimension]: row.estimate.value for row in answer}


def test_the_headcount_of_a_quarter_is_that_of_its_last_day(company: TinyWarehouse) -> None:
    months = query(company, "headcount", by="month", period="2026Q1", scope=ALL)
    assert values(months, "month") == {"2026-01": 3, "2026-02": 3, "2026-03": 3}
    assert query(company, "headcount", period="2026Q1", scope=ALL).one().value == 3
    assert query(company, "headcount", period="2026-02", scope=ALL).one().value == 3
    teams = query(company, "headcount", by="team", period="2026Q1", scope=ALL)
    assert values(teams, "team") == {"north": 1, "south": 1, None: 1}


def test_weeks_within_months_count_each_person_once_a_cell(company: TinyWarehouse) -> None:
    cells = query(company, "headcount", by=["week", "month"], period="2026Q1", scope=ALL)
    assert {row.estimate.value for row in cells} <= {2, 3}
    quarters = query(company, "headcount", by=["quarter", "month"], period="2026Q1", scope=ALL)
    assert [row.estimate.value for row in quarters] == [3, 3, 3]


def test_a_running_period_ends_with_the_last_day_known(company: TinyWarehouse) -> None:
    assert query(company, "headcount", period="2026", scope=ALL).one().value == 3
    after = query(company, "headcount", period="2027", scope=ALL).one()
    assert not after.estimable


def test_the_average_headcount_of_teams_adds_up_and_that_of_months_does_not(
    company: TinyWarehouse,
) -> None:
    whole = query(company, "average_headcount", period="2026Q1", scope=ALL).one()
    assert whole.value == Fraction(90 + 90 + 59 + 17, 90)
    assert whole.n == 4
    teams = query(company, "average_headcount", by="team", period="2026Q1", scope=ALL)
    assert values(teams, "team") == {
        "north": Fraction(31 + 59 + 17, 90), "south": Fraction(59, 90), None: 1,
    }  # fmt: skip
    months = query(company, "average_headcount", by="month", period="2026Q1", scope=ALL)
    assert values(months, "month")["2026-03"] == Fraction(31 + 31 + 17, 31)


def test_a_manager_of_nobody_has_no_span(company: TinyWarehouse) -> None:
    assert query(company, "span_of_control", period="2026-02", scope=ALL).one().value == 2
    found = query(company, "span_of_control", period="2026Q2", scope=ALL).one()
    assert (found.value, found.n) == (1, 2)


def test_hires_and_exits_fall_on_the_first_and_the_last_day(company: TinyWarehouse) -> None:
    for name, expected in (("hires", {"north": 2}), ("exits", {"north": 1})):
        found = query(company, name, by="team", period="2026", scope=ALL)
        assert values(found, "team") == expected
    assert query(company, "exits", period="2026-03", scope=ALL).one().value == 0
    assert query(company, "voluntary_exit_share", scope=ALL).one().value == 1


def test_retention_waits_until_somebody_can_have_stayed(company: TinyWarehouse) -> None:
    """Of the hires of 2026 nobody can have stayed a year: one who left is no 0%."""
    found = query(company, "first_year_retention", period="2026", scope=ALL).one()
    assert not found.estimable
    assert found.reason is not None
    assert found.reason.code == "not_followed_long_enough"
    world = World().person("gone", hired_on="2025-01-05", left_on="2025-03-01")
    world.person("stays", hired_on="2025-02-01").person("new", hired_on="2026-06-01")
    known = query(world.warehouse(), "first_year_retention", scope=ALL).one()
    assert (known.value, known.n) == (0.5, 3)


def test_two_leaves_over_the_same_days_are_one_absence() -> None:
    world = World().person("ann", hired_on="2026-01-01", role="rep")
    for start, end in (("2026-06-01", "2026-06-11"), ("2026-06-03", "2026-06-06")):
        world.add("leaves", person="ann", from_on=start, to_on=end)
    found = query(world.deal("d1", owner="ann").warehouse(), "leave_share", scope=ALL).one()
    assert found.value == pytest.approx(10 / 30)


def test_a_territory_is_vacant_from_the_day_its_only_holder_left() -> None:
    world = World()
    for person, territory, start, end in (
        ("ann", "alps", "2025-01-01", "2026-02-01"), ("bob", "alps", "2026-03-01", None),
        ("cleo", "coast", "2025-01-01", "2026-02-01"), ("dora", "coast", "2025-06-01", None),
        ("ed", "delta", "2025-01-01", "2026-05-01"),
    ):  # fmt: skip
        world.person(person, hired_on=start, left_on=end)
        world.add("org_history", person_id=person, from_on=start, to_on=end, territory_id=territory)
    found = query(world.warehouse(), "territory_vacancy", scope=ALL).one()
    # The coast was never without anybody; the delta is vacant still.
    assert (found.value, found.n) == (28, 2)
