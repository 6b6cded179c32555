"""Tiny companies for tests: a few plain rows a table become a warehouse in memory.

    world = World(as_of=date(2026, 6, 30))
    world.add("opportunities", id="d1", owner="ann", amount=1000, outcome="won",
              created_on="2026-01-05", close_on="2026-02-10")
    warehouse = world.warehouse()

Rows are written in the canonical columns of the schema, and become the physical ones:

- an amount is in major units, and goes into its currency's minor units; into the reporting
  currency it goes one to one, unless the row names another currency: then `rates` converts it, and
  without a rate there is no base amount;
- a reference to a person is the person's id;
- a moment is a day or an ISO text, in UTC;
- any physical column may be given by its own name, which wins.

What a build makes out of several tables is made here too, in the plainest way, unless the rows are
given: history of the organisation from people, credits from splits or owners, stages from deals.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from everyrep.measures.tables import MADE, physical_columns
from everyrep.values import Currency, FiscalCalendar, Money, Rounding
from everyrep.warehouse.schema import TABLES, Column, Kind
from everyrep.warehouse.settings import Settings

ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}
LONG_AGO = date(1900, 1, 1)
NAMES = (*(name for name, table in TABLES.items() if not table.landing_only), *MADE)


@dataclass
class TinyWarehouse:
    """What `everyrep.warehouse.reader.Warehouse` is to measures, over tables in memory."""

    connection: duckdb.DuckDBPyConnection
    as_of: date
    reporting_currency: str = "USD"
    settings: Settings = field(default_factory=Settings)
    snapshot: str = "tiny"
    kept: frozenset[str] = frozenset()
    state: Hashable = None

    def rows(self, table: str) -> int:
        return self._number(f'SELECT count(*) FROM "{table}"')

    def filled(self, table: str, column: str) -> float:
        rows = self.rows(table)
        return self._number(f'SELECT count("{column}") FROM "{table}"') / rows if rows else 0.0

    def close(self) -> None:
        self.connection.close()

    def _number(self, sql: str) -> int:
        found = self.connection.execute(sql).fetchone()
        assert found is not None
        return int(found[0])


@dataclass
class World:
    """A company in the making."""

    as_of: date = date(2026, 6, 30)
    currency: str = "USD"
    fiscal: FiscalCalendar = field(default_factory=FiscalCalendar)
    rates: Mapping[str, str] = field(default_factory=dict)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    """Records of people, each with the id of the person that it is about."""

    def add(self, table: str, **row: Any) -> World:
        """One row more; the world itself, so that calls can follow one another."""
        self.tables.setdefault(table, []).append(self._physical(table, row))
        return self

    def person(self, name: str, **row: Any) -> World:
        """One person more, with a name made of the id."""
        return self.add("people", id=name, **{"full_name": name.title(), **row})

    def deal(self, name: str, **row: Any) -> World:
        """One deal more: open, opened on the first day of 2026, of 1,000, unless said otherwise."""
        given = {"outcome": "open", "created_on": "2026-01-01", "amount": 1000, **row}
        self.add("opportunities", id=name, **given)
        added = self.tables["opportunities"][-1]
        start, end = added.get("created_on"), added.get("close_on")
        if added["outcome"] != "open" and start and end and end >= start:
            added.setdefault("cycle_days", float((end - start).days))
        return self

    def warehouse(self) -> TinyWarehouse:
        """The company, ready to be asked."""
        connection = duckdb.connect(":memory:")
        tables = {**self.tables}
        tables.setdefault("org_history", self._org_history())
        tables.setdefault("credits", self._credits())
        tables.setdefault("stages", self._stages())
        for name in NAMES:
            _create(connection, name, tables.get(name, []))
        connection.execute("CREATE TABLE person_links (ref VARCHAR, person_id VARCHAR)")
        for ref, person in self.links.items():
            connection.execute("INSERT INTO person_links VALUES (?, ?)", [ref, person])
        return TinyWarehouse(
            connection, self.as_of, self.currency, Settings(fiscal=self.fiscal, as_of=self.as_of)
        )

    def _physical(self, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
        physical = physical_columns(table)
        columns = TABLES[table].by_name if table in TABLES else {}
        found: dict[str, Any] = {}
        for name, value in row.items():
            if name in columns and value is not None:
                found |= self._stored(columns[name], value, row)
        found |= {
            name: _dated(value, physical[name])
            for name, value in row.items()
            if name in physical and name not in columns
        }
        unknown = set(row) - set(columns) - set(physical)
        assert not unknown, f"{table} has no {sorted(unknown)}"
        if "currency" in columns and any(c.kind is Kind.MONEY for c in columns.values()):
            found.setdefault("currency", self.currency)
        return found

    def _stored(self, column: Column, value: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        if column.kind is Kind.MONEY:
            amount = Money.from_decimal(str(value), row.get("currency") or self.currency)
            return {
                f"{column.name}_minor": amount.minor,
                f"{column.name}_base_minor": self._base(amount),
            }
        if column.kind is Kind.REF:
            people = {f"{column.name}_ref": f"crm:{value}"} if column.target == "people" else {}
            return {f"{column.name}_id": value, **people}
        if column.kind is Kind.MOMENT:
            moment = datetime.fromisoformat(str(value))
            stem = column.name.removesuffix("_at")
            return {column.name: moment, f"{stem}_on": moment.date(), f"{stem}_zone": "UTC"}
        if column.kind is Kind.DATE:
            return {column.name: _dated(value, "DATE")}
        return {column.name: value}

    def _base(self, amount: Money) -> int | None:
        if amount.currency.code == self.currency:
            return amount.minor
        rate = self.rates.get(amount.currency.code)
        if rate is None:
            return None
        return amount.convert(rate, Currency.of(self.currency), Rounding.HALF_EVEN).minor

    def _org_history(self) -> list[dict[str, Any]]:
        kept = set(physical_columns("org_history")) & set(physical_columns("people"))
        return [
            {
                "person_id": row["id"],
                "from_on": row.get("hired_on") or LONG_AGO,
                "to_on": row.get("left_on"),
                **{name: row.get(name) for name in kept},
            }
            for row in self.tables.get("people", [])
        ]

    def _credits(self) -> list[dict[str, Any]]:
        splits = self.tables.get("opportunity_splits", [])
        found = [
            {
                "opportunity_id": row["opportunity_id"],
                "person_id": row.get("person_id"),
                "part": row.get("part"),
                "kind": row.get("kind") or "revenue",
            }
            for row in splits
        ]
        split = {row["opportunity_id"] for row in found if row["kind"] == "revenue"}
        return found + [
            {
                "opportunity_id": row["id"],
                "person_id": row["owner_id"],
                "part": 1.0,
                "kind": "revenue",
            }
            for row in self.tables.get("opportunities", [])
            if row.get("owner_id") and row["id"] not in split
        ]

    def _stages(self) -> list[dict[str, Any]]:
        names = dict.fromkeys(
            row["stage"]
            for table in ("stage_history", "opportunities")
            for row in self.tables.get(table, [])
            if row.get("stage")
        )
        return [
            {"id": f"crm:{name}", "name": name, "position": place, "closed": False, "won": False}
            for place, name in enumerate(names, start=1)
        ]


def _dated(value: Any, kind: str) -> Any:
    """ISO text as the date or moment that a physical column of this type holds."""
    if isinstance(value, str) and kind == "DATE":
        return date.fromisoformat(value)
    if isinstance(value, str) and kind == "TIMESTAMP":
        return datetime.fromisoformat(value)
    return value


def _create(connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]]) -> None:
    columns = physical_columns(name)
    listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    connection.execute(f'CREATE TABLE "{name}" ({listed})')
    if not rows:
        return
    arrays = [
        pa.array([row.get(column) for row in rows], type=ARROW[kind])
        for column, kind in columns.items()
    ]
    connection.register("rows_to_add", pa.table(arrays, names=list(columns)))
    connection.execute(f'INSERT INTO "{name}" SELECT * FROM rows_to_add')
    connection.unregister("rows_to_add")
