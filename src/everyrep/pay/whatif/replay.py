"""Replays the same lines and people under one plan after the other, and works out nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace

from everyrep.pay.calculation.calculate import Calculation, calculate
from everyrep.pay.facts import Facts
from everyrep.pay.facts.given import Given, ground_of
from everyrep.pay.plan import Plan

Gather = Callable[[Plan], Facts]


_ASKED = ("quotas", "year_begins", "weeks")
"""What of a plan decides what is asked of people."""


@dataclass(eq=False)
class Replay:
    """Facts that are gathered once for all plans that credit alike, and what plans pay by them.

    Attributes:
        facts_by: The tables that are given, or what gathers facts for a plan.
    """

    facts_by: Given | Gather
    _facts: dict[Hashable, tuple[Plan, Facts]] = field(default_factory=dict)
    _found: dict[int, Calculation] = field(default_factory=dict)

    def facts(self, plan: Plan) -> Facts:
        """Facts for a plan; credits are those of an earlier plan where both credit alike.

        Raises:
            UserError: They cannot be gathered for this plan.
        """
        ground = ground_of(plan)
        before = self._facts.get(ground)
        if before is None:
            facts = self._gathered(plan)
            self._facts[ground] = plan, facts
            return facts
        other, facts = before
        if all(getattr(plan, one) == getattr(other, one) for one in _ASKED):
            return facts
        if isinstance(self.facts_by, Given):
            return self.facts_by.asked(plan, facts)
        return replace(facts, quotas=self.facts_by(plan).quotas)

    def pays(self, plan: Plan) -> Calculation:
        """What a plan pays; what is the same as with an earlier plan is not worked out again.

        Raises:
            UserError: Facts cannot be gathered for it, or something that it reads is not known.
        """
        facts = self.facts(plan)
        like = self._found.get(id(facts.credited))
        found = calculate(plan, facts, like=like)
        self._found.setdefault(id(facts.credited), found)
        return found

    def _gathered(self, plan: Plan) -> Facts:
        return (
            self.facts_by.facts(plan) if isinstance(self.facts_by, Given) else self.facts_by(plan)
        )


def over_days_of(plan: Plan, base: Plan) -> Plan:
    """A plan as if it held on the days of another, so that next year's is tried on this year."""
    if (plan.begins, plan.ends) == (base.begins, base.ends):
        return plan
    return replace(plan, begins=base.begins, ends=base.ends)
