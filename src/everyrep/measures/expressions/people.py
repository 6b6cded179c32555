"""Figures per person: what a rep brings in and does, how long ramp takes, how many leave."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from everyrep.measures.facts.deals import credited_minor
from everyrep.measures.facts.tenure import (
    credited_wins,
    days_of,
    first_win,
    on_pieces,
    pieces,
    sellers,
    tenure_frame,
)
from everyrep.measures.question import Question
from everyrep.measures.sufficient import Statistics, power_sums
from everyrep.measures.tables import canonical, without

if TYPE_CHECKING:
    import ibis.expr.types as ir


def revenue_per_rep(question: Question) -> Statistics:
    """Bookings credited to sellers, per seller employed throughout."""
    wins = credited_wins(question, ("amount_base_minor",))
    return _per_rep(question, wins, credited_minor(wins, "amount_base_minor"))


def margin_per_rep(question: Question) -> Statistics:
    """The same, less what delivering the deals costs; deals without a cost are left out."""
    wins = credited_wins(question, ("amount_base_minor", "cost_base_minor"))
    wins = wins.filter(wins.cost_base_minor.notnull())
    margin = credited_minor(wins, "amount_base_minor") - credited_minor(wins, "cost_base_minor")
    return _per_rep(question, wins, margin)


def activities_per_week(question: Question) -> Statistics:
    """Activities of sellers, per seller and week employed."""
    doings = canonical("activities")
    doings = doings.filter((doings.occurred_on <= question.as_of) & doings.person_id.notnull())

    def source(columns: Iterable[str]) -> ir.Table:
        first = doings.aggregate(first_on=doings.occurred_on.min())
        cut = pieces(question, columns, first).semi_join(sellers(), "person_id")
        one = doings["id"].notnull().cast("int64")
        return on_pieces(cut, doings, "person_id", "occurred_on", done=one)

    facts = tenure_frame(source).cut(question)
    return Statistics(_by_person(facts, question, facts.done, days_of(facts) / 7.0), facts)


def turnover(question: Question, kind: str | None = None) -> Statistics:
    """Exits over days employed; an exit falls on the last day employed.

    Days count from the year of the first exit on record. Those hired before who are still there
    had to stay until then to be on record at all.

    Args:
        question: What is asked.
        kind: Count only exits of this kind, such as "voluntary".
    """
    import ibis

    people = canonical("people")
    # Somebody who left before being hired has a wrong date, and it cannot be known which.
    possible = people.left_on.isnull() | (people.left_on >= people.hired_on)
    dated = people.filter(people.hired_on.notnull() & possible)
    counts = dated.left_on.notnull()
    if kind is not None:
        counts = counts & (dated.leaving_kind == kind).fill_null(False)
    ends = dated.select(leaver=dated["id"], ends_on=ibis.ifelse(counts, dated.left_on, None))

    def source(columns: Iterable[str]) -> ir.Table:
        last_day = (dated.left_on - ibis.interval(days=1)).cast("date")
        first = dated.aggregate(first_on=last_day.min().truncate("Y").cast("date"))
        cut = pieces(question, columns, first)
        cut = cut.inner_join(ends, cut.person_id == ends.leaver)
        exits = (cut.piece_to == cut.ends_on).fill_null(False).cast("int64")
        return without(cut.mutate(exits=exits), "leaver", "ends_on")

    facts = tenure_frame(source).cut(question)
    sums = facts.aggregate(
        by=[f"by_{name}" for name in question.by],
        n=facts.person_id.nunique(),
        x=facts.exits.sum(),
        m=days_of(facts).sum(),
    )
    return Statistics(sums, facts)


def _per_rep(question: Question, wins: ir.Table, value: ir.Value) -> Statistics:
    def source(columns: Iterable[str]) -> ir.Table:
        cut = pieces(question, columns, first_win(question)).semi_join(sellers(), "person_id")
        return on_pieces(cut, wins, "credited_id", "happened_on", won=value)

    facts = tenure_frame(source).cut(question)
    present = days_of(facts) / facts.bucket_days.cast("float64").nullif(0)
    return Statistics(_by_person(facts, question, facts.won, present), facts)


def _by_person(
    facts: ir.Table, question: Question, value: ir.Value, exposure: ir.Value
) -> ir.Table:
    return power_sums(facts, question.by, facts.person_id, value, exposure)
