"""What real exports, that nobody of this project wrote, are taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

from everyrep.sources.files import Guess, guess, to_raw

pytestmark = pytest.mark.reference

EXPECTED: dict[str, dict[str, str | None]] = {
    "maven_crm": {
        "accounts": "accounts", "products": "products", "sales_pipeline": "opportunities",
        "sales_teams": "people", "data_dictionary": None,
    },
    "ms_powerbi_samples/regional_sales": {
        "Accounts": "accounts", "Campaigns": "campaigns", "Contacts": "contacts",
        "Opportunities": "opportunities", "Owners": "people", "Products": "products",
        "Territories": "territories", "Industries": None, "Opportunity_Calendar": None,
    },
    "ms_powerbi_samples/opportunity_tracking": {
        "Account": "accounts", "Fact": "opportunities", "Product": "products",
        "SalesStage": "stages", "_relationships": None,
    },
    "adventureworks": {
        "Employee": "people", "SalesPerson": "people", "SalesPersonQuotaHistory": "quotas",
        "SalesTerritory": "territories", "SalesTerritoryHistory": "positions",
        "EmployeePayHistory": "positions", "EmployeeDepartmentHistory": "positions",
        "salesorderheader_2011": "opportunities", "salesorderdetail_2011": "opportunity_lines",
        "Department": "teams",
    },
    "hr_all_in_one": {
        "employee_data": "people", "training_and_development_data": "learning_events",
        "recruitment_data": None, "employee_engagement_survey_data": None,
    },
    "salesforce_fivetran/seeds": {
        "sf_account_data": "accounts", "sf_contact_data": "contacts", "sf_event_data": "activities",
        "sf_task_data": "activities", "sf_opportunity_data": "opportunities",
        "sf_opportunity_history_data": "stage_changes", "sf_user_data": "people",
        "sf_opportunity_line_item_data": "opportunity_lines", "sf_product_2_data": "products",
    },
    "hubspot_fivetran/seeds": {
        "company_data": "accounts", "contact_data": "contacts", "deal_data": "opportunities",
        "deal_pipeline_stage_data": "stages", "deal_stage_data": "stage_changes",
        "engagement_meeting_data": "activities", "owner_data": "people", "ticket_data": "tickets",
        "team_data": "teams", "deal_company_data": None, "contact_list_member_data": None,
    },
    "workday_fivetran/seeds": {
        "workday_worker_history_data": "people", "workday_organization_data": "teams",
        "workday_worker_position_history_data": "positions",
        "workday_worker_leave_status_data": "leaves", "workday_military_service_data": None,
    },
    "xapi_fun_mooc": {"statements": "learning_events"},
    "salesforce_sfdx/data": {"Accounts": "accounts", "Opportunitys": "opportunities"},
}  # fmt: skip


def guessed(folder: Path, out: Path) -> dict[str, Guess]:
    out.mkdir()
    parts = []
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix in (".csv", ".json", ".gz"):
            parts.extend(to_raw(path, out, first=len(parts) + 1))
    return {one.part.shape.file_name.split(".")[0]: one for one in guess(parts)}


@pytest.mark.parametrize("folder", EXPECTED)
def test_the_tables_of_real_exports(shared_data: Path, tmp_path: Path, folder: str) -> None:
    found = guessed(shared_data / folder, tmp_path / "out")
    tables = {
        name: found[name].mapping.tables[0].table if found[name].mapping else None  # type: ignore[union-attr]
        for name in EXPECTED[folder]
    }
    assert tables == EXPECTED[folder]


def test_one_big_export_alone(shared_data: Path, tmp_path: Path) -> None:
    (part,) = to_raw(shared_data / "ibm_sales_win_loss.csv", tmp_path)
    (found,) = guess([part])
    assert part.table.rows == 78_025
    assert found.mapping is not None
    columns = found.mapping.tables[0].columns
    assert columns["id"].column == "Opportunity Number"
    assert columns["outcome"].column == "Opportunity Result"
    assert columns["amount"].currency == "USD"


def test_ids_of_sales_people_are_seen_to_be_those_of_hr(shared_data: Path, tmp_path: Path) -> None:
    found = guessed(shared_data / "adventureworks", tmp_path / "out")
    systems = {name: one.mapping.system for name, one in found.items() if one.mapping}
    assert (systems["Employee"], systems["SalesPerson"]) == ("hr", "hr")
    for name, column in (("SalesPersonQuotaHistory", "person"), ("salesorderheader_2011", "owner")):
        mapping = found[name].mapping
        assert mapping is not None
        assert mapping.tables[0].columns[column].system == "hr"


def test_the_id_of_accounts_is_the_number_that_deals_hold(
    shared_data: Path, tmp_path: Path
) -> None:
    found = guessed(shared_data / "ms_powerbi_samples" / "regional_sales", tmp_path / "out")
    mapping = found["Accounts"].mapping
    assert mapping is not None
    assert mapping.tables[0].columns["id"].column == "AccountSeq"
