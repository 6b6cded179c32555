"""Tables put together from others: people, their place in the organisation, and stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import resources

from everyrep.warehouse.build.aliases import LARGE, NAMED_THINGS
from everyrep.warehouse.build.parts import IMPLIED, WHOLE, count_nulls
from everyrep.warehouse.build.record import TableRecord
from everyrep.warehouse.build.tables import Surroundings, finished
from everyrep.warehouse.quoting import identifier, literal
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


def add_implied(
    around: Surroundings, records: dict[str, TableRecord], built: Callable[[str], str]
) -> dict[str, TableRecord]:
    """Add things that rows refer to and no file lists, so that no figure loses its group.

    They are known by their id alone, which serves as their name, and come from no load.

    Returns:
        The records that changed.
    """
    changed = {}
    for name, label in NAMED_THINGS.items():
        refs = _references_to(name, records, built)
        if refs:
            changed[name] = _imply(around, name, label, refs, records[name], built(name))
        else:
            own = records[name].parts
            rows, nulls = count_nulls(around.connection, around.folder / name, own)
            changed[name] = replace(records[name], rows=rows, nulls=nulls)
    return changed


_ALWAYS = {"learning_events", "content_uses"}


def _references_to(
    target: str, records: dict[str, TableRecord], built: Callable[[str], str]
) -> list[str]:
    """SQL of the distinct ids, in small tables and those of learning, that point to a table."""
    found = []
    for table in TABLES.values():
        record = records.get(table.name)
        if record is None or not record.rows or table.landing_only:
            continue
        if table.name in LARGE and table.name not in _ALWAYS:
            continue
        for column in table.columns:
            stored = f"{column.name}_id"
            if column.target == target and record.nulls.get(stored, 0) < record.rows:
                found.append(f"SELECT DISTINCT {identifier(stored)} AS id FROM {built(table.name)}")
    return found


def _imply(
    around: Surroundings, name: str, label: str, refs: list[str], record: TableRecord, own: str
) -> TableRecord:
    parts = {part: names for part, names in record.parts.items() if part != IMPLIED}
    columns = ", ".join(
        f"{_implied_value(column, label)}::{kind} AS {identifier(column)}"
        for column, kind in TABLES[name].stored()
    )
    folder = around.folder / name
    folder.mkdir(exist_ok=True)
    file = f"{IMPLIED}-{around.tag}.parquet"
    around.connection.execute(
        f"COPY (SELECT {columns} FROM (SELECT DISTINCT id FROM ({' UNION '.join(refs)}) "
        f"WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM {own})) ORDER BY id) "
        f"TO {literal(str(folder / file))} (FORMAT parquet)"
    )
    parts[IMPLIED] = [file]
    rows, nulls = count_nulls(around.connection, folder, parts)
    return replace(record, parts=parts, rows=rows, nulls=nulls)


def _implied_value(column: str, label: str) -> str:
    if column == "id":
        return "id"
    if column == label:
        return "substr(id, strpos(id, ':') + 1)"
    return "split_part(id, ':', 1)" if column == "system" else "NULL"


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


__all__ = ["IDENTITY", "add_implied", "assemble", "text_of"]
