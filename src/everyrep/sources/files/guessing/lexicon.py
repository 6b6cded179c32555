"""The names under which canonical tables and columns are known, and how telling each name is."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from everyrep.sources.files.guessing.names import (
    fold,
    likeness,
    singular,
    singulars,
    without_history,
)
from everyrep.warehouse.schema import TABLES, Column, Kind, Table

# Tables that are never guessed: the build makes them, or a person decides them.
_NEVER = ("stage_history",)
_NOUNS = {
    "opportunities": ("opportunity", "deal", "opp"),
    "accounts": ("account", "company", "customer"),
    "people": ("employee", "user", "rep", "worker", "owner"),
    "activities": ("activity", "task", "event", "engagement"),
    "courses": ("course", "training"),
    "learning_events": ("statement", "training", "learning"),
}


@cache
def guessable() -> tuple[Table, ...]:
    """The tables that a file may be guessed to feed."""
    return tuple(table for name, table in TABLES.items() if name not in _NEVER)


@cache
def table_names(table: str) -> frozenset[str]:
    """Folded names of a table, singular."""
    found = TABLES[table]
    return singulars([found.name, *found.synonyms])


@cache
def named(said: tuple[str, ...], table: str) -> float:
    """How well the words of a file's name meet a table's names, from 0 to 1."""
    whole = singular("".join(said))
    if not any(whole in table_names(other.name) for other in guessable()):
        shorter = without_history(said)
        if shorter != said:
            about = 0.85 * likeness(shorter, table_names(table))
            return max(about, likeness(said, _histories(table)))
    return likeness(said, table_names(table))


@cache
def _histories(table: str) -> frozenset[str]:
    """Names of a table that say that it is a history, such as territory history."""
    return frozenset(name for name in table_names(table) if name.endswith("history"))


@cache
def column_forms(table: str) -> dict[str, tuple[tuple[str, float], ...]]:
    """Folded name to the columns of a table that bear it, each with a weight, best first."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for column in TABLES[table].columns:
        for form, weight in _names_of(column, table):
            found[form][column.name] = max(weight, found[form].get(column.name, 0.0))
    return {
        form: tuple(sorted(columns.items(), key=lambda pair: -pair[1]))
        for form, columns in found.items()
    }


@cache
def telling(form: str) -> float:
    """How much a name says about which table it is in: 1 where only one table has it."""
    tables = sum(1 for table in guessable() if form in column_forms(table.name))
    return float((1.0 / tables) ** 0.7) if tables else 0.0


def _names_of(column: Column, table: str) -> list[tuple[str, float]]:
    own = fold(column.name)
    base = fold(column.name.removesuffix("_on").removesuffix("_at"))
    names = [(own, 1.0), (base, 0.95)]
    names += [
        (fold(synonym), max(0.97 - 0.004 * at, 0.9)) for at, synonym in enumerate(column.synonyms)
    ]
    if column.kind in (Kind.DATE, Kind.MOMENT):
        names.append((base + "date", 0.93))
    if column.kind is Kind.REF:
        names.append((own + "id", 0.95))
    plain = [name for name, _ in names[:2]]
    names += [(noun + name, 0.96) for noun in _nouns(table) for name in plain]
    return names


def _nouns(table: str) -> tuple[str, ...]:
    return _NOUNS.get(table, (_noun(table),))


def _noun(table: str) -> str:
    name = fold(table)
    return name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")
