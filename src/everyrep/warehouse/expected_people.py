"""Who is who, were a file loaded: who matches nobody, and of whom the matching is not sure.

The matching itself is asked, over the records that the build has and those that the file brings, so
that what is said before a load is what the next build does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from everyrep.warehouse.identity import Decision, resolve
from everyrep.warehouse.inspection_people import MOST, RECORD, Spoken
from everyrep.warehouse.reader import Warehouse

Names = tuple[tuple[str, str], ...]
"""References of people, each with the name that a person would know it by."""


@dataclass(frozen=True)
class Expected:
    """Who is who, were it loaded.

    Attributes:
        records: How many records of people it brings.
        alone: Of these, those that match nobody of another system.
        unsure: Pairs that go to the match queue, as (one, other, why).
        strangers: References that match no record: table and column, the reference, rows.
        too_many: There are more records or references than are judged before a build, since
            matching takes its time; what is said then is not the whole.
    """

    records: int = 0
    alone: Names = ()
    unsure: tuple[tuple[str, str, str], ...] = ()
    strangers: tuple[tuple[str, str, int], ...] = ()
    too_many: bool = False


def expected(
    warehouse: Warehouse | None, spoken: Iterable[Spoken], decisions: Sequence[Decision]
) -> Expected:
    """What the next build would make of people that files speak of.

    Args:
        warehouse: The current build; None before the first.
        spoken: Who each file speaks of.
        decisions: What people decided in the match queue.
    """
    files = list(spoken)
    new = {str(row[0]): row for one in files for row in one.records if row[0]}
    old = _known(warehouse) if warehouse else {}
    every = {**old, **new}
    strangers = _strangers(files, every)
    too_many = any(one.too_many for one in files) or len(every) > MOST
    if warehouse is None or not new or too_many:
        return Expected(len(new), strangers=strangers, too_many=too_many)
    return _resolved(warehouse, every, new.keys(), decisions, strangers)


def _known(warehouse: Warehouse) -> dict[str, tuple[str | None, ...]]:
    asked = ", ".join(f"{name}::VARCHAR" for name in RECORD)
    rows = warehouse.connection.execute(f"SELECT {asked} FROM person_rows").fetchall()
    return {str(row[0]): row for row in rows}


def _resolved(
    warehouse: Warehouse,
    every: dict[str, tuple[str | None, ...]],
    new: Iterable[str],
    decisions: Sequence[Decision],
    strangers: tuple[tuple[str, str, int], ...],
) -> Expected:
    brought = set(new)
    connection = warehouse.connection.cursor()
    columns = zip(*every.values(), strict=True)
    rows = {name: pa.array(told, pa.string()) for name, told in zip(RECORD, columns, strict=True)}
    connection.register("tried_rows", pa.table(rows))
    connection.execute(_AS_RECORDS)
    try:
        found = resolve(connection, "tried_records", decisions)
    finally:
        connection.execute("DROP VIEW tried_records")
        connection.unregister("tried_rows")
        connection.close()
    links = {row["ref"]: row["person_id"] for row in found.person_links.to_pylist()}
    systems: dict[str, set[str | None]] = {}
    for ref, person in links.items():
        systems.setdefault(person, set()).add(every[ref][1])
    several = len({row[1] for row in every.values()}) > 1
    alone = [ref for ref in sorted(brought) if several and len(systems[links[ref]]) == 1]
    unsure = tuple(
        (_called(every, row["left_ref"]), _called(every, row["right_ref"]), str(row["why"]))
        for row in found.identity_queue.to_pylist()
        if brought & {row["left_ref"], row["right_ref"]}
    )
    names = tuple((ref, _called(every, ref)) for ref in alone)
    return Expected(len(brought), names, unsure, strangers)


_AS_RECORDS = """
    CREATE TEMP VIEW tried_records AS SELECT id AS ref, system,
    substr(id, strpos(id, ':') + 1) AS source_id, full_name, first_name, last_name, email,
    other_emails, employee_number, title, team_id AS team,
    TRY_CAST(hired_on AS DATE) AS hire_date, TRY_CAST(left_on AS DATE) AS exit_date
    FROM tried_rows
"""


def _called(every: dict[str, tuple[str | None, ...]], ref: str) -> str:
    """A record by the name or mail address that a person knows it by, and its reference."""
    row = dict(zip(RECORD, every.get(ref, ()), strict=False))
    name = row.get("full_name") or f"{row.get('first_name') or ''} {row.get('last_name') or ''}"
    known = name.strip() or row.get("email") or ""
    return f"{known} ({ref})" if known else ref


def _strangers(
    files: Sequence[Spoken], every: dict[str, tuple[str | None, ...]]
) -> tuple[tuple[str, str, int], ...]:
    """References that are no record's id, and not its mail address, number or name either."""
    at = [RECORD.index(name) for name in ("email", "employee_number", "full_name")]
    told = {str(row[i]).casefold() for row in every.values() for i in at if row[i]}
    told |= {ref.casefold() for ref in every}
    return tuple(
        (f"{column} of {table}", ref, rows)
        for one in files
        for table, column, ref, rows in one.references
        if ref.casefold() not in told and ref.partition(":")[2].casefold() not in told
    )
