"""A folder of files, loaded and built, and what is asked of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from everyrep.assembly import load_files
from everyrep.measures import Answer, query
from everyrep.sources.files.loading import Ended, Table, Wish
from everyrep.values import Money, Scope
from everyrep.warehouse.build import BuildRecord, build
from everyrep.warehouse.checks import Finding, run_checks
from everyrep.warehouse.landing import loads
from everyrep.warehouse.landing import undo as take_back
from everyrep.warehouse.mapping import parse_mapping
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

EVERYTHING = Scope.everything("the test")


@dataclass(frozen=True)
class Loaded:
    """A workspace, and the files that were loaded into it.

    Attributes:
        workspace: the workspace, with a build.
        files: the files that a mapping serves, by name.
        tables: what came of each.
    """

    workspace: Workspace
    files: tuple[Path, ...]
    tables: tuple[Table, ...]

    @cached_property
    def warehouse(self) -> Warehouse:
        """The build of the moment at which it is first asked for."""
        return Warehouse.open(self.workspace)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query of the build gives."""
        return self.warehouse.connection.execute(sql).fetchall()

    def one(self, sql: str) -> Any:
        """The only cell that a query gives."""
        ((cell,),) = self.rows(sql)
        return cell

    def count(self, table: str) -> int:
        """Rows of a table."""
        return self.warehouse.rows(table)

    def ask(self, measure: str, **asked: Any) -> Answer:
        """A measure through the one door."""
        return query(self.warehouse, measure, scope=EVERYTHING, **asked)

    def by(self, measure: str, dimension: str, **asked: Any) -> dict[str | None, Any]:
        """A measure by a dimension: names of groups to values."""
        answer = self.ask(measure, by=dimension, **asked)
        return {answer.label(dimension, row.keys[dimension]): row.estimate.value for row in answer}

    @cached_property
    def findings(self) -> dict[tuple[str, str], Finding]:
        """What the checks find, by table and check."""
        return {(found.table, found.check): found for found in run_checks(self.warehouse)}

    def again(self) -> BuildRecord:
        """Load the same files again, and build."""
        tables = load_files(self.workspace, self.files, Wish())
        assert {table.ended for table in tables} == {Ended.ALREADY}
        return self.build()

    def build(self) -> BuildRecord:
        """Build, where something changed."""
        with self.workspace.writing():
            return build(self.workspace)

    def undo(self, file: str) -> None:
        """Take back what came from a file."""
        with self.workspace.writing():
            (load,) = (x for x in loads(self.workspace) if x.source.startswith(file))
            take_back(self.workspace, load.load_id)


def load(folder: Path, mappings: Path, files: Path) -> Loaded:
    """Load what the mappings serve among files, and build.

    Args:
        folder: where the workspace goes.
        mappings: the folder of an example.
        files: the folder of files.
    """
    workspace = Workspace(folder / "workspace")
    shutil.copytree(mappings, workspace.mappings)
    served = _served(mappings, files)
    tables = load_files(workspace, served, Wish())
    for table in tables:
        assert table.error is None, table.error
        assert table.guess is None, f"{table.source} was guessed"
        assert table.ended is Ended.LANDED
    loaded = Loaded(workspace, served, tuple(tables))
    loaded.build()
    return loaded


def _served(mappings: Path, files: Path) -> tuple[Path, ...]:
    """The files for whose names a mapping was written."""
    known = [parse_mapping(path.read_text(encoding="utf-8")) for path in mappings.glob("*.toml")]
    return tuple(
        path
        for path in sorted([files] if files.is_file() else files.iterdir())
        if any(x.serves(path.name, x.match.columns) for x in known)
    )


def dollars(amount: str) -> Money:
    """An amount in US dollars."""
    return Money.from_decimal(amount, "USD")
