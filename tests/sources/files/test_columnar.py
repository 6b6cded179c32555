"""Parquet: copied byte for byte where it is flat, spread where nested, refused where broken."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from everyrep.sources.files import to_raw
from everyrep.values.errors import DataError
from tests.sources.files.reading import read


def parquet(folder: Path, query: str, name: str = "deals.parquet") -> Path:
    path = folder / name
    duckdb.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def test_a_flat_file_is_copied_byte_for_byte_and_keeps_its_types(tmp_path: Path) -> None:
    path = parquet(tmp_path, "SELECT 1 AS id, 2.5::DECIMAL(9, 2) AS amount, DATE '2025-03-01' AS d")
    found = read(tmp_path, path)
    assert (tmp_path / "out" / "raw-1.parquet").read_bytes() == path.read_bytes()
    assert found.columns == ("id", "amount", "d")
    assert found.lines == [1]


def test_parquet_under_another_name(tmp_path: Path) -> None:
    assert read(tmp_path, parquet(tmp_path, "SELECT 1 AS id", "deals.csv")).columns == ("id",)


def test_nested_columns_are_spread_over_dotted_names(tmp_path: Path) -> None:
    query = "SELECT {'id': 7, 'n': {'x': 'y'}} AS owner, [1, 2] AS tags, MAP {'k': 1} AS m"
    found = read(tmp_path, parquet(tmp_path, query))
    assert found.columns == ("owner.id", "owner.n.x", "tags", "m")
    assert found.rows == [(7, "y", "[1,2]", '{"k":1}')]


def test_a_column_that_is_called_like_our_own(tmp_path: Path) -> None:
    found = read(tmp_path, parquet(tmp_path, "SELECT 5 AS _line, 1 AS id"))
    assert found.columns == ("_line_2", "id")
    assert found.rows == [(5, 1)]


def test_a_parquet_file_that_is_cut_off(tmp_path: Path) -> None:
    path = parquet(tmp_path, "SELECT range AS id FROM range(1000)")
    path.write_bytes(path.read_bytes()[:-100])
    (tmp_path / "out").mkdir()
    with pytest.raises(DataError, match="damaged or cut off") as error:
        to_raw(path, tmp_path / "out")
    assert error.value.where == "deals.parquet"
    assert list((tmp_path / "out").iterdir()) == []
