"""One plan and what it pays by, with measures that several components ask worked out once."""

from __future__ import annotations

from everyrep.pay.calculation.basis import of_measure, same_ground, same_quota
from everyrep.pay.calculation.ground import Ground
from everyrep.pay.calculation.measured import Measured
from everyrep.pay.facts import Facts
from everyrep.pay.plan import Plan


class Case(Ground):
    """A plan, its facts, their columns, and measures along the lines.

    Args:
        plan: The plan.
        facts: What it pays by.
        like: Another case; what is the same in both is taken from it.
    """

    def __init__(self, plan: Plan, facts: Facts, like: Case | None = None) -> None:
        shared = like if like is not None and same_ground(facts, like.facts) else None
        super().__init__(plan, facts, shared)
        self._measured = {} if shared is None else shared.kept_for(self)

    def measured(self, name: str) -> Measured:
        """A measure along the lines."""
        if name not in self._measured:
            self._measured[name] = Measured(self, self.plan.measures[name])
        return self._measured[name]

    def kept_for(self, other: Case) -> dict[str, Measured]:
        """Measures that are the same for another plan."""
        return {
            name: found
            for name, found in self._measured.items()
            if name in other.plan.measures
            and of_measure(self.plan, name) == of_measure(other.plan, name)
            and same_quota(self.plan, name, self.facts, other.facts)
        }
