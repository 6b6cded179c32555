"""A mapping as a form: our columns, and beside each the column of the file that feeds it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, replace
from typing import Any

from everyrep.values import UnknownName
from everyrep.warehouse.mapping import OF_DAYS, OF_NUMBERS, ColumnSpec, Mapping, TableMapping
from everyrep.warehouse.schema import TABLES, Column, Kind, Table

_LONGEST = 300
_SAID = ("column", "columns", "value", "join")
_DAYS = (Kind.DATE, Kind.MOMENT)
_NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.SHARE, Kind.INTEGER)
ORDERS = (
    ("", "year first: 2025-12-31"),
    ("dmy", "day first: 31.12.2025, 31/12/2025"),
    ("mdy", "month first: 12/31/2025"),
)
"""Orders of day, month and year that a person chooses from."""


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
        kind: What it holds, as the canonical model has it.
        order_key: Name of the input for the order of day, month and year; empty where the column
            holds no days, or they are read by something else than an order.
        order: The order it has; empty is that of ISO, the year first.
    """

    key: str
    name: str
    says: str
    source: str
    more: str
    fixed: bool
    required: bool
    kind: Kind = Kind.TEXT
    order_key: str = ""
    order: str = ""


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


def changed(
    mapping: Mapping,
    given: Pairs[str, str],
    columns: Iterable[str] = (),
    forms: Pairs[str, Pairs[str, str]] | None = None,
) -> Mapping:
    """The mapping as a form was filled in.

    Where another column of the file feeds one of ours, days and numbers are read as that one writes
    them, unless an order was chosen too. How a column is read otherwise (its words, its currency)
    stays as it was.

    Args:
        mapping: As it was.
        given: Inputs by name.
        columns: Columns of the file, where they are known.
        forms: How columns of the file write days and numbers, where that is known.

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
                kept[one.name] = _read(kept.get(one.name, ColumnSpec()), one, source, given, forms)
        tables.append(replace(table, columns=kept))
    return replace(mapping, tables=tuple(tables))


def _read(
    spec: ColumnSpec,
    one: Field,
    source: str,
    given: Pairs[str, str],
    forms: Pairs[str, Pairs[str, str]] | None,
) -> ColumnSpec:
    """How a column of ours is read from now on."""
    new = replace(spec, column=source)
    if source != one.source and forms is not None:
        written = forms.get(source, {})
        fresh: dict[str, Any] = {name: written.get(name) for name in _written(one)}
        new = replace(new, **fresh)
    order = given.get(one.order_key, one.order).strip()
    return new if order == one.order else replace(new, order=order or None)


def _written(one: Field) -> tuple[str, ...]:
    """What of a specification hangs on how a column of the file is written."""
    if one.kind in _DAYS:
        return OF_DAYS
    return OF_NUMBERS if one.kind in _NUMBERS else ()


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
        order_key = f"o.{place}.{name}" if column.kind in _DAYS else ""
        return Field(key, name, says, "", more, fixed=False, required=required, kind=column.kind,
                     order_key=order_key)  # fmt: skip
    fixed = spec.column is None
    source = spec.column or " + ".join(spec.columns) or f"always {spec.value!r}"
    ordered = column.kind in _DAYS and not (fixed or spec.origin or spec.format)
    return Field(
        key, name, says, source, _more(spec, ordered=ordered), fixed, required, column.kind,
        f"o.{place}.{name}" if ordered else "", (spec.order or "") if ordered else "",
    )  # fmt: skip


def _more(spec: ColumnSpec, *, ordered: bool) -> str:
    """What else is said of a column, in a few words."""
    plain = ColumnSpec()
    told = []
    for name in vars(plain):
        value = getattr(spec, name)
        if name in _SAID or value == getattr(plain, name) or (ordered and name == "order"):
            continue
        told.append(f"{len(value)} words" if name == "values" else f"{name} {value}")
    return ", ".join(told)
