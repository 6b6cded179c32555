"""Excel workbooks: sheets, headers, stored values, dates, and workbooks made to do harm."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from everyrep.sources.files import ReadOptions, sniff
from everyrep.values.errors import DataError, UnknownName
from everyrep.warehouse.mapping import ReadHints
from tests.sources.files.reading import read, read_all

NOON_AND_A_HALF = datetime.datetime.fromisoformat("2025-03-01T12:30:00")


def book(**sheets: list[list[Any]]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_values_come_as_text_and_rows_know_their_place(tmp_path: Path) -> None:
    content = book(Deals=[
        ["id", "amount", "closed", "at", "won"],
        [1, 10.5, datetime.date(2025, 3, 1), NOON_AND_A_HALF, True],
        [None, None, None, None, None],
        [2, 7.0, None, None, False],
    ])  # fmt: skip
    found = read(tmp_path, content, "deals.xlsx")
    assert found.columns == ("id", "amount", "closed", "at", "won")
    assert found.rows == [
        ("1", "10.5", "2025-03-01", "2025-03-01 12:30:00", "TRUE"),
        ("2", "7", None, None, "FALSE"),
    ]
    assert found.lines == [2, 4]


def test_each_sheet_with_rows_is_a_table(tmp_path: Path) -> None:
    content = book(Deals=[["id"], [1]], Empty=[], People=[["id", "name"], [7, "Ann"]])
    deals, people = read_all(tmp_path, content, "crm.xlsx")
    assert deals.part.table.name == "crm.xlsx, sheet Deals"
    assert people.rows == [("7", "Ann")]
    assert deals.part.sha256 != people.part.sha256


def test_one_sheet_may_be_asked_for(tmp_path: Path) -> None:
    content = book(Deals=[["id"], [1]], People=[["id", "name"], [7, "Ann"]])
    found = read(tmp_path, content, "crm.xlsx", ReadHints(sheet="People"))
    assert found.columns == ("id", "name")


def test_a_sheet_that_is_not_there_offers_near_names(tmp_path: Path) -> None:
    path = tmp_path / "crm.xlsx"
    path.write_bytes(book(Deals=[["id"], [1]]))
    with pytest.raises(UnknownName) as error:
        sniff(path, ReadHints(sheet="Deal"))
    assert error.value.near == ("Deals",)


def test_hidden_sheets_are_left_alone(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["id"])
    workbook.active.append([1])
    hidden = workbook.create_sheet("Lists")
    hidden.append(["x"])
    hidden.append(["y"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "crm.xlsx"
    workbook.save(path)
    assert len(sniff(path)) == 1


def test_rows_above_the_header_are_a_title(tmp_path: Path) -> None:
    content = book(Deals=[
        ["Pipeline report"],
        ["as of", datetime.date(2025, 3, 1)],
        [],
        ["id", "name", "amount", "stage"],
        [1, "a", 10, "Won"],
        [2, "b", 20, "Lost"],
    ])  # fmt: skip
    found = read(tmp_path, content, "deals.xlsx")
    assert found.columns == ("id", "name", "amount", "stage")
    assert found.lines == [5, 6]
    assert "header is in row 4" in found.notes


def test_formulas_give_their_stored_value_and_are_counted_where_they_have_none(
    tmp_path: Path,
) -> None:
    content = book(Deals=[["id", "total"], [1, "=1+1"], [2, 5]])
    found = read(tmp_path, content, "deals.xlsx")
    assert found.rows == [("1", None), ("2", "5")]
    assert "1 formulas have no stored value" in found.notes
    assert "B2" in found.notes


def test_a_formula_is_text_and_never_run(tmp_path: Path) -> None:
    found = read(tmp_path, b'id,name\n1,"=HYPERLINK(""http://x"")"\n2,@SUM(1)\n')
    assert found.rows == [("1", '=HYPERLINK("http://x")'), ("2", "@SUM(1)")]


def test_errors_of_excel_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, book(Deals=[["id", "rate"], [1, "#DIV/0!"]]), "deals.xlsx")
    assert "1 cells hold an error of Excel" in found.notes


def test_values_beside_the_table_are_said_to_be_left_out(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["id", "name"]] + [[at, "a"] for at in range(100)]
    rows[90] = [90, "a", None, "stray"]
    found = read(tmp_path, book(Deals=rows), "deals.xlsx")
    assert found.columns == ("id", "name")
    assert "1 rows have values to the right" in found.notes
    assert "row 91" in found.notes


def test_a_workbook_under_another_name(tmp_path: Path) -> None:
    assert read(tmp_path, book(Deals=[["id"], [1]]), "deals.csv").rows == [("1",)]


def test_a_workbook_without_a_row(tmp_path: Path) -> None:
    path = tmp_path / "crm.xlsx"
    path.write_bytes(book(Deals=[]))
    with pytest.raises(DataError, match="no row in any visible sheet"):
        sniff(path)


def test_a_workbook_that_unpacks_to_a_bomb(tmp_path: Path) -> None:
    buffer = io.BytesIO(book(Deals=[["id"], [1]]))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"0" * 30_000_000)
    path = tmp_path / "crm.xlsx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(DataError, match="unpacks to"):
        sniff(path, options=ReadOptions(expansion_from=1_000_000))


def test_a_damaged_workbook(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<not xml")
    path = tmp_path / "crm.xlsx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(DataError, match="damaged"):
        sniff(path)


def test_a_binary_workbook_says_how_to_save_it(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    path = tmp_path / "crm.xlsb"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(DataError, match="xlsb"):
        sniff(path)
