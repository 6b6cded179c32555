"""Reading a build: every canonical table as a view, and what the build says of itself."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType

import duckdb

from everyrep.values import UnknownName, UserError
from everyrep.warehouse.build.assembled import IDENTITY, text_of
from everyrep.warehouse.build.parts import relation, shown
from everyrep.warehouse.build.record import (
    BuildRecord,
    code_fingerprint,
    current_build,
    read_record,
)
from everyrep.warehouse.engine import open_engine
from everyrep.warehouse.kept import PREFIX
from everyrep.warehouse.kept import views as kept_views
from everyrep.warehouse.quoting import literal
from everyrep.warehouse.schema import TABLES, Table
from everyrep.warehouse.settings import Settings, read_settings
from everyrep.warehouse.workspace import Workspace

_SPILL = Path(tempfile.gettempdir()) / f"everyrep-spill-{os.getpid()}"
"""Where a reader puts what does not fit into memory; the engine makes it and takes it away."""
MOST_HELD = 250_000
"""Rows of a table beyond which it is not read into memory as a whole."""


@dataclass(frozen=True)
class Warehouse:
    """One build, open for reading.

    A build is never changed once it is there, so a reader sees one state from first to last,
    whatever is built meanwhile.

    Attributes:
        folder: the build's folder.
        record: what the build says of itself.
        settings: the company's settings.
        connection: an in-memory DuckDB with one view a table; close it with `close`.
    """

    folder: Path
    record: BuildRecord
    settings: Settings
    connection: duckdb.DuckDBPyConnection

    @classmethod
    def open(cls, workspace: Path | Workspace, build: str | None = None) -> Warehouse:
        """Open the current build of a workspace, or a named one.

        Raises:
            UserError: Nothing was built yet.
            UnknownName: There is no such build.
        """
        place = workspace if isinstance(workspace, Workspace) else Workspace(workspace)
        folder = _named(place, build) if build else current_build(place)
        if folder is None:
            raise UserError(
                "there is no warehouse here yet",
                where=str(place.root),
                remedy="load files first (everyrep load FILE...), then run: everyrep build",
            )
        connection = open_engine(_SPILL)
        found = cls(folder, read_record(folder), read_settings(place), connection)
        found._make_views()
        return found

    @property
    def snapshot(self) -> str:
        """The build's id, which every figure names."""
        return self.record.build_id

    @property
    def state(self) -> tuple[str, ...]:
        """What tells this build from every other, wherever it is and however often it is opened."""
        record = self.record
        return (str(self.folder.absolute()), record.build_id, record.built_at, record.struck)

    @property
    def reporting_currency(self) -> str:
        """The currency that amounts are reported in."""
        return self.record.reporting_currency

    @cached_property
    def as_of(self) -> date:
        """The day that counts as today: the settings', else the last day the data knows."""
        if self.settings.as_of:
            return self.settings.as_of
        if self.record.as_of:
            return date.fromisoformat(self.record.as_of)
        return date.fromisoformat(self.record.built_at[:10])

    @cached_property
    def kept(self) -> frozenset[str]:
        """Names of the tables kept with the build, of what is known on the day that is today."""
        return frozenset(self._kept)

    @cached_property
    def _kept(self) -> dict[str, str]:
        return kept_views(self.folder, self.as_of)

    def rows(self, table: str) -> int:
        """Number of rows of a table, without reading it."""
        return self.record.tables[table].rows if table in self.record.tables else 0

    def filled(self, table: str, column: str) -> float:
        """Share of a table's rows in which a column is filled, 0 to 1, without reading it."""
        rows = self.rows(table)
        if not rows:
            return 0.0
        nulls = self.record.tables[table].nulls
        return 1 - nulls.get(column, rows) / rows

    def hold(self, tables: Iterable[str], *, most_rows: int = MOST_HELD) -> None:
        """Read tables into memory once, for who asks many questions of them.

        A build keeps large tables as many small files, and opening these is most of the work of a
        small question. Tables of more rows stay where they are.
        """
        for name in tables:
            if 0 < self.rows(name) <= most_rows:
                self.connection.execute(
                    f"CREATE TABLE IF NOT EXISTS held_{name} AS SELECT * FROM {name}; "
                    f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM held_{name}"
                )

    def close(self) -> None:
        """Let the connection go."""
        self.connection.close()

    def __enter__(self) -> Warehouse:
        """The warehouse itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self.close()

    def _make_views(self) -> None:
        for name, table in TABLES.items():
            if not table.landing_only and name not in ("people", "stages"):
                record = self.record.tables.get(name)
                parts = record.parts if record else {}
                self._table_view(table, name, shown(parts))
                if table.aside:
                    self._table_view(table, f"{name}_and_more", parts)
        for name in ("people", "org_history", "stages"):
            self._view(name, f"SELECT * FROM {_file(self.folder / name / f'{name}.parquet')}")
        for name in IDENTITY:
            self._view(name, f"SELECT * FROM {_file(self.folder / 'identity' / f'{name}.parquet')}")
        self._view("credits", text_of("credits"))
        for name, select in self._kept.items():
            self._view(PREFIX + name, select)

    def _table_view(self, table: Table, name: str, parts: dict[str, list[str]]) -> None:
        select = f"SELECT * FROM {relation(table, self.folder / table.name, parts)}"
        if self.record.code != code_fingerprint():
            # Built by an earlier version: columns that it did not know are there, and empty.
            select = f"SELECT * FROM {relation(table, self.folder, {})} UNION ALL BY NAME {select}"
        self._view(name, select)

    def _view(self, name: str, select: str) -> None:
        self.connection.execute(f"CREATE VIEW {name} AS {select}")


def _file(path: Path) -> str:
    return f"read_parquet({literal(str(path))})"


def _named(workspace: Workspace, build: str) -> Path:
    folder = workspace.warehouse / build
    if not (folder / "build.json").exists():
        known = [x.parent.name for x in workspace.warehouse.glob("*/build.json")]
        raise UnknownName("build", build, known)
    return folder
