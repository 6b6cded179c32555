"""A way in which a plan can be played, with what it brings."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from everyrep.pay.facts import Facts
from everyrep.pay.gaming.tries import Try, Way
from everyrep.pay.gaming.worlds import worlds_of
from everyrep.pay.plan import Plan
from everyrep.values.money import Money


@dataclass(frozen=True, eq=False)
class Finding:
    """A way that pays, its best example, and the rule that makes it so.

    Attributes:
        way: Which way.
        component: Id of the component that pays most of it.
        said: What is done in the example, in words without people.
        minor: What that brings whoever does it, in minor units: calculated anew, exactly.
        effort: How many deals it takes.
        possible: For how many of the lines that were tried it pays.
        tried: How many lines were tried, those near a bound first.
        lines: How many lines there are to try it on.
        rule: The rule of the plan that makes it so.
        remedy: What to do about it.
        left_minor: What it would still bring without that rule; None where that cannot be told.
        made_up: Whether the lines were made up, since there is no history.
    """

    way: Way
    component: str
    said: str
    minor: int
    effort: int
    possible: int
    tried: int
    lines: int
    rule: str
    remedy: str
    left_minor: int | None
    made_up: bool
    _plan: Plan = field(repr=False)
    _facts: Facts = field(repr=False)
    _try: Try = field(repr=False)

    @property
    def per_deal(self) -> int:
        """What it brings for each deal that is touched, in minor units."""
        return self.minor // self.effort

    @cached_property
    def before(self) -> Facts:
        """The example as it is: facts of those alone on whom it hangs."""
        return worlds_of(self._plan, self._facts, [self._try.undone()]).facts

    @cached_property
    def after(self) -> Facts:
        """The example once it is done."""
        return worlds_of(self._plan, self._facts, [self._try]).facts

    def sentences(self) -> tuple[str, ...]:
        """The finding in words."""
        gain = Money(self.minor, self._plan.currency)
        lines = "made-up lines" if self.made_up else "lines"
        found = [
            f"{self.said[:1].upper()}{self.said[1:]}: {gain} more.",
            f"It pays for {self.possible:,} of {self.tried:,} {lines} that were tried"
            + (f", of {self.lines:,}." if self.lines > self.tried else "."),
            f"{self.rule[:1].upper()}{self.rule[1:]}.",
        ]
        if self.left_minor is None:
            return (*found, f"{self.remedy}.")
        left = Money(max(self.left_minor, 0), self._plan.currency)
        return (*found, f"{self.remedy}. Without that rule it would bring {left}.")
