"""How much people are coached, on what, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.expressions.likeness import of_one_person, same_person
from everyrep.measures.expressions.people import DAYS_A_WEEK
from everyrep.measures.facts.coaching import (
    coached_people,
    coaching_on_pieces,
    gaps_between,
    leading_on_pieces,
    leading_people,
    sessions,
)
from everyrep.measures.facts.tenure import days_of
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting, Tally, one

if TYPE_CHECKING:
    import ibis.expr.types as ir


def held(question: Question) -> Tally:
    """Coaching conversations."""
    return Tally(sessions(question))


def hours_per_week(question: Question) -> Tally:
    """Hours that sellers were coached, per seller and week employed."""
    return Tally(
        coaching_on_pieces(question),
        reads=("coached_hours",),
        x=lambda piece: piece.coached_hours,
        m=lambda piece: days_of(piece) / DAYS_A_WEEK,
        alike=same_person,
    )


def coached_share(question: Question) -> Tally:
    """Sellers who were coached, of those employed."""
    return Tally(
        coached_people(question),
        reads=("coached",),
        x=lambda person: (person.coached > 0).cast("int64"),
        m=lambda person: person.person_id.notnull().cast("int64"),
        alike=same_person,
    )


def on_skill_share(question: Question) -> Tally:
    """Conversations that name a skill, of all, clustered by who was coached."""
    return Tally(
        sessions(question),
        reads=("skill",),
        x=lambda session: session.skill.notnull().cast("int64"),
        m=one,
        alike=of_one_person,
    )


def between(question: Question) -> Lasting:
    """Days from one day with coaching to the next of the same person, or to leaving, or today."""
    import ibis

    def length(session: ir.Table) -> ir.Value:
        seen = ibis.least(session.left_on.fill_null(question.tomorrow), question.tomorrow)
        last = session.next_on.fill_null((seen - ibis.interval(days=1)).cast("date"))
        return ibis.greatest(last.delta(session.held_on, unit="day"), 0)

    return Lasting(
        gaps_between(question),
        length,
        first=lambda session: session.next_on.notnull(),
        reads=("next_on", "left_on"),
    )


def load(question: Question) -> Tally:
    """Hours that people who lead coached others, per leader and week employed."""
    return Tally(
        leading_on_pieces(question),
        reads=("given_hours",),
        x=lambda piece: piece.given_hours,
        m=lambda piece: days_of(piece) / DAYS_A_WEEK,
        alike=same_person,
    )


def leaders_who_coach(question: Question) -> Tally:
    """People who coached anybody, of those who lead or coach."""
    return Tally(
        leading_people(question),
        reads=("given",),
        x=lambda person: (person.given > 0).cast("int64"),
        m=lambda person: person.person_id.notnull().cast("int64"),
        alike=same_person,
    )
