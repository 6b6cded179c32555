"""What can be computed from what has landed, what is weak, and what is missing for the rest."""

from __future__ import annotations

from everyrep.measures.catalogue import Measure
from everyrep.measures.source import FactSource
from everyrep.values import Reason


def why_not(source: FactSource, measure: Measure) -> Reason | None:
    """Why a measure cannot be computed at all from this warehouse; None where it can."""
    for need in measure.needs:
        if source.rows(need.table) == 0:
            return Reason(
                "missing_table",
                f"There are no {need.table.replace('_', ' ')} yet.",
                f"Load a file of {need.table.replace('_', ' ')}.",
            )
        if source.filled(need.table, need.name) == 0:
            return Reason(
                "missing_column",
                f"No row of {need.table} has {need.name}.",
                "Map a column of a file to it.",
            )
    return None
