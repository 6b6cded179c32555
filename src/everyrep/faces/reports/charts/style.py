"""How every chart looks: its type, its ink, its axes, and how numbers stand on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec

FONT = "Inter"
SIZE = 12
NARROWEST_LABELS, WIDEST_LABELS = 96, 200
_NARROW, _HEAD, _TAIL = 500, 9, 10

_CONFIG: Spec = {
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": SIZE,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "labelColor": ink("soft"),
        "titleColor": ink("soft"),
        "gridColor": ink("grid"),
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
        "titlePadding": 10,
        "labelFlush": False,
        "labelOverlap": "greedy",
        "labelSeparation": 8,
    },
    "axisX": {"grid": False},
    "axisY": {"grid": True},
    "text": {"fontSize": SIZE, "color": ink("soft")},
    "header": {
        "labelFontSize": SIZE,
        "labelColor": ink("ink"),
        "labelFontWeight": "normal",
        "titleFontSize": 0,
    },
    "legend": {"labelFontSize": SIZE, "labelColor": ink("soft"), "titleFontSize": 0},
}


def chart(width: int, height: int, **parts: Any) -> Spec:
    """A specification of this outer width in pixels, with the house's look.

    Args:
        width: Of the whole picture, axes included.
        height: Of the plot; axes come on top.
        parts: What is drawn: data, mark, encoding, layer ...
    """
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 2, "right": 8, "top": 6, "bottom": 2},
        "config": _CONFIG,
        **parts,
    }


def axis_format(unit: str) -> str:
    """A d3 expression that writes an axis value of a unit as text."""
    base = unit.partition("/")[0]
    if base in ("share", "points"):
        return "format(datum.value * 100, '~r') + ' %'"
    if base in ("ratio", "score", "number", "days") or base.startswith("per_"):
        return "format(datum.value, '~r')"
    # d3 writes G for a thousand millions, and people write B.
    return "replace(format(datum.value, '~s'), 'G', 'B')"


def quantitative(name: str, unit: str, *, zero: bool, ticks: int = 5) -> Spec:
    """The encoding of a position along an axis of a unit."""
    return {
        "field": name,
        "type": "quantitative",
        "scale": {"zero": zero, "nice": True},
        "axis": {"title": None, "labelExpr": axis_format(unit), "tickCount": ticks},
    }


def rows_by_name(values: Sequence[Mapping[str, Any]], width: int, *, room: int = 0) -> Spec:
    """The encoding of one row a group, under each other in the order given.

    Args:
        values: What is drawn, with the `name` of each group.
        width: Of the chart, in pixels.
        room: Pixels that names may take beyond what is usual.
    """
    return {
        "field": "name",
        "type": "nominal",
        "sort": [row["name"] for row in values],
        "axis": {
            "title": None,
            "grid": False,
            "labelOverlap": False,
            "labelLimit": label_width(width) + room,
            "labelColor": ink("ink"),
            **shortened(width),
        },
    }


def shortened(width: int) -> Spec:
    """For an axis of names in a narrow chart: what is long loses its middle.

    Names of teams often differ at their ends alone, which a cut at the end would take away.
    """
    if width > _NARROW:
        return {}
    cut = f"slice(datum.label, 0, {_HEAD}) + '…' + slice(datum.label, -{_TAIL})"
    long = f"length(datum.label) > {_HEAD + _TAIL + 1}"
    return {"labelExpr": f"{long} ? {cut} : datum.label"}


def label_width(width: int) -> int:
    """Room for the names of groups beside a chart of this width."""
    return max(NARROWEST_LABELS, min(WIDEST_LABELS, round(width * 0.38)))
