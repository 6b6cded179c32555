"""What people did with something to learn from, and how they were rated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import Frame
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical, without

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Verbs, in lower case, as statements and exports write them.
FINISHING = ("completed", "passed", "mastered", "certified", "finished")
GIVING_UP = ("withdrew", "withdrawn", "abandoned", "unregistered", "dropped")
_OF_THE_PERSON: dict[str, tuple[str, ...]] = {
    "person": ("person_id",),
    "team": ("organisation/team_id",),
    "manager": ("organisation/manager_id",),
    "role": ("organisation/role",),
    "level": ("organisation/level",),
    "territory": ("organisation/territory_id",),
    "region": ("organisation/region",),
    "motion": ("organisation/motion",),
}


def enrolments(question: Question) -> Frame:
    """Person and course, once each, by the day the person first had to do with the course.

    Where the records know of nothing but completions, there are no enrolments: who began and did
    not finish cannot be seen, and everybody would seem to finish. Nor are there any where they
    know of no completion at all: nobody would seem to finish.
    """

    def source(_: object) -> ir.Table:
        return _enrolments(question)

    paths = {**_OF_THE_PERSON, "course": ("course_id",), "course_kind": ("course/kind",)}
    return Frame(
        "learning_events",
        source,
        "person_id",
        "began_on",
        "began_on",
        paths,
        key=("enrolments",),
    )


def _enrolments(question: Question) -> ir.Table:
    import ibis

    events = canonical("learning_events")
    events = events.filter(
        events.person_id.notnull()
        & events.course_id.notnull()
        & (events.occurred_on <= question.as_of)
    )
    verb = events.verb.lower()
    finished, gave_up = verb.isin(FINISHING), verb.isin(GIVING_UP)
    pairs = events.group_by("person_id", "course_id").aggregate(
        began_on=events.occurred_on.min(),
        finished_on=ibis.ifelse(finished, events.occurred_on, None).min(),
        gave_up_on=ibis.ifelse(gave_up, events.occurred_on, None).max(),
        only_finished=(finished | gave_up).all(),
    )
    everything = ibis.window()
    some_began = (~pairs.only_finished).any().over(everything)
    some_finished = pairs.finished_on.notnull().any().over(everything)
    pairs = pairs.mutate(both_are_known=some_began & some_finished)
    return without(pairs.filter(pairs.both_are_known), "both_are_known")


def ratings(question: Question) -> Frame:
    """Assessments, one row a rating, by the day it was given."""

    def source(columns: Iterable[str]) -> ir.Table:
        table = canonical("assessments")
        table = table.filter(table.occurred_on.isnull() | (table.occurred_on <= question.as_of))
        return table.select(*dict.fromkeys(("id", *columns)))

    paths = {
        **_OF_THE_PERSON,
        "skill": ("skill",),
        "course": ("course_id",),
        "course_kind": ("course/kind",),
        "assessment_kind": ("kind",),
    }
    return Frame(
        "assessments",
        source,
        "person_id",
        "occurred_on",
        "occurred_on",
        paths,
        key=("ratings",),
    )
