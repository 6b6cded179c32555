"""Conditions in the reader's words: what an answer shows by name can be asked for by name.

An answer by team shows "North", and the facts hold "hr:17". A condition may say either. Names that
the asker may not see are no way to ask either.

Stages come in an order, so that `stage >= 'Proposal'` is every stage from Proposal on; so is
`stage >= 3`, where Proposal is the third.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from decimal import Decimal

from everyrep.measures.dimensions import DIMENSIONS
from everyrep.measures.labels import hidden, stage_places
from everyrep.measures.source import FactSource
from everyrep.values import Scope, UnknownName
from everyrep.warehouse.mapping import Condition
from everyrep.warehouse.mapping import rows as tree
from everyrep.warehouse.schema import TABLES

Value = str | Decimal

_BY_TABLE = {one.label[0]: one.label for one in DIMENSIONS.values() if one.label is not None}
_REFERENCES = {
    column.name: _BY_TABLE[column.target]
    for table in TABLES.values()
    for column in table.columns
    if column.target in _BY_TABLE
}
_BEFORE_OR_AFTER: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def with_ids(source: FactSource, condition: Condition, scope: Scope) -> Condition:
    """The condition with the ids of everything that it calls by name, beside the name itself.

    Args:
        source: Holds the names.
        condition: As written.
        scope: Who asks; names that it hides are not looked up.

    Raises:
        UnknownName: Stages are to be before or after one that there is not.
    """
    match condition:
        case tree.All(parts):
            return tree.All(tuple(with_ids(source, part, scope) for part in parts))
        case tree.Any(parts):
            return tree.Any(tuple(with_ids(source, part, scope) for part in parts))
        case tree.Not(inner):
            return tree.Not(with_ids(source, inner, scope))
        case tree.Among(name, values):
            return tree.Among(name, _with_ids(source, name, values, scope))
        case tree.Compare(name, "=", value):
            return _among(name, value, _with_ids(source, name, (value,), scope))
        case tree.Compare(name, "!=", value):
            found = _among(name, value, _with_ids(source, name, (value,), scope))
            return condition if isinstance(found, tree.Compare) else tree.Not(found)
        case tree.Compare("stage", op, value):
            return tree.Among("stage", _stages(source, op, value, scope))
    return condition


def _stages(source: FactSource, op: str, value: Value, scope: Scope) -> tuple[str, ...]:
    """The stages before or after one, which is given by its name or its place."""
    seen = not hidden(("stages", "name"), scope) and not scope.masks("opportunities.stage")
    places = {name: Decimal(at) for name, at in stage_places(source).items()} if seen else {}
    bound = {name.casefold(): at for name, at in places.items()}.get(str(value).strip().casefold())
    if bound is None and (isinstance(value, str) or not places):
        raise UnknownName(
            "stage",
            str(value),
            places,
            where="the condition",
            why="stages are before or after each other by their place, not by their letters",
        )
    holds, limit = _BEFORE_OR_AFTER[op], Decimal(value) if bound is None else bound
    return tuple(name for name, place in places.items() if holds(place, limit))


def _among(name: str, value: Value, values: tuple[Value, ...]) -> Condition:
    return tree.Compare(name, "=", value) if len(values) == 1 else tree.Among(name, values)


def _with_ids(
    source: FactSource, name: str, values: tuple[Value, ...], scope: Scope
) -> tuple[Value, ...]:
    label = label_of(name)
    if label is None or hidden(label, scope):
        return values
    table, column = label
    found = source.connection.execute(
        f'SELECT DISTINCT id FROM "{table}" WHERE list_contains(?, lower(trim("{column}")))',
        [[str(value).strip().lower() for value in values]],
    ).fetchall()
    return tuple(dict.fromkeys((*values, *(str(key) for (key,) in sorted(found)))))


def label_of(name: str) -> tuple[str, str] | None:
    """Table and column of the names that stand for the ids of a field; None: it holds words."""
    if name in DIMENSIONS:
        return DIMENSIONS[name].label
    return _REFERENCES.get(name)


def values_asked(condition: Condition) -> Iterator[tuple[str, Value]]:
    """Every field and value that a condition holds to be equal, or not to be."""
    match condition:
        case tree.All(parts) | tree.Any(parts):
            for part in parts:
                yield from values_asked(part)
        case tree.Not(inner):
            yield from values_asked(inner)
        case tree.Among(name, values):
            yield from ((name, value) for value in values)
        case tree.Compare(name, "=" | "!=", value):
            yield name, value
