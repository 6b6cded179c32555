"""Inputs between two runs, one kind of input replaced after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from everyrep.pay.changes.beside import beside_days, beside_lines
from everyrep.pay.changes.kinds import Inputs, Kind
from everyrep.pay.changes.lines import same, stages
from everyrep.pay.changes.planned import (
    with_crediting_of,
    with_parameters_of,
    with_quotas_of,
    with_rates_of,
)
from everyrep.pay.facts.days import zone_of
from everyrep.pay.plan import Plan

_TABLES = {
    Kind.EXCHANGE: ("exchange",),
    Kind.PEOPLE: ("people", "leave"),
    Kind.CREDITING: ("splits", "managers"),
    Kind.QUOTA: ("quotas",),
}
_OF_PLAN = {
    Kind.EXCHANGE: (with_rates_of, ("rates", "spot")),
    Kind.CREDITING: (with_crediting_of, ("credits",)),
    Kind.QUOTA: (with_quotas_of, ("quotas",)),
}


@dataclass(frozen=True, eq=False)
class Step:
    """One kind of input replaced.

    Attributes:
        kinds: What is replaced in it; several where one cannot be had without the other.
        inputs: What there is with it and all steps before it.
        lines: How many lines it is about; 0 where it is not about lines.
    """

    kinds: tuple[Kind, ...]
    inputs: Inputs
    lines: int = 0


def steps(before: Inputs, after: Inputs) -> Iterator[Step]:
    """Kinds of input that differ, replaced one after the other; the last step is `after`.

    Raises:
        DataError: Lines of either run cannot be read.
    """
    here = before
    if before.given.through != after.given.through:
        known_later = beside_days(here.given, after.given, zone_of(here.plan.zone))
        here = Inputs(here.plan, replace(known_later, through=after.given.through))
        yield Step((Kind.KNOWN,), here)
    if before.given.lines is not after.given.lines:
        known = before.given.through
        here = Inputs(here.plan, beside_lines(here.given, after.given))
        for kind, lines, many in stages(before.plan, before.given.lines, after.given.lines, known):
            here = Inputs(here.plan, replace(here.given, lines=lines))
            yield Step((kind,), here, many)
    for kind, tables in _TABLES.items():
        changed = _tables_of(here, after, kind, tables)
        if changed is not None:
            here = changed
            yield Step((kind,), here)
    yield from _plans(here, after)


def _tables_of(here: Inputs, after: Inputs, kind: Kind, tables: tuple[str, ...]) -> Inputs | None:
    """Tables and rules of one kind replaced; None where they are the same."""
    other = {name: getattr(after.given, name) for name in tables}
    alike = all(same(getattr(here.given, name), frame) for name, frame in other.items())
    plan = here.plan
    if kind in _OF_PLAN:
        change, names = _OF_PLAN[kind]
        mixed = change(plan, after.plan)
        if any(getattr(plan, name) != getattr(mixed, name) for name in names):
            plan, alike = mixed, False
    return None if alike else Inputs(plan, replace(here.given, **other))


def _plans(here: Inputs, after: Inputs) -> Iterator[Step]:
    """Parameters, then the rest of the plan."""
    kinds: tuple[Kind, ...] = (Kind.PLAN,)
    if here.plan.parameters != after.plan.parameters:
        mixed = with_parameters_of(here.plan, after.plan)
        if mixed is None:
            kinds = (Kind.PARAMETERS, Kind.PLAN)
        else:
            here = Inputs(mixed, here.given)
            yield Step((Kind.PARAMETERS,), here)
    if not _alike(here.plan, after.plan):
        yield Step(kinds, after)


def _alike(one: Plan, two: Plan) -> bool:
    """Whether two plans pay alike, whatever their files look like."""
    first, second = (
        replace(plan, text="", texts={}, places={}, examples=()) for plan in (one, two)
    )
    return first == second
