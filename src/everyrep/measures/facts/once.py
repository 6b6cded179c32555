"""Facts of which each group counts a thing or a person once, however many facts there are of it.

Such counts do not add up: who was active in January and in February is one person in both. They
are made for the groups that are asked for, never added from finer ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import PERSON, Frame, group_column
from everyrep.measures.facts.tenure import days_of
from everyrep.measures.question import Question

if TYPE_CHECKING:
    import ibis.expr.types as ir


def each_person_once(frame: Frame, names: Iterable[str], question: Question) -> Frame:
    """One row a person and group, with each of the sums that the facts carry.

    The days that the person was there, of all the group's pieces, can be read as `days_there`.

    Args:
        frame: Facts put on pieces.
        names: Sums of the facts; those that are not read are passed over.
        question: Says the groups.
    """
    groups = [group_column(name) for name in question.by]
    names = tuple(names)

    def gathered(table: ir.Table) -> ir.Table:
        read = [name for name in names if name in table.columns]
        return table.group_by(*groups, PERSON, "person_id").aggregate(
            days_there=days_of(table).sum(), **{name: table[name].sum() for name in read}
        )

    return replace(frame, gathered=gathered, key=(*frame.key, "people once"))


def one_of_each_group(frame: Frame, question: Question, *columns: str) -> Frame:
    """The same facts, with `once`: 1 for one fact of each group, else 0.

    Args:
        frame: Facts; with columns, nothing may be kept of them but what has those.
        question: Says the groups.
        columns: Hold a thing of which each group has several; one fact of each thing is marked.
    """
    groups = [group_column(name) for name in question.by]

    def gathered(table: ir.Table) -> ir.Table:
        import ibis

        place = ibis.row_number().over(ibis.window(group_by=[*groups, *columns]))
        return table.mutate(once=(place == 0).cast("int64"))

    return replace(frame, gathered=gathered, key=(*frame.key, "once", *columns))
