"""Tiny companies on disk: rows become files, files land through a real mapping, and are built.

    company = Company(tmp_path)
    company.put("opportunities", [{"id": "d1", "amount": "1000", "created_on": "2026-01-05"}])
    company.build()
    company.rows("SELECT id, amount_minor FROM opportunities")

`put` writes rows whose columns bear canonical names; `load` takes CSV text as a system would
export it, with the mapping that says what it means. Both go the way that every file goes: raw
Parquet as text, a mapping, a load of its own, a build.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from everyrep.values import FixedClock
from everyrep.warehouse.build import BuildRecord, build
from everyrep.warehouse.engine import connect
from everyrep.warehouse.inspection import REJECTS, inspect
from everyrep.warehouse.landing import Delivery, Load, RawTable, already_landed, land, receiving
from everyrep.warehouse.landing import undo as take_back
from everyrep.warehouse.mapping import ColumnSpec, Mapping, TableMapping, parse_mapping
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

START = datetime(2026, 7, 1, 8, tzinfo=UTC)
Rows = Sequence[Pairs[str, Any]]


@dataclass
class Company:
    """A workspace in a folder, and what is done to it, one second after the other."""

    folder: Path
    seconds: int = field(default=0, repr=False)

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.folder)

    def settings(self, text: str) -> None:
        """Write `everyrep.toml`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.workspace.settings_file.write_text(text, encoding="utf-8")

    def put(
        self, table: str, rows: Rows, system: str = "crm", file: str | None = None, **specs: Any
    ) -> Load:
        """Land rows whose columns bear canonical names; `specs` say how some are to be read."""
        names = list(dict.fromkeys(name for row in rows for name in row))
        columns = {name: ColumnSpec(column=name) for name in names}
        columns |= {name: ColumnSpec(**spec) for name, spec in specs.items()}
        mapping = Mapping(system=system, tables=(TableMapping(table, None, columns),))
        return self.land(file or f"{table}.csv", names, rows, mapping)

    def load(self, file: str, text: str, mapping: str) -> Load:
        """Land the text of a CSV file through the text of a mapping."""
        rows = list(csv.DictReader(io.StringIO(text)))
        names = next(csv.reader(io.StringIO(text)))
        return self.land(file, names, rows, parse_mapping("format = 1\n" + mapping))

    def land(self, file: str, names: Sequence[str], rows: Rows, mapping: Mapping) -> Load:
        """Land rows, each cell as its text; the load that is there already, if it is the same."""
        cells = {name: [_text(row.get(name)) for row in rows] for name in names}
        digest = hashlib.sha256(repr(cells).encode()).hexdigest()
        with self.workspace.writing():
            same = already_landed(self.workspace, digest, mapping)
            if same is not None:
                return same
            with receiving(self.workspace) as folder:
                raw = RawTable(file, "raw-1.parquet", len(rows), tuple(names))
                table = pa.table({n: pa.array(v, pa.string()) for n, v in cells.items()})
                pq.write_table(table, folder / raw.file)
                with connect() as connection:
                    found = inspect(connection, raw, folder, mapping, rejects_file=folder / REJECTS)
                delivery = Delivery(file, digest, 100, folder, raw, mapping)
                return land(self.workspace, delivery, found.counts(), self.clock())

    def undo(self, load: Load) -> Load:
        with self.workspace.writing():
            return take_back(self.workspace, load.load_id)

    def build(self, *, whole: bool = False) -> BuildRecord:
        with self.workspace.writing():
            return build(self.workspace, clock=self.clock(), whole=whole)

    def clock(self) -> FixedClock:
        """A clock that is a second further on each time."""
        self.seconds += 1
        return FixedClock(START + timedelta(seconds=self.seconds))

    def open(self) -> Warehouse:
        return Warehouse.open(self.workspace)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query of the current build gives."""
        with self.open() as warehouse:
            return warehouse.connection.execute(sql).fetchall()


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
