"""Shares that change with the days that have passed: how long things last, and how they end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from everyrep.faces.reports.charts.style import chart
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import label

_INKS = ("accent", "second", "fourth", "third")
_MOST_POINTS = 90


@dataclass(frozen=True)
class Curve:
    """A share day by day.

    Attributes:
        name: Of what.
        days: Ascending.
        share: Of one, at each day.
        low, high: Its range.
        says: The curve in a sentence, for whoever points at it.
    """

    name: str
    days: Sequence[float]
    share: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    says: str


def curves(lines: Sequence[Curve], width: int) -> Spec:
    """A few curves with their ranges as ribbons, each in a colour with its name above.

    Args:
        lines: At most four.
        width: In pixels.
    """
    lines = lines[: len(_INKS)]
    names = [label(line.name, 28) for line in lines]
    values = [row for line in lines for row in _rows(line)]
    colour = {
        "field": "name",
        "type": "nominal",
        "scale": {"domain": names, "range": [ink(name) for name in _INKS[: len(names)]]},
        "legend": {
            "orient": "top", "direction": "horizontal", "symbolType": "stroke",
            "symbolStrokeWidth": 3, "symbolOpacity": 1, "columns": 4 if width > 500 else 2,
            "title": None, "labelLimit": 160,
        },
    }  # fmt: skip
    x, y = _days(width), _share()
    layers: list[Spec] = [
        {
            "mark": {"type": "area", "opacity": 0.16, "interpolate": "step-after"},
            "encoding": {
                "x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour,
            },
        },
        {
            "mark": {"type": "line", "strokeWidth": 2, "interpolate": "step-after"},
            "encoding": {"x": x, "y": y, "color": colour, "description": {"field": "says"}},
        },
    ]  # fmt: skip
    return chart(width, 220, data={"values": values}, layer=layers)


def ends(parts: Sequence[Curve], width: int) -> Spec:
    """Shares that add up to one, one above the other: what has become of things by each day.

    Args:
        parts: In the order from below; every one over the same days.
        width: In pixels.
    """
    names = [label(part.name, 28) for part in parts]
    inks = [ink(name) for name in ("second", "quiet", "accent-wash")][: len(names)]
    values = [{**row, "order": place} for place, part in enumerate(parts) for row in _rows(part)]
    x, y = _days(width), _share()
    return chart(
        width,
        220,
        data={"values": values},
        mark={"type": "area", "interpolate": "step-after", "opacity": 1},
        encoding={
            "x": x,
            "y": {**y, "stack": "zero", "scale": {"domain": [0, 1]}},
            "order": {"field": "order"},
            "color": {
                "field": "name",
                "type": "nominal",
                "scale": {"domain": names, "range": inks},
                "legend": {
                    "orient": "top", "direction": "horizontal", "symbolType": "square",
                    "columns": 4 if width > 500 else 3, "title": None, "labelLimit": 160,
                },
            },
            "description": {"field": "says"},
        },
    )  # fmt: skip


def _rows(line: Curve) -> list[dict[str, Any]]:
    step = max(1, -(-len(line.days) // _MOST_POINTS))
    places = sorted({*range(0, len(line.days), step), len(line.days) - 1})
    return [
        {
            "name": label(line.name, 28),
            "day": line.days[at],
            "value": line.share[at],
            "low": line.low[at],
            "high": line.high[at],
            "says": line.says,
        }
        for at in places
    ]


def _days(width: int) -> dict[str, Any]:
    return {
        "field": "day",
        "type": "quantitative",
        "scale": {"nice": False, "zero": True},
        "axis": {"title": "days since opening", "tickCount": 4 if width < 500 else 8,
                 "format": "~r"},
    }  # fmt: skip


def _share() -> dict[str, Any]:
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {
            "title": None, "tickCount": 5,
            "labelExpr": "format(datum.value * 100, '~r') + ' %'",
        },
    }  # fmt: skip
