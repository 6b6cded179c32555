"""Calculates people batch by batch: what lies close at hand, and never more in memory."""

from __future__ import annotations

from collections.abc import Iterator

from everyrep.pay.calculation.calculate import Calculation, calculate
from everyrep.pay.facts import Facts
from everyrep.pay.facts.parts import batches
from everyrep.pay.plan import Contest, Plan, Pool

AT_ONCE = 65_536
"""Credited lines of a batch: columns of so many stay in a processor's cache."""


def streamed(plan: Plan, facts: Facts, rows: int = AT_ONCE) -> Iterator[Calculation]:
    """All that a plan pays, some people at a time; what is the same as `calculate` in one go.

    Contests and pools, which hold people against one another, come last and of all people.

    Args:
        plan: The plan.
        facts: What it pays by.
        rows: How many credited lines are worked out at once; nobody is parted.

    Raises:
        DataError: As `calculate`.
    """
    together = [part.id for part in plan.pay if isinstance(part, Contest | Pool)]
    alone = [part.id for part in plan.pay if part.id not in together]
    if alone:
        for some in batches(facts, rows):
            yield calculate(plan, some, alone)
    if together:
        yield calculate(plan, facts, together)
