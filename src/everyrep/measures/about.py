"""What is held about one person: every table in which they appear, by the schema's own word.

Tables and columns come from the declared schema, so that a table added tomorrow is on the list
tomorrow. What is held of somebody is for themselves: the caller says who asks, nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from everyrep.measures.source import FactSource
from everyrep.measures.tables import physical_columns
from everyrep.warehouse.schema import TABLES, Kind

_OF_THE_LOAD = frozenset({"system", "load_id", "line"})
_SUBJECT = "person_id"
"""Whom a row is about, where it names several people."""
_MADE = {"org_history": ("person_id", "manager_id"), "credits": ("person_id",)}


@dataclass(frozen=True)
class Held:
    """One table in which somebody appears.

    Attributes:
        table: Its name.
        sentence: What one row of it is.
        rows: In how many rows they appear.
        as_what: The columns that name them.
        fields: What is held beside, in the words of the schema.
        personal: Those of the fields that are personal data or pay.
    """

    table: str
    sentence: str
    rows: int
    as_what: tuple[str, ...]
    fields: tuple[str, ...]
    personal: tuple[str, ...]


def held_about(source: FactSource, person: str) -> tuple[Held, ...]:
    """Every table in which a person appears, in the order of the schema."""
    found = []
    for table, columns in _naming():
        count = source.connection.execute(
            f'SELECT count(*) FROM "{table}" WHERE {_either(columns)}', [person] * len(columns)
        ).fetchone()
        if count and count[0]:
            found.append(_held(table, columns, int(count[0])))
    return tuple(found)


def rows_about(source: FactSource, person: str, table: str) -> Iterator[dict[str, Any]]:
    """Every row of a table in which a person appears, as it is held.

    A row that is about somebody else, and names the person as their manager, coach or rater alone,
    is the other's: of it there is who they were in it and when, and nothing of the other.

    Raises:
        KeyError: No person can appear in the table.
    """
    columns = dict(_naming())[table]
    result = source.connection.execute(
        f'SELECT * FROM "{table}" WHERE {_either(columns)}', [person] * len(columns)
    )
    names = [column[0] for column in result.description or ()]
    while chunk := result.fetchmany(1_000):
        for row in chunk:
            held = dict(zip(names, row, strict=True))
            yield held if held.get(_SUBJECT, person) == person else _of_another(held, columns)


def _of_another(held: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    named = {name: held[name] for name in columns if name != _SUBJECT}
    days = {name: value for name, value in held.items() if isinstance(value, date)}
    return {**named, **days}


def _either(columns: tuple[str, ...]) -> str:
    return " OR ".join(f'"{column}" = ?' for column in columns)


def _naming() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Tables with the columns that name a person in them."""
    yield "people", ("id",)
    for name, table in TABLES.items():
        stored = {} if table.landing_only else physical_columns(name)
        columns = tuple(
            f"{column.name}_id"
            for column in table.columns
            if column.kind is Kind.REF and column.target == "people"
        )
        columns = tuple(column for column in columns if column in stored)
        if columns and name != "people":
            yield name, columns
    yield from _MADE.items()


def _held(table: str, columns: tuple[str, ...], rows: int) -> Held:
    declared = TABLES.get(table)
    if declared is None:
        names = [name for name in physical_columns(table) if name not in _OF_THE_LOAD]
        sentence = "Made by the build out of other tables."
        return Held(table, sentence, rows, columns, tuple(names), ())
    kept = [column for column in declared.columns if not column.read_only_in]
    return Held(
        table, declared.sentence, rows, columns, tuple(column.name for column in kept),
        tuple(column.name for column in kept if column.personal),
    )  # fmt: skip
