"""What a component and a measure read of a plan, so that what is the same is not worked out again.

Two plans whose component has the same basis pay it alike for the same facts, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import TypeVar

from everyrep.pay.facts import Facts, Quotas
from everyrep.pay.language import Checked
from everyrep.pay.plan import Commission, Component, Contest, Plan, Pool, Threshold

Found = TypeVar("Found")
Basis = tuple[object, ...]
_SUM = "sum."


def of_component(plan: Plan, part: Component) -> Basis:
    """All of a plan that a component reads, besides facts."""
    table = plan.tables.get(getattr(part, "table", None) or "")
    grid = plan.grids.get(part.grid or "") if isinstance(part, Commission) else None
    measures = tuple(of_measure(plan, name) for name in measures_of(plan, part))
    return (_head(plan), part, table, grid, measures, named(plan, expressions((part, table, grid))))


def of_measure(plan: Plan, name: str) -> Basis:
    """All of a plan that a measure reads, besides facts."""
    measure = plan.measures[name]
    quota = plan.quotas[measure.quota] if measure.quota is not None else None
    return (_head(plan), measure, quota, named(plan, expressions(measure)))


def measures_of(plan: Plan, part: Component) -> tuple[str, ...]:
    """Names of the measures that a component hangs on, each once."""
    found = [gate.over for gate in _parts_of(part, Threshold)]
    table = getattr(part, "table", None)
    if table is not None:
        found.append(plan.tables[table].over)
    if isinstance(part, Contest):
        found.append(part.over)
    if isinstance(part, Pool):
        names = part.amount.names
        found += [name.removeprefix(_SUM) for name in names if name.startswith(_SUM)]
    return tuple(dict.fromkeys(found))


def expressions(value: object) -> tuple[Checked, ...]:
    """All expressions in a part of a plan."""
    return tuple(_parts_of(value, Checked))


def named(plan: Plan, checked: Iterable[Checked]) -> dict[str, object]:
    """What the names in expressions stand for in the plan, through what is derived."""
    found: dict[str, object] = {}
    waiting = [name for one in checked for name in one.names]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        if name in plan.derived:
            found[name] = plan.derived[name]
            waiting += plan.derived[name].names
        elif name in plan.parameters:
            found[name] = plan.parameters[name]
    return found


def facts_read(plan: Plan, checked: Iterable[Checked]) -> frozenset[str]:
    """Facts that expressions read, themselves or through what is derived."""
    listed = tuple(checked)
    inner = [one for one in named(plan, listed).values() if isinstance(one, Checked)]
    names = {name for one in (*listed, *inner) for name in one.names}
    return frozenset(names - plan.parameters.keys())


def same_ground(one: Facts, two: Facts) -> bool:
    """Whether two facts have the same credits of the same people, whatever was asked of them."""
    return one is two or (
        one.credited is two.credited
        and one.stints is two.stints
        and (one.people, one.through) == (two.people, two.through)
    )


def same_quota(plan: Plan, measure: str, one: Facts, two: Facts) -> bool:
    """Whether both facts ask the same of everybody by a measure's quota."""
    name = plan.measures[measure].quota
    if name is None:
        return True
    return name in two.quotas and _alike(one.quotas[name], two.quotas[name])


def _alike(one: Quotas, two: Quotas) -> bool:
    if one is two:
        return True
    pairs = ((one.payee, two.payee), (one.window, two.window), (one.known, two.known))
    if not all(a.shape == b.shape and bool((a == b).all()) for a, b in pairs):
        return False
    return all(
        a.over == b.over and bool((a.parts == b.parts).all())
        for a, b in ((one.amount, two.amount), (one.to_date, two.to_date))
    )


def _head(plan: Plan) -> Basis:
    years = plan.year_begins, plan.weeks
    return (plan.begins, plan.ends, years, plan.currency, plan.rounding, plan.person)


def _parts_of(value: object, kind: type[Found]) -> Iterator[Found]:
    """Everything of one kind within a value, in order."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _parts_of(one, kind)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _parts_of(getattr(value, field.name), kind)
