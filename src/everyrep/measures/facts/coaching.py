"""Coaching: conversations, whose they were, and how far apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.links import OF_THE_PERSON
from everyrep.measures.facts.once import each_person_once
from everyrep.measures.facts.pieces import facts_on_pieces
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PATHS = {**OF_THE_PERSON, "skill": ("skill",)}


def sessions(question: Question) -> Frame:
    """Coaching conversations by the day they were held; the person is who was coached."""

    def source(columns: Iterable[str]) -> ir.Table:
        return _known(question).select(*dict.fromkeys(("id", *columns)))

    return Frame(
        "coaching_sessions", source, "person_id", "held_on", "held_on", _PATHS, key=("sessions",)
    )


def gaps_between(question: Question) -> Frame:
    """Person and day with coaching, with `next_on`, the next such day, and `left_on`."""

    def source(_: object) -> ir.Table:
        import ibis

        held = _known(question)
        held = held.filter(held.person_id.notnull()).select("person_id", "held_on").distinct()
        following = held.held_on.lead(1).over(
            ibis.window(group_by=held.person_id, order_by=held.held_on)
        )
        held = held.mutate(next_on=following)
        people = canonical("people")
        people = people.select(leaver=people["id"], left_on=people.left_on)
        joined = held.left_join(people, held.person_id == people.leaver)
        return joined.select(*held.columns, "left_on")

    return Frame("coaching_sessions", source, "person_id", "held_on", "held_on", OF_THE_PERSON)


def coaching_on_pieces(question: Question) -> Frame:
    """Days of sellers since the first conversation on record, with the coaching they got.

    Sums that can be read: `coached` (conversations) and `coached_hours`.
    """
    held = _known(question).filter(lambda session: session.person_id.notnull())
    sums = {
        "coached": held.held_on.notnull().cast("int64"),
        "coached_hours": held.minutes / 60.0,
    }
    return facts_on_pieces(question, held, "person_id", "held_on", sums, "coaching")


def coached_people(question: Question) -> Frame:
    """Sellers employed in each group, once each, with `coached`, their conversations in it."""
    return each_person_once(coaching_on_pieces(question), ("coached",), question)


def leading_on_pieces(question: Question) -> Frame:
    """Days of people who lead or coach since the first conversation, with what they gave.

    Sums that can be read: `given` (conversations) and `given_hours`.
    """
    held = _known(question).filter(lambda session: session.coach_id.notnull())
    sums = {
        "given": held.held_on.notnull().cast("int64"),
        "given_hours": held.minutes / 60.0,
    }
    return facts_on_pieces(question, held, "coach_id", "held_on", sums, "leading", leaders)


def leading_people(question: Question) -> Frame:
    """Those who lead or coach, once each a group, with `given`, their conversations in it."""
    return each_person_once(leading_on_pieces(question), ("given",), question)


def leaders() -> ir.Table:
    """Ids of people who have reports, or have coached somebody."""
    import ibis

    places, held = canonical("org_history"), canonical("coaching_sessions")
    lead = places.select(person_id=places.manager_id)
    coach = held.select(person_id=held.coach_id)
    everyone = ibis.union(lead, coach, distinct=True)
    return everyone.filter(everyone.person_id.notnull())


def _known(question: Question) -> ir.Table:
    held = canonical("coaching_sessions")
    return held.filter(held.held_on <= question.as_of)
