"""Which rule of a plan makes a way of playing it pay: the one without which it pays no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from everyrep.pay.gaming.scene import gates_of
from everyrep.pay.plan import (
    Bonus,
    Commission,
    Component,
    Contest,
    Grid,
    Mode,
    Plan,
    Pool,
    Refund,
    Table,
)
from everyrep.pay.plan.wording.numbers import each, listed, percent
from everyrep.pay.shape import Piece, Shape, marginal

_READ = {
    Mode.DEAL_BEFORE: "pays a whole line at the tier that was reached before it",
    Mode.DEAL_AFTER: "pays a whole line at the tier that is reached with it",
    Mode.RETROACTIVE: "pays everything in a window at the tier that is reached in the end",
    Mode.STEP: "pays an amount at once where a step is reached",
}
_MODES_OF_TIERS = frozenset({Mode.DEAL_BEFORE, Mode.DEAL_AFTER, Mode.RETROACTIVE})


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule of a plan, and the plan without it.

    Attributes:
        said: The rule, in words.
        remedy: What to do about it.
        without: The plan that has another rule instead.
    """

    said: str
    remedy: str
    without: Plan


def rules_of(plan: Plan, part: Component) -> Iterator[Rule]:
    """Rules of a component that may be played with, the narrowest first."""
    if isinstance(part, Contest | Pool):
        yield from _of_shared(plan, part)
        return
    if isinstance(part, Commission):
        yield from _of_lines(plan, part)
    yield from _of_gates(plan, part)
    if part.cap is not None:
        yield Rule(
            f"{part.title!r} pays at most {part.cap.amount.text} {each(part.cap.window)}, so that "
            "what comes when the cap is reached is worth less than what comes later",
            "Carry what lies above the cap on, or lower the rate instead of capping",
            _with(plan, replace(part, cap=None)),
        )
    if part.table is not None:
        yield from _of_table(plan, part, plan.tables[part.table])


def _of_lines(plan: Plan, part: Commission) -> Iterator[Rule]:
    if part.deal_cap is not None:
        yield Rule(
            f"{part.title!r} pays at most {part.deal_cap.text} for one deal",
            "Cap what a customer's deals pay together, or lower the rate on large deals",
            _with(plan, replace(part, deal_cap=None)),
        )
    for at, times in enumerate(part.times):
        others = (*part.times[:at], *part.times[at + 1 :])
        yield Rule(
            f"{part.title!r} is multiplied by {times.factor.text} where {times.when.text}",
            "Ask for the condition over the whole deal or window instead of the line, or let the "
            "factor rise step by step",
            _with(plan, replace(part, times=others)),
        )
    if part.grid is not None:
        yield _of_grid(plan, part, plan.grids[part.grid])
    if part.refund is not Refund.CUMULATIVE:
        yield _of_refund(plan, part)
    if part.where is not None:
        yield Rule(
            f"{part.title!r} pays for lines alone where {part.where.text}",
            "Let the condition read what nobody can move between lines or days",
            _with(plan, replace(part, where=None)),
        )


def _of_shared(plan: Plan, part: Contest | Pool) -> Iterator[Rule]:
    """Rules by which what one gets hangs on what others reach."""
    others = replace(plan, pay=tuple(one for one in plan.pay if one.id != part.id))
    if isinstance(part, Contest):
        yield Rule(
            f"{part.title!r} gives prizes for ranks in {part.over!r}, anew in {each(part.window)}",
            "Rank by what nobody can move between people and days, over a longer window, or pay "
            "everybody for what they reach",
            others,
        )
        return
    yield from _of_gates(plan, part)
    yield Rule(
        f"{part.title!r} is shared among all who are in it, anew in {each(part.window)}",
        "Let shares hang on what nobody can move between people and days, or share over a longer "
        "window",
        others,
    )


