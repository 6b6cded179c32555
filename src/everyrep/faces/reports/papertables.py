"""Tables as plain data for a typesetter: cells by kind, and how wide each column may be."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from everyrep.faces.reports.model import Cell, Table
from everyrep.faces.reports.numbers import Shown, joined, label, plural, shown, whole
from everyrep.faces.reports.tables import headings, is_number, one_estimate, one_grade
from everyrep.values import Estimate

Plain = dict[str, Any]

_LONG = 26
_LONGEST_WEIGHED = 110


def set_table(table: Table) -> Plain:
    """A table with `heads`, `rows` of cells, the `widths` of its columns, and its `note`.

    A width is 0 for a column as wide as its text, else its share of what is left.
    """
    heads = [{"text": head.text, "number": head.number} for head in headings(table)]
    alone = one_estimate(table)
    rows = [list(_row(row, table.grain, alone)) for row in table.rows]
    return {"heads": heads, "rows": rows, "widths": _widths(len(heads), rows), "note": table.note}


def set_behind(table: Table) -> Plain:
    """The figures of a chart: like any table, or `narrow`, fit to stand beside another.

    A narrow one says its `grade` once, and what n counts in the heading.
    """
    grade = one_grade(table)
    if not _is_narrow(table) or grade is None:
        return {"narrow": False, "grade": [], **set_table(table)}
    name, value = table.columns
    counted = f"n ({plural(table.grain, 2)})" if table.grain else "n"
    heads = [(name, False), (value, True), ("Range", False), (counted, True)]
    return {
        "narrow": True,
        "grade": [grade.mark, grade.grade],
        "heads": [{"text": text, "number": number} for text, number in heads],
        "rows": [list(_narrow_row(row)) for row in table.rows],
        "widths": [1, 0, 0, 0],
        "note": table.note,
    }


def _is_narrow(table: Table) -> bool:
    """Whether every row is a short name and a figure with a value."""
    return len(table.columns) == 2 and all(
        isinstance(figure, Estimate)
        and figure.estimable
        and not isinstance(name, Estimate)
        and len(str(name)) <= _LONG
        and len(shown(figure).range) <= _LONG
        for name, figure in table.rows
    )


def _narrow_row(row: tuple[Cell, ...]) -> Iterator[Plain]:
    name, figure = row
    yield _cell("name", whole(name) if isinstance(name, int) else label(name or ""))
    if isinstance(figure, Estimate):
        it = shown(figure)
        yield _cell("number", joined(it.value, it.unit))
        yield _cell("of", it.range)
        yield _cell("number", whole(figure.n))


def _row(row: tuple[Cell, ...], grain: str, alone: bool) -> Iterator[Plain]:
    for place, cell in enumerate(row):
        if isinstance(cell, Estimate):
            it = shown(cell, grain)
            yield from _pieces(it) if alone else [_together(it)]
        elif isinstance(cell, int):
            yield _cell("number", whole(cell))
        elif place == 0:
            yield _cell("name", label(cell or ""))
        else:
            yield _cell("number" if is_number(cell) else "text", label(cell or ""))


def _cell(kind: str, text: str, **more: Any) -> Plain:
    return {"kind": kind, "text": text, "span": 1, **more}


def _pieces(it: Shown) -> Iterator[Plain]:
    """An estimate over four columns: value, range, n, grade."""
    if it.value:
        yield _cell("number", joined(it.value, it.unit))
        yield _cell("of", it.range)
    else:
        yield _cell("of", f"{it.reason} {it.remedy}".strip(), span=2)
    yield _cell("of", it.n)
    yield _cell("grade", "", grade=[it.mark, it.grade])


def _together(it: Shown) -> Plain:
    """An estimate in one cell."""
    text = joined(it.value, it.unit) if it.value else it.reason
    of = ", ".join(part for part in (it.range, it.n) if part)
    return _cell("estimate", text, of=of, grade=[it.mark, it.grade])


def _widths(count: int, rows: list[list[Plain]]) -> list[float]:
    """Shares for the columns of long texts; the first column's where there is none."""
    longest = [0] * count
    for row in rows:
        place = 0
        for cell in row:
            # A text over two columns makes the last of them wide.
            last = place + int(cell["span"]) - 1
            longest[last] = max(longest[last], len(cell["text"]) + len(cell.get("of", "")))
            place = last + 1
    shares = [_share(size) if size > _LONG else 0.0 for size in longest]
    if not any(shares) and count:
        shares[0] = 1.0
    return shares


def _share(size: int) -> float:
    return round(math.sqrt(min(size, _LONGEST_WEIGHED)), 2)
