"""Exports without dates: deals with nobody's name on them, and employees on an unknown day."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.known_answers.loaded import Loaded, dollars

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def deals(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("ibm_sales_win_loss", "ibm_sales_win_loss.csv")


@pytest.fixture(scope="module")
def staff(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("ibm_hr_attrition", "ibm_hr_attrition")


def test_deals_with_the_same_number_all_count(deals: Loaded) -> None:
    assert deals.count("opportunities") == 78_025
    assert deals.ask("won_deals").one().value == 17_627
    assert deals.ask("lost_deals").one().value == 60_398
    assert deals.ask("win_rate").one().value == pytest.approx(0.2259, abs=5e-5)
    assert deals.warehouse.record.tables["opportunities"].replaced == 0


def test_win_rate_by_route(deals: Loaded) -> None:
    expected = {
        "Reseller": 0.2757, "Telesales": 0.2190, "Fields Sales": 0.1857, "Other": 0.1852,
        "Telecoverage": 0.0646,
    }  # fmt: skip
    found = deals.by("win_rate", "channel")
    assert found == {route: pytest.approx(rate, abs=5e-5) for route, rate in expected.items()}


def test_amounts(deals: Loaded) -> None:
    assert deals.rows(
        "SELECT sum(amount_minor), count(*) FILTER (amount_minor = 0) FROM opportunities"
    ) == [(7_149_997_270_00, 2_047)]
    assert deals.ask("bookings").one().value == dollars("1286106684")


def test_what_lacks_dates_is_said_to(deals: Loaded) -> None:
    assert deals.findings["opportunities", "closed-without-close-date"].rows == 78_025


def test_the_same_file_again_changes_nothing(deals: Loaded) -> None:
    assert deals.again().build_id == deals.warehouse.snapshot


def test_leavers_by_department_and_role(staff: Loaded) -> None:
    counts = "SELECT count(*), count(leaving_kind) FROM people"
    assert staff.rows(counts) == [(1_470, 237)]
    assert staff.rows(f"{counts} WHERE team_id = 'hr:Sales'") == [(446, 92)]
    for role, expected in (
        ("Sales Representative", (83, 33)),
        ("Sales Executive", (326, 57)),
    ):
        assert staff.rows(f"{counts} WHERE role = '{role}'") == [expected]
    assert staff.rows(f"{counts} WHERE role = 'Manager' AND team_id = 'hr:Sales'") == [(37, 2)]


def test_the_mark_at_the_start_of_the_file_is_no_part_of_a_column(staff: Loaded) -> None:
    (table,) = staff.tables
    assert table.part is not None
    assert table.part.table.columns[0] == "Age"
