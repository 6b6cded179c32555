"""What the database sends in place of rows: sums that hold all that a figure needs.

Each function takes facts that are already cut, with the columns of their groups, and gives one
row a group (or one a group and duration). Sums of whole numbers stay whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import group_column

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class Statistics:
    """What an expression gives.

    Attributes:
        table: Sums, one row a group, or one a group and duration.
        facts: The facts summed, with their groups and persons, for counting who they are about.
    """

    table: ir.Table
    facts: ir.Table


def totals(
    facts: ir.Table,
    by: Sequence[str],
    value: ir.Value | None = None,
    thing: ir.Value | None = None,
    **counts: ir.Value,
) -> ir.Table:
    """One row a group: `n` things, the sum `x` of a value over the facts, and further sums.

    Args:
        facts: Facts with their groups.
        by: Dimensions.
        value: What is added up; without it the facts themselves are counted.
        thing: What is counted as n, each once, where a thing has several facts.
        counts: Further flags or numbers to sum.
    """
    sums = {name: flag.cast("int64").sum().fill_null(0) for name, flag in counts.items()}
    n = facts.count() if thing is None else thing.nunique()
    x = facts.count() if value is None else value.sum()
    return facts.aggregate(by=_groups(by), n=n, x=x, **sums)


def power_sums(
    facts: ir.Table,
    by: Sequence[str],
    cluster: ir.Value,
    x: ir.Value,
    m: ir.Value,
    **counts: ir.Value,
) -> ir.Table:
    """One row a group: sums of x, m and their products up to the third degree over clusters.

    Args:
        facts: Facts with their groups.
        by: Dimensions.
        cluster: What is alike within: the person. Facts of nobody are each their own cluster,
            which the caller sees to.
        x: Numerator of a fact.
        m: Denominator of a fact.
        counts: Further flags or numbers to sum.
    """
    sums = {name: flag.cast("int64").sum().fill_null(0) for name, flag in counts.items()}
    clusters = facts.aggregate(
        by=[*_groups(by), cluster.name("cluster")], n=facts.count(), x=x.sum(), m=m.sum(), **sums
    )
    a, b = clusters.x.cast("float64"), clusters.m.cast("float64")
    return clusters.aggregate(
        by=_groups(by),
        clusters=(clusters.m != 0).cast("int64").sum(),
        n=clusters.n.sum(),
        x=clusters.x.sum(),
        m=clusters.m.sum(),
        xx=(a * a).sum(),
        xm=(a * b).sum(),
        mm=(b * b).sum(),
        xxx=(a * a * a).sum(),
        xxm=(a * a * b).sum(),
        xmm=(a * b * b).sum(),
        mmm=(b * b * b).sum(),
        **{name: clusters[name].sum() for name in counts},
    )


def durations(
    facts: ir.Table,
    by: Sequence[str],
    days: ir.Value,
    first: ir.BooleanValue,
    second: ir.BooleanValue | None = None,
    **counts: ir.Value,
) -> ir.Table:
    """One row a group and duration: how many ended in the first way, in the second, or not yet."""
    import ibis

    other = ibis.literal(False) if second is None else second
    timed = facts.mutate(days=days, ended_first=first, ended_second=other & ~first)
    timed = timed.filter(timed.days.notnull())
    open_still = ~(timed.ended_first | timed.ended_second)
    sums = {name: flag.cast("int64").sum().fill_null(0) for name, flag in counts.items()}
    return timed.aggregate(
        by=[*_groups(by), "days"],
        n=timed.count(),
        first=timed.ended_first.cast("int64").sum(),
        second=timed.ended_second.cast("int64").sum(),
        censored=open_still.cast("int64").sum(),
        **sums,
    )


def people_in(facts: ir.Table, by: Sequence[str], person: str) -> ir.Table:
    """One row a group: how many different people the facts are about."""
    return facts.aggregate(by=_groups(by), people=facts[person].nunique())


def _groups(by: Sequence[str]) -> list[str]:
    return [group_column(name) for name in by]
