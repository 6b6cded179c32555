"""Kinds of input, in the order in which one run's are replaced by the other's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from everyrep.pay.facts.given import Given
from everyrep.pay.plan import Plan


@dataclass(frozen=True, eq=False)
class Inputs:
    """All that a run was calculated from.

    Attributes:
        plan: The plan.
        given: The tables, and the day up to which they were known.
    """

    plan: Plan
    given: Given


class Kind(StrEnum):
    """What changed; the order of these is the order of replacement."""

    KNOWN = "day of knowledge"
    VANISHED = "vanished lines"
    CHANGED = "changed lines"
    LATE = "late lines"
    NEW = "new lines"
    REFUNDED = "refunded lines"
    EXCHANGE = "exchange rates"
    PEOPLE = "people"
    CREDITING = "hierarchy and crediting"
    QUOTA = "quotas"
    PARAMETERS = "parameters"
    PLAN = "plan"


TOLD = {
    Kind.KNOWN: "facts are known up to another day, so that other months, quarters or years are "
    "over and pay what is paid at their end",
    Kind.VANISHED: "lines that are no longer there",
    Kind.CHANGED: "lines whose facts differ",
    Kind.LATE: "lines of days that were known already, and came in late",
    Kind.NEW: "lines of days that were not known yet",
    Kind.REFUNDED: "lines that take others back",
    Kind.EXCHANGE: "other rates of currencies",
    Kind.PEOPLE: "who was on the plan, their facts, and who was on leave",
    Kind.CREDITING: "who is above whom, who shares which line, and the plan's rules of crediting",
    Kind.QUOTA: "what is asked of whom, and how the plan spreads it",
    Kind.PARAMETERS: "the plan's parameters",
    Kind.PLAN: "everything else that the plan says",
}
"""What each kind is, in words."""
