"""Facts that take long to derive, read where they are kept with the build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.question import Question
from everyrep.warehouse.kept import PREFIX

if TYPE_CHECKING:
    import ibis.expr.types as ir


def kept(name: str, derived: ir.Table, question: Question) -> ir.Table:
    """The table kept under a name; derived from the facts where none is.

    Args:
        name: One of `measures.keeping.KEPT`.
        derived: The same rows, from the facts up to the question's day.
        question: Says what is kept of what is known on its day.
    """
    import ibis

    return ibis.table(derived.schema(), name=PREFIX + name) if name in question.kept else derived
