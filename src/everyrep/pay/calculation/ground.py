"""One plan and what it pays by, with what several components ask of both worked out once."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from everyrep.pay.calculation.groups import Groups
from everyrep.pay.columns import Column, Columns, Numbers
from everyrep.pay.exact import Exact, Flags, Places
from everyrep.pay.facts import Facts
from everyrep.pay.language import Checked
from everyrep.pay.language.working import Setting, column, numbers, truths
from everyrep.pay.plan import Plan, Span, Window
from everyrep.pay.windows import Calendar, day_number
from everyrep.values import DataError

_SHOWN = 5


class Ground:
    """A plan, its facts, and the columns that expressions read."""

    def __init__(self, plan: Plan, facts: Facts, like: Ground | None = None) -> None:
        self.plan, self.facts = plan, facts
        self._like = like
        self.credited = facts.credited
        self.rows = len(facts.credited)
        self.calendar = Calendar.of(plan)
        self.setting = Setting(plan.currency.scale, plan.parameters, plan.rounding)
        self._windows: dict[Window, NDArray[np.int64]] = {}
        self._grouped: dict[Window, Groups] = {}

    @cached_property
    def columns(self) -> Columns:
        """Facts of each credit, of the person, and what is derived from both."""
        if self._like is not None and _same_columns(self.plan, self._like.plan):
            return self._like.columns
        stint, person = self.credited.stint, self.facts.stints.facts
        found: dict[str, Column] = dict(self.credited.facts)
        found |= {f"person.{name}": person[name].take(stint) for name in self.plan.person}
        for name, checked in self.plan.derived.items():
            found[name] = column(checked, found, self.setting)
        return found

    def numbers(self, checked: Checked) -> Numbers:
        """An expression in each row; rows where it is unknown are for `certain` to refuse."""
        return whole_length(numbers(checked, self.columns, self.setting), self.rows)

    def holds(self, checked: Checked | None, what: str, where: Flags | None = None) -> Flags:
        """Where a condition holds.

        Args:
            checked: The condition; None for one that always holds.
            what: What it tells, for messages.
            where: Rows in which it must be known; None for all.

        Raises:
            DataError: It cannot be told for some line.
        """
        everywhere = np.ones(self.rows, dtype=bool)
        if checked is None:
            return everywhere
        found = truths(checked, self.columns, self.setting)
        self.certain(found.known, everywhere if where is None else where, checked, what)
        return np.asarray(np.broadcast_to(found.yes, self.rows), dtype=bool)

    def certain(self, known: Flags | None, where: Flags, checked: Checked, what: str) -> None:
        """Refuse what is unknown where it is needed.

        Raises:
            DataError: It is; the message names lines and the facts that are read.
        """
        if known is None or bool((known | ~where).all()):
            return
        rows = np.flatnonzero(np.broadcast_to(~known & where, self.rows))
        lines = self.named(rows)
        raise DataError(
            f"{what} cannot be worked out for {rows.size} credited lines: {lines}",
            why=f"It reads {', '.join(checked.names) or 'nothing'}, and something of that is not "
            "known there, or a number is divided by zero",
            remedy="Complete the lines, or let the plan say what holds then: `... is missing`",
        )

    def named(self, rows: Places) -> str:
        """Ids of the lines of some rows."""
        ids = [self.facts.lines[self.credited.line[row]] for row in rows[:_SHOWN]]
        return ", ".join(dict.fromkeys(ids)) + (" ..." if rows.size > _SHOWN else "")

    def kinds(self, wanted: tuple[str, ...]) -> Flags:
        """Rows whose credit is of one of these kinds."""
        codes = [at for at, kind in enumerate(self.facts.kinds) if kind in wanted]
        if len(codes) == len(self.facts.kinds):
            return np.ones(self.rows, dtype=bool)
        return np.isin(self.credited.kind, codes)

    @cached_property
    def after(self) -> Flags:
        """Rows after the plan's end: what takes back what it paid, and counts for nothing else."""
        return np.asarray(self.credited.day >= day_number(self.plan.ends))

    @cached_property
    def earlier(self) -> Flags:
        """Rows that take back what lies before the plan."""
        if not self.facts.earlier:
            return np.zeros(self.rows, dtype=bool)
        lines = [at for at, name in enumerate(self.facts.lines) if name in self.facts.earlier]
        return np.isin(self.credited.line, lines)

    def windows(self, window: Window) -> NDArray[np.int64]:
        """The number of each row's window; of a deal, its place."""
        if window.span is Span.DEAL:
            return self.credited.deal
        if window not in self._windows:
            self._windows[window] = self.calendar.numbers(self.credited.day, window)
        return self._windows[window]

    def grouped(self, window: Window) -> Groups:
        """Rows of one person and window."""
        if window not in self._grouped:
            self._grouped[window] = Groups.of(self.credited.payee, self.windows(window))
        return self._grouped[window]


def _same_columns(one: Plan, two: Plan) -> bool:
    """Whether expressions of both plans read the same columns of the same facts."""
    return (one.derived, one.parameters, one.person, one.currency, one.rounding) == (
        two.derived, two.parameters, two.person, two.currency, two.rounding,
    )  # fmt: skip


def whole_length(found: Numbers, rows: int) -> Numbers:
    """A column of so many rows, where it may have one that is meant for all."""
    if len(found.above) == rows and (found.below is None or len(found.below) in (1, rows)):
        return found
    places = np.zeros(rows, dtype=np.int64)
    above = found.above if len(found.above) == rows else found.above.take(places)
    return Numbers(above, found.below, found.known)


def nothing(rows: int) -> Exact:
    """Zero in each row."""
    return Exact(np.zeros(rows, dtype=np.int64))


def of_person(case: Ground, checked: Checked, stint: Places, what: str) -> Numbers:
    """An expression over facts of people, of each stint that is named.

    Raises:
        DataError: It is not known for somebody.
    """
    columns: Columns = {
        f"person.{name}": column.take(stint) for name, column in case.facts.stints.facts.items()
    }
    found = numbers(checked, columns, case.setting)
    above = found.above
    if len(above) != stint.size:
        above = above.take(np.zeros(stint.size, dtype=np.int64))
    if found.known is not None and not bool(found.known.all()):
        unknown = np.flatnonzero(~np.broadcast_to(found.known, stint.size))
        people = {case.facts.people[case.facts.stints.payee[stint[row]]] for row in unknown}
        raise DataError(
            f"{what} cannot be worked out for {', '.join(sorted(people)[:5])}",
            why=f"It reads {', '.join(checked.names)}, and something of that is not known",
            remedy="Complete the facts of the person, from the day on which they hold",
        )
    return Numbers(above, found.below)
