"""An effect by month since it began: a band that holds all months at once, and where it starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from everyrep.faces.reports.charts.style import chart, quantitative
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import shown
from everyrep.values import Estimate

_HALF = 0.5


def effects(
    months: Sequence[tuple[int, Estimate]], unit: str, width: int, *, grain: str = "person"
) -> Spec:
    """Effects by month since the start; months before it are shaded.

    Args:
        months: Month since the start and the effect in it, in order; negative ones are before it.
        unit: Of the effects.
        width: In pixels.
        grain: What one unit of n is.
    """
    x, y = _months(months, width), quantitative("value", unit, zero=True)
    layers = [*_ground(months), *_zero(), *_course(x, y), *_start()]
    values = [_point(at, estimate, grain) for at, estimate in months]
    return chart(width, 240, data={"values": values}, layer=layers)


def _course(x: Spec, y: Spec) -> list[Spec]:
    says = {"field": "says"}
    return [
        {
            "mark": {"type": "area", "color": ink("band"), "opacity": 0.6},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "color": ink("accent"), "strokeWidth": 2},
            "encoding": {"x": x, "y": y},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 44, "opacity": 1,
                     "color": ink("accent")},
            "encoding": {"x": x, "y": y, "description": says},
        },
    ]  # fmt: skip


def _ground(months: Sequence[tuple[int, Estimate]]) -> list[Spec]:
    """The months right before the start, shaded."""
    before = [at for at, _ in months if at < 0]
    if not before:
        return []
    return [
        {
            "data": {"values": [{"from": min(before) - _HALF, "to": -_HALF}]},
            "mark": {"type": "rect", "color": ink("line"), "opacity": 0.5},
            "encoding": {
                "x": {"field": "from", "type": "quantitative"}, "x2": {"field": "to"},
                "y": {"value": 0}, "y2": {"value": "height"},
            },
        }
    ]  # fmt: skip


def _zero() -> list[Spec]:
    return [
        {
            "data": {"values": [{"none": 0}]},
            "mark": {"type": "rule", "color": ink("quiet")},
            "encoding": {"y": {"field": "none", "type": "quantitative"}},
        }
    ]


def _start() -> list[Spec]:
    data = {"values": [{"at": -_HALF, "word": "start"}]}
    x: dict[str, Any] = {"field": "at", "type": "quantitative"}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "strokeDash": [4, 4], "color": ink("ink")},
            "encoding": {"x": x},
        },
        {
            "data": data,
            "mark": {"type": "text", "align": "left", "dx": 5, "dy": 6, "fontSize": 11},
            "encoding": {"x": x, "y": {"value": 4}, "text": {"field": "word"}},
        },
    ]


def _months(months: Sequence[tuple[int, Estimate]], width: int) -> Spec:
    first, last = months[0][0], months[-1][0]
    return {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": [first - _HALF, last + _HALF], "nice": False, "zero": False},
        "axis": {
            "title": "months since the start", "format": "d", "tickMinStep": 1,
            "tickCount": min(last - first + 1, 6 if width < 500 else 14),
        },
    }  # fmt: skip


def _point(at: int, estimate: Estimate, grain: str) -> dict[str, Any]:
    low, high = estimate.bounds()
    return {
        "at": at,
        "value": estimate.number(),
        "low": low,
        "high": high,
        "says": f"month {at}: {shown(estimate, grain).line}",
    }
