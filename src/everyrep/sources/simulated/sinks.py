"""Files that grow part by part: CSV as a CRM exports it, the same as Parquet, JSON Lines."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from everyrep.sources.simulated.options import Format
from everyrep.sources.simulated.text import Columns, iso_moments

GZIP_LEVEL = 3


class Writer(Protocol):
    """What all three kinds of file can do."""

    def write(self, table: pa.Table) -> None:
        """Appends rows."""

    def close(self) -> None:
        """Ends the file."""


class Sinks:
    """All files of one company, opened when first written to.

    Attributes:
        out: Folder they lie in.
        form: Whether big tables are CSV or Parquet.
        rows: Rows written, by file name within the folder.
    """

    def __init__(self, out: Path, form: Format) -> None:
        self.out = out
        self.form = form
        self.rows: dict[str, int] = {}
        self._writers: dict[str, Writer] = {}

    def write(self, name: str, columns: Columns, *, plain: bool = False) -> None:
        """Appends rows to a table of the export.

        Args:
            name: Folder and name without an ending, such as "crm/tasks".
            columns: Columns by name, all of one length.
            plain: No cell needs quotes, so none are written.
        """
        ending = "parquet" if self.form == "parquet" else "csv"
        self._append(f"{name}.{ending}", columns, plain)

    def write_truth(self, name: str, columns: Columns) -> None:
        """Appends rows to a table of the truth, which is Parquet in every format."""
        self._append(f"{name}.parquet", columns, plain=False)

    def write_lines(self, name: str, lines: pa.Array) -> None:
        """Appends lines to a gzipped file of JSON Lines."""
        path = f"{name}.jsonl.gz"
        if path not in self._writers:
            self._writers[path] = _Lines(self._place(path))
        self._writers[path].write(pa.table({"line": lines}))
        self.rows[path] = self.rows.get(path, 0) + len(lines)

    def close(self) -> None:
        """Ends all files."""
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()

    def _append(self, path: str, columns: Columns, plain: bool) -> None:
        table = pa.table(columns)
        table = _as_text(table) if path.endswith(".csv") else table
        if path not in self._writers:
            place = self._place(path)
            self._writers[path] = (
                _csv(place, table.schema, plain)
                if path.endswith(".csv")
                else pq.ParquetWriter(place, table.schema, compression="zstd")
            )
        self._writers[path].write(table)
        self.rows[path] = self.rows.get(path, 0) + table.num_rows

    def _place(self, path: str) -> Path:
        place = self.out / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place


class _Lines:
    """A gzipped text file with the same bytes on every day."""

    def __init__(self, path: Path) -> None:
        self._raw = path.open("wb")
        self._file = gzip.GzipFile("", "wb", GZIP_LEVEL, self._raw, mtime=0)

    def write(self, table: pa.Table) -> None:
        """Appends the lines of the only column."""
        for chunk in table.column(0).chunks:
            ended = pc.binary_join_element_wise(chunk, "", "\n")
            first, last = ended.offset, ended.offset + len(ended)
            offsets = memoryview(ended.buffers()[1]).cast("i")
            self._file.write(memoryview(ended.buffers()[2])[offsets[first] : offsets[last]])

    def close(self) -> None:
        """Ends the file."""
        self._file.close()
        self._raw.close()


def _csv(path: Path, schema: pa.Schema, plain: bool) -> Writer:
    style = "none" if plain else "needed"
    options = pa_csv.WriteOptions(quoting_style=style, batch_size=65_536)
    writer: Writer = pa_csv.CSVWriter(path, schema, write_options=options)
    return writer


def _as_text(table: pa.Table) -> pa.Table:
    """Times, amounts and repeated words as the text a CRM would write."""
    columns = {}
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        kind = column.type
        if pa.types.is_timestamp(kind):
            column = iso_moments(column)
        elif pa.types.is_decimal(kind) or pa.types.is_dictionary(kind):
            column = column.cast(pa.string())
        columns[name] = column
    return pa.table(columns)
