"""Files that look like a table and are another, or are a part of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from everyrep.sources.files import Guess, RawPart, guess, to_raw
from everyrep.warehouse.mapping import ColumnSpec


def guessed(folder: Path, **files: str) -> dict[str, Guess]:
    """What files are taken for, together, by name."""
    out = folder / "out"
    out.mkdir()
    found: list[RawPart] = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        found.extend(to_raw(path, out, first=len(found) + 1))
    return dict(zip(files, guess(found), strict=True))


def columns(found: Guess) -> dict[str, ColumnSpec]:
    assert found.mapping is not None
    return dict(found.mapping.tables[0].columns)


def about(found: Guess) -> str | None:
    return found.mapping.tables[0].table if found.mapping else None


def table(header: str, line: str, rows: int = 40) -> str:
    """A file of rows made from a pattern; {n} is a number from 10."""
    return header + "\n" + "".join(line.format(n=n) + "\n" for n in range(10, 10 + rows))


ORDERS = table(
    "order_id,customer_id,salesperson_id,order_date,status,subtotal",
    "{n},C{n},7,2025-03-{n},Shipped,{n}.50",
    rows=18,
)


def test_orders_are_deals_that_were_won_on_their_day(tmp_path: Path) -> None:
    found = columns(guessed(tmp_path, sales_orders=ORDERS)["sales_orders"])
    assert found["outcome"] == ColumnSpec(value="won")
    assert found["close_on"] == found["created_on"] == ColumnSpec(column="order_date")


def test_an_order_that_was_cancelled_was_not_won(tmp_path: Path) -> None:
    text = ORDERS.replace("7,2025-03-11,Shipped", "7,2025-03-11,Cancelled")
    found = columns(guessed(tmp_path, sales_orders=text)["sales_orders"])
    assert found["outcome"] == ColumnSpec(
        column="status", values={"cancelled": "no_decision", "*": "won"}
    )


def test_orders_beside_deals_would_count_twice(tmp_path: Path) -> None:
    deals = table(
        "opportunity_id,account_id,owner_id,stage,amount,close_date",
        "D{n},C{n},7,Propose,{n}00,2025-03-{n}",
        rows=18,
    )
    found = guessed(tmp_path, opportunities=deals, sales_orders=ORDERS)
    assert about(found["opportunities"]) == "opportunities"
    assert about(found["sales_orders"]) is None
    assert "twice" in str(found["sales_orders"].refusal())


def test_a_history_of_departments_or_territories_is_of_positions(tmp_path: Path) -> None:
    departments = table(
        "EmployeeID,DepartmentID,StartDate,EndDate", "{n},{n},2020-01-{n},2021-01-{n}", 18
    )
    territories = table(
        "EmployeeID,TerritoryID,StartDate,EndDate", "{n},{n},2020-01-{n},2021-01-{n}", 18
    )
    found = guessed(
        tmp_path, EmployeeDepartmentHistory=departments, SalesTerritoryHistory=territories
    )
    assert columns(found["EmployeeDepartmentHistory"])["team"].column == "DepartmentID"
    assert columns(found["SalesTerritoryHistory"])["territory"].column == "TerritoryID"
    assert {about(one) for one in found.values()} == {"positions"}


NAMES = (
    "Ada Hill",
    "Bo Lind",
    "Cy Marsh",
    "Di Novak",
    "Eve Orr",
    "Flo Page",
    "Gus Reed",
    "Hal Orr",
)


def test_the_column_that_says_owner_names_the_owner(tmp_path: Path) -> None:
    text = "Owner,Manager,UserSeq\n" + "".join(
        f"{name},Ada Hill,{n}\n" for n, name in enumerate(NAMES, start=1)
    )
    deals = table(
        "OpportunityID,UserSeq,Status,Value,CloseDate", "D{n},3,Won,{n}00,2025-03-{n}", 18
    )
    found = guessed(tmp_path, Owners=text, Opportunities=deals)
    assert columns(found["Owners"])["full_name"].column == "Owner"


def test_processes_and_steps_of_support_are_no_steps_of_selling(tmp_path: Path) -> None:
    processes = table("pipeline_id,label,display_order,active", "{n},Process {n},{n},true")
    steps = table("stage_id,label,display_order,is_closed,pipeline_id", "{n},Step {n},{n},false,10")
    found = guessed(
        tmp_path, deal_pipelines=processes, ticket_pipeline_stages=steps, deal_stages=steps
    )
    assert {name: about(one) for name, one in found.items()} == {
        "deal_pipelines": None,
        "ticket_pipeline_stages": None,
        "deal_stages": "stages",
    }


DEALS = "Id,Name,Owner Id,Stage,Amount,Probability,Is Deleted,Close Date"


def test_one_impossible_share_does_not_hide_the_others(tmp_path: Path) -> None:
    text = DEALS + "\n" + "".join(
        f"D{n},Deal {n},7,Propose,{n}00,{share},false,2025-03-{n}\n"
        for n, share in enumerate((10, 65, 100, 1000, 0, 10, 65, 100), start=10)
    )  # fmt: skip
    found = columns(guessed(tmp_path, opportunities=text)["opportunities"])
    assert found["probability"] == ColumnSpec(column="Probability", scale=Decimal("0.01"))


def test_a_file_in_which_everything_is_deleted_is_not_emptied(tmp_path: Path) -> None:
    line = "D{n},Deal {n},7,Propose,{n}00,10,true,2025-03-{n}"
    every = columns(guessed(tmp_path, opportunities=table(DEALS, line, 18))["opportunities"])
    assert "deleted" not in every


def test_lists_of_contacts_are_no_contacts(tmp_path: Path) -> None:
    text = table("id,name,processing_type,list_version", "{n},List {n},DYNAMIC,{n}")
    assert about(guessed(tmp_path, contact_list=text)["contact_list"]) is None


def test_ids_that_mean_other_people_are_of_another_system(tmp_path: Path) -> None:
    """Applicants are numbered like employees, and are not the employees."""
    employees = table(
        "Employee ID,First Name,Last Name,Email,Job Title,Hire Date",
        "{n},Ann{n},Smith{n},ann{n}@firm.example,Seller,2020-01-{n}",
        18,
    )
    applicants = table(
        "Number,First Name,Last Name,Email,Job Title",
        "{n},Bob{n},Jones{n},bob{n}@mail.example,Seller",
        18,
    )
    found = guessed(tmp_path, employees=employees, applicants_staff=applicants)
    systems = {name: one.mapping.system for name, one in found.items() if one.mapping}
    assert systems["employees"] == "hr"
    assert systems.get("applicants_staff", "") != "hr"


def test_ids_that_mean_the_same_people_stay_of_one_system(tmp_path: Path) -> None:
    employees = table(
        "Employee ID,First Name,Last Name,Hire Date", "{n},Ann{n},Smith{n},2020-01-{n}", 18
    )
    sheet = table("Employee No,Last Name,Job Title,Salary", "{n},Smith{n},Seller,{n}000", 18)
    found = guessed(tmp_path, employees=employees, employee_pay=sheet)
    assert {one.mapping.system for one in found.values() if one.mapping} == {"hr"}
