"""A Salesforce copy as a pipeline makes it: real columns, ten rows a table, masked words."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest

from tests.known_answers.loaded import Loaded, dollars

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def crm(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("salesforce_fivetran", "salesforce_fivetran/seeds")


def test_outcomes_are_told_by_flags(crm: Loaded) -> None:
    assert crm.count("opportunities") == 10
    assert crm.ask("won_deals").one().value == 5
    assert crm.ask("lost_deals").one().value == 4
    assert crm.ask("open_deals").one().value == 1
    assert crm.ask("win_rate").one().value == pytest.approx(5 / 9)


def test_four_deals_have_an_amount(crm: Loaded) -> None:
    assert crm.one("SELECT count(amount_minor) FROM opportunities") == 4
    assert crm.ask("bookings").one().value == dollars("24120000")
    assert crm.findings["opportunities", "won-without-amount"].rows == 4


def test_a_probability_of_1000_is_found(crm: Loaded) -> None:
    found = crm.findings["opportunities", "range-probability"]
    assert found.rows == 1
    assert found.examples[0].line == 2
    assert "10.0" in found.examples[0].values.values()


def test_versions_of_deals_become_stage_history(crm: Loaded) -> None:
    """There is one version of each deal, so each entered the stage it is in."""
    path = next(path for path in crm.files if path.name == "sf_opportunity_history_data.csv")
    with path.open(encoding="utf-8", newline="") as file:
        versions = {
            (f"crm:{row['id']}", row["stage_name"], row["_fivetran_start"])
            for row in csv.DictReader(file)
        }
    found = crm.rows("SELECT opportunity_id, stage, entered_at::VARCHAR FROM stage_history")
    assert set(found) == versions
    assert len(versions) == 10
    assert crm.one("SELECT count(*) FROM stage_history WHERE inferred OR step <> 1") == 0


def test_owners_whom_no_file_lists_are_kept_and_named(crm: Loaded) -> None:
    assert crm.one("SELECT count(owner_id) FROM opportunities") == 10
    assert crm.findings["opportunities", "unknown-owner"].rows == 10


def test_tasks_and_events_are_activities(crm: Loaded) -> None:
    assert dict(crm.rows("SELECT load_id[8:], count(*) FROM activities GROUP BY 1")) == {
        "sf_event_data": 10, "sf_task_data": 10,
    }  # fmt: skip


def test_the_same_files_again_change_nothing(crm: Loaded) -> None:
    assert crm.again().build_id == crm.warehouse.snapshot
