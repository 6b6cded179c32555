"""Tells what a credited line is worth: facts, rate, multipliers, rounding, refund, caps, gates."""

from __future__ import annotations

from fractions import Fraction

from everyrep.pay.calculation.calculate import Calculation
from everyrep.pay.calculation.commission import Worth, origins
from everyrep.pay.calculation.standing import passed
from everyrep.pay.columns import Column, Dates, Numbers, Texts, cell, fraction
from everyrep.pay.explanation.called import Called
from everyrep.pay.explanation.slices import told_table
from everyrep.pay.explanation.step import Step
from everyrep.pay.explanation.telling import amount, factor, money, percent
from everyrep.pay.language import Checked, Kind
from everyrep.pay.language.working import numbers, truths
from everyrep.pay.plan import Beyond, Commission, Refund, Stacking, Threshold
from everyrep.pay.plan.wording.conditions import condition as in_words
from everyrep.pay.windows import day_of
from everyrep.values.money import Money


def told_line(found: Calculation, part: Commission, worth: Worth, row: int, called: Called) -> Step:
    """A credited line's worth as a tree of steps.

    Args:
        found: The calculation, of the line's person at least.
        part: The component that pays.
        worth: What the component makes of the lines.
        row: The line.
        called: What lines, deals and payees are called.
    """
    teller = _Teller(found, part, worth, row, called)
    steps = [teller.facts(), teller.base()]
    if teller.origin != row:
        steps += [teller.taken_back()]
    elif not worth.pays[row]:
        steps += [teller.not_paid()]
    else:
        steps += [teller.rate(), *teller.above_only(), *teller.multipliers(), teller.rounding()]
    steps += [*teller.deal_cap(), *teller.gates(), *teller.cap()]
    minor = Money(int(worth.minor[row]), teller.currency)
    title = f"{part.title}: {called.short(teller.line)}"
    sentence = f"{part.title} pays {minor} for line {called(teller.line)}."
    return Step(title, sentence, minor, (*steps, teller.rule()))


_NOUGHT = "A quota of zero counts as reached once by"


