"""Runs the contracts over a warehouse: one pass a table, then a look at the rows that break one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from everyrep.values import Currency, Money
from everyrep.warehouse.checks.contract import Context, Contract, Join
from everyrep.warehouse.checks.deals import deals
from everyrep.warehouse.checks.doings import doings
from everyrep.warehouse.checks.finding import Effect, Example, Finding
from everyrep.warehouse.checks.general import general
from everyrep.warehouse.checks.known import known
from everyrep.warehouse.checks.landed import MOST_EXAMPLES, landed
from everyrep.warehouse.checks.moves import moves
from everyrep.warehouse.checks.staff import staff
from everyrep.warehouse.checks.surroundings import context_of, loads_of
from everyrep.warehouse.landing import Load
from everyrep.warehouse.quoting import identifier
from everyrep.warehouse.reader import Warehouse

FAMILIES = (general, deals, moves, staff, doings)


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
    """Count what breaks each contract in one pass, then fetch examples of those that are broken."""
    counts = ", ".join(chain.from_iterable(_counts(contract) for contract in contracts))
    found = warehouse.connection.execute(
        f"SELECT {counts} FROM {contracts[0].source} AS t {_joined(contracts)}"
    ).fetchone()
    cells = iter(found or ())
    for contract in contracts:
        of_rows, rows, amount = (int(next(cells) or 0) for _ in range(3))
        if rows > contract.allowed:
            yield _finding(warehouse, contract, rows, of_rows, amount, loads)


def _counts(contract: Contract) -> tuple[str, str, str]:
    """SQL of the rows it is about, of those that break it, and of what these are worth."""
    amount = f"sum({contract.amount}) FILTER ({contract.broken})" if contract.amount else "NULL"
    if contract.counts is not None:
        of, broken = contract.counts
        return f"sum({of})", f"sum({broken})", amount
    return (
        f"count(*) FILTER ({contract.of})",
        f"count(*) FILTER ({contract.broken})",
        amount,
    )


def _joined(contracts: Sequence[Contract]) -> str:
    joins: dict[str, Join] = {}
    for join in chain.from_iterable(contract.joins for contract in contracts):
        joins.setdefault(join.alias, join)
    return " ".join(join.sql for join in joins.values())


def _finding(
    warehouse: Warehouse,
    contract: Contract,
    rows: int,
    of_rows: int,
    amount: int,
    loads: Mapping[str, Load],
) -> Finding:
    worth = Money(amount, Currency.of(warehouse.reporting_currency)) if contract.amount else None
    return Finding(
        contract.check,
        contract.table,
        contract.severity,
        rows,
        of_rows,
        contract.what,
        Effect(contract.measures, worth, contract.why),
        contract.remedy,
        _examples(warehouse, contract, loads),
        contract.noun,
    )


def _examples(
    warehouse: Warehouse, contract: Contract, loads: Mapping[str, Load]
) -> tuple[Example, ...]:
    """The first rows that break a contract, in the order of loads and lines."""
    shown = "".join(
        f", CAST({sql} AS VARCHAR) AS {identifier(name)}" for name, sql in contract.shows
    )
    rows = warehouse.connection.execute(
        f"SELECT t.load_id, t.line, {contract.key}{shown} FROM {contract.source} AS t "
        f"{_joined([contract])} WHERE {contract.broken} "
        f"ORDER BY t.load_id, t.line LIMIT {MOST_EXAMPLES}"
    ).fetchall()
    names = [name for name, _ in contract.shows]
    return tuple(_example(names, row, loads) for row in rows)


def _example(names: Sequence[str], row: tuple[Any, ...], loads: Mapping[str, Load]) -> Example:
    load_id, line, key, *values = row
    load = loads.get(load_id)
    source = load.source if load else str(load_id or "")
    return Example(source, line, load_id, key, dict(zip(names, values, strict=True)))
