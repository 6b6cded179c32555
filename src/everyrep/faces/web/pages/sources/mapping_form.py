"""A mapping as a form: our columns, and beside each the column of the file that feeds it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, replace

from everyrep.values import UnknownName
from everyrep.warehouse.mapping import ColumnSpec, Mapping, TableMapping
from everyrep.warehouse.schema import TABLES, Column, Table

_LONGEST = 300


@dataclass(frozen=True)
class Field:
    """One of our columns in the form.

    Attributes:
        key: Name of the input.
        name: Our column.
        says: What it holds.
        source: The file's column that feeds it; empty where none does.
        more: What else is said of how it is read; such a column can be changed as text alone,
            where it is not read from one column.
        fixed: Whether it is not read from one column.
        required: Whether rows without it are left out.
    """

    key: str
    name: str
    says: str
    source: str
    more: str
    fixed: bool
    required: bool


@dataclass(frozen=True)
class Fed:
    """One table that the file feeds."""

    table: str
    says: str
    where: str
    filled: tuple[Field, ...]
    open: tuple[Field, ...]


def as_form(mapping: Mapping) -> tuple[Fed, ...]:
    """The form of a mapping: columns that are fed first, then those that could be."""
    return tuple(_fed(place, table) for place, table in enumerate(mapping.tables))


def changed(mapping: Mapping, given: Pairs[str, str], columns: Iterable[str] = ()) -> Mapping:
    """The mapping as a form was filled in.

    How a column is read otherwise (its marks, orders, words) stays as it was.

    Args:
        mapping: As it was.
        given: Inputs by name.
        columns: Columns of the file, where they are known.

    Raises:
        UnknownName: The file has no such column; near ones are offered.
    """
    known = set(columns)
    tables = []
    for place, table in enumerate(mapping.tables):
        kept = dict(table.columns)
        for one in (*_fed(place, table).filled, *_fed(place, table).open):
            if one.fixed or one.key not in given:
                continue
            source = given[one.key].strip()[:_LONGEST]
            if source and known and source not in known and source != one.source:
                raise UnknownName("column of the file", source, known)
            if not source:
                kept.pop(one.name, None)
            else:
                kept[one.name] = replace(kept.get(one.name, ColumnSpec()), column=source)
        tables.append(replace(table, columns=kept))
    return replace(mapping, tables=tuple(tables))


def _fed(place: int, table: TableMapping) -> Fed:
    schema = TABLES[table.table]
    fields = [
        _field(place, column, table.columns.get(column.name), made=_is_made(schema, column))
        for column in schema.columns
    ]
    needed = {column.name for column in schema.columns if column.required}
    filled = [one for one in fields if one.source or one.fixed or one.name in needed]
    rest = [one for one in fields if one not in filled]
    return Fed(table.table, schema.sentence, table.where or "", tuple(filled), tuple(rest))


def _is_made(schema: Table, column: Column) -> bool:
    """Whether a row is given what no column of its file holds: an id of its own."""
    return column.name == "id" and schema.key == ("id",)


def _field(place: int, column: Column, spec: ColumnSpec | None, *, made: bool) -> Field:
    key, name, says = f"c.{place}.{column.name}", column.name, column.sentence
    required = column.required and not made
    if spec is None:
        more = "made from the row itself where no column holds it" if made else ""
        return Field(key, name, says, "", more, fixed=False, required=required)
    fixed = spec.column is None
    source = spec.column or " + ".join(spec.columns) or f"always {spec.value!r}"
    return Field(key, name, says, source, _more(spec), fixed, required)


def _more(spec: ColumnSpec) -> str:
    """What else is said of a column, in a few words."""
    plain = ColumnSpec()
    told = []
    for name in vars(plain):
        value = getattr(spec, name)
        if name in ("column", "columns", "value", "join") or value == getattr(plain, name):
            continue
        told.append(f"{len(value)} words" if name == "values" else f"{name} {value}")
    return ", ".join(told)
