"""A doubt about a plan, and what its size in money is worked out from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from everyrep.pay.language import Checked, Kind, value_of
from everyrep.pay.plan.components import Bonus, Commission, Component
from everyrep.pay.plan.measuring import Span, Spread
from everyrep.pay.plan.plan import Plan
from everyrep.pay.plan.tables import Mode, Table
from everyrep.pay.plan.wording.numbers import bound, money, percent
from everyrep.values.rounding import Rounding, round_exact

_YEAR = {Span.MONTH: 12, Span.QUARTER: 4, Span.HALF: 2, Span.YEAR: 1}
OF_TARGET = (Mode.CURVE, Mode.STEP)


class Weight(StrEnum):
    """How much a doubt weighs."""

    NOTE = "note"  # worth knowing
    WARNING = "warning"  # worth a decision before the plan is signed
    ERROR = "error"  # somebody will be paid otherwise than anybody meant


@dataclass(frozen=True)
class Doubt:
    """Something doubtful in a plan.

    Attributes:
        code: Its kind, in a word that never changes, such as "cliff".
        path: The part it is about, such as "table.tiers".
        line: Its line in the file, from 1.
        what: What was found, as a sentence.
        why: Why it matters.
        amount: Its size in minor units of the plan's currency; None where that is not known.
        remedy: What to do about it.
        weight: How much it weighs.
    """

    code: str
    path: str
    line: int
    what: str
    why: str
    amount: int | None
    remedy: str
    weight: Weight


def doubt(
    plan: Plan,
    code: str,
    path: str,
    said: tuple[str, str, str],
    weight: Weight,
    amount: Fraction | int | None = None,
) -> Doubt:
    """A doubt with its line.

    Args:
        plan: The plan.
        code: Its kind.
        path: The part it is about; the nearest part above it gives the line.
        said: What was found, why it matters, what to do.
        weight: How much it weighs.
        amount: In minor units; rounded to whole ones.
    """
    above = path
    while above and above not in plan.places:
        above = above.rpartition("[" if above.endswith("]") else ".")[0]
    what, why, remedy = said
    minor = None if amount is None else round_exact(Fraction(amount), Rounding.HALF_UP)
    return Doubt(code, path, plan.places.get(above, 1), what, why, minor, remedy, weight)


def constant(checked: Checked | None, plan: Plan) -> Fraction | None:
    """The number of an expression that reads parameters alone; money in minor units."""
    if checked is None or not set(checked.names) <= set(plan.parameters):
        return None
    value = value_of(checked, {name: value for name, (_, value) in plan.parameters.items()})
    if isinstance(value, (bool, str)) or not isinstance(value, Fraction):
        return None
    return value * plan.currency.scale if checked.kind is Kind.MONEY else value


def quota_of(plan: Plan, over: str) -> Fraction | None:
    """One window's quota of a measure, where everybody has the same: minor units, or a number."""
    name = plan.measures[over].quota
    quota = plan.quotas[name] if name else None
    if quota is None or quota.amount is None:
        return None
    if quota.spread is Spread.EVEN:
        return quota.amount / _YEAR[quota.window.span]
    return quota.amount if quota.spread is Spread.GIVEN else None


def pays_share_of_target(plan: Plan, table: Table) -> bool:
    """Whether what a table pays is a share of a bonus's target."""
    return table.mode in OF_TARGET and not table.pays_amounts and not is_of_rates(plan, table)


def is_of_rates(plan: Plan, table: Table) -> bool:
    """Whether a curve says the rate of everything in its window, as commissions are paid by it."""
    by = [one for one in plan.pay if getattr(one, "table", None) == table.name]
    return table.mode is Mode.CURVE and any(isinstance(one, Commission) for one in by)


def in_all(plan: Plan, table: Table, reached: Fraction) -> Fraction:
    """What a table pays for what was reached, as `in_money` takes it."""
    paid = table.shape.paid(reached)
    return paid * reached if is_of_rates(plan, table) else paid


def in_money(plan: Plan, table: Table, value: Fraction) -> Fraction | None:
    """What a table pays, in minor units, where that is known.

    Args:
        plan: The plan.
        table: The table.
        value: As its shape gives it.
    """
    if pays_share_of_target(plan, table):
        targets = [
            constant(one.target, plan)
            for one in plan.pay
            if isinstance(one, Bonus) and one.table == table.name
        ]
        known = [target for target in targets if target is not None]
        return value * max(known) if known else None
    if not table.in_quotas or table.mode in (Mode.STEP, Mode.INTERPOLATE_ADD):
        return value
    quota = quota_of(plan, table.over)
    return None if quota is None else value * quota


def sized(plan: Plan, table: Table, value: Fraction) -> str:
    """What a table pays in words: in money where that is known, else as a share."""
    amount = in_money(plan, table, value)
    if pays_share_of_target(plan, table):
        share = f"{percent(value)} of the target"
    elif table.in_quotas and table.mode not in (Mode.STEP, Mode.INTERPOLATE_ADD):
        share = f"{percent(value)} of the quota"
    else:
        return money(value, plan.currency)
    return share if amount is None else f"{share}, {money(amount, plan.currency)}"


def at_bound(plan: Plan, table: Table, at: Fraction) -> str:
    """A bound of a table in words."""
    return bound(at, table.in_quotas, plan.measures[table.over], plan.currency)


def used(plan: Plan) -> Iterator[tuple[Component, Table]]:
    """Components with the table that they pay by."""
    for one in plan.pay:
        if isinstance(one, (Commission, Bonus)) and one.table is not None:
            yield one, plan.tables[one.table]


def commissions(plan: Plan) -> list[Commission]:
    """The commissions of a plan."""
    return [one for one in plan.pay if isinstance(one, Commission)]
