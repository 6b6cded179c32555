"""Tells how far somebody had come with a line, and which tiers it was paid at."""

from __future__ import annotations

from fractions import Fraction

from everyrep.pay.calculation.case import Case
from everyrep.pay.calculation.measured import Measured
from everyrep.pay.calculation.rating import OF_THE_WHOLE
from everyrep.pay.columns import cell
from everyrep.pay.explanation.step import Step
from everyrep.pay.explanation.telling import amount, money, percent
from everyrep.pay.language import Kind
from everyrep.pay.plan import Above, Commission, Mode, Table
from everyrep.values.currency import Currency


def told_table(case: Case, part: Commission, row: int, base: Fraction) -> tuple[Step, ...]:
    """How far the person had come, and the slices or the one tier of the line."""
    if part.table is None:
        return ()
    table = case.plan.tables[part.table]
    measured = case.measured(table.over)
    kind = case.plan.measures[table.over].of.kind
    stand = _stand(case, table, measured, kind, row)
    if table.in_quotas and not bool(measured.asked[row]):
        return stand, Step("Tier", "There is no quota to hold it against, so that nothing is paid.")
    unit = cell(measured.unit, row) if table.in_quotas else Fraction(1)
    before, after, total = (
        cell(one, row) for one in (measured.before, measured.after, measured.total)
    )
    currency = case.plan.currency
    if table.in_quotas and measured.nought is not None and measured.nought[row]:
        return stand, _one_tier(table, Fraction(1), Fraction(1), kind, currency)
    if table.mode in OF_THE_WHOLE:
        return stand, _rise(table, before, after, unit, currency)
    if table.mode is Mode.MARGINAL and after > before:
        ends = (_within(table, before, unit), _within(table, after, unit))
        return stand, *_slices(table, *ends, unit, base / (after - before), kind, currency)
    reached = {Mode.DEAL_BEFORE: before, Mode.DEAL_AFTER: after, Mode.MARGINAL: before}
    return stand, _one_tier(table, reached.get(table.mode, total), unit, kind, currency)


def _stand(case: Case, table: Table, measured: Measured, kind: Kind, row: int) -> Step:
    currency = case.plan.currency
    before, after = (cell(one, row) for one in (measured.before, measured.after))
    window = case.plan.measures[table.over].window
    sentence = (
        f"Over its {window}, {table.over} stood at {amount(before, kind, currency)} before it and "
        f"at {amount(after, kind, currency)} with it"
    )
    if table.in_quotas and measured.nought is not None and measured.nought[row]:
        sentence += "; the quota of zero counts as reached once, that is 100% of it"
    elif table.in_quotas and bool(measured.asked[row]):
        unit = cell(measured.unit, row)
        sentence += (
            f": {percent(before / unit)} and {percent(after / unit)} of the quota of "
            f"{amount(unit, kind, currency)}"
        )
    if table.mode in (Mode.RETROACTIVE, Mode.CURVE):
        total = cell(measured.total, row)
        sentence += f"; by now it stands at {amount(total, kind, currency)}"
    return Step("Attainment", sentence + ".")


def _slices(
    table: Table, low: Fraction, high: Fraction, unit: Fraction, per: Fraction, kind: Kind,
    currency: Currency,
) -> list[Step]:  # fmt: skip
    """Each part of the line at the rate of the tier it lies in.

    Args:
        table: The table.
        low: What had been reached before the line.
        high: What is reached with it.
        unit: What a bound of one stands for.
        per: How much of the base comes with one unit of the measure.
        kind: The measure's.
        currency: The plan's.
    """
    ends = [bound * unit for bound in table.bounds[1:]]
    found = []
    for at, (bound, rate) in enumerate(zip(table.bounds, table.rates, strict=True)):
        begin = min(low, Fraction(0)) if at == 0 and bound == 0 else bound * unit
        lower = max(low, begin)
        upper = min(high, ends[at]) if at < len(ends) else high
        if upper <= lower:
            continue
        part = upper - lower
        paid = part * rate if table.pays_amounts else part * per * rate
        rated = f"{money(rate, currency)} each" if table.pays_amounts else percent(rate)
        span = f"{amount(lower, kind, currency)} to {amount(upper, kind, currency)}"
        sentence = (
            f"{amount(part, kind, currency)}, from {span}, at {rated}: {money(paid, currency)}."
        )
        found.append(Step(f"Tier {at + 1}", sentence, exact=paid))
    return found


def _rise(
    table: Table, before: Fraction, after: Fraction, unit: Fraction, currency: Currency
) -> Step:
    """What the total of a table of amounts rises by with a line."""
    then, now = (table.shape.paid(_within(table, one, unit) / unit) for one in (before, after))
    sentence = (
        f"There the table pays {money(then, currency)} before the line and {money(now, currency)} "
        f"with it: {money(now - then, currency)} more."
    )
    return Step("Rise", sentence, exact=now - then)


def _one_tier(
    table: Table, reached: Fraction, unit: Fraction, kind: Kind, currency: Currency
) -> Step:
    stands = amount(reached, kind, currency)
    if table.in_quotas:
        stands = f"{percent(reached / unit)} of the quota"
    if table.mode is Mode.CURVE:
        paid = table.shape.paid(_within(table, reached, unit) / unit)
        return Step("Curve", f"At {stands} the curve pays {percent(paid)}.")
    place = table.shape.place_of(reached / unit)
    below = len(table.shape.pieces) - len(table.rates)
    if place < below:
        return Step("Tier", f"At {stands} the first tier is not reached.")
    rate = table.rates[place - below]
    rated = money(rate, currency) if table.pays_amounts else percent(rate)
    return Step("Tier", f"At {stands} it is tier {place - below + 1}: {rated}.")


def _within(table: Table, reached: Fraction, unit: Fraction) -> Fraction:
    if table.above is not Above.FLAT or table.last is None:
        return reached
    return min(reached, table.last * unit)
