"""What happened on the days that people were employed: exposure, with sums of what falls on it.

Sums are named by the columns that a cut reads, so that a question takes only those it needs, and
several measures of the same facts take one reading of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from everyrep.measures.facts.deals import credited_minor, deals_as_known
from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.kept import kept
from everyrep.measures.facts.links import FAR
from everyrep.measures.facts.tenure import (
    credited_wins,
    first_win,
    on_pieces,
    pieces,
    sellers,
    tenure_frame,
)
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical, without

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LONG_AGO = date(1, 1, 1)


def wins_on_pieces(question: Question) -> Frame:
    """Days of sellers since the first win on record, with what they won.

    Sums that can be read: `won_minor` (bookings credited), `margin_minor` (the same less cost, of
    deals whose cost is known), `wins` (deals credited, each in full to each).
    """
    import ibis

    def source(columns: Iterable[str]) -> ir.Table:
        columns = tuple(columns)
        cut = pieces(question, columns, first_win(question)).semi_join(sellers(), "person_id")
        wins = credited_wins(question, ("amount_base_minor", "cost_base_minor"))
        amount = credited_minor(wins, "amount_base_minor")
        sums = {
            "won_minor": amount,
            "margin_minor": amount - credited_minor(wins, "cost_base_minor"),
            "wins": ibis.literal(1, type="int64"),
        }
        wanted = {name: value for name, value in sums.items() if name in columns}
        return on_pieces(question, cut, wins, "credited_id", "happened_on", **wanted)

    return replace(tenure_frame(source), key=("pieces", "wins"))


def facts_on_pieces(
    question: Question,
    facts: ir.Table,
    person: str,
    day: str,
    sums: Mapping[str, ir.Value],
    key: str,
    people: Callable[[], ir.Table] = sellers,
) -> Frame:
    """Days of sellers since the first of some facts on record, with sums of the facts on them.

    Args:
        question: What is asked.
        facts: One row a fact, none later than the day of the question.
        person, day: Columns of the facts with the person and the day.
        sums: What can be read, by name: a value of the facts that is added up.
        key: Name of the facts; of two frames with the same one the facts are the same.
        people: Whose days, in place of those of sellers: a table with their `person_id`.
    """

    def source(columns: Iterable[str]) -> ir.Table:
        columns = tuple(columns)
        first = kept(f"first_{key}", first_day(facts, day), question)
        cut = pieces(question, columns, first).semi_join(people(), "person_id")
        wanted = {name: value for name, value in sums.items() if name in columns}
        return on_pieces(question, cut, facts, person, day, **wanted)

    return replace(tenure_frame(source), key=("pieces", key))


def first_day(facts: ir.Table, day: str) -> ir.Table:
    """The first day on record, as `first_on`: one row."""
    return facts.aggregate(first_on=facts[day].min())


def openings_on_pieces(question: Question) -> Frame:
    """Days of sellers since the first deal on record, with the deals they opened.

    Sums that can be read: `opened` (deals) and `opened_minor` (their amounts as they are now).
    """
    import ibis

    columns = ("owner_id", "created_on", "amount_base_minor")
    opened = deals_as_known(question, columns)
    opened = opened.filter(opened.owner_id.notnull() & opened.created_on.notnull())
    sums = {
        "opened": ibis.literal(1, type="int64"),
        "opened_minor": opened.amount_base_minor,
    }
    return facts_on_pieces(question, opened, "owner_id", "created_on", sums, "openings")


def leave_on_pieces(question: Question) -> Frame:
    """Days of sellers since the first leave on record, with `away`, the days of them on leave.

    A leave begins where those before it have ended, so that no day counts twice.
    """
    import ibis

    leaves = canonical("leaves")
    leaves = leaves.filter(leaves.person_id.notnull() & leaves.from_on.notnull())
    ends = leaves.to_on.fill_null(FAR)
    leaves = leaves.select(away_id="person_id", away_from="from_on", away_to=ends)
    before = ibis.window(
        preceding=(None, 1), group_by=leaves.away_id, order_by=[leaves.away_from, leaves.away_to]
    )
    upto = leaves.away_to.max().over(before)
    leaves = leaves.mutate(away_from=ibis.greatest(leaves.away_from, upto.fill_null(_LONG_AGO)))
    leaves = leaves.filter(leaves.away_from < leaves.away_to)

    def source(columns: Iterable[str]) -> ir.Table:
        first = leaves.aggregate(first_on=leaves.away_from.min())
        cut = pieces(question, tuple(columns), first).semi_join(sellers(), "person_id")
        keys = cut.select(who=cut.person_id, start=cut.piece_from, end=cut.piece_to)
        met = keys.inner_join(
            leaves,
            [keys.who == leaves.away_id, leaves.away_from < keys.end, leaves.away_to > keys.start],
        )
        days = ibis.least(met.end, met.away_to).delta(
            ibis.greatest(met.start, met.away_from), unit="day"
        )
        added = met.mutate(days=days).group_by("who", "start").agg(away=lambda t: t.days.sum())
        joined = cut.left_join(added, [cut.person_id == added.who, cut.piece_from == added.start])
        return joined.select(*cut.columns, away=joined.away.fill_null(0))

    return replace(tenure_frame(source), key=("pieces", "leave"))


def exits_on_pieces(question: Question, kind: str | None = None) -> Frame:
    """Days of people since the year of the first exit on record, with `exits`.

    Those hired before who are still there had to stay until then to be on record at all.

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

    return replace(tenure_frame(source), key=("pieces", "exits", kind))
