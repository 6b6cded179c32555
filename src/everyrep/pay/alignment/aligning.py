"""Holds what a plan pays for against what the company says that it wants.

Gaps of skills come as plain numbers with their grade from whoever has measured them. They are told
beside pay and never move it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from everyrep.pay.alignment.conflicts import Conflict, conflicts_of
from everyrep.pay.alignment.paid_for import PaidFor, Shares
from everyrep.pay.alignment.strategy import Gap, Strategy
from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.facts import Facts
from everyrep.pay.plan import Plan
from everyrep.values import UnknownName


@dataclass(frozen=True, eq=False)
class Alignment:
    """What a plan pays for, and where that contradicts the strategy.

    Attributes:
        strategy: What it was held against.
        pay_minor: All pay, in minor units.
        by_component: Share of all pay of each component; None where nothing was paid.
        by_goal: Share of all pay that serves each goal; a component that serves several is parted
            equally among them.
        serves: Goals that each component serves.
        conflicts: Where plan and strategy contradict each other.
    """

    strategy: Strategy
    pay_minor: int
    by_component: Shares
    by_goal: Shares
    serves: dict[str, tuple[str, ...]]
    conflicts: tuple[Conflict, ...]


def align(plan: Plan, facts: Facts, strategy: Strategy, gaps: Sequence[Gap] = ()) -> Alignment:
    """What a plan pays for, against a strategy and measured gaps.

    Args:
        plan: The plan.
        facts: What it paid by.
        strategy: The company's goals.
        gaps: What people lack, measured elsewhere.

    Raises:
        UnknownName: A goal reads what the plan has neither as a fact nor derives, or a gap names a
            goal that is not stated.
        DataError: Something that the plan reads is not known.
    """
    _see_names(plan, strategy, gaps)
    paid = PaidFor(calculate(plan, facts), strategy)
    serves = {part.id: tuple(goal.name for goal in paid.serves(part)) for part in plan.pay}
    return Alignment(
        strategy, sum(paid.minor.values()), paid.by_component, paid.by_goal, serves,
        conflicts_of(paid, tuple(gaps)),
    )  # fmt: skip


def _see_names(plan: Plan, strategy: Strategy, gaps: Sequence[Gap]) -> None:
    known = [*plan.facts, *plan.derived, *(f"person.{name}" for name in plan.person)]
    for goal in strategy.goals:
        for name in goal.reads:
            if name not in known:
                raise UnknownName("fact", name, known, where=f"goal {goal.name!r}")
    goals = [goal.name for goal in strategy.goals]
    for gap in gaps:
        for name in gap.goals:
            if name not in goals:
                raise UnknownName("goal", name, goals, where=f"gap {gap.skill!r}")
