"""Compares what several plans would have paid for the same lines and people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from statistics import pstdev

from everyrep.pay.calculation.calculate import Calculation
from everyrep.pay.facts.given import Given
from everyrep.pay.plan import Plan
from everyrep.pay.plan.wording.numbers import day
from everyrep.pay.whatif.attainment import STEPS, By, by_attainment
from everyrep.pay.whatif.income import Income, income_of
from everyrep.pay.whatif.replay import Gather, Replay, over_days_of
from everyrep.pay.whatif.sheet import Sheet, sheet
from everyrep.pay.whatif.sold import Sold, mixes, over, sold_of
from everyrep.pay.windows import day_of
from everyrep.values import UserError
from everyrep.values.currency import Currency
from everyrep.values.money import Money
from everyrep.values.rounding import Rounding, round_exact

_FEWEST_MONTHS = 2
_LONG = 31


@dataclass(frozen=True, eq=False)
class Comparison:
    """What plans would have paid, the first being what the others are held against.

    Attributes:
        plans: Names of plans, the base first.
        found: What each one pays.
        currency: In which all of them pay.
        fact: The fact that bookings are; None for the usual one.
        margin: What plans call the margin.
        notes: What a reader should know besides.
    """

    plans: tuple[str, ...]
    found: Mapping[str, Calculation]
    currency: Currency
    fact: str | None = None
    margin: str = "margin"
    notes: tuple[str, ...] = ()
    _sold: dict[str, Sold] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The plan that the others are held against."""
        return self.plans[0]

    @cached_property
    def income(self) -> Mapping[str, Income]:
        """What everybody earned by month and component, by plan."""
        return {name: income_of(found) for name, found in self.found.items()}

    @cached_property
    def totals(self) -> Mapping[str, int]:
        """What each plan costs in all, in minor units."""
        return {name: found.total for name, found in self.found.items()}

    def sold(self, name: str) -> Sold:
        """What was sold, and what a plan paid for it."""
        if name not in self._sold:
            self._sold[name] = sold_of(self.found[name], self.fact, self.margin)
        return self._sold[name]

    @cached_property
    def whole(self) -> Sheet:
        """Each plan in one row: cost, against the base, effective rate, margin paid for."""
        columns = (
            "plan", "pay_minor", "difference_minor", "bookings_minor", "effective_rate", "margin",
            "margin_paid_for", "pay_per_margin_point_minor",
        )  # fmt: skip
        return sheet(
            "What each plan costs", columns, map(self._in_all, self.plans),
            "The effective rate is pay over credited bookings; a margin is weighted by bookings, "
            "the margin paid for by pay; pay per margin point is pay over the margin in points.",
        )  # fmt: skip

    def _in_all(self, name: str) -> tuple[object, ...]:
        sold, pay = self.sold(name), self.totals[name]
        margin, paid_for = sold.margins()
        points = round(margin * 100, 6) if margin else 0
        per = (
            round_exact(Fraction(pay) / Fraction(str(points)), Rounding.HALF_UP) if points else None
        )
        bookings = None if sold.fact is None else sold.total
        rate = over(pay, sold.total)
        return name, pay, pay - self.totals[self.base], bookings, rate, margin, paid_for, per

    @cached_property
    def months(self) -> Sheet:
        """What each plan costs by month."""
        rows = (
            (name, label, int(minor))
            for name, income in self.income.items()
            for label, minor in zip(income.labels(), income.total.sum(axis=0), strict=True)
        )
        return sheet("Cost by month", ("plan", "month", "pay_minor"), rows)

    def by_attainment(
        self, *, measure: str | None = None, by: By = By.LINES, steps: Sequence[Fraction] = STEPS
    ) -> Sheet:
        """What each plan costs at each attainment of the team; see `by_attainment`."""
        return by_attainment(self.found, measure=measure, by=by, steps=steps)

    @cached_property
    def components(self) -> Sheet:
        """What each component pays, and its share of all pay."""
        rows = (
            (name, part.id, part.title, minor, over(minor, self.totals[name]))
            for name, found in self.found.items()
            for part in found.plan.pay
            for minor in [int(self.income[name].by_component[part.id].sum())]
        )
        columns = ("plan", "component", "title", "pay_minor", "share")
        return sheet("What is paid by which component", columns, rows)

    @cached_property
    def payees(self) -> Sheet:
        """Everybody under the base and under each other plan."""
        rows = (
            (name, payee, before, after, after - before, over(after - before, before))
            for name in self.plans[1:]
            for payee, before, after in self._pairs(name)
        )
        columns = (
            "plan", "payee", "before_minor", "after_minor", "difference_minor", "of_before",
        )  # fmt: skip
        return sheet("By payee", columns, rows)

    def _pairs(self, name: str) -> Iterator[tuple[str, int, int]]:
        before, after = self.income[self.base].by_payee, self.income[name].by_payee
        for payee in sorted({*before, *after}):
            yield payee, before.get(payee, 0), after.get(payee, 0)

    def winners(self, name: str, most: int = 10) -> Sheet:
        """Who would have had most more than under the base, the most first."""
        return self._moved(name, most, 1)

    def losers(self, name: str, most: int = 10) -> Sheet:
        """Who would have had most less than under the base, the most first."""
        return self._moved(name, most, -1)

    def _moved(self, name: str, most: int, sign: int) -> Sheet:
        moved = [
            (payee, before, after, after - before)
            for payee, before, after in self._pairs(name)
            if (after - before) * sign > 0
        ]
        moved.sort(key=lambda row: (-row[3] * sign, row[0]))
        columns = ("payee", "before_minor", "after_minor", "difference_minor")
        sum_of = sum(row[3] for row in moved)
        word = "more" if sign > 0 else "less"
        return sheet(
            f"Who would have had {word} under {name}", columns, moved[:most],
            f"{len(moved)} people have {word}, by {Money(abs(sum_of), self.currency)} in all.",
        )  # fmt: skip

    @cached_property
    def volatility(self) -> Sheet:
        """How much everybody's monthly pay goes up and down."""
        rows = (
            (name, payee, *steadiness([int(minor) for minor in monthly[whole]]))
            for name, income in self.income.items()
            for payee, monthly, whole in zip(
                income.people, income.total, income.whole_months, strict=True
            )
        )
        columns = ("plan", "payee", "months", "mean_minor", "variation", "month_to_month")
        return sheet(
            "How steady pay is", columns, rows,
            "Of months that somebody was on the plan for all of. Variation is the standard "
            "deviation of monthly pay over its mean; month to month is the mean change from one "
            "month to the next over the mean. Neither is defined for under two months, or a mean "
            "that is not above zero.",
        )  # fmt: skip

    @cached_property
    def margins(self) -> Sheet:
        """Bookings and what commissions pay by tenths of margin."""
        rows = (
            (name, band, bookings, pay, over(pay, bookings))
            for name in self.plans
            for band, bookings, pay in self.sold(name).bands()
        )
        columns = ("plan", "margin", "bookings_minor", "pay_minor", "rate")
        return sheet("What is paid at which margin", columns, rows, _COMMISSIONS)

    @cached_property
    def mix(self) -> Sheet:
        """Shares of bookings and of pay by each value of each text among the facts."""
        rows = (
            (name, fact, value, bookings, pay, over(bookings, sold.total), over(pay, paid))
            for name, found in self.found.items()
            for sold in [self.sold(name)]
            for paid in [int(sold.paid.sum())]
            for fact, value, bookings, pay in mixes(found, sold)
        )
        columns = (
            "plan", "fact", "value", "bookings_minor", "pay_minor", "share_of_bookings",
            "share_of_pay",
        )  # fmt: skip
        return sheet("What mix is paid for", columns, rows, _COMMISSIONS)


