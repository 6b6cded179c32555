"""What a plan pays for: shares of pay by component and by goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from everyrep.pay.alignment.strategy import Goal, Strategy
from everyrep.pay.calculation.basis import expressions, facts_read, measures_of
from everyrep.pay.calculation.calculate import Calculation
from everyrep.pay.facts import Facts
from everyrep.pay.plan import Commission, Component, Plan

Shares = Mapping[str, Fraction | None]
"""Shares of all pay by name; None where nothing was paid, so that no share is defined."""


@dataclass(frozen=True, eq=False)
class PaidFor:
    """A calculation, held against a strategy.

    Attributes:
        found: What the plan pays.
        strategy: What the company has said.
    """

    found: Calculation
    strategy: Strategy

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.found.plan

    @property
    def facts(self) -> Facts:
        """What it pays by."""
        return self.found.facts

    @cached_property
    def minor(self) -> Mapping[str, int]:
        """What each component pays, in minor units."""
        return {part.id: int(sum(self.found.of_component(part.id))) for part in self.plan.pay}

    @cached_property
    def by_component(self) -> Shares:
        """The share of each component."""
        total = sum(self.minor.values())
        return {name: Fraction(one, total) if total else None for name, one in self.minor.items()}

    @cached_property
    def by_goal(self) -> Shares:
        """The share that serves each goal; a component that serves several is parted equally."""
        if not sum(self.minor.values()):
            return {goal.name: None for goal in self.strategy.goals}
        shares = {goal.name: Fraction(0) for goal in self.strategy.goals}
        for part in self.plan.pay:
            goals = self.serves(part)
            for goal in goals:
                shares[goal.name] += (self.by_component[part.id] or Fraction(0)) / len(goals)
        return shares

    def serves(self, part: Component) -> tuple[Goal, ...]:
        """Goals that a component names in its strategy, or whose facts it reads."""
        said = {word.casefold() for word in part.strategy}
        read = self.reads(part)
        return tuple(
            goal
            for goal in self.strategy.goals
            if said & {word.casefold() for word in goal.words} or read & set(goal.reads)
        )

    def reads(self, part: Component) -> frozenset[str]:
        """Facts, and what is derived of them, that a component hangs on."""
        grid = self.plan.grids.get(part.grid or "") if isinstance(part, Commission) else None
        counted = tuple(self.plan.measures[name] for name in self.measures(part))
        return facts_read(self.plan, expressions((part, grid, counted)))

    def measures(self, part: Component) -> tuple[str, ...]:
        """Measures that a component hangs on."""
        return measures_of(self.plan, part)
