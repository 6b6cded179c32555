"""The typed projection: raw rows of one file as rows of one canonical table, and what is wrong.

Written as SQL once per (file, table). The same projection says at load time what will land and
what will not, and feeds the build, so that the two can never disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import duckdb

from everyrep.warehouse.erasure import Struck
from everyrep.warehouse.mapping import TableMapping, to_sql
from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import TABLES, Column, Kind, Table
from everyrep.warehouse.staging import numbers
from everyrep.warehouse.staging.cells import (
    ROW_CURRENCY,
    Cell,
    Setting,
    cell,
    given_name,
    read_name,
)


@dataclass(frozen=True)
class Projection:
    """One file's rows as one canonical table.

    Attributes:
        table: the canonical table.
        relation: SQL of the raw rows with `_line`.
        layers: SQL of the relation that has every given and read column, and `_line`.
        cells: the mapped columns.
        missing: required columns that nothing feeds.
        system: id space.
        load_id: the load.
        own_key: the key is made here, because the file has none, or says it of several things.
        merged: rows with the same id say the same thing again; the last one stands.
        struck: people whose names are struck; None: nobody is looked for.
    """

    table: Table
    relation: str
    layers: str
    cells: tuple[Cell, ...]
    missing: tuple[str, ...]
    system: str
    load_id: str
    own_key: bool
    merged: bool = False
    struck: Struck | None = None

    def rows(self, *, checked: bool = True) -> str:
        """SQL of the usable rows with the staged columns (see `staged_columns`).

        Args:
            checked: leave out what is not usable. Without, there may be more rows, which is cheaper
                where a few columns are asked for and more do no harm.
        """
        parts = dict(part for c in self.cells for part in c.parts)
        parts |= {"system": literal(self.system), "load_id": literal(self.load_id)}
        parts |= {"line": "_line"}
        if any(c.kind is Kind.CURRENCY for c in self.table.columns):
            parts["currency"] = ROW_CURRENCY
        if self.own_key:
            parts["id"] = f"{literal(self.system + ':')} || {_OWN_KEY}"
        if self.struck is not None and self.struck.erasures:
            parts = self._forgotten(parts, self.struck)
        columns = ", ".join(
            f"{parts.get(name, 'NULL')}::{kind} AS {identifier(name)}"
            for name, kind in staged_columns(self.table)
        )
        rows = f"SELECT {columns} FROM {self.layers}"
        if checked or self.merged:
            rows += f" WHERE {self.usable()}"
        if not self.merged:
            return rows
        return f"{rows} QUALIFY row_number() OVER (PARTITION BY id ORDER BY line DESC) = 1"

    def _forgotten(self, parts: dict[str, str], struck: Struck) -> dict[str, str]:
        """The columns, with numbers in the place of people, and nothing in what is personal."""
        found = dict(parts)
        for column in self.table.people:
            name = f"{column.name}_ref"
            if name in parts:
                found[name] = struck.ref(f"({parts[name]})")
        whose = {"people": "id"}.get(self.table.name, "person_ref")
        if whose not in parts:
            return found
        gone = struck.known(f"({parts[whose]})", parts.get("email"))
        found[whose] = f"coalesce({gone}, {parts[whose]})"
        for column in self.table.columns:
            if column.forgotten and column.name in parts:
                found[column.name] = f"CASE WHEN {gone} IS NULL THEN {parts[column.name]} END"
        return found

    def near(self, lines: str) -> Projection:
        """The projection of some lines only, and of all where rows look at one another.

        Args:
            lines: SQL of the lines.
        """
        if self.own_key or self.merged:
            return self
        some = f"(SELECT * FROM {self.relation} WHERE _line IN ({lines}))"
        return replace(self, layers=self.layers.replace(self.relation, some))

    def always(self, column: str) -> str | None:
        """What a staged column holds in every row: a word, or "" for nothing; None: it varies."""
        sql = dict(part for c in self.cells for part in c.parts).get(column, "NULL")
        if sql == "NULL":
            return ""
        return sql[1:-1].replace("''", "'") if _LITERAL.fullmatch(sql) else None

    def usable(self) -> str:
        """Predicate: every required column is given and could be read."""
        tests = [self._filled(c) for c in self.cells if c.column.required]
        if self.missing:
            tests.append("false")
        return " AND ".join(tests) or "true"

    def _filled(self, made: Cell) -> str:
        filled = f"{given_name(made.column)} IS NOT NULL"
        return f"{filled} AND NOT coalesce({made.wrong}, false)" if made.wrong else filled

    def problems(self) -> str:
        """SQL of everything that is wrong: line, column, value, reason, remedy, whole_row."""
        found = [*self._absent(), *self._wrong()]
        if not found:
            return _NO_PROBLEMS
        listed = ", ".join(found)
        return (
            "SELECT _line AS line, unnest(found, recursive := true) FROM ("
            f"SELECT _line, list_filter([{listed}], lambda x: x IS NOT NULL) AS found "
            f"FROM {self.layers} WHERE {self._suspect()})"
        )

    def _suspect(self) -> str:
        tests = [f"({c.wrong})" for c in self.cells if c.wrong]
        tests += [f"{given_name(c.column)} IS NULL" for c in self.cells if c.column.required]
        return " OR ".join(f"coalesce({test}, false)" for test in tests) or "false"

    def _absent(self) -> Iterator[str]:
        for made in self.cells:
            if made.column.required:
                test = f"{given_name(made.column)} IS NULL"
                reason = f"{made.column.name} is empty, and a row cannot be used without it"
                yield _finding(test, made.column, "''", reason, "fill it in at the source", True)

    def _wrong(self) -> Iterator[str]:
        for made in self.cells:
            if made.wrong:
                value = f"left(CAST({given_name(made.column)} AS VARCHAR), 200)"
                reason = f"{made.column.name} {made.reason}"
                whole = made.column.required
                yield _finding(made.wrong, made.column, value, reason, made.remedy, whole)


_NO_PROBLEMS = (
    "SELECT 0::BIGINT AS line, '' AS \"column\", '' AS value, '' AS reason, '' AS remedy, "
    "true AS whole_row WHERE false"
)
_OWN_KEY = identifier("~key")
_LITERAL = re.compile(r"'(?:[^']|'')*'")


def _finding(
    test: str, column: Column, value: str, reason: str, remedy: str, whole_row: bool
) -> str:
    return (
        f"CASE WHEN {test} THEN {{'column': {literal(column.name)}, 'value': {value}, "
        f"'reason': {literal(reason)}, 'remedy': {literal(remedy)}, "
        f"'whole_row': {str(whole_row).lower()}}} END"
    )


def staged_columns(table: Table) -> tuple[tuple[str, str], ...]:
    """The columns of a staged row: as stored, less what the build works out, plus what it reads.

    References to people are staged as `<name>_ref`; amounts as `<name>_minor`.
    """
    built = {name for name, _, _ in table.derived}
    built |= {f"{c.name}_id" for c in table.people}
    built |= {f"{c.name}_base_minor" for c in table.columns if c.kind is Kind.MONEY}
    read_in = tuple(
        (c.name, "BOOLEAN" if c.kind is Kind.FLAG else "VARCHAR")
        for c in table.columns
        if c.read_only_in
    )
    return (*(pair for pair in table.stored() if pair[0] not in built), *read_in)


def project(
    relation: str,
    types: dict[str, str],
    mapping: TableMapping,
    *,
    system: str,
    load_id: str,
    currency: str,
) -> Projection:
    """Write the projection of one file to one table.

    Args:
        relation: SQL of the raw rows with `_line`.
        types: DuckDB types of the raw columns.
        mapping: what the columns mean.
        system: id space.
        load_id: the load.
        currency: currency of amounts that carry none.
    """
    table = TABLES[mapping.table]
    setting = Setting(table.name, system, types)
    cells = tuple(
        cell(column, mapping.columns[column.name], setting)
        for column in table.columns
        if column.name in mapping.columns
    )
    has_id = table.key == ("id",)
    given_key = "id" in mapping.columns
    own_key = has_id and (not given_key or mapping.repeats == "keep")
    missing = tuple(
        c.name
        for c in table.columns
        if c.required and c.name not in mapping.columns and not (own_key and c.name == "id")
    )
    layers = _layers(relation, mapping, cells, currency)
    if own_key:
        layers = _keyed(layers, cells, by_id=given_key)
    merged = mapping.repeats == "merge" and has_id and not own_key
    return Projection(table, relation, layers, cells, missing, system, load_id, own_key, merged)


def _layers(relation: str, mapping: TableMapping, cells: tuple[Cell, ...], currency: str) -> str:
    condition = mapping.condition
    where = f" WHERE {to_sql(condition)}" if condition else ""
    first = "".join(f", {c.given} AS {given_name(c.column)}" for c in cells)
    second = "".join(f", {c.reads} AS {read_name(c.column)}" for c in cells if c.reads)
    row_currency = _row_currency(mapping, cells, currency)
    return (
        f"(SELECT *, {row_currency} AS {ROW_CURRENCY} FROM "
        f"(SELECT *{second} FROM (SELECT _line{first} FROM {relation}{where})))"
    )


def _row_currency(mapping: TableMapping, cells: tuple[Cell, ...], fallback: str) -> str:
    """The row's currency: its own column, a sign in an amount, the mapping's word, the company's.

    NULL where a currency is given that does not exist: its amounts cannot be counted.
    """
    stated = next((s.currency for s in mapping.columns.values() if s.currency), None)
    rest = literal(stated or fallback)
    for made in cells:
        if made.column.kind is Kind.MONEY and made.textual:
            code = numbers.code_within(given_name(made.column))
            rest = f"coalesce(CASE WHEN {numbers.known(code)} THEN {code} END, {rest})"
    for made in cells:
        if made.column.kind is Kind.CURRENCY:
            code = read_name(made.column)
            rest = (
                f"CASE WHEN {code} IS NULL THEN {rest} WHEN {numbers.known(code)} THEN {code} END"
            )
    return rest


def _keyed(layers: str, cells: tuple[Cell, ...], *, by_id: bool) -> str:
    """Give rows without an id one of their own: a hash of what they hold, and which repeat it is.

    The same rows in a later export get the same ids, so they are not counted twice; two rows that
    are alike to the letter within one file stay two.
    """
    if by_id:
        held = identifier("id~given")
    else:
        texts = (f"coalesce(CAST({given_name(c.column)} AS VARCHAR), '')" for c in cells)
        held = f"md5(concat_ws(chr(31), {', '.join(texts)}))"
    again = 'row_number() OVER (PARTITION BY "~held" ORDER BY _line)'
    first = "CASE WHEN again = 1 THEN '' ELSE '.' || again END"
    return (
        f'(SELECT *, "~held" || {first} AS {_OWN_KEY} FROM '
        f'(SELECT *, {again} AS again FROM (SELECT *, {held} AS "~held" FROM {layers})))'
    )


def raw_types(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """DuckDB types of the columns of a raw relation."""
    described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    return {name: kind for name, kind, *_ in described}