_COMMISSIONS = "Pay is that of commissions; bonuses, contests and pools pay for no single line."


def compare(
    plans: Mapping[str, Plan],
    facts_by: Given | Gather | Replay,
    *,
    bookings: str | None = None,
    margin: str = "margin",
) -> Comparison:
    """Replay the same lines and people under several plans.

    All are calculated by the same engine from the same tables. A plan of other days is replayed as
    if it held on the days of the first.

    Args:
        plans: By name; the first is what the others are held against.
        facts_by: The tables, or what gathers facts for a plan, or a replay that is gone on with.
        bookings: The fact that bookings are: money; by default `amount`, or the first of the plan.
        margin: What plans call the margin.

    Raises:
        UserError: There is no plan, or they pay in different currencies.
        DataError: Facts that a plan reads are missing; the message names the plan.
    """
    if not plans:
        raise UserError("There is no plan to replay", remedy="give at least one")
    replay = facts_by if isinstance(facts_by, Replay) else Replay(facts_by)
    base = next(iter(plans.values()))
    notes: list[str] = []
    found = {}
    for name, plan in plans.items():
        _see_currency(name, plan, base)
        notes += _moved_note(name, plan, base)
        found[name] = replay.pays(over_days_of(plan, base))
    notes += _silent_note(found[next(iter(plans))])
    return Comparison(tuple(plans), found, base.currency, bookings, margin, tuple(notes))


def steadiness(monthly: list[int]) -> tuple[int, int | None, float | None, float | None]:
    """How many months, their mean in minor units, variation, and change from month to month."""
    if not monthly:
        return 0, None, None, None
    mean = Fraction(sum(monthly), len(monthly))
    shown = round_exact(mean, Rounding.HALF_UP)
    if len(monthly) < _FEWEST_MONTHS or mean <= 0:
        return len(monthly), shown, None, None
    changes = [abs(two - one) for one, two in pairwise(monthly)]
    moves = Fraction(sum(changes), len(changes)) / mean
    return len(monthly), shown, float(pstdev(monthly) / float(mean)), float(moves)


def _silent_note(found: Calculation) -> list[str]:
    """What to say of a long time without lines at the end."""
    days, known = found.case.credited.day, found.facts.through
    last = int(days.max(initial=0))
    if not days.size or known - last <= _LONG:
        return []
    said = (
        f"No line is later than {day_of(last)}, while facts are taken to be known up to "
        f"{day_of(known)}: the months between count as months without sales."
    )
    return [said]


def _see_currency(name: str, plan: Plan, base: Plan) -> None:
    if plan.currency != base.currency:
        raise UserError(
            f"The plan {name!r} pays in {plan.currency}, the first one in {base.currency}",
            why="A difference between two currencies is no amount of either",
            remedy="compare plans of one currency",
        )


def _moved_note(name: str, plan: Plan, base: Plan) -> list[str]:
    if (plan.begins, plan.ends) == (base.begins, base.ends):
        return []
    first, last = base.begins, base.ends - timedelta(days=1)
    return [f"{name} is replayed as if it held from {day(first)} to {day(last)}."]
