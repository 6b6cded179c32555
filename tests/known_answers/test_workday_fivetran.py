"""A Workday copy as a pipeline makes it: workers, positions and units as versions in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.known_answers.loaded import Loaded

pytestmark = pytest.mark.reference
WORKER = "aabbccdd11223344aabbccdd11223344"


@pytest.fixture(scope="module")
def hr(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("workday_fivetran", "workday_fivetran/seeds")


def test_workers_are_put_together_from_history_names_and_addresses(hr: Loaded) -> None:
    assert hr.one("SELECT count(*) FROM people WHERE load_id IS NOT NULL") == 6
    assert hr.rows(
        "SELECT full_name, email, hired_on, left_on, leaving_kind, base_pay_minor, currency "
        "FROM people WHERE employee_number = '10018'"
    ) == [
        (
            "Sponge Bob", "fred@flintstone.net", date(2018, 10, 9), date(2020, 12, 2),
            "voluntary", 108_333_33, "BRL",
        )
    ]  # fmt: skip


def test_only_the_version_in_force_says_how_a_worker_stands(hr: Loaded) -> None:
    asked = f"SELECT base_pay_minor FROM people WHERE id = 'person:hr:{WORKER}'"
    assert hr.one(asked) == 80_000_00


def test_units_of_a_worker_follow_their_versions(hr: Loaded) -> None:
    assert hr.rows(
        "SELECT from_on, to_on, team_id FROM org_history "
        f"WHERE person_id = 'person:hr:{WORKER}' ORDER BY 1"
    ) == [
        (date(2024, 1, 1), date(2025, 4, 1), "hr:1c82dedad9504fe19b314a6a49e5dd83"),
        (date(2025, 4, 1), None, "hr:aabbccdd11223344aabbccdd11223399"),
    ]


def test_positions_and_units_of_the_same_day_stand_side_by_side(hr: Loaded) -> None:
    assert hr.rows("SELECT count(title), count(team_id) FROM positions") == [(7, 3)]


def test_positions_that_end_before_they_begin_are_found(hr: Loaded) -> None:
    found = hr.findings["positions", "ends-before-it-begins"]
    assert found.rows == 2
    assert [example.line for example in found.examples] == [7, 8]


def test_units_and_leaves(hr: Loaded) -> None:
    assert hr.one("SELECT count(*) FROM teams WHERE load_id IS NOT NULL") == 5
    assert hr.one("SELECT count(*) FROM leaves") == 5
    assert hr.rows("SELECT from_on, to_on FROM leaves WHERE kind = 'sick'") == [
        (date(2021, 2, 23), date(2021, 10, 1))
    ]


def test_the_same_files_again_change_nothing(hr: Loaded) -> None:
    assert hr.again().build_id == hr.warehouse.snapshot
