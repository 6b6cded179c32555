"""What could be played with: lines, windows, people, and which lines lie near a bound."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from everyrep.pay.calculation.basis import expressions, facts_read, measures_of
from everyrep.pay.calculation.calculate import Calculation, calculate
from everyrep.pay.columns import Numbers, Texts, Truths, fraction
from everyrep.pay.exact import Flags
from everyrep.pay.facts import Facts
from everyrep.pay.facts.rows import SIZES
from everyrep.pay.language import Kind
from everyrep.pay.plan import (
    Bonus,
    Commission,
    Component,
    Contest,
    Plan,
    Span,
    Threshold,
    Window,
)
from everyrep.pay.windows import day_of
from everyrep.values.money import Money

_OPEN = frozenset({Span.DEAL, Span.PLAN, Span.ROLLING})
_FAR = float("inf")


class Scene:
    """A plan, its facts, and what it pays by them.

    Attributes:
        parts: The plan's commissions and bonuses; contests and pools too where it is shared.
        plan: The plan, with these alone.
        facts: What it pays by.
        found: What it pays.
        plain: Credits that take nothing back and are not taken back, with all sizes known.
        order: Rows, those near a bound first.
    """

    def __init__(self, plan: Plan, facts: Facts, *, shared: bool = False) -> None:
        self.parts = tuple(
            part for part in plan.pay if shared or isinstance(part, Commission | Bonus)
        )
        self.plan, self.facts = replace(plan, pay=self.parts), facts
        self.found: Calculation = calculate(self.plan, facts)
        self.sizes = tuple(name for name, kind in plan.facts.items() if kind in SIZES)
        self.plain = self._plain()
        near = self._days_to_border() if shared else np.zeros(self.rows)
        self.order = np.lexsort((near, self._distance()))
        self._known: dict[tuple[int, Window], tuple[int, int]] = {}

    @property
    def rows(self) -> int:
        """How many credits there are."""
        return len(self.facts.credited)

    def value(self, fact: str, row: int) -> Fraction:
        """A size of a line; 0 where it is not known."""
        column = self.facts.credited.facts[fact]
        if not isinstance(column, Numbers) or (column.known is not None and not column.known[row]):
            return Fraction(0)
        return fraction(column, row)

    @cached_property
    def money_read(self) -> tuple[str, ...]:
        """Money among the facts of lines that anything in the plan reads."""
        parts = (*self.plan.pay, *self.plan.measures.values(), *self.plan.grids.values())
        names = facts_read(self.plan, expressions(parts))
        facts = self.plan.facts.items()
        return tuple(name for name, kind in facts if kind is Kind.MONEY and name in names)

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """Windows of time after which something begins anew."""
        found: list[Window] = []
        for part in self.parts:
            found += [self.plan.measures[name].window for name in measures_of(self.plan, part)]
            found += [] if isinstance(part, Commission) else [part.window]
            if isinstance(part, Commission | Bonus) and part.cap is not None:
                found.append(part.cap.window)
        return tuple(dict.fromkeys(one for one in found if one.span not in _OPEN))

    @cached_property
    def reads_days(self) -> bool:
        """Whether a condition or a rate hangs on the day itself."""
        names = facts_read(self.plan, expressions(self.plan.pay))
        return bool(names & {"date", self.plan.day})

    def bounds(self, day: int, window: Window) -> tuple[int, int]:
        """The first day of the window of a day, and the first after it."""
        if (day, window) not in self._known:
            calendar = self.found.case.calendar
            number = calendar.numbers(np.array([day], dtype=np.int64), window)
            first, end = calendar.first(number, window), calendar.end(number, window)
            self._known[day, window] = int(first[0]), int(end[0])
        return self._known[day, window]

    def there(self, payee: int, day: int) -> bool:
        """Whether somebody was on the plan on a day that is known."""
        stints = self.facts.stints
        mine = slice(*np.searchsorted(stints.payee, (payee, payee + 1)))
        here = (stints.first[mine] <= day) & (day < stints.end[mine])
        return day <= self.facts.through and bool(here.any())

    def like(self, row: int) -> tuple[object, ...]:
        """What lines must share to be made one: person, kind of credit, texts and flags."""
        credited = self.facts.credited
        texts = [
            (name, int(column.codes[row]) if isinstance(column, Texts) else bool(column.yes[row]))
            for name, column in credited.facts.items()
            if name in self.plan.facts and isinstance(column, Texts | Truths)
        ]
        return int(credited.payee[row]), int(credited.kind[row]), *texts

    def size(self, row: int) -> str:
        """How large a line is, in words: its first amount of money."""
        money = [name for name, kind in self.plan.facts.items() if kind is Kind.MONEY]
        shown = next((name for name in ("amount", *money) if name in money), None)
        if shown is None:
            return "a line"
        return f"a line of {self.money(self.value(shown, row))}"

    def money(self, minor: Fraction | int) -> str:
        """An amount in words."""
        return str(Money(round(minor), self.plan.currency))

    def day(self, row: int) -> str:
        """The day of a line."""
        return day_of(int(self.facts.credited.day[row])).isoformat()

    def _plain(self) -> Flags:
        reverses = self.facts.credited.reverses
        plain = reverses < 0
        plain[reverses[reverses >= 0]] = False
        positive = np.zeros(self.rows, dtype=bool)
        for name in self.sizes:
            column = self.facts.credited.facts[name]
            if isinstance(column, Numbers):
                known = True if column.known is None else column.known
                positive |= np.asarray(column.above.parts > 0, dtype=bool) & known
        return plain & positive if self.sizes else plain

    def _distance(self) -> NDArray[np.float64]:
        """How far each line lies from the nearest bound, in sizes of its own."""
        found = np.full(self.rows, _FAR)
        for name, bounds in self._bounds().items():
            measured = self.found.case.measured(name)
            before, after, unit, added = (
                one.parts.astype(float) / one.over
                for one in (measured.before, measured.after, measured.unit, measured.added)
            )
            low, high = np.minimum(before, after), np.maximum(before, after)
            size = np.where(added == 0, _FAR, np.abs(added))
            for bound, in_quotas in bounds:
                at = bound * unit if in_quotas else bound
                gap = np.maximum(np.maximum(low - at, at - high), 0.0)
                found = np.minimum(found, np.where(added == 0, _FAR, gap / size))
        return found

    def _days_to_border(self) -> NDArray[np.float64]:
        """How many days each line lies from where a window begins or ends."""
        found, day = np.full(self.rows, _FAR), self.facts.credited.day
        calendar = self.found.case.calendar
        for window in self.windows:
            number = calendar.numbers(day, window)
            gaps = day - calendar.first(number, window), calendar.end(number, window) - day
            found = np.minimum(found, np.minimum(*gaps))
        return found

    def _bounds(self) -> dict[str, list[tuple[float, bool]]]:
        """Bounds of each measure, and whether they count quotas."""
        found: dict[str, list[tuple[float, bool]]] = {}
        for part in self.parts:
            if isinstance(part, Commission | Bonus) and part.table is not None:
                table = self.plan.tables[part.table]
                found.setdefault(table.over, []).extend(
                    (float(at), table.in_quotas) for at in table.bounds
                )
            for gate in gates_of(part):
                found.setdefault(gate.over, []).append((float(gate.at), gate.in_quotas))
        return found


def gates_of(part: Component) -> tuple[Threshold, ...]:
    """Everything that must be reached before a component pays."""
    if isinstance(part, Contest):
        return ()
    threshold = part.threshold if isinstance(part, Commission) else None
    return (*part.gates, threshold) if threshold is not None else part.gates
