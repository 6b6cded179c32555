"""Tables and grids in words."""

from __future__ import annotations

from fractions import Fraction

from everyrep.pay.plan.plan import Plan
from everyrep.pay.plan.tables import Above, Grid, Mode, Refund, Table
from everyrep.pay.plan.wording.numbers import bound, decimal, listed, money, of_kind, percent
from everyrep.pay.shape import Boundary

_READ = {
    Mode.MARGINAL: "each part of {over} is paid at the rate of the tier it lies in",
    Mode.DEAL_BEFORE: "a whole deal is paid at the tier of {over} that was reached before it",
    Mode.DEAL_AFTER: "a whole deal is paid at the tier of {over} that is reached with it",
    Mode.RETROACTIVE: "everything is paid at the tier of {over} that is reached in the end",
    Mode.INTERPOLATE_ADD: "tiers of {over} that were passed pay their amount, the last one the "
    "share of it that was reached",
    Mode.CURVE: "what is paid runs straight between points of {over}",
    Mode.STEP: "the amount of the step of {over} that was reached is paid",
}
REFUNDS = {
    Refund.ORIGINAL: "a refund takes back what its original earned",
    Refund.CUMULATIVE: "a refund takes back what the total falls by",
    Refund.CURRENT: "a refund takes back what it would earn today",
}
_ABOVE = {
    Above.OPEN: "above that it goes on",
    Above.FLAT: "above that nothing more is paid",
    Above.ERROR: "anything above that is refused",
}
ON_A_BOUND = {
    Boundary.LOWER: "reaching a bound is enough",
    Boundary.UPPER: "a bound must be passed",
}


def table_in_words(table: Table, plan: Plan) -> str:
    """One sentence."""
    measure = plan.measures[table.over]
    steps = [
        f"{_pays(rate, table, plan)} {'at' if table.mode is Mode.CURVE else 'from'} "
        f"{bound(at, table.in_quotas, measure, plan.currency)}"
        for at, rate in zip(table.bounds[:12], table.rates[:12], strict=True)
    ]
    more = f" (and {len(table.bounds) - 12} more)" if len(table.bounds) > 12 else ""
    over = f"{table.over!r}{' held against its quota' if table.in_quotas else ''}"
    parts = [
        f"{_READ[table.mode].format(over=over)}: {listed(steps)}{more}",
        *([f"{percent(_below(table))} below the first"] if table.mode is Mode.CURVE else []),
        _above(table, plan),
        ON_A_BOUND[table.boundary],
        REFUNDS[table.refund],
    ]
    return f"Table {table.name!r}: {'; '.join(parts)}."


def _pays(rate: Fraction, table: Table, plan: Plan) -> str:
    return money(rate, plan.currency) if table.pays_amounts else percent(rate)


def _below(table: Table) -> Fraction:
    return table.shape.pieces[0].value


def _above(table: Table, plan: Plan) -> str:
    slope = table.shape.pieces[-1].slope
    if table.mode is Mode.CURVE and table.above is Above.OPEN:
        return f"above that it goes on by {decimal(slope)} for each one more"
    if table.mode is Mode.STEP and table.above is not Above.ERROR:
        return "above that it stays"
    if table.last is None or table.mode is Mode.CURVE:
        return _ABOVE[table.above]
    end = bound(table.last, table.in_quotas, plan.measures[table.over], plan.currency)
    return f"it ends at {end}, and {_ABOVE[table.above]}"


def grid_in_words(grid: Grid, plan: Plan) -> str:
    """One sentence."""
    (across, columns), (down, rows) = grid.across, grid.down
    least = min(rate for row in grid.rates for rate in row)
    most = max(rate for row in grid.rates for rate in row)
    parts = [
        f"{len(rows) + 1} by {len(columns) + 1} rates from {percent(least)} to {percent(most)}",
        f"by {down.text} (bounds {_bounds(rows, down.kind, plan)})",
        f"and {across.text} (bounds {_bounds(columns, across.kind, plan)})",
    ]
    return f"Grid {grid.name!r}: {' '.join(parts)}; {ON_A_BOUND[grid.boundary]}."


def _bounds(bounds: tuple[Fraction, ...], kind: object, plan: Plan) -> str:
    from everyrep.pay.language import Kind

    texts = [
        percent(one) if kind is Kind.NUMBER else of_kind(one, Kind(str(kind)), plan.currency)
        for one in bounds
    ]
    return listed(texts) if texts else "none"
