"""What a measure adds up: which facts, which of them, and what stands above and below the line.

An expression gives a Tally (sums) or a Lasting (durations). Both only describe; what is described
in the same way can be read together, so that measures of the same facts take one reading of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from everyrep.measures.facts.frame import Frame
    from everyrep.measures.question import Question

    Column = Callable[[ir.Table], ir.Value]
    Alike = Callable[[ir.Table, Question], ir.Value]


@dataclass(frozen=True)
class Tally:
    """Sums over facts.

    Attributes:
        frame: The facts.
        x: What is added up; without it the facts themselves are counted.
        m: What x is divided by; None where the measure is a sum.
        keep: Which facts count; None is all.
        reads: Columns of the facts that the others read.
        alike: What a fact is alike with, such as its person, where the range needs that: then the
            sums are gathered by it first. Always a function of a module, so that two measures
            with the same one can be told to be the same.
        thing: What is counted as n, each once, where a thing has several facts.
        distinct: x is a thing, and each is counted once in a group. Such counts do not add up: who
            was active in January and in February is one in both.
        notes: Further flags to count, by name, for the sentences beside the figure.
    """

    frame: Frame
    x: Column | None = None
    m: Column | None = None
    keep: Column | None = None
    reads: tuple[str, ...] = ()
    alike: Alike | None = None
    thing: Column | None = None
    distinct: bool = False
    notes: Mapping[str, Column] = field(default_factory=dict)


@dataclass(frozen=True)
class Lasting:
    """Durations until one of two ends, or until today.

    Attributes:
        frame: The facts.
        days: How long it lasted, or has lasted so far; NULL where that cannot be known.
        first: It ended in the first way.
        second: It ended in the second way; None where there is but one.
        keep: Which facts count; None is all.
        reads: Columns of the facts that the others read.
        notes: Further flags to count, by name, for the sentences beside the figure.
    """

    frame: Frame
    days: Column
    first: Column
    second: Column | None = None
    keep: Column | None = None
    reads: tuple[str, ...] = ()
    notes: Mapping[str, Column] = field(default_factory=dict)


Described = Tally | Lasting


def one(_: ir.Table) -> ir.Value:
    """1 for each fact: what a share of facts is a share of."""
    import ibis

    return ibis.literal(1, type="int64")
