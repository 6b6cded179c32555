"""What bonuses, contests and pools pay, worked out one window at a time with fractions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import Any

from everyrep.pay.facts import Facts
from everyrep.pay.plan import (
    Bonus,
    Commission,
    Component,
    Contest,
    Mode,
    Objective,
    Plan,
    Pool,
    Proration,
    Table,
    Ties,
    Window,
)
from everyrep.pay.plan.tables import Above
from everyrep.pay.windows import day_number, day_of
from everyrep.values.fiscal import FiscalCalendar
from everyrep.values.money import Money
from everyrep.values.rounding import round_exact
from tests.pay.exactly import Exactly
from tests.pay.exactly_tables import amount_at, at_once, curve, ended_at, in_slices, tier
from tests.pay.plainly import one

Who = tuple[int, int]
"""A person and a window."""


class ExactlyAll(Exactly):
    """One plan and its facts, with all its components."""

    def component(self, part: Component) -> dict[Who, int] | list[int]:
        """What lines are worth by a commission, and windows by others; without what is nothing."""
        if isinstance(part, Commission):
            lines, carried = self.commission(part)
            return [*lines, *carried.values()]
        if isinstance(part, Bonus):
            found = self.bonus(part)
        else:
            found = self.contest(part) if isinstance(part, Contest) else self.pool(part)
        return {who: minor for who, minor in found.items() if minor}

    def ended(self, window: Window) -> list[Who]:
        """People in windows that have ended, in order."""
        last = day_number(self.plan.ends) - 1
        numbers = sorted({self.number(day, window)
                          for day in range(day_number(self.plan.begins), last + 1)})  # fmt: skip
        found = []
        for payee in range(len(self.facts.people)):
            for number in numbers:
                over = min(self.bounds(number, window)[1] - 1, last) <= self.facts.through
                if over and self.stints(payee, number, window):
                    found.append((payee, number))
        return found

    def stints(self, payee: int, number: int, window: Window) -> list[tuple[int, int, int]]:
        """Stints of a person in a window, with their first day in it and the first no more."""
        first, end = self.bounds(number, window)
        stints, found = self.facts.stints, []
        for at in range(stints.payee.size):
            since, until = max(int(stints.first[at]), first), min(int(stints.end[at]), end)
            if stints.payee[at] == payee and since < until:
                found.append((at, since, until))
        return found

    def last_day(self, number: int, window: Window) -> int:
        return min(self.bounds(number, window)[1] - 1, self.facts.through)

    def open(self, gates: Any, payee: int, number: int, window: Window) -> bool:
        day = self.last_day(number, window)
        for gate in gates:
            measure = self.plan.measures[gate.over]
            quota = self.quota(measure, payee, day)
            if not self.passes(gate, self.total_on(measure, payee, day), quota):
                return False
        return True

    def bonus(self, part: Bonus) -> dict[Who, int]:
        found, sums = {}, defaultdict[Who, int](int)
        for payee, number in self.ended(part.window):
            stints = self.stints(payee, number, part.window)
            person = self.people[stints[-1][0]]
            target = self.target(part, payee, number)
            factor = Fraction(1)
            if part.times is not None:
                factor = Fraction(one(part.times.node, person, self.setting))
            money = self.payout(part, payee, number, person) * target * factor
            minor = round_exact(money, part.rounding)
            minor = minor if self.open(part.gates, payee, number, part.window) else 0
            if part.cap is not None:
                limit = round_exact(
                    one(part.cap.amount.node, person, self.setting), self.plan.rounding
                )
                key = (payee, self.number(self.last_day(number, part.window), part.cap.window))
                before = min(sums[key], limit)
                sums[key] += minor
                minor = min(sums[key], limit) - before
            found[payee, number] = minor
        return found

    def target(self, part: Bonus, payee: int, number: int) -> Fraction:
        """The target, of each stint as far as it counts; 1 where a table pays money by itself."""
        first, end = self.bounds(number, part.window)
        stints = self.stints(payee, number, part.window)
        total = Fraction(0)
        if part.proration is Proration.NONE:
            stints = [(stints[-1][0], first, end)]
        for stint, since, until in stints:
            whole = Fraction(1)
            if part.target is not None:
                whole = Fraction(one(part.target.node, self.people[stint], self.setting))
            total += whole * counted(self.plan.weeks, part.proration, first, end, since, until)
        return total

    def payout(self, part: Bonus, payee: int, number: int, person: dict[str, Any]) -> Fraction:
        if part.table is None:
            return sum((self.score(each, person) for each in part.objectives), Fraction(0))
        table = self.plan.tables[part.table]
        measure, day = self.plan.measures[table.over], self.last_day(number, part.window)
        reached = self.total_on(measure, payee, day)
        quota = self.quota(measure, payee, day) if table.in_quotas else Fraction(1)
        if quota is None:
            return Fraction(0)
        at = reached / quota if quota else Fraction(1)
        if table.mode is Mode.CURVE:
            return curve(table, at)
        if table.mode is Mode.STEP and not table.pays_amounts:
            return share_at(table, at)
        if table.above is Above.FLAT and table.last is not None and table.mode is not Mode.STEP:
            return self.flat(table, min(at, table.last), quota, reached)
        if table.mode in (Mode.STEP, Mode.INTERPOLATE_ADD):
            return amount_at(table, at)
        if table.mode is Mode.RETROACTIVE or quota == 0:
            return reached * tier(table, at)
        return in_slices(table, at) * quota

    def flat(self, table: Table, at: Fraction, quota: Fraction, reached: Fraction) -> Fraction:
        if table.mode is Mode.INTERPOLATE_ADD:
            return amount_at(table, at)
        if quota == 0:
            return reached * at_once(table)
        if table.mode is Mode.RETROACTIVE:
            beyond = ended_at(table, at)
            return at * quota * (table.rates[-1] if beyond else tier(table, at))
        return in_slices(table, at) * quota

    def score(self, each: Objective, person: dict[str, Any]) -> Fraction:
        found = Fraction(one(each.score.node, person, self.setting))
        if found < each.least:
            return Fraction(0)
        return each.weight * (found if each.most is None else min(found, each.most))

    def here(self, payee: int, number: int, window: Window) -> bool:
        """Whether somebody was there on the window's last day, or the plan's."""
        end = min(self.bounds(number, window)[1], day_number(self.plan.ends))
        return any(until == end for _, _, until in self.stints(payee, number, window))

    def contest(self, part: Contest) -> dict[Who, int]:
        measure, found = self.plan.measures[part.over], {}
        by_window: dict[int, dict[int, Fraction]] = defaultdict(dict)
        for payee, number in self.ended(part.window):
            total = self.total_on(measure, payee, self.last_day(number, part.window))
            if self.here(payee, number, part.window) and (
                part.least is None or total >= part.least
            ):
                by_window[number][payee] = total
        for number, totals in by_window.items():
            for payee, total in totals.items():
                rank = sum(other > total for other in totals.values())
                tied = sorted(other for other in totals if totals[other] == total)
                if part.ties is Ties.EACH:
                    found[payee, number] = ([*part.prizes, *[0] * len(totals)])[rank]
                    continue
                whole = Money(sum(part.prizes[rank : rank + len(tied)]), self.plan.currency)
                parts = whole.allocate([1] * len(tied))
                found[payee, number] = parts[tied.index(payee)].minor
        return found

    def pool(self, part: Pool) -> dict[Who, int]:
        found: dict[Who, int] = {}
        people: dict[int, list[int]] = defaultdict(list)
        for payee, number in self.ended(part.window):
            people[number].append(payee)
        for number, there in people.items():
            day = self.last_day(number, part.window)
            sums = {
                f"sum.{name}": sum((self.total_on(measure, who, day) for who in there), Fraction(0))
                for name, measure in self.plan.measures.items()
                if f"sum.{name}" in part.amount.names
            }
            exact = one(part.amount.node, sums, self.setting)
            amount = Money(round_exact(exact, self.plan.rounding), self.plan.currency)
            weights = {who: self.weight(part, who, number) for who in there}
            among = [who for who in there if weights[who] > 0
                     and self.here(who, number, part.window)
                     and self.open(part.gates, who, number, part.window)]  # fmt: skip
            if among:
                parts = amount.allocate([weights[who] for who in among])
                found |= {(who, number): one.minor for who, one in zip(among, parts, strict=True)}
        return found

    def weight(self, part: Pool, payee: int, number: int) -> Fraction:
        if part.by is None:
            return Fraction(1)
        stint = self.stints(payee, number, part.window)[-1][0]
        return Fraction(one(part.by.node, self.people[stint], self.setting))


def share_at(table: Table, reached: Fraction) -> Fraction:
    """The share of the step that was reached."""
    if table.bounds[0] != 0 and reached < table.bounds[0]:
        return Fraction(0)
    return tier(table, reached)


def month_of(weeks: FiscalCalendar | None, day: date) -> tuple[int, int]:
    """The year and month of a day."""
    return (day.year, day.month) if weeks is None else weeks.month_of(day)


def counted(
    weeks: FiscalCalendar | None, rule: Proration, first: int, end: int, since: int, until: int
) -> Fraction:
    """Which part of a window counts of a stint in it."""
    if rule is Proration.NONE:
        return Fraction(1)
    if rule is Proration.DAYS:
        return Fraction(until - since, end - first)
    if rule is Proration.FULL_IF_BEGUN:
        return Fraction(since == first)
    month = {day: month_of(weeks, day_of(day)) for day in range(first, end)}
    months = set(month.values())
    whole = 0
    for one_month in months:
        days = [day for day in range(first, end) if month[day] == one_month]
        whole += since <= days[0] and days[-1] < until
    return Fraction(whole, len(months))


def totals(plan: Plan, facts: Facts) -> dict[str, int]:
    """What each component pays in all."""
    exactly = ExactlyAll(plan, facts)
    sums = {}
    for part in plan.pay:
        found = exactly.component(part)
        sums[part.id] = sum(found if isinstance(found, list) else found.values())
    return sums
