"""A difference taken apart: from one amount to another, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from everyrep.faces.reports.charts.style import chart, rows_by_name
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import in_unit, label, scale_of, shown
from everyrep.values import Estimate

_ROW = 30
_TINY = 0.0005


@dataclass(frozen=True)
class Step:
    """One row of the picture.

    Attributes:
        name: What it is.
        estimate: Its amount.
        whole: Whether it stands on the ground (where one begins or ends), and is no change.
        gained: Whether it is no loss although it takes something away, as what was won is none to
            a pipeline.
    """

    name: str
    estimate: Estimate
    whole: bool = False
    gained: bool = False


def steps(rows: Sequence[Step], unit: str, width: int, *, grain: str = "") -> Spec:
    """Changes one after the other, each from where the one before it ended.

    Args:
        rows: A whole, its changes, and the whole that they come to, in the order shown.
        unit: Of the amounts.
        width: In pixels.
        grain: What one unit of n is.
    """
    values = _placed(rows, unit, grain)
    low = min((min(row["from"], row["to"], row["low"]) for row in values), default=0.0)
    high = max((max(row["from"], row["to"], row["high"]) for row in values), default=0.0)
    least, room = _base(rows, low), 0.16 if width > 500 else 0.3
    span = (high - least) or 1.0
    y = rows_by_name(values, width)
    y["scale"] = {"paddingInner": 0.3, "paddingOuter": 0.15}
    x = {
        "field": "from",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [least, high + room * span], "nice": False, "zero": False},
    }
    says = {"field": "says", "type": "nominal"}
    fill = {
        "condition": [
            {"test": "datum.kind == 'whole'", "value": ink("quiet")},
            {"test": "datum.kind == 'gained'", "value": ink("accent")},
            {"test": "datum.kind == 'less'", "value": ink("fourth")},
        ],
        "value": ink("second"),
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "cornerRadius": 2, "clip": True},
            "encoding": {
                "y": y, "x": x, "x2": {"field": "to"}, "color": fill, "description": says,
            },
        },
        {
            "transform": [{"filter": "datum.ranged"}],
            "mark": {"type": "rule", "strokeWidth": 1.5, "color": ink("ink")},
            "encoding": {
                "y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}, "description": says,
            },
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 7, "color": ink("ink")},
            "encoding": {"y": y, "x": {**x, "field": "right"}, "text": {"field": "text"}},
        },
    ]  # fmt: skip
    return chart(width, _ROW * max(len(values), 1), data={"values": values}, layer=layers)


def _placed(rows: Sequence[Step], unit: str, grain: str) -> list[dict[str, Any]]:
    """Each row with where its bar begins and ends."""
    largest = max((abs(row.estimate.number() or 0.0) for row in rows), default=0.0)
    values, at = [], 0.0
    for row in rows:
        amount = row.estimate.number() or 0.0
        start = 0.0 if row.whole else at
        end = start + amount
        low, high = row.estimate.bounds()
        ranged = not row.whole and low is not None and high is not None
        ends = (start + (low or 0.0), start + (high or 0.0)) if ranged else (end, end)
        values.append(
            {
                "name": label(row.name, 44),
                "from": start,
                "to": end,
                "low": ends[0],
                "high": ends[1],
                "ranged": ranged,
                "right": max(start, end, ends[1]),
                "kind": _kind(row, amount),
                "text": _amount(amount, unit, signed=not row.whole, largest=largest),
                "says": f"{label(row.name)}: {shown(row.estimate, grain).line}",
            }
        )
        at = end
    return values


def _kind(row: Step, amount: float) -> str:
    if row.whole or row.gained:
        return "whole" if row.whole else "gained"
    return "less" if amount < 0 else "more"


def _base(rows: Sequence[Step], low: float) -> float:
    """Where the axis begins: at nothing, unless the changes are small beside the wholes."""
    wholes = [row.estimate.number() or 0.0 for row in rows if row.whole]
    changes = [abs(row.estimate.number() or 0.0) for row in rows if not row.whole]
    if wholes and changes and low > 0 and sum(changes) < 0.8 * min(wholes):
        inner = min(w for w in (*wholes, low))
        least: float = inner - 0.6 * sum(changes)
        return max(least, 0.0)
    # The wholes stand on the ground, so the lowest end of a bar is nothing or below it.
    return min(low, 0.0)


def _amount(number: float, unit: str, *, signed: bool, largest: float) -> str:
    sign = "+" if signed and number > 0 else ""
    scale = scale_of(largest) if unit.startswith("money") else None
    if scale and 0 < abs(number) < scale * _TINY:
        scale = scale_of(number)  # in the scale of the others it would read as nothing
    return sign + in_unit(number, unit, scale if scale and scale > 1 else None)
