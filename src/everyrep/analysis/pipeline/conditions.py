"""What a condition on deals says of targets, and of deals as they were on an earlier day.

A condition is about deals as they are now. Targets have people and where these work, and no deal's
segment or amount: a part of the pipeline must not be set against the target of all. And a deal that
was open on a like day has since moved on: a condition on the stage of today would pick earlier
deals by how they ended.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from everyrep.measures import load_catalogue
from everyrep.measures.dimensions import dimension_name
from everyrep.values import Reason, UnknownName
from everyrep.warehouse.mapping import Condition, columns_of, parse_where
from everyrep.warehouse.mapping import rows as tree

OF_NOW = frozenset({"stage", "forecast_category", "outcome"})
"""Fields that change while a deal goes on, of which earlier deals know only the last."""


def without(where: str | None, fields: Collection[str]) -> str | None:
    """The condition without what it says of some fields; None where nothing is left.

    What an `or` ties to such a field goes with it.
    """
    if where is None or not where.strip():
        return None
    kept = [one for one in _joined(parse_where(where, "the condition")) if not _about(one, fields)]
    return " and ".join(f"({_text(one)})" for one in kept) or None


def whole_target(where: str | None) -> str | None:
    """What of a condition bounds the target: not the stage, which only bounds the pipeline."""
    return without(where, _lacking())


def target_not_by(where: str | None) -> Reason | None:
    """Why what is left of the target cannot be cut by a condition; None where it can."""
    if where is None or not where.strip():
        return None
    target, lacking = load_catalogue()["remaining_target"], _lacking()
    for part in _joined(parse_where(where, "the condition")):
        fields = {_dimension(name) for name in columns_of(part)}
        strange = sorted(name for name in fields - lacking if not target.accepts(name))
        if strange:
            return _refused(f"Targets have no {strange[0]}", target.dimensions)
        if fields & lacking and fields - lacking:
            tied = f"An 'or' ties the {min(fields & lacking)} to what targets have"
            return _refused(tied, target.dimensions)
    return None


def _refused(what: str, known: Collection[str]) -> Reason:
    return Reason(
        "target_not_by",
        f"{what}, so a part of the pipeline would be set against the target of all.",
        f"Leave it out, or say {', '.join(sorted(known))}, stage or forecast_category.",
    )


def _lacking() -> frozenset[str]:
    """What coverage can be cut by and its target cannot."""
    known = load_catalogue()
    return frozenset(
        name
        for part in known["coverage"].parts
        for name in part.without
        if not known[part.measure].accepts(name)
    )


def _dimension(field: str) -> str:
    try:
        return dimension_name(field)
    except UnknownName:
        return field


def _joined(condition: Condition) -> list[Condition]:
    """What is joined by 'and'."""
    if isinstance(condition, tree.All):
        return [one for part in condition.parts for one in _joined(part)]
    return [condition]


def _about(condition: Condition, fields: Collection[str]) -> bool:
    return any(_dimension(name) in fields for name in columns_of(condition))


def _text(condition: Condition) -> str:
    """The condition as it could have been written."""
    match condition:
        case tree.All(parts):
            return " and ".join(f"({_text(part)})" for part in parts)
        case tree.Any(parts):
            return " or ".join(f"({_text(part)})" for part in parts)
        case tree.Not(inner):
            return f"not ({_text(inner)})"
        case tree.Empty(name):
            return f"{_name(name)} is empty"
        case tree.Among(name, values):
            return f"{_name(name)} in ({', '.join(_value(value) for value in values)})"
        case tree.Compare(name, op, value):
            return f"{_name(name)} {op} {_value(value)}"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _value(value: str | Decimal) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else f"{value:f}"
