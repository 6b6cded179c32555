"""A mapping as a commented TOML file that a person can edit; `parse_mapping` reads it back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Pairs
from dataclasses import fields
from decimal import Decimal
from typing import Any

from everyrep.warehouse.mapping.model import ColumnSpec, Mapping, ReadHints, TableMapping
from everyrep.warehouse.schema import TABLES, Column, Table

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = """\
# How a file's columns become Everyrep's columns. Edit it and load the file again.
# A line is: our column = "column in the file". Where that is not enough, a specification:
#   amount = { column = "Betrag", decimal = ",", thousands = ".", currency = "EUR" }
#   outcome = { column = "Stage", values = { Won = "won", Lost = "lost", "*" = "open" } }
#   a date = { column = "Date", order = "dmy" }        order: iso, ymd, dmy or mdy
#   a name = { columns = ["First", "Last"], join = " " }
# Lines that start with # are remarks, or our columns that this file does not feed yet.
"""
_DEFAULTS = {field.name: field.default for field in fields(ColumnSpec)}


def to_toml(
    mapping: Mapping,
    notes: Pairs[tuple[str, str], str] | None = None,
    unmapped: Sequence[str] = (),
) -> str:
    """The mapping as text.

    Args:
        mapping: what is written.
        notes: remarks beside a column, by (table, canonical column); ("table", "") above a table.
        unmapped: source columns that nothing reads, listed in a remark at the end.
    """
    notes = notes or {}
    blocks = [
        _HEAD
        + f"\nformat = 1\nsystem = {_quoted(mapping.system)}"
        + "  # whose ids these are: crm, lms, hr or another short word"
    ]
    blocks.append("\n".join(_match(mapping)))
    if mapping.read != ReadHints():
        blocks.append("\n".join(_read(mapping.read)))
    blocks.extend("\n".join(_table(table, notes)) for table in mapping.tables)
    if unmapped:
        blocks.append("\n".join(_leftover(unmapped)))
    return "\n\n".join(blocks) + "\n"


def _match(mapping: Mapping) -> Iterator[str]:
    yield "[match]  # the files that this mapping serves"
    yield f"files = {_value(mapping.match.files)}"
    if mapping.match.columns:
        yield f"columns = {_value(mapping.match.columns)}  # columns that must be there"


def _read(hints: ReadHints) -> Iterator[str]:
    yield "[read]  # the file's form, where it is not sniffed right"
    for field in fields(hints):
        value = getattr(hints, field.name)
        if value is not None:
            yield f"{field.name} = {_value(value)}"


def _table(table: TableMapping, notes: Pairs[tuple[str, str], str]) -> Iterator[str]:
    model = TABLES[table.table]
    yield "[[table]]"
    yield f"table = {_quoted(table.table)}  # {_remark(model.sentence)}"
    if note := notes.get((table.table, "")):
        yield f"# {_remark(note)}"
    if table.where:
        yield f"where = {_quoted(table.where)}"
    if table.repeats != "last":
        yield f"repeats = {_quoted(table.repeats)}"
    yield "[table.columns]"
    for name, spec in table.columns.items():
        remark = notes.get((table.table, name)) or model.by_name[name].sentence
        yield f"{name} = {_spec(spec)}  # {_remark(remark)}"
    yield from _open_columns(model, table)


def _open_columns(model: Table, table: TableMapping) -> Iterator[str]:
    for column in model.columns:
        if column.name not in table.columns:
            yield f'# {column.name} = ""  # {_about(column)}'


def _about(column: Column) -> str:
    words = f" One of: {', '.join(column.words)}." if column.words else ""
    needed = " Needed." if column.required else ""
    return f"{column.sentence}{words}{needed}"


def _leftover(names: Sequence[str]) -> Iterator[str]:
    yield "# Columns of the file that nothing above reads:"
    for name in names:
        yield f"#   {_quoted(name)}"


def _spec(spec: ColumnSpec) -> str:
    given = {
        name: getattr(spec, name)
        for name, default in _DEFAULTS.items()
        if getattr(spec, name) not in (default, {})
    }
    if set(given) == {"column"}:
        return _quoted(given["column"])
    return "{ " + ", ".join(f"{name} = {_value(value)}" for name, value in given.items()) + " }"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return str(value)


def _number(value: Decimal) -> str:
    return f"{value:f}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    """A TOML basic string: control characters escaped, everything else as it is."""
    return '"' + "".join(_ESCAPES.get(char) or _escape(char) for char in text) + '"'


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04X}" if code < 0x20 or code == 0x7F else char


def _remark(text: str) -> str:
    return "".join(" " if ord(char) < 0x20 or ord(char) == 0x7F else char for char in text)
