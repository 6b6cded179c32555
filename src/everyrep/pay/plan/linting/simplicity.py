"""What nobody uses, what is left unsaid, and how much a payee has to understand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from everyrep.pay.plan.components import Bonus, Commission, Contest, Pool
from everyrep.pay.plan.linting.doubts import Doubt, Weight, doubt
from everyrep.pay.plan.plan import Plan

MOST_COMPONENTS = 3
MOST_RATES = 5
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_UNREAD = ("example", "title", "plan", "version", "facts", "person")


@dataclass(frozen=True)
class Complexity:
    """What a payee has to understand, counted.

    Attributes:
        components: Things that are paid for.
        rates: Tiers, points, steps and cells of all tables and grids that components pay by, and
            flat rates.
        conditions: Multipliers, thresholds and gates.
        limits: Caps, of deals and of windows.
        others: Objectives, prizes and draws.
    """

    components: int
    rates: int
    conditions: int
    limits: int
    others: int

    @property
    def score(self) -> int:
        """The sum of all: decisions that a payee must know to work out a month's pay."""
        return self.components + self.rates + self.conditions + self.limits + self.others

    @property
    def is_heavy(self) -> bool:
        """More than three components, or more than five rates."""
        return self.components > MOST_COMPONENTS or self.rates > MOST_RATES


def complexity(plan: Plan) -> Complexity:
    """Count what a payee has to understand."""
    paying = [one for one in plan.pay if isinstance(one, (Commission, Bonus))]
    deals = [one for one in paying if isinstance(one, Commission)]
    tables = {one.table for one in paying if one.table}
    grids = {one.grid for one in deals if one.grid}
    rates = sum(len(plan.tables[name].rates) for name in tables)
    rates += sum(len(row) for name in grids for row in plan.grids[name].rates)
    gated = [one for one in plan.pay if isinstance(one, (Commission, Bonus, Pool))]
    bonuses = [one for one in paying if isinstance(one, Bonus)]
    contests = [one for one in plan.pay if isinstance(one, Contest)]
    return Complexity(
        components=len(plan.pay),
        rates=rates + sum(one.rate is not None for one in deals),
        conditions=sum(len(one.times) + (one.threshold is not None) for one in deals)
        + sum(len(one.gates) for one in gated),
        limits=sum(one.cap is not None for one in paying)
        + sum(one.deal_cap is not None for one in deals),
        others=sum(len(one.objectives) for one in bonuses)
        + sum(len(one.prizes) for one in contests)
        + len(plan.draws),
    )


def heavy(plan: Plan) -> Iterator[Doubt]:
    """A plan that asks too much of a payee."""
    found = complexity(plan)
    if found.is_heavy:
        said = (
            (
                f"It has {found.components} components and {found.rates} rates; a payee must know "
                f"{found.score} things to work out a month's pay"
            ),
            (
                f"The rule of thumb of those who design sales pay is at most {MOST_COMPONENTS} "
                f"components and about {MOST_RATES} rates: what nobody can recall moves nobody"
            ),
            "leave out what moves least",
        )
        yield doubt(plan, "complexity", f"pay.{plan.pay[0].id}", said, Weight.NOTE)


def unused(plan: Plan) -> Iterator[Doubt]:
    """Parameters, facts and named parts that nothing reads."""
    read = _names_read(plan)
    named = [
        *((f"parameters.{name}", name) for name in plan.texts),
        *((f"facts.{name}", name) for name in plan.facts),
        *((f"person.{name}", f"person.{name}") for name in plan.person),
        *((f"derived.{name}", name) for name in plan.derived),
    ]
    parts = [
        *((f"table.{name}", name) for name in plan.tables),
        *((f"grid.{name}", name) for name in plan.grids),
    ]
    used = {getattr(one, key, None) for one in plan.pay for key in ("table", "grid")}
    idle = [path for path, name in named if name not in read]
    idle += [path for path, name in parts if name not in used]
    idle += [f"quota.{name}" for name in plan.quotas if name not in _quotas_used(plan)]
    idle += [f"measure.{name}" for name in plan.measures if name not in _measures_used(plan)]
    for path in idle:
        said = (
            f"Nothing reads {path}",
            "Who reads the plan will think that it matters",
            "leave it out, or use it",
        )
        yield doubt(plan, "unused", path, said, Weight.NOTE)


def _names_read(plan: Plan) -> set[str]:
    """Names in all texts of the file that are no titles and no examples."""
    content = tomllib.loads(plan.text)
    texts = _texts({key: one for key, one in content.items() if key not in _UNREAD})
    return {name for text in texts for name in _NAME.findall(text)}


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for key, one in found.items():
            if key not in ("title", "id", "strategy"):
                yield from _texts(one)
    elif isinstance(found, list):
        for one in found:
            yield from _texts(one)


def _measures_used(plan: Plan) -> set[str]:
    held = [
        *(table.over for table in plan.tables.values()),
        *(one.over for one in plan.pay if isinstance(one, Contest)),
        *(one.threshold.over for one in plan.pay if isinstance(one, Commission) and one.threshold),
    ]
    for one in plan.pay:
        if isinstance(one, (Commission, Bonus, Pool)):
            held += [gate.over for gate in one.gates]
        if isinstance(one, Pool):
            held += [name.removeprefix("sum.") for name in one.amount.names]
    return set(held)


def _quotas_used(plan: Plan) -> set[str]:
    return {one.quota for one in plan.measures.values() if one.quota}


def unstated(plan: Plan) -> Iterator[Doubt]:
    """Components that serve no strategy, where others say which they serve."""
    if not any(one.strategy for one in plan.pay):
        return
    for one in plan.pay:
        if not one.strategy:
            said = (
                f"{one.title!r} says no strategy, and others do",
                "What is paid for without a reason outlives the reason",
                'add strategy = ["..."]',
            )
            yield doubt(plan, "no-strategy", f"pay.{one.id}", said, Weight.NOTE)
