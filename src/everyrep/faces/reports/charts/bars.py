"""Amounts as bars: by group, and how many people fall where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from everyrep.faces.reports.charts.style import axis_format, chart, quantitative, rows_by_name
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import in_unit, label, shown, unit_word
from everyrep.values import Estimate

_ROW = 34


def bars(rows: Sequence[tuple[str, Estimate]], unit: str, width: int, *, grain: str = "") -> Spec:
    """Sums or counts by group, in the order given, each with its figure at the end of the bar.

    Args:
        rows: Name and figure of each group.
        unit: Of the figures.
        width: In pixels.
        grain: What one unit of n is.
    """
    values = [_bar(name, estimate, grain) for name, estimate in rows]
    y = rows_by_name(values, width)
    y["scale"] = {"paddingInner": 0.35, "paddingOuter": 0.15}
    x = quantitative("value", unit, zero=True)
    # Room to the right of the longest bar for its figure.
    most = max((float(row["value"] or 0) for row in values), default=0.0)
    x["scale"] = {"domain": [0, most * (1.22 if width > 500 else 1.4) or 1]}
    x["axis"] = None
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "cornerRadiusEnd": 3, "color": ink("accent")},
            "encoding": {"y": y, "x": x, "description": {"field": "says"}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 7, "color": ink("ink")},
            "encoding": {"y": y, "x": x, "text": {"field": "text"}},
        },
    ]
    return chart(width, _ROW * max(len(values), 1), data={"values": values}, layer=layers)


def _bar(name: str, estimate: Estimate, grain: str) -> dict[str, Any]:
    name = label(name, 34)
    number = estimate.number()
    text = "" if number is None else f"{in_unit(number, estimate.unit)} {_word(estimate.unit)}"
    return {
        "name": name,
        "value": number,
        "text": text.strip(),
        "says": f"{name}: {shown(estimate, grain).line}",
    }


def _word(unit: str) -> str:
    """The unit behind a bar's figure: the heading names the currency already."""
    return "" if unit.startswith("money:") else unit_word(unit)


def histogram(
    bins: Sequence[tuple[float, float, int]],
    unit: str,
    width: int,
    *,
    of: str = "people",
    mark_at: float | None = None,
    title: str = "",
) -> Spec:
    """How many of something lie between two bounds.

    Args:
        bins: Low bound, high bound, and how many are from the one up to the other.
        unit: Of the bounds.
        width: In pixels.
        of: What is counted.
        mark_at: Where to draw a line, such as the target.
        title: Of the axis.
    """
    values = _bins(bins, unit, of, mark_at)
    x = {
        "field": "low",
        "type": "quantitative",
        "scale": {"nice": False},
        "axis": {"title": title or None, "labelExpr": axis_format(unit), "tickCount": 8},
    }
    y = {
        "field": "count",
        "type": "quantitative",
        "scale": {"zero": True},
        "axis": {"title": of, "tickMinStep": 1, "tickCount": 4, "format": "~r"},
    }
    fill = {
        "condition": {"test": "datum.reached", "value": ink("accent")},
        "value": ink("quiet"),
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "rect", "stroke": ink("paper"), "strokeWidth": 2},
            "encoding": {
                "x": x, "x2": {"field": "high"}, "y": y, "y2": {"datum": 0}, "color": fill,
                "description": {"field": "says"},
            },
        }
    ]  # fmt: skip
    if mark_at is not None:
        layers.append(_mark(mark_at))
    return chart(width, 190, data={"values": values}, layer=layers)


def _bins(
    bins: Sequence[tuple[float, float, int]], unit: str, of: str, mark_at: float | None
) -> list[dict[str, Any]]:
    return [
        {
            "low": low,
            "high": high,
            "count": count,
            "reached": mark_at is not None and low >= mark_at,
            "says": f"{in_unit(low, unit)} to {in_unit(high, unit)} {unit_word(unit)}: "
            f"{count} {of}",
        }
        for low, high, count in bins
    ]


def _mark(at: float) -> Spec:
    return {
        "data": {"values": [{"at": at}]},
        "mark": {"type": "rule", "strokeDash": [4, 4], "color": ink("ink")},
        "encoding": {"x": {"field": "at", "type": "quantitative"}},
    }
