"""Findings that no query gives: what was rejected, replaced or assumed when files landed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from everyrep.warehouse.checks.finding import Effect, Example, Finding, Severity
from everyrep.warehouse.checks.touched import MEASURES
from everyrep.warehouse.inspection import REJECTS
from everyrep.warehouse.landing import Load
from everyrep.warehouse.mapping import TableMapping
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.schema import TABLES, Kind

MOST_EXAMPLES = 10


def landed(warehouse: Warehouse, loads: Mapping[str, Load]) -> Iterator[Finding]:
    """What the loads and the build say of themselves.

    Args:
        warehouse: the open build.
        loads: its loads, by id.
    """
    silent = _silent_on_currency(loads)
    for table in TABLES:
        yield from _rejected(table, loads)
        yield from _replaced(table, warehouse, loads)
        yield from _currency_assumed(table, warehouse, loads, silent.get(table, []))
    yield from _queue(warehouse)


def _rejected(table: str, loads: Mapping[str, Load]) -> Iterator[Finding]:
    """Rows that did not land, and cells that were left empty."""
    counts = [load.counts.get(table, {}) for load in loads.values()]
    rows = sum(count.get("rows", 0) for count in counts)
    rejected = sum(count.get("rejected", 0) for count in counts)
    blanked = sum(count.get("blanked", 0) for count in counts)
    if rejected:
        yield Finding(
            "rejected-rows",
            table,
            Severity.ERROR,
            rejected,
            rows + rejected,
            "Rejected when they landed",
            Effect(MEASURES.get(table, ()), None, "they are in no figure"),
            "mend them at the source and load the file again, or correct the mapping; each load's "
            "folder has all of them in rejects.csv",
            tuple(islice(_read_rejects(table, loads, whole="true"), MOST_EXAMPLES)),
        )
    if blanked:
        yield Finding(
            "unread-cells",
            table,
            Severity.WARNING,
            blanked,
            rows,
            "Cells that could not be read and were left empty, in rows that landed",
            Effect(MEASURES.get(table, ()), None, "figures treat them as not known"),
            "mend them at the source, or correct the mapping; each load's folder has all of them "
            "in rejects.csv",
            tuple(islice(_read_rejects(table, loads, whole="false"), MOST_EXAMPLES)),
        )


def _read_rejects(table: str, loads: Mapping[str, Load], whole: str) -> Iterator[Example]:
    for load in loads.values():
        path = load.folder / REJECTS
        if not path.exists() or not load.counts.get(table):
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                # A line that could not be read is of no table, and missing in each.
                if row["table"] in ("", table) and row["whole_row"] == whole:
                    values = {row["column"]: row["value"], "reason": row["reason"]}
                    yield Example(load.source, int(row["line"]), load.load_id, "", values)


def _replaced(table: str, warehouse: Warehouse, loads: Mapping[str, Load]) -> Iterator[Finding]:
    """Rows that a later row with the same key took the place of."""
    record = warehouse.record.tables.get(table)
    if record is None or not record.replaced:
        return
    within = [x for x in record.repeated if x["kept_load"] == x["replaced_load"]]
    shown = within or record.repeated
    check, severity, what, why, remedy = _WITHIN if within else _ACROSS
    yield Finding(
        check,
        table,
        severity,
        record.replaced,
        record.rows + record.replaced,
        what,
        Effect(MEASURES.get(table, ()), None, why),
        remedy,
        tuple(_replaced_example(x, loads) for x in shown[:MOST_EXAMPLES]),
    )


_WITHIN = (
    "key-twice-in-a-file",
    Severity.WARNING,
    "Replaced by a later row with the same key, some of them of the same file",
    "only the last stands; if they are different things, all but one are lost",
    "map the key to a column that tells them apart",
)
_ACROSS = (
    "delivered-again",
    Severity.NOTE,
    "Given again by a later file with the same key",
    "the later file stands; that is right for a newer export of the same system",
    "if the files are of two systems, give them two names (system) in their mappings",
)


def _replaced_example(found: Mapping[str, object], loads: Mapping[str, Load]) -> Example:
    kept = loads.get(str(found["kept_load"]))
    lost = loads.get(str(found["replaced_load"]))
    return Example(
        lost.source if lost else str(found["replaced_load"]),
        int(str(found["replaced_line"])),
        str(found["replaced_load"]),
        str(found["key"]),
        {"stands": f"{kept.source if kept else found['kept_load']}:{found['kept_line']}"},
    )


def _silent_on_currency(loads: Mapping[str, Load]) -> dict[str, list[Load]]:
    """For each table, the loads that have amounts of it and say no currency."""
    found: dict[str, list[Load]] = {}
    for load in loads.values():
        silent = (one.table for one in load.mapping.tables if _says_no_currency(one))
        for table in dict.fromkeys(silent):
            found.setdefault(table, []).append(load)
    return found


def _currency_assumed(
    table: str, warehouse: Warehouse, loads: Mapping[str, Load], concerned: Sequence[Load]
) -> Iterator[Finding]:
    """Amounts whose file says no currency, taken to be in the reporting one."""
    rows = sum(load.counts.get(table, {}).get("rows", 0) for load in concerned)
    if not rows:
        return
    currency = warehouse.reporting_currency
    yield Finding(
        "currency-assumed",
        table,
        Severity.NOTE,
        rows,
        sum(load.counts.get(table, {}).get("rows", 0) for load in loads.values()),
        f"From files that do not say their currency, taken to be in {currency} unless a sign "
        "stands beside the amount",
        Effect(MEASURES.get(table, ()), None, "in another currency every amount would be off"),
        "say it in the mapping: amount = { column = ..., currency = ... }, or set "
        "reporting_currency in the settings",
        tuple(Example(x.source, None, x.load_id, "") for x in concerned[:MOST_EXAMPLES]),
    )


def _says_no_currency(mapping: TableMapping) -> bool:
    columns = TABLES[mapping.table].by_name
    money = [spec for name, spec in mapping.columns.items() if columns[name].kind is Kind.MONEY]
    stated = "currency" in mapping.columns or any(spec.currency for spec in money)
    return bool(money) and not stated


def _queue(warehouse: Warehouse) -> Iterator[Finding]:
    """Pairs of records that a person should look at."""
    rows = warehouse.connection.execute(
        "SELECT left_ref, right_ref, why FROM identity_queue LIMIT 100000"
    ).fetchall()
    if rows:
        people = warehouse.connection.execute("SELECT count(*) FROM person_rows").fetchone()
        yield Finding(
            "matches-to-settle",
            "people",
            Severity.NOTE,
            len(rows),
            int(people[0]) if people else 0,
            "Pairs of records that may or may not be one person",
            Effect(
                MEASURES["people"], None, "until then pairs that may be one count as two people"
            ),
            "settle them: everyrep matches list shows them, merge, split or ignore decides",
            tuple(
                Example("", None, None, f"{left} and {right}", {"why": why})
                for left, right, why in rows[:MOST_EXAMPLES]
            ),
            noun="records of people",
        )
