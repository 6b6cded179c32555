"""What tries gain: calculated anew, exactly, many worlds at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.exact import Flags
from everyrep.pay.facts import Facts
from everyrep.pay.gaming.tries import Try
from everyrep.pay.gaming.worlds import worlds_of
from everyrep.pay.plan import Plan
from everyrep.values import UserError

ROWS_AT_ONCE = 100_000


@dataclass(frozen=True)
class Gain:
    """What a try brings the people who do it.

    Attributes:
        minor: In all, in minor units; below zero for a loss.
        by_component: By component.
        slack: What rounding alone may come to, in minor units.
    """

    minor: int
    by_component: Mapping[str, int]
    slack: int

    @property
    def real(self) -> bool:
        """Whether it is more than rounding could make."""
        return self.minor > self.slack


def weigh(plan: Plan, facts: Facts, tries: Sequence[Try]) -> list[Gain | None]:
    """What each try gains; None where the plan refuses what would come of it."""
    bare: dict[tuple[int, ...], Try] = {}
    for one in tries:
        bare.setdefault(one.people, one.undone())
    as_it_is = dict(zip(bare, _paid(plan, facts, list(bare.values())), strict=True))
    done = _paid(plan, facts, list(tries))
    found: list[Gain | None] = []
    for one, pay in zip(tries, done, strict=True):
        before = as_it_is[one.people]
        found.append(
            None if pay is None or before is None else _gain(plan, facts, one, before, pay)
        )
    return found


def _gain(
    plan: Plan, facts: Facts, one: Try, before: Mapping[str, int], after: Mapping[str, int]
) -> Gain:
    parts = {name: after[name] - before[name] for name in after}
    slack = (rows_of(facts, one.people) + len(one.copies)) * len(plan.pay)
    return Gain(sum(parts.values()), parts, slack)


def rows_of(facts: Facts, people: Sequence[int]) -> int:
    """How many credits some people have."""
    payee = facts.credited.payee
    return sum(int(np.diff(np.searchsorted(payee, (who, who + 1)))[0]) for who in people)


def _paid(plan: Plan, facts: Facts, tries: Sequence[Try]) -> list[Mapping[str, int] | None]:
    """Pay by component of each world."""
    found: list[Mapping[str, int] | None] = []
    for batch in _batches(facts, tries):
        found += _of_batch(plan, facts, batch)
    return found


def _batches(facts: Facts, tries: Sequence[Try]) -> Iterator[Sequence[Try]]:
    """Worlds that are calculated at once; one at a time where what is paid hangs on all in it."""
    begin, rows = 0, 0
    for at, one in enumerate(tries):
        many = ROWS_AT_ONCE if one.beside else rows_of(facts, one.people) + 1
        if rows and rows + many > ROWS_AT_ONCE:
            yield tries[begin:at]
            begin, rows = at, 0
        rows += many
    if begin < len(tries):
        yield tries[begin:]


def _of_batch(plan: Plan, facts: Facts, tries: Sequence[Try]) -> list[Mapping[str, int] | None]:
    """Pay of each world; worlds that are refused are looked for by halves."""
    worlds = worlds_of(plan, facts, tries)
    try:
        found = calculate(plan, worlds.facts)
    except UserError:
        if len(tries) == 1:
            return [None]
        half = len(tries) // 2
        return _of_batch(plan, facts, tries[:half]) + _of_batch(plan, facts, tries[half:])
    sums = {part.id: np.zeros(len(tries), dtype=object) for part in plan.pay}
    theirs = np.concatenate([_theirs(one) for one in tries])
    for name, total in sums.items():
        np.add.at(total, worlds.world[theirs], found.of_component(name)[theirs])
    return [{name: int(total[at]) for name, total in sums.items()} for at in range(len(tries))]


def _theirs(one: Try) -> Flags:
    """Who of a world's people does it."""
    return np.repeat([True, False], [len(one.people), len(one.beside)])
