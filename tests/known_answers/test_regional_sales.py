"""A CRM export of 20,000 deals with owners, companies, campaigns, products and territories."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.known_answers.loaded import Loaded, dollars

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def crm(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("regional_sales", "ms_powerbi_samples/regional_sales")


def test_won_lost_open_and_revenue_are_those_of_the_maker_of_the_report(crm: Loaded) -> None:
    assert crm.ask("won_deals").one().value == 7_282
    assert crm.ask("lost_deals").one().value == 7_385
    assert crm.ask("open_deals").one().value == 5_333
    assert crm.ask("win_rate").one().value == pytest.approx(0.4965, abs=5e-5)
    assert crm.ask("bookings").one().value == dollars("26435925")


@pytest.mark.parametrize(
    ("column", "table", "filled"),
    [
        ("owner_id", "people", 20_000),
        ("account_id", "accounts", 20_000),
        ("product_id", "products", 20_000),
        ("campaign_id", "campaigns", 13_268),
    ],
)
def test_deals_find_what_they_refer_to(crm: Loaded, column: str, table: str, filled: int) -> None:
    found = crm.rows(
        f"SELECT count({column}), count(*) FILTER ({column} IN "
        f"(SELECT id FROM {table} WHERE load_id IS NOT NULL)) FROM opportunities"
    )
    assert found == [(filled, filled)]


def test_companies_find_their_territories_and_industries(crm: Loaded) -> None:
    assert crm.rows(
        "SELECT count(*), count(*) FILTER (territory_id IN (SELECT id FROM territories)), "
        "count(*) FILTER (regexp_full_match(industry, '[0-9]+')) FROM accounts"
    ) == [(300, 300, 0)]
    assert crm.by("won_deals", "territory")["US-WEST, WA"] == 904


def test_managers_given_by_name_head_their_people(crm: Loaded) -> None:
    found = crm.by("bookings", "manager")
    assert set(found) == {"Amelie Garner", "Ethan Brooks", "Peyton Davis"}
    assert sum(amount.minor for amount in found.values()) == 26_435_925_00


def test_one_owner_has_no_deals(crm: Loaded) -> None:
    assert crm.one(
        "SELECT count(*) FROM people WHERE load_id IS NOT NULL "
        "AND id NOT IN (SELECT owner_id FROM opportunities WHERE owner_id IS NOT NULL)"
    ) == 1  # fmt: skip


def test_the_same_files_again_change_nothing(crm: Loaded) -> None:
    assert crm.again().build_id == crm.warehouse.snapshot
