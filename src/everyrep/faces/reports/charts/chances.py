"""Chances between pairs, as a square of squares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from everyrep.faces.reports.charts.style import SIZE, chart, label_width, shortened
from everyrep.faces.reports.colours import ink
from everyrep.faces.reports.model import Spec
from everyrep.faces.reports.numbers import label
from everyrep.values.chances import chance_words

SURE = 0.95
"""From here on an order is told as sure; below it, and above what is left, as open."""
OPEN = "?"
"""Beside the chance of a pair that cannot be told apart."""
_TIGHT = 9
"""Type of the numbers of columns on a phone, where a column is as wide as two of them."""


def chances(names: Sequence[str], above: Mapping[tuple[int, int], float], width: int) -> Spec:
    """How sure it is that each is above each: dark where one or the other is nearly certain.

    A pair that cannot be told apart bears a mark.

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
                        {"test": "!datum.open", "value": ink("band")},
                        {"test": "datum.chance >= 0.8 || datum.chance <= 0.2",
                         "value": ink("accent-wash")},
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
) -> list[dict[str, str | float | bool]]:
    """The squares above the diagonal: the others say the same the other way round."""
    return [
        {
            "row": shown[i],
            "column": str(j + 1),
            "chance": above[i, j],
            "open": not told_apart(above[i, j]),
            "text": _short(above[i, j]),
            "says": _says(label(names[i]), label(names[j]), above[i, j]),
        }
        for i in range(len(names))
        for j in range(len(names))
        if i < j and (i, j) in above
    ]


def told_apart(chance: float) -> bool:
    """Whether one of a pair is above the other, either way, as surely as is asked for."""
    return chance >= SURE or chance <= 1 - SURE


def _says(one: str, other: str, chance: float) -> str:
    said = f"{one} above {other}: a chance of {chance_words(chance)}"
    return said if told_apart(chance) else f"{said}; the two cannot be told apart"


def _short(chance: float) -> str:
    """A chance in percent as a square has room for it; an open one is not rounded to a sure one."""
    open_ = min(max(chance, 1 - SURE + 0.01), SURE - 0.01)
    told = (
        chance_words(chance if told_apart(chance) else open_)
        .replace("over ", ">")
        .replace("under ", "<")
        .removesuffix("%")
    )
    return told if told_apart(chance) else f"{told}{OPEN}"
