"""What a plan costs at each attainment of the team, its people spread around it as they were.

Lines that count for a measure are made so many times as large, or its quotas so many times as
small, and everything is calculated again. Nothing is rounded on the way, and the attainment that
stands in the table is that of the new calculation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

import numpy as np

from everyrep.pay.calculation.basis import facts_read
from everyrep.pay.calculation.calculate import Calculation, calculate
from everyrep.pay.calculation.case import Case
from everyrep.pay.calculation.standing import Windows, ended, standing
from everyrep.pay.facts import Facts, Quotas
from everyrep.pay.facts.rows import SIZES, kept, resized
from everyrep.pay.plan import Measure, Plan, Span
from everyrep.pay.whatif.sheet import Sheet, sheet
from everyrep.pay.windows import day_number
from everyrep.values import DataError, UnknownName, UserError

STEPS = tuple(Fraction(step, 10) for step in range(21))
"""From nothing to 200%."""
_FINE = 10_000
_EXACT_ROWS = 50_000
_COLUMNS = (
    "plan", "step", "attainment", "pay_minor", "people_at_quota", "people", "lowest_minor",
    "quarter_minor", "median_minor", "three_quarters_minor", "highest_minor", "refused",
)  # fmt: skip


class By(StrEnum):
    """What is changed so that the team comes to another attainment."""

    LINES = "lines"  # every line that counts is so many times as large
    QUOTA = "quota"  # every quota is so many times as small; lines stay as they were


@dataclass(frozen=True, eq=False)
class Standing:
    """How far the team has come.

    Attributes:
        reached: By the measure, of everybody who was asked, in all windows that have ended.
        asked: What was asked of them; never 0.
        by_payee: The same by place of the person: reached and asked.
    """

    reached: Fraction
    asked: Fraction
    by_payee: dict[int, tuple[Fraction, Fraction]]

    @property
    def attainment(self) -> Fraction:
        """Reached over asked."""
        return self.reached / self.asked


def by_attainment(
    plans: Mapping[str, Calculation],
    *,
    measure: str | None = None,
    by: By = By.LINES,
    steps: Sequence[Fraction] = STEPS,
) -> Sheet:
    """The cost of plans at each attainment.

    Args:
        plans: What each plan pays by the facts as they were.
        measure: Whose attainment; by default the plan's first measure that has a quota.
        by: What is changed.
        steps: Attainments, as shares of the quota.

    Returns:
        One row for each plan and step: pay in all, how many people are at their quota or above,
        and the spread of pay among people who were asked. A step that a plan refuses, such as one
        above a table that ends, has no pay but the reason.

    Raises:
        UnknownName: A plan has no such measure.
        UserError: It has no quota, or counts lines whatever their size.
        DataError: Nothing was reached or asked, so that nothing can be scaled.
    """
    rows = [
        (name, *row)
        for name, found in plans.items()
        for row in _curve(found, _measure(found.plan, measure, by), by, steps)
    ]
    return sheet("Cost by attainment", _COLUMNS, rows, _NOTES[by])


_NOTES = {
    By.LINES: "Every line that counts for the measure is so many times as large, all others are "
    "as they were, and people lie around the team's attainment as they did.",
    By.QUOTA: "Every quota is so many times as small, and lines are as they were.",
}


def _measure(plan: Plan, name: str | None, by: By) -> Measure:
    asked = [one for one in plan.measures.values() if one.quota is not None]
    if name is not None and name not in plan.measures:
        raise UnknownName("measure", name, list(plan.measures), where=f"the plan {plan.id!r}")
    found = plan.measures[name] if name is not None else next(iter(asked), None)
    if found is None or found.quota is None or found.window.span is Span.DEAL:
        raise UserError(
            f"The plan {plan.id!r} has no measure with a quota to attain" if name is None
            else f"{name!r} has no quota to attain",
            remedy=f"name one of {', '.join(one.name for one in asked)}" if asked else None,
        )  # fmt: skip
    sizes = [fact for fact in facts_read(plan, [found.of]) if plan.facts.get(fact) in SIZES]
    if by is By.LINES and not sizes:
        raise UserError(
            f"{found.name!r} counts lines, and a larger line is still one line",
            remedy="change quotas instead of lines",
        )
    return found


def _curve(
    found: Calculation, measure: Measure, by: By, steps: Sequence[Fraction]
) -> Iterator[tuple[object, ...]]:
    plan, facts = found.plan, found.facts
    here = team(found.case, measure)
    if here.attainment <= 0:
        raise DataError(
            f"Nothing was reached by {measure.name!r}, and nothing cannot be scaled",
            where=f"the plan {plan.id!r}",
        )
    for step in steps:
        factor = step / here.attainment
        if len(facts.credited) > _EXACT_ROWS:
            factor = factor.limit_denominator(_FINE)
        if by is By.QUOTA and factor <= 0:
            continue
        changed = _scaled(found.case, measure, by, factor)
        try:
            yield step, *_row(calculate(plan, changed), measure)
        except UserError as refused:
            yield step, *([None] * (len(_COLUMNS) - 3)), refused.told


def _scaled(case: Case, measure: Measure, by: By, factor: Fraction) -> Facts:
    """Facts at another attainment."""
    if by is By.QUOTA and measure.quota is not None:
        quota = _smaller(case.facts.quotas[measure.quota], 1 / factor)
        return replace(case.facts, quotas={**case.facts.quotas, measure.quota: quota})
    counts = case.measured(measure.name).counts
    if factor == 0:
        return kept(case.facts, ~counts)
    return resized(case.plan, case.facts, counts, factor)


def _smaller(quota: Quotas, factor: Fraction) -> Quotas:
    return replace(quota, amount=quota.amount * factor, to_date=quota.to_date * factor)


def _row(found: Calculation, measure: Measure) -> tuple[object, ...]:
    here = team(found.case, measure)
    pay = sorted(int(found.by_payee[place]) for place in here.by_payee)
    there = sum(reached >= asked for reached, asked in here.by_payee.values())
    spread = [_ranked(pay, Fraction(at, 4)) for at in range(5)]
    return here.attainment, found.total, there, len(pay), *spread, None


def _ranked(values: Sequence[int], share: Fraction) -> int:
    """The smallest value that so large a share of all does not exceed."""
    place = -(-share * len(values) // 1) - 1
    return values[max(int(place), 0)]


def team(case: Case, measure: Measure) -> Standing:
    """How far all who were asked have come, in windows that have ended; in all, where none has.

    Raises:
        DataError: Nothing was asked of anybody.
    """
    windows = _windows(case, measure)
    found = standing(case, measure, windows, needed=False)
    rows = np.flatnonzero(found.asked)
    if not rows.size:
        raise DataError(
            f"Nobody was asked for anything by {measure.name!r}",
            where=f"the plan {case.plan.id!r}", remedy="give quotas",
        )  # fmt: skip
    reached, asked = found.total.take(rows).fractions(), found.unit.take(rows).fractions()
    by_payee: dict[int, tuple[Fraction, Fraction]] = {}
    for payee, one, two in zip(windows.payee[rows].tolist(), reached, asked, strict=True):
        so_far = by_payee.get(payee, (Fraction(0), Fraction(0)))
        by_payee[payee] = so_far[0] + one, so_far[1] + two
    return Standing(sum(reached, Fraction(0)), sum(asked, Fraction(0)), by_payee)


def _windows(case: Case, measure: Measure) -> Windows:
    found = ended(case, measure.window)
    if len(found):
        return found
    last = day_number(case.plan.ends) - 1
    whole = ended(Case(case.plan, replace(case.facts, through=last)), measure.window)
    return _some(whole, whole.first <= case.facts.through)


def _some(windows: Windows, rows: np.ndarray) -> Windows:
    return Windows(
        windows.window, windows.payee[rows], windows.number[rows], windows.first[rows],
        windows.end[rows], windows.stint[rows],
    )  # fmt: skip
