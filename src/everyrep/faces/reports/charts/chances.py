"""Chances between pairs, as a square of squares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from everyrep.faces.reports.charts.style import SIZE, chart, label_width, shortened
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import label
from everyrep.values.chances import chance_words

_TIGHT = 9
"""Type of the numbers of columns on a phone, where a column is as wide as two of them."""


def chances(names: Sequence[str], above: Mapping[tuple[int, int], float], width: int) -> Spec:
    """How sure it is that each is above each: dark where it is nearly certain.

    Args:
        names: In the order shown; the rows are held against the columns.
        above: For two places, the chance that the first is above the second.
        width: In pixels.
    """
    shown = [f"{place + 1}  {label(name, 34)}" for place, name in enumerate(names)]
    values = _cells(names, shown, above)
    y = {
        "field": "row", "type": "nominal", "sort": shown, "scale": {"domain": shown},
        "axis": {"title": None, "grid": False, "labelLimit": label_width(width) + 30,
                 "labelOverlap": False, "labelColor": ink("ink"), **shortened(width)},
    }  # fmt: skip
    columns = [str(place + 1) for place in range(len(names))]
    x = {
        "field": "column", "type": "nominal", "sort": columns, "scale": {"domain": columns},
        "axis": {"title": None, "orient": "top", "labelAngle": 0, "labelOverlap": False,
                 "labelFontSize": SIZE if width > 500 else _TIGHT},
    }  # fmt: skip
    layers: list[Spec] = [
        {
            "mark": {"type": "rect", "cornerRadius": 2, "stroke": ink("paper")},
            "encoding": {
                "x": x, "y": y, "description": {"field": "says"},
                "color": {
                    "condition": [
                        {"test": "datum.chance >= 0.95", "value": ink("band")},
                        {"test": "datum.chance >= 0.8", "value": ink("accent-wash")},
                    ],
                    "value": ink("sunken"),
                },
            },
        },
    ]  # fmt: skip
    if width > 500 or len(names) <= 8:
        layers.append(
            {
                "mark": {"type": "text", "fontSize": 11, "color": ink("ink")},
                "encoding": {"x": x, "y": y, "text": {"field": "text"}},
            }
        )
    return chart(width, 26 * max(len(names), 1), data={"values": values}, layer=layers)


def _cells(
    names: Sequence[str], shown: Sequence[str], above: Mapping[tuple[int, int], float]
) -> list[dict[str, str | float]]:
    """The squares above the diagonal: the others say the same the other way round."""
    return [
        {
            "row": shown[i],
            "column": str(j + 1),
            "chance": above[i, j],
            "text": _short(above[i, j]),
            "says": f"{label(names[i])} above {label(names[j])}: {chance_words(above[i, j])} sure",
        }
        for i in range(len(names))
        for j in range(len(names))
        if i < j and (i, j) in above
    ]


def _short(chance: float) -> str:
    """A chance in percent as a square has room for it."""
    return chance_words(chance).replace("over ", ">").replace("under ", "<").removesuffix("%")
