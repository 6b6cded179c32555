"""Pictures of one's own page: oneself beside the best, and one's own months."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from everyrep.analysis.charts.results import ChartPoint
from everyrep.faces.reports.numbers import in_unit, joined, shown, unit_word
from everyrep.faces.web.pages.small_charts import small_chart
from everyrep.measures import query
from everyrep.values import Estimate, EveryrepError, Period, Scope
from everyrep.warehouse.reader import Warehouse

_WIDE, _NAMES, _EDGE, _ROW = 240.0, 44.0, 8.0, 22.0
_FOOT = 14.0
_FEWEST = 3
"""Months below which a line says nothing."""


def beside_picture(mine: Estimate, best: Estimate, title: str) -> str:
    """Two values with their ranges on one scale as inline SVG; empty where either has no value."""
    rows = (("You", mine, "accent"), ("Best", best, "soft"))
    if not (mine.estimable and best.estimable):
        return ""
    ends = [end for _, one, _ in rows for end in _ends(one)]
    low, high = min(ends), max(ends)
    spread = (high - low) or abs(high) or 1.0

    def x(value: float) -> float:
        return _NAMES + (_WIDE - _NAMES - _EDGE) * (value - low + 0.04 * spread) / (1.08 * spread)

    says = f"{title}. " + "; ".join(f"{name}: {shown(one).line}" for name, one, _ in rows)
    drawn = "".join(
        _row(name, [x(end) for end in _ends(one)], _ROW * (at + 0.5), colour)
        for at, (name, one, colour) in enumerate(rows)
    )
    foot = 2 * _ROW + _FOOT - 3
    scale = "".join(
        f'<text x="{x(end):.1f}" y="{foot:.0f}" text-anchor="{anchor}" font-size="10" '
        f'fill="var(--soft)">{escape(in_unit(end, mine.unit))}</text>'
        for end, anchor in ((low, "start"), (high, "end"))
    )
    return (
        f'<svg class="small-chart" viewBox="0 0 {_WIDE:.0f} {2 * _ROW + _FOOT:.0f}" role="img" '
        f'aria-label="{escape(says, quote=True)}">{drawn}{scale}</svg>'
    )


def own_months(warehouse: Warehouse, measure: str, period: Period, scope: Scope, title: str) -> str:
    """One's own value month by month as inline SVG; empty where too few months have one."""
    try:
        answer = query(warehouse, measure, by="month", period=period, scope=scope)
    except EveryrepError:
        return ""
    known = [
        (str(row.keys["month"]), number, row.estimate.unit)
        for row in answer
        if row.keys.get("month") and (number := row.estimate.number()) is not None
    ]
    if len(known) < _FEWEST:
        return ""
    told = [
        f"{name} {joined(in_unit(value, unit), unit_word(unit))}" for name, value, unit in known
    ]
    says = f"{title} by month: {'; '.join(told)}"
    return small_chart([ChartPoint(name, value) for name, value, _ in known], says, known[0][2])


def _ends(one: Estimate) -> tuple[float, float, float]:
    """The value between the ends of its range; itself, where it has none."""
    value = one.number() or 0.0
    low, high = one.bounds()
    return (value if low is None else low, value, value if high is None else high)


def _row(name: str, places: Sequence[float], y: float, colour: str) -> str:
    low, value, high = places
    return (
        f'<text x="0" y="{y + 4:.1f}" font-size="12" fill="var(--soft)">{name}</text>'
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}" '
        'stroke="var(--band)" stroke-width="7" stroke-linecap="round"/>'
        f'<circle cx="{value:.1f}" cy="{y:.1f}" r="4.5" fill="var(--{colour})"/>'
    )
