"""Which derived facts are kept with a build, and keeping them.

Some facts are small and take long to derive: when each person first had to do with each course,
when each deal first reached each stage. Where a company has many events they are derived once a
build; where it has few they are derived as they are asked for, in the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from everyrep.measures.facts.activities import doings_of_people, touched_deals
from everyrep.measures.facts.deals import credit_shares
from everyrep.measures.facts.learning import (
    course_records,
    daily_verdicts,
    known_events,
    retests,
)
from everyrep.measures.facts.pieces import first_day
from everyrep.measures.facts.stays import entries
from everyrep.measures.question import Question
from everyrep.measures.statements import compiled
from everyrep.values import Currency, Scope
from everyrep.warehouse.build.record import fingerprint
from everyrep.warehouse.engine import explained
from everyrep.warehouse.kept import Kept, read_kept, take_over, write_index, write_kept
from everyrep.warehouse.schema import TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from everyrep.warehouse.reader import Warehouse


@dataclass(frozen=True)
class Keepable:
    """Facts that may be kept.

    Attributes:
        derive: The facts up to the question's day; nothing else of the question matters.
        reads: The tables that it reads, that with the most rows first.
    """

    derive: Callable[[Question], ir.Table]
    reads: tuple[str, ...]


KEPT: dict[str, Keepable] = {
    "course_records": Keepable(course_records, ("learning_events",)),
    "daily_verdicts": Keepable(daily_verdicts, ("learning_events",)),
    "retests_14": Keepable(retests, ("learning_events",)),
    "first_learning": Keepable(
        lambda question: first_day(known_events(question), "occurred_on"), ("learning_events",)
    ),
    "first_activities": Keepable(
        lambda question: first_day(doings_of_people(question), "occurred_on"), ("activities",)
    ),
    "touched_deals": Keepable(touched_deals, ("activities",)),
    "credit_shares": Keepable(lambda _: credit_shares(), ("opportunities", "opportunity_splits")),
    "stage_entries": Keepable(entries, ("stage_history", "stages")),
}
MANY = 250_000
"""Rows of a table from which on what is derived from it is kept."""


def keep(warehouse: Warehouse, *, before: Path | None = None, many: int = MANY) -> list[str]:
    """Keep with a build what takes long to derive from its facts.

    Args:
        warehouse: The build, open; the writer's place of its workspace must be held.
        before: An earlier build, from which is linked what would come out the same.
        many: Rows of a table from which on it is worth it.

    Returns:
        Names of what is kept with the build.
    """
    question = _of_all_facts(warehouse)
    found: dict[str, Kept] = {}
    had = read_kept(warehouse.folder)
    for name, keepable in KEPT.items():
        if warehouse.rows(keepable.reads[0]) < many:
            continue
        sql = compiled(keepable.derive(question))
        key = fingerprint(sql, [_state(warehouse, table) for table in keepable.reads])
        same = had[name] if name in had and had[name].key == key else None
        if same is None and before is not None:
            same = take_over(name, key, before, warehouse.folder)
        with explained():
            found[name] = same or write_kept(
                warehouse.connection, name, key, warehouse.as_of, sql, warehouse.folder
            )
    if found != had:
        write_index(warehouse.folder, found)
    return list(found)


def _of_all_facts(warehouse: Warehouse) -> Question:
    return Question(
        (),
        None,
        None,
        Scope.everything("the build"),
        warehouse.as_of,
        Currency.of(warehouse.reporting_currency),
        warehouse.settings.fiscal,
    )


def _state(warehouse: Warehouse, table: str) -> object:
    """What changes where a table's rows do: the files it is made of, or the rows of a small one."""
    if TABLES[table].month_of is not None:
        return warehouse.record.tables[table].parts
    return warehouse.connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
