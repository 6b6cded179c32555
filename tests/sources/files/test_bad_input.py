"""Every bad input that people really have: a clear message, or a repair that is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from everyrep.sources.files import sniff, to_raw
from everyrep.sources.files.limits import MOST_COLUMNS
from everyrep.sources.files.raw import RawPart
from everyrep.values.errors import DataError
from everyrep.warehouse.mapping import ReadHints
from tests.sources.files.reading import read


def refused(folder: Path, content: bytes, name: str = "deals.csv") -> DataError:
    path = folder / name
    path.write_bytes(content)
    out = folder / "out"
    out.mkdir(exist_ok=True)
    with pytest.raises(DataError) as error:
        to_raw(path, out)
    assert list(out.iterdir()) == [], "nothing is left behind"
    assert error.value.remedy
    return error.value


def test_an_empty_file(tmp_path: Path) -> None:
    error = refused(tmp_path, b"")
    assert "empty" in error.message
    assert error.where == "deals.csv"


@pytest.mark.parametrize("content", [b"\n\n\n", b"\xef\xbb\xbf\r\n", b"   \n", b"\xff\xfe"])
def test_a_file_of_nothing_but_blank_lines(tmp_path: Path, content: bytes) -> None:
    assert "empty" in refused(tmp_path, content).message


def test_a_header_without_rows_is_a_table_without_rows(tmp_path: Path) -> None:
    found = read(tmp_path, b"id,amount\n")
    assert found.columns == ("id", "amount")
    assert found.rows == []


def test_a_directory_says_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "pipeline.csv").write_text("a,b\n")
    (tmp_path / "letter.docx").write_text("x")
    with pytest.raises(DataError, match="folder") as error:
        sniff(tmp_path)
    assert "pipeline.csv" in str(error.value)
    assert "letter.docx" not in str(error.value)


def test_a_missing_file_offers_near_names(tmp_path: Path) -> None:
    (tmp_path / "sales_pipeline.csv").write_text("a,b\n")
    with pytest.raises(DataError, match="no file") as error:
        sniff(tmp_path / "sales_pipelin.csv")
    assert error.value.near == ("sales_pipeline.csv",)


def test_a_delimiter_that_is_not_a_comma(tmp_path: Path) -> None:
    found = read(tmp_path, "id;name;amount\n1;Müller, AG;1.234,56\n2;Ohm;7,00\n".encode())
    assert found.columns == ("id", "name", "amount")
    assert found.rows == [("1", "Müller, AG", "1.234,56"), ("2", "Ohm", "7,00")]


def test_a_wrong_delimiter_in_the_mapping_shows_as_one_wide_column(tmp_path: Path) -> None:
    found = read(tmp_path, b"id,amount\n1,2\n", hints=ReadHints(delimiter=";"))
    assert found.columns == ("id,amount",)


def test_prose_is_no_table_but_does_no_harm(tmp_path: Path) -> None:
    prose = b"Dear all,\nthe figures, as promised, come late, sorry.\nWe work on it.\nBye, Ann\n"
    found = read(tmp_path, prose, "letter.txt")
    assert len(found.columns) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_byte_order_marks_and_wide_encodings(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, "id,name\n1,Zoë\n2,Ørsted\n".encode(encoding))
    assert found.columns == ("id", "name")
    assert found.rows == [("1", "Zoë"), ("2", "Ørsted")]
    assert found.lines == [2, 3]


def test_a_second_byte_order_mark_from_files_glued_together(tmp_path: Path) -> None:
    found = read(tmp_path, b"\xef\xbb\xbf\xef\xbb\xbfid,name\n1,a\n")
    assert found.columns == ("id", "name")


def test_mixed_encodings_are_read_line_by_line_and_said(tmp_path: Path) -> None:
    lines = [b"id,name", "1,Zoë".encode(), "2,Größe".encode("cp1252"), "3,Ørsted".encode()]
    found = read(tmp_path, b"\n".join(lines) + b"\n")
    assert found.rows == [("1", "Zoë"), ("2", "Größe"), ("3", "Ørsted")]
    assert "1 lines were not UTF-8" in found.notes
    assert "line 3" in found.notes


def test_a_late_umlaut_in_a_legacy_file_is_found_after_a_megabyte_of_ascii(tmp_path: Path) -> None:
    rows = b"".join(b"%d,plain words here\n" % at for at in range(80_000))
    found = read(tmp_path, b"id,name\n" + rows + "99999,Bücher\n".encode("cp1252"))
    assert found.rows[-1] == ("99999", "Bücher")
    assert "Read as cp1252" in found.notes
    assert found.lines[-1] == 80_002


def test_duplicate_headers_are_numbered_whatever_their_case(tmp_path: Path) -> None:
    found = read(tmp_path, b"Amount,amount,Amount_2,\n1,2,3,4\n")
    assert found.columns == ("Amount", "amount_2", "Amount_2_2", "column_4")
    assert found.rows == [("1", "2", "3", "4")]
    assert "twice" in found.notes
    assert "without a name" in found.notes


def test_names_that_reading_itself_uses_do_not_collide(tmp_path: Path) -> None:
    found = read(tmp_path, b"_line,file_row_number\n7,8\n")
    assert found.columns == ("_line_2", "file_row_number_2")
    assert found.rows == [("7", "8")]
    assert found.lines == [2]


@pytest.mark.parametrize("count", [2_500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_ten_thousand_columns_are_read(tmp_path: Path, count: int) -> None:
    path = tmp_path / "wide.csv"
    header = ",".join(f"c{at}" for at in range(count))
    path.write_text(f"{header}\n{','.join('1' * count)}\n")
    (tmp_path / "out").mkdir()
    (part,) = to_raw(path, tmp_path / "out")
    assert len(part.table.columns) == count
    assert part.table.rows == 1


def test_more_columns_than_a_sheet_can_hold_are_refused(tmp_path: Path) -> None:
    wide = ",".join(f"c{at}" for at in range(MOST_COLUMNS + 1))
    error = refused(tmp_path, f"{wide}\n{wide}\n".encode())
    assert f"{MOST_COLUMNS + 1:,} columns" in error.message


def test_a_cell_of_a_million_characters(tmp_path: Path) -> None:
    long = "x" * 1_000_000
    found = read(tmp_path, f'id,note\n1,"{long}"\n2,short\n'.encode())
    assert found.rows == [("1", long), ("2", "short")]


def test_a_cell_of_five_million_characters_far_down(tmp_path: Path) -> None:
    rows = "".join(f"{at},short\n" for at in range(30_000))
    long = "y" * 5_000_000
    found = read(tmp_path, f"id,note\n{rows}30000,{long}\n".encode())
    assert found.rows[-1] == ("30000", long)
    assert found.lines[-1] == 30_002


def test_a_line_without_end_is_not_read_into_memory(tmp_path: Path) -> None:
    error = refused(tmp_path, b"a,b," + b"z" * (20 << 20))
    assert "No line ends" in error.message
    assert error.where == "deals.csv, line 1"


def test_broken_lines_become_rejects_with_line_and_reason(tmp_path: Path) -> None:
    found = read(
        tmp_path, b'id,name,amount\n1,a,10\n2,b\n3,c,30,extra\n4,"d,40\n5,e,50\n6,"f"x,60\n'
    )
    assert found.rows == [("1", "a", "10"), ("5", "e", "50")]
    assert found.lines == [2, 6]
    assert found.reasons == [
        (3, "2 fields where 3 belong"),
        (4, "4 fields where 3 belong"),
        (5, "a quote is opened and not closed"),
        (7, "text stands after a closing quote"),
    ]
    assert "4 lines could not be read" in found.notes


def test_a_quote_that_is_never_closed_costs_one_line_and_not_the_rest(tmp_path: Path) -> None:
    rows = "".join(f"{at},name {at}\n" for at in range(5_000))
    found = read(tmp_path, f'id,name\n0,"open\n{rows}'.encode())
    assert len(found.rows) == 5_000
    assert found.reasons == [(2, "a quote is opened and not closed")]


def test_inches_within_plain_cells_are_no_quotes(tmp_path: Path) -> None:
    found = read(tmp_path, b'id,size\n1,5" pipe\n2,6 "wide"\n')
    assert found.rows == [("1", '5" pipe'), ("2", '6 "wide"')]
    assert found.part.rejects == ()


def test_a_file_that_is_broken_as_a_whole_is_refused(tmp_path: Path) -> None:
    rows = "".join(f'{at},"{at}" no\n' for at in range(200))
    error = refused(tmp_path, f"id,name\n{rows}".encode())
    assert "200 lines cannot be read" in error.message
    assert error.where == "deals.csv, line 2"


def test_cells_over_several_lines_keep_the_lines_of_the_rows_behind_them(tmp_path: Path) -> None:
    found = read(tmp_path, b'id,note\n1,"a\nb\nc"\n2,plain\n3,"d\n\ne"\n4,end\n')
    assert found.rows == [("1", "a\nb\nc"), ("2", "plain"), ("3", "d\n\ne"), ("4", "end")]
    assert found.lines == [2, 5, 6, 9]


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    found = read(tmp_path, b"id,name\n1,a\n\n\n2,b\n\n")
    assert found.rows == [("1", "a"), ("2", "b")]
    assert found.lines == [2, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(tmp_path: Path, end: str) -> None:
    found = read(tmp_path, end.join(["id,name", "1,a", "2,b", ""]).encode())
    assert found.rows == [("1", "a"), ("2", "b")]
    assert found.lines == [2, 3]


def test_several_kinds_of_line_end_in_one_file(tmp_path: Path) -> None:
    found = read(tmp_path, b"id,name\r\n1,a\n2,b\r3,c\r\n")
    assert found.rows == [("1", "a"), ("2", "b"), ("3", "c")]
    assert found.lines == [2, 3, 4]


def test_nul_characters_are_taken_out_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, b"id,name\n1,a\0b\n2,c\n")
    assert found.rows == [("1", "ab"), ("2", "c")]
    assert "NUL characters were taken out of 1 lines" in found.notes


def test_lines_above_the_header_are_a_report_title(tmp_path: Path) -> None:
    content = b'"Pipeline, all regions"\nGenerated:,2025-03-01\n\nid,name,amount\n1,a,10\n2,b,20\n'
    found = read(tmp_path, content)
    assert found.columns == ("id", "name", "amount")
    assert found.rows == [("1", "a", "10"), ("2", "b", "20")]
    assert found.lines == [5, 6]
    assert "header is on line 4" in found.notes


def test_a_title_padded_with_delimiters_is_no_header(tmp_path: Path) -> None:
    found = read(tmp_path, b"Pipeline report,,\n,,\nid,name,amount\n1,a,10\n2,b,20\n")
    assert found.columns == ("id", "name", "amount")
    assert found.lines == [4, 5]


def test_a_footer_is_rejected_and_not_lost(tmp_path: Path) -> None:
    content = b"id,name,amount\n1,a,10\n2,b,20\n\nConfidential - do not distribute\n"
    found = read(tmp_path, content)
    assert len(found.rows) == 2
    assert found.reasons == [(5, "1 field where 3 belong")]


def test_a_missing_header_gives_numbered_columns(tmp_path: Path) -> None:
    found = read(tmp_path, b"1,2025-01-02,10.5\n2,2025-01-03,11.5\n")
    assert found.columns == ("column_1", "column_2", "column_3")
    assert found.rows[0] == ("1", "2025-01-02", "10.5")
    assert found.lines == [1, 2]
    assert "no header" in found.notes


def test_delimiters_at_the_end_of_every_row(tmp_path: Path) -> None:
    found = read(tmp_path, b"id,name\n1,a,\n2,b,\n3,c,\n")
    assert found.columns == ("id", "name", "column_3")
    assert found.rows == [("1", "a", None), ("2", "b", None), ("3", "c", None)]


def test_the_delimiter_that_excel_states_in_a_line_of_its_own(tmp_path: Path) -> None:
    found = read(tmp_path, b"sep=;\nid;name\n1;a,b\n2;c,d\n")
    assert found.columns == ("id", "name")
    assert found.rows == [("1", "a,b"), ("2", "c,d")]


def test_quotes_escaped_by_a_backslash(tmp_path: Path) -> None:
    found = read(tmp_path, b'id,name\n1,"say \\"hi\\" now"\n2,"b, c"\n')
    assert found.rows == [("1", 'say "hi" now'), ("2", "b, c")]


def test_single_quotes_around_fields(tmp_path: Path) -> None:
    found = read(tmp_path, b"id,name\n'1','a, b'\n'2','c'\n")
    assert found.rows == [("1", "a, b"), ("2", "c")]


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from everyrep.sources.files import raw

    path = tmp_path / "deals.csv"
    path.write_bytes(b"id,name\n1,a\n")
    take = raw.take_delimited

    def grow_meanwhile(*given: object) -> object:
        with path.open("ab") as stream:
            stream.write(b"2,b\n")
        return take(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(raw, "take_delimited", grow_meanwhile)
    (tmp_path / "out").mkdir()
    with pytest.raises(DataError, match="changed while it was being read"):
        to_raw(path, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(b"id\n1\n")
    path.chmod(0)
    with pytest.raises(DataError, match="cannot be opened"):
        sniff(path)


def test_a_folder_that_cannot_be_written_to_names_itself(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(b"id\n1\n")
    with pytest.raises(DataError, match="Nothing can be written"):
        to_raw(path, tmp_path / "absent")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old Excel"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"SQLite format 3\0" + b"\0" * 100, "SQLite"),
        (b"<html><body><table><tr><td>1</td></tr></table>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
        (bytes(range(256)) * 40, "not text"),
    ],
)
def test_files_that_are_no_tables_say_what_they_are(
    tmp_path: Path, content: bytes, word: str
) -> None:
    assert word in refused(tmp_path, content, "deals.xls").message


def test_an_unknown_encoding_in_the_mapping(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(b"id\n1\n")
    with pytest.raises(DataError, match="no encoding named 'utf-9'"):
        sniff(path, ReadHints(encoding="utf-9"))


def test_the_same_bytes_have_the_same_hash_packed_or_not(tmp_path: Path) -> None:
    import gzip
    import hashlib

    content = b"id,name\n1,a\n"
    plain = read(tmp_path, content)
    packed = read(tmp_path, gzip.compress(content), "deals.csv.gz")
    assert plain.part.sha256 == packed.part.sha256 == hashlib.sha256(content).hexdigest()


def test_what_a_person_says_about_the_form_goes_before_sniffing(tmp_path: Path) -> None:
    content = "Bericht\nid|name\n1|Größe\n".encode("cp1252")
    hints = ReadHints(delimiter="|", header=2, encoding="cp1252", quote="")
    found = read(tmp_path, content, hints=hints)
    assert found.columns == ("id", "name")
    assert found.rows == [("1", "Größe")]
    assert found.lines == [3]


def test_progress_only_goes_forward_and_ends_at_one(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(b"id,name\n" + b"1,a\n" * 500_000)
    (tmp_path / "out").mkdir()
    told: list[float] = []
    parts: tuple[RawPart, ...] = to_raw(path, tmp_path / "out", progress=told.append)
    assert parts[0].table.rows == 500_000
    assert told == sorted(told)
    assert told[-1] == 1.0