def _of_grid(plan: Plan, part: Commission, grid: Grid) -> Rule:
    flat = tuple(tuple(grid.rates[0][0] for _ in row) for row in grid.rates)
    changed = replace(plan, grids={**plan.grids, grid.name: replace(grid, rates=flat)})
    return Rule(
        f"{part.title!r} has another rate of [grid.{grid.name}] for each size of "
        f"{grid.across[0].text} and {grid.down[0].text} of a line",
        "Let the rate hang on the whole deal, or on the sum of a window",
        changed,
    )


def _of_refund(plan: Plan, part: Commission) -> Rule:
    changed = replace(part, refund=Refund.CUMULATIVE)
    tables = dict(plan.tables)
    if part.table is not None:
        tables[part.table] = replace(tables[part.table], refund=Refund.CUMULATIVE)
    paid = "what its original is worth" if part.refund is Refund.ORIGINAL else "today's rate"
    return Rule(
        f"What takes a line of {part.title!r} back takes back {paid}, not what the total falls by",
        'Take back what the total falls by (refund = "cumulative"), and book what is sold again to '
        "the same customer as a change of the first deal",
        replace(_with(plan, changed), tables=tables),
    )


def _of_gates(plan: Plan, part: Commission | Bonus | Pool) -> Iterator[Rule]:
    gates = gates_of(part)
    if not gates:
        return
    changed: Commission | Bonus | Pool = replace(part, gates=())
    if isinstance(changed, Commission):
        changed = replace(changed, threshold=None)
    names = listed(dict.fromkeys(repr(gate.over) for gate in gates))
    windows = listed(dict.fromkeys(each(plan.measures[gate.over].window) for gate in gates))
    yield Rule(
        f"{part.title!r} pays nothing until enough {names} is reached, anew in {windows}",
        "Pay in proportion from the first unit on, or let the threshold count over a longer window",
        _with(plan, changed),
    )


def _of_table(plan: Plan, part: Commission | Bonus, table: Table) -> Iterator[Rule]:
    window = each(plan.measures[table.over].window)
    if table.mode in _MODES_OF_TIERS and isinstance(part, Commission):
        steps = list(zip(table.bounds, table.rates, strict=True))
        shape = marginal(steps, table.boundary)
        changed = replace(table, mode=Mode.MARGINAL, shape=shape)
        yield Rule(
            f"[table.{table.name}] {_READ[table.mode]}",
            'Pay each part at the rate of the tier it lies in (mode = "marginal")',
            replace(plan, tables={**plan.tables, table.name: changed}),
        )
    yield Rule(
        f"[table.{table.name}] {_steepness(table)}, and what was reached begins anew in {window}",
        "Let it run over a longer window, or let its rates rise less",
        replace(plan, tables={**plan.tables, table.name: _flat(table)}),
    )


def _steepness(table: Table) -> str:
    if table.mode in _READ and table.mode not in _MODES_OF_TIERS:
        return _READ[table.mode]
    if table.pays_amounts or table.mode is Mode.CURVE:
        return "pays more for some stretches of what is reached than for others"
    return f"pays from {percent(min(table.rates))} to {percent(max(table.rates))}"


def _flat(table: Table) -> Table:
    """The table with one price for everything."""
    slopes = [piece.slope for piece in table.shape.pieces]
    rate = next((slope for slope in slopes if slope > 0), table.rates[0])
    rates = tuple(rate for _ in table.rates)
    shape = Shape((Piece(table.bounds[0] * 0, table.bounds[0] * 0, rate),), table.boundary)
    if table.mode in _MODES_OF_TIERS or table.mode is Mode.MARGINAL:
        return replace(
            table, mode=Mode.MARGINAL, shape=shape, rates=rates[:1], bounds=(table.bounds[0] * 0,),
            last=None,
        )  # fmt: skip
    return replace(table, shape=shape, last=None)


def _with(plan: Plan, part: Component) -> Plan:
    """The plan with another component of the same id."""
    return replace(plan, pay=tuple(part if one.id == part.id else one for one in plan.pay))
