"""JSON records into raw Parquet: nested objects are spread over columns named with dots.

`{"owner": {"id": 7}}` becomes a column `owner.id`. Lists stay JSON text. Which columns there are
is learnt from all records, not from the first few, so a field that turns up late is not lost.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from everyrep.sources.files import xapi
from everyrep.sources.files.engine import copy_to_parquet, engine
from everyrep.sources.files.header import LINE, unique_names
from everyrep.sources.files.json_lines import JsonLines, as_they_stand, one_a_line, without_controls
from everyrep.sources.files.limits import (
    DEEPEST,
    LONGEST_LINE,
    MOST_COLUMNS,
    MOST_REJECTS,
    Progress,
    ReadOptions,
)
from everyrep.sources.files.shape import FileShape
from everyrep.sources.files.taken import Taken
from everyrep.values.errors import DataError
from everyrep.warehouse.landing import Reject
from everyrep.warehouse.quoting import identifier, literal

_DELIMITER = "\x01"  # cannot stand in a JSON text, so that a line is one field
_GOOD = r"coalesce(json_valid(j) AND ltrim(j, ' ' || chr(9)) LIKE '{%', false)"
_SHOWN = 500
_WRAPPERS = ("properties", "fields")  # objects that only wrap a record's own fields


@dataclass(frozen=True)
class _Field:
    """A column: its name, and either a pointer into the record or an SQL expression over it."""

    name: str
    pointer: str | None = None
    expression: str = ""


def take_json(
    shape: FileShape, target: Path, options: ReadOptions, work: Path, progress: Progress
) -> Taken:
    """Write JSON records as raw Parquet.

    Args:
        shape: the file as recognised.
        target: the Parquet file.
        options: limits.
        work: folder for what is only needed meanwhile.
        progress: told the share done.

    Raises:
        DataError: It is not JSON, or holds no record.
    """
    make = one_a_line if shape.format == "json" else as_they_stand
    lines = make(shape, options, work, lambda share: progress(share * 0.4))
    with engine(work, options) as connection:
        try:
            taken = _spread(connection, shape, lines, target)
        except duckdb.Error:
            taken = _spread(connection, shape, without_controls(lines, work), target)
    progress(1.0)
    return taken


def fields_of(structure: dict[str, Any]) -> list[_Field]:
    """The columns that records of a structure are spread over.

    Levels are spread as deep as the limit on columns allows; deeper ones stay JSON text.
    """
    for depth in range(DEEPEST, 0, -1):
        fields = _unwrapped(list(_walk(structure, "", "", depth, xapi.is_statement(structure))))
        if len(fields) <= MOST_COLUMNS - 10 or depth == 1:
            break
    if xapi.is_statement(structure):
        taken = {field.name for field in fields}
        fields += [_Field(name, None, sql) for name, sql in xapi.derived(taken)]
    return fields


def _walk(
    structure: dict[str, Any], pointer: str, path: str, depth: int, statement: bool
) -> list[_Field]:
    fields: list[_Field] = []
    for key, inner in structure.items():
        here = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        name = f"{path}.{key}" if path else key
        kept_whole = statement and here in xapi.LANGUAGE_MAPS
        if isinstance(inner, dict) and inner and depth > 1 and not kept_whole:
            fields.extend(_walk(inner, here, name, depth - 1, statement))
        else:
            fields.append(_Field(name, here))
    return fields


def _unwrapped(fields: list[_Field]) -> list[_Field]:
    """Fields without the name of an object that only wraps them, where names stay apart."""
    used = {field.name.casefold() for field in fields}
    result = []
    for field in fields:
        wrapper, _, rest = field.name.partition(".")
        if wrapper in _WRAPPERS and rest and rest.casefold() not in used:
            used.add(rest.casefold())
            field = _Field(rest, field.pointer, field.expression)  # noqa: PLW2901
        result.append(field)
    return result


def _spread(
    connection: duckdb.DuckDBPyConnection, shape: FileShape, lines: JsonLines, target: Path
) -> Taken:
    relation = _relation(lines.path)
    total, valid, structure = _structure(connection, relation)
    rejects = () if total == valid else _broken(connection, relation, shape.name)
    if not valid:
        raise _no_record(shape, rejects)
    fields = fields_of(structure)
    names, renamed = unique_names([field.name for field in fields], shape.name)
    even = total == valid
    query = _query(fields, names, relation, even)
    rows = copy_to_parquet(connection, query, target, len(names) + 1)
    return Taken(
        rows=rows,
        columns=names,
        sha256=lines.sha256,
        size=lines.size,
        first_line=1,
        line_column=None if even else LINE,
        rejects=rejects,
        notes=(*lines.notes, *renamed),
    )


def _structure(
    connection: duckdb.DuckDBPyConnection, relation: str
) -> tuple[int, int, dict[str, Any]]:
    """Number of lines, number of records, and all keys that any record has."""
    found = connection.execute(
        f"SELECT CAST(json_structure(CASE WHEN {_GOOD} THEN j END) AS VARCHAR) AS s, count(*) "
        f"FROM {relation} GROUP BY s"
    )
    total = valid = 0
    merged: dict[str, Any] = {}
    while rows := found.fetchmany(1_000):
        for text, count in rows:
            total += count
            if text is not None:
                valid += count
                _merge(merged, json.loads(text))
    return total, valid, merged


def _merge(merged: dict[str, Any], structure: dict[str, Any]) -> None:
    """Add the keys of a structure; a key that holds objects here and values there is kept whole."""
    for key, inner in structure.items():
        if inner == "NULL":
            merged.setdefault(key, None)
        elif isinstance(inner, dict) and merged.get(key, {}) is not None:
            known = merged.setdefault(key, {})
            if isinstance(known, dict):
                _merge(known, inner)
        elif isinstance(inner, dict):
            merged[key] = {}
            _merge(merged[key], inner)
        else:
            merged[key] = "value"


def _query(fields: list[_Field], names: tuple[str, ...], relation: str, even: bool) -> str:
    """A SELECT of all columns, and of the line where lines do not simply follow one another."""
    pointers = [field.pointer for field in fields if field.pointer is not None]
    place = {pointer: at for at, pointer in enumerate(pointers, start=1)}
    chosen = [
        f"{field.expression or f'x[{place[field.pointer or str()]}]'} AS {identifier(name)}"
        for field, name in zip(fields, names, strict=True)
    ]
    extracted = f"json_extract_string(j, [{', '.join(map(literal, pointers))}]) AS x"
    if even:
        return f"SELECT {', '.join(chosen)} FROM (SELECT j, {extracted} FROM {relation})"
    numbered = f"(SELECT CAST(row_number() OVER () AS BIGINT) AS line, j FROM {relation})"
    kept = f"(SELECT line, j, {extracted} FROM {numbered} WHERE {_GOOD})"
    return f"SELECT {', '.join(chosen)}, line AS {identifier(LINE)} FROM {kept}"


def _relation(path: Path) -> str:
    """The lines of a file as `j`; a blank line is NULL."""
    return (
        f"read_csv({literal(str(path))}, columns = {{'j': 'VARCHAR'}}, auto_detect = false, "
        f"header = false, delim = {literal(_DELIMITER)}, quote = '', escape = '', "
        f"compression = 'none', encoding = 'utf-8', max_line_size = {LONGEST_LINE})"
    )


def _broken(connection: duckdb.DuckDBPyConnection, relation: str, label: str) -> tuple[Reject, ...]:
    """Lines that hold no record, blank ones left out."""
    found = connection.execute(
        f"SELECT line, left(j, {_SHOWN}), json_valid(j) FROM "
        f"(SELECT row_number() OVER () AS line, j FROM {relation}) "
        f"WHERE NOT {_GOOD} AND trim(coalesce(j, '')) <> '' LIMIT {MOST_REJECTS + 1}"
    ).fetchall()
    rejects = tuple(
        Reject(
            line=line,
            column="",
            value=text,
            reason="this is no object" if valid else "this is not valid JSON",
            remedy=f"Mend line {line} of {label}, or take it out",
        )
        for line, text, valid in found
    )
    if len(rejects) > MOST_REJECTS:
        raise DataError(
            f"More than {MOST_REJECTS:,} lines hold no JSON object",
            where=f"{label}, line {rejects[0].line:,}",
            remedy="Export it again",
        )
    return rejects


def _no_record(shape: FileShape, rejects: tuple[Reject, ...]) -> DataError:
    first = rejects[0] if rejects else None
    return DataError(
        f"It holds no record: {first.reason}" if first else "It holds no record",
        where=f"{shape.name}, line {first.line:,}" if first else shape.name,
        remedy='Name the path to the records under [read] in the mapping: records = "a.b"',
    )
