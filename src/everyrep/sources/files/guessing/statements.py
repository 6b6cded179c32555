"""xAPI statements: what each part of a statement means is in the standard, so nothing is guessed.

One file of statements feeds three tables: what people did, the people, and what they learnt from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from everyrep.warehouse.mapping import ColumnSpec, TableMapping

_LAST_SEGMENT = "([^/#]+)[/#]?$"
_WITHOUT_SCHEME = "^(?:mailto:)?(.*)$"


def is_statements(columns: Collection[str]) -> bool:
    """Whether columns are those of xAPI statements, spread over dotted names."""
    return {"verb.id", "object.id"} <= set(columns) and any(c.startswith("actor.") for c in columns)


def statement_tables(columns: Collection[str]) -> tuple[TableMapping, ...]:
    """How statements feed learning events, people and courses."""
    there = set(columns)
    actor = _actor(there)
    events = {
        "id": _first(there, "id"),
        "person": actor,
        "verb": _verb(there),
        "course": ColumnSpec(column="object.id"),
        "occurred_at": _first(there, "timestamp", "stored"),
        "score": _first(there, "result.score.scaled"),
        "passed": _first(there, "result.success"),
        "progress": _progress(there),
        "minutes": _first(there, "result.minutes"),
        "parent": _first(there, "context.parent.id", "context.contextActivities.parent.id"),
    }
    people = {
        "id": actor,
        "full_name": _first(there, "actor.name"),
        "email": _mail(there),
    }
    courses = {
        "id": ColumnSpec(column="object.id"),
        "title": _first(
            there,
            "object.title",
            "object.definition.name.en-US",
            "object.definition.name.en",
            "object.definition.name",
        ),
        "kind": _kind(there),
        "parent": events["parent"],
    }
    return tuple(
        TableMapping(table, None, {n: spec for n, spec in found.items() if spec}, repeats)
        for table, found, repeats in (
            ("learning_events", events, "last"),
            ("people", people, "merge"),
            ("courses", courses, "merge"),
        )
    )


def _first(there: Collection[str], *names: str) -> ColumnSpec | None:
    return next((ColumnSpec(column=name) for name in names if name in there), None)


def _actor(there: Collection[str]) -> ColumnSpec | None:
    if "actor.key" in there:
        return ColumnSpec(column="actor.key")
    ways = ("actor.account.name", "actor.mbox", "actor.mbox_sha1sum", "actor.openid")
    given = tuple(name for name in ways if name in there)
    if len(given) == 1:
        return ColumnSpec(column=given[0], pattern=_WITHOUT_SCHEME)
    return ColumnSpec(columns=given, join="", pattern=_WITHOUT_SCHEME) if given else None


def _mail(there: Collection[str]) -> ColumnSpec | None:
    if "actor.mbox" not in there:
        return None
    return ColumnSpec(column="actor.mbox", pattern=_WITHOUT_SCHEME)


def _verb(there: Collection[str]) -> ColumnSpec:
    if "verb.name" in there:
        return ColumnSpec(column="verb.name")
    return ColumnSpec(column="verb.id", pattern=_LAST_SEGMENT)


def _progress(there: Collection[str]) -> ColumnSpec | None:
    names = [n for n in there if n.startswith("result.extensions.") and n.endswith("progress")]
    return ColumnSpec(column=sorted(names)[0]) if names else None


def _kind(there: Collection[str]) -> ColumnSpec | None:
    if "object.definition.type" not in there:
        return None
    return ColumnSpec(column="object.definition.type", pattern=_LAST_SEGMENT)


def reasons(tables: tuple[TableMapping, ...]) -> Mapping[tuple[str, str], str]:
    """Why each column is mapped as it is."""
    return {(table.table, name): "as xAPI defines it" for table in tables for name in table.columns}
