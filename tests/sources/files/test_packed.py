"""Packed files: taken whole, refused when damaged, never trusted about their size or names."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from everyrep.sources.files import ReadOptions, sniff, to_raw
from everyrep.values.errors import DataError
from tests.sources.files.reading import read, read_all
from tests.sources.files.test_workbooks import book

ROWS = b"id,name\n" + b"".join(b"%d,name %d\n" % (at, at) for at in range(20_000))


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def refused(folder: Path, content: bytes, name: str, options: ReadOptions | None = None) -> str:
    path = folder / name
    path.write_bytes(content)
    out = folder / "out"
    out.mkdir(exist_ok=True)
    with pytest.raises(DataError) as error:
        to_raw(path, out, options=options)
    assert list(out.iterdir()) == [], "nothing is left behind"
    return str(error.value)


@pytest.mark.parametrize("name", ["deals.csv.gz", "deals.csv", "deals.bin"])
def test_gzip_is_known_by_content_and_not_by_name(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, gzip.compress(ROWS), name)
    assert len(found.rows) == 20_000
    assert found.lines[-1] == 20_001


def test_several_gzips_glued_together_are_one_file(tmp_path: Path) -> None:
    content = gzip.compress(b"id,name\n1,a\n") + gzip.compress(b"2,b\n")
    assert read(tmp_path, content, "deals.csv.gz").rows == [("1", "a"), ("2", "b")]


def test_a_gzip_that_is_cut_off_says_after_which_line(tmp_path: Path) -> None:
    packed = gzip.compress(ROWS * 20)
    message = refused(tmp_path, packed[: len(packed) // 2], "deals.csv.gz")
    assert "cut off" in message
    assert "after line" in message
    assert message.startswith("deals.csv.gz")


def test_a_gzip_with_wrong_bytes_is_damaged(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(ROWS))
    packed[len(packed) // 2] ^= 0xFF
    assert "damaged" in refused(tmp_path, bytes(packed), "deals.csv.gz")


def test_every_member_of_a_zip_is_a_file(tmp_path: Path) -> None:
    content = zipped({
        "crm/deals.csv": b"id,amount\n1,10\n",
        "crm/people.csv": b"id;name\n7;Ann\n",
        "crm/": b"",
        "__MACOSX/crm/._deals.csv": b"\0\0",
        "crm/.DS_Store": b"x",
        "empty.csv": b"",
    })  # fmt: skip
    deals, people = read_all(tmp_path, content, "export.zip")
    assert deals.part.table.name == "deals.csv"
    assert deals.rows == [("1", "10")]
    assert people.rows == [("7", "Ann")]
    assert "empty.csv in the archive is empty" in deals.notes


def test_names_within_a_zip_lead_nowhere(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    names = ["../../evil.csv", "/etc/evil.csv", "..\\..\\evil2.csv"]
    found = read_all(inner, zipped(dict.fromkeys(names, b"id,a\n1,2\n")), "export.zip")
    assert [one.part.table.name for one in found] == ["evil.csv", "evil.csv", "evil2.csv"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["inner"]


@pytest.mark.parametrize("name", ["export.zip", "deals.xlsx.gz"])
def test_a_packed_workbook_is_read_sheet_by_sheet(tmp_path: Path, name: str) -> None:
    rows = [["id", "amount"], ["d1", 10.5]]
    workbook = book(Deals=rows, Older=[rows[0], ["d0", 3]])
    csv = b"id,name\n1,a\n"
    packed = gzip.compress(workbook) if name.endswith("gz") else zipped(
        {"a/deals.xlsx": workbook, "people.csv": csv}
    )  # fmt: skip
    found = {one.part.table.name: one.rows for one in read_all(tmp_path, packed, name)}
    assert found.pop("people.csv", [("1", "a")]) == [("1", "a")]
    assert found == {
        "deals.xlsx, sheet Deals": [("d1", "10.5")],
        "deals.xlsx, sheet Older": [("d0", "3")],
    }


def test_a_workbook_in_a_zip_that_unpacks_to_a_bomb(tmp_path: Path) -> None:
    inner = zipped({"xl/workbook.xml": b"<workbook/>", "xl/media/a.bin": b"\0" * 5_000_000})
    options = ReadOptions(expansion_from=1_000_000)
    message = refused(tmp_path, zipped({"deals.xlsx": inner}), "export.zip", options)
    assert "unpacks to" in message
    assert message.startswith("export.zip (deals.xlsx)")


def test_a_zip_within_a_zip_is_refused(tmp_path: Path) -> None:
    content = zipped({"inner.zip": zipped({"deals.csv": ROWS})})
    assert "within a packed file" in refused(tmp_path, content, "export.zip")


def test_a_zip_bomb_is_refused_by_its_own_word(tmp_path: Path) -> None:
    content = zipped({"deals.csv": b"0" * 30_000_000})
    options = ReadOptions(expansion_from=1_000_000)
    assert "times its size" in refused(tmp_path, content, "export.zip", options)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"deals.csv": b"id,a\n" + b"1,2\n" * 500_000}))
    size = (5 + 4 * 500_000).to_bytes(4, "little")
    lied = bytes(content).replace(size, (100).to_bytes(4, "little"))
    assert lied != bytes(content)
    assert "damaged" in refused(tmp_path, lied, "export.zip")


def test_a_gzip_bomb_is_refused_while_it_unpacks(tmp_path: Path) -> None:
    content = gzip.compress(b"id,a\n" + b"1,2\n" * 5_000_000)
    options = ReadOptions(expansion_from=1_000_000, most_expansion=200)
    assert "times its size" in refused(tmp_path, content, "deals.csv.gz", options)


def test_more_than_may_be_unpacked_is_refused(tmp_path: Path) -> None:
    options = ReadOptions(most_bytes=100_000)
    assert "Load it in parts" in refused(tmp_path, gzip.compress(ROWS), "deals.csv.gz", options)


def test_a_zip_that_is_cut_off(tmp_path: Path) -> None:
    content = zipped({"deals.csv": ROWS})
    assert "damaged or cut off" in refused(tmp_path, content[:-40], "export.zip")


def test_an_empty_zip(tmp_path: Path) -> None:
    assert "holds no table" in refused(tmp_path, zipped({}), "export.zip")


def test_a_full_disk_while_unpacking(tmp_path: Path) -> None:
    options = ReadOptions(keep_free=1 << 62)
    content = gzip.compress(b"id,a\n" + b"1,%d\n" % 7 * 20_000_000)
    message = refused(tmp_path, content, "deals.csv.gz", options)
    assert "disk is nearly full" in message or "times its size" in message


def test_packed_parquet(tmp_path: Path) -> None:
    import duckdb

    plain = tmp_path / "deals.parquet"
    duckdb.execute(f"COPY (SELECT 1 AS id, 'a' AS name) TO '{plain}' (FORMAT parquet)")
    found = read(tmp_path, gzip.compress(plain.read_bytes()), "deals.parquet.gz")
    assert found.columns == ("id", "name")
    assert len(found.rows) == 1


def test_a_shape_names_the_file_without_its_packing(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv.gz"
    path.write_bytes(gzip.compress(ROWS))
    (shape,) = sniff(path)
    assert shape.file_name == "deals.csv"
