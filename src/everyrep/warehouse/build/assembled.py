"""Tables put together from others: people, their place in the organisation, and stages."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

from everyrep.warehouse.build.parts import WHOLE, count_nulls
from everyrep.warehouse.build.record import TableRecord
from everyrep.warehouse.build.tables import Surroundings, finished
from everyrep.warehouse.quoting import literal
from everyrep.warehouse.schema import TABLES

IDENTITY = ("person_refs", "person_links", "identity_queue", "person_rows")
"""What the matching of people leaves for the next build and for the review queue."""


def assemble(around: Surroundings, built: Callable[[str], str]) -> dict[str, TableRecord]:
    """Write people, org_history, stages and what the matching of people found.

    Args:
        around: what tables share; the lookups of this build are in its connection.
        built: SQL of a table of this build.

    Returns:
        Their records, by table.
    """
    connection = around.connection
    records = {"people": _write(around, "people", finished(TABLES["people"], around))}
    people = around.folder / "people" / records["people"].parts[WHOLE][0]
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW people AS SELECT * FROM read_parquet({literal(str(people))})"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW positions_seen AS SELECT * FROM {built('positions')} "
        "WHERE person_id IS NOT NULL AND (to_on IS NULL OR to_on > from_on)"
    )
    records["org_history"] = _write(around, "org_history", text_of("org_history"))
    for name in ("opportunities", "stage_history"):
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {built(name)}")
    records["stages"] = _write(around, "stages", text_of("stages"))
    for name in IDENTITY:
        _write(around, name, f"SELECT * FROM {name}", folder="identity")
    return records


def text_of(name: str) -> str:
    """The SQL file of an assembled table."""
    file = resources.files("everyrep.warehouse.build") / "sql" / f"{name}.sql"
    return file.read_text(encoding="utf-8")


def _write(around: Surroundings, name: str, select: str, folder: str | None = None) -> TableRecord:
    place = around.folder / (folder or name)
    place.mkdir(exist_ok=True)
    file = f"{name}.parquet"
    around.connection.execute(f"COPY ({select}) TO {literal(str(place / file))} (FORMAT parquet)")
    parts = {WHOLE: [file]}
    rows, nulls = count_nulls(around.connection, place, parts)
    return TableRecord("", {}, parts, rows, nulls)


__all__ = ["IDENTITY", "assemble", "text_of"]
