"""A trial before it starts: its chance of finding effects of each size, and its calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from everyrep.faces.reports.charts.style import chart, quantitative, rows_by_name
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec

_ROW = 34
_GOAL = 0.8


@dataclass(frozen=True)
class Stretch:
    """A stretch of a calendar.

    Attributes:
        row: Whose: a wave, or both sides.
        name: What goes on: "past", "start", "waits" or "counts".
        begin, end: Half-open.
        says: In words.
    """

    row: str
    name: str
    begin: date
    end: date
    says: str


_INKS = {"past": "band", "start": "fourth", "waits": "quiet", "counts": "accent"}


def power_curve(
    points: Sequence[tuple[float, float, str]], unit: str, smallest: float, width: int
) -> Spec:
    """The chance of finding an effect by its size; dashed: four times in five, and what is wanted.

    Args:
        points: Size in the axis' unit, chance, and both in words.
        unit: Of the sizes.
        smallest: The smallest effect worth having, in the same unit.
        width: In pixels.
    """
    values = [{"size": size, "chance": chance, "says": says} for size, chance, says in points]
    x = quantitative("size", unit, zero=True, ticks=4 if width < 500 else 7)
    x["scale"] = {"zero": True, "nice": False}
    y = quantitative("chance", "share", zero=True)
    y["scale"] = {"domain": [0, 1]}
    says = {"field": "says", "type": "nominal"}
    layers: list[Spec] = [
        _rule("y", _GOAL, y["scale"]),
        _rule("x", smallest, {}),
        {
            "mark": {"type": "line", "strokeWidth": 2.5, "interpolate": "monotone"},
            "encoding": {"x": x, "y": y, "color": {"value": ink("accent")}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 44, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": {"value": ink("accent")}, "description": says},
        },
    ]
    return chart(width, 200, data={"values": values}, layer=layers)


def calendar_chart(stretches: Sequence[Stretch], width: int) -> Spec:
    """What happens when: one row a wave."""
    values = [
        {"name": one.row, "begin": one.begin.isoformat(), "end": one.end.isoformat(),
         "what": one.name, "says": one.says}
        for one in stretches
    ]  # fmt: skip
    y = rows_by_name(list({row["name"]: row for row in values}.values()), width)
    axis = {"title": None, "format": "%b %Y", "tickCount": 4 if width < 500 else 8, "grid": True}
    x = {"field": "begin", "type": "temporal", "axis": axis}
    colour = {
        "field": "what", "type": "nominal", "legend": None,
        "scale": {"domain": list(_INKS), "range": [ink(name) for name in _INKS.values()]},
    }  # fmt: skip
    mark = {"type": "bar", "height": 15, "cornerRadius": 3}
    encoding = {
        "y": y, "x": x, "x2": {"field": "end"}, "color": colour,
        "description": {"field": "says", "type": "nominal"},
    }  # fmt: skip
    rows = len({one.row for one in stretches})
    return chart(width, _ROW * rows, data={"values": values}, mark=mark, encoding=encoding)


def _rule(axis: str, at: float, scale: Spec) -> Spec:
    return {
        "data": {"values": [{"at": at}]},
        "mark": {"type": "rule", "strokeDash": [4, 4]},
        "encoding": {
            axis: {"field": "at", "type": "quantitative", **({"scale": scale} if scale else {})},
            "color": {"value": ink("quiet")},
        },
    }
