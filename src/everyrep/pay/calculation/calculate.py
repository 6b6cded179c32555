"""All that a plan pays, component by component, as far as facts are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from everyrep.pay.calculation.basis import (
    measures_of,
    of_component,
    same_ground,
    same_quota,
)
from everyrep.pay.calculation.bonus import WindowWorth, bonus
from everyrep.pay.calculation.case import Case
from everyrep.pay.calculation.commission import Worth, commission
from everyrep.pay.calculation.sharing import Shared, contest, pool
from everyrep.pay.exact import Exact, Whole
from everyrep.pay.facts import Facts
from everyrep.pay.plan import Bonus, Commission, Component, Contest, Plan

Found = Worth | WindowWorth | Shared


@dataclass(frozen=True, eq=False)
class Calculation:
    """What a plan pays.

    Attributes:
        case: The plan and its facts.
        found: What each component makes of them, by its id.
    """

    case: Case
    found: Mapping[str, Found]

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.case.plan

    @property
    def facts(self) -> Facts:
        """What it pays by."""
        return self.case.facts

    @cached_property
    def by_payee(self) -> Whole:
        """What each person is paid, in minor units, in the order of `Facts.people`."""
        total = Exact(np.zeros(len(self.facts.people), dtype=object))
        for name in self.found:
            total = total + Exact(self.of_component(name))
        return total.parts

    def of_component(self, name: str) -> Whole:
        """What each person is paid by one component, in minor units."""
        sums = np.zeros(len(self.facts.people), dtype=object)
        found = self.found[name]
        if isinstance(found, Worth):
            _add(sums, self.case.credited.payee, found.minor)
            if found.carried is not None:
                _add(sums, found.carried.payee, found.carried.minor)
        else:
            _add(sums, found.windows.payee, found.minor)
        return sums

    @property
    def total(self) -> int:
        """What is paid in all, in minor units."""
        return int(sum(self.by_payee))


def calculate(
    plan: Plan,
    facts: Facts,
    only: Collection[str] | None = None,
    *,
    like: Calculation | None = None,
) -> Calculation:
    """Work out all that a plan pays, as far as facts are known.

    Args:
        plan: The plan.
        facts: What it pays by.
        only: Ids of the components that are wanted; None for all.
        like: What another plan pays by the same facts: measures and components that are the same
            in both are taken from it, and the result is the same as without.

    Raises:
        DataError: Something that the plan reads is not known, and the plan does not say what then.
    """
    case = Case(plan, facts, None if like is None else like.case)
    wanted = [part for part in plan.pay if only is None or part.id in only]
    return Calculation(
        case, {part.id: _kept(case, part, like) or _worked_out(case, part) for part in wanted}
    )


def _kept(case: Case, part: Component, like: Calculation | None) -> Found | None:
    """What another plan's component comes to, where nothing that it reads differs."""
    if like is None or part.id not in like.found or not same_ground(case.facts, like.facts):
        return None
    other = next(one for one in like.plan.pay if one.id == part.id)
    if of_component(case.plan, part) != of_component(like.plan, other):
        return None
    asked = measures_of(case.plan, part)
    if not all(same_quota(case.plan, name, case.facts, like.facts) for name in asked):
        return None
    return like.found[part.id]


def _worked_out(case: Case, part: Component) -> Found:
    if isinstance(part, Commission):
        return commission(case, part)
    if isinstance(part, Bonus):
        return bonus(case, part)
    return contest(case, part) if isinstance(part, Contest) else pool(case, part)


def _add(sums: Whole, payee: Whole, minor: Whole) -> None:
    if payee.size:
        starts = np.flatnonzero(np.concatenate([[True], payee[1:] != payee[:-1]]))
        np.add.at(sums, payee[starts], Exact(minor).summed(starts).parts)