class _Teller:
    def __init__(
        self, found: Calculation, part: Commission, worth: Worth, row: int, called: Called
    ) -> None:
        self.found, self.part, self.worth, self.row = found, part, worth, row
        self.called = called
        self.case, self.plan = found.case, found.plan
        self.currency = self.plan.currency
        self.line = found.facts.lines[self.case.credited.line[row]]
        origin = origins(found.case, part)
        self.origin = row if origin is None else int(origin[row])

    def money(self, minor: int) -> Money:
        return Money(int(minor), self.currency)

    def facts(self) -> Step:
        credited, facts = self.case.credited, self.found.facts
        read = dict.fromkeys((*self.part.of.names, *self._condition_names()))
        told = [f"{name} {self.value(name)}" for name in read if name in self.case.columns]
        share = self.case.columns["share"]
        part = self.told(share)
        day = day_of(credited.day[self.row])
        deal = facts.deals[credited.deal[self.row]]
        line = f"Line {self.called(self.line)} of deal " if deal != self.line else "Deal "
        payee = self.called(facts.people[credited.payee[self.row]])
        kind = facts.kinds[credited.kind[self.row]]
        sentence = f"{line}{self.called(deal)}, {day}, credited to {payee} as {kind}"
        if part != "1":
            sentence += f" with {part} of it"
        return Step("Facts", sentence + (f": {', '.join(told)}." if told else "."))

    def _condition_names(self) -> list[str]:
        checks = [self.part.where, self.part.rate, *(times.when for times in self.part.times)]
        checks += [times.factor for times in self.part.times]
        return [name for one in checks if one is not None for name in one.names]

    def value(self, name: str) -> str:
        kinds = {**self.plan.facts, **{key: one.kind for key, one in self.plan.derived.items()}}
        kinds |= {f"person.{key}": kind for key, kind in self.plan.person.items()}
        return self.told(self.case.columns[name], kinds.get(name, Kind.NUMBER))

    def told(self, column: Column, kind: Kind = Kind.NUMBER) -> str:
        row = self.row if len(column) > 1 else 0
        if column.known is not None and not column.known[row]:
            return "unknown"
        if isinstance(column, Numbers):
            return amount(fraction(column, row), kind, self.currency)
        if isinstance(column, Dates):
            return str(day_of(column.days[row]))
        if isinstance(column, Texts):
            return repr(column.words[column.codes[row]])
        return "yes" if column.yes[row] else "no"

    def base(self) -> Step:
        base = cell(self.worth.base, self.row)
        told = amount(base, self.part.of.kind, self.currency)
        return Step("Paid on", f"It is paid on {self.part.of.text}, which is {told}.")

    def not_paid(self) -> Step:
        if self.part.refund is Refund.ORIGINAL and self.case.earlier[self.row]:
            told = "what it takes back was paid before this plan, and goes back there"
            return Step("Not paid for", f"{self.part.title} does not pay for it: {told}.")
        if self.case.after[self.row]:
            told = "the plan has ended, and what it takes back is not worth what its original was"
            return Step("Not paid for", f"{self.part.title} does not pay for it: {told}.")
        why = "its credit is of another kind"
        if self.part.where is not None:
            why = f"it does not meet {in_words(self.part.where)}, or {why}"
        return Step("Not paid for", f"{self.part.title} does not pay for it: {why}.")

    def rate(self) -> Step:
        rated = fraction(self.worth.rated, self.row)
        base = cell(self.worth.base, self.row)
        told = amount(base, self.part.of.kind, self.currency)
        if self.part.table is not None:
            parts = told_table(self.case, self.part, self.row, base)
            name = f"table {self.part.table!r}"
        elif self.part.grid is not None:
            grid = self.plan.grids[self.part.grid]
            rates = [rate for line in grid.rates for rate in line]
            parts, name = (), f"the cell of grid {self.part.grid!r} at "
            name += percent(rates[self.cell()])
        else:
            parts, name = (), f"the rate {self.part.rate.text if self.part.rate else ''}"
        sentence = f"By {name}, {told} earns {money(rated, self.currency)}."
        return Step("Rate", sentence, None, parts, rated)

    def above_only(self) -> list[Step]:
        """The share of the line that lies above a threshold below which nothing is paid."""
        gate = self.part.threshold
        if gate is None or gate.first:
            return []
        measured = self.case.measured(gate.over)
        kind = self.plan.measures[gate.over].of.kind
        bound = gate.at * cell(measured.unit, self.row) if gate.in_quotas else gate.at
        if gate.in_quotas and measured.nought is not None and measured.nought[self.row]:
            bound = Fraction(0)
        before, after = cell(measured.before, self.row), cell(measured.after, self.row)
        told = f"Only what lies above {amount(bound, kind, self.currency)} of {gate.over} is paid"
        if after == before:
            return [Step("Threshold", f"{told}, and the line adds nothing to it.")]
        beyond = max(after - bound, Fraction(0)) - max(before - bound, Fraction(0))
        share = beyond / (after - before)
        left = fraction(self.worth.rated, self.row) * share
        sentence = f"{told}: {percent(share)} of the line, {money(left, self.currency)}."
        return [Step("Threshold", sentence, exact=left)]

    def cell(self) -> int:
        """The cell of the grid that the line is paid by."""
        if self.worth.place is None:
            raise TypeError("A grid tells the cell of each line")
        return int(self.worth.place[self.row])

    def multipliers(self) -> list[Step]:
        if not self.part.times:
            return []
        parts = [self.multiplier(at) for at in range(len(self.part.times))]
        total = fraction(self.worth.factor, self.row)
        way = "multiplied" if self.part.stacking is Stacking.MULTIPLY else "added"
        before = self.above_only()
        rated = fraction(self.worth.rated, self.row)
        after = (rated if not before else before[0].exact or Fraction(0)) * total
        sentence = f"Multipliers, {way}, come to {factor(total)}: {money(after, self.currency)}."
        return [Step("Multipliers", sentence, None, tuple(parts), after)]

    def multiplier(self, at: int) -> Step:
        times = self.part.times[at]
        condition = truths(times.when, self.case.columns, self.case.setting)
        applies = bool(condition.yes[self.row if len(condition) > 1 else 0])
        if not applies:
            return Step(
                times.title, f"{times.title} does not apply: {in_words(times.when)} is not so."
            )
        found = numbers(times.factor, self.case.columns, self.case.setting)
        value = fraction(found, self.row)
        return Step(
            times.title, f"{times.title} applies, since {in_words(times.when)}: {factor(value)}."
        )

    def rounding(self) -> Step:
        minor = self.money(self.worth.rounded[self.row])
        rule = self.part.rounding.value.replace("_", " ")
        return Step("Rounding", f"Rounded once, {rule}, that is {minor}.", minor)

    def taken_back(self) -> Step:
        lines, origin = self.found.facts.lines, self.origin
        name = self.called(lines[self.case.credited.line[origin]])
        whole, part = cell(self.worth.base, origin), cell(self.worth.base, self.row)
        worth = self.money(self.worth.rounded[origin])
        minor = self.money(self.worth.refunded[self.row])
        share = f"{percent(-part / whole)} of it" if whole else "a part of it"
        sentence = (
            f"It takes line {name} back, which earned {worth}: {share}, at the rate and with the "
            f"multipliers of then, is {minor}."
        )
        return Step("Refund", sentence, minor)

    def deal_cap(self) -> list[Step]:
        if self.part.deal_cap is None:
            return []
        before, after = self.worth.refunded[self.row], self.worth.deal_capped[self.row]
        minor = self.money(after)
        limit = self.limit(self.part.deal_cap)
        if before == after:
            return [Step("Cap of the deal", f"The cap of one deal, {limit}, cuts nothing.", minor)]
        sentence = f"The cap of one deal, {limit}, leaves {minor} of {self.money(before)}."
        return [Step("Cap of the deal", sentence, minor)]

    def gates(self) -> list[Step]:
        gates = list(self.part.gates)
        if self.part.threshold is not None and self.part.threshold.first:
            gates.append(self.part.threshold)
        return [self.gate(gate) for gate in gates]

    def gate(self, gate: Threshold) -> Step:
        measured = self.case.measured(gate.over)
        kind = self.plan.measures[gate.over].of.kind
        row = self.origin
        total, unit = cell(measured.total, row), cell(measured.unit, row)
        bound = gate.at * unit if gate.in_quotas else gate.at
        if gate.in_quotas and measured.nought is not None and measured.nought[row]:
            return Step("Gate", f"{_NOUGHT} {gate.over}: {percent(gate.at)} {self.word(gate)}.")
        so_far = f"{gate.over} stands at {amount(total, kind, self.currency)}"
        needed = amount(bound, kind, self.currency)
        return Step("Gate", f"{so_far}; {needed} {self.word(gate)}.")

    def word(self, gate: Threshold) -> str:
        passes = bool(passed(gate, self.case.measured(gate.over))[self.origin])
        return "is reached" if passes else "is not reached, so that nothing is paid"

    def cap(self) -> list[Step]:
        if self.part.cap is None:
            return []
        before = int(self.worth.deal_capped[self.row]) if self.worth.open[self.row] else 0
        after = self.money(self.worth.minor[self.row])
        limit = self.limit(self.part.cap.amount)
        what = f"The cap of one {self.part.cap.window}, {limit},"
        if before == after.minor:
            return [Step("Cap", f"{what} cuts nothing.", after)]
        rest = "is forfeited" if self.part.cap.beyond is Beyond.FORFEITED else "is carried over"
        sentence = f"{what} leaves {after} of {self.money(before)}; the rest {rest}."
        return [Step("Cap", sentence, after)]

    def limit(self, checked: Checked) -> str:
        found = numbers(checked, self.case.columns, self.case.setting)
        return money(fraction(found, self.row), self.currency)

    def rule(self) -> Step:
        line = self.plan.places.get(f"pay.{self.part.id}")
        where = f", line {line} of its file" if line else ""
        read = [name for name in self._condition_names() if name in self.plan.parameters]
        told = [f"{name} = {self.parameter(name)}" for name in dict.fromkeys(read)]
        sentence = (
            f"Rule {self.part.id!r} of plan {self.plan.id!r}, version {self.plan.version}{where}"
        )
        return Step("Rule", sentence + (f"; it reads {', '.join(told)}." if told else "."))

    def parameter(self, name: str) -> str:
        kind, value = self.plan.parameters[name]
        if isinstance(value, Fraction):
            scale = self.currency.scale if kind is Kind.MONEY else 1
            return amount(value * scale, kind, self.currency)
        return str(value)
