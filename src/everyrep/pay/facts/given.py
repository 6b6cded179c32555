"""Tables as they are given, kept together to be gathered for one plan after another."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from everyrep.pay.facts.credited import Facts
from everyrep.pay.facts.crediting import kinds_of
from everyrep.pay.facts.gathering import Gathered, gathered, with_quotas
from everyrep.pay.facts.tables import Frame
from everyrep.pay.plan import Plan


@dataclass(frozen=True, eq=False)
class Given:
    """Tables, each as `gather` describes it.

    Attributes:
        lines: Lines.
        people: Who was on the plan when.
        splits: Who shares which line; None without.
        quotas: What is asked of whom; None without.
        managers: Who is above whom; None without.
        leave: Who was away; None without.
        exchange: Rates of currencies; None without.
        through: The last day whose facts are known; a plan's last where None.
    """

    lines: Frame
    people: Frame
    splits: Frame | None = None
    quotas: Frame | None = None
    managers: Frame | None = None
    leave: Frame | None = None
    exchange: Frame | None = None
    through: date | None = None

    def gathered(self, plan: Plan) -> Gathered:
        """Facts for a plan, and what was left out.

        Raises:
            UserError: As `gather`.
        """
        return gathered(
            plan, self.lines, self.people, splits=self.splits, quotas=self.quotas,
            managers=self.managers, leave=self.leave, exchange=self.exchange, through=self.through,
        )  # fmt: skip

    def facts(self, plan: Plan) -> Facts:
        """Facts for a plan."""
        return self.gathered(plan).facts

    def asked(self, plan: Plan, facts: Facts) -> Facts:
        """The same credits and people, asked what another plan asks of them."""
        return with_quotas(plan, facts, self.quotas, self.leave)


def ground_of(plan: Plan) -> Hashable:
    """What gathering reads of a plan, besides its quotas.

    Plans that agree in it have the same credits of the same people.
    """
    conditions = [rule.when for rule in plan.credits if rule.when is not None]
    read = repr((plan.derived, plan.parameters)) if conditions else ""
    return (
        plan.begins, plan.ends, plan.currency, plan.zone, plan.rounding, plan.day,
        tuple(plan.facts.items()), tuple(plan.person.items()), tuple(plan.rates.items()),
        plan.spot, repr(plan.credits), kinds_of(plan), read,
    )  # fmt: skip
