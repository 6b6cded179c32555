"""What a plan pays, worked out one line at a time with fractions: slow, plain, and never wrong.

It shares nothing with the calculation but the plan, the calendar and the words of expressions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from everyrep.pay.columns import Column, Dates, Numbers, Texts
from everyrep.pay.facts import Facts
from everyrep.pay.language import Kind
from everyrep.pay.language.working import Setting
from everyrep.pay.plan import (
    Beyond,
    Cap,
    Commission,
    Measure,
    Missing,
    Mode,
    Plan,
    QuotaBasis,
    Refund,
    Span,
    Stacking,
    Table,
    Threshold,
    Window,
)
from everyrep.pay.plan.tables import Above
from everyrep.pay.shape import Boundary
from everyrep.pay.windows import Calendar, day_number, day_of
from everyrep.values.rounding import round_exact
from tests.pay.exactly_tables import amount_at, at_once, curve, in_slices, slope_at, tier
from tests.pay.plainly import Row, one

Key = tuple[int, int]


def value(column: Column, row: int) -> Any:
    """One row of a column; None where it is unknown."""
    if column.known is not None and not column.known[row]:
        return None
    if isinstance(column, Numbers):
        below = column.below
        under = Fraction(1) if below is None else below.fractions()[row % len(below)]
        return column.above.fractions()[row] / under
    if isinstance(column, Dates):
        return day_of(column.days[row])
    if isinstance(column, Texts):
        return column.words[column.codes[row]]
    return bool(column.yes[row])


@dataclass
class Line:
    """One credit."""

    at: int
    payee: int
    stint: int
    deal: int
    kind: str
    day: int
    reverses: int
    facts: Row
    measures: dict[str, tuple[Fraction, Fraction]] = field(default_factory=dict)


class Exactly:
    """One plan and its facts."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self.plan, self.facts = plan, facts
        self.setting = Setting(plan.currency.scale, plan.parameters, plan.rounding)
        self.calendar = Calendar.of(plan)
        stints = facts.stints
        self.people = [
            {f"person.{name}": value(column, at) for name, column in stints.facts.items()}
            for at in range(stints.payee.size)
        ]
        self.lines = [self.line(at) for at in range(len(facts.credited))]

    def line(self, at: int) -> Line:
        credited = self.facts.credited
        row = {name: value(column, at) for name, column in credited.facts.items()}
        row |= self.people[credited.stint[at]]
        for name, checked in self.plan.derived.items():
            row[name] = one(checked.node, row, self.setting)
        kind = self.facts.kinds[credited.kind[at]]
        return Line(
            at, int(credited.payee[at]), int(credited.stint[at]), int(credited.deal[at]), kind,
            int(credited.day[at]), int(credited.reverses[at]), row,
        )  # fmt: skip

    def number(self, day: int, window: Window) -> int:
        return int(self.calendar.numbers(np.array([day], dtype=np.int64), window)[0])

    def bounds(self, number: int, window: Window) -> tuple[int, int]:
        numbers = np.array([number], dtype=np.int64)
        first = int(self.calendar.first(numbers, window)[0])
        return first, int(self.calendar.end(numbers, window)[0])

    def after(self, line: Line) -> bool:
        """Whether it comes after the plan, and only takes something back."""
        return line.day >= day_number(self.plan.ends)

    def adds(self, measure: Measure, line: Line) -> Fraction:
        if line.kind not in measure.credits or self.after(line):
            return Fraction(0)
        if measure.where is not None and not one(measure.where.node, line.facts, self.setting):
            return Fraction(0)
        return self.number_of(measure.of, line)

    def number_of(self, of: Any, line: Line) -> Fraction:
        """What an expression gives a line; a number of things is turned where it is taken back."""
        own = Fraction(one(of.node, line.facts, self.setting))
        if of.kind is Kind.MONEY:
            return own
        if line.facts["line"] in self.facts.earlier:
            return -abs(own)
        if line.reverses < 0:
            return own
        back = self.lines[line.reverses]
        if own * Fraction(one(of.node, back.facts, self.setting)) <= 0:
            return own
        first = next(other for other in self.lines if other.reverses == line.reverses)
        return -self.number_of(of, back) if first is line else Fraction(0)

    def same_window(self, window: Window, line: Line) -> list[Line]:
        mine = [other for other in self.lines if other.payee == line.payee]
        if window.span is Span.DEAL:
            return [other for other in mine if other.deal == line.deal]
        first, end = self.bounds(self.number(line.day, window), window)
        return [other for other in mine if first <= other.day < end]

    def along(self, measure: Measure, line: Line) -> tuple[Fraction, Fraction, Fraction]:
        """What had been reached before a line, with it, and in the end."""
        within = self.same_window(measure.window, line)
        added = [(other.at, self.adds(measure, other)) for other in within]
        before = sum((add for at, add in added if at < line.at), Fraction(0))
        after = before + self.adds(measure, line)
        return before, after, sum((add for _, add in added), Fraction(0))

    def quota(self, measure: Measure, payee: int, day: int) -> Fraction | None:
        """What is asked, zero where that counts as reached; None where nothing is."""
        if measure.quota is None:
            return Fraction(1)
        quota = self.plan.quotas[measure.quota]
        given = self.facts.quotas[quota.name]
        number = self.number(day, quota.window)
        amounts = given.to_date if measure.basis is QuotaBasis.TO_DATE else given.amount
        for at in range(given.payee.size):
            if (given.payee[at], given.window[at]) == (payee, number) and given.known[at]:
                amount = amounts.fractions()[at]
                assert amount > 0 or quota.zero is not Missing.REFUSE
                return amount if amount > 0 or quota.zero is Missing.REACHED else None
        assert quota.missing is Missing.NOTHING
        return None

    def total_on(self, measure: Measure, payee: int, day: int) -> Fraction:
        first, end = self.bounds(self.number(day, measure.window), measure.window)
        mine = [line for line in self.lines if line.payee == payee and first <= line.day < end]
        return sum((self.adds(measure, line) for line in mine), Fraction(0))

    def passes(self, gate: Threshold, total: Fraction, quota: Fraction | None) -> bool:
        if quota is None and gate.in_quotas:
            return False
        if gate.in_quotas and quota == 0:
            total, quota = Fraction(1), Fraction(1)
        bound = gate.at * (quota or 1) if gate.in_quotas else gate.at
        return total >= bound if gate.boundary is Boundary.LOWER else total > bound

    def commission(self, part: Commission) -> tuple[list[int], dict[Key, int]]:
        """What each line is worth, and what is carried into windows, by person and window."""
        worth = [self.by_itself(part, line) for line in self.lines]
        if part.refund is Refund.ORIGINAL:
            self.taken_back(part, worth)
        if part.deal_cap is not None:
            worth = self.limited(part.deal_cap, Window(Span.DEAL), worth)
        worth = [
            amount if self.is_open(part, self.stands(part, line)) else 0
            for amount, line in zip(worth, self.lines, strict=True)
        ]
        if part.cap is None:
            return worth, {}
        if part.cap.beyond is Beyond.FORFEITED:
            own = [self.stands(part, line) for line in self.lines]
            return self.limited(part.cap.amount, part.cap.window, worth, own), {}
        return self.carried(part.cap, worth)

    def origin(self, line: Line) -> Line:
        while line.reverses >= 0:
            line = self.lines[line.reverses]
        return line

    def stands(self, part: Commission, line: Line) -> Line:
        """The line by whose gates and window of a cap it goes."""
        return self.origin(line) if part.refund is Refund.ORIGINAL else line

    def pays(self, part: Commission, line: Line) -> bool:
        if part.refund is Refund.ORIGINAL:
            if line.facts["line"] in self.facts.earlier:
                return False
            line = self.origin(line)
        elif self.after(line):
            return False
        if line.kind not in part.credits:
            return False
        return part.where is None or bool(one(part.where.node, line.facts, self.setting))

    def base(self, part: Commission, line: Line) -> Fraction:
        return self.number_of(part.of, line)

    def by_itself(self, part: Commission, line: Line) -> int:
        if not self.pays(part, line):
            return 0
        money = self.rated(part, line) * self.share_above(part, line)
        factors = [
            Fraction(one(times.factor.node, line.facts, self.setting))
            for times in part.times
            if one(times.when.node, line.facts, self.setting)
        ]
        factor = Fraction(1)
        for each in factors:
            factor = factor * each if part.stacking is Stacking.MULTIPLY else factor + each - 1
        return round_exact(money * factor, part.rounding)

    def rated(self, part: Commission, line: Line) -> Fraction:
        base = self.base(part, line)
        if part.grid is not None:
            return base * self.cell(part.grid, line)
        if part.rate is not None:
            rate = Fraction(one(part.rate.node, line.facts, self.setting))
            return base * rate
        assert part.table is not None
        table = self.plan.tables[part.table]
        measure = self.plan.measures[table.over]
        quota = self.quota(measure, line.payee, line.day) if table.in_quotas else Fraction(1)
        if quota is None:
            return Fraction(0)
        if quota == 0:
            return self.at_once(table, measure, base, line)
        before, after, total = (each / quota for each in self.along(measure, line))
        if table.above is Above.FLAT and table.last is not None and table.mode is not Mode.CURVE:
            flat = table.last
        else:
            flat = None
        return self.tabled(
            table, base, self.adds(measure, line), quota, (before, after, total), flat
        )

    def at_once(self, table: Table, measure: Measure, base: Fraction, line: Line) -> Fraction:
        """A quota of zero counts as 100%, whatever is sold."""
        if table.mode is Mode.CURVE:
            return base * curve(table, Fraction(1))
        if table.mode in (Mode.STEP, Mode.INTERPOLATE_ADD):
            counting = [
                other
                for other in self.same_window(measure.window, line)
                if other.kind in measure.credits
                and (measure.where is None or one(measure.where.node, other.facts, self.setting))
            ]
            return amount_at(table, Fraction(1)) if counting[:1] == [line] else Fraction(0)
        on = self.adds(measure, line) if table.pays_amounts else base
        return on * at_once(table)

    def tabled(
        self, table: Table, base: Fraction, added: Fraction, quota: Fraction,
        stands: tuple[Fraction, Fraction, Fraction], flat: Fraction | None,
    ) -> Fraction:  # fmt: skip
        before, after, total = stands
        if table.mode is Mode.MARGINAL:
            if added == 0:
                return base * tier(table, after)
            if added < 0 and table.refund is Refund.CURRENT:
                rate = tier(table, before)
                return rate * (added if table.pays_amounts else base)
            low, high = (min(each, flat) if flat is not None else each for each in (before, after))
            paid = (in_slices(table, high) - in_slices(table, low)) * quota
            return paid if table.pays_amounts else paid / added * base
        if table.mode is Mode.CURVE:
            return base * curve(table, total)
        if table.mode in (Mode.STEP, Mode.INTERPOLATE_ADD):
            low, high = (min(each, flat) if flat is not None else each for each in (before, after))
            back = added < 0 and table.refund is Refund.CURRENT
            rise = amount_at(table, high) - amount_at(table, low)
            return added / quota * slope_at(table, low) if back else rise
        at = {Mode.DEAL_BEFORE: before, Mode.DEAL_AFTER: after, Mode.RETROACTIVE: total}[table.mode]
        if flat is not None and table.mode is Mode.RETROACTIVE:
            kept = min(after, flat) - min(before, flat)
            share = kept / (after - before) if after != before else Fraction(1)
            return base * tier(table, min(total, flat)) * share
        if flat is not None and (at >= flat if table.boundary is Boundary.LOWER else at > flat):
            return Fraction(0)
        return base * tier(table, at)

    def cell(self, name: str, line: Line) -> Fraction:
        grid = self.plan.grids[name]
        places = []
        for checked, bounds in (grid.down, grid.across):
            found = one(checked.node, line.facts, self.setting)
            lower = grid.boundary is Boundary.LOWER
            places.append(sum(found >= each if lower else found > each for each in bounds))
        rate: Fraction = grid.rates[places[0]][places[1]]
        return rate

    def share_above(self, part: Commission, line: Line) -> Fraction:
        gate = part.threshold
        if gate is None or gate.first:
            return Fraction(1)
        measure = self.plan.measures[gate.over]
        quota = self.quota(measure, line.payee, line.day)
        if quota is None and gate.in_quotas:
            return Fraction(0)
        bound = gate.at * (quota or 0) if gate.in_quotas else gate.at
        before, after, _ = self.along(measure, line)
        if after == before:
            return Fraction(0)
        return (max(after - bound, Fraction(0)) - max(before - bound, Fraction(0))) / (
            after - before
        )

    def is_open(self, part: Commission, line: Line) -> bool:
        gates = list(part.gates)
        if part.threshold is not None and part.threshold.first:
            gates.append(part.threshold)
        for gate in gates:
            measure = self.plan.measures[gate.over]
            total = self.along(measure, line)[2]
            if not self.passes(gate, total, self.quota(measure, line.payee, line.day)):
                return False
        return True

    def taken_back(self, part: Commission, worth: list[int]) -> None:
        """What takes a line back has its share of it, rounded along what has been taken so far."""
        so_far: dict[int, Fraction] = defaultdict(Fraction)
        own = list(worth)
        for line in self.lines:
            origin = self.origin(line)
            if origin is line or not self.pays(part, line):
                continue
            whole = self.base(part, origin)
            if whole == 0:
                continue
            before = round_exact(own[origin.at] * so_far[origin.at] / whole, part.rounding)
            so_far[origin.at] += self.base(part, line)
            after = round_exact(own[origin.at] * so_far[origin.at] / whole, part.rounding)
            worth[line.at] = after - before

    def limit(self, checked: Any, line: Line) -> int:
        return round_exact(one(checked.node, line.facts, self.setting), self.plan.rounding)

    def limited(
        self, checked: Any, window: Window, worth: list[int], within: list[Line] | None = None
    ) -> list[int]:
        sums: dict[Key, int] = defaultdict(int)
        found = []
        for line, own in zip(self.lines, within or self.lines, strict=True):
            number = own.deal if window.span is Span.DEAL else self.number(own.day, window)
            key = (line.payee, number)
            limit, before = self.limit(checked, own), sums[key]
            sums[key] += worth[line.at]
            found.append(min(sums[key], limit) - min(before, limit))
        return found

    def carried(self, cap: Cap, worth: list[int]) -> tuple[list[int], dict[Key, int]]:
        found, extra = list(worth), {}
        last = self.number(self.facts.through, cap.window)
        for payee in range(len(self.facts.people)):
            mine = [line for line in self.lines if line.payee == payee]
            if not mine:
                continue
            into, limit = 0, 0
            for number in range(self.number(mine[0].day, cap.window), last + 1):
                here = [line for line in mine if self.number(line.day, cap.window) == number]
                limit = self.limit(cap.amount, here[0]) if here else limit
                first = min(into, limit)
                if first:
                    extra[payee, number] = first
                earned = 0
                for line in here:
                    low = min(earned, limit - into)
                    earned += worth[line.at]
                    found[line.at] = min(earned, limit - into) - low
                into = max(earned + into - limit, 0)
        return found, extra
