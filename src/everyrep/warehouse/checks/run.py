"""Runs the contracts over a warehouse: one pass a table, then a look at the rows that break one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import duckdb

from everyrep.values import Currency, Money
from everyrep.warehouse.checks.contract import Context, Contract, Join
from everyrep.warehouse.checks.deals import deals
from everyrep.warehouse.checks.doings import doings
from everyrep.warehouse.checks.finding import Effect, Example, Finding
from everyrep.warehouse.checks.general import general
from everyrep.warehouse.checks.known import known
from everyrep.warehouse.checks.landed import MOST_EXAMPLES, landed
from everyrep.warehouse.checks.moves import moves
from everyrep.warehouse.checks.refunds import refunds
from everyrep.warehouse.checks.staff import staff
from everyrep.warehouse.checks.surroundings import context_of, loads_of
from everyrep.warehouse.landing import Load
from everyrep.warehouse.quoting import literal
from everyrep.warehouse.reader import Warehouse

FAMILIES = (general, deals, moves, refunds, staff, doings)


def run_checks(warehouse: Warehouse) -> tuple[Finding, ...]:
    """Everything that is wrong, or good to know, about what has landed; the heaviest first.

    A contract says nothing where the tables or columns it needs are empty: that they are missing is
    for "what can be computed" to say.
    """
    loads = loads_of(warehouse)
    context = context_of(warehouse)
    findings = [*landed(warehouse, loads), *known(warehouse, context)]
    for contracts in _passes(warehouse, context):
        findings += _run(warehouse, contracts, loads)
    return tuple(
        sorted(findings, key=lambda f: (f.severity.place, -(f.share or 0), f.table, f.check))
    )


def contracts_for(context: Context) -> tuple[Contract, ...]:
    """Every contract there is."""
    return tuple(chain.from_iterable(family(context) for family in FAMILIES))


def _passes(warehouse: Warehouse, context: Context) -> list[list[Contract]]:
    """The contracts that can be asked, together where they read the same rows."""
    passes: dict[str, list[Contract]] = {}
    for contract in contracts_for(context):
        if _can_be_asked(warehouse, contract):
            passes.setdefault(contract.source, []).append(contract)
    return list(passes.values())


def _can_be_asked(warehouse: Warehouse, contract: Contract) -> bool:
    tables = (contract.table, *chain.from_iterable(join.tables for join in contract.joins))
    if not all(warehouse.rows(table) for table in tables):
        return False
    return all(warehouse.filled(*need.split(".")) > 0 for need in contract.needs)


def _run(
    warehouse: Warehouse, contracts: Sequence[Contract], loads: Mapping[str, Load]
) -> Iterator[Finding]:
    """Count what breaks each contract in one pass; then see what these rows are, if there are any.

    Most contracts hold, so the first pass does nothing but count.
    """
    contracts = [_kept_at_hand(warehouse, contract) for contract in contracts]
    counts = _counts(warehouse, contracts)
    broken = [contract for contract in contracts if counts[contract][1] > contract.allowed]
    if not broken:
        return
    tallies = _tallies(warehouse, broken)
    examples = _examples(warehouse, tallies, loads)
    for contract, tally in tallies.items():
        yield _finding(warehouse, contract, counts[contract], tally.amount, examples[contract])


def _kept_at_hand(warehouse: Warehouse, contract: Contract) -> Contract:
    """The contract over a table, where it is over few rows that take long to find."""
    if contract.counts is None:
        return contract
    warehouse.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE at_hand AS SELECT * FROM {contract.relation} AS found"
    )
    return replace(contract, relation="at_hand")


def _counts(warehouse: Warehouse, contracts: Sequence[Contract]) -> dict[Contract, tuple[int, int]]:
    """For each contract, the rows that it is about and those that break it."""
    asked = [
        contract.counts
        or (f"count(*) FILTER ({contract.of})", f"count(*) FILTER ({contract.broken})")
        for contract in contracts
    ]
    columns = list(dict.fromkeys(chain.from_iterable(asked)))
    found = _read(warehouse, ", ".join(columns), contracts).fetchone()
    values = dict(zip(columns, found or (), strict=True))
    return {
        contract: (int(values[of] or 0), int(values[rows] or 0))
        for contract, (of, rows) in zip(contracts, asked, strict=True)
    }


@dataclass(frozen=True)
class _Tally:
    """What rows that break a contract are worth, in minor units, and where the first stand."""

    amount: int
    places: tuple[tuple[str, int], ...]


def _tallies(warehouse: Warehouse, broken: Sequence[Contract]) -> dict[Contract, _Tally]:
    place = f"min({{'load_id': t.load_id, 'line': t.line}}, {MOST_EXAMPLES})"
    columns = [
        column
        for contract in broken
        for column in (
            f"sum({contract.amount or 'NULL::BIGINT'}) FILTER ({contract.broken})",
            f"{place} FILTER ({contract.broken})",
        )
    ]
    found = _read(warehouse, ", ".join(columns), broken).fetchone() or ()
    return {
        contract: _Tally(
            int(amount or 0), tuple((at["load_id"], at["line"]) for at in places or ())
        )
        for contract, amount, places in zip(broken, found[::2], found[1::2], strict=True)
    }


def _read(
    warehouse: Warehouse, columns: str, contracts: Sequence[Contract], more: str = ""
) -> duckdb.DuckDBPyConnection:
    """Read columns of the rows that contracts are about, with what they look up beside them."""
    joins: dict[str, Join] = {}
    for join in chain.from_iterable(contract.joins for contract in contracts):
        joins.setdefault(join.alias, join)
    joined = " ".join(join.sql for join in joins.values())
    return warehouse.connection.execute(
        f"SELECT {columns} FROM {contracts[0].source} AS t {joined} {more}"
    )


def _finding(
    warehouse: Warehouse,
    contract: Contract,
    counts: tuple[int, int],
    amount: int,
    examples: tuple[Example, ...],
) -> Finding:
    currency = Currency.of(warehouse.reporting_currency)
    worth = Money(amount, currency) if contract.amount else None
    of_rows, rows = counts
    return Finding(
        contract.check,
        contract.table,
        contract.severity,
        rows,
        of_rows,
        contract.what,
        Effect(contract.measures, worth, contract.why),
        contract.remedy,
        examples,
        contract.noun,
    )


def _examples(
    warehouse: Warehouse, broken: Mapping[Contract, _Tally], loads: Mapping[str, Load]
) -> dict[Contract, tuple[Example, ...]]:
    """The first rows that break each contract, all looked up in one pass."""
    places = sorted({place for tally in broken.values() for place in tally.places})
    if not places:
        return dict.fromkeys(broken, ())
    wanted = ", ".join(f"({literal(load_id)}, {line})" for load_id, line in places)
    contracts = list(broken)
    cells = ", ".join(f"[{', '.join([contract.key, *_shown(contract)])}]" for contract in contracts)
    rows = _read(
        warehouse,
        f"t.load_id, t.line, {cells}",
        contracts,
        f"WHERE (t.load_id, t.line) IN ({wanted})",
    ).fetchall()
    by_place = {(load_id, line): dict(zip(contracts, c, strict=True)) for load_id, line, *c in rows}
    return {
        contract: tuple(
            _example(contract, place, by_place[place][contract], loads)
            for place in tally.places
            if place in by_place
        )
        for contract, tally in broken.items()
    }


def _shown(contract: Contract) -> Iterator[str]:
    return (f"CAST({sql} AS VARCHAR)" for _, sql in contract.shows)


def _example(
    contract: Contract, place: tuple[str, int], cells: Sequence[str], loads: Mapping[str, Load]
) -> Example:
    load_id, line = place
    key, *values = cells
    load = loads.get(load_id)
    names = (name for name, _ in contract.shows)
    source = load.source if load else load_id
    return Example(source, line, load_id, key, dict(zip(names, values, strict=True)))
