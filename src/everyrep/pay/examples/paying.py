"""What was paid of an example, by names: whose, for what, for which line, in which window."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from everyrep.pay.calculation.amounts import amounts
from everyrep.pay.calculation.calculate import Calculation
from everyrep.pay.examples.expecting import Leaf
from everyrep.pay.examples.tables import line_ids
from everyrep.pay.explanation import explain, keys_about
from everyrep.pay.plan import Commission, Example, Plan
from everyrep.pay.windows import day_number
from everyrep.values import EveryrepError, UnknownName, UserError

_BY = {
    "total": (),
    "lines": ("line", "payee", "component"),
    "components": ("component", "payee", "line", "window"),
    "people": ("payee", "component", "line", "window"),
    "windows": ("window", "payee", "component", "line"),
}
"""What the names of an expectation stand for: the first for the first of these, others in order."""
_MOST_TOLD = 3


@dataclass(frozen=True, eq=False)
class Paid:
    """An example's calculation.

    Attributes:
        plan: The plan.
        example: The example.
        found: What the plan pays for it.
    """

    plan: Plan
    example: Example
    found: Calculation

    @cached_property
    def rows(self) -> pd.DataFrame:
        """All amounts."""
        return amounts(self.found, hashed=False)

    @cached_property
    def known(self) -> dict[str, tuple[str, ...]]:
        """Names that an expectation may use, by what they stand for."""
        return {
            "payee": self.found.facts.people,
            "component": tuple(part.id for part in self.plan.pay),
            "line": line_ids(self.example),
            "window": tuple(dict.fromkeys((*self.rows["window"], *self._labels))),
        }

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        """Windows of the components, and pay periods, in words."""
        windows = [self.plan.payment.every]
        windows += [part.window for part in self.plan.pay if not isinstance(part, Commission)]
        calendar = self.found.case.calendar
        return tuple(
            calendar.label(int(number), window)
            for window in dict.fromkeys(windows)
            for number in calendar.within(window)
        )

    def filter_of(self, leaf: Leaf) -> dict[str, str]:
        """What an expectation is held to: names by what they stand for.

        Raises:
            UserError: A name is not known, or a list has not as many amounts as it should.
        """
        head = str(leaf.path[0])
        kinds = list(_BY[head])
        found: dict[str, str] = {}
        for at, name in enumerate(leaf.names):
            fits = [kind for kind in kinds[: 1 if at == 0 else None] if name in self.known[kind]]
            if not fits:
                wanted = kinds[:1] if at == 0 else kinds
                near = [one for kind in wanted for one in self.known[kind]]
                word = " or ".join(wanted) or "name"
                raise UnknownName(word, name, near, where=f"expect, {head}")
            found[fits[0]] = name
            kinds.remove(fits[0])
        if leaf.place is not None:
            kind, names = self._listed(head, found)
            if leaf.many != len(names):
                raise UserError(
                    f"{leaf.many} amounts are listed, and there are {len(names)} {kind}s",
                    where=f"expect, {leaf.named.partition(',')[0]}",
                    remedy="give one amount for each, 0 for what pays nothing",
                )
            found[kind] = names[leaf.place]
        return found

    def _listed(self, head: str, found: dict[str, str]) -> tuple[str, tuple[str, ...]]:
        """What a list runs over: windows of what is paid by windows, else the lines."""
        part = next((one for one in self.plan.pay if one.id == found.get("component")), None)
        if part is not None and not isinstance(part, Commission):
            calendar = self.found.case.calendar
            numbers = calendar.within(part.window)
            last = np.minimum(calendar.end(numbers, part.window), day_number(self.plan.ends)) - 1
            over = numbers[last <= self.found.facts.through]
            return "window", tuple(calendar.label(int(one), part.window) for one in over)
        if head == "windows" or "line" in found:
            remedy = "name each, such as { ana = ... }"
            raise UserError("A list stands where names are needed", where=head, remedy=remedy)
        return "line", self.known["line"]

    def minor(self, names: dict[str, str]) -> int:
        """What was paid of it, in minor units."""
        return int(sum(self._meant(names)["minor"]))

    def _meant(self, names: dict[str, str]) -> pd.DataFrame:
        chosen = np.ones(len(self.rows), dtype=bool)
        for kind, name in names.items():
            chosen &= (self.rows[kind] == name).to_numpy()
        return self.rows[chosen]

    def told(self, names: dict[str, str]) -> tuple[str, ...]:
        """Explanations of the amounts that were summed, or of those that came to nothing."""
        keys = tuple(self._meant(names)["key"]) or self._of_nothing(names)
        told = [str(explain(self.plan, self.found.facts, key)) for key in keys[:_MOST_TOLD]]
        more = len(keys) - len(told)
        return (*told, f"And {more} amounts more.") if more > 0 else tuple(told)

    def said_of(self, name: str) -> str:
        """All that is explained of a line, a deal, a window or a key.

        Raises:
            UnknownName: Nothing of that name was paid or credited.
        """
        keys = keys_about(self.found, name)
        return "\n".join(str(explain(self.plan, self.found.facts, key)) for key in keys)

    def _of_nothing(self, names: dict[str, str]) -> tuple[str, ...]:
        """Keys of credited lines that are worth nothing."""
        if "line" not in names:
            return ()
        try:
            return keys_about(
                self.found, names["line"], names.get("payee", ""), names.get("component", "")
            )
        except UnknownName:
            return ()


def refused(problem: EveryrepError) -> str:
    """An error as one line, so that words of it can be looked for."""
    return " ".join(str(problem).split()).rstrip(".")
