"""What the database sends in place of rows: sums that hold all that a figure needs.

One row a group (or one a group and duration). Sums of whole numbers stay whole. Tallies that share
their facts and what is alike are read in one statement; each then has its own columns, whose names
begin with its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import mul, or_
from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import PERSON, group_column
from everyrep.measures.question import Question
from everyrep.measures.tally import Described, Lasting, Tally

if TYPE_CHECKING:
    import ibis.expr.types as ir

POWERS = ("xx", "xm", "mm", "xxx", "xxm", "xmm", "mmm")


def marked(tallies: Sequence[Tally]) -> dict[str, Tally]:
    """Tallies by their marks: what the names of their columns begin with."""
    return {mark(place): tally for place, tally in enumerate(tallies)}


def mark(place: int) -> str:
    """The mark of the tally at a place."""
    return f"t{place}_"


def facts_of(described: Described, question: Question) -> ir.Table:
    """The facts that count, with their groups and persons."""
    facts = described.frame.cut(question, *described.reads)
    return facts if described.keep is None else facts.filter(described.keep(facts))


def people_in(described: Described, question: Question) -> ir.Table:
    """One row a group: how many different people the facts are about."""
    facts = facts_of(described, question)
    return facts.aggregate(by=_groups(question.by), people=facts[PERSON].nunique())


def durations(lasting: Lasting, question: Question) -> ir.Table:
    """One row a group and duration: how many ended in the first way, in the second, or not yet."""
    import ibis

    facts = facts_of(lasting, question)
    first = lasting.first(facts)
    second = ibis.literal(False) if lasting.second is None else lasting.second(facts)
    flags = {name: flag(facts).cast("int64") for name, flag in lasting.notes.items()}
    timed = facts.mutate(days=lasting.days(facts), first=first, second=second & ~first, **flags)
    timed = timed.filter(timed.days.notnull())
    open_still = ~(timed["first"] | timed["second"])
    return timed.aggregate(
        by=[*_groups(question.by), "days"],
        n=timed.count(),
        first=timed["first"].cast("int64").sum(),
        second=timed["second"].cast("int64").sum(),
        censored=open_still.cast("int64").sum(),
        **{name: timed[name].sum().fill_null(0) for name in flags},
    )


def sums(tallies: Mapping[str, Tally], question: Question) -> ir.Table:
    """One row a group: the sums of tallies that share their facts and what is alike.

    For each tally, under its mark: `n` things, the sums `x` and (where it has one) `m`, its notes;
    where facts are alike also `clusters` and the sums of products of x and m, up to the third
    degree, over what is alike.

    Args:
        tallies: By mark, at least one; all with the same frame key, and the same `alike`.
        question: Cuts the facts.
    """
    facts = _with_columns(tallies, question)
    by = _groups(question.by)
    start, first = next(iter(tallies.items()))
    if first.distinct and len(tallies) == 1 and first.thing is None and not first.notes:
        return _distinct(facts, by, start)
    alike = first.alike
    if alike is None:
        return facts.aggregate(by=by, **_added(facts, tallies))
    cluster = alike(facts, question).name("cluster")
    clusters = facts.aggregate(by=[*by, cluster], **_added(facts, tallies))
    return clusters.aggregate(by=by, **_powers(clusters, tallies))


def _with_columns(tallies: Mapping[str, Tally], question: Question) -> ir.Table:
    """The facts that count for any tally, with the columns of each; NULL where they do not."""
    import ibis

    if len(tallies) == 1:
        ((start, tally),) = tallies.items()
        facts = facts_of(tally, question)
        return facts.mutate(**_columns(facts, tally, start))
    reads = dict.fromkeys(name for tally in tallies.values() for name in tally.reads)
    facts = next(iter(tallies.values())).frame.cut(question, *reads)
    columns: dict[str, ir.Value] = {}
    keeps = []
    for start, tally in tallies.items():
        own = _columns(facts, tally, start)
        if tally.keep is not None:
            keep = tally.keep(facts)
            own = {name: ibis.ifelse(keep, value, None) for name, value in own.items()}
            keeps.append(keep)
        columns |= own
    facts = facts.mutate(**columns)
    return facts.filter(reduce(or_, keeps)) if len(keeps) == len(tallies) else facts


def _columns(facts: ir.Table, tally: Tally, start: str) -> dict[str, ir.Value]:
    """What a fact adds to a tally, under the tally's mark."""
    import ibis

    one = ibis.literal(1, type="int64")
    found = {
        f"{start}n": one if tally.thing is None else tally.thing(facts),
        f"{start}x": one if tally.x is None else tally.x(facts),
    }
    if tally.m is not None:
        found[f"{start}m"] = tally.m(facts)
    notes = {f"{start}{name}": flag(facts).cast("int64") for name, flag in tally.notes.items()}
    return found | notes


def _distinct(facts: ir.Table, by: Sequence[str], start: str) -> ir.Table:
    """Things, each once a group.

    They are gathered by thing first, which takes half of what a count of distinct values takes.
    """
    thing = facts[f"{start}x"].name("thing")
    things = facts.aggregate(by=[*by, thing], facts=facts.count())
    return things.aggregate(
        by=by, **{f"{start}n": things.facts.sum(), f"{start}x": things.thing.count()}
    )


def _added(facts: ir.Table, tallies: Mapping[str, Tally]) -> dict[str, ir.Value]:
    found: dict[str, ir.Value] = {}
    for start, tally in tallies.items():
        things = facts[f"{start}n"]
        found[f"{start}n"] = things.count() if tally.thing is None else things.nunique()
        if tally.x is None and tally.thing is None:
            found[f"{start}x"] = things.count()  # each fact adds one: the engine counts once
        else:
            x = facts[f"{start}x"]
            found[f"{start}x"] = x.nunique() if tally.distinct else x.sum()
        if tally.m is not None:
            found[f"{start}m"] = facts[f"{start}m"].sum()
        for name in tally.notes:
            found[f"{start}{name}"] = facts[f"{start}{name}"].sum().fill_null(0)
    return found


def _powers(clusters: ir.Table, tallies: Mapping[str, Tally]) -> dict[str, ir.Value]:
    found: dict[str, ir.Value] = {}
    for start, tally in tallies.items():
        x, m = clusters[f"{start}x"], clusters[f"{start}m"]
        floats = {"x": x.cast("float64"), "m": m.cast("float64")}
        found[f"{start}clusters"] = (m != 0).cast("int64").sum()
        found |= {f"{start}n": clusters[f"{start}n"].sum(), f"{start}x": x.sum()}
        found[f"{start}m"] = m.sum()
        for power in POWERS:
            found[f"{start}{power}"] = reduce(mul, (floats[sign] for sign in power)).sum()
        for name in tally.notes:
            found[f"{start}{name}"] = clusters[f"{start}{name}"].sum()
    return found


def _groups(by: Sequence[str]) -> list[str]:
    return [group_column(name) for name in by]
