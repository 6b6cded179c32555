"""Deals in stages: when each first came into a stage, and when and how it went on.

A deal advances from a stage when it first reaches a later one, or is won; it drops out when it
ends otherwise without having reached one. Going back and coming again is part of the same stay,
so no deal counts twice. Whoever is neither advanced nor dropped is there still.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from everyrep.measures.facts.deals import deal_paths, deals_as_known
from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.kept import kept
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical

if TYPE_CHECKING:
    import ibis.expr.types as ir


def stays(question: Question) -> Frame:
    """Deals in stages, one row a deal and stage, by the day the deal first came into it."""

    def source(columns: Iterable[str]) -> ir.Table:
        own = ("stage", "entered_on", "close_on")
        known = deals_as_known(question, ("close_on", *(c for c in columns if c not in own)))
        return _with_ends(kept("stage_entries", entries(question), question), known, question)

    return Frame(
        "opportunities",
        source,
        "owner_id",
        "entered_on",
        "entered_on",
        deal_paths("owner_id"),
        key=("stays",),
    )


def stage_order() -> ir.Table:
    """Each stage once: its name, place, and whether deals in it are closed or won."""
    stages = canonical("stages")
    return stages.group_by(stage_name=stages.name).aggregate(
        place=stages.position.min(),
        is_closed=stages.closed.fill_null(False).any(),
        is_won=stages.won.fill_null(False).any(),
    )


def entries(question: Question) -> ir.Table:
    """Deal and open stage, with the first day in it and the first day in any later one.

    Returns:
        opportunity_id, stage, `entered_on` and `reached_on`, none later than the question's day.
    """
    history = canonical("stage_history")
    history = history.filter(history.entered_on <= question.as_of)
    order = stage_order()
    placed = history.inner_join(order, history.stage == order.stage_name).select(
        "opportunity_id", "stage", "entered_on", "place", "is_closed", "is_won"
    )
    first = (
        placed.filter(~placed.is_closed)
        .group_by("opportunity_id", "stage", "place")
        .aggregate(entered_on=placed.entered_on.min())
    )
    onward = (
        placed.filter(~placed.is_closed | placed.is_won)
        .select(
            later_deal="opportunity_id",
            later_place="place",
            later_on="entered_on",
            later_won="is_won",
        )
        .view()
    )
    is_later = onward.later_won | (onward.later_place > first.place)
    reached = first.left_join(
        onward,
        [
            first.opportunity_id == onward.later_deal,
            onward.later_on >= first.entered_on,
            is_later,
        ],
    )
    return reached.group_by("opportunity_id", "stage", "entered_on").aggregate(
        reached_on=reached.later_on.min()
    )


def _with_ends(entries: ir.Table, known: ir.Table, question: Question) -> ir.Table:
    """Entries with their deal's columns, and with `advanced`, `dropped` and `days`."""
    import ibis

    joined = entries.inner_join(known, entries.opportunity_id == known["id"])
    advanced = joined.reached_on.notnull() | (joined.outcome == "won")
    dropped = ~advanced & joined.outcome.isin(("lost", "no_decision"))
    ended_on = ibis.ifelse(
        joined.reached_on.notnull(),
        joined.reached_on,
        ibis.ifelse(advanced | dropped, joined.close_on, ibis.literal(question.as_of)),
    )
    days = ended_on.delta(joined.entered_on, unit="day")
    return joined.mutate(advanced=advanced, dropped=dropped, days_in_stage=ibis.greatest(days, 0))
