"""Tables as every printer sets them: their headings, and what stands for a cell of an estimate."""

from __future__ import annotations

import re
from dataclasses import dataclass

from everyrep.faces.reports.model import Cell, Table
from everyrep.faces.reports.numbers import (
    GRADES,
    Shown,
    in_unit,
    label,
    plural,
    shown,
    unit_word,
    whole,
)
from everyrep.values import Estimate

_NUMBER = re.compile(r"(over )?[\d.,]+\s?%")
_ESTIMATE_HEADS = ("Range", "n", "Grade")
_FIGURES_IN_PRINT = 40


@dataclass(frozen=True)
class Heading:
    """A heading of a table as it is set."""

    text: str
    number: bool = False


def headings(table: Table) -> tuple[Heading, ...]:
    """The headings of a table, with those of range, n and grade where it has one estimate a row."""
    found: list[Heading] = []
    for place, text in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        estimates = any(isinstance(cell, Estimate) for cell in cells)
        number = (estimates and one_estimate(table)) or any(map(is_number, cells))
        found.append(Heading(text, number))
        if estimates and one_estimate(table):
            found += [Heading(head) for head in _ESTIMATE_HEADS]
    return tuple(found)


def is_number(cell: Cell) -> bool:
    """Whether a cell is set to the right: a count, or a text such as "93.6 %"."""
    if isinstance(cell, str):
        return _NUMBER.fullmatch(cell) is not None
    return isinstance(cell, int)


def one_estimate(table: Table) -> bool:
    """Whether exactly one column holds estimates, which then is set as four."""
    holding = {
        place for row in table.rows for place, cell in enumerate(row) if isinstance(cell, Estimate)
    }
    return len(holding) == 1


def run_in(table: Table) -> str:
    """The figures of a table as running text, for paper: nothing can be opened there.

    Unit, grade and what n counts are said once, ahead of all.
    """
    kinds = {(cell.unit, cell.grade) for cell in estimates_of(table) if cell.estimable}
    rows = table.rows[:_FIGURES_IN_PRINT]
    if len(kinds) == 1:
        unit, grade = kinds.pop()
        heads = [unit_word(unit), GRADES[grade]]
        heads.append(f"n counts {plural(table.grain, 2)}" if table.grain else "")
        lead = ", ".join(head for head in heads if head) + ": "
        entries = [_brief(row) for row in rows]
    else:
        lead, entries = "", [_entry(table, row) for row in rows]
    left = len(table.rows) - len(rows)
    return lead + "; ".join(entries) + (f"; and {left} more." if left > 0 else ".")


def estimates_of(table: Table) -> list[Estimate]:
    """Every estimate of a table."""
    return [cell for row in table.rows for cell in row if isinstance(cell, Estimate)]


def one_grade(table: Table) -> Shown | None:
    """An estimate that shows the grade of all that have a value, where they share one."""
    found = [cell for cell in estimates_of(table) if cell.estimable]
    return shown(found[0]) if len({cell.grade for cell in found}) == 1 else None


def _brief(row: tuple[Cell, ...]) -> str:
    """A row with one estimate: "SMB 33.5 (31.6 to 35.4, n = 5,483)"."""
    parts = [_named(row)]
    for cell in row:
        if isinstance(cell, Estimate):
            it = shown(cell)
            span = it.range if " to " in it.range else ""
            inside = ", ".join(part for part in (span, it.n) if part)
            number = in_unit(cell.number() or 0.0, cell.unit) if it.value else "not estimable"
            parts.append(f"{number} ({inside})" if inside else number)
    return " ".join(parts)


def _named(row: tuple[Cell, ...]) -> str:
    return " ".join(label(cell) for cell in row if isinstance(cell, str))


def _entry(table: Table, row: tuple[Cell, ...]) -> str:
    figures = []
    for cell in row:
        if isinstance(cell, Estimate):
            figures.append(shown(cell, table.grain).line)
        elif isinstance(cell, int):
            figures.append(whole(cell))
    return f"{_named(row)} {', '.join(figures)}".strip()
